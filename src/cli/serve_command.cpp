// `mizan serve`: the service, one process over one folder.
#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "access/access.h"
#include "base/files.h"
#include "base/json.h"
#include "casework/author_deleted.h"
#include "casework/casework.h"
#include "casework/found.h"
#include "cli/address.h"
#include "cli/ask_witnesses.h"
#include "cli/command.h"
#include "cli/self.h"
#include "cli/serve_options.h"
#include "server/json_log.h"
#include "server/server.h"
#include "service/access_audit.h"

namespace mizan::cli {

namespace {

// What glibc has seen freed once it takes from each thread's own pool the next time, where it stays: with a dozen threads, a hundred
// megabytes after ten million posts.
void give_back_what_is_large() {
#ifdef __GLIBC__
    constexpr int kLarge = 512 << 10;
    (void)::mallopt(M_MMAP_THRESHOLD, kLarge);
#endif
}

std::string log_line(std::string_view event, std::string_view detail) {
    std::string line;
    json::Object(line).number("at", unix_now()).text("event", event).text("detail", detail);
    return line;
}

// A brake that is on is for somebody to look at now.
std::string brake_line(bool halts, std::string_view brake) {
    std::string line;
    json::Object(line)
        .number("at", unix_now())
        .text("event", "brake")
        .text("level", halts ? "error" : "notice")
        .json_value("brake", brake);
    return line;
}

// The time, moved on by as many seconds as a file says. It is read again five times a second.
class ShiftedClock {
public:
    explicit ShiftedClock(std::string file) : file_(std::move(file)) {}
    std::uint64_t operator()() {
        const std::lock_guard lock(mutex_);
        const auto now = unix_now();
        const auto moment = std::chrono::steady_clock::now();
        if (moment < next_) return now + shift_;
        next_ = moment + std::chrono::milliseconds(200);
        constexpr std::size_t kBytes = 32;
        const auto text = read_file(file_, kBytes);
        std::uint64_t shift = 0;
        if (text) (void)std::from_chars(text->data(), text->data() + text->size(), shift);
        shift_ = std::max(shift_, shift);  // it never goes back
        return now + shift_;
    }

private:
    std::string file_;
    std::mutex mutex_;
    std::uint64_t shift_ = 0;
    std::chrono::steady_clock::time_point next_{};
};

service::Clock clock_of(const std::string& file) {
    if (file.empty()) return unix_now;
    return [clock = std::make_shared<ShiftedClock>(file)] { return (*clock)(); };
}

Result<cases::Rules> rules_in(const std::string& file) {
    cases::Rules rules;
    if (!file.empty()) {
        constexpr std::size_t kMost = 1u << 20;
        MZ_TRY(const auto text, read_file(file, kMost));
        MZ_TRY(rules, fields::from_json<cases::Rules>(text));
    }
    MZ_CHECK(cases::check(rules));
    return rules;
}

class Serving {
public:
    explicit Serving(const ServeSettings& settings)
        : s_(settings), now_(clock_of(settings.clock_file)) {}

