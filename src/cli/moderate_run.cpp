#include "cli/moderate_run.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/json.h"
#include "cli/ask_witnesses.h"
#include "cli/command.h"
#include "cli/fd_sink.h"
#include "cli/output_paths.h"
#include "cli/progress.h"
#include "cli/self.h"
#include "console/terminal.h"
#include "report/figures.h"
#include "service/load_policy.h"
#include "service/record_folder.h"
#include "service/recorder.h"

namespace mizan::cli {

namespace {

constexpr std::size_t kExamplesPerClause = 5;
constexpr unsigned kFileTableWidth = 120;
constexpr std::size_t kRescanDigits = 16;  // of the policy's version, in a purpose

// Tells rejects on standard error, one line each.
class RejectTeller final : public service::Sink {
public:
    explicit RejectTeller(ProgressBar* bar) : bar_(bar) {}
    Result<void> write(std::string_view lines) override {
        if (bar_ != nullptr) bar_->clear();
        while (!lines.empty()) {
            const auto end = lines.find('\n');
            print_warning(std::string("rejected: ").append(lines.substr(0, end)));
            lines.remove_prefix(end + 1);
        }
        return {};
    }

private:
    ProgressBar* bar_;
};

class Run {
public:
    explicit Run(const ModerateSettings& settings) : s_(settings) {}

    int run() {
        prepare();
        if (auto ready = check(); !ready) return complain(ready.error());
        auto folder = find_policy(s_.policy);
        if (!folder) return complain(folder.error());
        if (auto spared = check_spares_policy(*folder, {s_.out, s_.rejects, s_.report}); !spared)
            return complain(spared.error());
        auto loaded = service::load_policy(*folder, cache_dir(s_.cache));
        if (!loaded) return complain(loaded.error());
        if (!loaded->note.empty() && !s_.quiet) print_note(loaded->note);
        if (auto opened = open_outputs(); !opened) return complain(opened.error());
        s_.options.scorer = loaded->scorer;
        if (auto recording = open_store(*loaded, *folder); !recording)
            return complain(recording.error());
        return decide(loaded->policy);
    }

private:
    void prepare() {
        if (s_.files.empty()) s_.files.emplace_back("-");
        if (s_.threads == 0) s_.threads = std::min(available_cores(), service::kMaxThreads);
        s_.options.threads = s_.threads;
        if (!s_.report.empty()) s_.options.examples_per_clause = kExamplesPerClause;
        to_file_ = !s_.out.empty();
        if (s_.rejects.empty() && to_file_ && !is_special_file(s_.out))
            s_.rejects = s_.out + ".rejects.jsonl";
        if (s_.rejects.empty()) s_.options.rejects = service::RejectFormat::kPlain;
        s_.options.table.colour = !to_file_ && console::wants_colour(STDOUT_FILENO);
        s_.options.table.width =
            to_file_ ? kFileTableWidth : console::terminal_width(STDOUT_FILENO, kFileTableWidth);
        // Decisions that scroll by would be cut up by the bar.
        const bool scrolls = !to_file_ && console::is_terminal(STDOUT_FILENO);
        progress_ = !s_.no_progress && !s_.quiet && !scrolls && console::is_terminal(STDERR_FILENO);
    }

    // What can be known to be wrong before any output is touched.
    [[nodiscard]] Result<void> check() const {
        MZ_CHECK(check_outputs(s_.files, {s_.out, s_.rejects, s_.report}));
        if (!s_.store.empty() && s_.options.format != service::OutputFormat::kJsonl)
            return fail(
                {Code::kUsage,
                 "with --store decisions are written as jsonl, in the form that is recorded",
                 {}});
        Error first;
        for (const auto& path : s_.files) {
            if (path == "-" || ::access(path.c_str(), R_OK) == 0) return {};
            if (first.where.empty())
                first = {Code::kFileRead, std::string("cannot open: ") + std::strerror(errno),
                         path};
        }
        return fail(std::move(first));
    }

