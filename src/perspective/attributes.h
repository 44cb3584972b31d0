// Attributes: every name that the comment-scoring API knew, and what stands behind it here.
//
// A name is served by a learned score of its own, or by the nearest one where that is a fair substitute. For the others there is
// no model, and none is made up: a number that no model stands behind would be a lie that some client acts on. They are known
// names all the same, so they are not answered as unknown ones (at which clients give up) but as attributes without the language
// of the text (LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE). That is true, there being no language that they are served in. Clients know this
// answer: they drop the attribute it names and ask again. One that sends dropUnsupportedAttributes gets an answer without them at once.
//
// Source: the attributes of the API's documentation, as docs/perspective.md lists them. Thread-safe: one table, never changed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "score/model.h"

namespace mizan::perspective {

enum class ServedBy : std::uint8_t {
    kOwn,      // a score learned for just this
    kNearest,  // the score that is nearest in meaning
    kNone,     // nothing
};

struct Attribute {
    std::string_view name;  // "TOXICITY"
    ServedBy served = ServedBy::kNone;
    score::Label label = score::Label::kToxicity;  // of no meaning for kNone
};

[[nodiscard]] std::span<const Attribute> attributes();  // by name, each once
// Null: no such attribute. Names are in capitals, as they always were.
[[nodiscard]] const Attribute* find_attribute(std::string_view name);

}  // namespace mizan::perspective
