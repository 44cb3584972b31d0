#include "store/sqlite/waiting.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/archive.h"
#include "record/commitment.h"
#include "store/sqlite/row_check.h"

namespace mizan::store {

namespace {

constexpr std::size_t kPostBytes = sizeof(record::Tag) + 3 * sizeof(std::uint32_t) + sizeof(Sha256);

// One post after the other, each of kPostBytes.
std::string packed_posts(const record::Batch& batch) {
    std::string out(batch.posts.size() * kPostBytes, '\0');
    auto* at = out.data();
    const auto put = [&at](const auto& value) {
        std::memcpy(at, &value, sizeof value);
        at += sizeof value;
    };
    for (const auto& post : batch.posts) {
        put(post.tag.bytes);
        put(post.revision);
        put(post.views);
        put(post.tail);
        put(post.input);
    }
    return out;
}

bool unpack_posts(std::string_view bytes, record::Batch& batch) {
    if (bytes.size() % kPostBytes != 0) return false;
    const auto* at = bytes.data();
    const auto get = [&at](auto& value) {
        std::memcpy(&value, at, sizeof value);
        at += sizeof value;
    };
    batch.posts.resize(bytes.size() / kPostBytes);
    for (auto& post : batch.posts) {
        get(post.tag.bytes);
        get(post.revision);
        get(post.views);
        get(post.tail);
        get(post.input);
        if (post.tail >= batch.tails.size()) return false;
    }
    return true;
}

std::string waiting_bytes(const record::Batch& batch) {
    ArchiveWriter out;
    const auto& setting = batch.setting;
    out(setting.policy, setting.activation, setting.activation_record, setting.engine,
        setting.bundle, batch.purpose, batch.at, static_cast<std::uint32_t>(batch.tails.size()));
    for (const auto& tail : batch.tails) out(tail.text, tail.coverage);
    out(packed_posts(batch));
    return std::move(out).take();
}

// A part of a group of the file: the platform, the length, the posts.
constexpr std::size_t kPartHead = sizeof(std::uint64_t) + sizeof(std::uint32_t);

std::string_view view_of(const WaitingFile::Epoch& epoch) {
    return {reinterpret_cast<const char*>(epoch.data()), epoch.size()};
}

std::unexpected<Error> changed(const std::string& what) {
    return fail({Code::kStoreCorrupt, what, "waiting"});
}

bool stand_together(const record::Batch& a, const record::Batch& b) {
    return a.at == b.at && a.purpose == b.purpose && a.setting == b.setting;
}

}  // namespace

Result<record::Batch> read_waiting(std::string_view bytes) {
    record::Batch batch;
    auto& setting = batch.setting;
    std::uint32_t tails = 0;
    std::string posts;
    ArchiveReader in(bytes);
    in(setting.policy, setting.activation, setting.activation_record, setting.engine,
       setting.bundle, batch.purpose, batch.at, tails);
    for (std::uint32_t i = 0; in.ok() && i < tails; ++i) {
        auto& tail = batch.tails.emplace_back();
        in(tail.text, tail.coverage);
        if (tail.coverage > record::kNotCovered) break;
    }
    in(posts);
    if (!in.ok() || !in.at_end() || batch.tails.size() != tails || !unpack_posts(posts, batch))
        return changed("posts that wait for a frame are damaged");
    return batch;
}

Result<std::optional<WaitingFile::Epoch>> read_epoch(sqlite::Database& db) {
    MZ_TRY(const auto has_one,
           db.number("SELECT count(*) FROM sqlite_schema WHERE name = 'waiting_file'"));
    if (has_one == 0) return std::nullopt;
    MZ_TRY(auto row, db.prepare("SELECT epoch, checked FROM waiting_file"));
    MZ_TRY(const bool there, row.row());
    WaitingFile::Epoch epoch{};
    if (!there || row.bytes_at(0).size() != epoch.size() ||
        RowCheck().bytes(row.bytes_at(0)).value() != row.number_at(1))
        return changed("it is not known any more which posts wait in the file");
    std::memcpy(epoch.data(), row.bytes_at(0).data(), epoch.size());
    return epoch;
}

Result<WaitingFile::Epoch> renew_epoch(sqlite::Database& db) {
    WaitingFile::Epoch epoch;
    record::fill_random(epoch.data(), epoch.size());
    MZ_TRY(auto set, db.prepare("UPDATE waiting_file SET epoch = ?, checked = ?"));
    MZ_CHECK(
        set.start().blob(view_of(epoch)).number(RowCheck().bytes(view_of(epoch)).value()).run());
    return epoch;
}

std::uint64_t Waiting::word(const record::Tag& tag) {
    std::uint64_t w = 0;
    std::memcpy(&w, tag.bytes.data(), sizeof w);
    return w;
}

Result<void> Waiting::load() {
    groups_.clear();
    tags_.clear();
    size_ = 0;
    added_.clear();
    added_size_ = 0;
    in_file_ = false;
    next_epoch_.reset();
    MZ_TRY(insert_, db_.prepare("INSERT INTO waiting VALUES(NULL,?,?,?)"));
    MZ_TRY(remove_, db_.prepare("DELETE FROM waiting"));
    MZ_CHECK(load_table());
    MZ_TRY(epoch_, read_epoch(db_));
    if (!file_) return {};
    MZ_TRY(const auto bytes, WaitingFile::read(database_));
    return take_in(bytes);
}

Result<void> Waiting::load_table() {
    MZ_TRY(auto rows,
           db_.prepare("SELECT p.name, w.posts, w.platform, w.checked FROM waiting w LEFT JOIN "
                       "platforms p ON p.id = w.platform ORDER BY w.id"));
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return {};
        const auto bytes = rows.bytes_at(1);
        if (RowCheck().number(rows.number_at(2)).bytes(bytes).value() != rows.number_at(3))
            return changed("posts that wait for a frame have changed");
        MZ_TRY(const auto batch, read_waiting(bytes));
        for (const auto& post : batch.posts) (void)expect(post.tag);
        gather(std::string(rows.bytes_at(0)), batch);
    }
}

