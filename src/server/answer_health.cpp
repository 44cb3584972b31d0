// Whether the service runs, whether it can take posts, and its figures.
#include <unistd.h>

#include <fstream>

#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/openapi.h"

namespace mizan::server {

namespace {

// What it is made of: the second number of /proc/self/statm, in pages.
std::uint64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    statm >> size >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void append_engine(std::string& out, Site& site) {
    const auto engine = site.live.engine();
    const auto& policy = *engine->loaded.policy;
    append_family(out, "mizan_policy", "info", "The policy in force.");
    append_sample(out, "mizan_policy_info",
                  label("name", policy.title) + "," + label("version", policy.version), 1);
    service::DeskFigures all;
    for (std::size_t i = 0; i < site.live.desks(); ++i) {
        const auto one = site.live.desk(i).figures();
        all.decided += one.decided;
        all.refused += one.refused;
        all.groups += one.groups;
    }
    const auto recorded = engine->recorder->report();
    const auto counter = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        append_family(out, name, "counter", help);
        append_sample(out, std::string(name) + "_total", {}, value);
    };
    counter("mizan_posts_decided", "Posts decided one by one or in arrays.", all.decided);
    counter("mizan_posts_refused", "Posts that could not be read.", all.refused);
    counter("mizan_commits", "Times that decisions became durable together.", all.groups);
    counter("mizan_records", "Decisions recorded by themselves under the policy in force.",
            recorded.recorded);
    counter("mizan_ordinary_posts", "Posts recorded in batches under the policy in force.",
            recorded.in_batches);
    counter("mizan_known_posts", "Posts that came again.", recorded.known);
    counter("mizan_comments_unstored", "Comments scored and not kept, as asked.",
            site.metrics.unstored());
}

void append_restraint(std::string& out, Site& site, const access::Principal& who) {
    auto& restraint = site.live.restraint();
    append_family(out, "mizan_brakes_on", "gauge",
                  "Brakes that are on: removals under this clause are only limits.");
    for (const auto& [platform, clause] : restraint.halting())
        if (who.is_for(platform))
            append_sample(out, "mizan_brakes_on",
                          label("platform", platform) + "," + label("clause", clause), 1);
    const auto figures = restraint.figures();
    const auto counter = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        append_family(out, name, "counter", help);
        append_sample(out, std::string(name) + "_total", {}, value);
    };
    counter("mizan_removals_halted", "Removals that a brake made limits.", figures.halted);
    counter("mizan_undecided_folded", "Undecided posts past their author's cap.", figures.folded);
}

Result<void> append_logs(std::string& out, Site& site, const access::Principal& who) {
    append_family(out, "mizan_log_leaves", "gauge",
                  "Leaves of a platform's log, by how far they have come.");
    MZ_TRY(const auto platforms, site.live.folder().store().platforms());
    for (const auto& platform : platforms) {
        if (!who.is_for(platform)) continue;
        // Not how many there are: that is counted, and posts would wait meanwhile.
        MZ_TRY(const auto log, site.live.folder().store().log_state(platform));
        const auto sample = [&](std::string_view state, std::uint64_t n) {
            append_sample(out, "mizan_log_leaves",
                          label("platform", platform) + "," + label("state", state), n);
        };
        sample("integrated", log.integrated);
        sample("signed", log.signed_size);
    }
    return {};
}

Result<void> append_notices(std::string& out, Site& site) {
    MZ_TRY(const auto figures, site.notices().outbox().figures());
    append_family(out, "mizan_webhook_messages", "gauge",
                  "Messages to webhooks, by how they stand.");
    append_sample(out, "mizan_webhook_messages", label("state", "waiting"), figures.waiting);
    append_sample(out, "mizan_webhook_messages", label("state", "dead"), figures.dead);
    append_family(out, "mizan_actions", "gauge", "Actions that platforms were asked for.");
    for (std::size_t i = 0; i < figures.actions.size(); ++i)
        append_sample(out, "mizan_actions",
                      label("state", name(static_cast<notify::ActionState>(i))),
                      figures.actions[i]);
    return {};
}

void append_web(std::string& out, Site& site) {
    const auto web = site.web();
    append_family(out, "mizan_connections", "gauge", "Connections that are open.");
    append_sample(out, "mizan_connections", {}, web.open);
    const auto counter = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        append_family(out, name, "counter", help);
        append_sample(out, std::string(name) + "_total", {}, value);
    };
    counter("mizan_connections_accepted", "Connections accepted.", web.connections);
    counter("mizan_connections_refused", "Connections and streams turned away: too many.",
            web.turned_away);
    counter("mizan_requests_malformed", "Requests that could not be read.", web.malformed);
    counter("mizan_requests_timed_out", "Requests that came too slowly.", web.timed_out);
    append_family(out, "mizan_resident_bytes", "gauge", "Memory that the process has.");
    append_sample(out, "mizan_resident_bytes", {}, resident_bytes());
}

}  // namespace

void answer_health(Site& /*site*/, Asked& /*asked*/, http::Reply reply) {
    reply(json_response(R"({"status":"ok"})"));
}

void answer_ready(Site& site, Asked& asked, http::Reply reply) {
    answer_soon(
        site, std::move(asked), std::move(reply), [](Site& s, Asked&) -> Result<http::Response> {
            std::string checks;
            std::string all;
            bool ready = true;
            {
                json::Object out(checks);
                const auto check = [&](std::string_view what, const std::optional<Error>& trouble) {
                    ready = ready && !trouble;
                    // Anybody may ask: which trouble it is stands in the log.
                    out.text(what, trouble ? "trouble" : "ok");
                    if (trouble) all.append(all.empty() ? "" : "; ").append(to_string(*trouble));
                };
                const auto store = s.live.folder().store().platforms();
                check("store", store ? std::optional<Error>() : store.error());
                check("log", s.live.logs().trouble());
                check("policy", std::nullopt);  // there is always one in force
                check("server",
                      s.stopping ? std::optional(Error{Code::kOverload, "it is being stopped", {}})
                                 : std::nullopt);
            }
            std::string body;
            json::Object(body)
                .text("status", ready ? "ready" : "not-ready")
                .json_value("checks", checks);
            auto response = json_response(std::move(body), ready ? 200 : 503);
            response.of_ours = std::move(all);
            return response;
        });
}

void answer_metrics(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            std::string out;
            append_engine(out, s);
            append_restraint(out, s, a.who);
            MZ_CHECK(append_logs(out, s, a.who));
            MZ_CHECK(append_notices(out, s));
            append_web(out, s);
            s.metrics.append_text(out);
            out.append("# EOF\n");
            http::Response response;
            response.content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            response.body = std::move(out);
            return response;
        });
}

void answer_openapi(Site& site, Asked& asked, http::Reply reply) {
    (void)site;
    (void)asked;
    reply(json_response(std::string(kOpenApi)));
}

}  // namespace mizan::server
