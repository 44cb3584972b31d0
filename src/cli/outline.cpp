#include "cli/outline.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "cli/command.h"
#include "cli/self.h"

namespace mizan::cli {

namespace {

using fields::JsonValue;

constexpr std::size_t kCellBytes = 48;
constexpr std::uint64_t kEarliestTime = 1'000'000'000;  // smaller numbers are no times
constexpr std::size_t kNameWidth = 16;

bool names_a_time(std::string_view name) {
    constexpr std::string_view kTimes[] = {"at",    "due",   "from",    "until",
                                           "since", "place", "started", "waiting_since"};
    return std::ranges::find(kTimes, name) != std::end(kTimes) || name.ends_with("_at") ||
           name.ends_with("_until");
}

// In one line; nothing for what holds others, and for what says nothing.
std::optional<std::string> word_of(std::string_view name, const JsonValue& value) {
    if (value.is_object() || value.is_list() || value.is_null()) return std::nullopt;
    if (const auto text = value.text()) return std::string(*text);
    if (const auto flag = value.flag()) return *flag ? "yes" : "";
    if (const auto number = value.number()) {
        if (*number == 0) return "";
        if (*number >= kEarliestTime && names_a_time(name)) return utc(*number);
    }
    return value.json();
}

// Each line after the first stands under the first.
void append_lines(std::string& out, std::string_view text, std::size_t indent) {
    while (true) {
        const auto end = std::min(text.find('\n'), text.size());
        out.append(text.substr(0, end)).append("\n");
        if (end >= text.size() || end + 1 == text.size()) return;
        text.remove_prefix(end + 1);
        out.append(indent, ' ');
    }
}

std::string name_cell(std::string_view name) { return padded(name, kNameWidth) + " "; }

void append_member(std::string& out, std::string_view name, const JsonValue& value,
                   std::size_t depth);

void append_members(std::string& out, const JsonValue& object, std::size_t depth) {
    (void)object.each_member([&](std::string_view name, const JsonValue& value) -> Result<void> {
        append_member(out, name, value, depth);
        return {};
    });
}

// A list of words in one line, of others an outline each, with a dash before it.
void append_items(std::string& out, std::string_view name, const JsonValue& list,
                  std::size_t depth) {
    std::string words;
    std::string items;
    (void)list.each([&](const JsonValue& item) -> Result<void> {
        if (const auto word = word_of(name, item)) {
            words.append(words.empty() ? "" : ", ").append(*word);
            return {};
        }
        std::string one;
        append_members(one, item, depth + 2);
        if (one.empty()) return {};
        one[depth] = '-';  // the names within stand behind it
        items.append(one);
        return {};
    });
    if (!words.empty()) {
        out.append(depth, ' ').append(name_cell(name));
        append_lines(out, words, depth + kNameWidth + 1);
    }
    if (!items.empty()) out.append(depth, ' ').append(name).append("\n").append(items);
}

void append_member(std::string& out, std::string_view name, const JsonValue& value,
                   std::size_t depth) {
    if (value.is_list()) return append_items(out, name, value, depth);
    if (value.is_object()) {
        std::string inside;
        append_members(inside, value, depth + 2);
        if (!inside.empty()) out.append(depth, ' ').append(name).append("\n").append(inside);
        return;
    }
    const auto word = word_of(name, value);
    if (!word || word->empty()) return;
    out.append(depth, ' ').append(name_cell(name));
    append_lines(out, *word, depth + kNameWidth + 1);
}

std::optional<JsonValue> member_at(const JsonValue& value, std::string_view path) {
    const auto dot = path.find('.');
    const auto found = value.member(path.substr(0, dot));
    return !found || dot == path.npos ? found : member_at(*found, path.substr(dot + 1));
}

std::string cell_of(const JsonValue& item, std::string_view path) {
    const auto found = member_at(item, path);
    const auto dot = path.rfind('.');
    auto word =
        found ? word_of(dot == path.npos ? path : path.substr(dot + 1), *found).value_or("") : "";
    std::ranges::replace(word, '\n', ' ');
    std::ranges::replace(word, '\t', ' ');
    if (word.size() <= kCellBytes) return word;
    auto end = kCellBytes;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0u) == 0x80u) --end;
    return word.substr(0, end) + "…";
}

}  // namespace

std::string outline(const JsonValue& value) {
    std::string out;
    append_members(out, value, 0);
    return printable(out);
}

std::string table(const JsonValue& list, std::span<const Column> columns) {
    std::vector<std::vector<std::string>> rows;
    (void)list.each([&](const JsonValue& item) -> Result<void> {
        auto& row = rows.emplace_back();
        for (const auto& column : columns) row.push_back(printable(cell_of(item, column.path)));
        return {};
    });
    if (rows.empty()) return {};
    std::string out;
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        widths.push_back(columns[i].title.size());
        for (const auto& row : rows) widths[i] = std::max(widths[i], row[i].size());
    }
    const auto add_row = [&](const auto& cell) {
        std::string line;
        for (std::size_t i = 0; i < columns.size(); ++i)
            line.append(padded(cell(i), widths[i] + 2));
        out.append(line, 0, line.find_last_not_of(' ') + 1).append("\n");
    };
    add_row([&](std::size_t i) { return columns[i].title; });
    for (const auto& row : rows) add_row([&](std::size_t i) { return std::string_view(row[i]); });
    return out;
}

Result<int> tell_answer(const ServiceSettings& settings, const http::Fetched& answer) {
    if (settings.json) return print_as_it_came(answer.body + "\n");
    MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
    return print(outline(document.root()));
}

Result<int> tell_page(const ServiceSettings& settings, const http::Fetched& answer,
                      std::string_view member, std::span<const Column> columns,
                      std::string_view none) {
    if (settings.json) return print_as_it_came(answer.body + "\n");
    MZ_TRY(const auto document, fields::JsonDocument::read(answer.body));
    const auto root = document.root();
    const auto list = root.member(member);
    const auto text = list ? table(*list, columns) : std::string();
    if (const auto next = root.member("next"))
        print_note("there are more: --after " + std::string(next->text().value_or("")));
    if (const auto warning = root.member("warning")) print_note(warning->text().value_or(""));
    return print(text.empty() ? std::string(none) : text);
}

}  // namespace mizan::cli
