#include "store/sqlite/waiting.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/archive.h"
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
        return fail({Code::kStoreCorrupt, "posts that wait for a frame are damaged", "waiting"});
    return batch;
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
    MZ_TRY(insert_, db_.prepare("INSERT INTO waiting VALUES(NULL,?,?,?)"));
    MZ_TRY(remove_, db_.prepare("DELETE FROM waiting"));
    MZ_TRY(auto rows,
           db_.prepare("SELECT p.name, w.posts, w.platform, w.checked FROM waiting w LEFT JOIN "
                       "platforms p ON p.id = w.platform ORDER BY w.id"));
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return {};
        const auto bytes = rows.bytes_at(1);
        if (RowCheck().number(rows.number_at(2)).bytes(bytes).value() != rows.number_at(3))
            return fail(
                {Code::kStoreCorrupt, "posts that wait for a frame have changed", "waiting"});
        MZ_TRY(const auto batch, read_waiting(bytes));
        for (const auto& post : batch.posts) (void)expect(post.tag);
        gather(std::string(rows.bytes_at(0)), batch);
    }
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
    const auto bytes = waiting_bytes(batch);
    return insert_->start()
        .number(platform_id)
        .blob(bytes)
        .number(RowCheck().number(platform_id).bytes(bytes).value())
        .run();
}

Result<std::vector<Waiting::Group>> Waiting::take() {
    if (size_ > 0) MZ_CHECK(remove_->start().run());
    tags_.clear();
    size_ = 0;
    return std::exchange(groups_, {});
}

}  // namespace mizan::store
