#include "casework/views.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "cases/retention.h"
#include "casework/attachments.h"
#include "casework/blind.h"
#include "casework/golden_view.h"
#include "casework/record.h"
#include "casework/ruling.h"
#include "casework/sight.h"

namespace mizan::casework {

namespace {

using cases::Case;
using cases::Flag;

constexpr std::size_t kFlagsShown = 200;
constexpr std::size_t kRecordsShown = 500;  // of a case's history, the last ones
constexpr std::string_view kHandIn =
    "Nothing of this post is on record but that it was decided, or it is not known: the platform "
    "keeps it, and hands it in with POST /api/v1/cases/content.";

// What is known of a case by reading: itself, its flags, where its events stand, and the case that it is about.
struct Read {
    std::optional<Case> c;
    std::vector<Flag> flags;
    std::vector<std::uint64_t> records;
    std::vector<Case> others;  // about the same, without this one
    cases::ActorStanding author;
    std::optional<cases::Golden> golden;
    std::optional<cases::Guidance> guidance;  // of its clause
};
// None with a golden one: they would tell which it is made from.
Result<std::vector<Case>> others_about(Tables& tables, PlatformId p, const Case& c,
                                       const Viewer& viewer) {
    std::vector<Case> out;
    if (c.golden != 0) return out;
    MZ_TRY(auto about, tables.about(p, c.subject));
    for (auto& other : about) {
        if (other.id == c.id || other.kind == cases::CaseKind::kGolden) continue;
        MZ_TRY(const bool hidden, is_hidden(tables, p, other, viewer));
        if (!hidden) out.push_back(std::move(other));
    }
    return out;
}
Result<Read> read_case(Casework& casework, const std::string& platform, std::uint64_t id,
                       const Viewer& viewer) {
    return casework.read(platform, [&](Tables& tables, PlatformId p) -> Result<Read> {
        Read read;
        MZ_TRY(read.c, tables.find_case(p, id));
        if (!read.c) return read;
        MZ_TRY(read.flags, tables.flags_of_case(p, id, 0, kFlagsShown));
        MZ_TRY(read.records, tables.history(p, id));
        MZ_TRY(read.others, others_about(tables, p, *read.c, viewer));
        MZ_TRY(read.author, standing_for(tables, p, read.c->author, viewer));
        if (!read.c->clause.empty()) {
            MZ_TRY(read.guidance, tables.guidance_of(p, read.c->clause, 0));
        }
        if (read.c->golden == 0) return read;
        MZ_TRY(read.golden, tables.find_golden(p, read.c->golden));
        if (!read.golden || read.golden->of == 0) return read;
        MZ_TRY(read.flags, tables.flags_of_case(p, read.golden->of, 0, kFlagsShown));
        MZ_TRY(auto earlier, tables.history(p, read.golden->of));
        earlier.insert(earlier.end(), read.records.begin(), read.records.end());
        read.records = std::move(earlier);
        return read;
    });
}

// Before anything is shown.
Result<void> note_view(Casework& casework, const std::string& platform, std::uint64_t case_no,
                       const Viewer& viewer, const std::string& of) {
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        MZ_TRY(const auto c, s.tables.find_case(s.platform, case_no));
        if (!c) return no_such_case(case_no);
        MZ_CHECK(check_sight(s.tables, s.platform, *c, viewer));
        cases::Event event;
        event.at = s.now;
        event.by = viewer.who;
        event.case_no = case_no;
        event.what = cases::Viewed{of};
        return s.act(deed_about("case", case_no, {std::move(event)}, viewer.who));
    }));
    return {};
}

