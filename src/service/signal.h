// Use case: one post as a signal for the rules of another moderation system: a number, a label, and why. Nothing is kept.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "score/scorer.h"
#include "service/decide.h"
#include "service/post_line.h"

namespace mizan::service {

// One worker's engine, as Decider is. Not thread-safe.
class Signaller {
public:
    // `scorer` may be null: then the scores are those of decisions alone.
    Signaller(std::shared_ptr<const policy::Policy> policy,
              std::shared_ptr<const score::Scorer> scorer);

    // {"score":0.85,"label":"violation","clause":...,"reason":...,"spans":[...],"scores":{"toxicity":0.85,...},"policy":{...}}, as
    // schemas/openapi.json has it. `score` is the toxicity, held to the decision as analyze.h says; `spans` are the words that the
    // deciding clause is about. `json` is one post. Errors: those of PostLine, with `where` as their place.
    [[nodiscard]] Result<std::string> signal(std::string_view json, const std::string& where);

private:
    Decider decider_;
    PostLine line_;
    Post post_;
    score::FeatureScratch features_;
    score::Scores scores_;
};

}  // namespace mizan::service
