"""What those who flag learn of themselves, and appeals about posts and decisions. own_record_test.py MIZAN"""

import time

import service
from desk import Desk, DeskInTime
from service import PLAIN

HOUR, DAY = 3600, 86400


class OwnRecord(DeskInTime):
    rules = {"flags": {"poor_least": 2, "poor_percent": 60}, "haste_percent": 100}

    def mine(self, who, expect=200):
        return self.do(who, "GET", "/api/v1/partners/mine", expect=expect).json()

    def reviewed(self, case, answer):
        """Who looks again does not see the first answer, and finds this."""
        self.decided("ann", case)
        again = [c["id"] for c in self.cases() if c["kind"] == "recheck" and c["of"] == case][-1]
        self.decided("ben", again, answer)

    def test_a_partner_sees_its_own(self):
        """Its hours stand still in this test, but where the clock is moved on."""
        self.assertEqual(self.mine("pia", 404)["code"], "record-missing")
        made = self.partner("paul", "gov", langs=["de"], agreement={"from": 1, "flag_hours": 6})
        nothing = self.mine("paul")
        self.assertEqual(nothing["partner"], made)
        self.assertEqual({k: v for k, v in nothing["this_year"].items() if k != "year"}, dict.fromkeys(("sent", "open", "answered", "violates", "withdrawn", "handed_off", "reviewed", "held", "breaches"), 0))
        self.assertEqual(nothing["this_year"]["year"], time.gmtime().tm_year)
        self.assertNotIn("warning", nothing)
        cases = [self.flagged("paul")[2] for _ in range(3)]
        _, asked, waits = self.flagged("paul")
        _, taken_back, _ = self.flagged("gov")
        self.flagged("gov", category="not-ours")
        self.do("gov", "POST", f"/api/v1/flags/{taken_back['flag']['id']}/withdraw")
        self.move("ann", waits, "claim")
        self.move("ann", waits, "ask", flag=asked["flag"]["id"], question="which?")
        self.forward(2 * HOUR)
        self.do("paul", "POST", f"/api/v1/flags/{asked['flag']['id']}/reply", {"text": "this"})
        self.decided("ann", waits, "allowed")
        self.decided("ann", cases[0])
        self.forward(8 * HOUR)
        self.seen("paul", asked)
        service.wait_until(lambda: self.mine("paul")["this_year"]["breaches"] == 2)
        figures = self.mine("gov")["this_year"]
        self.assertEqual({k: figures[k] for k in ("sent", "open", "answered", "violates", "withdrawn", "handed_off", "breaches")},
                         {"sent": 6, "open": 2, "answered": 2, "violates": 1, "withdrawn": 1, "handed_off": 1, "breaches": 2})
        self.assertEqual((figures["median_hours_gross"], figures["median_hours_net"]), (2.0, 0.0))
        for case in cases[1:]:
            self.reviewed(case, "allowed")
        poor = self.mine("gov")
        self.assertEqual((poor["partner"]["reviewed"], poor["partner"]["held"], poor["partner"]["warned"]), (2, 0, True))
        self.assertEqual((poor["this_year"]["reviewed"], poor["this_year"]["held"], poor["this_year"]["breaches"]), (2, 0, 2))
        self.assertIn("Of 2 flags that were looked at again by a second person, 0 held. By the published rules a record is poor if, from 2 such flags on, fewer than 60 in 100 held.", poor["warning"])
        listed = self.do("paul", "GET", "/api/v1/flags").json()
        self.assertEqual((listed["warned"], listed["warning"]), (True, poor["warning"]))

    def test_last_year_is_not_this_one(self):
        self.partner("pia", agreement={"from": 1})
        self.flagged("pia")
        self.assertEqual(self.mine("pia")["this_year"]["sent"], 1)
        self.forward(366 * 24 * HOUR)
        for _ in range(2):
            self.flagged("pia")
        later = self.mine("pia")
        self.assertEqual((later["this_year"]["sent"], later["partner"]["flags"]), (2, 3))

    def test_somebody_without_a_partner_is_told_too(self):
        self.assertEqual(self.do("cem", "GET", "/api/v1/flags").json(), {"flags": [], "warned": False})
        cases = [self.flagged("cem")[2] for _ in range(2)]
        self.reviewed(cases[0], "allowed")
        self.reviewed(cases[1], "allowed")
        told = self.do("cem", "GET", "/api/v1/flags").json()
        self.assertTrue(told["warned"])
        self.assertIn("no case to an earlier turn", told["warning"])
        for _ in range(4):
            self.reviewed(self.flagged("cem")[2], "violates")
        better = self.do("cem", "GET", "/api/v1/flags").json()
        self.assertTrue(better["warned"])
        self.assertIn("It is so no more", better["warning"])
        self.assertEqual(self.do(None, "GET", "/api/v1/flags?user=u1").json()["warned"], False)


