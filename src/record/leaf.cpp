#include "record/leaf.h"

#include <array>
#include <cassert>
#include <charconv>
#include <cstring>

#include "base/printable.h"

namespace mizan::record {

namespace {

using enum FieldKind;

constexpr LeafField kDecisionForm[] = {
    {"case_no", kNumber},
    {"policy", kWord},
    {"activation", kNumber},
    {"clause", kWord},
    {"outcome", kWord},
    {"action", kWord},
    {"automated_detection", kNumber},
    {"automated_decision", kNumber},
    {"source_type", kWord},
    {"language", kWord},
    {"coverage", kWord},
    {"engine_build_sha256", kHash},
    {"policy_bundle_sha256", kHash},
    {"input_commit", kHash},
    {"actor_commit", kHash},
    {"reviewer_commit", kHash},
    {"reasons_commit", kHash},
};
constexpr LeafField kBatchForm[] = {
    {"from", kNumber},
    {"to", kNumber},
    {"policy", kWord},
    {"activation", kNumber},
    {"count", kNumber},
    {"covered_full", kNumber},
    {"covered_partly", kNumber},
    {"not_covered", kNumber},
    {"views", kNumber},
    {"engine_build_sha256", kHash},
    {"policy_bundle_sha256", kHash},
    {"root", kHash},
};
constexpr LeafField kPolicyForm[] = {
    {"policy", kWord},
    {"semantics", kNumber},
    {"policy_source_sha256", kHash},
    {"policy_bundle_sha256", kHash},
    {"score_model_sha256", kHash},
    {"engine_build_sha256", kHash},
};
constexpr LeafField kErasureForm[] = {
    {"of", kNumber},   {"slot_commit", kHash}, {"class", kWord},
    {"ground", kWord}, {"state", kWord},       {"by_commit", kHash},
};
constexpr LeafField kConfigForm[] = {
    {"what", kWord},
    {"value", kWord},
    {"from", kNumber},
    {"to", kNumber},
};
constexpr LeafField kSealedForm[] = {
    {"kind_commit", kHash}, {"subject_commit", kHash}, {"actor_commit", kHash},
    {"body_commit", kHash}, {"link_commit", kHash},
};

constexpr LeafField kEventForm[] = {
    {"what", kWord},
    {"subject_commit", kHash},
    {"body_commit", kHash},
};
constexpr LeafField kActionForm[] = {
    {"of", kNumber},
    {"action", kWord},
    {"state", kWord},
    {"body_commit", kHash},
};
constexpr LeafField kBrakeForm[] = {
    {"clause", kWord},  {"state", kWord},     {"count", kNumber},
    {"until", kNumber}, {"by_commit", kHash}, {"reasons_commit", kHash},
};
constexpr LeafField kAccessForm[] = {
    {"what", kWord},
    {"by_commit", kHash},
    {"body_commit", kHash},
};

struct TypeRow {
    std::string_view name;
    std::span<const LeafField> form;
};
constexpr std::array<TypeRow, kLeafTypes> kTypes{{
    {"decision", kDecisionForm},
    {"batch", kBatchForm},
    {"policy", kPolicyForm},
    {"erasure", kErasureForm},
    {"config", kConfigForm},
    {"sealed", kSealedForm},
    {"event", kEventForm},
    {"action", kActionForm},
    {"brake", kBrakeForm},
    {"access", kAccessForm},
}};

constexpr std::string_view kStart = "{\"v\":1,\"seq\":";
constexpr std::string_view kTime = ",\"t\":";
static_assert(kLeafVersion == 1);

// What stands before a value, padded so that all of them are compared in the same few steps: a leaf has two dozen.
struct Key {
    static constexpr std::size_t kWords = 4;
    static constexpr std::size_t kMost = kWords * sizeof(std::uint64_t);
    std::array<std::uint64_t, kWords> text{};
    std::array<std::uint64_t, kWords> mask{};
    std::size_t size = 0;

