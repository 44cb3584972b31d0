#include "server/body_fields.h"

#include <simdjson.h>

namespace mizan::server {

namespace {

std::unexpected<Error> wrong(std::string_view name, std::string_view what) {
    return fail({Code::kFieldType, std::string(what), std::string(name)});
}

}  // namespace

Result<BodyFields> BodyFields::read(std::string_view body) {
    const auto malformed = fail({Code::kJsonMalformed, "the body is not one JSON object", "body"});
    simdjson::dom::parser parser;
    simdjson::dom::element whole;
    simdjson::dom::object object;
    if (parser.parse(body.data(), body.size()).get(whole) != simdjson::SUCCESS ||
        whole.get_object().get(object) != simdjson::SUCCESS)
        return malformed;
    BodyFields out;
    for (const simdjson::dom::key_value_pair member : object) {
        const std::string name(member.key);
        const auto value = member.value;
        if (value.is_null()) continue;
        if (value.is_string()) {
            out.members_[name] = std::string(value.get_string().value_unsafe());
        } else if (value.is_uint64() || value.is_int64()) {
            std::uint64_t n = 0;
            if (value.get_uint64().get(n) != simdjson::SUCCESS)
                return wrong(name, "a number from 0 on is wanted");
            out.members_[name] = n;
        } else if (value.is_array()) {
            std::vector<std::string> texts;
            simdjson::dom::array array;
            if (value.get_array().get(array) != simdjson::SUCCESS) return malformed;
            for (const simdjson::dom::element one : array) {
                if (!one.is_string()) return wrong(name, "a list of texts is wanted");
                texts.emplace_back(one.get_string().value_unsafe());
            }
            out.members_[name] = std::move(texts);
        } else {
            return wrong(name, "a text, a whole number or a list of texts is wanted");
        }
    }
    return out;
}

const BodyFields::Value* BodyFields::find(std::string_view name) const {
    const auto at = members_.find(name);
    return at == members_.end() ? nullptr : &at->second;
}

Result<std::string> BodyFields::text(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return wrong(name, "it is missing");
    if (const auto* text = std::get_if<std::string>(value)) return *text;
    return wrong(name, "a text is wanted");
}

Result<std::string> BodyFields::text_or(std::string_view name, std::string_view other) const {
    return find(name) == nullptr ? Result<std::string>(std::string(other)) : text(name);
}

Result<std::uint64_t> BodyFields::number_or(std::string_view name, std::uint64_t other) const {
    const auto* value = find(name);
    if (value == nullptr) return other;
    if (const auto* number = std::get_if<std::uint64_t>(value)) return *number;
    return wrong(name, "a whole number is wanted");
}

Result<std::vector<std::string>> BodyFields::texts(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return std::vector<std::string>();
    if (const auto* texts = std::get_if<std::vector<std::string>>(value)) return *texts;
    return wrong(name, "a list of texts is wanted");
}

}  // namespace mizan::server
