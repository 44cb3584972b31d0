// Casework over a record in a scratch folder, for tests.
#pragma once

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "casework/casework.h"
#include "service/live.h"
#include "store/sqlite_backend.h"
#include "support/scratch_folder.h"

namespace mizan::test {

inline constexpr const char* kCaseworkPlatform = "garden";

class OpenedCasework {
public:
    using Exchange = std::pair<std::string_view, std::string_view>;  // text of the policy, by what

    explicit OpenedCasework(cases::Rules rules = {}, std::vector<Exchange> exchanges = {})
        : rules_(std::move(rules)) {
        const auto garden = std::string(MIZAN_SOURCE_DIR) + "/examples/garden-club";
        std::filesystem::copy(garden, policy(), std::filesystem::copy_options::recursive);
        auto text = must(read_file(policy() + "/policy.md", 1u << 20));
        for (const auto& [from, to] : exchanges) {
            const auto at = text.find(from);
            REQUIRE(at != text.npos);
            text.replace(at, from.size(), to);
        }
        std::filesystem::remove(policy() + "/policy.md");
        must(write_file(policy() + "/policy.md", text));
        service::LiveOptions options;
        options.folder = scratch_ / "record";
        options.policy = policy();
        options.platform = kCaseworkPlatform;
        options.logs.publish_ms = 0;
        options.logs.clock = [this] { return now_.load(); };
        live_ = must(service::Live::open(std::move(options)));
        open();
    }
    ~OpenedCasework() {
        close();
        (void)live_->finish();
    }
    OpenedCasework(const OpenedCasework&) = delete;
    OpenedCasework& operator=(const OpenedCasework&) = delete;

    [[nodiscard]] casework::Casework& casework() { return *casework_; }
    [[nodiscard]] service::Live& live() { return *live_; }
    [[nodiscard]] std::string path() const { return scratch_ / "casework.db"; }
    [[nodiscard]] std::string policy() const { return scratch_ / "policy"; }
    [[nodiscard]] std::string copy() const { return scratch_ / "copy.db"; }

    // Of the record, and of the tables.
    [[nodiscard]] std::string folder() const { return scratch_ / ""; }
    [[nodiscard]] std::uint64_t now() const { return now_; }
    void let_time_pass(std::uint64_t days) { now_ += days * cases::kDay; }

    void close() { casework_.reset(); }
    void open() {
        casework::CaseworkOptions options;
        options.path = path();
        options.platform = kCaseworkPlatform;
        options.keeps_time = false;
        casework_ = must(
            casework::Casework::open(live_->folder(), live_->logs(), rules_, std::move(options)));
    }
    // The tables, which must be closed, are gone, or what they were when they were copied.
    void remove_tables() const {
        for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(path() + end);
    }
    void copy_tables() const { std::filesystem::copy_file(path(), copy()); }
    void restore_tables() const {
        remove_tables();
        std::filesystem::copy_file(copy(), path());
    }

    // Puts commands on record, each in a deed of its own, many at a time.
    void put(const std::vector<cases::Events>& commands) {
        std::vector<std::future<Result<casework::Done>>> all;
        for (const auto& events : commands) {
            auto promise = std::make_shared<std::promise<Result<casework::Done>>>();
            all.push_back(promise->get_future());
            casework_->perform(
                kCaseworkPlatform,
                [&events](casework::Session& s) {
                    casework::Deed deed;
                    if (std::holds_alternative<cases::Flagged>(events.front().what))
                        deed.kind = record::Kind::kFlag;
                    deed.events = events;
                    return s.act(std::move(deed));
                },
                [promise](Result<casework::Done> done) { promise->set_value(std::move(done)); });
        }
        for (auto& one : all) (void)must(one.get());
    }
    // All that stands in the tables.
    [[nodiscard]] std::string rows() const {
        return dump(path(), "SELECT * FROM platforms ORDER BY id", 8) +
               dump(path(), "SELECT * FROM cases ORDER BY platform, id", 20) +
               dump(path(), "SELECT * FROM flags ORDER BY platform, id", 10) +
               dump(path(), "SELECT * FROM files ORDER BY platform, case_no, sha256, owner", 4) +
               dump(path(), "SELECT * FROM cited ORDER BY platform, case_no, about", 3) +
               dump(path(), "SELECT * FROM kept_decisions ORDER BY platform, record", 2) +
               dump(path(), "SELECT * FROM partners ORDER BY platform, id", 3) +
               dump(path(), "SELECT * FROM members ORDER BY platform, who", 3) +
               dump(path(), "SELECT * FROM flaggers ORDER BY platform, who", 3) +
               dump(path(), "SELECT * FROM actors ORDER BY platform, actor", 4) +
               dump(path(), "SELECT * FROM exposures ORDER BY platform, who", 3) +
               dump(path(), "SELECT * FROM guidances ORDER BY platform, clause, version", 4) +
               dump(path(), "SELECT * FROM clauses ORDER BY platform, clause", 3) +
               dump(path(), "SELECT * FROM goldens ORDER BY platform, id", 4) +
               dump(path(), "SELECT * FROM dealt ORDER BY platform, who, golden", 3) +
               dump(path(), "SELECT * FROM scores ORDER BY platform, who, clause", 4) +
               dump(path(), "SELECT * FROM tallies ORDER BY platform, series, day, a, b, c", 7) +
               dump(path(), "SELECT * FROM answered ORDER BY platform, case_no, ruling", 9) +
               dump(path(), "SELECT * FROM history ORDER BY platform, case_no, record", 3);
    }
    template <class Ask> auto ask(Ask asked) {
        return must(casework_->read(kCaseworkPlatform, std::move(asked)));
    }

private:
    test::ScratchFolder scratch_;
    std::atomic<std::uint64_t> now_ = 1'790'000'000;
    cases::Rules rules_;
    std::unique_ptr<service::Live> live_;
    std::unique_ptr<casework::Casework> casework_;
};

}  // namespace mizan::test
