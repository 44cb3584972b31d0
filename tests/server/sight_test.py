"""Nobody finds by another way what a case keeps from them. sight_test.py MIZAN"""

import json
import pathlib
import subprocess
import time

import service
from desk import Desk, DeskWithStrikes
from service import PLAIN, wait_until

TOLD = {"explanation": "it is about us", "text": "he says it of gardeners"}


class Sight(Desk):
    def decisions(self, who, post):
        return [d["record"] for d in self.do(who, "GET", f"/api/v1/decisions?post={post}").json()["decisions"]]

    def record(self, who, number, expect=200):
        return self.do(who, "GET", f"/api/v1/decisions/{number}", expect=expect).json()

    def actions(self, who):
        """Of which decisions; a page of one each, so that it is seen where each leads."""
        out, after = [], "0"
        while after is not None:
            page = self.do(who, "GET", f"/api/v1/actions?limit=1&after={after}").json()
            self.assertLessEqual(1, len(page["actions"]) + ("next" not in page))
            out += [a["record"] for a in page["actions"]]
            after = page.get("next")
        return out

    def strikes(self, who, case):
        """Beside a case: how many of its author are in force, and of which cases they came."""
        author = self.case(who, case)["author"]
        self.assertEqual(author["points_in_force"] > 0, author["strikes_in_force"] > 0)
        return author["strikes_in_force"], [s["case"] for s in author["strikes"]]

    def records(self, who, kind):
        """The numbers of all records of a kind."""
        out = []
        for number in range(1, 500):
            answer = self.do(who, "GET", f"/api/v1/decisions/{number}", expect=None)
            if answer.status == 404:
                break
            if answer.json().get("kind") == kind:
                out.append(number)
        return out


class OfASensitiveCase(DeskWithStrikes, Sight):
    def decided_closely(self, post, **more):
        _, _, case = self.flagged("pia", post=post, sensitive=True, **more)
        self.decided("lena", case, reason="lena-s own marigold")
        return case, self.decisions("lars", post)[-1]

    def test_another_case_about_the_post(self):
        """It shows the decision before, which the engine made; where there is none, what its own flags say."""
        post = self.post()
        before = self.in_force(post)["record"]
        _, decided = self.decided_closely(post)
        _, _, later = self.flagged("cem", post=post)
        shown = self.case("ann", later)["post"]
        self.assertEqual((shown["record"], shown["decision"]["decided_by"]), (before, "engine"))
        self.assertNotIn("marigold", json.dumps(self.case("ann", later)))
        self.assertEqual(self.case("lars", later)["post"]["record"], decided)
        post = self.new_id()
        self.decided_closely(post)
        _, _, later = self.flagged("cem", post=post, **TOLD)
        self.assertEqual(self.case("ann", later)["post"], {"kept_by": "platform", "text": TOLD["text"], "said_by": "flag"})
        self.assertIn("marigold", json.dumps(self.case("lars", later)["post"]))

    def test_the_strike_that_came_of_it(self):
        case, _ = self.decided_closely(self.post(author="a41"))
        _, _, later = self.flagged("cem", post=self.post(author="a41"))
        self.assertEqual(self.strikes("ann", later), (0, []))
        self.assertEqual(self.strikes("lars", later), (1, [case]))
        leads = self.service.make_key("lead", scopes=["lead-cases", "review-cases"])
        at = "/api/v1/actors/a41"
        self.assertEqual(self.ask("GET", at, key=leads, expect=200).json()["strikes"], [])
        self.assertEqual([s["case"] for s in self.do("lars", "GET", at).json()["strikes"]], [case])

    def test_what_the_platform_was_asked_for(self):
        _, decided = self.decided_closely(self.post())
        other = self.post()
        self.decided("ann", self.flagged("pia", post=other)[2])
        open_to_all = self.decisions("lars", other)[-1]
        for who, sees in (("ann", False), ("aud", False), ("carl", False), ("lars", True), (None, True)):
            listed = wait_until(lambda who=who: (found := self.actions(who)) and open_to_all in found and found)
            self.assertEqual(decided in listed, sees, who)

    def test_a_page_of_cases_ends_where_it_is_seen_to(self):
        first = self.flagged()[2]
        _, _, case = self.flagged("pia", sensitive=True)
        page = self.do("ann", "GET", f"/api/v1/cases?limit=1&after={first}").json()
        self.assertEqual(page, {"cases": []})
        page = self.do("ann", "GET", f"/api/v1/cases?limit=1&after={first}&state=open").json()
        self.assertEqual(page, {"cases": []})
        last = self.flagged()[2]
        page = self.do("ann", "GET", f"/api/v1/cases?limit=1&after={first}").json()
        self.assertEqual(([c["id"] for c in page["cases"]], page.get("next")), ([last], None))
        page = self.do("lars", "GET", f"/api/v1/cases?limit=1&after={first}").json()
        self.assertEqual(([c["id"] for c in page["cases"]], page.get("next")), ([case], str(case)))

    def test_gaps_of_the_policy(self):
        """Neither a sensitive one nor, with another, what was decided closely about its post."""
        def gap(post=None, who="ann", **more):
            post, _, case = self.flagged("cem", post=post, **more)
            self.decided(who, case, "policy-gap", reason="no clause is about it")
            return post, case
        _, first = gap()
        gap(who="lena", sensitive=True)
        post, last = gap(**TOLD)
        self.decided_closely(post)
        page = self.do("carl", "GET", "/api/v1/policy-gaps?limit=1").json()
        self.assertEqual([g["case"] for g in page["gaps"]], [last])
        [shown] = page["gaps"]
        self.assertEqual(shown["post"]["record"], self.decisions("carl", post)[-1])
        page = self.do("carl", "GET", f"/api/v1/policy-gaps?limit=1&after={page['next']}").json()
        self.assertEqual(([g["case"] for g in page["gaps"]], page.get("next")), ([first], None))

    def test_what_a_later_decision_stands_in_the_place_of(self):
        post = self.post(PLAIN)
        _, decided = self.decided_closely(post)
        self.service.moderate({"id": post, "author": "a7", "text": service.HARMFUL, "revision": 1}, self.key)
        later = self.decisions("lars", post)[-1]
        self.assertEqual(self.record("lars", later)["supersedes"], decided)
        for who in ("ann", "aud"):
            self.assertNotIn("supersedes", self.record(who, later), who)

    def test_a_flag_that_is_not_sensitive_itself(self):
        post = self.new_id()
        told = self.flag("pia", post)
        self.flag("paul", post, sensitive=True)
        self.decided("lena", self.case_about(post))
        leads = self.service.make_key("lead", scopes=["lead-cases", "review-cases", "flag"])
        self.ask("GET", f"/api/v1/flags/{told['flag']['id']}", key=leads, expect=404)
        self.assertEqual(self.seen("lars", told)["flag"]["answer"], "violates")
        self.assertEqual(self.seen("pia", told)["flag"]["answer"], "violates")


