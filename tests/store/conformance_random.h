// Conformance of stores: random histories against a model of a few maps. See conformance.h.
#pragma once

#include <map>
#include <random>
#include <set>
#include <tuple>

#include "store/history.h"

namespace mizan::test {

using enum record::AnswerState;
using record::Kind;

// What a store should say, in the plainest way.
class StoreModel {
public:
    using Key = std::tuple<std::string, std::uint64_t, std::uint32_t, std::string>;
    struct Kept {
        Sha256 input{};
        record::Answer at;
        bool erased = false;
    };

    [[nodiscard]] record::AnswerState expected(const Key& key, const Sha256& input) const {
        const auto it = kept.find(key);
        if (it == kept.end()) return kNew;
        if (it->second.erased) return kErased;
        return it->second.input == input ? kKnown : kConflict;
    }
    void answered(const Key& key, const Sha256& input, const record::Answer& answer) {
        const auto state = expected(key, input);
        CHECK(answer.state == state);
        if (state == kNew) {
            kept[key] = {input, answer, false};
        } else {
            CHECK(answer.record == kept[key].at.record);
            CHECK(answer.slot == kept[key].at.slot);
            CHECK(answer.in_batch == kept[key].at.in_batch);
        }
    }

    std::map<Key, Kept> kept;
    std::set<record::RecordId> held;
};

template <class Backend> class RandomHistory {
public:
    explicit RandomHistory(std::uint32_t seed) : random_(seed) {}

    void run(int steps) {
        for (int i = 0; i < steps; ++i) {
            const auto what = below(100);
            if (what < 60) {
                decide();
            } else if (what < 75) {
                erase();
            } else if (what < 85) {
                hold_or_release();
            } else if (what < 90) {
                auto tick = outcome({}, {}, platform());
                tick.sequence_sealed = true;
                (void)must(backend_.store().commit(tick));
            } else if (what < 95) {
                backend_.reopen();
            } else {
                check();
            }
        }
        check();
    }

private:
    std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
    std::string platform() { return below(3) == 0 ? "b" : "a"; }

    // Few posts, revisions and purposes: keys come again often.
    void decide() {
        static constexpr const char* kPurposes[] = {"moderation", "moderation", "rescan/2"};
        const auto where = platform();
        const std::string purpose = kPurposes[below(3)];
        auto mine = outcome({}, {}, where);
        std::vector<std::pair<StoreModel::Key, Sha256>> of_records, of_posts;
        for (auto n = below(4); n-- > 0;) {
            auto draft = decision(below(40), below(3), purpose);
            const auto post = std::stoull(draft.vault.post.substr(1));
            if (below(8) == 0) draft.vault.input += " changed";
            of_records.push_back(
                {{where, post, draft.revision, purpose}, sha256(draft.vault.input)});
            mine.records.push_back(std::move(draft));
        }
        std::vector<record::OrdinaryPost> posts;
        for (auto n = below(10); n-- > 0;) {
            const std::uint64_t number = below(40);
            auto post = ordinary(number, below(3));
            if (below(8) == 0) post.input = sha256("changed");
            of_posts.push_back({{where, number, post.revision, purpose}, post.input});
            posts.push_back(post);
        }
        mine.batches.push_back(batch(posts, purpose));
        const auto done = must(backend_.store().commit(mine));
        for (std::size_t i = 0; i < of_records.size(); ++i)
            model_.answered(of_records[i].first, of_records[i].second, done.records[i]);
        for (std::size_t i = 0; i < of_posts.size(); ++i)
            model_.answered(of_posts[i].first, of_posts[i].second, done.batches[0][i]);
    }
    auto any() {
        auto at = model_.kept.begin();
        std::advance(at, below(static_cast<std::uint32_t>(model_.kept.size())));
        return at;
    }
    void erase() {
        if (model_.kept.empty()) return;
        const auto at = any();
        auto& kept = at->second;
        const auto done = backend_.store().commit(
            outcome({erasure(kept.at.record, kept.at.slot)}, {}, std::get<0>(at->first)));
        if (model_.held.contains(kept.at.record)) {
            CHECK(code_of(done) == "record-conflict");
        } else if (kept.erased) {
            CHECK(code_of(done) == "record-erased");
        } else {
            CHECK(done);
            kept.erased = true;
        }
    }
    void hold_or_release() {
        if (model_.kept.empty()) return;
        const auto at = any();
        const auto id = at->second.at.record;
        const bool held = model_.held.contains(id);
        const auto kind = below(2) == 0 ? Kind::kHold : Kind::kRelease;
        const auto done =
            backend_.store().commit(outcome({about(kind, id)}, {}, std::get<0>(at->first)));
        CHECK(bool(done) == (kind == Kind::kHold || held));
        if (kind == Kind::kHold) model_.held.insert(id);
        if (kind == Kind::kRelease) model_.held.erase(id);
    }

    void check() {
        auto& store = backend_.store();
        check_whole(store);
        const auto views = backend_.views();
        must(store.rebuild_views());
        CHECK(backend_.views() == views);
        std::map<std::pair<std::string, std::uint64_t>, std::vector<const StoreModel::Kept*>> posts;
        for (const auto& [key, kept] : model_.kept) {
            posts[{std::get<0>(key), std::get<1>(key)}].push_back(&kept);
            CHECK(must(store.is_held(kept.at.record)) == model_.held.contains(kept.at.record));
            if (!kept.at.in_batch) CHECK(bool(store.vault(kept.at.record)) == !kept.erased);
        }
        for (const auto& [post, all] : posts) {
            const auto found = must(store.find(post.first, tag_of(post.second), true));
            CHECK(found.size() == all.size());
            int in_force = 0;
            for (const auto& f : found) {
                const StoreModel::Key key{post.first, post.second, f.revision, f.purpose};
                REQUIRE(model_.kept.contains(key));
                const auto& kept = model_.kept[key];
                CHECK(f.record == kept.at.record);
                CHECK(f.slot == kept.at.slot);
                CHECK(f.erased == kept.erased);
                in_force += f.in_force ? 1 : 0;
                if (!f.in_force) continue;
                for (const auto& other : found)
                    CHECK(std::pair(other.revision, other.record) <=
                          std::pair(f.revision, f.record));
            }
            CHECK(in_force == 1);
        }
    }

    std::mt19937 random_;
    Backend backend_;
    StoreModel model_;
};

TEST_CASE_TEMPLATE_DEFINE("a store agrees with a few maps, whatever happens to it", Backend,
                          store_random) {
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        RandomHistory<Backend>(seed).run(150);
    }
}

}  // namespace mizan::test
