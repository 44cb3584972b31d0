#include "service/replay.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <utility>

#include "base/files.h"
#include "base/limits.h"
#include "feeds/chunker.h"
#include "feeds/record_reader.h"
#include "feeds/source.h"
#include "model/json.h"
#include "model/post_json.h"
#include "policy/bundle.h"
#include "record/decision.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "sanction/restrain.h"
#include "service/decide.h"
#include "service/post_line.h"
#include "service/record_lookup.h"

namespace mizan::service {

namespace {

// Members of a decision's JSON. No text within it looks like one: its quotes are escaped there.
constexpr std::string_view kHaltedMember = ",\"brake\":\"on\"";
constexpr std::string_view kFoldedMember = ",\"folded\":true";
constexpr std::string_view kStrikesMember = ",\"author_strikes\":";
constexpr std::string_view kViewsMember = ",\"post_views\":";

// The number that follows a member's name; 0: there is no such member.
std::uint32_t number_in(std::string_view json, std::string_view member) {
    const auto at = json.find(member);
    std::uint32_t number = 0;
    if (at != json.npos)
        (void)std::from_chars(json.data() + at + member.size(), json.data() + json.size(), number);
    return number;
}

// The engines that decisions were made with, each loaded once; null where one is not to be had.
class Engines {
public:
    explicit Engines(RecordFolder& folder) : folder_(folder) {}

    // By the record of an activation.
    Result<Decider*> at(record::RecordId activation) {
        const auto [at, fresh] = deciders_.try_emplace(activation);
        if (fresh) {
            MZ_TRY(at->second, load(activation));
        }
        return at->second.get();
    }

private:
    Result<std::unique_ptr<Decider>> load(record::RecordId activation) {
        const auto entry = folder_.store().entry(activation);
        record::Leaf leaf;
        std::string text;
        if (entry) text = record::leaf_text(0, entry->leaf);
        if (!entry || !record::read_leaf(text, leaf) || leaf.type != record::LeafType::kPolicy)
            return fail({Code::kStoreCorrupt, "decisions cite an activation that is not there",
                         "record " + std::to_string(activation)});
        const auto base = folder_.archive_path() + "/";
        const auto bytes = read_file(base + to_hex(leaf.hash("policy_bundle_sha256")) + ".bundle",
                                     limits::kBundleBytes);
        auto policy = bytes ? policy::from_bundle(*bytes) : fail(bytes.error());
        if (!policy) return from_source(leaf);
        return with_model(*std::move(policy), leaf);
    }
    // A bundle that is missing, damaged or of another format is made anew from the source, if that gives the same semantics.
    Result<std::unique_ptr<Decider>> from_source(const record::Leaf& leaf) {
        const auto version = to_hex(leaf.hash("policy_source_sha256"));
        auto loaded = load_policy_alone(folder_.archive_path() + "/" + version + ".policy", {});
        if (!loaded || loaded->policy->version != version ||
            loaded->policy->semantics_level != leaf.number("semantics"))
            return std::unique_ptr<Decider>();
        return with_model(std::move(loaded->policy), leaf);
    }
    Result<std::unique_ptr<Decider>> with_model(std::shared_ptr<const policy::Policy> policy,
                                                const record::Leaf& leaf) {
        std::shared_ptr<const score::Scorer> scorer;
        const auto hash = leaf.hash("score_model_sha256");
        if (hash != Sha256{}) {
            auto model = load_model(folder_.archive_path() + "/" + to_hex(hash) + ".model");
            if (!model) return std::unique_ptr<Decider>();
            scorer = std::make_shared<const score::Scorer>(*std::move(model), policy);
        }
        return std::make_unique<Decider>(std::move(policy), std::move(scorer));
    }

    RecordFolder& folder_;
    std::map<record::RecordId, std::unique_ptr<Decider>> deciders_;
};

// A post that the platform gives again.
struct Given {
    std::string input;  // canonical JSON
    std::string id;
    record::Tag tag;
    std::uint32_t revision = 0;
};

class Replay {
public:
    Replay(RecordFolder& folder, std::string platform, const ReplayOptions& options)
        : folder_(folder), platform_(std::move(platform)), options_(options), engines_(folder) {}

    Result<ReplayReport> run() {
        MZ_CHECK(read_posts());
        MZ_TRY(const auto wanted, draw());
        for (const auto id : wanted) {
            MZ_TRY(const auto entry, folder_.store().entry(id));
            MZ_CHECK(entry.kind == record::Kind::kBatch ? batch(entry) : decision(entry));
        }
        return std::move(report_);
    }

private:
    Result<void> read_posts() {
        feeds::RecordReader reader(feeds::FieldMap{});
        for (const auto& path : options_.posts) {
            MZ_TRY(auto source, feeds::open_source(path));
            feeds::LineChunker chunker(*source, feeds::Format::kAuto, feeds::FieldMap{});
            feeds::Chunk chunk;
            while (true) {
                MZ_TRY(const bool more, chunker.next(chunk));
                if (!more) break;
                reader.begin(chunk);
                Post post;
                for (auto step = reader.next(post); step != feeds::Step::kEnd;
                     step = reader.next(post))
                    if (step == feeds::Step::kPost) give(post, chunk.source);
            }
        }
        return {};
    }
    void give(const Post& post, std::string_view input_name) {
        const auto source = source_of(options_.source, post.id, input_name);
        Given given;
        append_post_json(given.input, post);
        given.id = post.id;
        given.revision = post.revision;
        const auto platform = post.platform.empty() ? std::string_view(platform_) : post.platform;
        given.tag = folder_.tags().tag(platform, source, post.id);
        const auto tag = given.tag;
        posts_.emplace(tag, std::move(given));
    }

