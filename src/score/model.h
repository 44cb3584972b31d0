// Model: the trained weights of the learned scores, and the one file format they are kept in. Integers only, so that a score
// is the same on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mizan::score {

// What is scored. Names as the field uses them (after the comment-scoring services that came before).
enum class Label : std::uint8_t {
    kIdentityAttack,  // hate: an attack on people for their group
    kToxicity,        // any abuse
    kSevereToxicity,  // abuse of the gravest kinds
    kInsult,          // abuse of a person, whatever their group
    kProfanity,       // foul words
    kThreat,          // violence threatened, wished or called for
};
inline constexpr std::size_t kLabels = 6;
inline constexpr auto kIdentityAttack = static_cast<std::size_t>(Label::kIdentityAttack);
[[nodiscard]] std::string_view name(Label label);  // "identity_attack", ...
[[nodiscard]] std::optional<Label> find_label(std::string_view name);

// From raw sums to probabilities, as measured on posts that the weights were not trained on: a line from each knot to the next, and
// level outside them.
struct Knot {
    std::int32_t raw = 0;     // rising
    std::uint16_t value = 0;  // 0..10000, not falling
    template <class A> void archive(A& a) { a(raw, value); }
};

// The weights of one feature. Many features meet in one row; it belongs to that of `check`, and the others weigh nothing. 0:
// it belongs to none.
struct WeightRow {
    std::uint8_t check = 0;
    std::array<std::int8_t, kLabels> weights{};
    std::uint8_t unused = 0;
};
static_assert(sizeof(WeightRow) == 8);

// What the words of a text alone, without pairs, letters and meanings, say of a score: nearly every text whose score is `high` or
// more has words that sum to `floor` or more, as scale_sum() has it.
struct Glance {
    std::int32_t floor = 0;
    std::uint16_t high = kNever;
    static constexpr std::uint16_t kNever = 10001;  // the words tell too little
    template <class A> void archive(A& a) { a(floor, high); }
};

struct Model {
    std::string version;   // SHA-256 of the file, in hex; set by read_model()
    std::string language;  // of the texts it was trained on, "en"
    std::string note;      // how it was made: data, licences, settings; for people
    unsigned log2_rows = 0;
    std::vector<WeightRow> rows;                   // 2^log2_rows
    std::array<std::vector<Knot>, kLabels> knots;  // none: no such score
    std::array<Glance, kLabels> glances;
    // Words that training saw often, as bits by their hash: they are read whole, all others by their letters as well.
    std::vector<std::uint64_t> frequent;  // 2^kFrequentLog2 bits

    static constexpr unsigned kFrequentLog2 = 18;
    static constexpr unsigned kMaxLog2Rows = 20;

    [[nodiscard]] bool is_frequent(std::uint64_t word_hash) const {
        const auto bit = word_hash >> (64 - kFrequentLog2);
        return (frequent[bit >> 6] >> (bit & 63) & 1) != 0;
    }
    void mark_frequent(std::uint64_t word_hash) {
        const auto bit = word_hash >> (64 - kFrequentLog2);
        frequent[bit >> 6] |= std::uint64_t{1} << (bit & 63);
    }
};

// The file: "mizanscore", format, then the fields; checked whole. Errors: kModelCorrupt; kModelVersion for another format.
[[nodiscard]] std::string write_model(const Model& model);
[[nodiscard]] Result<Model> read_model(std::string_view bytes);

// The value for a raw sum: 0..10000.
[[nodiscard]] std::uint16_t calibrate(const std::vector<Knot>& knots, std::int32_t raw);

}  // namespace mizan::score
