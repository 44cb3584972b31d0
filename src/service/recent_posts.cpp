#include "service/recent_posts.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mizan::service {

namespace {

class Gathering {
public:
    Gathering(store::Store& store, std::size_t count) : store_(store), count_(count) {}

    [[nodiscard]] bool is_full() const {
        return posts_.size() == count_ || bytes_ >= kRecentBytes || walked_ >= kRecentWalked;
    }
    Result<void> add(const store::Entry& entry) {
        ++walked_;
        if (entry.kind != record::Kind::kDecision || entry.lost) return {};
        if (!seen_.insert(entry.tag).second) return {};
        auto vault = store_.vault(entry.id);
        if (!vault && vault.error().code == Code::kRecordErased) return {};
        if (!vault) return fail(vault.error());
        bytes_ += vault->input.size();
        posts_.push_back(std::move(vault->input));
        return {};
    }
    [[nodiscard]] std::vector<std::string> take() { return std::move(posts_); }

private:
    store::Store& store_;
    const std::size_t count_;
    std::size_t bytes_ = 0;
    std::size_t walked_ = 0;
    std::set<record::Tag> seen_;
    std::vector<std::string> posts_;
};

}  // namespace

Result<std::vector<std::string>> recent_posts(RecordFolder& folder, const std::string& platform,
                                              std::size_t count) {
    auto& store = folder.store();
    Gathering gathering(store, count);
    MZ_TRY(const auto log, store.log_state(platform));
    // Those that are not in the log's tiles yet, which can only be walked from the oldest on.
    store::RecordId last = 0;
    if (log.integrated > 0) {
        MZ_TRY(const auto entry, store.entry_at(platform, log.integrated - 1));
        last = entry.id;
    }
    std::vector<store::RecordId> fresh;
    MZ_CHECK(store.each(platform, last, [&](const store::Entry& entry) {
        if (entry.kind == record::Kind::kDecision) fresh.push_back(entry.id);
        return true;
    }));
    for (auto id = fresh.rbegin(); id != fresh.rend() && !gathering.is_full(); ++id) {
        MZ_TRY(const auto entry, store.entry(*id));
        MZ_CHECK(gathering.add(entry));
    }
    // Then the log backwards. Nothing is given twice: a post is known by its tag.
    for (auto index = log.integrated; index > 0 && !gathering.is_full(); --index) {
        MZ_TRY(const auto entry, store.entry_at(platform, index - 1));
        MZ_CHECK(gathering.add(entry));
    }
    return gathering.take();
}

}  // namespace mizan::service
