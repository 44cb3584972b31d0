// A sealed record is proved like any other, and what its leaf commits to is opened by name.
#include "service/prove.h"

#include <doctest/doctest.h>

#include <string>

#include "audit/check_proof.h"
#include "base/files.h"
#include "record/seal.h"
#include "service/fsck.h"
#include "service/log_status.h"
#include "service/orders.h"
#include "service/publish_logs.h"
#include "store/history.h"
#include "support/scratch_folder.h"

using namespace mizan;
using record::Kind;
using test::must;

namespace {

constexpr std::uint64_t kFlagged = 1'790'000'000;

class FlagRecord {
public:
    FlagRecord() {
        folder_ = must(service::RecordFolder::open({scratch_ / "record", {}, true}));
        (void)must(folder_->make_log_key(test::kPlatform, {}));
    }
    service::RecordFolder& folder() { return *folder_; }
    record::RecordId put(record::Draft draft) {
        return test::put(folder_->store(), std::move(draft)).record;
    }
    void publish(std::uint64_t later) {
        (void)must(service::publish_logs(*folder_, {}, kFlagged + later, {}));
    }
    Result<service::Proof> prove(record::RecordId id, std::vector<std::string> open) {
        service::RecordQuery query;
        query.record = id;
        return service::prove(*folder_, query, {std::move(open), {}}, kFlagged + 8000);
    }
    // What the proof opens, as an auditor sees it.
    std::vector<audit::Opened> opened(record::RecordId id, std::vector<std::string> open) {
        const auto file = must(prove(id, std::move(open))).file;
        const auto key = must(folder_->log_key(test::kPlatform)).key();
        return must(audit::check_proof(file, {key, {}}, {})).record.opened;
    }
    static record::Draft flag(Kind kind = Kind::kFlag) {
        auto draft = test::flag(1, kind);
        draft.at = kFlagged;
        draft.vault.decision = "12";
        record::seal(draft);
        return draft;
    }

private:
    test::ScratchFolder scratch_;
    std::unique_ptr<service::RecordFolder> folder_;
};

void check_opened(const std::vector<audit::Opened>& opened, const std::vector<std::string>& fields,
                  const std::vector<std::string>& values) {
    REQUIRE(opened.size() == fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        CHECK(opened[i].field == fields[i]);
        CHECK(opened[i].value == values[i]);
    }
}

}  // namespace

TEST_CASE(
    "a flag, a case and a hold are promised, then proved, and opened by the names of their "
    "fields") {
    FlagRecord record;
    const auto flag = record.put(FlagRecord::flag());
    const auto of_case = record.put(FlagRecord::flag(Kind::kCase));
    const auto hold = record.put(
        service::sealed_draft(Kind::kHold, flag, {}, {"court", "asked", "clerk"}, kFlagged));
    auto waits =
        service::sealed_draft(Kind::kErasure, of_case, {}, {"gdpr", "asked", "clerk"}, kFlagged);
    waits.outcome = record::kDeferred;
    const auto erasure = record.put(waits);
    record.publish(60);
    CHECK(must(record.prove(flag, {"kind_commit"})).due != 0);  // a promise, and nothing is opened
    record.publish(7200);
    const std::vector<std::string> all(record::kSealedCommitments.begin(),
                                       record::kSealedCommitments.end());
    const std::string body = R"({"reason":"spam"})";
    check_opened(record.opened(flag, all), all, {"flag", "p1", "reader", body, "12"});
    check_opened(record.opened(of_case, all), all, {"case", "p1", "reader", body, "12"});
    check_opened(record.opened(flag, {"body_commit", "kind_commit"}),
                 {"body_commit", "kind_commit"}, {body, "flag"});
    const auto told = record.opened(hold, all);
    check_opened(told, all, {"hold", std::to_string(flag), "clerk", told.at(3).value, {}});
    CHECK(told[3].value.find("court") != std::string::npos);
    CHECK(record.opened(erasure, {"subject_commit"}).at(0).value == std::to_string(of_case));
    CHECK(record.opened(flag, {}).empty());
    service::RecordQuery query;
    query.record = flag;
    CHECK(must(service::show_record(record.folder(), query))
              .ends_with(
                  R"("post":"p1","actor":"reader","input":"{\"reason\":\"spam\"}","link":"12"})"));
    CHECK(record.prove(flag, {"input_commit"}).error().code == Code::kUsage);
}

TEST_CASE("what was erased of a flag is opened no more, and its leaf is still proved") {
    FlagRecord record;
    const auto flag = record.put(FlagRecord::flag());
    record.publish(60);
    record.publish(7200);
    const auto entry = must(record.folder().store().entry(flag));
    (void)record.put(service::erasure_draft(entry, 0, false, record::kDone, {"gdpr", {}, "clerk"},
                                            kFlagged + 7300, false));
    CHECK(record.prove(flag, {"body_commit"}).error().code == Code::kRecordErased);
    CHECK(record.opened(flag, {}).empty());
}

TEST_CASE("fsck holds flags and cases against their leaves") {
    FlagRecord record;
    for (const auto kind : {Kind::kFlag, Kind::kCase}) (void)record.put(FlagRecord::flag(kind));
    record.publish(60);
    CHECK(must(service::fsck(record.folder())).faults.empty());
    auto other = FlagRecord::flag();
    other.vault.input += " ";
    const auto id = record.put(other);
    record.publish(120);
    const auto faults = must(service::fsck(record.folder())).faults;
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].where == "record " + std::to_string(id));
    CHECK(faults[0].what.find("body_commit") != std::string::npos);
}