    Result<int> run() {
        // Blocked before any thread is there, so that none but sigwait() takes them.
        sigset_t signals;
        (void)::sigemptyset(&signals);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) (void)::sigaddset(&signals, signal);
        (void)::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        give_back_what_is_large();
        log_.emplace(STDERR_FILENO);
        MZ_TRY(const auto address, parse_address(s_.listen));
        if (s_.certificate.empty() != s_.certificate_key.empty())
            return fail(
                {Code::kUsage, "a certificate needs its key, and a key its certificate", {}});
        MZ_TRY(coral_secrets_, read_secrets(s_.coral_secrets));
        MZ_TRY(const auto policy, find_policy(s_.policy));
        MZ_CHECK(service::check(s_.restraint));
        MZ_TRY(rules_, rules_in(s_.casework));
        MZ_TRY(provider_, provider_of(s_));
        if (s_.check) return check(policy);
        MZ_CHECK(make_folder(s_.data, 0700));
        MZ_CHECK(open_access());
        MZ_CHECK(open_live(policy));
        MZ_CHECK(open_casework());
        http::WebOptions web;
        web.host = address.host;
        web.port = address.port;
        web.threads = s_.threads;
        web.connections = s_.connections;
        web.streams = s_.streams;
        web.clock = now_;
        web.certificate = s_.certificate;
        web.key = s_.certificate_key;
        MZ_TRY(server_, server::Server::listen(*live_, casework_.get(), *access_, std::move(web),
                                               site_options()));
        const int printed = print(welcome(address));
        if (printed != kExitOk) return printed;
        answer_until_told(signals);
        server_.reset();
        casework_.reset();
        const auto noted = access_->note_failures(now_());
        const auto audited = audit_->record_new();
        MZ_CHECK(live_->finish());  // whatever became of these
        MZ_CHECK(access_->note_uses());
        MZ_CHECK(noted);
        MZ_CHECK(audited);
        return kExitOk;
    }

private:
    // What a start would find wrong, without a start.
    Result<int> check(const std::string& policy) const {
        MZ_TRY(const auto loaded, service::load_policy(policy, cache_dir(s_.cache)));
        MZ_CHECK(read_witnesses(s_.witnesses));
        if (!s_.certificate.empty())
            MZ_CHECK(http::check_certificate(s_.certificate, s_.certificate_key));
        return print("the configuration can be used\npolicy     " + loaded.policy->title + "@" +
                     loaded.policy->version + "\n");
    }

    Result<void> open_access() {
        MZ_TRY(auto access, access::Access::open({s_.data + "/access.db", true, {}}));
        access_.emplace(std::move(access));
        MZ_TRY(first_password_, access_->first_administrator(now_()));
        return {};
    }

    Result<void> open_live(const std::string& policy) {
        service::LiveOptions options;
        options.folder = s_.data + "/record";
        options.keys = s_.keys;
        options.policy = policy;
        options.cache = cache_dir(s_.cache);
        options.platform = s_.platform;
        options.desks = s_.threads;
        options.logs.origin = s_.origin;
        options.logs.clock = now_;
        options.restraint = s_.restraint;
        options.restraint.tell = [this](bool halts, std::string_view brake) {
            log_->write(brake_line(halts, brake));
        };
        MZ_TRY(options.logs.ask_witnesses, read_witnesses(s_.witnesses));
        options.notices.patience = std::chrono::seconds(s_.webhook_seconds);
        options.notices.trouble = [this](std::string_view event, const Error& error) {
            log_->write(log_line(event, to_string(error)));
        };
        MZ_TRY(options.program, program_hash());
        MZ_TRY(live_, service::Live::open(std::move(options)));
        audit_ = std::make_unique<service::AccessAudit>(*access_, live_->folder(), live_->logs(),
                                                        s_.platform);
        return {};
    }

    Result<void> open_casework() {
        casework::CaseworkOptions options;
        options.path = s_.data + "/record/casework.db";
        options.platform = s_.platform;
        options.trouble = [this](std::string_view event, const Error& error) {
            log_->write(log_line(event, to_string(error)));
        };
        options.every_second = [this](casework::Casework& c) { take_up(c); };
        MZ_TRY(casework_, casework::Casework::open(live_->folder(), live_->logs(), rules_,
                                                   std::move(options)));
        live_->authors().set_strikes([this](std::string_view platform, std::string_view author) {
            return casework_->strikes_of(platform, author);
        });
        return {};
    }

