"""Cases, as reviewers and leads decide them. casework_test.py MIZAN"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import service
from desk import REMOVE, Desk
from service import PLAIN, wait_until

MINUTE, HOUR, DAY = 60, 3600, 86400


class Queue(Desk):
    def test_its_order_and_its_pages(self):
        self.partner("paul", agreement={"from": 1})
        _, _, plain = self.flagged("pia")
        _, _, partner = self.flagged("paul")
        _, _, urgent = self.flagged("pia", urgency="urgent")
        _, _, threat = self.flagged("pia", urgency="threat")
        _, _, german = self.flagged("pia", lang="de")
        wanted = [threat, urgent, partner, plain, german]
        self.assertEqual([c["id"] for c in self.page()["cases"]], wanted)
        first = self.page("limit=2")
        rest = self.page(f"limit=50&after={first['next']}")
        self.assertEqual([c["id"] for c in first["cases"] + rest["cases"]], wanted)
        self.assertNotIn("next", rest)
        self.assertEqual([c["id"] for c in self.page("lang=de")["cases"]], wanted)  # of which the language is not known are for all
        self.assertEqual([c["id"] for c in self.page("lang=en")["cases"]], wanted[:-1])
        for wrong in ("after=5", "after=x-1", "limit=0", "limit=501", "lang=" + ",".join(["de"] * 21)):
            self.do("ann", "GET", "/api/v1/queue?" + wrong, expect=400)
        claimed = [self.do("ann", "POST", "/api/v1/queue/next").json() for _ in range(2)]
        self.assertEqual([(c["id"], c["claimed_by"], c["state"]) for c in claimed], [(threat, "ann", "claimed"), (urgent, "ann", "claimed")])
        self.assertEqual([c["id"] for c in self.cases("ann", mine="true")], [threat, urgent])
        self.move("ann", partner, "claim")
        self.person("cem")
        self.move("lena", plain, "assign", to="cem", reason="he knows the thread")
        self.assertEqual([c["id"] for c in self.page()["cases"]], [german])
        self.do("ben", "POST", "/api/v1/queue/next")
        self.do("ben", "POST", "/api/v1/queue/next", expect=204)
        self.assertEqual(self.do("cem", "POST", "/api/v1/queue/next").json()["id"], plain)
        self.do(None, "POST", "/api/v1/queue/next", expect=403)

    def page(self, query=""):
        return self.do("ben", "GET", "/api/v1/queue?" + query).json()

    def test_what_the_engine_finds_is_a_case(self):
        post = self.post()
        [case] = wait_until(lambda: [c for c in self.cases() if c["subject"]["id"] == post])
        self.assertEqual((case["kind"], case["author"], case["engine_outcome"], case["clause"]), ("engine", "a7", "violation", "belittling"))
        self.flag("pia", post)
        whole = self.case("ann", case["id"])
        self.assertEqual((whole["case"]["flags"], whole["post"]["decision"]["clause"], whole["post"]["input"]["author"]), (1, "belittling", "a7"))
        self.decided("ann", case["id"], "allowed", reason="it is about plants")
        self.assertEqual(self.in_force(post)["contents"]["decided_by"], "person")
        self.post(PLAIN)


class Moves(Desk):
    rules = {"load_most": 3}

    def test_assigned_to_somebody_who_is_there(self):
        _, _, case = self.flagged()
        for nobody in ("nobody", "key:abcdefghijkl", "key:", "user:u1"):
            problem = self.move("lena", case, "assign", 400, to=nobody)
            self.assertEqual((problem["code"], problem["where"]), ("field-type", "to"))
        self.person("cem")
        self.do_as_administrator("/api/v1/accounts/cem/disable")
        self.move("lena", case, "assign", 400, to="cem")
        self.do_as_administrator("/api/v1/accounts/cem/enable")
        self.sessions.pop("cem")  # which have ended
        self.assertEqual(self.move("lena", case, "assign", to="cem")["assigned_to"], "cem")

    def do_as_administrator(self, target):
        self.ask("POST", target, {}, self.service.administrator(), expect=200)

    def test_claimed_released_assigned(self):
        for name in ("ann", "ben"):
            self.person(name)
        _, _, case = self.flagged()
        self.ask("POST", f"/api/v1/cases/{case}/claim", {}, key=self.lead, expect=403)  # cases are decided by people
        self.assertEqual(self.move("ann", case, "claim")["claimed_by"], "ann")
        self.move("ben", case, "claim", 409)
        self.move("ben", case, "release", 403)
        self.move("ben", case, "assign", 403, to="ben")
        self.assertEqual(self.move("ann", case, "release", reason="lunch")["state"], "open")
        self.assertEqual(self.move("lena", case, "assign", to="ben", reason="yours")["assigned_to"], "ben")
        self.move("ann", case, "claim", 403)
        self.move("ben", case, "claim")
        self.assertEqual(self.move("ben", case, "assign", to="ann")["assigned_to"], "ann")
        self.move("ann", case, "claim")
        self.assertEqual(self.move("ann", case, "recuse", reason="I know him")["recused"], ["ann"])
        self.move("ann", case, "claim", 403)
        self.move("lena", case, "assign", 403, to="ann")
        self.move("lena", case, "assign", 400)
        self.move("lena", 999999, "claim", 404)
        self.move("lena", case, "claim", 400, colour=1)

    def test_nobody_has_more_than_a_few(self):
        cases = [self.flagged()[2] for _ in range(4)]
        for case in cases[:3]:
            self.move("cem", case, "claim")
        self.assertIn("as many cases", self.move("cem", cases[3], "claim", 409)["detail"])
        for case in cases[:3]:
            self.move("cem", case, "release")

    def test_routed_noted_seconded(self):
        _, _, case = self.flagged()
        self.move("ann", case, "route", 409, lang="de")
        self.move("ann", case, "claim")
        self.move("ann", case, "route", 400)
        routed = self.move("ann", case, "route", lang="de", skill="law", reason="it quotes a statute")
        self.assertEqual((routed["state"], routed["lang"], routed["skill"]), ("open", "de", "law"))
        self.move("ben", case, "note", reason="as last week")
        self.move("ben", case, "note", 400)
        self.assertIn('it needs "law"', self.move("ann", case, "claim", 409)["detail"])
        self.do("lena", "PUT", "/api/v1/desks/ann", {"skills": ["law"]})
        self.move("ann", case, "claim")
        self.move("ann", case, "opinion", 403, answer="violates", reason="mine")
        self.move("ben", case, "opinion", answer="violates", clause="belittling", reason="it is about people")
        self.move("ben", case, "opinion", 400, answer="yes", reason="x")
        names = [event["event"] for event in self.case("cem", case)["history"]]
        self.assertEqual(names, ["flagged", "claimed", "routed", "noted", "claimed", "opinion-given", "viewed"])

    def test_who_flagged_is_asked(self):
        post, told, case = self.flagged("pia")
        self.move("ann", case, "ask", 409, flag=told["flag"]["id"], question="which?")
        self.move("ann", case, "claim")
        self.move("ann", case, "ask", 400, flag=told["flag"]["id"])
        self.move("ann", case, "ask", 404, flag=999999, question="which?")
        waiting = self.move("ann", case, "ask", flag=told["flag"]["id"], question="which of the two?")
        self.assertEqual((waiting["state"], waiting["asked_flag"]), ("waiting", told["flag"]["id"]))
        self.assertEqual(self.seen("pia", told)["asked"], "which of the two?")
        self.move("ann", case, "claim", 409)
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/reply", {"text": "the second"})
        self.assertNotIn("asked", self.seen("pia", told))
        self.move("ben", case, "claim", 403)  # it goes on to who asked
        self.assertGreaterEqual(self.move("ann", case, "claim")["clock"]["due"], waiting["clock"]["due"])
        self.assertIn("the second", [event.get("reason") for event in self.case("ann", case)["history"] if event["event"] == "flagger-replied"])

    def test_severity_danger_and_duty(self):
        _, _, case = self.flagged(clause="belittling")
        self.assertEqual(self.move("ann", case, "severity", severity=4, reason="there are names")["severity"], 4)
        self.move("ann", case, "severity", 409, severity=4, reason="again")
        for wrong in (0, 6, -1, "4"):
            self.move("ann", case, "severity", 400, severity=wrong, reason="x")
        self.assertEqual(self.move("ann", case, "severity", severity=2, reason="no names")["severity"], 2)
        self.do("lena", "POST", f"/api/v1/cases/{case}/duty", {"ground": "x"}, 409)
        self.assertTrue(self.move("ann", case, "danger", reason="he names a place")["danger"])
        self.move("ann", case, "duty", 403, ground="x")
        self.do("lena", "POST", f"/api/v1/cases/{case}/duty", {"notify": True, "ground": "article 18 DSA"}, 400)
        duty = {"notify": True, "authority": "the police there", "disclosed": "the post", "ground": "article 18 DSA", "target_offered": True, "contact": "desk 7"}
        self.assertTrue(self.do("lena", "POST", f"/api/v1/cases/{case}/duty", duty).json()["duty_decided"])
        seen = self.case("lena", case)
        [event] = [e for e in seen["history"] if e["event"] == "duty-decided"]
        self.assertEqual({**event, **duty}, {**event, "contact": "desk 7"})  # which stands apart, as it goes sooner
        self.assertIn("desk 7", [e.get("channel") for e in seen["history"]])
        self.assertEqual((seen["case"]["target"], "danger_lacks" in seen), ("chosen", False))

    def test_a_threat_that_is_none(self):
        _, told, case = self.flagged("pia", urgency="threat")
        self.assertEqual(told["flag"]["due"], told["flag"]["received_at"] + HOUR)
        self.move("ann", case, "claim")
        self.move("ann", case, "ask", 409, flag=told["flag"]["id"], question="really?")
        cleared = self.move("ann", case, "clear-threat", reason="a line of a song")
        self.assertEqual((cleared["clock"]["threat"], cleared["clock"]["due"]), (False, cleared["clock"]["started"] + 168 * HOUR))
        self.move("ann", case, "clear-threat", 409, reason="twice")

    def test_merged(self):
        _, told, one = self.flagged("pia")
        post, _, two = self.flagged()
        self.move("ann", one, "merge", 403, into=two)
        self.move("lena", one, "merge", 409, into=one)
        self.move("lena", one, "merge", 404, into=999999)
        merged = self.move("lena", one, "merge", into=two)
        self.assertEqual((merged["state"], merged["merged_into"], merged["flags"]), ("merged", two, 0))
        self.assertEqual(self.case("ann", two)["case"]["flags"], 2)
        self.decided("ann", two, "allowed")
        self.assertEqual(self.seen("pia", told)["flag"]["answer"], "allowed")
        self.move("lena", two, "merge", 409, into=one)

    def test_a_version(self):
        _, _, case = self.flagged()
        answer = self.do("ann", "GET", f"/api/v1/cases/{case}")
        tag = answer.headers["ETag"]
        self.assertEqual(tag, '"%d"' % answer.json()["case"]["version"])
        answer = self.do("ann", "POST", f"/api/v1/cases/{case}/claim", {}, headers={"If-Match": tag})
        self.assertNotEqual(answer.headers["ETag"], tag)
        stale, now = int(tag.strip('"')), int(answer.headers["ETag"].strip('"'))
        for name, body in (("note", {"reason": "x"}), ("release", {}), ("rule", {"answer": "allowed", "reason": "x"})):
            for old in (tag, tag.strip('"'), '"0"'):
                self.assertEqual(self.do("ann", "POST", f"/api/v1/cases/{case}/{name}", body, 412, {"If-Match": old}).json()["code"], "changed-meanwhile")
            self.assertEqual(self.move("ann", case, name, 409, version=stale, **body)["code"], "state-conflict")
        self.do("ann", "POST", f"/api/v1/cases/{case}/note", {"reason": "x"}, 400, {"If-Match": '"abc"'})
        self.do("ann", "GET", f"/api/v1/cases/{case}")  # who looks changes nothing
        self.do("ann", "POST", f"/api/v1/cases/{case}/note", {"reason": "x"}, headers={"If-Match": "*"})
        self.rule("ann", case, "allowed", version=now + 1)


class Rulings(Desk):
    rules = {"four_eyes": ["belittling"], "routes": [{"name": "consumer-protection", "category": "not-ours", "hours": 72}]}

    def test_every_answer(self):
        for answer, more, told in (("allowed", {}, "the policy allows it"), ("allowed", {"exception": "negation", "clause": "belittling"}, "negation"), ("undecided", {"missing": "the thread"}, "the thread"),
                                   ("cannot-decide", {"missing": "who knows the dialect"}, "the dialect"), ("policy-gap", {}, "no clause of the policy covers it")):
            post, flag, case = self.flagged("pia", post=self.post())
            self.move("ann", case, "claim")
            if "missing" in more:
                self.rule("ann", case, answer, 400)
            ruled = self.rule("ann", case, answer, **more)
            self.assertEqual((ruled["state"], ruled["ruling"]["by"], ruled["ruling"]["order"]["answer"]), ("decided", "ann", answer))
            seen = self.seen("pia", flag)
            self.assertEqual((seen["flag"]["state"], seen["flag"]["answer"]), ("answered", answer))
            self.assertIn(told, seen["outcome_text"])
            decision = self.in_force(post)["contents"]
            self.assertEqual((decision["decided_by"], decision["case"], decision["reviewers"]), ("person", case, "ann"))
            self.assertNotIn("measures", decision)
        _, flag, case = self.flagged("pia")
        self.move("ann", case, "claim")
        self.rule("ann", case, "not-ours", 400)
        self.assertEqual(self.rule("ann", case, "not-ours", route="consumer-protection")["state"], "handed-off")
        self.assertEqual(self.seen("pia", flag)["handed_off_to"], "consumer-protection")

    def test_what_is_no_ruling(self):
        _, _, case = self.flagged()
        self.rule("ann", case, "allowed", 409)  # claim it first
        self.move("ann", case, "claim")
        soon = int(time.time()) + DAY
        for answer, more, place in (("violates", {"clause": ""}, "clause"), ("violates", {"clause": "none-such"}, "clause"), ("violates", {"measures": []}, "measures"), ("violates", {"severity": 6}, "severity"),
                                    ("violates", {"measures": [{"name": "applaud"}]}, "measures[0].name"), ("violates", {"measures": [{"name": "withhold"}]}, "measures[0].territory"),
                                    ("violates", {"measures": [{"name": "remove", "until": 5}]}, "measures[0].until"), ("allowed", {"measures": REMOVE}, "measures"), ("allowed", {"reason": ""}, "reason"),
                                    ("violates", {"notice_delayed_until": soon}, "delay_ground"), ("violates", {"notice_delayed_until": soon + 31 * DAY, "delay_ground": "a witness"}, "notice_delayed_until"),
                                    ("allowed", {"notice_delayed_until": soon, "delay_ground": "a witness"}, "notice_delayed_until"),
                                    ("allowed", {"review": "upheld"}, "review"), ("perhaps", {}, "answer")):
            self.assertEqual(self.rule("ann", case, answer, 400, **more)["where"], place, (answer, more))
        self.assertEqual(self.case("ann", case)["case"]["state"], "claimed")

    def test_two_people(self):
        post, told, case = self.flagged("pia", post=self.post())
        proposed = self.decided("ann", case)
        self.assertEqual((proposed["state"], proposed["proposal"]["by"]), ("proposed", "ann"))
        self.assertEqual(self.in_force(post)["contents"]["decided_by"], "engine")  # nothing is done yet
        self.assertEqual(self.seen("pia", told)["flag"]["state"], "open")
        self.move("ann", case, "agree", 403)
        self.move("ben", case, "agree", 409, version=proposed["version"] - 1)
        agreed = self.move("ben", case, "agree", version=proposed["version"])
        self.assertEqual((agreed["state"], agreed["ruling"]["by"], agreed["ruling"]["second"]), ("decided", "ann", "ben"))
        decision = self.in_force(post)["contents"]
        self.assertEqual((decision["reviewers"], decision["measures"], [a["name"] for a in decision["actions"]]), ("ann,ben", REMOVE, ["remove"]))
        whole = self.case("cem", case)
        self.assertIn("two people decided", whole["statement_of_reasons"])
        self.move("ben", case, "agree", 409)

    def test_the_second_does_not_agree(self):
        _, _, case = self.flagged()
        self.decided("ann", case)
        self.move("ben", case, "decline", 400)
        declined = self.move("ben", case, "decline", reason="the exception holds")
        self.assertEqual((declined["state"], declined["recused"]), ("open", ["ann"]))
        self.move("ann", case, "claim", 403)
        self.decided("ben", case, "allowed")
        self.assertEqual(self.case("ben", case)["case"]["state"], "decided")

    def test_nothing_is_kept_up_but_officials_own(self):
        _, _, case = self.flagged()
        self.move("ann", case, "claim")
        interest = {"office": "member of parliament", "balance": "it is debated", "until": int(time.time()) + DAY}
        keep = [{"name": "keep-with-notice"}]
        self.assertEqual(self.rule("ann", case, "violates", 400, measures=keep)["where"], "public_interest")
        self.assertEqual(self.rule("ann", case, "violates", 400, public_interest=interest)["where"], "public_interest")
        self.assertEqual(self.rule("ann", case, "violates", 400, measures=keep + REMOVE, public_interest=interest)["where"], "measures")
        barred = self.rule("ann", case, "violates", 400, measures=keep, public_interest=interest)
        self.assertIn("official", barred["detail"])


class Appeals(Desk):
    def test_by_the_author(self):
        post, told, case = self.flagged("pia", post=self.post())
        self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "too early"}, 409)
        self.decided("ann", case)
        self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": ""}, 400)
        self.do("ann", "POST", f"/api/v1/cases/{case}/appeal", {"text": "x"}, 403)
        appeal = self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "I meant real weeds"}, 201).json()["appeal"]
        self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "twice"}, 409)
        self.move("ann", appeal, "claim", 403)  # another decides
        self.move("ben", appeal, "claim")
        self.assertEqual(self.rule("ben", appeal, "allowed", 400)["where"], "review")
        self.rule("ben", appeal, "allowed", review="overturned", reason="it is about plants")
        before = self.case("lena", case)["case"]
        self.assertEqual((before["undone"], before["appeal"], before["appeal_open"]), (True, appeal, False))
        decision = self.in_force(post)["contents"]
        self.assertEqual((decision["outcome"], decision["case"], decision["reviewers"]), ("allowed", appeal, "ben"))
        seen = self.seen("pia", told)
        self.assertEqual(seen["flag"]["answer"], "allowed")
        self.assertNotIn("It breaks the clause", seen["outcome_text"])  # what is told is what holds
        self.do(None, "POST", f"/api/v1/cases/{appeal}/appeal", {"text": "again"}, 409)

    def test_by_who_flagged(self):
        post, told, case = self.flagged("pia", post=self.post())
        self.decided("ann", case, "allowed")
        at = f"/api/v1/flags/{told['flag']['id']}/appeal"
        self.do("pia", "POST", at, {}, 400)
        self.do("pia", "POST", at, {"text": "it names us"})
        appeal = self.case_about(post, "appeal")
        self.move("ann", appeal, "claim", 403)
        shown = self.case("ben", appeal)
        self.assertEqual((shown["case"]["appellant"], shown["case"]["of"]), ("flagger", case))
        self.assertNotIn("pia", str(shown))
        self.decided("ben", appeal, "allowed", review="upheld")
        self.assertFalse(self.case("ann", case)["case"]["undone"])
        self.do("pia", "POST", at, {"text": "once more"})
        second = self.case_about(post, "appeal")
        self.assertNotEqual(second, appeal)
        self.decided("cem", second, review="overturned")
        self.assertEqual(self.in_force(post)["contents"]["outcome"], "violation")

    def test_an_upheld_appeal_that_is_undone_changes_no_decision(self):
        post, _, case = self.flagged("pia", post=self.post())
        self.decided("ann", case)
        appeal = self.do(None, "POST", f"/api/v1/cases/{case}/appeal", {"text": "I meant real weeds"}, 201).json()["appeal"]
        self.decided("ben", appeal, review="upheld")
        self.move("lena", appeal, "undo", reason="the wrong file")
        self.assertEqual(self.in_force(post)["contents"]["reviewers"], "ann")
        self.decided("cem", appeal, "allowed", review="overturned")
        self.move("lena", appeal, "undo", reason="the right file after all")
        self.assertEqual(self.in_force(post)["contents"]["outcome"], "undecided")

    def test_undone_by_a_lead(self):
        post, told, case = self.flagged("pia", post=self.post())
        self.decided("ann", case)
        self.move("ann", case, "undo", 403, reason="mine")
        self.move("lena", case, "undo", 400)
        undone = self.move("lena", case, "undo", reason="the wrong post")
        self.assertEqual((undone["state"], undone["undone"], undone["recused"], undone["reopened"]), ("open", True, ["ann"], 1))
        self.assertEqual(self.seen("pia", told)["flag"]["state"], "open")
        decision = self.in_force(post)["contents"]
        self.assertEqual((decision["outcome"], decision["reviewers"]), ("undecided", ""))
        self.move("lena", case, "undo", 409, reason="twice")
        self.decided("ben", case, "allowed")


class Bulk(Desk):
    rules = {"bulk_most": 5}

    def test_many_at_once(self):
        cases = [self.flagged()[2] for _ in range(5)]
        self.move("ann", cases[1], "claim")
        ruling = {"answer": "allowed", "reason": "the same joke"}
        order = {"cases": cases, "ruling": ruling, "preview": True}
        self.do("ann", "POST", "/api/v1/cases/bulk", order, 403)
        seen = self.do("lena", "POST", "/api/v1/cases/bulk", order).json()
        self.assertEqual(([one["ok"] for one in seen["cases"]], seen["preview"]), ([True, False, True, True, True], True))
        self.assertEqual({c["state"] for c in self.cases() if c["id"] in cases}, {"open", "claimed"})
        done = self.do("lena", "POST", "/api/v1/cases/bulk", {**order, "preview": False, "cases": [*cases[:4], 999999]}).json()
        self.assertEqual([one.get("problem", {}).get("code") for one in done["cases"]], [None, "state-conflict", None, None, "record-missing"])
        self.assertEqual([c["ruling"]["by"] for c in self.cases() if c["id"] in (cases[0], cases[2], cases[3])], ["lena"] * 3)
        for wrong in ([], [1] * 6):
            self.do("lena", "POST", "/api/v1/cases/bulk", {"cases": wrong, "ruling": ruling}, 400)


class Races(Desk):
    def at_once(self, work, names):
        barrier = threading.Barrier(len(names))

        def one(name):
            barrier.wait()
            return work(name)

        with ThreadPoolExecutor(len(names)) as pool:
            return list(pool.map(one, names))

    def test_one_of_many_rules(self):
        post, _, case = self.flagged("pia", post=self.post())
        self.move("ann", case, "claim")
        statuses = self.at_once(lambda _: self.do("ann", "POST", f"/api/v1/cases/{case}/rule", {"answer": "allowed", "reason": "x"}, None).status, range(64))
        self.assertEqual(sorted(statuses), [200] + [409] * 63)
        self.assertEqual(self.case("lena", case)["case"]["rulings"], 1)
        records = self.ask("GET", f"/api/v1/decisions?post={post}", key=self.lead).json()["decisions"]
        self.assertEqual(len([d for d in records if d["purpose"].startswith("person/")]), 1)

    def test_one_of_many_claims(self):
        _, _, case = self.flagged()
        names = ["ann", "ben", "cem", "lena"] * 4
        for name in names[:4]:
            self.person(name)
        statuses = self.at_once(lambda name: self.do(name, "POST", f"/api/v1/cases/{case}/claim", {}, None).status, names)
        self.assertEqual(sorted(statuses), [200] + [409] * 15)

    def test_each_gets_another(self):
        for _ in range(12):
            self.flagged()
        names = ["ann", "ben", "cem"] * 3
        for name in names[:3]:
            self.person(name)
        got = self.at_once(lambda name: self.do(name, "POST", "/api/v1/queue/next").json()["id"], names)
        self.assertEqual(len(set(got)), 9)


if __name__ == "__main__":
    service.main()
