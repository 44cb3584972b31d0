#include "auditor/told_report.h"

#include "auditor/command.h"
#include "base/instant.h"
#include "base/sha256.h"
#include "console/terminal.h"

namespace mizan::auditor {

namespace {

using record::LeafType;

constexpr std::size_t kPoliciesTold = 20;  // the latest; JSON has all

struct CountedAs {
    LeafType type;
    std::string_view one;
    std::string_view many;
};
constexpr CountedAs kCountedAs[] = {
    {LeafType::kDecision, "decision", "decisions"}, {LeafType::kBatch, "batch", "batches"},
    {LeafType::kPolicy, "policy", "policies"},      {LeafType::kErasure, "erasure", "erasures"},
    {LeafType::kConfig, "change", "changes"},       {LeafType::kSealed, "sealed", "sealed"},
    {LeafType::kEvent, "event", "events"},          {LeafType::kAction, "action", "actions"},
    {LeafType::kBrake, "brake", "brakes"},          {LeafType::kAccess, "access", "accesses"},
};

std::string told_policies(const audit::RecordReport& r) {
    const auto first =
        r.policies.size() > kPoliciesTold ? r.policies.size() - kPoliciesTold : std::size_t{0};
    std::string out;
    if (first > 0) out += told("policies", "the last " + std::to_string(kPoliciesTold));
    for (auto i = first; i < r.policies.size(); ++i) {
        const auto& policy = r.policies[i];
        out += told("policy", policy.policy) +
               told("",
                    "live from " + moment(policy.since) + " (leaf " + std::to_string(policy.leaf) +
                        "): " + console::counted(policy.decisions, "decision", "decisions") + ", " +
                        console::counted(policy.posts, "post in batches", "posts in batches"));
    }
    return out;
}

}  // namespace

std::string said_no(const audit::VerifyReport& r, const audit::RecordReport* records) {
    if (!r.whole())
        return "NO: the log is not what was signed: " +
               console::counted(r.findings_count, "fault", "faults") +
               (r.complete ? ".\n"
                           : ", and so many files are missing that the rest was not read.\n");
    if (r.witnesses_missing)
        return "NO: " + console::printable(r.witnesses_missing->message) + ".\n";
    if (records != nullptr && !records->holds())
        return "NO: every entry is the one that was signed, but what they say does not fit: " +
               console::counted(records->faults_count, "fault", "faults") + ".\n";
    return {};
}

std::string told_faults(const audit::VerifyReport& report, const audit::RecordReport* records) {
    std::string out;
    const auto more = [&out](std::uint64_t all, std::size_t listed) {
        if (all > listed) out += "  and " + std::to_string(all - listed) + " more\n";
    };
    for (const auto& f : report.findings)
        out += "  " + console::printable(f.file) + ": " + console::printable(f.message) + "\n";
    more(report.findings_count, report.findings.size());
    if (records != nullptr && !records->holds()) {
        for (const auto& f : records->faults)
            out += "  leaf " + std::to_string(f.leaf) + ": " + console::printable(f.message) + "\n";
        more(records->faults_count, records->faults.size());
        if (records->well_formed() == 0)
            out +=
                "  None of them is a record in our format; for a log of another, there is "
                "--entries-only.\n";
    }
    return out.empty() ? out : "\n" + out;
}

void append_faults(json::Object& object, std::string& out, const audit::VerifyReport& report,
                   const audit::RecordReport* records) {
    object.number("faults", report.findings_count);
    object.list("findings", report.findings, [&out](const audit::Finding& f) {
        json::Object finding(out);
        finding.text("kind", name(f.kind)).text("file", f.file);
        if (f.index) finding.number("index", *f.index);
        finding.text("message", f.message);
    });
    if (records == nullptr) return;
    object.number("record_faults", records->faults_count);
    object.list("record_findings", records->faults, [&out](const audit::RecordFault& f) {
        json::Object(out).number("leaf", f.leaf).text("message", f.message);
    });
}

std::string told_figures(const audit::RecordReport& r) {
    std::string kinds;
    for (const auto& as : kCountedAs) {
        const auto n = r.count(as.type);
        if (n > 0) kinds += (kinds.empty() ? "" : ", ") + console::counted(n, as.one, as.many);
    }
    auto out = told("records", kinds.empty() ? "none" : kinds);
    std::string outcomes;
    for (const auto& [outcome, n] : r.outcomes)
        outcomes += (outcomes.empty() ? "" : ", ") + std::to_string(n) + " " + outcome;
    if (!outcomes.empty()) out += told("decided", outcomes);
    if (r.posts > 0) {
        const auto& c = r.covered;
        out += told("in batches", console::counted(r.posts, "post", "posts") + " with " +
                                      console::counted(r.views, "view", "views") + "; covered: " +
                                      std::to_string(c[0]) + " in full, " + std::to_string(c[1]) +
                                      " in part, " + std::to_string(c[2]) + " not");
    }
    return out + told_policies(r);
}

std::string figures_json(const audit::RecordReport& r) {
    std::string out;
    {
        json::Object object(out);
        std::string leaves;
        {
            json::Object types(leaves);
            for (const auto& as : kCountedAs) types.number(record::name(as.type), r.count(as.type));
        }
        std::string outcomes;
        {
            json::Object each(outcomes);
            for (const auto& [outcome, n] : r.outcomes) each.number(outcome, n);
        }
        object.json_value("leaves", leaves)
            .json_value("outcomes", outcomes)
            .number("posts_in_batches", r.posts)
            .number("views", r.views)
            .number("covered_full", r.covered[0])
            .number("covered_partly", r.covered[1])
            .number("not_covered", r.covered[2])
            .list("policies", r.policies, [&out](const audit::LivePolicy& policy) {
                json::Object(out)
                    .text("policy", policy.policy)
                    .number("leaf", policy.leaf)
                    .number("since", policy.since)
                    .text("bundle", to_hex(policy.bundle))
                    .text("engine", to_hex(policy.engine))
                    .number("decisions", policy.decisions)
                    .number("posts_in_batches", policy.posts);
            });
    }
    return out;
}

}  // namespace mizan::auditor
