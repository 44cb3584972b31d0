#include "service/moderate.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "service/moderate_job.h"
#include "service/moderate_lane.h"
#include "service/moderate_worker.h"
#include "service/recorder.h"

namespace mizan::service {

namespace {

// Takes finished jobs in input order: writes their bytes, adds their figures.
class Collector {
public:
    Collector(const ModerateOptions& options, Sink& out, Sink& rejects, const OnProgress& progress)
        : out_(out),
          rejects_(rejects),
          on_progress_(progress),
          recorder_(options.recorder),
          rejects_format_(options.rejects),
          examples_(options.examples_per_clause) {}

    [[nodiscard]] bool collect(Job& job, bool last) {
        if (recorder_ != nullptr && !record(job)) return false;
        if (!write(out_, job.output) || !write(rejects_, job.rejects)) return false;
        if (!last) return true;
        report_.summary.add(job.partial);
        for (auto& example : job.examples.sorted()) examples_.add(std::move(example));
        if (job.fault) report_.faults.push_back(*std::move(job.fault));
        report_.total.bytes += job.chunk.size;
        report_.total.posts += job.partial.counters().posts;
        for (const auto& [code, count] : job.partial.counters().rejects.items())
            report_.total.rejected += count;
        if (on_progress_) on_progress_(report_.total);
        return true;
    }
    // The first error stays.
    void set_error(Error error) {
        const std::lock_guard lock(error_mutex_);
        if (!error_) error_ = std::move(error);
    }
    [[nodiscard]] Result<ModerateReport> finish() {
        if (error_) return fail(*std::move(error_));
        report_.examples = examples_.sorted();
        return std::move(report_);
    }

private:
    [[nodiscard]] bool record(Job& job) {
        auto recorded = recorder_->commit(job.notes, rejects_format_, job.chunk.source, job.output,
                                          job.rejects);
        if (!recorded) set_error(std::move(recorded.error()));
        for (const auto code : job.notes.refused) job.partial.add_reject(code);
        job.notes.clear();
        return recorded.has_value();
    }
    [[nodiscard]] bool write(Sink& sink, std::string& lines) {
        if (lines.empty()) return true;
        auto written = sink.write(lines);
        if (!written) set_error(std::move(written.error()));
        lines.clear();
        return written.has_value();
    }

    Sink& out_;
    Sink& rejects_;
    const OnProgress& on_progress_;
    Recorder* recorder_;
    RejectFormat rejects_format_;
    report::ExampleStore examples_;
    ModerateReport report_;
    std::mutex error_mutex_;
    std::optional<Error> error_;
};

// One run: what all its threads share.
struct Run {
    const std::shared_ptr<const policy::Policy>& policy;
    const ModerateOptions& options;
    Collector& collector;
    Feeder feeder;
    Lane lane;
    std::mutex feeding{};  // guards feeder and tickets
    std::uint64_t tickets = 0;

    // The next chunk in a job of its own; null when there is none.
    Job* next() {
        auto* job = lane.take();
        if (job == nullptr) return nullptr;
        const std::lock_guard lock(feeding);
        if (!lane.stopped() && feeder.next(*job)) {
            job->ticket = tickets++;
            return job;
        }
        lane.give_back(job);
        return nullptr;
    }
    void work() {
        Worker worker(policy, options);
        while (auto* job = next()) {
            worker.begin(*job);
            while (!worker.run(*job)) {
                if (!lane.flush(job)) return;
            }
            lane.done(job);
        }
    }
    void work_safely() {
        try {
            work();
        } catch (const std::exception& e) {  // out of memory: nothing else throws
            collector.set_error({Code::kInternal, e.what(), {}});
            lane.stop();
        }
    }
    void work_with(unsigned helpers) {
        std::vector<std::jthread> threads;
        threads.reserve(helpers);
        try {
            while (threads.size() < helpers) threads.emplace_back([this] { work_safely(); });
        } catch (const std::system_error&) {
            // The system gives no more threads: those that run do all the work.
        }
        work_safely();
    }
};

Result<void> write_head(const ModerateOptions& options, Sink& out) {
    std::string head;
    if (options.format == OutputFormat::kCsv) append_csv_header(head);
    if (options.format == OutputFormat::kTable) append_table_header(head, options.table);
    return head.empty() ? Result<void>{} : out.write(head);
}

void describe(const policy::Policy& policy, const std::vector<Input>& inputs,
              report::RunInfo& info) {
    for (const auto& input : inputs) info.inputs.push_back(input.name);
    info.policy_name = policy.title;
    info.policy_version = policy.version;
    info.bundle_hash = policy.bundle_hash;
    info.semantics_level = policy.semantics_level;
    for (const auto& clause : policy.clauses) {
        if (clause.state == policy::ClauseState::kRetired) continue;
        report::NonPersonClause found{clause.id, clause.title, {}};
        for (std::size_t a = 0; a < policy.attributes.size(); ++a) {
            const bool protects = (clause.protects >> a & 1) != 0;
            if (protects && !policy.attributes[a].person)
                found.protects.push_back(policy.attributes[a].title);
        }
        if (!found.protects.empty()) info.non_person_clauses.push_back(std::move(found));
    }
}

}  // namespace

Result<ModerateReport> moderate(const std::shared_ptr<const policy::Policy>& policy,
                                const std::vector<Input>& inputs, const ModerateOptions& options,
                                Sink& out, Sink& rejects, const OnProgress& on_progress) {
    MZ_CHECK(write_head(options, out));
    const auto threads = std::clamp(options.threads, 1u, kMaxThreads);
    Collector collector(options, out, rejects, on_progress);
    // Two jobs a thread, so that one can be parked while the next is under way, and one for the writer.
    const std::size_t jobs = threads == 1 ? 1 : 2 * threads + 1;
    Run run{policy, options, collector, Feeder(inputs, options),
            Lane(jobs, [&](Job& job, bool last) { return collector.collect(job, last); })};
    run.work_with(threads - 1);
    auto report = collector.finish();
    if (report) describe(*policy, inputs, report->summary.info);
    return report;
}

}  // namespace mizan::service