    // The records to decide again: all of them, or some drawn at random.
    Result<std::vector<record::RecordId>> draw() {
        std::vector<record::RecordId> ids;
        MZ_CHECK(folder_.store().each(platform_, 0, [&](const store::Entry& entry) {
            const bool decided =
                entry.kind == record::Kind::kDecision || entry.kind == record::Kind::kBatch;
            if (decided && !entry.lost && under_policy(entry)) ids.push_back(entry.id);
            return true;
        }));
        if (!options_.sample || *options_.sample >= ids.size()) return ids;
        // Those whose number comes out smallest when it is hashed with the seed.
        const auto place = [this](record::RecordId id) {
            const auto hash =
                sha256("mizan/replay/" + std::to_string(options_.seed) + "/" + std::to_string(id));
            return std::pair(hash, id);
        };
        std::sort(ids.begin(), ids.end(), [&](auto a, auto b) { return place(a) < place(b); });
        ids.resize(*options_.sample);
        return ids;
    }
    bool under_policy(const store::Entry& entry) {
        if (options_.policy.empty()) return true;
        const auto activation = folder_.store().entry(entry.about);
        const auto text = activation ? record::leaf_text(0, activation->leaf) : std::string();
        if (!record::read_leaf(text, leaf_)) return true;
        const auto policy = leaf_.word("policy");
        const auto at = policy.find('@');
        return at != policy.npos && policy.substr(at + 1).starts_with(options_.policy);
    }
    Result<Decider*> engine_of(const store::Entry& entry) { return engines_.at(entry.about); }
    void different(const store::Entry& entry, const std::string& what) {
        ++report_.different;
        if (report_.differences.size() < options_.differences)
            report_.differences.push_back("record " + std::to_string(entry.id) + ": " + what);
    }
    // The decision of a post that is given as JSON. What a service saw when it was made is in the recorded one: that the clause's
    // brake was on, or that the author's undecided posts were past their cap; their strikes, the post's views.
    Result<std::string> decide(Decider& decider, const std::string& input,
                               std::string_view recorded) {
        Post post;
        MZ_CHECK(lines_.read(input, "the recorded post", post));
        auto& decision = decider.decide(post);
        if (recorded.find(kHaltedMember) != recorded.npos) sanction::halt(decision);
        if (recorded.find(kFoldedMember) != recorded.npos && sanction::may_fold(post, decision))
            sanction::fold(decision);
        decision.author_strikes = number_in(recorded, kStrikesMember);
        decision.post_views = number_in(recorded, kViewsMember);
        std::string json;
        append_json(json, decision);
        return json;
    }

    Result<void> decision(const store::Entry& entry) {
        const auto vault = folder_.store().vault(entry.id);
        if (!vault && vault.error().code == Code::kRecordErased) {
            ++report_.erased;
            return {};
        }
        if (!vault) return fail(vault.error());
        if (record::is_by_person(vault->decision)) {
            ++report_.by_people;
            return {};
        }
        MZ_TRY(auto* const decider, engine_of(entry));
        if (decider == nullptr) {
            ++report_.engine_unavailable;
            return {};
        }
        const auto again = decide(*decider, vault->input, vault->decision);
        if (again && *again == vault->decision) {
            ++report_.equal;
        } else {
            different(entry, again ? "it is decided otherwise now" : again.error().message);
        }
        return {};
    }

    Result<void> batch(const store::Entry& entry) {
        MZ_TRY(const auto stored, folder_.store().frame(entry.id));
        MZ_TRY(const auto frame, record::FrameView::read(stored.bytes));
        MZ_TRY(auto* const decider, engine_of(entry));
        const auto salts = stored.salts;
        for (std::size_t i = 0; i < frame.size(); ++i) {
            const auto slot = frame.slot(i);
            const auto salt = salts.salt(i);
            const auto* given = given_for(slot);
            if (!salt) {
                ++report_.erased;
            } else if (given == nullptr) {
                ++report_.input_withheld;
            } else if (decider == nullptr) {
                ++report_.engine_unavailable;
            } else {
                check_slot(entry, *decider, slot, *salt, *given);
            }
        }
        return {};
    }
    const Given* given_for(const record::Slot& slot) const {
        const auto [first, end] = posts_.equal_range(slot.tag);
        const auto at = std::find_if(
            first, end, [&](const auto& g) { return g.second.revision == slot.revision; });
        return at == end ? nullptr : &at->second;
    }
    void check_slot(const store::Entry& entry, Decider& decider, const record::Slot& slot,
                    const record::Salt& salt, const Given& given) {
        const auto again = decide(decider, given.input, {});
        const auto tail = again ? sha256(record::tail_of(*again)) : Sha256{};
        const auto value = record::post_value(sha256(given.input), tail);
        if (record::commit(salt, record::kPostField, value) == slot.commitment) {
            ++report_.equal;
        } else {
            different(entry, "post " + given.id + " is another one now, or is decided otherwise");
        }
    }

    RecordFolder& folder_;
    std::string platform_;
    const ReplayOptions& options_;
    Engines engines_;
    PostLine lines_;
    record::Leaf leaf_;
    std::multimap<record::Tag, Given> posts_;
    ReplayReport report_;
};

}  // namespace

Result<ReplayReport> replay(RecordFolder& folder, const ReplayOptions& options) {
    MZ_TRY(auto platform, platform_of(folder.store(), options.platform));
    return Replay(folder, std::move(platform), options).run();
}

}  // namespace mizan::service
