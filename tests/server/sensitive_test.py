"""Who may see what of flags and cases, and who must not. sensitive_test.py MIZAN"""

import json

import service
from desk import Desk, DeskWithStrikes


class Sensitive(Desk):
    rules = {"four_eyes": ["belittling"]}

    def test_hidden_from_reviewers(self):
        post, told, case = self.flagged("pia", sensitive=True)
        _, _, open_to_all = self.flagged()
        self.assertNotIn(case, [c["id"] for c in self.do("ann", "GET", "/api/v1/queue").json()["cases"]])
        self.assertNotIn(case, [c["id"] for c in self.cases("ann")])
        self.assertIn(case, [c["id"] for c in self.do("lena", "GET", "/api/v1/queue").json()["cases"]])
        self.case("ann", case, 404)
        self.seen("ann", told, 404)
        moves = {"claim": {}, "release": {}, "assign": {"to": "ann"}, "recuse": {}, "route": {"lang": "de"}, "note": {"reason": "x"}, "opinion": {"answer": "allowed", "reason": "x"},
                 "ask": {"flag": told["flag"]["id"], "question": "x"}, "severity": {"severity": 5, "reason": "x"}, "clear-threat": {"reason": "x"}, "danger": {"reason": "x"}, "decline": {"reason": "x"},
                 "taken-over": {}, "merge": {"into": open_to_all}, "rule": {"answer": "allowed", "reason": "x"}, "agree": {}}
        for name, body in moves.items():
            problem = self.move("ann", case, name, 404, **body)
            self.assertEqual(problem["code"], "record-missing", name)
        self.move("ann", open_to_all, "claim")
        self.move("ann", open_to_all, "merge", 404, into=case)
        self.decided("lena", case)
        self.move("ann", case, "agree", 404)  # nor when something is proposed in it
        self.move("lars", case, "agree")
        # Another case about the same does not tell of it.
        _, _, later = self.flagged("ben", post=post)
        self.assertEqual(self.case("ann", later)["others"], [])
        self.assertEqual([c["id"] for c in self.case("lena", later)["others"]], [case])
        self.assertEqual(self.seen("pia", told)["flag"]["answer"], "violates")


    def test_in_bulk_it_is_as_one_that_is_not_there(self):
        _, _, case = self.flagged("pia", sensitive=True)
        _, _, open_to_all = self.flagged()
        leads = self.service.make_key("lead", scopes=["lead-cases", "review-cases"])
        for preview in (True, False):
            order = {"cases": [case, 999999, open_to_all], "ruling": {"answer": "allowed", "reason": "x"}, "preview": preview}
            seen = self.ask("POST", "/api/v1/cases/bulk", order, key=leads, expect=200).json()["cases"]
            hidden, missing, shown = (one["problem"] for one in seen)
            self.assertEqual({**hidden, "where": ""}, {**missing, "where": ""})
            self.assertEqual((hidden["where"], missing["where"], hidden["code"]), (f"case {case}", "case 999999", "record-missing"))
            self.assertEqual(shown["code"], "access-forbidden")  # a key decides nothing
            self.assertNotIn("state", json.dumps(hidden).replace("status", ""))
        order["preview"] = True
        self.assertTrue(self.do("lena", "POST", "/api/v1/cases/bulk", order).json()["cases"][0]["ok"])
        self.assertEqual(self.case("lena", case)["case"]["state"], "open")


