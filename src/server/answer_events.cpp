// What a platform tells: events of posts and authors, and what became of actions.
#include <algorithm>

#include "base/json.h"
#include "feeds/event_record.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "service/events.h"

namespace mizan::server {

namespace {

// An event of another platform than the key's is turned away; the others are told.
std::vector<Result<service::TakenEvent>> take(Site& site, const Asked& asked,
                                              std::vector<Result<Event>> read) {
    std::vector<Result<service::TakenEvent>> answers(read.size(), service::TakenEvent{});
    std::vector<Event> events;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (!read[i]) {
            answers[i] = fail(std::move(read[i]).error());
        } else if (!read[i]->platform.empty() && !asked.who.is_for(read[i]->platform)) {
            answers[i] =
                fail({Code::kAccessForbidden, "this key is for another platform", "platform"});
        } else {
            events.push_back(*std::move(read[i]));
            places.push_back(i);
        }
    }
    const auto& platform =
        asked.who.platform.empty() ? site.live.options().platform : asked.who.platform;
    auto taken = service::take_events(site.live.folder(), *site.live.engine()->recorder,
                                      site.live.logs(), platform, events);
    for (std::size_t i = 0; i < taken.size(); ++i) answers[places[i]] = std::move(taken[i]);
    return answers;
}

std::string told(const Result<service::TakenEvent>& taken) {
    if (!taken) return problem_json(taken.error());
    std::string out;
    json::Object(out).number("record", taken->record).flag("known", taken->known);
    return out;
}

bool is_one(std::string_view body, std::size_t events) {
    return events == 1 && body.find_first_not_of(" \t\r\n") == body.find('{');
}

}  // namespace

void answer_events(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_TRY(auto read, feeds::read_events(a.request.body));
                     const bool one = is_one(a.request.body, read.size());
                     const auto answers = take(s, a, std::move(read));
                     if (one) {
                         MZ_TRY(const auto taken, answers.front());
                         return json_response(told(taken));
                     }
                     std::string out = "[";
                     for (const auto& answer : answers)
                         out.append(out.size() > 1 ? "," : "").append(told(answer));
                     return json_response(out.append("]"));
                 });
}

}  // namespace mizan::server
