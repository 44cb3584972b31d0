// Structs with members of every kind, for the tests of fields.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "fields/fields.h"

namespace mizan::test::fielded {

using namespace mizan::fields;

enum class Colour : std::uint8_t { kNone, kRed, kGreen };
inline constexpr std::string_view kColours[] = {"none", "red", "light green"};
constexpr std::span<const std::string_view> names_of(Colour) { return kColours; }

struct Level {
    std::uint32_t hours = 24;
    std::string name;
    static void fields(auto& self, auto&& visit) {
        visit("hours", self.hours);
        visit("name", self.name, Most{8});
    }
    bool operator==(const Level&) const = default;
};

struct All {
    std::string text;
    bool flag = false;
    std::uint8_t byte = 0;
    std::uint16_t pair = 0;
    std::uint32_t word = 0;
    std::uint64_t number = 0;
    Colour colour = Colour::kNone;
    Level level;
    std::optional<std::uint32_t> perhaps;
    std::optional<std::string> perhaps_text;
    std::optional<Level> perhaps_level;
    std::vector<std::string> texts;
    std::vector<std::uint8_t> bytes;
    std::vector<Colour> colours;
    std::vector<Level> levels;
    std::vector<std::vector<std::uint32_t>> grid;
    std::vector<All> inner;
    static void fields(auto& self, auto&& visit) {
        visit("text", self.text);
        visit("flag", self.flag);
        visit("byte", self.byte);
        visit("pair", self.pair);
        visit("word", self.word);
        visit("number", self.number);
        visit("colour", self.colour);
        visit("level", self.level);
        visit("perhaps", self.perhaps);
        visit("perhaps_text", self.perhaps_text);
        visit("perhaps_level", self.perhaps_level);
        visit("texts", self.texts, Most{3});
        visit("bytes", self.bytes);
        visit("colours", self.colours);
        visit("levels", self.levels);
        visit("grid", self.grid);
        visit("inner", self.inner);
    }
    bool operator==(const All&) const = default;
};

// Members that say something by themselves.
struct Loud {
    bool on = true;
    std::string name = "me";
    Colour colour = Colour::kGreen;
    std::vector<std::uint32_t> list = {1, 2};
    Level level = {0, "low"};
    std::uint32_t quiet = 0;
    static void fields(auto& self, auto&& visit) {
        visit("on", self.on);
        visit("name", self.name);
        visit("colour", self.colour);
        visit("list", self.list);
        visit("level", self.level);
        visit("quiet", self.quiet);
    }
    bool operator==(const Loud&) const = default;
};

struct Claimed {
    static constexpr std::string_view kName = "claimed";
    std::string by;
    std::uint32_t minutes = 0;
    static void fields(auto& self, auto&& visit) {
        visit("by", self.by);
        visit("minutes", self.minutes);
    }
    bool operator==(const Claimed&) const = default;
};
struct Ended {
    static constexpr std::string_view kName = "ended";
    static void fields(auto&, auto&&) {}
    bool operator==(const Ended&) const = default;
};
using Event = std::variant<Claimed, Ended>;

struct Wide {
    std::string text;
    std::vector<std::uint8_t> list;
    static void fields(auto& self, auto&& visit) {
        visit("text", self.text, Most{100'000});
        visit("list", self.list, Most{65'536});
    }
    bool operator==(const Wide&) const = default;
};

// "none" if it is read.
inline std::string mistake(std::string_view json, Unknown unknown = Unknown::kRefused) {
    const auto read = from_json<All>(json, unknown);
    return read ? "none" : to_string(read.error());
}

}  // namespace mizan::test::fielded