Result<void> Waiting::take_in(std::string_view file) {
    if (!epoch_) return {};
    MZ_TRY(const auto found, WaitingFile::groups_in(file, *epoch_));
    for (const auto group : found.groups) MZ_CHECK(take_in_group(group));
    in_file_ = !found.groups.empty();
    if (file_) file_->go_on(*epoch_, static_cast<std::uint32_t>(found.groups.size()), found.end);
    return {};
}

Result<void> Waiting::take_in_group(std::string_view group) {
    MZ_TRY(auto name, db_.prepare("SELECT name FROM platforms WHERE id = ?"));
    ArchiveReader in(group);
    while (!in.at_end()) {
        std::uint64_t platform = 0;
        std::string posts;
        in(platform, posts);
        if (!in.ok()) return changed("posts that wait for a frame are damaged");
        MZ_TRY(const auto batch, read_waiting(posts));
        MZ_TRY(const bool known, name.start().number(platform).row());
        if (!known) return changed("posts of an unknown platform wait for a frame");
        for (const auto& post : batch.posts) (void)expect(post.tag);
        gather(std::string(name.bytes_at(0)), batch);
    }
    return {};
}

void Waiting::gather(const std::string& platform, const record::Batch& batch) {
    auto at = std::ranges::find_if(groups_, [&](const Group& group) {
        return group.platform == platform && stand_together(group.batch, batch);
    });
    if (at == groups_.end()) {
        groups_.push_back({platform, {batch.setting, batch.purpose, batch.at, {}, {}}, {}});
        at = groups_.end() - 1;
    }
    std::vector<std::uint32_t> place;  // [tail of the batch]
    for (const auto& tail : batch.tails) {
        const auto [found, fresh] =
            at->tails.try_emplace(tail.text, static_cast<std::uint32_t>(at->batch.tails.size()));
        if (fresh) at->batch.tails.push_back(tail);
        place.push_back(found->second);
    }
    for (auto post : batch.posts) {
        post.tail = place[post.tail];
        at->batch.posts.push_back(post);
    }
    size_ += batch.posts.size();
}

Result<void> Waiting::add(const std::string& platform, std::uint64_t platform_id,
                          const record::Batch& batch) {
    gather(platform, batch);
    auto posts = waiting_bytes(batch);
    if (!file_ || db_.in_transaction()) return insert(platform_id, posts);
    added_size_ += kPartHead + posts.size();
    added_.push_back({platform_id, std::move(posts)});
    return {};
}

Result<void> Waiting::insert(std::uint64_t platform_id, std::string_view posts) {
    return insert_->start()
        .number(platform_id)
        .blob(posts)
        .number(RowCheck().number(platform_id).bytes(posts).value())
        .run();
}

Result<void> Waiting::put() {
    if (added_.empty()) return {};
    ArchiveWriter group;
    for (const auto& part : added_) group(part.platform_id, part.posts);
    added_.clear();
    added_size_ = 0;
    MZ_CHECK(file_->put(std::move(group).take()));
    in_file_ = true;
    return {};
}

Result<void> Waiting::move_to_table() {
    for (const auto& part : added_) MZ_CHECK(insert(part.platform_id, part.posts));
    added_.clear();
    added_size_ = 0;
    return {};
}

Result<std::vector<Waiting::Group>> Waiting::take() {
    if (size_ > 0) MZ_CHECK(remove_->start().run());
    if (epoch_) {
        MZ_TRY(next_epoch_, renew_epoch(db_));
    }
    tags_.clear();
    size_ = 0;
    return std::exchange(groups_, {});
}

void Waiting::settle() {
    if (!next_epoch_) return;
    epoch_ = std::exchange(next_epoch_, {});
    in_file_ = false;
    if (file_) file_->go_on(*epoch_, 0, 0);
}

}  // namespace mizan::store
