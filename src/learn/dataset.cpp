#include "learn/dataset.h"

#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/hash.h"
#include "feeds/source.h"
#include "text/normalize.h"

namespace mizan::learn {

namespace fs = std::filesystem;
namespace od = simdjson::ondemand;

namespace {

constexpr std::size_t kMaxFileBytes = 1u << 30;  // decompressed

bool one_of(std::string_view s, std::initializer_list<std::string_view> set) {
    return std::find(set.begin(), set.end(), s) != set.end();
}

// False where what is made of the set must be shared alike, and where no licence is named.
bool permissive(std::string_view licence) {
    std::string part;
    bool ok = !licence.empty();
    for (std::size_t i = 0; i <= licence.size(); ++i) {
        const char c = i < licence.size() ? licence[i] : '-';
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter) {
            part.push_back(static_cast<char>(c | 32));
            continue;
        }
        ok = ok && !one_of(part, {"sa", "sharealike", "gpl", "agpl", "lgpl", "odbl"});
        part.clear();
    }
    return ok;
}

struct Line {
    std::string_view id, text, label, lang, licence, behaviour, pair, swap;
    std::vector<std::string_view> kinds, targets;
    std::optional<bool> profane;
    [[nodiscard]] bool any(std::initializer_list<std::string_view> set) const {
        return std::any_of(kinds.begin(), kinds.end(), [&](auto k) { return one_of(k, set); });
    }
};

// What the row says of each score; -1 where it says nothing.
std::array<std::int8_t, score::kLabels> wanted(const Line& line, Truth truth) {
    using score::Label;
    std::array<std::int8_t, score::kLabels> out{};
    const auto at = [&](Label l) -> std::int8_t& { return out[static_cast<std::size_t>(l)]; };
    const bool hate = truth == Truth::kHate;
    const bool abuse = truth != Truth::kNone;
    const bool violent = line.any({"threat", "incitement", "violence"});
    at(Label::kIdentityAttack) = hate ? 1 : 0;
    at(Label::kToxicity) = abuse ? 1 : 0;
    at(Label::kThreat) = violent ? 1 : hate && line.kinds.empty() ? -1 : 0;
    const bool severe = violent || line.any({"dehumanization", "support_for_hate"});
    at(Label::kSevereToxicity) = severe && hate ? 1 : hate ? -1 : 0;
    const bool insult = line.any({"derogation", "inferiority", "animosity", "harassment"});
    at(Label::kInsult) = truth == Truth::kOffensive || (hate && insult) ? 1 : hate ? -1 : 0;
    at(Label::kProfanity) = line.profane ? (*line.profane ? 1 : 0) : -1;
    return out;
}

std::string_view* text_field(Line& line, std::string_view key) {
    return key == "id"          ? &line.id
           : key == "text"      ? &line.text
           : key == "label"     ? &line.label
           : key == "lang"      ? &line.lang
           : key == "licence"   ? &line.licence
           : key == "behaviour" ? &line.behaviour
           : key == "pair"      ? &line.pair
           : key == "swap"      ? &line.swap
                                : nullptr;
}

bool read_list(od::value value, std::vector<std::string_view>& out) {
    od::array items;
    if (value.get_array().get(items) != simdjson::SUCCESS) return false;
    for (auto item : items) {
        if (item.get_string().get(out.emplace_back()) != simdjson::SUCCESS) return false;
    }
    return true;
}

// Gives the name of the field that is not what it should be, an empty one if the line is no object, none if all is well. null is as
// good as absent.
std::optional<std::string_view> read_line(od::document& document, Line& out) {
    out = {};
    od::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) return "";
    for (auto item : object) {
        od::field field;
        if (std::move(item).get(field) != simdjson::SUCCESS) return "";
        std::string_view key;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS) return "";
        auto* const text = text_field(out, key);
        auto* const list = key == "kind" ? &out.kinds : key == "target" ? &out.targets : nullptr;
        const bool profane = key == "profane";
        if (text == nullptr && list == nullptr && !profane) continue;
        bool null = false;
        if (field.value().is_null().get(null) != simdjson::SUCCESS) return key;
        if (null) continue;
        const bool ok = text != nullptr ? field.value().get_string().get(*text) == simdjson::SUCCESS
                        : list != nullptr ? read_list(field.value(), *list)
                                          : field.value().get_bool().get(out.profane.emplace()) ==
                                                simdjson::SUCCESS;
        if (!ok) return key;
    }
    return std::nullopt;
}