// Where it stands what the flags of a case say, those that were merged into it too.
Result<std::vector<std::uint64_t>> records_of_flags(Casework& casework, const std::string& platform,
                                                    std::uint64_t case_no, const Viewer& viewer) {
    using Records = Result<std::vector<std::uint64_t>>;
    return casework.read(platform, [&](Tables& tables, PlatformId p) -> Records {
        MZ_TRY(const auto c, tables.find_case(p, case_no));
        if (!c) return no_such_case(case_no);
        MZ_CHECK(check_sight(tables, p, *c, viewer));
        if (cases::hides_material(*c)) return std::vector<std::uint64_t>();
        auto about = case_no;  // of a golden case the one that it is made from
        if (c->golden != 0) {
            MZ_TRY(const auto golden, tables.find_golden(p, c->golden));
            if (golden && golden->of != 0) about = golden->of;
        }
        MZ_TRY(auto records, tables.history(p, about));
        std::vector<std::uint64_t> others;
        MZ_CHECK(tables.each_flag(p, about, [&](const Flag& flag) -> Result<void> {
            MZ_TRY(const auto record, tables.record_of_flag(p, flag.id));
            if (!std::ranges::binary_search(records, record)) others.push_back(record);
            return {};
        }));
        records.insert(records.end(), others.begin(), others.end());
        return records;
    });
}

// Null: these events name no such file.
const cases::Attachment* attachment_in(const cases::Events& events, std::string_view sha256) {
    for (const auto& event : events) {
        const auto named = attachments_of(event);
        const auto found = std::ranges::find(named, sha256, &cases::Attachment::sha256);
        if (found != named.end()) return &*found;
    }
    return nullptr;
}

// Whoever looks again must not see what was decided, nor where. Those who lead know it, but where they have it themselves.
bool hides_of(const Case& c, const Viewer& viewer) {
    return c.kind == cases::CaseKind::kRecheck && is_blind(c) &&
           (!viewer.leads || c.claimed_by == viewer.who);
}

// Not who flagged, but for those who lead: an author must not learn it from anybody.
Flag without_flagger(Flag flag, const Viewer& viewer) {
    if (viewer.leads) return flag;
    flag.flagger.clear();
    flag.reviewed = flag.held = 0;  // that somebody looked again, and what they found
    return flag;
}

class CaseWriter {
public:
    CaseWriter(Casework& casework, const std::string& platform, const Read& read,
               const Viewer& viewer)
        : casework_(casework), platform_(platform), read_(read), viewer_(viewer) {}

