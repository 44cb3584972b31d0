// Reads fields of a JSON object as the JSON form of protocol buffers has them. Inside perspective, but for mend_surrogates(): others
// use RequestReader.
//
// Every reader gives false and sets `error` when the value cannot be what the field holds; null leaves `out` as it is.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "perspective/api_error.h"

namespace mizan::perspective {

namespace dom = simdjson::dom;

// Whether a key is this field's, whose name is given in camelCase: "scoreType" or "score_type".
[[nodiscard]] bool is_field(std::string_view key, std::string_view camel);

// The fault of an input that is no JSON object, in the words of bad_json().
[[nodiscard]] ApiError json_fault(simdjson::error_code code);

// Replaces escapes of a surrogate without its other half by \ufffd; false if there were none.
[[nodiscard]] bool mend_surrogates(std::string_view json, std::string& out);

class FieldReader {
public:
    explicit FieldReader(ApiError& error) : error_(error) {}

    // `path` is the field's place in a message: "comment.text".
    bool text(const dom::element& value, std::string_view path, std::string& out);
    bool flag(const dom::element& value, std::string_view path, bool& out);
    // A number in [0, 1], as ten-thousandths to the nearest.
    bool share(const dom::element& value, std::string_view path, std::uint16_t& out);
    // The least score that is not below a threshold: 0..kOne + 1. Also read: the number in a wrapper, {"value": 0.7}.
    bool threshold(const dom::element& value, std::string_view path, std::uint16_t& out);
    bool count(const dom::element& value, std::string_view path, std::uint32_t& out);
    // A name, or the number that stands for one of `names`; of a number that stands for none, its digits.
    bool enumerator(const dom::element& value, std::string_view path,
                    std::span<const std::string_view> names, std::string& out);

    // Calls f(key, element) for each field until it gives false. null is an object without fields.
    template <class F> bool object(const dom::element& value, std::string_view path, F&& f) {
        if (value.is_null()) return true;
        dom::object fields;
        if (value.get_object().get(fields)) return wrong(value, path, "an object");
        for (const auto field : fields)
            if (!f(field.key, field.value)) return false;
        return true;
    }
    // Calls f(element) for each element until it gives false.
    template <class F> bool array(const dom::element& value, std::string_view path, F&& f) {
        if (value.is_null()) return true;
        dom::array items;
        if (value.get_array().get(items)) return wrong(value, path, "a list");
        for (const auto item : items)
            if (!f(item)) return false;
        return true;
    }

    bool wrong(const dom::element& value, std::string_view path, std::string_view type);
    bool refuse(ApiError error);

private:
    bool number(const dom::element& value, std::string_view path, double& out);

    ApiError& error_;
};

}  // namespace mizan::perspective
