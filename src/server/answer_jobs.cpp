// Jobs: trying a policy out, and comparing it with the one in force.
#include <memory>
#include <utility>

#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/job_order.h"
#include "server/page.h"
#include "server/told_decision.h"
#include "service/handed_policy.h"
#include "service/policy_trial.h"
#include "service/recent_posts.h"

namespace mizan::server {

namespace {

std::string job_json(const JobView& job, bool whole) {
    std::string progress;
    json::Object(progress).number("done", job.done).number("of", job.of);
    std::string out;
    {
        json::Object object(out);
        object.text("id", job.id)
            .text("kind", job.kind)
            .text("state", name(job.state))
            .number("made_at", job.made_at);
        if (job.begun_at != 0) object.number("begun_at", job.begun_at);
        if (job.ended_at != 0) object.number("ended_at", job.ended_at);
        object.json_value("progress", progress);
        if (job.end && job.end->error) object.json_value("problem", problem_json(*job.end->error));
        if (whole && job.end && !job.end->details.empty())
            object.json_value("diagnostics", job.end->details);
        if (whole && job.end && !job.end->result.empty())
            object.json_value("result", job.end->result);
    }
    return out;
}

JobEnd failed_job(const Error& error) {
    JobEnd end;
    end.error = error;
    return end;
}

service::TrialPosts trial_posts(JobOrder& order, JobProgress& progress) {
    service::TrialPosts on;
    on.posts = std::move(order.posts);
    on.examples = order.examples;
    progress.of = on.posts.size();
    on.tick = [&progress](std::uint64_t done) {
        progress.done = done;
        return !progress.cancelled;
    };
    return on;
}

JobEnd carry_out(Site& site, JobOrder& order, JobProgress& progress) {
    const auto engine = site.live.engine();
    std::vector<policy::SourceFile> files;
    for (auto& [path, text] : order.files) files.push_back({path, std::move(text), {}, {}});
    order.files.clear();
    const auto handed = service::read_handed_policy(std::move(files), engine->loaded.scorer);
    if (!handed) return failed_job(handed.error());
    JobEnd end;
    end.details = handed->diagnostics;
    if (!handed->loaded.policy) {
        const auto errors = std::to_string(handed->errors);
        end.error = Error{Code::kPolicyInvalid,
                          "the policy has " + errors + (handed->errors == 1 ? " error" : " errors"),
                          {}};
        return end;
    }
    if (progress.cancelled) return end;
    if (order.recent > 0) {
        auto recent = service::recent_posts(site.live.folder(), order.platform, order.recent);
        if (!recent) return failed_job(recent.error());
        order.posts = *std::move(recent);
    }
    const auto on = trial_posts(order, progress);
    end.result = order.diff ? service::diff_policies(engine->loaded, handed->loaded, on)
                            : service::try_policy(handed->loaded, on);
    return end;
}

// Whose posts are read, of those on record.
Result<void> settle_platform(Site& site, const Asked& asked, JobOrder& order) {
    if (order.recent == 0) return {};
    if (!asked.who.may(access::Permission::kReadDecisions))
        return fail({Code::kAccessForbidden,
                     "posts on record are for who may read decisions; send the posts themselves",
                     "posts"});
    if (order.platform.empty())
        order.platform =
            asked.who.platform.empty() ? site.live.options().platform : asked.who.platform;
    if (!asked.who.is_for(order.platform))
        return fail({Code::kAccessForbidden, "this key is for another platform", order.platform});
    return {};
}

Result<http::Response> make_job(Site& site, Asked& asked) {
    MZ_TRY(auto order, read_job_order(asked.request.body));
    MZ_CHECK(settle_platform(site, asked, order));
    Jobs::Order wanted;
    wanted.id = "job-" + asked.own_id;
    wanted.kind = order.diff ? "diff" : "try";
    wanted.owner = asked.who.who();
    wanted.bytes = asked.request.body.size();
    wanted.work = [&site, order = std::move(order)](JobProgress& progress) mutable {
        return carry_out(site, order, progress);
    };
    MZ_TRY(const auto job, site.jobs.add(std::move(wanted)));
    auto response = json_response(job_json(job, true), 202);
    response.fields.emplace_back("Location", "/api/v1/jobs/" + job.id);
    return response;
}

}  // namespace

void answer_make_job(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), make_job);
}

void answer_jobs(Site& site, Asked& asked, http::Reply reply) {
    std::string out;
    json::Object(out).list("jobs", site.jobs.list(asked.who.who()),
                           [&](const JobView& job) { out.append(job_json(job, false)); });
    reply(json_response(std::move(out)));
}

void answer_job(Site& site, Asked& asked, http::Reply reply) {
    const auto job = site.jobs.get(asked.who.who(), asked.params.front());
    reply(job ? json_response(job_json(*job, true)) : problem(job.error()));
}

void answer_cancel_job(Site& site, Asked& asked, http::Reply reply) {
    const auto done = site.jobs.cancel(asked.who.who(), asked.params.front());
    if (!done) return reply(problem(done.error()));
    http::Response out;
    out.status = 204;
    out.content_type.clear();
    reply(std::move(out));
}

}  // namespace mizan::server
