// Use case: a person on the platform says what a text's scores should be. It is kept as a suggestion, never taken for the truth.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "perspective/answer.h"
#include "service/analyze.h"
#include "service/live_logs.h"
#include "service/record_folder.h"
#include "service/recorder.h"

namespace mizan::service {

// A suggestion that is so far from our score of an attribute, in ten-thousandths, goes to people for review.
inline constexpr std::uint16_t kLargeDifference = 5000;
inline constexpr std::string_view kDiffers = "differs";
inline constexpr std::string_view kAgrees = "agrees";

struct Suggestion {
    std::string json;   // what was suggested: text, attributes, community, tokens; canonical
    std::string ours;   // our scores of the same attributes, and the largest difference
    std::string state;  // kDiffers or kAgrees
};
// Holds what is suggested beside our own scores; an attribute that we cannot score counts as agreed. Not thread-safe.
[[nodiscard]] Suggestion weigh_suggestion(const perspective::SuggestRequest& request,
                                          Analyzer& analyzer);

// Records it, once; durable when it returns. Gives its record. Errors: of the store. Thread-safe.
[[nodiscard]] Result<record::RecordId> keep_suggestion(RecordFolder& folder, Recorder& recorder,
                                                       LiveLogs& logs, std::string_view platform,
                                                       const Suggestion& suggestion);

}  // namespace mizan::service
