// AccessAudit: puts what happened with accounts, sessions and keys on the public record, each event once.
//
// An event is a record of its own: its leaf says what it was and when it was recorded, and commits to who did it and to the rest. Single
// wrong attempts and lock-outs are not recorded; access folds them to one event for each account and hour.
//
// How each is recorded once: a mark in the file of accounts says which event was recorded last, and as which record. It is written after
// the record. Whoever begins looks at the records after the marked one for events that a crash left unmarked; each bears a keyed hash of
// its event, by which it is known. If the marked record is not the marked event's, as after a backup was put back, all records are
// looked at. Events that only the published log knows (`mizan log adopt`) are recorded again: their contents are gone.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "access/access.h"
#include "base/result.h"
#include "record/tag.h"
#include "service/live_logs.h"
#include "service/record_folder.h"

namespace mizan::service {

// Thread-safe. One process at a time records the events of a file: who has the record open to write.
class AccessAudit {
public:
    // All must outlive it.
    AccessAudit(access::Access& access, RecordFolder& folder, LiveLogs& logs, std::string platform)
        : access_(access), folder_(folder), logs_(logs), platform_(std::move(platform)) {}

    // Records what has happened since; how many events that were. Waits for the disk. Errors: of the file of accounts and of the store;
    // what was not recorded is recorded the next time.
    [[nodiscard]] Result<std::size_t> record_new();

private:
    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<bool> is_marked_record(const access::AuditMark& mark);
    [[nodiscard]] Result<std::size_t> record(const std::vector<access::AccessEvent>& events,
                                             access::AuditMark& last);

    access::Access& access_;
    RecordFolder& folder_;
    LiveLogs& logs_;
    const std::string platform_;

    std::mutex mutex_;  // guards what follows; one records at a time
    bool begun_ = false;
    access::AuditMark mark_;                            // as the file has it, if it fits
    std::uint64_t seen_ = 0;                            // the last event that was looked at
    std::map<record::Tag, record::RecordId> unmarked_;  // recorded, and after the mark
};

// What a record holds of an event.
[[nodiscard]] std::string access_event_json(const access::AccessEvent& event);

}  // namespace mizan::service
