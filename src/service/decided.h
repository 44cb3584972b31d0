// What a recorded decision says is to be done.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mizan::service {

struct DecidedAction {
    std::string name;           // "remove"
    std::int64_t argument = 0;  // "strike 1"
};

struct Decided {
    std::string post;
    std::string outcome;
    std::string clause;
    std::string group;  // of the first claim that names one
    std::string lang;   // as the engine saw it
    std::uint64_t severity = 0;
    bool by_person = false;
    bool acts = false;       // `route` is act: the actions are asked for; else they are proposals
    bool to_person = false;  // `route` is person
    std::uint64_t post_views = 0;  // the post's own reach, as it came
    std::vector<DecidedAction> actions;
};

// From a decision's JSON (model/json.h). Errors: kStoreCorrupt.
[[nodiscard]] Result<Decided> read_decided(std::string_view decision_json);
// Whether the input of a record of casework is a flag about this post, or what was found of it: {"order":{"subject":{...}}}, [{"subject":{...}}].
[[nodiscard]] bool is_flagged_as(std::string_view input, std::string_view source,
                                 std::string_view post);
// The author of a recorded post (model/post_json.h); empty: not given.
[[nodiscard]] std::string author_of(std::string_view post_json);

}  // namespace mizan::service
