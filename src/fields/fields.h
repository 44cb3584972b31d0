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
// Members are texts, whole numbers that are not negative, flags, enums, such structs, lists and optionals of them. An enum has its names
// where it is declared: `constexpr std::span<const std::string_view> names_of(Colour)`, in the order of its values, from 0 on.
//
// What is left out is as the struct has it by itself, and so is what is null.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
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
inline constexpr std::size_t kNoMost = ~std::size_t{0};
struct Most {
    std::size_t most = kNoMost;  // none of its own
};

// What is done with members that say nothing: empty texts and lists, zeros, the first of an enum. One that says something by itself, as in
// `hours = 24`, is written always: left out, its zero would be read as 24. An optional without a value is left out always.
enum class Empty : std::uint8_t { kLeftOut, kWritten };
// What is done with members that nobody knows. One that is known must not be there twice, whatever is done with the others.
enum class Unknown : std::uint8_t { kRefused, kPassedOver };

// The name of an enum's value.
template <class E> [[nodiscard]] constexpr std::string_view word(E value) {
    return names_of(value)[static_cast<std::size_t>(value)];
}

namespace detail {

template <class T> inline constexpr bool is_list = false;
template <class T> inline constexpr bool is_list<std::vector<T>> = true;
template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

template <class T> [[nodiscard]] bool says_nothing(const T& value) {
    if constexpr (is_optional<T>) return !value.has_value();
    else if constexpr (std::is_same_v<T, std::string> || is_list<T>) return value.empty();
    else return value == T{};
}

// Of each member, in their order: whether it says nothing unless it is given.
template <class T> [[nodiscard]] const std::vector<bool>& quiet_members() {
    static const std::vector<bool> quiet = [] {
        std::vector<bool> out;
        const T blank{};
        T::fields(blank, [&](std::string_view, const auto& member, Most = {}) {
            out.push_back(says_nothing(member));
        });
        return out;
    }();
    return quiet;
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
        const auto& quiet = quiet_members<T>();
        std::size_t at = 0;
        T::fields(value, [&](std::string_view name, const auto& member, Most = {}) {
            using Member = std::remove_cvref_t<decltype(member)>;
            const bool may_go = is_optional<Member> || (empty_ == Empty::kLeftOut && quiet[at]);
            ++at;
            if (may_go && says_nothing(member)) return;
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
            json::append_string(out_, word(v));
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
    // `tag`: a member that is known besides; empty: none.
    template <class T> [[nodiscard]] Result<void> object(const JsonValue& from, T& to,
                                                         const std::string& where,
                                                         std::string_view tag = {}) {
        if (!from.is_object()) return wrong(where, "an object");
        std::vector<std::string_view> known;
        known.reserve(quiet_members<T>().size() + 1);
        if (!tag.empty()) known.push_back(tag);
        Result<void> done;
        T::fields(to, [&](std::string_view name, auto& member, Most most = {}) {
            if (!done) return;
            known.push_back(name);
            const auto given = from.member(name);
            if (given) done = value(*given, member, most, where_in(where, name));
        });
        MZ_CHECK(std::move(done));
        return from.check_members(known, unknown_ == Unknown::kRefused, where);
    }
    [[nodiscard]] static std::unexpected<Error> wrong(const std::string& where,
                                                      std::string_view wanted) {
        return fail({Code::kFieldType, "this must be " + std::string(wanted), where});
    }

private:
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
            static_assert(std::is_unsigned_v<T>, "whole numbers that are not negative");
            const auto number = from.number();
            if (!number || *number > std::numeric_limits<T>::max())
                return wrong(where, "a whole number that is not negative and not too large");
            to = static_cast<T>(*number);
            return {};
        } else {
            to = T{};  // not what the struct that holds it makes of it: what is given stands alone
            return object(from, to, where);
        }
    }
    [[nodiscard]] static Result<void> text(const JsonValue& from, std::string& to, Most most,
                                           const std::string& where) {
        const auto text = from.text();
        if (!text) return wrong(where, "a text");
        const auto limit = most.most == kNoMost ? kTextMost : most.most;
        if (text->size() > limit)
            return wrong(where, "at most " + std::to_string(limit) + " bytes long");
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
        const auto limit = most.most == kNoMost ? kListMost : most.most;
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

// One of several structs, each with a `static constexpr std::string_view kName`, told apart by a member of which none of them has one of
// that name: {"event":"claimed",...}.
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

namespace detail {

template <class Variant> struct VariantReader;
template <class... T> struct VariantReader<std::variant<T...>> {
    using Variant = std::variant<T...>;
    [[nodiscard]] static Result<Variant> read(const JsonValue& value, std::string_view tag,
                                              Unknown unknown) {
        if (!value.is_object()) return Reader::wrong({}, "an object");
        const auto member = value.member(tag);
        const auto name = member ? member->text() : std::nullopt;
        std::string wanted = "one of";
        std::string_view before = " ";
        Result<Variant> out;
        const auto is_read = [&]<class One>() {
            if (name != One::kName) {
                wanted.append(std::exchange(before, ", ")).append(One::kName);
                return false;
            }
            One one;
            const auto done = Reader(unknown).object(value, one, {}, tag);
            if (done) out = Variant(std::in_place_type<One>, std::move(one));
            else out = fail(done.error());
            return true;
        };
        if (!(is_read.template operator()<T>() || ...))
            return Reader::wrong(std::string(tag), wanted);
        return out;
    }
};

}  // namespace detail

// What append_variant() writes. Errors: kFieldType, as from_value(); a name that none of them has is one with the names as its message.
template <class Variant>
[[nodiscard]] Result<Variant> variant_from(const JsonValue& value, std::string_view tag,
                                           Unknown unknown = Unknown::kRefused) {
    return detail::VariantReader<Variant>::read(value, tag, unknown);
}

}  // namespace mizan::fields