class SensitiveDecisions(Desk):
    def listed(self, who, **query):
        asked = "".join(f"&{name}={value}" for name, value in query.items())
        out, after = [], "0"
        while after:
            page = self.do(who, "GET", f"/api/v1/decisions?limit=500&after={after}{asked}").json()
            out += page["decisions"]
            after = page.get("next")
        return out

    def test_what_was_decided_is_for_those_alone_who_may_see_the_case(self):
        post = self.post()
        before = self.in_force(post)["record"]
        _, told, case = self.flagged("pia", post=post, sensitive=True)
        self.decided("lena", case)
        record = self.do(None, "GET", f"/api/v1/decisions?post={post}").json()["decisions"][-1]["record"]
        self.assertNotEqual(record, before)
        self.do(None, "GET", f"/api/v1/decisions/{record}")  # the platform, which acts on it
        self.do("lars", "GET", f"/api/v1/decisions/{record}")
        self.assertIn(record, [d["record"] for d in self.listed("lars")])
        for who in ("ann", "aud", "carl", "paula"):
            self.assertEqual(self.do(who, "GET", f"/api/v1/decisions/{record}", expect=404).json()["code"], "record-missing", who)
            self.assertIn(self.do(who, "GET", f"/api/v1/decisions/{record}/proof", expect=None).status, (403, 404))
            self.assertNotIn(record, [d["record"] for d in self.listed(who)])
            [one] = self.do(who, "GET", f"/api/v1/decisions?post={post}").json()["decisions"]
            self.assertEqual((one["record"], one["in_force"]), (before, True))
        self.move("lena", case, "undo", reason="look again")
        self.decided("lars", case, "allowed")
        self.assertEqual([d["record"] for d in self.do("ann", "GET", f"/api/v1/decisions?post={post}").json()["decisions"]], [before])

    def test_of_a_post_of_which_nothing_else_was_decided_nothing_is_known(self):
        post, _, case = self.flagged("pia", sensitive=True)
        self.decided("lena", case)
        refused = self.do("ann", "GET", f"/api/v1/decisions?post={post}", expect=404).json()
        none = self.do("ann", "GET", f"/api/v1/decisions?post={self.new_id()}", expect=404).json()
        self.assertEqual({**refused, "where": ""}, {**none, "where": ""})
        self.assertEqual(len(self.do("lars", "GET", f"/api/v1/decisions?post={post}").json()["decisions"]), 1)


class WhoFlagged(Desk):
    def test_is_told_to_leads_alone(self):
        partner = self.partner("paul")
        post = self.post()
        told = self.flag("paul", post, key="paul-s-own-key")
        self.flag(None, post, user="user-marigold")
        case = self.case_about(post)
        seen = self.case("ann", case)
        for name in ("paul", "user-marigold", partner["facts"]["name"]):
            self.assertNotIn(name, json.dumps(seen))
        self.assertEqual([f["flagger"] for f in self.case("lena", case)["flags"]], ["paul", "user:user-marigold"])
        self.seen("ann", told, 404)
        self.assertEqual(self.seen("lena", told)["flag"]["flagger"], "paul")
        self.assertNotIn("paul", told["receipt"].replace("paul-s-own-key", ""))  # nor does it tell when it is passed on
        self.do("ann", "GET", f"/api/v1/flags/{told['flag']['id']}/receipt", expect=404)
        self.decided("ann", case)
        self.assertNotIn("paul", self.case("ann", case)["statement_of_reasons"])
        for target in (f"/api/v1/decisions?post={post}", "/api/v1/decisions?limit=500"):
            self.assertNotIn("paul", self.do("ann", "GET", target).body.decode())

    def test_nor_do_records_tell(self):
        self.partner("pia")
        self.flag("pia", self.new_id(), explanation="marigold")
        statuses = set()
        for record in range(1, 40):
            answer = self.do("ann", "GET", f"/api/v1/decisions/{record}", expect=None)
            statuses.add(answer.status)
            self.assertNotIn(b"pia", answer.body, record)
            self.assertNotIn(b"marigold", answer.body, record)
        self.assertIn(403, statuses)


