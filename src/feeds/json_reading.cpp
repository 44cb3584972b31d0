#include "feeds/json_reading.h"

#include <fmt/format.h>

#include <algorithm>

namespace mizan::feeds {

namespace {

bool is_integer(std::string_view s) {
    if (s.starts_with('-')) s.remove_prefix(1);
    return !s.empty() && s.find_first_not_of("0123456789") == s.npos &&
           (s.size() == 1 || s[0] != '0');
}

}  // namespace

std::string_view describe(od::json_type type) {
    switch (type) {
        case od::json_type::array: return "an array";
        case od::json_type::object: return "an object";
        case od::json_type::number: return "a number";
        case od::json_type::string: return "a string";
        case od::json_type::boolean: return "true or false";
        case od::json_type::null: return "null";
    }
    return "something else";
}

bool JsonReading::optional_string(od::value& value, std::string_view path, std::string_view& out) {
    od::json_type type{};
    if (!type_of(value, type)) return false;
    if (type == od::json_type::string) return read_string(value, out);
    if (type == od::json_type::null) return read_null(value);
    return wrong_type(path, "a string", describe(type));
}

// A string, or an integer of any length kept as its decimal text.
bool JsonReading::optional_id(od::value& value, std::string_view path, std::string_view& out) {
    od::json_type type{};
    if (!type_of(value, type)) return false;
    if (type == od::json_type::string) return read_string(value, out);
    if (type == od::json_type::null) return read_null(value);
    if (type != od::json_type::number)
        return wrong_type(path, "a string or an integer", describe(type));
    auto token = value.raw_json_token();
    while (!token.empty() &&
           (token.back() == ' ' || token.back() == '\t' || token.back() == '\r')) {
        token.remove_suffix(1);
    }
    if (!is_integer(token)) {
        if (!check_number(value)) return false;
        return wrong_type(path, "a string or an integer",
                          "a number with a fraction or an exponent");
    }
    out = token;
    return true;
}

bool JsonReading::integer(od::value& value, std::string_view path, std::int64_t& out) {
    od::json_type type{};
    if (!type_of(value, type)) return false;
    if (type != od::json_type::number) return wrong_type(path, "an integer", describe(type));
    if (value.get_int64().get(out) == simdjson::SUCCESS) return true;
    if (!check_number(value)) return false;
    return wrong_type(path, "an integer of 64 bits", "another number");
}

bool JsonReading::count(od::value& value, std::string_view path, std::int64_t& out) {
    if (!integer(value, path, out)) return false;
    return out >= 0 || wrong_type(path, "an integer of 0 or more", "a negative one");
}

// A number as JSON writes it, of any size. The parser's own check also refuses large integers, which are legal.
bool JsonReading::check_number(od::value& value) {
    auto s = value.raw_json_token();
    while (!s.empty() &&
           (s.back() == ' ' || s.back() == '\t' || s.back() == '\r' || s.back() == '\n'))
        s.remove_suffix(1);
    auto digits = [&s] {
        const auto n = std::min(s.find_first_not_of("0123456789"), s.size());
        s.remove_prefix(n);
        return n;
    };
    if (s.starts_with('-')) s.remove_prefix(1);
    const bool zero = s.starts_with('0');
    const auto whole = digits();
    bool ok = whole > 0 && (!zero || whole == 1);
    if (s.starts_with('.')) {
        s.remove_prefix(1);
        ok = digits() > 0 && ok;
    }
    if (s.starts_with('e') || s.starts_with('E')) {
        s.remove_prefix(1);
        if (s.starts_with('+') || s.starts_with('-')) s.remove_prefix(1);
        ok = digits() > 0 && ok;
    }
    return (ok && s.empty()) || broken(simdjson::NUMBER_ERROR);
}

// Walks a value that no field asks for.
bool JsonReading::check(od::value& value, int depth) {
    od::json_type type{};
    if (!type_of(value, type)) return false;
    bool flag = false;
    std::string_view text;
    switch (type) {
        case od::json_type::string: return read_string(value, text);
        case od::json_type::number: return check_number(value);
        case od::json_type::null: return read_null(value);
        case od::json_type::boolean: {
            const auto e = value.get_bool().get(flag);
            return e == simdjson::SUCCESS || broken(e);
        }
        case od::json_type::array:
            if (depth == 0) return true;
            return each_element(value, {},
                                [&](od::value& v, std::size_t) { return check(v, depth - 1); });
        case od::json_type::object:
            if (depth == 0) return true;
            return each_field(value,
                              [&](std::string_view, od::value& v) { return check(v, depth - 1); });
    }
    return false;
}

// The node for a field's key. Keys hardly ever hold escapes, so they are compared as they stand in the line.
const PathNode* JsonReading::find(od::field& field, const std::vector<PathNode>& level) {
    const char* const begin = field.key().raw();
    const char* end = begin;
    while (*end != '"' && *end != '\\') ++end;
    std::string_view key(begin, static_cast<std::size_t>(end - begin));
    if (*end == '\\') {
        if (const auto e = field.unescaped_key().get(key)) {
            broken(e);
            return nullptr;
        }
    }
    for (const auto& node : level) {
        if (node.key == key) return &node;
    }
    return nullptr;
}

bool JsonReading::object(od::object object, const std::vector<PathNode>& level) {
    for (auto item : object) {
        od::field field;
        if (const auto e = std::move(item).get(field)) return broken(e);
        const auto* found = find(field, level);
        if (failed) return false;
        od::value value = field.value();
        if (!(found ? node(value, *found) : check(value, kCheckedDepth))) return false;
    }
    return true;
}

bool JsonReading::node(od::value& value, const PathNode& node) {
    if (!node.children.empty()) {
        od::json_type type{};
        if (!type_of(value, type)) return false;
        if (type == od::json_type::object) {
            od::object inner;
            if (const auto e = value.get_object().get(inner)) return broken(e);
            return object(inner, node.children);
        }
        if (node.field == Field::kNone) {
            return type == od::json_type::null ? read_null(value)
                                               : wrong_type(node.path, "an object", describe(type));
        }
    }
    const auto bit = 1u << static_cast<unsigned>(node.field);
    if ((seen & bit) != 0) return check(value, kCheckedDepth);
    seen |= bit;
    return field(value, node);
}

bool JsonReading::field(od::value& value, const PathNode& node) {
    switch (node.field) {
        case Field::kText: return optional_string(value, node.path, body);
        case Field::kTitle: return optional_string(value, node.path, title);
        case Field::kId: return optional_id(value, node.path, post.id);
        case Field::kAuthor: return optional_id(value, node.path, post.author);
        case Field::kPlatform: return optional_string(value, node.path, post.platform);
        case Field::kCreatedAt: return optional_id(value, node.path, post.created_at);
        case Field::kLang: return optional_string(value, node.path, post.lang);
        case Field::kSurface: return optional_string(value, node.path, post.surface);
        case Field::kReplyTo: return optional_id(value, node.path, post.reply_to);
        case Field::kTarget: return optional_id(value, node.path, post.target);
        case Field::kMentions: return mentions(value, node.path);
        case Field::kParts: return parts(value, node.path);
        case Field::kSignals: return signals(value, node.path);
        case Field::kRevision: return revision(value, node.path);
        case Field::kReachViews:
            post.has_reach = true;
            return count(value, node.path, post.reach.views);
        case Field::kReachAsOf: return optional_string(value, node.path, post.reach.as_of);
        case Field::kNone: break;
    }
    return check(value, kCheckedDepth);
}

}  // namespace mizan::feeds
