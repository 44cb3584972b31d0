// The queue: from the lanes that somebody takes cases from, in the order of their places. Each lane is a stretch of one index, so a page costs a
// few steps for each lane and none for all the cases behind it.
#include <algorithm>
#include <queue>
#include <tuple>

#include "casework/rows.h"
#include "casework/tables.h"

namespace mizan::casework {

using cases::Case;
using cases::Lane;

namespace {

// A case's place in the queue; `lane` is behind the last lane for what is assigned to who asks.
struct Waiting {
    std::uint64_t place = 0;
    std::uint64_t id = 0;
    std::size_t lane = 0;
    bool operator>(const Waiting& other) const {
        return std::tie(place, id) > std::tie(other.place, other.id);
    }
};

class QueueWalk {
public:
    QueueWalk(Tables& tables, PlatformId p, const QueueQuery& query)
        : tables_(tables), p_(p), query_(query) {}

    Result<std::vector<Case>> page() {
        MZ_CHECK(find_lanes());
        for (std::size_t lane = 0; lane <= lanes_.size(); ++lane)
            MZ_CHECK(next_of(lane, query_.after_place, query_.after_case));
        std::vector<Case> out;
        while (!first_.empty() && out.size() < query_.limit) {
            const auto one = first_.top();
            first_.pop();
            MZ_CHECK(next_of(one.lane, one.place, one.id));
            MZ_TRY(auto c, tables_.find_case(p_, one.id));
            if (!c) return fail({Code::kStoreCorrupt, "an index names no case", "casework"});
            const bool is_recused = std::ranges::find(c->recused, query_.who) != c->recused.end();
            if (!is_recused && !query_.takes.is_spared(c->clause)) out.push_back(*std::move(c));
        }
        return out;
    }

private:
    // From lane to lane, and past a language or a skill that is not taken.
    Result<void> find_lanes() {
        MZ_TRY(auto lane, tables_.lane_after(p_, Lane{}, Tables::LanePart::kNone));
        while (lane) {
            auto part = Tables::LanePart::kAll;
            if (!query_.takes.lang(lane->lang)) part = Tables::LanePart::kLang;
            else if (!query_.takes.skill(lane->skill)) part = Tables::LanePart::kSkill;
            else if (query_.takes.lane(*lane)) lanes_.push_back(*lane);
            MZ_TRY(lane, tables_.lane_after(p_, *lane, part));
        }
        return {};
    }
    Result<void> next_of(std::size_t lane, std::uint64_t place, std::uint64_t id) {
        const bool is_assigned = lane == lanes_.size();
        MZ_TRY(const auto next,
               is_assigned ? tables_.next_assigned(p_, query_.who, query_.sensitive, place, id)
                           : tables_.next_in_lane(p_, lanes_[lane], query_.sensitive, place, id));
        if (next) first_.push({next->place, next->id, lane});
        return {};
    }

    Tables& tables_;
    PlatformId p_;
    const QueueQuery& query_;
    std::vector<Lane> lanes_;
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> first_;
};

Result<std::optional<Tables::Placed>> placed_row(sqlite::Statement& row) {
    MZ_TRY(const bool there, row.row());
    if (!there) return std::optional<Tables::Placed>();
    const Tables::Placed placed{row.number_at(0), row.number_at(1)};
    row.end();
    return std::optional(placed);
}

// SQLite looks for what is not less than a row value and walks from there: so the value is behind all of a lane, or of a skill (a blob is greater
// than every text).
constexpr const char* kAfterPart[] = {
    "SELECT lang, skill, clause, severity FROM cases INDEXED BY cases_lane WHERE state=0 AND "
    "assigned='' AND platform=? ORDER BY lang, skill, clause, severity LIMIT 1",
    "SELECT lang, skill, clause, severity FROM cases INDEXED BY cases_lane WHERE state=0 AND "
    "assigned='' AND platform=? AND lang > ? ORDER BY lang, skill, clause, severity LIMIT 1",
    "SELECT lang, skill, clause, severity FROM cases INDEXED BY cases_lane WHERE state=0 AND "
    "assigned='' AND platform=? AND (lang, skill, clause) > (?, ?, x'') ORDER BY lang, skill, "
    "clause, severity "
    "LIMIT 1",
    "SELECT lang, skill, clause, severity FROM cases INDEXED BY cases_lane WHERE state=0 AND "
    "assigned='' AND platform=? AND (lang, skill, clause, severity, place) > (?, ?, ?, ?, "
    "9223372036854775807) ORDER BY lang, "
    "skill, clause, severity LIMIT 1"};

}  // namespace

Result<std::optional<Lane>> Tables::lane_after(PlatformId p, const Lane& lane, LanePart part) {
    MZ_TRY(auto row, db_.prepare(kAfterPart[static_cast<std::size_t>(part)]));
    row.start().number(p);
    if (part >= LanePart::kLang) row.text(lane.lang);
    if (part >= LanePart::kSkill) row.text(lane.skill);
    if (part == LanePart::kAll) row.text(lane.clause).number(lane.severity);
    MZ_TRY(const bool there, row.row());
    if (!there) return std::optional<Lane>();
    Lane next;
    next.lang = row.bytes_at(0);
    next.skill = row.bytes_at(1);
    next.clause = row.bytes_at(2);
    next.severity = static_cast<std::uint8_t>(row.number_at(3));
    row.end();
    return std::optional(std::move(next));
}

Result<std::optional<Tables::Placed>> Tables::next_in_lane(PlatformId p, const Lane& lane,
                                                           bool sensitive, std::uint64_t place,
                                                           std::uint64_t id) {
    MZ_TRY(auto row,
           db_.prepare("SELECT place, id FROM cases INDEXED BY cases_lane WHERE state=0 AND "
                       "assigned='' AND platform=? AND lang=? AND skill=? AND clause=? AND "
                       "severity=? AND (place, id) > (?, ?) AND sensitive <= ? ORDER BY place, id "
                       "LIMIT 1"));
    row.start().number(p).text(lane.lang).text(lane.skill).text(lane.clause).number(lane.severity);
    row.number(place).number(id).number(sensitive ? 1 : 0);
    return placed_row(row);
}

Result<std::optional<Tables::Placed>> Tables::next_assigned(PlatformId p, std::string_view who,
                                                            bool sensitive, std::uint64_t place,
                                                            std::uint64_t id) {
    MZ_TRY(auto row,
           db_.prepare("SELECT place, id FROM cases INDEXED BY cases_assigned WHERE state=0 AND "
                       "assigned > '' AND platform=? AND assigned=? AND (place, id) > (?, ?) AND "
                       "sensitive <= ? ORDER BY place, id LIMIT 1"));
    row.start().number(p).text(who).number(place).number(id).number(sensitive ? 1 : 0);
    return placed_row(row);
}

Result<std::vector<Case>> Tables::queue(PlatformId p, const QueueQuery& query) {
    return QueueWalk(*this, p, query).page();
}

}  // namespace mizan::casework