    // What the engine found for people since the last time, and what authors took away.
    void take_up(casework::Casework& casework) {
        constexpr std::size_t kAtOnce = 1000;
        const auto platforms = live_->folder().store().platforms();
        if (!platforms) return;
        for (const auto& platform : *platforms) {
            const auto taken = casework::take_up_found(casework, platform, kAtOnce);
            if (!taken) log_->write(log_line("casework-found", to_string(taken.error())));
            const auto gone = casework::take_up_author_deleted(casework, platform, kAtOnce);
            if (!gone) log_->write(log_line("casework-deleted", to_string(gone.error())));
        }
    }

    server::SiteOptions site_options() {
        server::SiteOptions site;
        site.rate_per_s = s_.rate;
        site.proxies = s_.proxies;
        site.coral_secrets = coral_secrets_;
        site.public_url = s_.public_url;
        while (site.public_url.ends_with('/')) site.public_url.pop_back();
        site.log_requests = !s_.quiet_requests;
        site.provider = provider_;
        site.clock = now_;
        site.log = [this](std::string_view line) { log_->write(line); };
        return site;
    }

    [[nodiscard]] std::string welcome(const Address& address) const {
        const auto& policy = *live_->engine()->loaded.policy;
        const auto scheme = s_.certificate.empty() ? "http://" : "https://";
        auto out = std::string("listening  ") + scheme + address.host + ":" +
                   std::to_string(server_->port()) + "\n";
        out += "record     " + s_.data + "/record\n";
        out += "policy     " + policy.title + "@" + policy.version + "\n";
        if (first_password_)
            out += "account    admin\npassword   " + *first_password_ +
                   "   (told this once; change it with `mizan access`)\n";
        return out;
    }

    void answer_until_told(const sigset_t& signals) {
        std::thread answering([this] { server_->run(); });
        std::jthread noting([this](const std::stop_token& stop) { note_access(stop); });
        while (true) {
            int signal = 0;
            (void)::sigwait(&signals, &signal);
            if (signal != SIGHUP) break;
            const auto live = live_->go_live(live_->engine()->path);
            log_->write(live ? log_line("policy-reloaded", (*live)->loaded.policy->version)
                             : log_line("policy-refused", to_string(live.error())));
        }
        log_->write(log_line("stopping", "what was taken is finished"));
        server_->stop();
        answering.join();
    }

    // When keys were used last, keys that were revoked on the command line, and what goes on the public record of all this.
    void note_access(const std::stop_token& stop) {
        constexpr auto kEvery = std::chrono::seconds(5);
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        const auto tell = [this](const auto& done) {
            if (!done) log_->write(log_line("access-trouble", to_string(done.error())));
        };
        while (!stop.stop_requested()) {
            tell(access_->note_uses());
            tell(access_->reload());
            tell(access_->note_failures(now_()));
            tell(audit_->record_new());
            never.wait_for(lock, stop, kEvery, [] { return false; });
        }
    }

    const ServeSettings& s_;
    const service::Clock now_;
    std::optional<server::JsonLog> log_;  // whose thread must not take signals
    std::optional<access::Access> access_;
    std::optional<std::string> first_password_;
    std::vector<server::SharedSecret> coral_secrets_;
    std::optional<server::ProviderOptions> provider_;
    std::unique_ptr<service::Live> live_;
    std::unique_ptr<service::AccessAudit> audit_;
    cases::Rules rules_;
    std::unique_ptr<casework::Casework> casework_;
    std::unique_ptr<server::Server> server_;
};

}  // namespace

void add_serve_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("serve", "Serve decisions over HTTP and keep them");
    command->footer(
        "Examples:\n"
        "  mizan serve --data /var/lib/mizan\n"
        "  mizan serve --data data --config mizan.conf --check-config\n"
        "SIGHUP reads the policy anew; SIGTERM ends it when what was taken is finished.\n"
        "docs/api.md says what can be asked of it.");
    auto s = std::make_shared<ServeSettings>();
    add_serve_options(*command, *s);
    command->callback([s, &exit_code] {
        const auto ended = Serving(*s).run();
        exit_code = ended ? *ended : complain(ended.error());
    });
}

}  // namespace mizan::cli
