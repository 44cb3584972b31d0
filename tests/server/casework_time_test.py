"""What outlasts a restart, what the platform is told, and what time does to cases. casework_time_test.py MIZAN"""

import json
import pathlib
import subprocess
import time

import service
from desk import REMOVE, Desk, DeskInTime
from receiver import Receiver
from service import wait_until

HOUR = 3600


class Restarts(Desk):
    def shown(self):
        """All that people see of casework, as it stands."""
        everything = [self.cases(), self.do("lena", "GET", "/api/v1/partners").json(), self.do("ann", "GET", "/api/v1/queue?limit=500").json()]
        everything += [self.do(who, "GET", "/api/v1/flags?limit=500").json() for who in ("pia", "paul")]
        return everything + [self.case("lena", c["id"])["flags"] for c in self.cases()]

    def test_the_same_after_a_restart_and_without_the_tables(self):
        self.partner("paul", agreement={"from": 1})
        post, told, case = self.flagged("paul", post=self.post(), key="k1")
        self.flag("pia", post)
        _, _, other = self.flagged("pia", sensitive=True, urgency="threat")
        _, _, gone = self.flagged("pia", category="not-ours")
        _, _, merged = self.flagged()
        self.move("lena", merged, "merge", into=other)
        wait_until(lambda: self.case("lena", case)["case"]["engine_record"])  # the engine found the post as well
        self.move("ann", case, "claim")
        self.move("ann", case, "ask", flag=told["flag"]["id"], question="which?")
        before = self.shown()
        for change in ("restart", "kill", "tables"):
            self.service.stop(9 if change == "kill" else 15)
            if change == "tables":
                for file in pathlib.Path(self.folder, "data/record").glob("casework.db*"):
                    file.unlink()
            self.service.start(expect_password=False)
            self.everybody_is_out()
            self.assertEqual(self.shown(), before, change)
            # What was going on goes on.
            self.assertEqual(self.seen("paul", told)["asked"], "which?")
            again = self.flag("paul", post, key="k1")
            self.assertEqual((again["known"], again["flag"]["id"]), (True, told["flag"]["id"]))
        self.do("paul", "POST", f"/api/v1/flags/{told['flag']['id']}/reply", {"text": "the second"})
        self.move("ann", case, "claim")
        self.rule("ann", case, "allowed")
        self.assertEqual(self.flag("pia", self.new_id())["flag"]["id"], 6)
        self.assertEqual(gone, 3)


class Told(Desk):
    def test_what_was_done_is_undone_at_the_platform(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        self.ask("POST", "/api/v1/webhooks", {"url": receiver.url, "topics": ["action.asked", "case.ruled", "case.undone", "case.flagger-asked", "case.appealed", "case.danger-raised", "case.duty-decided", "case.target-offered"]}, key=self.lead, expect=201)
        post, told, case = self.flagged("pia", post=self.post())

        def came(topic, count=1):
            return wait_until(lambda: len(receiver.bodies(topic)) >= count and receiver.bodies(topic))[count - 1]

        self.decided("ann", case)
        self.assertEqual(came("action.asked")["data"]["action"], "remove")
        ruled = came("case.ruled")["data"]
        self.assertNotIn("pia", json.dumps(ruled))
        self.ask("POST", "/api/v1/events", {"type": "action-confirmed", "post": post, "action": "remove", "as_of": "2026-01-31T09:30:00Z"}, key=self.key, expect=200)
        self.move("lena", case, "undo", reason="the wrong post")
        self.assertEqual(came("action.asked", 2)["data"]["action"], "undo-remove")
        came("case.undone")
        self.move("ben", case, "claim")
        self.move("ben", case, "ask", flag=told["flag"]["id"], question="which?")
        came("case.flagger-asked")
        self.move("ann", case, "danger", reason="he names a place")
        came("case.danger-raised")
        self.do("lena", "POST", f"/api/v1/cases/{case}/duty", {"notify": True, "authority": "the police", "disclosed": "the post", "ground": "the law", "target_offered": True, "contact": "her sister"})
        self.assertEqual((came("case.duty-decided")["data"]["body"]["authority"], came("case.target-offered")["data"]["body"]["notice"]), ("the police", "chosen"))
        self.assertNotIn("sister", json.dumps(receiver.bodies()))
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/reply", {"text": "this"})
        self.decided("ben", case)
        self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "I did not mean it"}, 201)
        came("case.appealed")
        states = {(a["action"], a["state"]) for a in self.ask("GET", "/api/v1/actions", key=self.lead).json()["actions"]}
        self.assertLessEqual({("undo-remove", "withdrawn"), ("remove", "asked")}, states)


def as_reported(body):
    """Who came first, the flag or the engine, is not for these tests."""
    return json.loads(json.dumps(body).replace("was found by our software", "was reported to us"))


