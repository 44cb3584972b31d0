#include "sanction/restrain.h"

#include <algorithm>

#include "sanction/reason.h"

namespace mizan::sanction {

namespace {

constexpr std::string_view kFlag = "flag";  // how the name of a signal begins that is a flag

bool is_removal(const Action& action) {
    return action.name == "remove" || action.name == "suspend" || action.name == "ask-delete";
}

}  // namespace

bool removes(const Decision& d) {
    return d.route == Route::kAct && d.decided_by == DecidedBy::kEngine &&
           std::any_of(d.actions.begin(), d.actions.end(), is_removal);
}

void halt(Decision& d) {
    if (!removes(d)) return;
    const auto first = std::find_if(d.actions.begin(), d.actions.end(), is_removal);
    *first = {kLimit, 0};
    // A strike rests on the removal that is not to be.
    std::erase_if(d.actions, [](const Action& a) { return is_removal(a) || a.name == "strike"; });
    d.halted = true;
    say_halted(d);
}

bool may_fold(const Post& post, const Decision& d) {
    return d.outcome == Outcome::kUndecided && d.route == Route::kPerson && !post.author.empty() &&
           post.target.empty() && post.mentions.empty() &&
           std::none_of(post.signals.begin(), post.signals.end(),
                        [](const Signal& s) { return s.name.starts_with(kFlag); });
}

void fold(Decision& d) {
    if (d.outcome != Outcome::kUndecided || d.route != Route::kPerson) return;
    d.route = Route::kNone;
    d.folded = true;
    say_folded(d);
}

}  // namespace mizan::sanction
