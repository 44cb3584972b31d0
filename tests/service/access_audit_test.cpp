// Events of access come on the public record once each, also after a crash and after a backup was put back.
#include "service/access_audit.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "access/opened.h"
#include "record/commitment.h"
#include "record/leaf.h"
#include "store/sqlite_backend.h"

using namespace mizan;
using access_test::kCheap;
using access_test::kGood;
using access_test::kNow;
using test::must;

namespace {

// A service's folder: accounts and a record, opened anew whenever asked for.
class Audited {
public:
    Audited() { (void)must(open_access().first_administrator(kNow)); }
    [[nodiscard]] access::Access open_access() const {
        return must(access::Access::open({scratch_ / "access.db", true, kCheap}));
    }
    // One run of the service; how many events it records.
    std::size_t run(bool publish = true) const {
        auto access = open_access();
        const auto folder = open_folder();
        service::LiveLogs logs(*folder, publishing());
        service::AccessAudit audit(access, *folder, logs, "garden");
        const auto recorded = must(audit.record_new());
        CHECK(must(audit.record_new()) == 0);
        if (publish) (void)must(logs.finish());
        return recorded;
    }
    // What the records of access say, in their order.
    [[nodiscard]] std::vector<std::string> recorded() const {
        const auto folder = open_folder();
        std::vector<std::string> out;
        must(folder->store().each("garden", 0, [&](const store::Entry& entry) {
            CHECK(entry.kind == record::Kind::kAccess);
            const auto vault = must(folder->store().vault(entry.id));
            const auto text = record::leaf_text(0, entry.leaf);
            record::Leaf leaf;
            must(record::read_leaf(text, leaf));
            CHECK(leaf.type == record::LeafType::kAccess);
            CHECK(vault.decision.find("\"what\":\"" + std::string(leaf.word("what")) + "\"") !=
                  std::string::npos);
            CHECK(leaf.hash("body_commit") ==
                  record::commit(vault.salts.at(1), "body_commit", vault.decision));
            out.push_back(vault.decision);
            return true;
        }));
        CHECK(must(folder->store().check(10)).empty());
        return out;
    }
    [[nodiscard]] std::unique_ptr<service::RecordFolder> open_folder() const {
        return must(service::RecordFolder::open({scratch_ / "record", {}, true}));
    }
    static service::LiveLogsOptions publishing() {
        service::LiveLogsOptions options;
        options.publish_ms = 0;
        options.clock = [] { return kNow + 100; };
        return options;
    }
    [[nodiscard]] std::string file(const std::string& name) const { return scratch_ / name; }
    void make_account(const std::string& name) const {
        must(open_access().add_account(access::Actor::console(), name, access::Role::kReviewer,
                                       kGood, kNow));
    }
    // A copy of a database, and the copy put back.
    void keep(const std::string& name) const {
        for (const char* more : {"", "-wal"}) copy(file(name) + more, file(name) + more + ".old");
    }
    void put_back(const std::string& name) const {
        for (const char* more : {"-wal", "-shm"}) std::filesystem::remove(file(name) + more);
        for (const char* more : {"", "-wal"}) copy(file(name) + more + ".old", file(name) + more);
    }

private:
    static void copy(const std::string& from, const std::string& to) {
        if (!std::filesystem::exists(from)) return;
        std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
    }
    test::ScratchFolder scratch_;
};

}  // namespace

TEST_CASE("what happens with accounts comes on the record, once") {
    const Audited audited;
    CHECK(audited.run() == 1);
    audited.make_account("ann");
    {
        auto access = audited.open_access();
        CHECK(must(access.log_in({"ann", kGood, {}, "192.0.2.1"}, kNow)).outcome ==
              access::LogIn::Outcome::kIn);
    }
    CHECK(audited.run() == 2);
    CHECK(audited.run() == 0);
    const auto all = audited.recorded();
    REQUIRE(all.size() == 3);
    CHECK(all[0].find("\"whom\":\"admin\"") != std::string::npos);
    CHECK(all[1].find("\"what\":\"account-made\"") != std::string::npos);
    CHECK(all[2] == "{\"event\":3,\"at\":" + std::to_string(kNow) +
                        ",\"what\":\"logged-in\",\"who\":\"ann\",\"whom\":\"ann\","
                        "\"address\":\"192.0.2.1\"}");
}

TEST_CASE("a leaf shows no name, and commits to who it was") {
    const Audited audited;
    audited.make_account("ann");
    (void)audited.run();
    const auto folder = audited.open_folder();
    const auto entry = must(folder->store().entry(2));
    CHECK(entry.leaf.find("ann") == std::string::npos);
    CHECK(entry.leaf.find("console") == std::string::npos);
    const auto vault = must(folder->store().vault(2));
    const auto text = record::leaf_text(1, entry.leaf);
    record::Leaf leaf;
    must(record::read_leaf(text, leaf));
    CHECK(leaf.hash("by_commit") == record::commit(vault.salts.at(0), "by_commit", "console"));
}

TEST_CASE("a crash between the record and the mark records nothing twice") {
    const Audited audited;
    (void)audited.run();
    for (int i = 0; i < 40; ++i) audited.make_account("a" + std::to_string(i));
    const auto before = must(audited.open_access().audit_mark());
    CHECK(audited.run() == 40);
    must(audited.open_access().set_audit_mark(before));  // as if it had never come to that
    audited.make_account("last");
    CHECK(audited.run() == 1);
    CHECK(audited.recorded().size() == 42);
    must(audited.open_access().set_audit_mark({}));
    CHECK(audited.run() == 0);
}

TEST_CASE("a file of accounts that was put back is recorded from there on, nothing twice") {
    const Audited audited;
    audited.make_account("ann");
    CHECK(audited.run() == 2);
    audited.keep("access.db");
    audited.make_account("ben");
    CHECK(audited.run() == 1);
    audited.put_back("access.db");
    audited.make_account("cem");  // another event with the number of the one before
    CHECK(audited.run() == 1);
    audited.make_account("dan");
    CHECK(audited.run() == 1);
    const auto all = audited.recorded();
    REQUIRE(all.size() == 5);
    CHECK(all[2].find("ben") != std::string::npos);
    CHECK(all[3].find("cem") != std::string::npos);
}

TEST_CASE("a record that was put back gets the events again that it had lost") {
    const Audited audited;
    CHECK(audited.run(false) == 1);
    audited.keep("record/store.db");
    audited.make_account("ann");
    CHECK(audited.run(false) == 1);
    audited.put_back("record/store.db");
    CHECK(audited.run(false) == 1);
    CHECK(audited.recorded().size() == 2);
}

TEST_CASE("lock-outs are not recorded one by one but in the hour's count") {
    const Audited audited;
    audited.make_account("ann");
    {
        auto access = audited.open_access();
        for (int i = 0; i < 12; ++i)
            (void)must(access.log_in({"ann", "not this one", {}, "192.0.2.1"}, kNow));
        must(access.note_failures(kNow + 7200));
    }
    CHECK(audited.run() == 3);
    const auto all = audited.recorded();
    CHECK(all[2].find("\"what\":\"log-ins-failed\",\"whom\":\"ann\",\"detail\":\"wrong 10, "
                      "locked 1\"") != std::string::npos);
}
