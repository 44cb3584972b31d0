"""What the month came to, computed from what the API tells a lead, and from nothing else."""

from collections import Counter, defaultdict
from statistics import median

from client import Refused

# What the engine said, and people after it: the same, or another thing.
VERDICTS = {"violation": ("violation: people agree", "violation: people disagree"), "review": ("asked people: a violation", "asked people: none"),
            "undecided": ("undecided: a violation", "undecided: none")}
RUNNING = ("open", "claimed", "waiting", "proposed")


def all_flags(lead):
    """They are numbered from 1 without a gap."""
    flags, number = [], 1
    while True:
        try:
            flags.append(lead.get(f"/api/v1/flags/{number}")["flag"])
        except Refused as refused:
            if refused.status != 404:
                raise
            return flags
        number += 1


def case_of_flags(lead, cases):
    """flag -> case, of the cases that have any."""
    where = {}
    for case in cases:
        if case["flags"]:
            for flag in lead.get(f"/api/v1/cases/{case['id']}")["flags"]:
                where[flag["id"]] = case["id"]
    return where


def hours(seconds):
    return round(seconds / 3600, 1)


def times_to_answer(flags, waited):
    """By kind of who flagged: median hours, gross and less what was waited for their answers."""
    spans = defaultdict(list)
    for flag in flags:
        if flag["state"] == "answered":
            gross = flag["closed_at"] - flag["received_at"]
            spans[flag["kind"]].append((gross, gross - min(gross, waited.get(flag["id"], 0))))
    return {kind: {"answered": len(all_), "median_hours_gross": hours(median(g for g, _ in all_)), "median_hours_net": hours(median(n for _, n in all_))}
            for kind, all_ in sorted(spans.items())}


def final_answer(case, by_id):
    """What stands at the end: an appeal that overturned put its answer in the place of the first."""
    if case["undone"] and case["appeal"]:
        case = by_id[case["appeal"]]
    ruling = case.get("ruling")
    return None if ruling is None or case["undone"] or case["state"] in RUNNING else (ruling["order"]["answer"], ruling["order"]["clause"])


def against_engine(cases):
    """By the clause that the engine named: what people said of it. What the engine did not see counts by the clause that people found."""
    by_id = {case["id"]: case for case in cases}
    table = defaultdict(Counter)
    for case in cases:
        if case["kind"] not in ("flags", "engine") or case["state"] == "merged":
            continue
        answer = final_answer(case, by_id)
        if case["engine_record"]:
            said = VERDICTS.get(case["engine_outcome"], VERDICTS["undecided"])
            same = answer is not None and answer[0] == "violates" and answer[1] == case["engine_clause"]
            table[case["engine_clause"] or "(no clause)"]["open" if answer is None else said[0] if same else said[1]] += 1
        elif answer is not None and answer[0] == "violates":
            table[answer[1]]["people found, engine did not"] += 1
    return {clause: dict(sorted(row.items())) for clause, row in sorted(table.items())}


def looked_again(cases):
    again = defaultdict(Counter)
    for case in cases:
        if case["kind"] in ("appeal", "recheck"):
            name = case["kind"] + ("s of " + {"author": "authors", "flagger": "flaggers"}[case["appellant"]] if case["kind"] == "appeal" else "s")
            again[name][case["review"] if case["state"] == "decided" else "open"] += 1
    return {name: dict(sorted(counts.items())) for name, counts in sorted(again.items())}


def summarize(lead):
    cases = list(lead.pages("/api/v1/cases", "cases"))
    flags = all_flags(lead)
    where = case_of_flags(lead, cases)
    by_id = {case["id"]: case for case in cases}
    waited = {flag: by_id[case]["clock"]["waited"] for flag, case in where.items()}
    now = lead.api.now()
    still = [case for case in cases if case["state"] in RUNNING]
    return {
        "flags": {"all": len(flags), "by_kind": dict(sorted(Counter(f["kind"] for f in flags).items())),
                  "by_state": dict(sorted(Counter(f["state"] for f in flags).items())), "folded": sum(f["folded"] for f in flags)},
        "time_to_answer": times_to_answer(flags, waited),
        "cases": {"all": len(cases), "by_kind": dict(sorted(Counter(c["kind"] for c in cases).items())),
                  "by_state": dict(sorted(Counter(c["state"] for c in cases).items())), "breaches": sum(c["level"] for c in cases),
                  "with_a_breach": sum(c["level"] > 0 for c in cases), "reopened": sum(c["reopened"] for c in cases),
                  "undone": sum(c["undone"] for c in cases)},
        "still_open": {"cases": len(still), "flags_in_them": sum(c["open_flags"] for c in still),
                       "oldest_hours": max((hours(now - c["clock"]["started"]) for c in still), default=0)},
        "looked_again": looked_again(cases),
        "answers": dict(sorted(Counter(a[0] for c in cases if c["kind"] in ("flags", "engine") and (a := final_answer(c, by_id))).items())),
        "against_engine": against_engine(cases),
    }


def text_of(summary, indent=""):
    lines = []
    for name, value in summary.items():
        label = name.replace("_", " ")
        if isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values()):
            lines += [f"{indent}{label}", text_of(value, indent + "  ")]
        elif isinstance(value, dict):
            lines.append(f"{indent}{label}: " + (", ".join(f"{k.replace('_', ' ')} {v}" for k, v in value.items()) or "none"))
        else:
            lines.append(f"{indent}{label}: {value}")
    return "\n".join(lines)
