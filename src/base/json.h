// Appends JSON to a string. Output only; input is simdjson's.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace mizan::json {

// Appends s as a JSON string with its quotes. Control characters, '"' and '\\' are escaped; bytes that are not
// valid UTF-8 become U+FFFD (one per maximal ill-formed part), so that what is written is always valid JSON.
void append_string(std::string& out, std::string_view s);

inline void append_int(std::string& out, std::int64_t v) {
    char buf[24];
    const auto r = std::to_chars(buf, buf + sizeof buf, v);
    out.append(buf, r.ptr);
}

// Writes one JSON object, member by member; the last brace when it goes out of scope.
class Object {
public:
    explicit Object(std::string& out) : out_(out) { out_.push_back('{'); }
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    ~Object() { out_.push_back('}'); }

    Object& text(std::string_view key, std::string_view value) {
        append_string(begin(key), value);
        return *this;
    }
    // Only if there is something to say.
    Object& optional(std::string_view key, std::string_view value) {
        return value.empty() ? *this : text(key, value);
    }
    Object& number(std::string_view key, std::uint64_t value) {
        begin(key).append(std::to_string(value));
        return *this;
    }
    Object& flag(std::string_view key, bool value) {
        begin(key).append(value ? "true" : "false");
        return *this;
    }
    Object& range(std::string_view key, std::uint32_t first, std::uint32_t last) {
        begin(key)
            .append("[")
            .append(std::to_string(first))
            .append(",")
            .append(std::to_string(last))
            .append("]");
        return *this;
    }
    // What `value` is, is the caller's: it must be JSON.
    Object& json_value(std::string_view key, std::string_view value) {
        begin(key).append(value);
        return *this;
    }
    template <class Items, class F>
    Object& list(std::string_view key, const Items& items, F write) {
        begin(key).append("[");
        bool fresh = true;
        for (const auto& item : items) {
            if (!fresh) out_.append(",");
            fresh = false;
            write(item);
        }
        out_.append("]");
        return *this;
    }

private:
    std::string& begin(std::string_view key) {
        if (out_.back() != '{') out_.push_back(',');
        append_string(out_, key);
        out_.push_back(':');
        return out_;
    }
    std::string& out_;
};

}  // namespace mizan::json
