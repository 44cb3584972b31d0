"""Who is given which case, how much of it, and when they are to take a break. desks_test.py MIZAN"""

import pathlib
import tempfile
import time

import service
from desk import Desk

MINUTE, HOUR = 60, 3600


class Routing(Desk):
    def setUp(self):
        self.person("lars")
        for c in self.cases():
            if c["state"] in ("open", "claimed"):
                self.move("lena", c["id"], "assign", to="lars", reason="out of the way")
        for who in ("ann", "ben"):
            self.desk(who, langs=[], opt_outs=[])
            self.lead_says(who, skills=[], load_most=0)

    def desk(self, who, expect=200, **order):
        return self.do(who, "PUT", "/api/v1/me/desk", order, expect).json()

    def lead_says(self, who, expect=200, **order):
        self.person(who)
        return self.do("lena", "PUT", f"/api/v1/desks/{who}", order, expect).json()

    def queue(self, who, query=""):
        return [c["id"] for c in self.do(who, "GET", "/api/v1/queue?limit=500" + query).json()["cases"]]

    def test_by_language(self):
        _, _, austrian = self.flagged(lang="de-AT")
        _, _, french = self.flagged(lang="fr")
        _, _, unknown = self.flagged()
        self.assertEqual(self.queue("ann"), [austrian, french, unknown])
        self.desk("ann", langs=["DE"])
        self.assertEqual(self.queue("ann"), [austrian, unknown])
        self.assertEqual(self.queue("ann", "&lang=fr"), [french, unknown])  # this time
        self.assertEqual(self.queue("ben"), [austrian, french, unknown])
        self.assertEqual([self.do("ann", "POST", "/api/v1/queue/next").json()["id"] for _ in range(2)], [austrian, unknown])
        self.do("ann", "POST", "/api/v1/queue/next", expect=204)

    def test_by_skill(self):
        _, _, case = self.flagged()
        self.move("lena", case, "route", skill="law", reason="it quotes a statute")
        self.assertEqual((self.queue("ann"), self.queue("lena")), ([], [case]))
        self.lead_says("ann", skills=["law"])
        self.assertEqual((self.queue("ann"), self.queue("ben")), ([case], []))
        # Who is named gets it, whatever their desk says.
        self.move("lena", case, "assign", to="ben", reason="you too")
        self.assertEqual((self.queue("ann"), self.queue("ben")), ([], [case]))

    def test_by_what_one_is_spared(self):
        _, _, case = self.flagged(clause="belittling")
        _, _, other = self.flagged(clause="")
        self.desk("ann", opt_outs=["belit*"])
        self.assertEqual((self.queue("ann"), self.queue("ben")), ([other], [other, case]))  # which is graver
        seen = self.do("lena", "GET", "/api/v1/desks")
        self.assertNotIn("belit", seen.body.decode())  # nobody is told
        self.assertEqual(self.do("ann", "GET", "/api/v1/me/desk").json()["opt_outs"], ["belit*"])
        for wrong, where in (({"opt_outs": ["*"]}, "opt_outs[0]"), ({"langs": ["de", ""]}, "langs[1]"), ({"opt_outs": ["x" * 101]}, "opt_outs[0]"), ({"skills": ["law"]}, "skills"), ({"langs": ["de"] * 21}, "langs")):
            self.assertEqual(self.desk("ann", 400, **wrong)["where"], where)
        self.assertEqual(self.queue("ann"), [other])

    def test_by_its_number_nothing_else_is_to_be_had(self):
        _, _, french = self.flagged(lang="fr")
        self.desk("ann", langs=["de"])
        told = self.move("ann", french, "claim", 409)
        self.assertEqual((told["code"], told["where"]), ("state-conflict", f"case {french}"))
        self.assertIn('its language is "fr"', told["detail"])
        self.desk("lena", langs=["de"])
        self.assertEqual(self.move("lena", french, "claim")["claimed_by"], "lena")  # a lead may
        _, _, law = self.flagged()
        self.move("lena", law, "route", skill="law", reason="it quotes a statute")
        self.assertIn('"law"', self.move("ben", law, "claim", 409)["detail"])
        self.lead_says("ben", skills=["law"])
        self.move("ben", law, "claim")
        _, _, spared = self.flagged(clause="belittling")
        for who in ("ann", "lena"):
            self.desk(who, langs=[], opt_outs=["belit*"])
            self.assertIn('asked to be spared "belittling"', self.move(who, spared, "claim", 409)["detail"], who)
        # Nor is it assigned to them; who asks for that is not told why.
        told = self.move("lars", spared, "assign", 403, to="ann", reason="you")
        self.assertNotIn("spare", told["detail"])
        self.desk("ann", langs=[], opt_outs=[])
        self.move("lars", spared, "assign", to="ann", reason="you")
        self.assertEqual(self.queue("ann"), [spared])
        self.desk("ann", langs=[], opt_outs=["belittling"])  # since then
        self.assertEqual(self.queue("ann"), [])
        self.do("ann", "POST", "/api/v1/queue/next", expect=204)
        self.assertIn("spared", self.move("ann", spared, "claim", 409)["detail"])
        self.desk("lena", langs=[], opt_outs=[])

    def test_who_may(self):
        self.lead_says("ann", load_most=1)
        self.do("ann", "PUT", "/api/v1/desks/ben", {"skills": ["law"]}, 403)
        self.do("ann", "GET", "/api/v1/desks", expect=403)
        self.do("pia", "GET", "/api/v1/me/desk", expect=403)
        self.do("lena", "PUT", "/api/v1/desks/nobody", {"skills": ["law"]}, 404)
        first, second = self.flagged()[2], self.flagged()[2]
        self.move("ann", first, "claim")
        self.assertIn("as many cases as one person may", self.move("ann", second, "claim", 409)["detail"])
        self.do("ann", "POST", "/api/v1/queue/next", expect=409)

    def test_it_outlasts_the_tables(self):
        self.desk("ann", langs=["de"], opt_outs=["slurs"])
        self.service.stop(9)
        for file in pathlib.Path(self.folder, "data/record").glob("casework.db*"):
            file.unlink()
        self.service.start(expect_password=False)
        self.everybody_is_out()
        desk = self.do("ann", "GET", "/api/v1/me/desk").json()
        self.assertEqual((desk["langs"], desk["opt_outs"]), (["de"], ["slurs"]))


