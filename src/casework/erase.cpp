#include "casework/erase.h"

#include <algorithm>
#include <set>
#include <utility>

#include "cases/retention.h"
#include "casework/casework.h"
#include "casework/record.h"
#include "service/decided.h"
#include "store/each_entry.h"

namespace mizan::casework {

namespace {

using record::Kind;
using service::InCasework;

constexpr std::size_t kRestsByHand = 100;  // in one record

// Whether what others were told of a case names this post.
bool tells_of(std::string_view told, const cases::Subject& post) {
    const auto document = fields::JsonDocument::read(told);
    const auto member = document ? document->root().member("subject") : std::nullopt;
    if (!member) return false;
    const auto subject = fields::from_value<cases::Subject>(*member, fields::Unknown::kPassedOver);
    return subject && cases::key_of(*subject) == cases::key_of(post);
}

// Sorts records by what of the post stands in them.
class Sorting {
public:
    Sorting(store::Store& store, const cases::Subject& post) : store_(store), post_(post) {}

    Result<void> look(const store::Entry& entry) {
        if (entry.lost || !seen_.insert(entry.id).second) return {};
        const auto vault = store_.vault(entry.id);
        if (!vault && vault.error().code == Code::kRecordErased) return {};
        if (!vault) return fail(vault.error());
        const bool is_about =
            vault->post == post_.id && service::is_flagged_as(vault->input, post_.source, post_.id);
        const bool is_case = entry.kind == Kind::kCase;
        const bool is_told = is_case && tells_of(vault->decision, post_);
        if (is_about || is_told) concerns(entry.slot);
        if (is_about) (is_case ? out_.finds : out_.flags).push_back(entry.id);
        else if (is_told) out_.told.push_back(entry.id);
        else if (is_case) return look_into_case(entry, *vault);
        return {};
    }
    // A case about the post, and whether it is under a legal hold.
    void concerns(std::uint64_t case_no, bool is_held = false) {
        about_.insert(case_no);
        out_.held |= is_held;
    }
    Result<void> look_after(const std::string& platform, record::RecordId after) {
        for (const auto kind : {Kind::kFlag, Kind::kCase})
            MZ_CHECK(store::each_entry(store_, platform, kind, after,
                                       [&](const store::Entry& entry) -> Result<bool> {
                                           MZ_CHECK(look(entry));
                                           return true;
                                       }));
        return {};
    }
    InCasework take() {
        for (const auto& [slot, of] : looks_again_)
            if (about_.contains(of)) about_.insert(slot);
        for (const auto& [record, slot] : content_)
            if (about_.contains(slot)) out_.told.push_back(record);
        for (auto* records : {&out_.flags, &out_.finds, &out_.told}) std::ranges::sort(*records);
        return std::move(out_);
    }

private:
    // What the platform handed in names no post: it is of the case's, as is what a case is about that looks at another's decision again.
    Result<void> look_into_case(const store::Entry& entry, const record::Vault& vault) {
        MZ_TRY(const auto what, recorded(vault, entry.id));
        bool is_content = false;
        for (const auto& event : what.events) {
            is_content |= std::holds_alternative<cases::ContentGiven>(event.what);
            if (const auto* opened = std::get_if<cases::RecheckOpened>(&event.what))
                looks_again_.emplace_back(event.case_no, opened->of);
        }
        if (is_content) content_.emplace_back(entry.id, entry.slot);
        return {};
    }

    store::Store& store_;
    const cases::Subject& post_;
    std::set<std::uint64_t> about_;                                     // cases
    std::vector<std::pair<std::uint64_t, std::uint64_t>> looks_again_;  // cases, and at which
    std::vector<std::pair<record::RecordId, std::uint64_t>> content_;   // and of which case
    std::set<record::RecordId> seen_;
    InCasework out_;
};

// What the tables know; how far they know. 0: there are none.
Result<record::RecordId> look_in_tables(const std::string& path, const std::string& platform,
                                        const cases::Subject& post, store::Store& store,
                                        Sorting& sorting) {
    const auto tables = Tables::open_to_read(path);
    if (!tables) return 0;  // the record is whole without them
    MZ_TRY(const auto id, (*tables)->known_platform(platform));
    if (id == 0) return 0;
    MZ_TRY(const auto counts, (*tables)->counts(id));
    MZ_TRY(const auto about, (*tables)->ids_about(id, post));
    for (const auto case_no : about) {
        MZ_TRY(const auto c, (*tables)->find_case(id, case_no));
        sorting.concerns(case_no, c && !c->holds.empty());
        MZ_TRY(const auto records, (*tables)->history(id, case_no));
        for (const auto record : records) {
            MZ_TRY(const auto entry, store.entry(record));
            MZ_CHECK(sorting.look(entry));
        }
    }
    return counts.taken;
}

Result<InCasework> find_in_casework(service::RecordFolder& folder, const std::string& platform,
                                    const std::string& source, const std::string& id) {
    cases::Subject post;
    post.source = source;
    post.id = id;
    Sorting sorting(folder.store(), post);
    MZ_TRY(const auto known,
           look_in_tables(folder.path() + "/casework.db", platform, post, folder.store(), sorting));
    MZ_CHECK(sorting.look_after(platform, known));
    return sorting.take();
}

// What records that are to go mean for all else. It is said of no case: nothing becomes of the cases themselves.
Result<std::vector<record::Draft>> rests_of(store::Store& store,
                                            const std::vector<record::RecordId>& told,
                                            std::uint64_t at) {
    std::vector<record::Draft> out;
    for (std::size_t begin = 0; begin < told.size(); begin += kRestsByHand) {
        cases::Forgotten forgotten;
        for (std::size_t i = begin; i < std::min(told.size(), begin + kRestsByHand); ++i) {
            MZ_TRY(auto what, recorded(store, told[i]));
            if (!cases::has_decision(what.events))
                for (auto& event : what.events) event = cases::without_contents(std::move(event));
            forgotten.rests.push_back({told[i], cases::to_json(what.events)});
        }
        cases::Event event;
        event.at = at;
        event.what = std::move(forgotten);
        auto deed = deed_about("erased by hand", {std::move(event)}, {});
        out.push_back(draft_of(deed, at));
    }
    return out;
}

}  // namespace

service::CaseworkFinder casework_finder(service::RecordFolder& folder) {
    service::CaseworkFinder out;
    out.find = [&folder](const std::string& platform, const std::string& source,
                         const std::string& post) {
        return find_in_casework(folder, platform, source, post);
    };
    out.rests = [&folder](const std::vector<record::RecordId>& told, std::uint64_t at) {
        return rests_of(folder.store(), told, at);
    };
    return out;
}

}  // namespace mizan::casework