class Blind(DeskWithStrikes):
    rules = {"haste_percent": 100, "haste_seconds": 3600}

    def test_who_looks_again_does_not_see_what_was_decided(self):
        post, told, case = self.flagged("pia", post=self.post())
        self.decided("ann", case, reason="ann-s own marigold")
        again = self.case_about(post, "recheck")
        self.move("ann", again, "claim", 403)
        self.move("ben", again, "claim")
        shown = self.case("ben", again)
        for hidden in ("marigold", "ann", "violates", "violation", "it was removed"):
            self.assertNotIn(hidden, json.dumps({k: v for k, v in shown.items() if k != "history"}), hidden)
        self.assertEqual((shown["case"]["of"], shown["case"]["why"], shown["case"]["recused"]), (0, "haste", []))
        self.assertEqual([e.get("of", 0) for e in shown["history"] if e["event"] == "recheck-opened"], [0])
        self.assertEqual(self.case("lena", again)["case"]["of"], case)
        self.assertEqual(self.case("ben", case, 403)["code"], "access-forbidden")
        self.assertNotIn(case, [c["id"] for c in self.cases("ben")])
        decided = self.in_force(post)["record"]
        self.do("ben", "GET", f"/api/v1/decisions/{decided}", expect=404)
        self.do("cem", "GET", f"/api/v1/decisions/{decided}", expect=404)  # it may be theirs yet, if ben lets it go
        self.do("ann", "GET", f"/api/v1/decisions/{decided}")
        self.do("aud", "GET", f"/api/v1/decisions/{decided}")
        self.assertNotIn(decided, [d["record"] for d in self.do("ben", "GET", f"/api/v1/decisions?post={post}").json()["decisions"]])
        _, _, later = self.flagged("pia", post=post)
        self.assertNotIn(case, [c["id"] for c in self.case("ben", later)["others"]])
        self.assertIn(case, [c["id"] for c in self.case("ann", later)["others"]])
        self.rule("ben", again, "allowed", reason="it is about plants")
        seen = self.case("lena", again)["case"]
        self.assertEqual(seen["review"], "overturned")
        open_again = self.case("lena", case)["case"]
        self.assertEqual((open_again["state"], open_again["reopened"], open_again["recused"]), ("open", 1, ["ann"]))
        self.assertEqual(self.seen("pia", told)["flag"]["state"], "open")
        self.move("ann", case, "claim", 403)
        self.decided("cem", case, "allowed")
        self.assertEqual(self.seen("pia", told)["flag"]["answer"], "allowed")

    def test_nor_how_it_was_looked_at_before_that_was_undone(self):
        post, _, case = self.flagged("pia", post=self.post())
        self.decided("ann", case, reason="ann-s own marigold")
        again = self.case_about(post, "recheck")
        self.decided("ben", again, clause="belittling", reason="ben-s own tulip")
        self.assertEqual(self.case("ben", again)["case"]["review"], "upheld")
        self.move("lena", again, "undo", reason="too fast")
        self.assertEqual(self.in_force(post)["contents"]["outcome"], "violation")  # of the first decision nothing changed
        self.move("cem", again, "claim")
        shown = json.dumps(self.case("cem", again))
        for hidden in ("marigold", "tulip", "violates"):
            self.assertNotIn(hidden, shown)
        self.case("cem", case, 403)
        self.rule("cem", again, "allowed", reason="it is about plants")
        self.assertEqual(self.case("lena", case)["case"]["state"], "open")

    def test_nor_does_who_may_be_given_it(self):
        """Who finds the decided case by the post before they claim the recheck."""
        post, _, case = self.flagged("pia", post=self.post(author="a31"))
        self.decided("ann", case, reason="ann-s own marigold")
        again = self.case_about(post, "recheck")
        decided = self.in_force(post)["record"]
        later = self.flagged("pia", post=post)[2]
        elsewhere = self.flagged("pia", post=self.post(author="a31"))[2]
        for who, sees in (("ben", False), ("cem", False), ("ann", True), ("lena", True)):
            with self.subTest(who=who):
                self.case(who, case, 200 if sees else 403)
                self.move(who, case, "note", 200 if sees else 403, reason="x")
                self.do(who, "GET", f"/api/v1/decisions/{decided}", expect=200 if sees else 404)
                for listed in (self.cases(who), self.cases(who, state="decided"), self.case(who, later)["others"]):
                    self.assertEqual(case in [c["id"] for c in listed], sees)
                self.assertEqual(self.case(who, later)["post"]["record"] == decided, sees)
                self.assertEqual("marigold" in json.dumps(self.case(who, later)), sees)
                strikes = self.case(who, elsewhere)["author"]
                self.assertEqual((strikes["strikes_in_force"], [s["case"] for s in strikes["strikes"]]), (1, [case]) if sees else (0, []))
        appeal = self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "I meant plants"}, 201).json()["appeal"]
        self.case("cem", appeal)
        self.case("cem", case, 403)
        self.move("cem", appeal, "claim")
        self.assertEqual(self.case("cem", case)["case"]["id"], case)  # who decides an appeal has to see what was decided
        self.assertIn("in an appeal", self.move("cem", again, "claim", 403)["detail"])
        self.rule("cem", appeal, "violates", review="upheld")
        self.move("cem", again, "claim", 403)
        while (given := self.do("cem", "POST", "/api/v1/queue/next", {}, expect=None)).status == 200:
            self.assertNotEqual(given.json()["id"], again)
            self.move("cem", given.json()["id"], "recuse", reason="x")
        self.decided("ben", again)
        for who in ("ben", "cem"):
            self.case(who, case)
            self.do(who, "GET", f"/api/v1/decisions/{decided}")

    def test_it_is_closed_when_there_is_nothing_to_look_at(self):
        """By a lead who undoes the decision, and by an appeal; also while somebody has it."""
        figures = "/api/v1/figures/casework?from=2026-01-01&to=2040-01-01"
        for undone in (True, False):
            post, _, case = self.flagged("pia", post=self.post())
            self.decided("ann", case)
            again = self.case_about(post, "recheck")
            self.move("ben", again, "claim")
            before = self.do("lena", "GET", figures).json()
            if undone:
                self.move("lena", case, "undo", reason="the wrong post")
            else:
                appeal = self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "real weeds"}, 201).json()["appeal"]
                self.decided("cem", appeal, "allowed", review="overturned")
            self.assertIn("this case is closed", self.move("ben", again, "claim", 409)["detail"])
            self.rule("ben", again, "allowed", 409)
            seen = self.case("ben", again)
            self.assertEqual((seen["case"]["state"], seen["case"]["claimed_by"], seen["history"][-2]["event"]), ("closed", "", "recheck-closed"))
            self.assertNotIn(again, [c["id"] for c in self.do("cem", "GET", "/api/v1/queue?limit=500").json()["cases"]])
            self.assertNotIn("recheck-closed", json.dumps(self.case("lena", case)["history"]))  # who decided does not learn of it
            after = self.do("lena", "GET", figures).json()
            self.assertEqual(after["rechecks"], before["rechecks"])
            self.assertIn(again, [c["id"] for c in self.cases(state="closed")])