    // An hour's work must not end in "no such folder", nor an earlier run's in nothing: all are opened, then emptied.
    [[nodiscard]] Result<void> open_outputs() {
        if (!to_file_) out_.use_stdout();
        rejects_.drop_if_empty();
        const std::pair<FdSink*, const std::string*> files[] = {
            {&out_, &s_.out}, {&rejects_, &s_.rejects}, {&report_, &s_.report}};
        for (const auto& [sink, path] : files) {
            if (path->empty()) continue;
            MZ_CHECK(sink->open(*path));
        }
        for (const auto& [sink, path] : files) {
            if (path->empty()) continue;
            MZ_CHECK(sink->start());
        }
        return {};
    }

    [[nodiscard]] Result<void> open_store(const service::LoadedPolicy& policy,
                                          const std::string& folder) {
        if (s_.store.empty()) return {};
        MZ_TRY(store_, service::RecordFolder::open({s_.store, s_.keys, true}));
        service::RecorderOptions options;
        options.platform = s_.platform;
        options.source = s_.source;
        if (s_.rescan)
            options.purpose = "rescan/" + policy.policy->version.substr(0, kRescanDigits);
        MZ_TRY(options.engine, program_hash());
        service::LiveLogsOptions logs;
        logs.origin = s_.origin;
        logs.clock = unix_now;
        MZ_TRY(logs.ask_witnesses, read_witnesses(s_.witnesses));
        logs_ = std::make_unique<service::LiveLogs>(*store_, std::move(logs));
        MZ_TRY(recorder_,
               service::Recorder::make(*store_, *logs_, policy, folder, std::move(options)));
        s_.options.recorder = recorder_.get();
        return {};
    }

    int decide(const std::shared_ptr<const policy::Policy>& policy) {
        if (!s_.quiet && s_.files.front() == "-" && console::is_terminal(STDIN_FILENO))
            print_note("reading posts from the terminal, one a line; Ctrl-D ends them");
        const auto start = ProgressBar::Clock::now();
        std::optional<ProgressBar> bar;
        service::OnProgress on_progress;
        if (progress_) {
            bar.emplace(total_size(s_.files), start);
            on_progress = [&](const auto& p) { bar->update(p, ProgressBar::Clock::now()); };
        }
        RejectTeller teller(bar ? &*bar : nullptr);
        std::vector<service::Input> inputs;
        for (const auto& path : s_.files) inputs.push_back(service::file_input(path));
        auto& rejects = s_.rejects.empty() ? static_cast<service::Sink&>(teller) : rejects_;
        auto done = service::moderate(policy, inputs, s_.options, out_, rejects, on_progress);
        bar.reset();
        if (!done) return out_.pipe_closed() ? int{kExitClosedPipe} : complain(done.error());
        if (recorder_ != nullptr) {
            auto published = logs_->finish();
            if (!published) return complain(published.error());
            published_ = *std::move(published);
            recorded_ = recorder_->report();
        }
        const auto elapsed = ProgressBar::Clock::now() - start;
        done->summary.info.elapsed_us = static_cast<std::uint64_t>(std::max<std::int64_t>(
            1, std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count()));
        return finish(*done);
    }

    int finish(service::ModerateReport& report) {
        report.summary.info.tool = "mizan " MIZAN_VERSION;
        report.summary.info.made_at = utc(unix_now());
        for (const auto& fault : report.faults) {
            auto error = fault.error;
            if (fault.in_part) error.message.append("; what came before was decided");
            print_error(error);
        }
        if (auto written = write_report(report); !written) return complain(written.error());
        for (auto* sink : {&out_, &rejects_, &report_}) {
            if (auto closed = sink->close(); !closed) return complain(closed.error());
        }
        const int told = s_.quiet ? int{kExitOk} : print_summary(report);
        return told != kExitOk ? told : exit_code(report);
    }

    [[nodiscard]] Result<void> write_report(const service::ModerateReport& report) {
        if (s_.report.empty()) return {};
        return report_.write(report::to_html(report.summary, report.examples));
    }

