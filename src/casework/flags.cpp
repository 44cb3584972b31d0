#include "casework/flags.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/files.h"
#include "base/hex.h"
#include "cases/retention.h"
#include "casework/attachments.h"
#include "casework/file_owners.h"
#include "casework/record.h"
#include "record/leaf.h"
#include "service/prove.h"

namespace mizan::casework {

namespace {

constexpr std::size_t kAtOnce =
    512;  // flags of a request in one command, so that others' commands come between
constexpr std::uint64_t kPublicationS = 60;

// A flag on its way.
struct Coming {
    cases::FlagOrder order;
    Facts facts;
    std::string key;  // by what it is known again; empty: by nothing
    Result<TakenFlag> taken = TakenFlag{};
    record::Draft draft;
    bool is_new = false;
    bool holds_files = false;  // that waited for it
};

// Before it is on record that flags name them, once for all of a command.
Result<void> make_files_stay(Casework& casework, std::span<const Coming> all) {
    const bool any = std::ranges::any_of(all, &Coming::holds_files);
    return any ? sync_folder(casework.attachments()) : Result<void>();
}

std::string key_of(Casework& casework, const std::string& platform, const Flagger& flagger,
                   const std::string& key) {
    if (key.empty()) return {};
    const auto tag = casework.folder().tags().tag(platform,
                                                  "\x01"
                                                  "flag/" +
                                                      flagger.who,
                                                  key);
    return hex_of(tag.bytes);
}

// Its order was put into it.
Result<void> prepare(Casework& casework, const std::string& platform, const Flagger& flagger,
                     Coming& coming) {
    auto& order = coming.order;
    MZ_CHECK(cases::check(order));
    if (!flagger.is_platform && (!order.user.empty() || order.automated))
        return fail({Code::kAccessForbidden, "only the platform flags for others", "user"});
    if (order.category == cases::Category::kChildSafety) {
        // Of such material nothing is kept.
        MZ_CHECK(drop_named(casework, platform, flagger.who, order.attachments));
        order.attachments.clear();
    } else {
        MZ_CHECK(find_attachments(casework, platform, flagger.who, order.attachments));
    }
    coming.key = key_of(casework, platform, flagger, order.key);
    return {};
}

Result<Facts> facts_of(Casework& casework, const std::string& platform,
                       const cases::FlagOrder& order) {
    MZ_TRY(auto facts, facts_about(casework.folder(), platform, order.subject));
    MZ_TRY(facts.deleted, is_taken_away(casework.folder(), platform, facts, order.author));
    return facts;
}

// What is on record of what each is about; of what must not be kept nothing is looked up.
void look_up(Casework& casework, const std::string& platform, std::span<Coming> all) {
    const auto looked = casework.folder().store().at_once([&]() -> Result<void> {
        for (auto& coming : all) {
            if (!coming.taken || coming.order.category == cases::Category::kChildSafety) continue;
            auto facts = facts_of(casework, platform, coming.order);
            if (facts) coming.facts = *std::move(facts);
            else coming.taken = fail(facts.error());
        }
        return {};
    });
    if (looked) return;
    for (auto& coming : all)
        if (coming.taken) coming.taken = fail(looked.error());
}

// A clause that there is not would be a lane of the queue, and nobody could say how grave its violation is.
Result<void> check_clause(const service::Engine& engine, const cases::FlagOrder& order) {
    if (order.clause.empty() || severity_of(engine, order.clause) != 0) return {};
    return fail({Code::kFieldType,
                 "the policy in force has no such clause; GET /api/v1/policy lists them",
                 "clause"});
}

cases::FlaggerKind kind_of(const cases::FlagOrder& order, const cases::Partner* partner) {
    if (order.automated) return cases::FlaggerKind::kAutomated;
    if (partner == nullptr) return cases::FlaggerKind::kUser;
    return partner->facts.kind == cases::PartnerKind::kGovernment ? cases::FlaggerKind::kGovernment
                                                                  : cases::FlaggerKind::kPartner;
}

std::string subject_text(const cases::Subject& subject) {
    return subject.id.empty() ? subject.url : subject.id;
}

// Whether what was recorded is what is sent now; of what must not be kept nothing could be compared.
bool is_same(const cases::FlagOrder& recorded, const cases::FlagOrder& sent) {
    return recorded == sent || sent.category == cases::Category::kChildSafety;
}

// One that was flagged before under this key; nothing: it was not.
Result<std::optional<TakenFlag>> known(Casework& casework, Session& s, const Coming& coming) {
    if (coming.key.empty()) return std::optional<TakenFlag>();
    MZ_TRY(auto flag, s.tables.flag_by_key(s.platform, coming.key));
    if (!flag) return std::optional<TakenFlag>();
    MZ_TRY(const auto record, s.tables.record_of_flag(s.platform, flag->id));
    TakenFlag taken{*std::move(flag), true, {}};
    const auto another =
        fail({Code::kRecordConflict, "another flag was sent under this key", "key"});
    if (record == 0) {  // a moment ago: in the same request, or in another that is not durable yet
        const auto* order = s.just_received(taken.flag.id);
        if (order == nullptr)
            return fail(
                {Code::kOverload, "a flag of this key is being received; send it again", "key"});
        if (!is_same(*order, coming.order)) return another;
        return std::optional(std::move(taken));
    }
    MZ_TRY(const auto what, recorded(casework.folder().store(), record));
    if (what.events.empty()) return fail({Code::kRecordErased, "this flag was erased", "key"});
    const auto* flagged = std::get_if<cases::Flagged>(&what.events.front().what);
    if (flagged == nullptr || !is_same(flagged->order, coming.order)) return another;
    return std::optional(std::move(taken));
}

Result<bool> is_poor(Casework& casework, Session& s, const std::string& who,
                     const cases::Partner* partner) {
    const auto& limits = casework.rules().flags;
    if (partner != nullptr) return cases::is_poor(limits, partner->reviewed, partner->held);
    MZ_TRY(const auto record, s.tables.find_flagger(s.platform, who));
    return cases::is_poor(limits, record.reviewed, record.held);
}

// It was taken away, or its author was gone, before anybody flagged it.
void add_author_deleted(Deed& deed, const std::optional<cases::Case>& joins, std::uint64_t now) {
    cases::Case opened;
    opened.id = deed.events.front().case_no;
    for (auto& event : cases::author_deleted(joins ? *joins : opened, now))
        deed.events.push_back(std::move(event));
}

// As it stands in the tables then: it may be handed off already.
cases::Flag flag_after(const cases::Events& events) {
    auto flag = cases::flag_of(events.front()).value_or(cases::Flag());
    for (const auto& event : events) (void)cases::apply(flag, event);
    return flag;
}

Result<void> add_facts(Session& s, const Facts& facts, cases::Arrival& arrival) {
    arrival.reach = facts.reach;
    arrival.author = facts.author;
    arrival.lang = facts.lang;
    if (facts.author.empty()) return {};
    MZ_TRY(const auto author, s.tables.standing_of(s.platform, facts.author));
    arrival.author_is = author.is;
    return {};
}

// `is_member`: of some partner, perhaps.
Result<void> take_one(Casework& casework, Session& s, const Flagger& flagger, bool is_member,
                      const service::Engine& engine, Coming& coming) {
    MZ_TRY(auto before, known(casework, s, coming));
    if (before) {
        coming.taken = *std::move(before);
        return {};
    }
    MZ_CHECK(check_clause(engine, coming.order));
    MZ_TRY(const auto last, s.tables.last_numbers(s.platform));
    std::optional<cases::Partner> partner;
    if (is_member) {
        MZ_TRY(partner, s.tables.partner_of_member(s.platform, flagger.who));
    }
    const auto& order = coming.order;
    std::optional<cases::Case> joins;
    if (order.category == cases::Category::kPolicy) {
        MZ_TRY(joins, s.tables.open_about(s.platform, order.subject));
    }
    cases::Arrival arrival;
    arrival.flag = last.flags + 1;
    arrival.joins = joins ? &*joins : nullptr;
    arrival.case_no = joins ? joins->id : last.cases + 1;
    arrival.partner = partner ? &*partner : nullptr;
    if (partner) {
        MZ_TRY(arrival.calendar, s.calendar_of(*partner));
    }
    arrival.kind = kind_of(order, arrival.partner);
    // Who is suspended, or whose agreement has ended, is a user like others.
    if (arrival.kind == cases::FlaggerKind::kPartner && !cases::is_served(*partner, s.now))
        arrival.kind = cases::FlaggerKind::kUser;
    if (arrival.kind == cases::FlaggerKind::kGovernment && order.legal_basis.empty())
        return fail({Code::kFieldType, "a government says on what law it flags", "legal_basis"});
    arrival.severity = std::max(std::uint8_t{1}, severity_of(engine, order.clause));
    if (order.clause.empty()) arrival.severity = cases::Arrival{}.severity;
    MZ_CHECK(add_facts(s, coming.facts, arrival));
    const auto name = cases::flagger_of(order, flagger.who);
    MZ_TRY(arrival.poor, is_poor(casework, s, name, arrival.partner));
    const auto most = casework.rules().flags.hourly_per_flagger;
    if (arrival.kind == cases::FlaggerKind::kUser) {
        MZ_TRY(arrival.last_hour,
               s.tables.flags_since(s.platform, name, s.now - cases::kHour, most));
    }
    MZ_TRY(coming.holds_files, hold_attachments(casework.attachments(), order.attachments));
    Deed deed;
    deed.kind = record::Kind::kFlag;
    deed.events = cases::receive(casework.terms(), arrival, order, {flagger.who, s.now});
    if (coming.facts.deleted) add_author_deleted(deed, joins, s.now);
    deed.subject = subject_text(order.subject);
    deed.actor = flagger.who;
    deed.flag_key = coming.key;
    auto flag = flag_after(deed.events);
    MZ_CHECK(s.act(std::move(deed)));
    coming.taken = TakenFlag{std::move(flag), false, {}};
    coming.is_new = true;
    return {};
}

// Some of a request in one command. What of each failed by itself is told there, what failed for all in all. A flag is refused before anything of it
// shows in the tables, so that none needs a savepoint of its own: SQLite's cost more than the flag, and the more the longer the command.
void take_some(Casework& casework, const std::string& platform, const Flagger& flagger,
               const service::Engine& engine, std::span<Coming> some) {
    auto done = casework.perform_now(platform, [&](Session& s) -> Result<void> {
        MZ_TRY(const auto partner, s.tables.partner_of_member(s.platform, flagger.who));
        for (auto& coming : some) {
            if (!coming.taken) continue;
            const auto before = s.acts();
            const auto taken = take_one(casework, s, flagger, partner.has_value(), engine, coming);
            if (!taken && s.acts() > before) return fail(taken.error());
            if (!taken) coming.taken = fail(taken.error());
        }
        return make_files_stay(casework, some);
    });
    std::size_t at = 0;
    for (auto& coming : some) {
        if (!coming.taken) continue;
        if (!done) coming.taken = fail(done.error());
        else if (coming.is_new) coming.draft = std::move(done->deeds[at++].draft);
    }
}

// Receipts of what is new, under one signature.
class WritingReceipts {
public:
    Result<void> begin(Casework& casework, const std::string& platform,
                       std::span<const Coming> all) {
        std::vector<std::string_view> leaves;
        std::uint64_t at = 0;
        for (const auto& coming : all) {
            if (!coming.is_new || !coming.taken) continue;
            leaves.push_back(coming.draft.leaf);
            at = std::max(at, coming.draft.at);
        }
        if (leaves.empty()) return {};
        MZ_TRY(const auto signer, casework.log_key(platform));
        receipts_.emplace(platform, leaves, record::Receipts::Time{at, promised_by(at)}, *signer);
        return {};
    }
    // In the order of `all`.
    void next(Coming& coming) {
        if (!coming.is_new || !coming.taken) return;
        const auto open = record::receipt_openings(record::Kind::kFlag, coming.draft.vault);
        coming.taken->receipt =
            receipts_->text(index_++, coming.draft.leaf, coming.taken->flag.id, open);
    }

private:
    std::optional<record::Receipts> receipts_;
    std::uint64_t index_ = 0;
};

}  // namespace

std::uint64_t promised_by(std::uint64_t at) {
    return at - at % record::kSealedTimeStep + record::kSealedTimeStep + kPublicationS;
}

void take_flag(Casework& casework, const std::string& platform, const Flagger& flagger,
               std::shared_ptr<const service::Engine> engine, cases::FlagOrder order,
               FlagTold told) {
    const auto coming = std::make_shared<Coming>(std::move(order));
    const auto prepared = prepare(casework, platform, flagger, *coming);
    if (!prepared) return told(fail(prepared.error()));
    look_up(casework, platform, {coming.get(), 1});
    if (!coming->taken) return told(fail(coming->taken.error()));
    auto think = [&casework, coming, flagger,
                  engine = std::move(engine)](Session& s) -> Result<void> {
        MZ_CHECK(take_one(casework, s, flagger, true, *engine, *coming));
        return make_files_stay(casework, {coming.get(), 1});
    };
    casework.perform(
        platform, std::move(think),
        [&casework, coming, platform, told = std::move(told)](Result<Done> done) mutable {
            if (!done) return told(fail(done.error()));
            if (coming->is_new) coming->draft = std::move(done->deeds.front().draft);
            WritingReceipts receipts;
            const auto begun = receipts.begin(casework, platform, {coming.get(), 1});
            if (!begun) return told(fail(begun.error()));
            receipts.next(*coming);
            told(std::move(coming->taken));
        });
}

void take_flags(Casework& casework, const std::string& platform, const Flagger& flagger,
                const std::shared_ptr<const service::Engine>& engine,
                std::vector<cases::FlagOrder> orders, const EachTold& told) {
    std::vector<Coming> all;
    all.reserve(orders.size());
    for (auto& order : orders) {
        auto& coming = all.emplace_back(std::move(order));
        const auto prepared = prepare(casework, platform, flagger, coming);
        if (!prepared) coming.taken = fail(prepared.error());
    }
    for (std::size_t begin = 0; begin < all.size(); begin += kAtOnce) {
        const auto some = std::span(all).subspan(begin, std::min(kAtOnce, all.size() - begin));
        look_up(casework, platform, some);
        take_some(casework, platform, flagger, *engine, some);
    }
    WritingReceipts receipts;
    const auto begun = receipts.begin(casework, platform, all);
    for (auto& coming : all) {
        if (begun) receipts.next(coming);
        else if (coming.taken && coming.is_new)
            coming.taken = fail(begun.error());  // it is on record: the same again has its receipt
        told(std::move(coming.taken));
    }
}

std::vector<Result<TakenFlag>> take_flags(Casework& casework, const std::string& platform,
                                          const Flagger& flagger,
                                          const std::shared_ptr<const service::Engine>& engine,
                                          std::vector<cases::FlagOrder> orders) {
    std::vector<Result<TakenFlag>> out;
    take_flags(casework, platform, flagger, engine, std::move(orders),
               [&](Result<TakenFlag> taken) { out.push_back(std::move(taken)); });
    return out;
}

Result<std::string> receipt_of(Casework& casework, const std::string& platform,
                               std::uint64_t flag) {
    MZ_TRY(const auto id, casework.read(platform, [&](Tables& tables, PlatformId p) {
        return tables.record_of_flag(p, flag);
    }));
    if (id == 0)
        return fail(
            {Code::kRecordMissing, "there is no such flag", "flag " + std::to_string(flag)});
    auto& folder = casework.folder();
    MZ_TRY(const auto entry, folder.store().entry(id));
    MZ_TRY(const auto vault, folder.store().vault(id));
    MZ_TRY(const auto published, folder.published(platform));
    if (entry.index && *entry.index < published.checkpoint.size) {
        service::RecordQuery query;
        query.platform = platform;
        query.record = id;
        MZ_TRY(const auto proof,
               service::prove(folder, query, {{"kind_commit", "subject_commit", "body_commit"}, {}},
                              casework.now()));
        return proof.file;
    }
    MZ_TRY(const auto signer, casework.log_key(platform));
    const std::string_view leaves[] = {entry.leaf};
    const record::Receipts receipts(platform, leaves, {entry.at, promised_by(entry.at)}, *signer);
    return receipts.text(0, entry.leaf, flag, record::receipt_openings(record::Kind::kFlag, vault));
}

}  // namespace mizan::casework