class OfWhatIsLookedAtAgain(DeskWithStrikes, Sight):
    rules = {"haste_percent": 100, "haste_seconds": 3600}

    def test_to_who_has_the_recheck(self):
        """Also to a lead, who sees it otherwise."""
        post = self.post(author="a51")
        before = self.in_force(post)["record"]
        _, told, case = self.flagged("pia", post=post)
        self.decided("ann", case, reason="ann-s own marigold")
        decided = self.in_force(post)["record"]
        again = self.case_about(post, "recheck")
        _, _, later = self.flagged("pia", post=post)
        [flag, _] = [n for n in self.records("lars", "flag") if self.record("lars", n)["post"] == post]
        wait_until(lambda: decided in self.actions("lars"))
        for who in ("lena", "lars"):
            sees = who == "lars"
            if not sees:
                self.move(who, again, "claim")
            with self.subTest(who=who):
                refused = self.do(who, "GET", f"/api/v1/flags/{told['flag']['id']}", expect=200 if sees else 403).body.decode()
                self.assertEqual("violates" in refused, sees)
                self.assertEqual([s["case"] for s in self.do(who, "GET", "/api/v1/actors/a51").json()["strikes"]], [case] if sees else [])
                self.assertEqual(self.strikes(who, later), (1, [case]) if sees else (0, []))
                self.assertEqual(self.case(who, later)["post"]["record"], decided if sees else before)
                self.assertEqual("marigold" in json.dumps(self.case(who, later)), sees)
                self.assertEqual(decided in self.actions(who), sees)
                self.record(who, flag, 200 if sees else 404)
                for name in ("note", "undo"):
                    self.assertEqual(self.move("lena", case, name, 403, reason="x")["code"], "access-forbidden")
                self.assertEqual(case in [c["id"] for c in self.cases(who)], sees)
        viewed = [e for e in self.case("lars", case)["history"] if e["event"] == "viewed" and e["by"] == "lena"]
        self.case("lena", case, 403)
        self.assertEqual([e for e in self.case("lars", case)["history"] if e["event"] == "viewed" and e["by"] == "lena"], viewed)  # she saw nothing
        self.rule("lena", again, "violates")
        self.assertIn("marigold", json.dumps(self.case("lena", case)))
        self.assertEqual(self.seen("lena", told)["flag"]["answer"], "violates")
        self.record("lena", flag)

    def test_the_records_of_its_own_case_do_not_say_of_which(self):
        post, _, case = self.flagged("pia")
        self.decided("ann", case)
        again = self.case_about(post, "recheck")
        opened = [n for n in self.records("lars", "case") if "recheck-opened" in json.dumps(self.record("lars", n))]
        self.move("lena", again, "claim")
        self.record("lars", opened[-1])
        self.record("lena", opened[-1], 404)

    def test_the_post_is_seen_where_it_stands_nowhere_else(self):
        post, _, case = self.flagged("pia", **TOLD)
        self.decided("ann", case, reason="ann-s own marigold")
        again = self.case_about(post, "recheck")
        self.move("ben", again, "claim")
        _, _, later = self.flagged("pia", post=post)
        for number in (again, later):
            shown = self.case("ben", number)["post"]
            self.assertIn(TOLD["text"], json.dumps(shown["input"]))
            self.assertNotIn("decision", shown)
            self.assertNotIn("marigold", json.dumps(shown))

    def test_another_recheck_or_appeal_of_the_same_tells_no_more(self):
        post, _, case = self.flagged("pia", post=self.post())
        self.decided("ann", case)
        again = self.case_about(post, "recheck")
        appeal = self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "I meant plants"}, 201).json()["appeal"]
        self.decided("lars", appeal, "violates", review="upheld", reason="lars-s own marigold")
        self.move("lena", again, "claim")
        self.assertEqual(self.case("lena", appeal, 403)["code"], "access-forbidden")
        self.assertNotIn(appeal, [c["id"] for c in self.cases("lena")])
        self.rule("lena", again, "violates")
        self.assertIn("marigold", json.dumps(self.case("lena", appeal)))


