#include "score/model.h"

#include <algorithm>

#include "base/archive.h"
#include "base/sha256.h"

namespace mizan::score {

namespace {

constexpr std::string_view kMagic = "mizanscore";
constexpr std::uint32_t kFormat = 2;
constexpr std::size_t kHashBytes = 32;

template <class A, class M> void archive_fields(A& a, M& m) {
    a(m.language, m.note, m.log2_rows);
    for (auto& k : m.knots) a(k);
    for (auto& g : m.glances) a(g);
    a(m.frequent);
}

Error corrupt(std::string message) { return {Code::kModelCorrupt, std::move(message), {}}; }

bool usable(const Model& m) {
    if (m.log2_rows < 8 || m.log2_rows > Model::kMaxLog2Rows) return false;
    if (m.frequent.size() != (std::size_t{1} << Model::kFrequentLog2) / 64) return false;
    return std::all_of(m.knots.begin(), m.knots.end(), [](const auto& knots) {
        const auto falls = [](const Knot& a, const Knot& b) {
            return a.raw >= b.raw || a.value > b.value;
        };
        return std::adjacent_find(knots.begin(), knots.end(), falls) == knots.end() &&
               (knots.empty() || knots.back().value <= 10000);
    });
}

}  // namespace

std::string_view name(Label label) {
    constexpr std::string_view kNames[] = {"identity_attack", "toxicity",  "severe_toxicity",
                                           "insult",          "profanity", "threat"};
    return kNames[static_cast<std::size_t>(label)];
}

std::optional<Label> find_label(std::string_view wanted) {
    for (std::size_t l = 0; l < kLabels; ++l) {
        if (name(static_cast<Label>(l)) == wanted) return static_cast<Label>(l);
    }
    return std::nullopt;
}

std::string write_model(const Model& model) {
    ArchiveWriter writer;
    archive_fields(writer, model);
    std::string payload = std::move(writer).take();
    for (const auto& row : model.rows) {
        payload.push_back(static_cast<char>(row.check));
        for (const auto w : row.weights) payload.push_back(static_cast<char>(w));
    }
    ArchiveWriter head;
    head(kFormat);
    std::string out(kMagic);
    out.append(std::move(head).take());
    const auto hash = sha256(payload);
    out.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    return out.append(payload);
}

Result<Model> read_model(std::string_view bytes) {
    const auto head = kMagic.size() + sizeof kFormat + kHashBytes;
    if (!bytes.starts_with(kMagic) || bytes.size() < head)
        return fail(corrupt("this is no model of scores"));
    ArchiveReader format_reader(bytes.substr(kMagic.size(), sizeof kFormat));
    std::uint32_t format = 0;
    format_reader(format);
    if (format != kFormat) {
        return fail(Error{Code::kModelVersion,
                          "the model has format " + std::to_string(format) +
                              "; this program reads " + std::to_string(kFormat) +
                              ": train it again",
                          {}});
    }
    const auto payload = bytes.substr(head);
    const auto hash = sha256(payload);
    if (std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()) !=
        bytes.substr(head - kHashBytes, kHashBytes))
        return fail(corrupt("the model's checksum does not match: it was damaged or cut short"));
    Model out;
    ArchiveReader reader(payload);
    archive_fields(reader, out);
    if (!reader.ok() || !usable(out))
        return fail(corrupt("the model's fields do not fit together"));
    const auto rest = reader.rest();
    constexpr std::size_t kRowBytes = 1 + kLabels;
    if (rest.size() != (std::size_t{1} << out.log2_rows) * kRowBytes)
        return fail(corrupt("the model's weights are not as many as it says"));
    out.rows.resize(std::size_t{1} << out.log2_rows);
    for (std::size_t r = 0; r < out.rows.size(); ++r) {
        const auto bytes_of_row = rest.substr(r * kRowBytes, kRowBytes);
        out.rows[r].check = static_cast<std::uint8_t>(bytes_of_row[0]);
        for (std::size_t l = 0; l < kLabels; ++l)
            out.rows[r].weights[l] = static_cast<std::int8_t>(bytes_of_row[1 + l]);
    }
    out.version = to_hex(sha256(bytes));
    return out;
}

std::uint16_t calibrate(const std::vector<Knot>& knots, std::int32_t raw) {
    if (knots.empty()) return 0;
    const auto after = std::upper_bound(knots.begin(), knots.end(), raw,
                                        [](std::int32_t r, const Knot& k) { return r < k.raw; });
    if (after == knots.begin()) return knots.front().value;
    const auto& before = *std::prev(after);
    if (after == knots.end()) return before.value;
    const auto way = std::int64_t{raw} - before.raw;
    const auto rise = (after->value - before.value) * way / (std::int64_t{after->raw} - before.raw);
    return static_cast<std::uint16_t>(before.value + rise);
}

}  // namespace mizan::score
