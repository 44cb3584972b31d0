"""What helps people to decide alike: guidance, golden cases, alarms; gaps of the policy; figures. quality_test.py MIZAN"""

import hashlib
import json
import pathlib
import time

import service
from desk import Desk
from receiver import Receiver
from service import wait_until

class Quality(Desk):
    def golden(self, expect=201, **order):
        return self.do("lena", "POST", "/api/v1/golden", {"answer": "violates", "clause": "belittling", "why": "It is said of people.", **order}, expect).json()

    def train(self, who, expect=200):
        answer = self.do(who, "POST", "/api/v1/golden/train", expect=expect)
        return answer.json() if answer.body else None

    def figures(self, who="lena", query="", expect=200):
        return self.do(who, "GET", "/api/v1/figures/casework" + query, expect=expect).json()


class Guidance(Quality):
    def test_versions(self):
        self.do("ann", "GET", "/api/v1/guidance/belittling", expect=404)
        self.do("ann", "PUT", "/api/v1/guidance/belittling", {"text": "x"}, 403)
        first = self.do("lena", "PUT", "/api/v1/guidance/belittling", {"text": "Plants are *plants*."}).json()
        self.assertEqual((first["version"], first["sha256"], first["by"]), (1, hashlib.sha256(b"Plants are *plants*.").hexdigest(), "lena"))
        self.do("lena", "PUT", "/api/v1/guidance/belittling", {"text": "Plants are *plants*."}, 409)
        for wrong in ("", " \n", "x" * 20001):
            self.assertEqual(self.do("lena", "PUT", "/api/v1/guidance/belittling", {"text": wrong}, 400).json()["where"], "text")
        self.do("lena", "PUT", "/api/v1/guidance/none-such", {"text": "x"}, 400)
        self.do(None, "PUT", "/api/v1/guidance/belittling", {"text": "by a machine"}, 403)
        _, _, case = self.flagged()
        self.assertEqual(self.case("ann", case)["guidance"]["version"], 1)
        self.assertEqual(self.decided("ann", case)["ruling"]["guidance"], "belittling@1")
        second = self.do("paula", "PUT", "/api/v1/guidance/belittling", {"text": "Ask who is meant."}).json()
        _, _, later = self.flagged()
        self.assertEqual(self.decided("ann", later, "allowed")["ruling"]["guidance"], "belittling@2")
        before = [self.do("ann", "GET", f"/api/v1/guidance/belittling?version={v}").json() for v in (1, 2)]
        self.assertEqual(before, [first, second])
        self.do("ann", "GET", "/api/v1/guidance/belittling?version=3", expect=404)
        self.service.stop(9)
        for file in pathlib.Path(self.folder, "data/record").glob("casework.db*"):
            file.unlink()
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.assertEqual([self.do("ann", "GET", f"/api/v1/guidance/belittling?version={v}").json() for v in (1, 2)], before)
        self.assertEqual(self.do("carl", "GET", "/api/v1/guidance/belittling").json(), second)