    explicit Key(std::string_view all) : size(all.size()) {
        assert(size <= kMost);
        std::memcpy(text.data(), all.data(), size);
        std::memset(mask.data(), 0xFF, size);
    }
    // Whether the bytes from `at` on, `left` of them, begin with it.
    [[nodiscard]] bool begins(const char* at, std::size_t left) const {
        if (left < kMost) return left >= size && std::memcmp(at, text.data(), size) == 0;
        std::uint64_t differ = 0;
        for (std::size_t i = 0; i < kWords; ++i) {
            std::uint64_t there = 0;
            std::memcpy(&there, at + i * sizeof there, sizeof there);
            differ |= (there ^ text[i]) & mask[i];
        }
        return differ == 0;
    }
};

void append_number(std::string& out, std::uint64_t n) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, n);
    out.append(digits, end.ptr);
}

void append_word(std::string& out, std::string_view word) {
    out.push_back('"');
    for (const char c : word) out.push_back(is_printable(c) ? c : '?');
    out.push_back('"');
}

// A reader that goes from left to right; after the first misfit nothing fits.
class LeafScanner {
public:
    explicit LeafScanner(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

    [[nodiscard]] bool at_end() const { return at_ == end_; }

    // The end of the leaf.
    [[nodiscard]] bool close() { return !at_end() && *at_++ == '}' && at_end(); }
    [[nodiscard]] bool take(const Key& key) {
        if (!key.begins(at_, left())) return false;
        at_ += key.size;
        return true;
    }
    [[nodiscard]] bool number(std::uint64_t& n) {
        const auto r = std::from_chars(at_, end_, n);
        if (r.ec != std::errc{} || r.ptr == at_ || n >> 63 != 0 || (*at_ == '0' && r.ptr - at_ > 1))
            return false;
        at_ = r.ptr;
        return true;
    }
    [[nodiscard]] bool word(std::string_view& word) {
        if (at_end() || *at_ != '"') return false;
        const auto* const begin = at_ + 1;
        const auto length = printable_length({begin, left() - 1});
        if (begin + length == end_ || begin[length] != '"') return false;
        word = {begin, length};
        at_ = begin + length + 1;
        return true;
    }
    [[nodiscard]] bool hash(Sha256& hash) {
        constexpr std::size_t kDigits = 2 * sizeof(Sha256);
        constexpr std::size_t kQuoted = kDigits + 2;
        if (left() < kQuoted || at_[0] != '"' || at_[kQuoted - 1] != '"') return false;
        if (!from_hex({at_ + 1, kDigits}, hash)) return false;
        at_ += kQuoted;
        return true;
    }
    [[nodiscard]] bool value(FieldKind kind, LeafValue& out) {
        switch (kind) {
            case kNumber: return number(out.emplace<std::uint64_t>());
            case kWord: return word(out.emplace<std::string_view>());
            case kHash: {
                auto* const held = std::get_if<Sha256>(&out);  // of the leaf before: no zeros first
                return hash(held != nullptr ? *held : out.emplace<Sha256>());
            }
        }
        return false;
    }

private:
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

    const char* at_;
    const char* end_;
};

// Before what every leaf begins with, and before the values of a type.
struct Keys {
    Key start{kStart};
    Key time{kTime};
    Key type{",\"type\":"};
    std::array<std::vector<Key>, kLeafTypes> of;

    Keys() {
        for (std::size_t i = 0; i < kTypes.size(); ++i)
            for (const auto& field : kTypes[i].form)
                of[i].emplace_back(std::string(",\"").append(field.name).append("\":"));
    }
};
const Keys& keys() {
    static const Keys kKeys;
    return kKeys;
}

std::unexpected<Error> misfit(std::string_view what) {
    return fail({Code::kLogCorrupt, std::string("not a leaf: ").append(what), {}});
}

std::optional<LeafType> type_called(std::string_view name) {
    for (std::size_t i = 0; i < kTypes.size(); ++i)
        if (kTypes[i].name == name) return static_cast<LeafType>(i);
    return std::nullopt;
}

template <class T> T value_of(const Leaf& leaf, std::string_view field) {
    const auto fields = form(leaf.type);
    for (std::size_t i = 0; i < fields.size() && i < leaf.values.size(); ++i) {
        const auto* value = std::get_if<T>(&leaf.values[i]);
        if (value != nullptr && fields[i].name == field) return *value;
    }
    return {};
}

}  // namespace