class OfALegalHold(Sight):
    def erased(self, post):
        self.service.stop()
        folder = pathlib.Path(self.folder, "data/record")
        line = [service.MIZAN, "log", "erase", "--store", folder, "--post", post, "--reason", "asked for", "--by", "clerk"]
        done = subprocess.run(list(map(str, line)), capture_output=True, text=True, timeout=120)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.service.start(expect_password=False)
        self.everybody_is_out()

    def told(self, number):
        """To whom a record is shown, and who is refused a proof of it."""
        shown = [who for who in ("lena", "ann", "aud", "carl") if self.do(who, "GET", f"/api/v1/decisions/{number}", expect=None).status == 200]
        if "aud" not in shown:
            self.assertEqual(self.do("aud", "GET", f"/api/v1/decisions/{number}/proof", expect=None).status, 404)
        return shown

    def test_is_told_to_nobody_but_who_may_begin_one(self):
        post = self.post()
        decided = self.in_force(post)["record"]
        case = self.flagged("pia", post=post)[2]
        self.do("lena", "POST", f"/api/v1/cases/{case}/hold", {"ground": "district court", "reason": "evidence"})
        wait_until(lambda: self.record("lena", decided)["held"])
        for who in ("ann", "aud", "carl"):
            self.assertNotIn("held", self.record(who, decided), who)
        begun = [n for n in self.records("lena", "case") if "hold-begun" in json.dumps(self.record("lena", n))]
        self.assertTrue(begun)
        close = self.service.make_key("lead", scopes=["read-decisions", "see-sensitive"])
        for number in begun:
            self.ask("GET", f"/api/v1/decisions/{number}", key=close, expect=404)
        [*_, hold] = self.records("lena", "hold")
        self.assertEqual(self.told(hold), ["lena"])
        missing = self.record("ann", 100000, 404)
        self.assertEqual({**self.record("ann", hold, 404), "where": ""}, {**missing, "where": ""})
        self.erased(post)
        waiting = self.records("lena", "erasure")
        self.assertTrue(waiting)
        self.assertEqual([self.told(n) for n in waiting], [["lena"]] * len(waiting))
        self.do("lena", "POST", f"/api/v1/cases/{case}/end-hold", {"reason": "it is over"})
        done = wait_until(lambda: [n for n in self.records("lena", "erasure") if n not in waiting])
        self.assertTrue(all("deferred-erasure" in json.dumps(self.record("lena", n)) for n in done))
        self.assertEqual([self.told(n) for n in done + self.records("lena", "release")[-1:]], [["lena"]] * (len(done) + 1))

    def test_other_erasures_are_for_all_who_read_decisions(self):
        post = self.post()
        time.sleep(1)  # it is in the log: an erasure of what is not tells nobody
        before = self.records("lena", "erasure")
        self.erased(post)
        done = [n for n in self.records("lena", "erasure") if n not in before]
        self.assertIn(["lena", "ann", "aud", "carl"], [self.told(n) for n in done])


class OfAGoldenCase(Sight):
    rules = {"golden_percent": 0}

    def test_it_says_of_the_engine_what_the_other_did(self):
        post = self.post()
        wait_until(lambda: [c for c in self.cases() if c["subject"]["id"] == post])
        case = self.case_about(post)
        real = self.move("ann", case, "claim")
        self.assertEqual(real["kind"], "engine")
        self.rule("ann", case, "violates")
        order = {"answer": "violates", "clause": "belittling", "why": "It is said of people.", "of": case}
        self.do("lena", "POST", "/api/v1/golden", order, 201)
        seen = self.do("ben", "POST", "/api/v1/golden/train").json()
        own = {"id", "opened_at", "claimed_at", "claimed_until", "claimed_by", "clock", "engine_at"}
        self.assertEqual({k: v for k, v in seen.items() if k not in own}, {k: v for k, v in real.items() if k not in own})
        for one in (real, seen):
            self.assertEqual(one["engine_at"], one["opened_at"])
        self.assertNotEqual((seen["engine_severity"], seen["group"]), (0, ""))


if __name__ == "__main__":
    service.main()