class Golden(Quality):
    rules = {"golden_percent": 50, "drift": {"answers": 2, "percent": 100}}

    def test_it_looks_like_any_other(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        self.ask("POST", "/api/v1/webhooks", {"url": receiver.url, "topics": ["case.ruled", "case.danger-raised", "case.drift-alarmed", "decision.made"]}, key=self.lead, expect=201)
        post, told, case = self.flagged("pia", post=self.post(), explanation="It is about us.")
        ordinary = self.case("ann", case)
        self.golden(409, of=case)  # not decided
        self.decided("ben", case)
        self.do("ann", "POST", "/api/v1/golden", {"answer": "allowed", "why": "x"}, 403)
        self.assertEqual(self.golden(400, of=case, why="")["where"], "why")
        self.assertEqual(self.golden(400, of=case, clause="none-such")["where"], "clause")
        golden = self.golden(of=case)
        before = self.figures()
        self.train("ben", 204)  # who decided it knows it
        self.train("lena", 204)
        dealt = self.train("ann")
        self.assertEqual((dealt["claimed_by"], dealt["golden"], dealt["kind"], dealt["state"]), ("ann", 0, ordinary["case"]["kind"], "claimed"))
        seen = self.case("ann", dealt["id"])
        self.assertEqual(set(seen), set(ordinary) | {"others"})
        self.assertEqual([f["kind"] for f in seen["flags"]], [f["kind"] for f in ordinary["flags"]])
        self.assertEqual([e["event"] for e in seen["history"]][: len(ordinary["history"]) - 1], [e["event"] for e in ordinary["history"]][:-1])
        for word in ("golden", "ben", "ruled"):
            self.assertNotIn(word, json.dumps([seen["flags"], seen["history"], seen["case"]["kind"], seen.get("post")]))
        self.assertEqual(self.case("lena", dealt["id"])["case"]["kind"], "golden")
        for name, body in (("danger", {"reason": "x"}), ("note", {"reason": "x"})):
            self.move("ann", dealt["id"], name, **body)
        strikes = self.case("lena", case)["case"]["struck"]
        answered = self.rule("ann", dealt["id"], "allowed")
        self.assertEqual((answered["state"], answered["right"]), ("decided", False))
        after = self.case("ann", dealt["id"])
        self.assertEqual(after["golden"], {"answer": "violates", "clause": "belittling", "why": "It is said of people.", "right": False})
        # How she did is for her, and for those who lead.
        others = self.case("ben", dealt["id"])
        self.assertEqual(("golden" in others, others["case"]["kind"], others["history"][-1]["event"]), (False, ordinary["case"]["kind"], "viewed"))
        self.assertNotIn("golden", json.dumps(others["history"]))
        self.assertIn("golden", self.case("lena", dealt["id"]))
        # Nothing follows.
        self.assertEqual(self.in_force(post)["contents"]["case"], case)
        self.assertEqual(self.case("lena", case)["case"]["struck"], strikes)
        self.assertEqual(self.figures(), before)
        self.move("lena", dealt["id"], "undo", 409, reason="x")
        self.do(None, "POST", f"/api/v1/cases/{dealt['id']}/appeal", {"text": "x"}, 409)
        self.train("ann", 204)  # once
        self.assertEqual(self.do("ann", "GET", "/api/v1/me/desk").json()["golden"], [{"clause": "belittling", "answered": 1, "right": 0}])
        [desk] = [one for one in self.do("lena", "GET", "/api/v1/desks").json()["desks"] if one["who"] == "ann"]
        self.assertEqual(desk["golden"][0]["answered"], 1)
        # A second one that differs: an alarm about the clause, not about anybody.
        other = self.golden(subject={"id": "made-up"}, text="They are weeds", lang="en")
        again = self.train("ann")
        shown = self.case("ann", again["id"])
        self.assertIn("They are weeds", [e.get("order", {}).get("text") for e in shown["history"]])
        self.assertEqual((shown["case"]["kind"], shown["case"]["flags"], len(shown["flags"])), ("flags", 1, 1))
        self.rule("ann", again["id"], "allowed")
        alarm = wait_until(lambda: receiver.bodies("case.drift-alarmed"))[0]
        self.assertEqual(alarm["data"]["body"], {"clause": "belittling", "guidance": 0, "answers": 2, "differ": 2})
        told = [m for m in receiver.bodies() if m["type"].startswith("case.")]
        self.assertNotIn(dealt["id"], [m["data"].get("body", {}).get("case") for m in told])
        self.assertNotIn("case.danger-raised", [m["type"] for m in told])
        [clause] = self.do("aud", "GET", "/api/v1/guidance").json()["clauses"]
        self.assertEqual((clause["answers"], clause["differ"], clause["alarms"]), (2, 2, 1))
        self.assertEqual(self.figures()["alarms"], [{"clause": "belittling", "count": 1}])
        # Dealt by chance, among others.
        retired = self.do("lena", "DELETE", f"/api/v1/golden/{other['id']}").json()
        self.do("lena", "DELETE", f"/api/v1/golden/{other['id']}", expect=409)
        self.assertTrue(retired["retired"])
        self.assertEqual([g["id"] for g in self.do("lena", "GET", "/api/v1/golden").json()["golden"]], [golden["id"], other["id"]])
        for _ in range(12):
            self.flagged()
        got = [self.do("cem", "POST", "/api/v1/queue/next").json()["id"] for _ in range(12)]
        kinds = [self.case("lena", number)["case"]["kind"] for number in got]
        self.assertEqual(kinds.count("golden"), 1)


class Gaps(Quality):
    def test_for_the_council(self):
        self.partner("paul", agreement={"from": 1})
        post, _, case = self.flagged("pia", post=self.post())
        _, _, loose = self.flagged("pia", text="Leave her name out.")
        _, _, hidden = self.flagged("pia", sensitive=True)
        for who, number in (("ann", case), ("ann", loose), ("lena", hidden)):
            self.decided(who, number, "policy-gap", reason="it isolates one of us")
        gaps = self.do("carl", "GET", "/api/v1/policy-gaps").json()["gaps"]
        self.assertEqual([gap["case"] for gap in gaps], [loose, case])
        self.assertEqual(gaps[0]["post"]["input"]["parts"][0]["text"], "Leave her name out.")
        self.assertEqual((gaps[1]["post"]["input"]["id"], gaps[1]["nearest_clause"], gaps[1]["reason"]), (post, "belittling", "it isolates one of us"))
        self.assertEqual([g["case"] for g in self.do("lena", "GET", "/api/v1/policy-gaps").json()["gaps"]], [hidden, loose, case])
        page = self.do("lena", "GET", "/api/v1/policy-gaps?limit=2").json()
        self.assertEqual([g["case"] for g in self.do("lena", "GET", f"/api/v1/policy-gaps?limit=2&after={page['next']}").json()["gaps"]], [case])
        self.do("paula", "GET", "/api/v1/policy-gaps")
        self.do("ann", "GET", "/api/v1/policy-gaps", expect=403)
        self.move("lena", case, "undo", reason="it is covered")
        self.assertEqual([gap["case"] for gap in self.do("carl", "GET", "/api/v1/policy-gaps").json()["gaps"]], [loose])


class Figures(Quality):
    def test_what_is_counted(self):
        self.partner("paul", agreement={"from": 1})
        self.partner("gov", kind="government")
        post, _, case = self.flagged("paul", post=self.post())
        wait_until(lambda: self.case("lena", case)["case"]["engine_record"])
        self.decided("ann", case)
        _, _, of_gov = self.flagged("gov", legal_basis="a law")
        self.flag(None, post, user="u1")  # opens another: the first is decided
        self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "I meant plants"}, 201)
        appeal = self.case_about(post, "appeal")
        self.decided("ben", appeal, "allowed", review="overturned")
        figures = self.figures()
        self.assertEqual({row["kind"]: row["count"] for row in figures["flags"]}, {"user": 1, "partner": 1, "government": 1, "automated": 0})
        self.assertEqual({name: figures["cases"][name] for name in ("open", "opened", "reopened", "closed", "decided")}, {"open": 2, "opened": 4, "reopened": 0, "closed": 2, "decided": 2})
        levels = {row["level"]: row for row in figures["levels"]}
        self.assertEqual([levels["partner"][name] for name in ("answered", "in_time", "fell", "in_time_and_stands")], [1, 1, 1, 0])
        self.assertEqual(levels["appeal"]["answered"], 1)
        self.assertEqual(figures["engine"], [{"clause": "belittling", "people": "same", "count": 1}])
        self.assertEqual([(row["clause"], row["outcome"], row["count"]) for row in figures["appeals"]], [("belittling", "overturned", 1)])
        self.assertEqual(figures["cases"]["due"], 0)
        week = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 12 * 86400))
        self.assertGreaterEqual(self.figures(query=f"?to={week}")["cases"]["due"], 3)
        # To others what is about flaggers and targets is hidden, and told of whole past months alone.
        seen = self.figures("aud")
        self.assertEqual((seen["withheld"], "flags" in seen, "appeals" in seen, "notices" in seen), (True, False, False, False))
        self.assertEqual(seen["cases"], figures["cases"])
        past = self.figures("carl", "?from=2020-02-01&to=2020-03-01")
        self.assertEqual((past["withheld"], past["flags"][2]), (False, {"kind": "government", "count": "<5", "folded": "<5"}))
        for more in ("?from=2020-02-02&to=2020-03-01", "?from=2020-01-01&to=2020-03-01"):  # of two months one could be subtracted
            self.assertTrue(self.figures("aud", more)["withheld"], more)
        self.assertEqual([row["level"] for row in seen["levels"] if row["level"] in ("partner", "appeal")], [])
        self.assertEqual([row for row in seen["decisions"] if row["kind"] == "appeal"], [])
        self.figures("ann", expect=403)
        for wrong in ("?from=2020-13-01", "?from=yesterday", "?to=2020-01-01&from=2020-01-01", "?from=2020-02-30", "?to=1969-01-01"):
            self.figures("lena", wrong, 400)
        before = self.figures()
        self.service.stop(9)
        for file in pathlib.Path(self.folder, "data/record").glob("casework.db*"):
            file.unlink()
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.assertEqual(self.figures(), before)


if __name__ == "__main__":
    service.main()
