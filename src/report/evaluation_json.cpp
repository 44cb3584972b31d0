#include <fmt/format.h>

#include "base/json.h"
#include "report/evaluation.h"
#include "score/model.h"

namespace mizan::report {

namespace {

void counts(json::Object& out, std::string_view name, const learn::Counts& c) {
    std::string text;
    json::Object(text).number("tp", c.tp).number("fp", c.fp).number("fn", c.fn).number("tn", c.tn);
    out.json_value(name, text);
}

// {"share": 0.123, "low": ..., "high": ...}, or null where there is nothing to divide by.
std::string share(learn::Share s) {
    if (s.whole == 0) return "null";
    const auto i = learn::wilson(s);
    return fmt::format(R"({{"share":{:.4f},"low":{:.4f},"high":{:.4f}}})", learn::value(s), i.low,
                       i.high);
}

std::string number(const std::optional<double>& value) {
    return value ? fmt::format("{:.4f}", *value) : "null";
}

void cell(std::string& out, std::string_view key, const learn::Cell& c, bool with_scores) {
    json::Object object(out);
    object.text(key, c.name);
    counts(object, "flagged", c.flagged);
    counts(object, "violation", c.acted);
    object.json_value("recall", share(learn::recall(c.flagged)));
    object.json_value("false_positives", share(learn::false_positives(c.flagged)));
    if (!with_scores) return;
    counts(object, "scored", c.scored);
    object.json_value("area", number(c.area));
}

std::string cells(const learn::Evaluation& e, learn::Dimension dimension) {
    std::string out = "[";
    for (const auto& c : e.by(dimension)) {
        if (out.size() > 1) out.push_back(',');
        cell(out, dimension == learn::Dimension::kSource ? "set" : "name", c, e.with_scores);
    }
    return out.append("]");
}

std::string areas(const learn::Evaluation& e) {
    std::string out;
    {
        json::Object object(out);
        for (std::size_t l = 0; l < score::kLabels; ++l)
            object.json_value(score::name(static_cast<score::Label>(l)), number(e.scores[l].area));
    }
    return out;
}

// Not the posts' words: they are the data's.
void write_swaps(json::Object& object, std::string& out, const learn::Evaluation& e) {
    object.list("swaps", e.swaps, [&](const learn::SwapFigures& s) {
        json::Object line(out);
        line.text("set", s.source).number("sets", s.equal.whole);
        line.json_value("equal", share(s.equal));
        for (std::size_t l = 0; l < score::kLabels; ++l) {
            if (!s.gaps[l]) continue;
            const std::string label(score::name(static_cast<score::Label>(l)));
            line.number("gap_" + label, *s.gaps[l]).number("measured_" + label, s.measured[l]);
        }
        line.list("uneven", s.uneven, [&](const learn::UnevenSwap& u) {
            json::Object(out).text("swap", u.name).list("outcomes", u.decided, [&](const auto& d) {
                json::append_string(out, d.first);
            });
        });
    });
}

void write_lists(json::Object& object, std::string& out, const learn::Evaluation& e) {
    object.list("clauses", e.clauses, [&](const learn::ClauseFlags& c) {
        json::Object(out).text("clause", c.clause).number("hate", c.hate).number("other", c.other);
    });
    object.list("rules", e.rules, [&](const learn::RuleUse& r) {
        json::Object(out).text("where", r.where).number("hate", r.hate).number("other", r.other);
    });
    object.list("mistakes", e.mistakes,
                [&](const learn::Mistake& m) {  // not their words: they are the data's
                    json::Object(out)
                        .text("set", m.set)
                        .text("id", m.id)
                        .text("kind", m.missed ? "missed" : "false-alarm")
                        .text("outcome", m.outcome)
                        .optional("clause", m.clause);
                });
    if (!e.with_scores) return;
    object.list("calibration", e.bins, [&](const learn::Bin& bin) {
        json::Object(out)
            .number("posts", bin.posts)
            .number("hate", bin.hate)
            .number("mean_score", bin.posts == 0 ? 0 : bin.sum / bin.posts);
    });
}

std::string queue(const QueueAnswer& q) {
    std::string out;
    {
        json::Object object(out);
        object.json_value("posts", fmt::format("{:.0f}", q.posts));
        object.json_value("reviews", fmt::format("{:.0f}", q.reviews));
        object.json_value("prevalence", fmt::format("{:.6f}", q.prevalence));
        object.list("clauses", q.clauses, [&](const ClauseBudget& c) {
            json::Object line(out);
            line.optional("clause", c.clause).text("score", score::name(c.label));
            line.json_value("threshold",
                            c.budget ? std::to_string(c.budget->threshold) : std::string("null"));
            if (!c.budget) return;
            line.json_value("expected_reviews", fmt::format("{:.1f}", c.budget->reviews));
            line.json_value("expected_right", fmt::format("{:.1f}", c.budget->right));
        });
    }
    return out;
}

}  // namespace

std::string to_json(const learn::Evaluation& e, const EvaluationInfo& info) {
    std::string sets = cells(e, learn::Dimension::kSource);
    sets.pop_back();
    if (sets.size() > 1) sets.push_back(',');
    cell(sets, "set", e.all, e.with_scores);
    sets.push_back(']');
    std::string out;
    {
        json::Object object(out);
        object.text("policy_version", info.version).optional("model", info.model);
        object.json_value("sets", sets);
        for (std::size_t d = 1; d < learn::kDimensions; ++d) {
            const auto dimension = static_cast<learn::Dimension>(d);
            object.json_value(learn::name(dimension), cells(e, dimension));
        }
        object.json_value("pairs", share(e.pairs));
        write_swaps(object, out, e);
        write_lists(object, out, e);
        if (e.with_scores) object.json_value("areas", areas(e)).number("unscored", e.unscored);
        if (info.queue) object.json_value("queue", queue(*info.queue));
    }
    return out.append("\n");
}

}  // namespace mizan::report
