#include "audit/visit_beside.h"

#include <utility>

namespace mizan::audit {

namespace {

constexpr std::size_t kAhead = 8;  // bundles of 256 entries

}  // namespace

VisitBeside::VisitBeside(EntryVisitor& next) : next_(next), thread_([this] { work(); }) {}

VisitBeside::~VisitBeside() { finish(); }

void VisitBeside::visit(std::uint64_t first, std::span<const std::string_view> entries) {
    Bundle bundle;
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_.size() < kAhead; });
        if (!spare_.empty()) {
            bundle = std::move(spare_.back());
            spare_.pop_back();
        }
    }
    bundle.first = first;
    bundle.bytes.clear();
    bundle.ends.clear();
    for (const auto entry : entries) {
        bundle.bytes.append(entry);
        bundle.ends.push_back(bundle.bytes.size());
    }
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(bundle));
    }
    changed_.notify_all();
}

void VisitBeside::finish() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void VisitBeside::work() {
    std::vector<std::string_view> entries;
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto bundle = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        changed_.notify_all();
        entries.clear();
        std::size_t begin = 0;
        for (const auto end : bundle.ends) {
            entries.push_back(std::string_view(bundle.bytes).substr(begin, end - begin));
            begin = end;
        }
        next_.visit(bundle.first, entries);
        lock.lock();
        spare_.push_back(std::move(bundle));
    }
}

}  // namespace mizan::audit