std::string_view name(LeafType type) { return kTypes[static_cast<std::size_t>(type)].name; }
std::span<const LeafField> form(LeafType type) {
    return kTypes[static_cast<std::size_t>(type)].form;
}

std::string leaf_rest(LeafType type, std::uint64_t t, std::initializer_list<LeafValue> values) {
    const auto fields = form(type);
    if (values.size() != fields.size()) return {};
    constexpr std::size_t kUsual = 1024;
    std::string out;
    out.reserve(kUsual);
    out.append(kTime);
    append_number(out, t);
    out.append(",\"type\":\"").append(name(type)).push_back('"');
    auto field = fields.begin();
    for (const auto& value : values) {
        if (value.index() != static_cast<std::size_t>(field->kind)) return {};
        out.append(",\"").append(field->name).append("\":");
        switch (field->kind) {
            case kNumber: append_number(out, std::get<std::uint64_t>(value)); break;
            case kWord: append_word(out, std::get<std::string_view>(value)); break;
            case kHash:
                out.push_back('"');
                append_hex(out, std::get<Sha256>(value));
                out.push_back('"');
                break;
        }
        ++field;
    }
    out.push_back('}');
    return out;
}

std::string leaf_at(std::uint64_t t, std::string_view rest) {
    std::string out(kTime);
    append_number(out, t);
    const auto behind = rest.find(',', kTime.size());
    return behind == rest.npos ? out : out.append(rest.substr(behind));
}

std::string leaf_citing(std::string_view rest,
                        const std::function<std::uint64_t(std::uint64_t)>& moved) {
    std::string out(rest);
    for (const std::string_view key : {",\"activation\":", ",\"of\":"}) {
        const auto at = out.find(key);
        if (at == out.npos) continue;
        const auto begin = at + key.size();
        std::uint64_t cited = 0;
        const auto read = std::from_chars(out.data() + begin, out.data() + out.size(), cited);
        std::string number;
        append_number(number, moved(cited));
        out.replace(begin, static_cast<std::size_t>(read.ptr - out.data()) - begin, number);
    }
    return out;
}

std::string leaf_text(std::uint64_t seq, std::string_view rest) {
    constexpr std::size_t kDigits = 20;
    std::string out;
    out.reserve(kStart.size() + kDigits + rest.size());
    out.append(kStart);
    append_number(out, seq);
    return out.append(rest);
}

std::uint64_t Leaf::number(std::string_view field) const {
    return value_of<std::uint64_t>(*this, field);
}
std::string_view Leaf::word(std::string_view field) const {
    return value_of<std::string_view>(*this, field);
}
Sha256 Leaf::hash(std::string_view field) const { return value_of<Sha256>(*this, field); }

Result<void> read_leaf(std::string_view text, Leaf& leaf) {
    const auto& before = keys();
    LeafScanner scan(text);
    if (!scan.take(before.start)) return misfit("it does not begin as one of version 1 does");
    if (!scan.number(leaf.seq)) return misfit("`seq` is no number");
    if (!scan.take(before.time) || !scan.number(leaf.t))
        return misfit("`t` is missing or no number");
    std::string_view called;
    if (!scan.take(before.type) || !scan.word(called)) return misfit("it has no `type`");
    const auto type = type_called(called);
    if (!type) return misfit("its type is unknown");
    leaf.type = *type;
    const auto fields = form(*type);
    const auto& before_values = before.of[static_cast<std::size_t>(*type)];
    leaf.values.resize(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!scan.take(before_values[i]) || !scan.value(fields[i].kind, leaf.values[i]))
            return misfit(std::string("`").append(fields[i].name) +
                          "` is missing or not as it must be");
    }
    if (!scan.close()) return misfit("it does not end where it must");
    return {};
}

}  // namespace mizan::record
