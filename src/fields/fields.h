// Fields: structs that list their members once, and the JSON that follows from the list, both ways.
//
//     struct Agreement {
//         std::uint64_t from = 0;
//         std::string note;
//         static void fields(auto& self, auto&& visit) {
//             visit("from", self.from);
//             visit("note", self.note, Most{2000});  // so many bytes; of a list: so many of them
//         }
//     };
//
// Members are texts, whole numbers, flags, enums, such structs, lists and optionals of them. An enum has its names where it is declared:
// `constexpr std::span<const std::string_view> names_of(Colour)`, in the order of its values, from 0 on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "fields/json_value.h"

namespace mizan::fields {

// The most that is read of a text without a limit of its own, and of a list.
inline constexpr std::size_t kTextMost = 64u << 10;
inline constexpr std::size_t kListMost = 10'000;
struct Most {
    std::size_t most = kTextMost;
};

// What is done with members that are as in a struct that was just made. Where they are left out of what is kept, such a value must never
// become another.
enum class Empty : std::uint8_t { kLeftOut, kWritten };
// What is done with members that nobody knows.
enum class Unknown : std::uint8_t { kRefused, kPassedOver };

namespace detail {

template <class T> inline constexpr bool is_list = false;
template <class T> inline constexpr bool is_list<std::vector<T>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

// The members of a struct that was just made, in their order.
template <class T> [[nodiscard]] const std::vector<const void*>& plain_members() {
    static const T plain{};
    static const auto members = [] {
        std::vector<const void*> out;
        T::fields(plain, [&](std::string_view, const auto& member, Most = {}) {
            out.push_back(&member);
        });
        return out;
    }();
    return members;
}

class Writer {
public:
    Writer(std::string& out, Empty empty) : out_(out), empty_(empty) {}
    template <class T> void object(const T& value) {
        out_.push_back('{');
        members(value);
        out_.push_back('}');
    }
    template <class T> void members(const T& value) {
        auto plain = plain_members<T>().begin();
        T::fields(value, [&](std::string_view name, const auto& member, Most = {}) {
            using Member = std::remove_cvref_t<decltype(member)>;
            const bool is_plain = member == *static_cast<const Member*>(*plain++);
            if (is_plain && (empty_ == Empty::kLeftOut || is_optional<Member>)) return;
            if (out_.back() != '{') out_.push_back(',');
            json::append_string(out_, name);
            out_.push_back(':');
            this->value(member);
        });
    }

private:
    template <class T> void value(const T& v) {
        if constexpr (std::is_same_v<T, std::string>) {
            json::append_string(out_, v);
        } else if constexpr (std::is_same_v<T, bool>) {
            out_.append(v ? "true" : "false");
        } else if constexpr (std::is_enum_v<T>) {
            json::append_string(out_, names_of(v)[static_cast<std::size_t>(v)]);
        } else if constexpr (std::is_arithmetic_v<T>) {
            out_.append(std::to_string(v));
        } else if constexpr (is_optional<T>) {
            this->value(*v);
        } else if constexpr (is_list<T>) {
            out_.push_back('[');
            for (const auto& item : v) {
                if (out_.back() != '[') out_.push_back(',');
                this->value(item);
            }
            out_.push_back(']');
        } else {
            object(v);
        }
    }
    std::string& out_;
    Empty empty_;
};

class Reader {
public:
    explicit Reader(Unknown unknown) : unknown_(unknown) {}
    template <class T>
    [[nodiscard]] Result<void> object(const JsonValue& from, T& to, const std::string& where) {
        if (!from.is_object()) return wrong(where, "an object");
        std::vector<std::string_view> known;
        Result<void> done;
        T::fields(to, [&](std::string_view name, auto& member, Most most = {}) {
            if (!done) return;
            known.push_back(name);
            const auto given = from.member(name);
            if (given) done = value(*given, member, most, where_in(where, name));
        });
        MZ_CHECK(std::move(done));
        if (unknown_ == Unknown::kRefused) return from.check_known(known, where);
        return {};
    }

private:
    [[nodiscard]] static std::unexpected<Error> wrong(const std::string& where,
                                                      std::string_view wanted) {
        return fail({Code::kFieldType, "this must be " + std::string(wanted), where});
    }
    [[nodiscard]] static std::string where_in(const std::string& where, std::string_view name) {
        return where.empty() ? std::string(name) : where + "." + std::string(name);
    }
    template <class T> [[nodiscard]] Result<void> value(const JsonValue& from, T& to, Most most,
                                                        const std::string& where) {
        if constexpr (std::is_same_v<T, std::string>) return text(from, to, most, where);
        else if constexpr (std::is_enum_v<T>) return one_of(from, to, where);
        else if constexpr (is_optional<T>) return value(from, to.emplace(), most, where);
        else if constexpr (is_list<T>) return list(from, to, most, where);
        else if constexpr (std::is_same_v<T, bool>) {
            const auto flag = from.flag();
            if (!flag) return wrong(where, "true or false");
            to = *flag;
            return {};
        } else if constexpr (std::is_arithmetic_v<T>) {
            const auto number = from.number();
            if (!number || *number != static_cast<std::uint64_t>(static_cast<T>(*number)))
                return wrong(where, "a whole number that is not negative and not too large");
            to = static_cast<T>(*number);
            return {};
        } else {
            return object(from, to, where);
        }
    }
    [[nodiscard]] static Result<void> text(const JsonValue& from, std::string& to, Most most,
                                           const std::string& where) {
        const auto text = from.text();
        if (!text) return wrong(where, "a text");
        if (text->size() > most.most)
            return wrong(where, "at most " + std::to_string(most.most) + " bytes long");
        to = *text;
        return {};
    }
    template <class T> [[nodiscard]] static Result<void> one_of(const JsonValue& from, T& to,
                                                                const std::string& where) {
        const std::span<const std::string_view> names = names_of(T{});
        const auto text = from.text();
        std::string wanted = "one of";
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (text && *text == names[i]) {
                to = static_cast<T>(i);
                return {};
            }
            wanted.append(i == 0 ? " " : ", ").append(names[i]);
        }
        return wrong(where, wanted);
    }
    template <class T> [[nodiscard]] Result<void> list(const JsonValue& from, std::vector<T>& to,
                                                       Most most, const std::string& where) {
        if (!from.is_list()) return wrong(where, "a list");
        to.clear();
        const auto limit = most.most == kTextMost ? kListMost : most.most;
        std::size_t at = 0;
        return from.each([&](const JsonValue& item) -> Result<void> {
            if (at == limit) return wrong(where, "at most " + std::to_string(limit) + " long");
            return value(item, to.emplace_back(), {}, where + "[" + std::to_string(at++) + "]");
        });
    }
    Unknown unknown_;
};

}  // namespace detail

