// New decisions as they are recorded: server-sent events, read from the store's journal in its order, never from memory.
#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "base/json.h"
#include "server/answers.h"
#include "server/gate.h"
#include "server/hidden_decisions.h"
#include "server/page.h"
#include "server/problem.h"
#include "server/told_decision.h"

namespace mizan::server {

namespace {

using Time = std::chrono::steady_clock;

constexpr auto kBeat =
    std::chrono::seconds(15);  // a comment so often, or what is between us hangs up
constexpr std::size_t kStepRecords = 1024;
constexpr std::size_t kWriteBytes = 32u << 10;  // of events at once
constexpr std::string_view kEvents = "text/event-stream";
constexpr std::string_view kLastId = "Last-Event-ID";
constexpr std::array<std::string_view, 4> kOutcomes{"violation", "review", "allowed", "undecided"};

// What somebody listens for, and how far they have come.
struct Wanted {
    std::string platform;
    std::string outcome;  // empty: all
    store::RecordId after = 0;
};

Result<Wanted> wanted_of(Site& site, const Asked& asked) {
    Wanted wanted;
    MZ_TRY(const auto query, query_of(asked));
    MZ_TRY(wanted.platform, platform_asked(site, asked, query));
    wanted.outcome = query.get("outcome").value_or("");
    if (!wanted.outcome.empty() && std::ranges::find(kOutcomes, wanted.outcome) == kOutcomes.end())
        return misused("an outcome is violation, review, allowed or undecided", "outcome");
    // What a client sends that comes back says more than the address it keeps.
    std::string from(asked.request.field(kLastId));
    const auto where = from.empty() ? std::string_view("after") : kLastId;
    if (from.empty()) from = query.get("after").value_or("");
    MZ_TRY(const auto last, site.news.last_of(wanted.platform));
    wanted.after = last;
    if (from.empty()) return wanted;
    MZ_TRY(wanted.after, number_of(from, where));
    // Else it would wait for ever for what comes after; the store may have been put back from a backup.
    if (wanted.after > last)
        return fail(
            {Code::kRecordMissing,
             "the platform's record does not go so far: its last is " + std::to_string(last),
             std::string(where)});
    return wanted;
}

void append_event(std::string& out, const store::Entry& entry, const Result<record::Vault>& vault) {
    out.append("id: ").append(std::to_string(entry.id)).append("\nevent: decision\ndata: ");
    append_decision(out, entry, vault);
    out.append("\n\n");
}

struct Step {
    std::vector<store::RecordId> told;  // of the records walked
    store::RecordId last = 0;           // of those
    bool more = false;                  // there is at once
};

Result<Step> walk_on(Site& site, const Wanted& wanted) {
    Step step;
    step.last = wanted.after;
    std::size_t walked = 0;
    MZ_CHECK(site.live.folder().store().each(
        wanted.platform, wanted.after, [&](const store::Entry& entry) {
            step.more = walked++ == kStepRecords;
            if (step.more) return false;
            step.last = entry.id;
            if (entry.kind == record::Kind::kDecision &&
                (wanted.outcome.empty() || wanted.outcome == entry.outcome))
                step.told.push_back(entry.id);
            return true;
        }));
    return step;
}

// Asks from time to time whether who listens still may, and says that we are here.
class Pulse {
public:
    Pulse(Site& site, const Asked& asked, http::Stream& stream)
        : site_(site), asked_(asked), stream_(stream) {}

    // False: there is no more to tell. Errors: kNetwork.
    Result<bool> may_go_on() {
        if (site_.stopping) return false;
        if (Time::now() < next_) return true;
        if (!is_still_in(site_, asked_)) return false;
        MZ_CHECK(stream_.write(":\n\n"));
        next_ = Time::now() + kBeat;
        return true;
    }
    [[nodiscard]] Time::time_point next() const { return next_; }

private:
    Site& site_;
    const Asked& asked_;
    http::Stream& stream_;
    Time::time_point next_ = Time::now() + kBeat;
};

// Little is held for who does not read: these are waited for here, and the store is asked for no more meanwhile.
// It takes as long as the reader likes, so each time it is asked whether they still may. False: they may not.
Result<bool> write_events(Site& site, const Asked& asked, const std::vector<store::RecordId>& ids,
                          Pulse& pulse, http::Stream& stream) {
    auto& store = site.live.folder().store();
    HiddenDecisions hidden(site, asked);
    std::string events;
    for (const auto id : ids) {
        MZ_TRY(const bool on, pulse.may_go_on());
        if (!on) return false;
        MZ_TRY(const auto entry, store.entry(id));
        const auto vault = store.vault(id);
        if (!vault && vault.error().code != Code::kRecordErased) return fail(vault.error());
        MZ_TRY(const bool is_hidden, hidden.hides(entry));
        if (!is_hidden) {
            MZ_TRY(const auto shown, hidden.shown(entry));
            append_event(events, shown, vault);
        }
        if (events.size() < kWriteBytes && id != ids.back()) continue;
        if (!events.empty()) MZ_CHECK(stream.write(events));
        events.clear();
    }
    return true;
}

// Until the service stops, who listens is gone, or may listen no longer. Errors: of the store; kNetwork.
Result<void> tell(Site& site, const Asked& asked, Wanted& wanted, http::Stream& stream) {
    RecordNews::Listener listener(site.news, wanted.platform);
    Pulse pulse(site, asked, stream);
    while (true) {
        MZ_TRY(const bool on, pulse.may_go_on());
        if (!on) return {};
        MZ_TRY(const auto step, walk_on(site, wanted));
        MZ_TRY(const bool all, write_events(site, asked, step.told, pulse, stream));
        if (!all) return {};
        wanted.after = step.last;
        if (!step.more) listener.wait(wanted.after, pulse.next());
    }
}

void refuse_stream(Asked& asked, http::Stream& stream, const Error& error) {
    auto response = problem(error);
    response.fields.emplace_back("X-Request-Id", asked.id);
    asked.status = response.status;
    stream.begin(response);
}

}  // namespace

// HEAD alone comes here: what GET answers has no end.
void answer_decision_stream(Site& site, Asked& asked, http::Reply reply) {
    (void)site;
    (void)asked;
    http::Response out;
    out.content_type = kEvents;
    reply(std::move(out));
}

void stream_decisions(Site& site, Asked& asked, http::Stream& stream) {
    const auto place = site.news.take_place(asked.who.who());
    if (!place)
        return refuse_stream(
            asked, stream,
            {Code::kOverload, "too many listen already; ask for a page from time to time", {}});
    auto wanted = wanted_of(site, asked);
    if (!wanted) return refuse_stream(asked, stream, wanted.error());
    http::Response head;
    head.content_type = kEvents;
    head.fields.emplace_back("X-Request-Id", asked.id);
    head.fields.emplace_back("X-Content-Type-Options", "nosniff");
    head.fields.emplace_back("Cache-Control", "no-store");
    head.fields.emplace_back("X-Accel-Buffering", "no");  // a proxy must not gather them
    stream.begin(head);
    const auto told = tell(site, asked, *wanted, stream);
    if (told || told.error().code == Code::kNetwork) return;
    // The status has gone out long ago: the last event says what cut the answer short.
    (void)stream.write("event: problem\ndata: " + problem_json(told.error()) + "\n\n");
}

}  // namespace mizan::server
