#include "server/answer_once.h"

#include <algorithm>
#include <utility>

#include "base/sha256.h"
#include "server/problem.h"

namespace mizan::server {

namespace {

// Printable ASCII, of at least one character and at most so many.
bool is_repeat_key(std::string_view key) {
    return !key.empty() && key.size() <= Repeats::kKeyBytes &&
           std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
}

Sha256 all_of_it(const http::Request& request) {
    return sha256(request.method + " " + request.target + "\n", request.body);
}

http::Response conflict(std::string_view why) {
    return problem({Code::kIdempotencyConflict, std::string(why), std::string(kRepeatKey)});
}

http::Response still_under_way() {
    auto out = conflict("the first request under this key is still being answered");
    out.fields.emplace_back("Retry-After", "1");
    return out;
}

}  // namespace

bool takes_repeat_key(const Route& route) {
    return route.method == "POST" && (route.gate == Gate::kMay || route.gate == Gate::kPerson);
}

void answer_once(Site& site, Asked& asked, http::Reply reply) {
    const std::string key(asked.request.field(kRepeatKey));
    if (!is_repeat_key(key))
        return reply(problem({Code::kUsage, "a key has 1 to 255 printable ASCII characters",
                              std::string(kRepeatKey)}));
    const auto who = asked.who.who();
    auto begun = site.repeats.begin(who, key, all_of_it(asked.request), site.options.clock());
    switch (begun.state) {
        case Repeats::State::kFirst: break;
        case Repeats::State::kAgain:
            begun.answer.fields.emplace_back(kReplayed, "true");
            return reply(std::move(begun.answer));
        case Repeats::State::kUnderWay: return reply(still_under_way());
        case Repeats::State::kOther:
            return reply(conflict("another request was sent under this key; take a new one"));
        case Repeats::State::kFull:
            return reply(
                problem({Code::kOverload, "too much is asked at once; try again later", {}}));
    }
    asked.route->answer(
        site, asked,
        http::Reply([&site, who, key, reply = std::move(reply)](http::Response answer) mutable {
            site.repeats.settle(who, key, answer);
            reply(std::move(answer));
        }));
}

}  // namespace mizan::server
