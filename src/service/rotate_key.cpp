#include "service/rotate_key.h"

#include <algorithm>
#include <utility>

#include "base/files.h"
#include "ledger/checkpoint.h"
#include "publish/publisher.h"
#include "record/leaf.h"

namespace mizan::service {

namespace {

// Puts the key on record, unless a rotation that was cut short has done so.
Result<void> announce(RecordFolder& folder, const std::string& platform, const std::string& vkey,
                      std::uint64_t at) {
    bool announced = false;
    MZ_CHECK(
        folder.store().each_of(platform, record::Kind::kKey, 0, [&](const store::Entry& entry) {
            announced = entry.leaf.find(vkey) != std::string::npos;
            return !announced;
        }));
    if (announced) return {};
    record::Draft draft;
    draft.kind = record::Kind::kKey;
    draft.at = at;
    draft.leaf = record::leaf_rest(
        record::LeafType::kConfig, at,
        {std::string_view("key"), std::string_view(vkey), std::uint64_t{0}, std::uint64_t{0}});
    record::Outcome outcome;
    outcome.platform = platform;
    outcome.records.push_back(std::move(draft));
    MZ_CHECK(folder.store().commit(std::move(outcome)));
    return {};
}

}  // namespace

Result<RotatedKey> rotate_key(RecordFolder& folder, const std::string& platform,
                              const Clock& clock) {
    MZ_TRY(const auto old_key, folder.log_key(platform));
    MZ_TRY(const auto new_key, folder.next_log_key(platform, old_key.key().name));
    RotatedKey rotated{ledger::to_vkey(old_key.key()), ledger::to_vkey(new_key.key()), {}};
    MZ_TRY(const auto last_at, folder.store().last_at(platform));
    const auto at = std::max(clock(), last_at);
    MZ_CHECK(announce(folder, platform, rotated.new_vkey, at));
    publish::PublisherOptions options;
    options.platform = platform;
    options.folder = folder.log_path(platform);
    MZ_TRY(auto published,
           publish::Publisher(folder.store(), old_key, std::move(options)).publish(at));

    published.note.signatures.push_back(
        ledger::sign_note(ledger::to_text(published.checkpoint), new_key));
    MZ_TRY(auto log, folder.store().log_state(platform));
    log.checkpoint = ledger::to_string(published.note);
    record::Outcome outcome;
    outcome.platform = platform;
    outcome.log = log;
    MZ_CHECK(folder.store().commit(std::move(outcome)));
    rotated.handover = folder.log_path(platform) + "/checkpoint." + ledger::hex_id(old_key.key());
    MZ_CHECK(write_file_durably(rotated.handover, log.checkpoint, 0644));
    MZ_CHECK(publish::LogFolder(folder.log_path(platform)).put_checkpoint(log.checkpoint));
    MZ_CHECK(folder.take_next_log_key(platform));
    return rotated;
}

}  // namespace mizan::service