    [[nodiscard]] static int exit_code(const service::ModerateReport& report) {
        bool partly = report.total.rejected > 0;
        for (const auto& fault : report.faults) {
            if (!fault.in_part) return kExitInput;
            partly = true;
        }
        return partly ? kExitPartly : kExitOk;
    }

    // Where decisions go to a file, the summary goes to standard output.
    [[nodiscard]] int print_summary(const service::ModerateReport& report) const {
        const int fd = to_file_ ? STDOUT_FILENO : STDERR_FILENO;
        std::string text;
        if (s_.json) {
            text = summary_json(report);
        } else {
            text = report::to_text(
                report.summary,
                {console::wants_colour(fd), std::min(console::terminal_width(fd, 80), 120u), 10});
            text.append(files_text(report));
        }
        if (to_file_) return print(text);
        (void)console::write_all(fd, text, "stderr");
        return kExitOk;
    }

    [[nodiscard]] std::string files_text(const service::ModerateReport& report) const {
        std::string text;
        auto line = [&text](std::string_view what, const std::string& path) {
            text.append(what).append(printable(path)).push_back('\n');
        };
        if (to_file_) line("\ndecisions  ", s_.out);
        if (rejects_.written() > 0) line("rejects    ", s_.rejects);
        if (!s_.report.empty()) line("report     ", s_.report);
        if (recorder_ != nullptr) text.append(record_text());
        if (!report.faults.empty()) {
            line("\ninputs not read to their end: ", std::to_string(report.faults.size()));
        }
        return text;
    }

    [[nodiscard]] std::string record_text() const {
        auto text = "record     " + s_.store + ": " + std::to_string(recorded_.recorded) +
                    " decisions, " + std::to_string(recorded_.in_batches) +
                    " posts in which nothing was found\n";
        const auto note = [&text](std::uint64_t n, std::string_view what) {
            if (n > 0) text.append("           ").append(std::to_string(n)).append(what);
        };
        note(recorded_.known, " were recorded before\n");
        note(recorded_.kept_old,
             " of them would be decided otherwise today; their decisions stand (--rescan decides "
             "anew)\n");
        note(recorded_.conflicts,
             " had an id that was recorded with other contents: see the rejects\n");
        note(recorded_.erased, " had an id that was erased: see the rejects\n");
        for (const auto& [platform, size] : published_)
            text.append("log        " + printable(platform) + ": " + std::to_string(size) +
                        " leaves published\n");
        return text;
    }

    // The summary's object, with what only this run knows at its end.
    [[nodiscard]] std::string summary_json(const service::ModerateReport& report) const {
        auto text = report::to_json(report.summary);
        text.pop_back();
        text.append(",\"failed_inputs\":[");
        for (const auto& fault : report.faults) {
            if (text.back() == '}') text.push_back(',');
            text.append("{\"where\":");
            json::append_string(text, fault.error.where);
            text.append(",\"code\":");
            json::append_string(text, name(fault.error.code));
            text.append(",\"message\":");
            json::append_string(text, fault.error.message);
            text.append(",\"in_part\":").append(fault.in_part ? "true}" : "false}");
        }
        text.append("],\"exit_code\":");
        json::append_int(text, exit_code(report));
        return text.append("}\n");
    }

    ModerateSettings s_;
    bool to_file_ = false;
    bool progress_ = false;
    FdSink out_;
    FdSink rejects_;
    FdSink report_;
    std::unique_ptr<service::RecordFolder> store_;
    std::unique_ptr<service::LiveLogs> logs_;  // goes before the folder that it writes in
    std::unique_ptr<service::Recorder> recorder_;
    service::RecorderReport recorded_;
    std::vector<std::pair<std::string, std::uint64_t>> published_;  // logs and their sizes
};

}  // namespace

unsigned available_cores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return static_cast<unsigned>(std::max(CPU_COUNT(&set), 1));
}

int run_moderate(const ModerateSettings& settings) { return Run(settings).run(); }

}  // namespace mizan::cli