class LateForGood(DeskInTime):
    rules = {"haste_percent": 100}

    def mine(self, who):
        return self.do(who, "GET", "/api/v1/partners/mine").json()

    def test_what_was_late_stays_late_and_what_held_is_counted_whatever_comes_after(self):
        self.partner("pia", agreement={"from": 1, "flag_hours": 6})
        _, _, late = self.flagged("pia")
        _, _, other = self.flagged("pia")
        self.forward(8 * HOUR)
        service.wait_until(lambda: self.mine("pia")["this_year"]["breaches"] == 2)
        self.decided("ann", late)
        self.move("lena", late, "undo", reason="look again")
        self.assertEqual({key: self.mine("pia")["this_year"][key] for key in ("open", "breaches")}, {"open": 2, "breaches": 2})
        self.move("lena", late, "merge", into=other)
        self.assertEqual(self.mine("pia")["this_year"]["breaches"], 2)
        self.decided("ben", other)
        again = [c["id"] for c in self.cases() if c["kind"] == "recheck" and c["of"] == other][-1]
        self.decided("cem", again)
        counted = lambda: tuple(self.mine("pia")["this_year"][key] for key in ("reviewed", "held", "breaches"))
        self.assertEqual(counted(), (2, 2, 2))
        self.move("lena", again, "undo", reason="look again")
        self.assertEqual(counted(), (0, 0, 2))
        appeal = self.do(None, "POST", f"/api/v1/cases/{other}/appeal", {"text": "no"}, 201).json()["appeal"]
        self.decided("cem", appeal, "violates", review="upheld")
        self.assertEqual(counted(), (0, 0, 2))  # who decides an appeal has seen the first answer
        self.decided("lars", again, "allowed")
        self.assertEqual(counted(), (2, 0, 2))
        self.assertEqual(tuple(self.mine("pia")["partner"][key] for key in ("reviewed", "held")), (2, 0))


    def test_who_flags_what_is_late_already_has_their_own_time(self):
        self.partner("paul", agreement={"from": 1, "flag_hours": 6})
        post, _, case = self.flagged("cem")
        self.forward(169 * HOUR)  # the time of who is no partner
        service.wait_until(lambda: self.case("ann", case)["case"]["clock"]["breached_at"] > 0)
        first = self.case("ann", case)["case"]
        told = self.flag("paul", post)
        self.assertEqual(self.case_about(post), case)
        self.forward(5 * HOUR)
        self.seen("paul", told)
        self.assertEqual(self.mine("paul")["this_year"]["breaches"], 0)
        self.forward(2 * HOUR)
        service.wait_until(lambda: self.mine("paul")["this_year"]["breaches"] == 1)
        late = self.case("ann", case)["case"]
        self.assertEqual((late["clock"]["breached_at"], late["level"]), (first["clock"]["breached_at"], first["level"] + 1))


class Appeals(Desk):
    def appeal(self, body, expect=201, who=None):
        return self.do(who, "POST", "/api/v1/appeals", {"text": "I meant plants", **body}, expect).json()

    def test_a_flagger_sees_whether_and_until_when(self):
        post, told, case = self.flagged("pia", post=self.post())
        self.assertEqual({"appeal_open", "appeal_until"} & set(self.seen("pia", told)), set())
        self.decided("ann", case)
        seen = self.seen("pia", told)
        self.assertEqual((seen["appeal_open"], seen["appeal_until"]), (False, seen["decided_at"] + 190 * DAY))
        appeal = self.appeal({"post": post})["appeal"]
        seen = self.seen("pia", told)
        self.assertEqual((seen["appeal_open"], "appeal_until" in seen), (True, False))
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/appeal", {"text": "x"}, 409)
        self.decided("ben", appeal, "allowed", review="overturned")
        seen = self.seen("pia", told)
        self.assertEqual((seen["appeal_open"], "appeal_until" in seen), (False, False))  # what an appeal came to is not appealed again

    def test_by_a_post_or_a_decision(self):
        post = self.post()
        self.flag("pia", post)
        [case] = [c["id"] for c in self.cases() if c["subject"]["id"] == post]
        self.assertEqual(self.appeal({"post": post}, 404)["code"], "record-missing")  # nobody has decided
        found = self.ask("GET", f"/api/v1/decisions?post={post}", key=self.lead, expect=200).json()["decisions"]
        before = found[-1]["record"]
        self.assertEqual(self.appeal({"decision": before}, 404)["where"], "decision")
        self.decided("ann", case)
        found = self.ask("GET", f"/api/v1/decisions?post={post}", key=self.lead, expect=200).json()["decisions"]
        [record] = [one["record"] for one in found if one["in_force"]]
        self.assertEqual(self.appeal({"decision": before}, 409)["code"], "state-conflict")
        self.assertEqual(self.appeal({"post": post, "source": "feed"}, 404)["where"], "post")  # of another feed
        made = self.appeal({"decision": record})["appeal"]
        self.assertEqual(self.case("lena", made)["case"]["of"], case)
        self.assertIn("open already", self.appeal({"post": post}, 409)["detail"])
        self.assertIn("open already", self.appeal({"case": case}, 409)["detail"])

    def test_what_is_no_appeal(self):
        post, _, case = self.flagged(post=self.post(PLAIN))
        self.decided("ann", case, "allowed")
        self.assertIn("nothing was done", self.appeal({"post": post}, 409)["detail"])
        for body, place in (({}, "post"), ({"post": post, "case": case}, "post"), ({"case": case, "source": "x"}, "source"), ({"case": "x"}, "case")):
            self.assertEqual(self.appeal(body, 400)["where"], place, body)
        self.assertEqual(self.appeal({"post": post, "text": ""}, 400)["where"], "text")
        self.appeal({"case": 999999}, 404)
        self.appeal({"decision": 999999}, 404)
        self.appeal({"post": post}, 403, who="ann")


if __name__ == "__main__":
    service.main()