template <class T>
void append_json(std::string& out, const T& value, Empty empty = Empty::kLeftOut) {
    detail::Writer(out, empty).object(value);
}
template <class T>
[[nodiscard]] std::string to_json(const T& value, Empty empty = Empty::kLeftOut) {
    std::string out;
    append_json(out, value, empty);
    return out;
}

// Errors: kFieldType, with the member as in "agreement.levels[0].hours" as its place.
template <class T>
[[nodiscard]] Result<T> from_value(const JsonValue& value, Unknown unknown = Unknown::kRefused) {
    T out;
    MZ_CHECK(detail::Reader(unknown).object(value, out, {}));
    return out;
}
// Errors: kJsonMalformed; as from_value().
template <class T>
[[nodiscard]] Result<T> from_json(std::string_view text, Unknown unknown = Unknown::kRefused) {
    MZ_TRY(const auto document, JsonDocument::read(text));
    return from_value<T>(document.root(), unknown);
}

// The members alone, into an object that stands open.
template <class T> void append_members(std::string& out, const T& value) {
    detail::Writer(out, Empty::kLeftOut).members(value);
}

// One of several structs, each with a `kName`, told apart by a member: {"event":"claimed",...}.
template <class... T>
void append_variant(std::string& out, std::string_view tag, const std::variant<T...>& value) {
    out.append("{\"").append(tag).append("\":");
    std::visit(
        [&](const auto& one) {
            json::append_string(out, one.kName);
            detail::Writer(out, Empty::kLeftOut).members(one);
        },
        value);
    out.push_back('}');
}


// Reads one. Errors: kFieldType.
template <class Variant>
[[nodiscard]] Result<Variant> variant_from(const JsonValue& value, std::string_view tag,
                                           Unknown unknown) {
    const auto given = value.member(tag);
    const auto name = given ? given->text() : std::nullopt;
    Result<Variant> out = fail(
        {Code::kFieldType, "there is no such " + std::string(tag), std::string(tag)});
    const auto try_one = [&]<class One>(std::type_identity<One>) {
        if (name != One::kName) return;
        auto read = from_value<One>(value, unknown);
        if (read) out = Variant(*std::move(read));
        else out = fail(std::move(read).error());
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (try_one(std::type_identity<std::variant_alternative_t<I, Variant>>{}), ...);
    }(std::make_index_sequence<std::variant_size_v<Variant>>{});
    return out;
}

}  // namespace mizan::fields
