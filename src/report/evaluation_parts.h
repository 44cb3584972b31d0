// What the text and the page of an evaluation share. Inside report.
#pragma once

#include <string>
#include <string_view>

#include "report/evaluation.h"

namespace mizan::report {

// "12.3 % (10.1-14.9)", the interval by Wilson; a dash where there is nothing to divide by.
[[nodiscard]] std::string with_interval(learn::Share share);

// "0.871"; a dash where one of the classes is empty.
[[nodiscard]] std::string f1_or_dash(const learn::Counts& counts);

// How far the scores lie apart in the middle one of a source's swaps: "identity_attack 12 (of 40 sets)"; "-" if none is
// known.
[[nodiscard]] std::string gaps_of(const learn::SwapFigures& swaps);

// "suspected-hate: hold identity_attack >= 7000; about 95 posts a day, 31 of them rightly", or why no threshold fits.
[[nodiscard]] std::string answer_of(const ClauseBudget& queue);

}  // namespace mizan::report
