#include "fields/json_value.h"

#include <simdjson.h>

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

namespace mizan::fields {

namespace dom = simdjson::dom;

struct Element {
    static_assert(sizeof(dom::element) <= JsonValue::kBytes &&
                  std::is_trivially_copyable_v<dom::element>);
    static JsonValue wrap(const dom::element& element) {
        JsonValue out;
        std::memcpy(out.element_.data(), &element, sizeof element);
        return out;
    }
    static dom::element unwrap(const JsonValue& value) {
        dom::element out;
        std::memcpy(&out, value.element_.data(), sizeof out);
        return out;
    }
};

namespace {

// Parsers whose buffers cost more than the reading.
using Parsers = std::vector<std::unique_ptr<dom::parser>>;
Parsers& spare_parsers() {
    thread_local Parsers spare;
    return spare;
}
constexpr std::size_t kSpare = 4;
constexpr std::size_t kFirstBytes = 4096;      // grows with what is read
constexpr std::size_t kSpareBytes = 1u << 20;  // one that has read more is not kept

template <class T> std::optional<T> value_of(const JsonValue& value) {
    T out{};
    if (Element::unwrap(value).get(out) != simdjson::SUCCESS) return std::nullopt;
    return out;
}

}  // namespace

bool JsonValue::is_object() const { return Element::unwrap(*this).is_object(); }
bool JsonValue::is_list() const { return Element::unwrap(*this).is_array(); }
std::optional<std::string_view> JsonValue::text() const {
    return value_of<std::string_view>(*this);
}
std::optional<std::uint64_t> JsonValue::number() const { return value_of<std::uint64_t>(*this); }
std::optional<bool> JsonValue::flag() const { return value_of<bool>(*this); }

std::optional<JsonValue> JsonValue::member(std::string_view name) const {
    dom::element found;
    if (Element::unwrap(*this).at_key(name).get(found) != simdjson::SUCCESS || found.is_null())
        return std::nullopt;
    return Element::wrap(found);
}

Result<void> JsonValue::check_members(std::span<const std::string_view> names, bool only,
                                      const std::string& where) const {
    dom::object object;
    if (Element::unwrap(*this).get(object) != simdjson::SUCCESS) return {};
    const auto place = [&](std::string_view key) {
        return where.empty() ? std::string(key) : where + "." + std::string(key);
    };
    std::vector<bool> seen(names.size());
    for (const auto& [key, value] : object) {
        const auto at = static_cast<std::size_t>(std::ranges::find(names, key) - names.begin());
        if (at == names.size()) {
            if (!only) continue;
            return fail({Code::kFieldType, "there is no member of this name", place(key)});
        }
        if (seen[at]) return fail({Code::kFieldType, "this member is there twice", place(key)});
        seen[at] = true;
    }
    return {};
}

Result<void> JsonValue::each(const std::function<Result<void>(const JsonValue&)>& visit) const {
    dom::array items;
    if (Element::unwrap(*this).get(items) != simdjson::SUCCESS) return {};
    for (const auto item : items) MZ_CHECK(visit(Element::wrap(item)));
    return {};
}

Result<void> JsonValue::each_member(
    const std::function<Result<void>(std::string_view, const JsonValue&)>& visit) const {
    dom::object members;
    if (Element::unwrap(*this).get(members) != simdjson::SUCCESS) return {};
    for (const auto& [name, value] : members) MZ_CHECK(visit(name, Element::wrap(value)));
    return {};
}

bool JsonValue::is_null() const { return Element::unwrap(*this).is_null(); }

std::string JsonValue::json() const { return simdjson::minify(Element::unwrap(*this)); }

struct JsonDocument::Held {
    std::unique_ptr<dom::parser> parser;
    dom::element root;
};

JsonDocument::JsonDocument(std::unique_ptr<Held> held) : held_(std::move(held)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() {
    if (!held_ || !held_->parser) return;
    auto& spare = spare_parsers();
    if (spare.size() < kSpare && held_->parser->capacity() <= kSpareBytes)
        spare.push_back(std::move(held_->parser));
}

Result<JsonDocument> JsonDocument::read(std::string_view text) {
    auto held = std::make_unique<Held>();
    auto& spare = spare_parsers();
    if (spare.empty()) {
        held->parser = std::make_unique<dom::parser>();
        if (held->parser->allocate(kFirstBytes, kDepthMost) != simdjson::SUCCESS)
            return fail({Code::kInternal, "there is no memory left to read this", {}});
    } else {
        held->parser = std::move(spare.back());
        spare.pop_back();
    }
    if (text.data() == nullptr) text = "";  // which the library would copy from
    const auto error = held->parser->parse(text.data(), text.size()).get(held->root);
    if (error != simdjson::SUCCESS)
        return fail({Code::kJsonMalformed, simdjson::error_message(error), {}});
    return JsonDocument(std::move(held));
}

JsonValue JsonDocument::root() const { return Element::wrap(held_->root); }

}  // namespace mizan::fields