std::vector<std::string> each_once(const std::vector<std::string_view>& names) {
    std::vector<std::string> out(names.begin(), names.end());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

bool read_truth(std::string_view label, Truth& out) {
    for (const auto t : {Truth::kHate, Truth::kOffensive, Truth::kNone}) {
        if (label != name(t)) continue;
        out = t;
        return true;
    }
    return false;
}

Result<void> read_file_rows(const fs::path& path, std::string_view language,
                            std::vector<Row>& rows) {
    MZ_TRY(auto bytes,
           feeds::read_all(path.string(), kMaxFileBytes,
                           {Code::kFileRead, "the file holds more than 1 GiB", path.string()}));
    const auto size = bytes.size();
    bytes.resize(size + simdjson::SIMDJSON_PADDING);
    const auto set = path.filename().string();
    od::parser parser;
    Line line;
    std::size_t number = 0;
    for (std::size_t at = 0; at < size;) {
        const auto end = std::min(bytes.find('\n', at), size);
        ++number;
        const auto begin = at;
        at = end + 1;
        if (end == begin || (end == begin + 1 && bytes[begin] == '\r')) continue;
        od::document document;
        Row row;
        std::optional<std::string_view> wrong = "";
        if (parser.iterate(bytes.data() + begin, end - begin, bytes.size() - begin).get(document) ==
            simdjson::SUCCESS)
            wrong = read_line(document, line);
        if (!wrong && !read_truth(line.label, row.truth)) wrong = "label";
        if (wrong) {
            const auto which =
                wrong->empty() ? std::string() : "; its '" + std::string(*wrong) + "' is not so";
            return fail(
                Error{Code::kJsonMalformed,
                      "not a labelled post: id, text, label (hate, offensive or none), lists of "
                      "strings for kind and target, true or false for profane" +
                          which,
                      path.string() + ":" + std::to_string(number)});
        }
        if (line.text.empty() || (!language.empty() && line.lang != language)) continue;
        row.set = set.substr(0, set.find('.'));
        row.id = line.id;
        row.text = line.text;
        row.language = line.lang;
        row.behaviour = line.behaviour;
        row.pair = line.pair;
        row.swap = line.swap;
        row.kinds = each_once(line.kinds);
        row.targets = each_once(line.targets);
        row.wanted = wanted(line, row.truth);
        row.part = part_of(row.text);
        row.share_alike = !permissive(line.licence);
        rows.push_back(std::move(row));
    }
    return {};
}

Error no_rows(const std::string& where, std::string_view language) {
    return {
        Code::kDataMissing,
        "no labelled posts" +
            (language.empty() ? std::string() : " of language '" + std::string(language) + "'") +
            " there",
        where};
}

}  // namespace

std::string_view name(Truth truth) {
    constexpr std::string_view kNames[] = {"hate", "offensive", "none"};
    return kNames[static_cast<std::size_t>(truth)];
}

std::uint8_t part_of(std::string_view text) {
    static const text::Vocabulary kNone;
    text::NormalText normal;
    Part part;
    part.bytes = text;
    text::normalize({&part, 1}, {}, kNone, normal);
    std::vector<std::string_view> words;
    for (const auto& token : normal.tokens) {
        const auto word = normal.fold(token);
        const bool said = token.kind == text::TokenKind::kWord ||
                          token.kind == text::TokenKind::kNumber ||
                          token.kind == text::TokenKind::kEmoji;
        if (said && !one_of(word, {"rt", "user", "url"})) words.push_back(word);
    }
    std::sort(words.begin(), words.end());
    std::string all;
    for (const auto word : words) all.append(word).push_back(' ');
    return static_cast<std::uint8_t>(hash64(all) % kParts);
}

Result<std::vector<Row>> read_dataset(const std::string& folder, std::string_view language) {
    std::vector<fs::path> paths;
    std::error_code ec;
    for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
        const auto file = it->path().filename().string();
        if (file.ends_with(".jsonl") || file.ends_with(".jsonl.gz")) paths.push_back(it->path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<Row> rows;
    for (const auto& path : paths) {
        MZ_CHECK(read_file_rows(path, language, rows));
    }
    if (rows.empty()) return fail(no_rows(folder, language));
    return rows;
}

Result<std::vector<Row>> read_suite(const std::string& path, std::string_view language) {
    std::vector<Row> rows;
    MZ_CHECK(read_file_rows(path, language, rows));
    if (rows.empty()) return fail(no_rows(path, language));
    return rows;
}

}  // namespace mizan::learn
