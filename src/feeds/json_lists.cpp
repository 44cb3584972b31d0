// The lists of a JSON record: mentions, parts and signals.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/limits.h"
#include "feeds/json_reading.h"

namespace mizan::feeds {

// Whether a value that may be left out is null; false with `failed` set if it is malformed.
static bool given(JsonReading& reading, od::value& value) {
    od::json_type type{};
    if (!reading.type_of(value, type)) return false;
    if (type != od::json_type::null) return true;
    (void)reading.read_null(value);
    return false;
}

bool JsonReading::revision(od::value& value, std::string_view path) {
    if (!given(*this, value)) return !failed;
    constexpr auto kMost = std::numeric_limits<std::uint32_t>::max();
    std::int64_t number = 0;
    if (!count(value, path, number)) return false;
    if (number > kMost) return wrong_type(path, "an integer below 2^32", "a greater one");
    post.revision = static_cast<std::uint32_t>(number);
    return true;
}

bool JsonReading::mentions(od::value& value, std::string_view path) {
    if (!given(*this, value)) return !failed;
    return each_element(value, path, [&](od::value& element, std::size_t) {
        std::string_view id;
        if (!optional_id(element, path, id)) return false;
        if (id.data() != nullptr) post.mentions.push_back(id);
        return true;
    });
}

bool JsonReading::parts(od::value& value, std::string_view path) {
    if (!given(*this, value)) return !failed;
    return each_element(value, path, [&](od::value& element, std::size_t index) {
        return part(element, fmt::format("{}[{}]", path, index));
    });
}

// Sets `out` from its name; a name that is none of ours is refused.
template <class E> static bool read_name(JsonReading& reading, std::string_view given_name,
                                         const std::string& path, std::string_view allowed,
                                         E& out) {
    if (given_name.data() == nullptr || parse(given_name, out)) return true;
    constexpr std::size_t kShown = 40;
    return reading.wrong_type(path, allowed, fmt::format("\"{}\"", given_name.substr(0, kShown)));
}

bool JsonReading::part(od::value& value, const std::string& path) {
    od::json_type type{};
    if (!type_of(value, type)) return false;
    if (type != od::json_type::object) return wrong_type(path, "an object", describe(type));
    std::string_view kind;
    std::string_view role;
    Part part;
    const bool read = each_field(value, [&](std::string_view key, od::value& child) {
        auto* const slot = key == "text" || key == "bytes" ? &part.bytes
                           : key == "kind"                 ? &kind
                           : key == "role"                 ? &role
                           : key == "provenance"           ? &part.provenance
                                                           : nullptr;
        if (slot == nullptr || slot->data() != nullptr) return check(child, kCheckedDepth);
        return optional_string(child, path, *slot);
    });
    if (!read) return false;
    if (!read_name(*this, kind, path + ".kind", "one of text, url, media-ref, derived-text",
                   part.kind) ||
        !read_name(*this, role, path + ".role",
                   "one of body, title, name, bio, alt, quoted, ocr, other", part.role)) {
        return false;
    }
    if (part.bytes.data() == nullptr) {
        return refuse(Code::kTextMissing,
                      fmt::format("field \"{}\" has neither \"text\" nor \"bytes\"", path));
    }
    has_text = true;
    post.parts.push_back(part);
    return true;
}

static bool nameless(JsonReading& reading, std::string_view path) {
    return reading.refuse(Code::kFieldType,
                          fmt::format("field \"{}\": a signal needs a name", path));
}

// Either a list of objects or one object of name: value.
bool JsonReading::signals(od::value& value, std::string_view path) {
    if (!given(*this, value)) return !failed;
    od::json_type type{};
    if (!type_of(value, type)) return false;
    if (type != od::json_type::object) {
        return each_element(value, path, [&](od::value& element, std::size_t index) {
            return signal(element, fmt::format("{}[{}]", path, index));
        });
    }
    return each_field(value, [&](std::string_view key, od::value& child) {
        if (key.empty()) return nameless(*this, path);
        auto& added = post.signals.emplace_back();
        added.name = restored == nullptr ? key : restore_bytes(key, *restored);
        return signal_value(child, fmt::format("{}.{}", path, key), added);
    });
}

bool JsonReading::signal(od::value& value, const std::string& path) {
    od::json_type type{};
    if (!type_of(value, type)) return false;
    if (type != od::json_type::object) return wrong_type(path, "an object", describe(type));
    Signal added;
    bool has_value = false;
    const bool read = each_field(value, [&](std::string_view key, od::value& child) {
        if (key == "value" && !has_value) {
            has_value = true;
            return signal_value(child, path + ".value", added);
        }
        auto* const slot = key == "name"       ? &added.name
                           : key == "source"   ? &added.source
                           : key == "version"  ? &added.version
                           : key == "asked_at" ? &added.asked_at
                                               : nullptr;
        if (slot == nullptr || slot->data() != nullptr) return check(child, kCheckedDepth);
        return optional_string(child, path, *slot);
    });
    if (!read) return false;
    if (added.name.empty()) return nameless(*this, path);
    if (!has_value)
        return refuse(Code::kFieldType, fmt::format("field \"{}\": a signal needs a value", path));
    post.signals.push_back(std::move(added));
    return true;
}

bool JsonReading::signal_value(od::value& value, const std::string& path, Signal& out) {
    od::json_type type{};
    if (!type_of(value, type)) return false;
    if (type == od::json_type::number) return integer(value, path, out.value);
    if (type != od::json_type::array)
        return wrong_type(path, "an integer or a list of strings", describe(type));
    return each_element(value, path, [&](od::value& element, std::size_t) {
        od::json_type inner{};
        if (!type_of(element, inner)) return false;
        if (inner != od::json_type::string)
            return wrong_type(path, "a list of strings", describe(inner));
        return read_string(element, out.values.emplace_back());
    });
}

// What no single field can tell. The parts of a post are its title, its text, then its parts in their order.
bool JsonReading::finish() {
    auto& parts = post.parts;
    if (body.data() == nullptr && !has_text) {
        return refuse(Code::kTextMissing,
                      fmt::format("the record has no text: neither \"{}\" nor parts", text_path));
    }
    if (body.data() != nullptr) {
        parts.insert(parts.begin(), {PartKind::kText, PartRole::kBody, body, {}});
    }
    if (title.data() != nullptr) {
        parts.insert(parts.begin(), {PartKind::kText, PartRole::kTitle, title, {}});
    }
    if (parts.size() > limits::kParts) {
        return refuse(Code::kFieldType, fmt::format("the post has {} parts; at most {} are read",
                                                    parts.size(), limits::kParts));
    }
    std::size_t bytes = 0;
    for (const auto& part : parts) bytes += part.bytes.size();
    if (bytes > limits::kTextBytes) {
        return refuse(Code::kTextTooLong,
                      fmt::format("the text is {} bytes long; at most {} are read", bytes,
                                  limits::kTextBytes));
    }
    return true;
}

}  // namespace mizan::feeds