class Load(Desk):
    rules = {"load_by_category": [{"category": "belit*", "severity_from": 2, "most": 1}]}

    def test_of_a_kind(self):
        one, two = self.flagged()[2], self.flagged()[2]
        other = self.flagged(clause="")[2]
        self.move("ann", one, "claim")
        self.assertIn("of this kind", self.move("ann", two, "claim", 409)["detail"])
        self.move("ann", other, "claim")
        self.move("ann", one, "release")
        self.move("ann", two, "claim")


class Care(Desk):
    rules = {"exposure": {"grave_from": 4, "grave_daily": 2, "break_after_minutes": 20, "break_minutes": 10}, "claim_minutes": 30, "golden_percent": 0}

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        cls.addClassCleanup(scratch.cleanup)
        # From the beginning of a day on, so that it does not end meanwhile.
        cls.clock, cls.ahead = pathlib.Path(scratch.name) / "clock", 24 * HOUR - int(time.time()) % (24 * HOUR)
        cls.clock.write_text(str(cls.ahead))
        cls.options = ("--clock-file", cls.clock)
        super().setUpClass()

    def later(self, seconds):
        type(self).ahead += seconds
        self.clock.write_text(str(self.ahead))
        time.sleep(1.5)  # it is looked at every second

    def next(self, who, expect=200):
        answer = self.do(who, "POST", "/api/v1/queue/next", expect=expect)
        return answer.json() if answer.body else None

    def own(self, who):
        return self.do(who, "GET", "/api/v1/me/desk").json()

    def test_who_asks_for_golden_cases_to_learn_is_not_given_more_than_is_good_for_them(self):
        def golden(severity, decider="lars"):
            case = self.flagged()[2]
            self.move("lena", case, "severity", severity=severity, reason="so it is")
            self.decided(decider, case)
            self.do("lena", "POST", "/api/v1/golden", {"of": case, "answer": "violates", "clause": "belittling", "why": "It is said of people."}, 201)

        def learn(expect=200):
            answer = self.do("cem", "POST", "/api/v1/golden/train", expect=expect)
            return answer.json() if answer.body else None

        for decider in ("lars", "lars", "lena"):  # two on a day count for those who lead too
            golden(5, decider)
        for _ in range(2):
            self.rule("cem", learn()["id"], "violates")
        learn(204)  # as many grave ones as on one day
        for _ in range(2):
            golden(1)
        plain = learn()
        self.assertEqual(plain["severity"], 1)
        self.later(21 * MINUTE)
        self.assertIn("take a break until", learn(409)["detail"])
        self.rule("cem", plain["id"], "violates")
        self.later(11 * MINUTE)
        learn()

    def test_grave_cases_and_breaks(self):
        grave = [self.flagged()[2] for _ in range(4)]
        for case in grave:
            self.move("lena", case, "severity", severity=5, reason="names and places")
        self.flagged()
        self.assertEqual({self.next("ann")["id"], self.next("ann")["id"]}, set(grave[:2]))
        self.case("ann", grave[0])  # seen again, counted once
        desk = self.own("ann")
        self.assertEqual((desk["seen"], desk["grave"], desk["grave_left"], desk["held"], desk["near_limit"]), (2, 2, 0, 2, True))
        plain = self.next("ann")["id"]
        self.assertNotIn(plain, grave)
        for case in grave[:2]:
            self.move("ann", case, "release")
        self.later(19 * MINUTE)
        self.assertEqual((self.own("ann")["minutes_since_break"], "break_until" in self.own("ann")), (19, False))
        self.later(2 * MINUTE)
        until = self.own("ann")["break_until"]
        told = self.next("ann", 409)["detail"]
        self.assertIn(f"break until {until % 86400 // HOUR:02}:{until % HOUR // MINUTE:02} UTC", told)
        named = self.move("ann", grave[3], "claim", 409)["detail"]
        self.assertIn("take a break until", named)
        self.assertIn("as many grave cases today", named)
        self.assertEqual(self.case("ann", plain)["case"]["claimed_by"], "ann")  # what one has one keeps
        [seen] = [d for d in self.do("lena", "GET", "/api/v1/desks").json()["desks"] if d["who"] == "ann"]
        self.assertEqual((seen["near_limit"], "opt_outs" in seen), (True, False))
        self.do("lena", "POST", "/api/v1/desks/lena/lift-break", expect=403)
        self.do("ann", "POST", "/api/v1/desks/ann/lift-break", expect=403)
        self.assertNotIn("break_until", self.do("lena", "POST", "/api/v1/desks/ann/lift-break").json())
        self.rule("ann", plain, "allowed")
        self.next("ann", 204)  # the grave ones are for others
        self.assertIn(self.next("ben")["id"], grave)
        self.later(21 * MINUTE)
        self.next("ben", 409)
        self.later(10 * MINUTE)  # the claim ended at half past, and so did the work
        self.next("ben", 409)
        self.later(9 * MINUTE)
        self.next("ben")


if __name__ == "__main__":
    service.main()
