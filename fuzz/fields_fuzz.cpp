// Arbitrary bytes as a struct and as one of several: no crash; what was read is written as JSON that is read as the same.

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fields/fields.h"

namespace fields_fuzz {

using namespace mizan::fields;

enum class Colour : std::uint8_t { kNone, kRed, kGreen };
inline constexpr std::string_view kColours[] = {"none", "red", "green"};
constexpr std::span<const std::string_view> names_of(Colour) { return kColours; }

struct Node {
    static constexpr std::string_view kName = "node";
    std::string text;
    bool flag = true;
    std::uint8_t byte = 7;
    std::uint64_t number = 0;
    Colour colour = Colour::kRed;
    std::optional<std::string> perhaps;
    std::vector<std::string> texts;
    std::vector<std::vector<std::uint16_t>> grid;
    std::vector<Node> nodes;
    static void fields(auto& self, auto&& visit) {
        visit("text", self.text, Most{100});
        visit("flag", self.flag);
        visit("byte", self.byte);
        visit("number", self.number);
        visit("colour", self.colour);
        visit("perhaps", self.perhaps);
        visit("texts", self.texts, Most{5});
        visit("grid", self.grid);
        visit("nodes", self.nodes);
    }
    bool operator==(const Node&) const = default;
};

struct Leaf {
    static constexpr std::string_view kName = "leaf";
    Node node;
    std::optional<Node> perhaps;
    static void fields(auto& self, auto&& visit) {
        visit("node", self.node);
        visit("perhaps", self.perhaps);
    }
    bool operator==(const Leaf&) const = default;
};

using Either = std::variant<Node, Leaf>;

}  // namespace fields_fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fields_fuzz;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const auto unknown : {Unknown::kRefused, Unknown::kPassedOver}) {
        const auto node = from_json<Node>(bytes, unknown);
        if (!node) continue;
        for (const auto empty : {Empty::kLeftOut, Empty::kWritten}) {
            const auto again = from_json<Node>(to_json(*node, empty));
            if (!again || *again != *node) std::abort();
        }
    }
    const auto document = JsonDocument::read(bytes);
    if (!document) return 0;
    const auto either = variant_from<Either>(document->root(), "is", Unknown::kPassedOver);
    if (!either) return 0;
    std::string json;
    append_variant(json, "is", *either);
    const auto second = JsonDocument::read(json);
    if (!second) std::abort();
    const auto again = variant_from<Either>(second->root(), "is");
    if (!again || *again != *either) std::abort();
    return 0;
}