    Result<std::string> write() {
        const auto& c = *read_.c;
        const auto flags = shown_flags();
        auto counted = c;
        if (read_.golden) counted.flags = counted.open_flags = flags.size();
        std::string history = "[";
        MZ_CHECK(append_history(history));
        std::string post;
        MZ_CHECK(append_post(post));
        std::string out;
        {
            json::Object object(out);
            object.json_value("case", case_summary_json(counted, viewer_));
            object.list("flags", flags, [&](const Flag& flag) {
                fields::append_json(out, without_flagger(flag, viewer_), fields::Empty::kWritten);
            });
            object.json_value("history", history + "]");
            if (erased_ > 0) object.number("history_erased", erased_);
            if (const auto lacks = cases::danger_lacks(c); !lacks.empty())
                object.list("danger_lacks", lacks,
                            [&](std::string_view one) { json::append_string(out, one); });
            if (!post.empty()) object.json_value("post", post);
            if (!is_blind(c) || read_.golden) {
                object.list("others", read_.others, [&](const Case& other) {
                    out.append(case_summary_json(other, viewer_));
                });
                if (!c.author.empty())
                    object.json_value("author", standing_json(shown_author(), casework_.now()));
            }
            object.optional("author_deleted", author_deleted_text(c, casework_.rules().retention));
            if (read_.guidance)
                object.json_value("guidance",
                                  fields::to_json(*read_.guidance, fields::Empty::kWritten));
            if (c.ruling && read_.golden && knows_it())
                object.json_value("golden", golden_answer_json(*read_.golden, c.right));
            else if (c.ruling && !hides_of(c, viewer_)) {
                object.optional("statement_of_reasons", statement_of_reasons(c, *c.ruling));
                object.text("outcome_text", outcome_text(c, *c.ruling));
            }
        }
        return out;
    }

private:
    // As it was before the case that a golden one is made from was decided.
    cases::ActorStanding shown_author() const {
        auto author = read_.author;
        if (read_.golden)
            std::erase_if(author.strikes,
                          [&](const auto& s) { return s.case_no == read_.golden->of; });
        return author;
    }
    bool knows_it() const { return knows_golden(*read_.c, viewer_.who, viewer_.leads); }
    std::vector<Flag> shown_flags() const {
        return read_.golden ? golden_flags(*read_.golden, read_.flags, *read_.c) : read_.flags;
    }
    void append_event(std::string& out, const cases::Event& event) const {
        const auto json = cases::to_json({event});
        if (out.size() > 1) out.push_back(',');
        out.append(json, 1, json.size() - 2);
    }
    Result<void> append_history(std::string& out) {
        if (read_.golden && read_.golden->of == 0)
            append_event(out, golden_flagged(*read_.golden, *read_.c));
        auto records = std::span(read_.records);
        if (records.size() > kRecordsShown) records = records.last(kRecordsShown);
        for (const auto record : records) {
            MZ_TRY(auto what, recorded(casework_.folder().store(), record));
            if (what.events.empty() && !read_.golden) ++erased_;
            for (auto& event : what.events) {
                if (read_.golden && !looks_of_golden(event, *read_.golden, *read_.c)) continue;
                if (read_.golden && !knows_it()) hide_golden(event);
                if (event.case_no != read_.c->id || is_hidden(event)) continue;
                if (cases::hides_material(*read_.c)) event = cases::without_material(event);
                add_said(said_, event);
                hide(event);
                append_event(out, event);
            }
        }
        return {};
    }
    bool is_hidden(const cases::Event& event) const {
        // How it was answered before it was opened again.
        if (hides_of(*read_.c, viewer_) && cases::has_decision({event})) return true;
        return !viewer_.holds && (std::holds_alternative<cases::HoldBegun>(event.what) ||
                                  std::holds_alternative<cases::HoldEnded>(event.what));
    }
    void hide(cases::Event& event) const {
        if (auto* rests = cases::rests_in(event)) rests->clear();
        auto* again = std::get_if<cases::RecheckOpened>(&event.what);
        if (again != nullptr && hides_of(*read_.c, viewer_)) again->of = 0;
        if (viewer_.leads || event.flag == 0) return;
        event.by.clear();  // of what flaggers do
        if (auto* flagged = std::get_if<cases::Flagged>(&event.what)) {
            flagged->flag.flagger.clear();
            flagged->order.user.clear();
            flagged->order.key.clear();
        }
    }
    // The engine's decision of what it found; of a golden case not what people made of it.
    Result<SeenDecision> decision_shown() {
        if (read_.golden && read_.c->engine_record != 0)
            return SeenDecision{read_.c->engine_record, false};
        MZ_TRY(auto seen, decision_for(casework_, platform_, read_.c->subject, viewer_));
        seen.post_alone |= is_blind(*read_.c);
        return seen;
    }
    Result<void> append_post(std::string& out) {
        const auto& subject = read_.c->subject;
        if (subject.kind != cases::SubjectKind::kPost || subject.id.empty()) return {};
        if (read_.golden && read_.golden->of == 0) return {};
        if (cases::hides_material(*read_.c)) return {};
        MZ_TRY(const auto seen, decision_shown());
        if (seen.record == 0) return append_said(out);
        const auto vault = casework_.folder().store().vault(seen.record);
        if (!vault && vault.error().code == Code::kRecordErased) return append_said(out);
        if (!vault) return fail(vault.error());
        json::Object object(out);
        object.number("record", seen.record).json_value("input", vault->input);
        if (!seen.post_alone) object.json_value("decision", vault->decision);
        return {};
    }

    // Of a post of which nothing is on record.
    Result<void> append_said(std::string& out) const {
        json::Object object(out);
        object.text("kept_by", "platform");
        if (said_.text.empty()) {
            if (!is_over(read_.c->state)) object.text("hand_in", kHandIn);
            return {};
        }
        object.text("text", said_.text).text("said_by", said_.by_platform ? "platform" : "flag");
        object.optional("author", said_.author).optional("lang", said_.lang);
        return {};
    }

    Casework& casework_;
    const std::string& platform_;
    const Read& read_;
    const Viewer& viewer_;
    SaidOfPost said_;         // by what of its history is shown
    std::size_t erased_ = 0;  // records of its history
};

}  // namespace