class LateNotices(DeskInTime):
    """Of what is told to authors for somebody's safety later."""

    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        hook = self.ask("POST", "/api/v1/webhooks", {"url": self.receiver.url, "topics": ["case.ruled"]}, key=self.lead, expect=201).json()["id"]
        self.addCleanup(lambda: self.ask("DELETE", f"/api/v1/webhooks/{hook}", key=self.lead))

    def bodies(self, topic, case):
        return [m["data"]["body"] for m in self.receiver.bodies(topic) if m["data"]["body"]["case"] == case]

    def removed(self, days=10):
        post, _, case = self.flagged("pia", post=self.post())
        until = int(time.time()) + self.ahead + days * 24 * HOUR
        self.decided("ann", case, notice_delayed_until=until, delay_ground="his wife's, who told us")
        ruled = wait_until(lambda: self.bodies("case.ruled", case))[0]
        self.assertEqual(("statement_of_reasons" in ruled, ruled["notice_delayed_until"], ruled["measures"]), (False, until, REMOVE))
        return post, case, until

    def test_they_come_by_themselves_and_in_the_same_words(self):
        _, plain, = self.flagged("pia", post=self.post())[1:]
        self.decided("ann", plain)
        wanted = wait_until(lambda: self.bodies("case.ruled", plain))[0]
        _, case, until = self.removed()
        self.assertEqual((self.case("ann", case)["case"]["notice_at"], self.case("ann", plain)["case"]["notice_at"]), (until, 0))
        self.forward(9 * 24 * HOUR)
        time.sleep(2)
        self.assertEqual(self.bodies("case.notice-sent", case), [])
        self.forward(24 * HOUR + 60)
        told = wait_until(lambda: self.bodies("case.notice-sent", case))[0]
        self.assertEqual(as_reported({**told, "case": plain, "subject": wanted["subject"]}), as_reported(wanted))
        seen = self.case("ann", case)
        self.assertEqual((seen["case"]["notice_at"], seen["case"]["notified_at"] >= until), (0, True))
        self.assertEqual([e["event"] for e in seen["history"]].count("notice-sent"), 1)

    def test_not_of_what_stands_no_more_or_is_erased(self):
        _, undone, _ = self.removed()
        self.move("lena", undone, "undo", reason="the wrong post")
        post, erased, _ = self.removed()
        _, stands, _ = self.removed()
        self.service.stop()
        line = [service.MIZAN, "log", "erase", "--store", f"{self.folder}/data/record", "--post", post, "--reason", "asked for", "--by", "clerk-9"]
        self.assertEqual(subprocess.run(list(map(str, line)), capture_output=True, timeout=120).returncode, 0)
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.forward(11 * 24 * HOUR)
        wait_until(lambda: self.bodies("case.notice-sent", stands))
        wait_until(lambda: "notice-dropped" in [e["event"] for e in self.case("lena", erased)["history"]])
        self.assertEqual((self.bodies("case.notice-sent", undone), self.bodies("case.notice-sent", erased)), ([], []))


class Time(DeskInTime):
    def is_so(self, number, what):
        return wait_until(lambda: next((c for c in self.cases() if c["id"] == number and what(c)), None))

    def test_a_claim_ends_and_the_clock_warns_and_is_over(self):
        self.partner("paul", agreement={"from": 1, "flag_hours": 20})
        post, told, case = self.flagged("paul", clause="")
        self.move("ann", case, "claim")
        self.forward(31 * 60)
        self.is_so(case, lambda c: c["state"] == "open" and c["claimed_by"] == "")
        self.rule("ann", case, "allowed", 409)
        self.assertEqual(self.move("ann", case, "severity", severity=2, reason="few saw it")["severity"], 2)  # not warned yet
        self.forward(15 * HOUR)
        self.is_so(case, lambda c: c["clock"]["warned_at"] > 0)
        asked = self.move("ann", case, "severity", severity=1, reason="it is little")
        self.assertEqual((asked["severity"], asked["severity_asked"]["by"]), (2, "ann"))
        self.move("ann", case, "severity", 403, severity=1, reason="it is little")
        agreed = self.move("ben", case, "severity", severity=1, reason="so it is")
        self.assertEqual(agreed["severity"], 1)
        self.assertNotIn("severity_asked", agreed)
        self.assertEqual(self.move("ann", case, "severity", severity=5, reason="there are names")["severity"], 5)  # higher: at once
        self.forward(5 * HOUR)
        late = self.is_so(case, lambda c: c["clock"]["breached_at"] > 0)
        self.assertEqual(late["level"], 1)

    def test_a_question_does_not_wait_for_ever(self):
        _, told, case = self.flagged("pia")
        self.move("ann", case, "claim")
        waiting = self.move("ann", case, "ask", flag=told["flag"]["id"], question="which?")
        self.forward(73 * HOUR)
        on = self.is_so(case, lambda c: c["state"] == "open")
        self.assertGreaterEqual(on["clock"]["due"], waiting["clock"]["due"] + 72 * HOUR)
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/reply", {"text": "late"}, 409)
        self.move("ann", case, "claim")
        self.move("ann", case, "ask", 409, flag=told["flag"]["id"], question="again?")

    def test_an_appeal_comes_in_time(self):
        post, _, case = self.flagged()
        self.decided("ann", case)
        self.forward(191 * 24 * HOUR)
        self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "late"}, 409)


if __name__ == "__main__":
    service.main()
