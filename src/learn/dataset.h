// Dataset: labelled posts of a folder, as the trainer and the evaluation read them.
//
// Normal form, one JSON object a line in *.jsonl or *.jsonl.gz: id, text, label (hate | offensive | none), lang, licence; and, as
// far as the set knows: kind (a list of strings), target (a list: the groups it speaks of, as the set names them), behaviour (what
// the post is a test of), pair (the same for two posts that hardly differ and must be decided differently), swap (the same for
// posts that differ in the group they name, or in naming one, and must be decided alike), profane (true or false: it holds foul
// words). The file's name without its endings is the name of the set. docs/accuracy.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "score/model.h"

namespace mizan::learn {

enum class Truth : std::uint8_t { kHate, kOffensive, kNone };
[[nodiscard]] std::string_view name(Truth truth);  // "hate", ...

struct Row {
    std::string set;
    std::string id;
    std::string text;
    std::string language;
    std::string behaviour;
    std::string pair;
    std::string swap;
    std::vector<std::string> kinds;
    std::vector<std::string> targets;
    Truth truth = Truth::kNone;
    std::array<std::int8_t, score::kLabels>
        wanted{};              // by Label: 1, 0, or -1 where the set does not say
    std::uint8_t part = 0;     // 0..9, see part_of()
    bool share_alike = false;  // its licence asks the same of what is made of it
};

// Texts that hold the same words, in whatever order, stand in the same part, so that no part knows another's texts. Part 0 is set aside: nothing
// is trained, tuned or calibrated on it. Part 1 calibrates; the others train.
inline constexpr unsigned kParts = 10;
inline constexpr std::uint8_t kSetAside = 0;
inline constexpr std::uint8_t kCalibration = 1;
[[nodiscard]] std::uint8_t part_of(std::string_view text);

// The rows of one language, or of all if it is empty, sorted by file and line. Errors: kDataMissing, kFileRead, kCompressed,
// kJsonMalformed with file:line.
[[nodiscard]] Result<std::vector<Row>> read_dataset(const std::string& folder,
                                                    std::string_view language);

// The rows of one file; errors as above.
[[nodiscard]] Result<std::vector<Row>> read_suite(const std::string& path,
                                                  std::string_view language);

}  // namespace mizan::learn