std::string standing_json(const cases::ActorStanding& standing, std::uint64_t now) {
    const auto append_strike = [now](std::string& out, const cases::Strike& strike) {
        json::Object(out)
            .number("case", strike.case_no)
            .text("clause", strike.clause)
            .number("severity", strike.severity)
            .number("points", strike.points)
            .number("given_at", strike.given_at)
            .number("notified_at", strike.notified_at)
            .number("expires_at", strike.expires_at)
            .flag("in_force", now < strike.expires_at && !strike.undone);
    };
    std::string out;
    json::Object(out)
        .text("actor", standing.actor)
        .text("is", fields::word(standing.is))
        .optional("office", standing.office)
        .number("strikes_in_force", cases::strikes_in_force(standing.strikes, now))
        .number("points_in_force", cases::points_in_force(standing.strikes, now, false))
        .list("strikes", standing.strikes, [&](const auto& strike) { append_strike(out, strike); });
    return out;
}

std::string case_summary_json(const Case& c, const Viewer& viewer) {
    auto shown = c;
    shown.open_about = 0;  // who decided must not learn that it is looked at again
    shown.with_it.clear();
    if (!viewer.holds) {
        shown.holds.clear();
        shown.holds_begun = 0;
    }
    if (!viewer.leads || c.kind == cases::CaseKind::kGolden) shown.over_at = shown.kept_for = 0;
    if (c.kind == cases::CaseKind::kGolden && !knows_golden(c, viewer.who, viewer.leads)) {
        shown.kind = c.looks_as;
        shown.golden = 0;
        shown.right = false;
        shown.looks_as = cases::CaseKind::kFlags;
        shown.assigned_to.clear();
        if (shown.flags == 0 && c.looks_as == cases::CaseKind::kFlags)
            shown.flags = shown.open_flags = 1;
    }
    if (!viewer.leads && shown.kind == cases::CaseKind::kRecheck) {
        shown.recused.clear();  // who decided before
        if (is_blind(c)) shown.engine_outcome.clear();
    }
    if (hides_of(c, viewer)) {
        shown.of = 0;
        shown.ruling.reset();
    }
    return fields::to_json(shown, fields::Empty::kWritten);
}

Result<std::string> post_of(Casework& casework, const std::string& platform, const Case& c,
                            const Viewer& viewer) {
    std::string out;
    MZ_TRY(const auto seen, decision_for(casework, platform, c.subject, viewer));
    if (seen.record != 0) {
        const auto vault = casework.folder().store().vault(seen.record);
        if (!vault && vault.error().code != Code::kRecordErased) return fail(vault.error());
        if (vault)
            json::Object(out).number("record", seen.record).json_value("input", vault->input);
        if (vault) return out;
    }
    MZ_TRY(const auto history,
           casework.read(platform, [&](Tables& t, PlatformId p) { return t.history(p, c.id); }));
    MZ_TRY(const auto said, said_of_post(casework.folder().store(), history));
    if (!said.text.empty()) json::Object(out).text("text", said.text);
    return out;
}

Result<ShownCase> show_case(Casework& casework, const std::string& platform, std::uint64_t case_no,
                            const Viewer& viewer) {
    MZ_CHECK(note_view(casework, platform, case_no, viewer, {}));
    MZ_TRY(const auto read, read_case(casework, platform, case_no, viewer));
    if (!read.c) return no_such_case(case_no);
    MZ_TRY(auto json, CaseWriter(casework, platform, read, viewer).write());
    return ShownCase{std::move(json), read.c->version};
}

Result<ShownAttachment> show_attachment(Casework& casework, const std::string& platform,
                                        std::uint64_t case_no, const std::string& sha256,
                                        const Viewer& viewer) {
    MZ_TRY(const auto records, records_of_flags(casework, platform, case_no, viewer));
    for (const auto record : records) {
        MZ_TRY(const auto what, recorded(casework.folder().store(), record));
        const auto* named = attachment_in(what.events, sha256);
        if (named == nullptr) continue;
        const auto type = named->type;
        MZ_TRY(auto bytes, read_attachment(casework.attachments(), sha256));
        MZ_CHECK(note_view(casework, platform, case_no, viewer, "attachment " + sha256));
        return ShownAttachment{type, std::move(bytes)};
    }
    return fail({Code::kRecordMissing, "no flag of this case names such a file", sha256});
}

}  // namespace mizan::casework
