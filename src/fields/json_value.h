// JsonValue: a value of a JSON text that was read, whatever library reads it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::fields {

// Lists and objects within each other: deeper documents are not read, so that a struct that holds its like cannot use up the stack.
inline constexpr std::size_t kDepthMost = 128;

// A view into its document.
class JsonValue {
public:
    [[nodiscard]] bool is_object() const;
    [[nodiscard]] bool is_list() const;
    // Nothing if it is something else.
    [[nodiscard]] std::optional<std::string_view> text() const;
    [[nodiscard]] std::optional<std::uint64_t> number() const;
    [[nodiscard]] std::optional<bool> flag() const;
    // Of an object; nothing if there is none of that name, or it is null.
    [[nodiscard]] std::optional<JsonValue> member(std::string_view name) const;
    // Errors: kFieldType for one of these members that is there twice; if `only` these may be there, for another too.
    [[nodiscard]] Result<void> check_members(std::span<const std::string_view> names, bool only,
                                             const std::string& where) const;
    // The items of a list, until one fails.
    [[nodiscard]] Result<void> each(
        const std::function<Result<void>(const JsonValue&)>& visit) const;
    // The members of an object in their order, null ones too, until one fails.
    [[nodiscard]] Result<void> each_member(
        const std::function<Result<void>(std::string_view name, const JsonValue&)>& visit) const;
    [[nodiscard]] bool is_null() const;
    // As JSON, without spaces.
    [[nodiscard]] std::string json() const;

private:
    friend class JsonDocument;
    friend struct Element;  // between this and the library's element, whose header is long
    JsonValue() = default;
    static constexpr std::size_t kBytes = 16;
    alignas(8) std::array<std::byte, kBytes> element_{};
};

// Not thread-safe.
class JsonDocument {
public:
    // Errors: kJsonMalformed, also for what is deeper than kDepthMost and for a whole number of 2^64 and more.
    [[nodiscard]] static Result<JsonDocument> read(std::string_view text);
    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;
    ~JsonDocument();

    [[nodiscard]] JsonValue root() const;

private:
    struct Held;
    explicit JsonDocument(std::unique_ptr<Held> held);
    std::unique_ptr<Held> held_;
};

}  // namespace mizan::fields
