// One walk over one JSON record, in whatever order its fields come. Inside feeds: others use RecordReader.
//
// Values that no field asks for are checked as well, so that a line is malformed or not whatever the FieldMap says
// (deeper than kCheckedDepth: for balance only).
#pragma once

#include <fmt/format.h>
#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feeds/json_record.h"

namespace mizan::feeds {

namespace od = simdjson::ondemand;

inline constexpr int kCheckedDepth = 32;

// "a string", "an array", ...
[[nodiscard]] std::string_view describe(od::json_type type);

// One walk over one line. Every function gives false once fault or error is set.
struct JsonReading {
    Post& post;
    Fault& fault;
    std::string_view line;
    std::string_view text_path;                      // the name of the text field, for messages
    std::deque<std::string>* restored = nullptr;     // set: the line was repaired
    simdjson::error_code error = simdjson::SUCCESS;  // set if the JSON itself is malformed
    std::uint32_t seen = 0;    // bit per Field: of duplicate keys the first wins
    std::string_view title{};  // data() is null: not given
    std::string_view body{};
    bool has_text = false;
    bool failed = false;

    bool broken(simdjson::error_code e) {
        error = e;
        failed = true;
        return false;
    }
    bool refuse(Code code, std::string message) {
        fault = {code, std::move(message)};
        failed = true;
        return false;
    }
    bool wrong_type(std::string_view path, std::string_view expected, std::string_view found) {
        return refuse(Code::kFieldType,
                      fmt::format("field \"{}\": expected {}, found {}", path, expected, found));
    }

    bool type_of(od::value& value, od::json_type& type) {
        const auto e = value.type().get(type);
        return e == simdjson::SUCCESS || broken(e);
    }
    bool read_string(od::value& value, std::string_view& out) {
        const auto e = value.get_string().get(out);
        if (restored != nullptr && e == simdjson::SUCCESS) out = restore_bytes(out, *restored);
        return e == simdjson::SUCCESS || broken(e);
    }
    // null is "not given" and leaves `out` as it is.
    bool read_null(od::value& value) {
        bool null = false;
        const auto e = value.is_null().get(null);
        return e == simdjson::SUCCESS ? (null || broken(simdjson::N_ATOM_ERROR)) : broken(e);
    }

    bool optional_string(od::value& value, std::string_view path, std::string_view& out);
    bool optional_id(od::value& value, std::string_view path, std::string_view& out);
    bool integer(od::value& value, std::string_view path, std::int64_t& out);
    bool count(od::value& value, std::string_view path, std::int64_t& out);
    bool revision(od::value& value, std::string_view path);
    bool check(od::value& value, int depth);
    bool check_number(od::value& value);
    template <class F> bool each_element(od::value& value, std::string_view path, F&& f);
    template <class F> bool each_field(od::value& value, F&& f);

    bool object(od::object object, const std::vector<PathNode>& level);
    const PathNode* find(od::field& field, const std::vector<PathNode>& level);
    bool node(od::value& value, const PathNode& node);
    bool field(od::value& value, const PathNode& node);
    bool mentions(od::value& value, std::string_view path);
    bool parts(od::value& value, std::string_view path);
    bool part(od::value& value, const std::string& path);
    bool signals(od::value& value, std::string_view path);
    bool signal(od::value& value, const std::string& path);
    bool signal_value(od::value& value, const std::string& path, Signal& out);
    bool finish();
};

template <class F> bool JsonReading::each_element(od::value& value, std::string_view path, F&& f) {
    od::json_type type{};
    if (!type_of(value, type)) return false;
    if (type != od::json_type::array) return wrong_type(path, "an array", describe(type));
    od::array array;
    if (const auto e = value.get_array().get(array)) return broken(e);
    std::size_t index = 0;
    for (auto item : array) {
        od::value element;
        if (const auto e = item.get(element)) return broken(e);
        if (!f(element, index++)) return false;
    }
    return true;
}

template <class F> bool JsonReading::each_field(od::value& value, F&& f) {
    od::object object;
    if (const auto e = value.get_object().get(object)) return broken(e);
    for (auto item : object) {
        std::string_view key;
        od::value child;
        if (const auto e = item.unescaped_key().get(key)) return broken(e);
        if (const auto e = item.value().get(child)) return broken(e);
        if (!f(key, child)) return false;
    }
    return true;
}

}  // namespace mizan::feeds
