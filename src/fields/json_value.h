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
    // Errors: kFieldType for a member of another name, or one that is there twice.
    [[nodiscard]] Result<void> check_known(std::span<const std::string_view> names,
                                           const std::string& where) const;
    // The items of a list, until one fails.
    [[nodiscard]] Result<void> each(
        const std::function<Result<void>(const JsonValue&)>& visit) const;
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
    // Errors: kJsonMalformed.
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