class OfThePlatform(Desk):
    def test_it_follows_what_it_passed_on(self):
        post = self.new_id()
        told = self.flag(None, post, user="u7")
        at = f"/api/v1/flags/{told['flag']['id']}"
        self.assertEqual(self.seen(None, told)["flag"], told["flag"])
        self.assertEqual([f["id"] for f in self.do(None, "GET", "/api/v1/flags?user=u7").json()["flags"]], [told["flag"]["id"]])
        self.do("cem", "GET", "/api/v1/flags?user=u7", expect=403)
        self.do(None, "GET", at + "/receipt")
        self.do(None, "POST", at + "/add", {"text": "he says more"})
        self.decided("ann", self.case_about(post), "allowed")
        self.do(None, "POST", at + "/appeal", {"text": "he does not agree"})

    def test_a_user_is_no_account(self):
        told = self.flag(None, self.new_id(), user="cem")
        self.person("cem")
        self.assertNotIn(told["flag"]["id"], [f["id"] for f in self.do("cem", "GET", "/api/v1/flags").json()["flags"]])
        self.do("cem", "POST", f"/api/v1/flags/{told['flag']['id']}/withdraw", {}, 404)

    def test_a_member_is_of_one_partner(self):
        first, second = self.partner("paul"), self.partner()
        self.do("lena", "POST", f"/api/v1/partners/{second['id']}/add-member", {"member": "paul"}, 409)
        self.assertEqual(self.flag("paul", self.new_id())["flag"]["partner"], first["id"])

    def test_a_key_decides_nothing(self):
        _, _, case = self.flagged()
        self.decided("ann", case)
        for name, body in (("undo", {"reason": "x"}), ("claim", {})):
            self.ask("POST", f"/api/v1/cases/{case}/{name}", body, key=self.lead, expect=403)

    def test_an_answer_is_said(self):
        _, _, case = self.flagged()
        self.move("ann", case, "claim")
        self.assertEqual(self.move("ann", case, "rule", 400, reason="I forgot to say what")["where"], "answer")
        self.assertEqual(self.move("ben", case, "opinion", 400, reason="likewise")["where"], "answer")

    def test_one_says_nothing_more_than_is_asked(self):
        _, _, case = self.flagged()
        self.move("ann", case, "claim", 400, severity=5)
        self.do("ann", "POST", f"/api/v1/cases/{case}/claim")  # nor need one say anything


if __name__ == "__main__":
    service.main()
