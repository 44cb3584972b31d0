// Two decisions for the tests of their forms: one with nothing in it and one with everything.
#pragma once

#include <string>

#include "model/decision.h"

namespace mizan {

inline const std::string kVersion(64, 'a');
inline const std::string kBundle(64, 'b');

inline Decision empty_decision() {
    Decision d;
    d.post = "p1";
    d.lang = "en";
    d.reason = "Nothing the policy names was found.";
    d.policy_version = kVersion;
    d.bundle_hash = kBundle;
    d.semantics_level = 1;
    return d;
}

inline Claim full_claim() {
    Claim c;
    c.construct = "DEHUMANISED";
    c.group = "GROUP.religion.muslim";
    c.attribute = "religion";
    c.reading = "leet";
    c.polarity = "negated";
    c.stance = "condemned";
    c.holder = "other";
    c.mood = "question";
    c.speaker = "member";
    c.referent = "person";
    c.genre = "news";
    c.target = {0, {0, 7}, {0, 7}, {0, 7}};
    c.spans = {{0, {0, 7}, {0, 7}, {0, 7}}, {1, {12, 20}, {10, 16}, {11, 18}}};
    c.concepts = {{"DEHUMANISING.vermin", "coded", {1, {12, 20}, {10, 16}, {11, 18}}}};
    c.frames = {{"condemned",
                 "stance",
                 "condemned",
                 "quotation",
                 "excuses",
                 {0, {22, 27}, {20, 25}, {20, 25}}}};
    return c;
}

inline Decision full_decision() {
    Decision d = empty_decision();
    d.platform = "example";
    d.outcome = Outcome::kReview;
    d.finding = Finding::kExcused;
    d.route = Route::kPerson;
    d.decided_by = DecidedBy::kPerson;
    d.cause = Cause::kContextMissing;
    d.clause = "dehumanisation";
    d.exception = "counter-speech";
    d.severity = 4;
    d.reason = "Says \"it\",\nand then condemns it.";
    d.claims = {full_claim()};
    ClauseFinding f;
    f.clause = "dehumanisation";
    f.title = "Dehumanisation";
    f.state = "live";
    f.finding = Finding::kExcused;
    f.exception = "counter-speech";
    f.cause = Cause::kContextMissing;
    f.severity = 4;
    f.enforce_act = true;
    d.clauses = {f};
    d.actions = {{"remove", 0}, {"strike", 1}};
    d.coverage = {
        CoverageLevel::kPartial, "language", {{"slurs", CoverageLevel::kNone, "part-kind"}}};
    d.context_seen = {"lang", "signal:score"};
    d.truncated = true;
    return d;
}

}  // namespace mizan
