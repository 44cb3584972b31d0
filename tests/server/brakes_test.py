"""What holds back what the service does by itself: brakes on removals, and the cap of undecided posts. brakes_test.py MIZAN"""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import service
from service import NDJSON, ROOT, Service, ServiceTest, wait_until

HARMFUL = "Gardeners are weeds"
GRAVE = "Gardeners should be pulled out"
UNDECIDED = "Gardeners have wilted"
PASSWORD = "a sentence will do"
WHY = "we looked at fifty of them"


class Braked(ServiceTest):
    source = ROOT / "tests/data/policies/acting"
    options = ("--brake-quota", "5", "--brake-least", "1000", "--brake-grave-quota", "8", "--brake-grave-least", "1000", "--undecided-most", "3")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.persons = {}
        for name, role in (("ann", "lead"), ("ben", "administrator"), ("cem", "reviewer")):
            subprocess.run([service.MIZAN, "access", "accounts", "add", name, "--role", role, "--data", cls.service.folder / "data"],
                           input=PASSWORD + "\n", text=True, check=True, capture_output=True)
            cls.persons[name] = cls.service.log_in(name, PASSWORD)

    def platform(self):
        return self.new_id().lower()

    def told(self, platform, text, count=1, **more):
        posts = [{"id": self.new_id(), "platform": platform, "author": "a1", "text": text, **more} for _ in range(count)]
        return [self.service.moderate(post, self.key).json() for post in posts]

    def brakes(self, platform):
        listed = self.ask("GET", f"/api/v1/brakes?platform={platform}", key=self.lead, expect=200).json()
        return {brake["clause"]: brake for brake in listed["brakes"]}

    def move(self, what, who, platform, /, expect=200, clause="belittling", **more):
        body = {"platform": platform, "reason": WHY, **({"hours": 2} if what == "lift" else {}), **more}
        return self.ask("POST", f"/api/v1/brakes/{clause}/{what}", body, headers=self.persons[who], expect=expect).json()

    def log(self, platform):
        lines = [json.loads(line) for line in (self.folder / "stderr").read_text().splitlines()]
        return [line for line in lines if line.get("event") == "brake" and line["brake"]["platform"] == platform]

    def replayed(self, platform):
        done = subprocess.run([service.MIZAN, "log", "replay", "--store", self.folder / "data/record", "--platform", platform, "--json"],
                              capture_output=True, text=True)
        return json.loads(done.stdout)


class Brakes(Braked):
    def test_past_the_quota_removals_are_limits(self):
        at = self.platform()
        told = self.told(at, HARMFUL, 8)
        self.assertEqual([d["actions"][0]["name"] for d in told], ["remove"] * 5 + ["limit"] * 3)
        self.assertEqual(["brake" in d for d in told], [False] * 5 + [True] * 3)
        self.assertEqual((told[5]["route"], told[5]["actions"], told[5]["brake"]), ("act", [{"name": "limit"}], "on"))
        brake = self.brakes(at)["belittling"]
        self.assertEqual((brake["state"], brake["why"], brake["count"], brake["last_hour"], brake["limits"]["quota"]), ("on", "quota", 6, 8, 5))
        # The platform's other clauses go on; and the gravest severity has its own.
        self.assertEqual([d["actions"][0]["name"] for d in self.told(at, GRAVE, 9)], ["suspend"] * 8 + ["limit"])
        self.assertEqual(self.brakes(at)["uprooting"]["limits"]["quota"], 8)

    def test_somebody_is_told(self):
        at = self.platform()
        metric = f'mizan_brakes_on{{platform="{at}",clause="belittling"}}'
        self.told(at, HARMFUL, 5)
        self.assertNotIn(metric, self.service.figures(self.lead))
        self.told(at, HARMFUL, 1)
        self.assertEqual(self.service.figures(self.lead)[metric], 1)
        self.assertGreaterEqual(self.service.figures(self.lead)["mizan_removals_halted_total"], 1)
        line, = wait_until(lambda: self.log(at))
        self.assertEqual((line["level"], line["brake"]["state"], line["brake"]["clause"]), ("error", "on", "belittling"))

    def test_an_array_and_a_stream_have_the_same_brake(self):
        at = self.platform()
        posts = [{"id": f"{at}-{i}", "platform": at, "text": HARMFUL} for i in range(20)]
        first = self.service.moderate(posts[:10], self.key).json()
        self.assertEqual([d["actions"][0]["name"] for d in first], ["remove"] * 5 + ["limit"] * 5)
        body = "".join(json.dumps(p) + "\n" for p in posts[5:])
        answers = self.service.moderate(body, self.key, media=NDJSON).lines()
        self.assertEqual({d["actions"][0]["name"] for d in answers}, {"limit"})

    def test_two_people_lift_it(self):
        at = self.platform()
        self.told(at, HARMFUL, 6)
        asked = self.move("lift", "ann", at, hours=3)
        self.assertEqual((asked["state"], asked["by"], asked["reason"], asked["hours"]), ("asked", "ann", WHY, 3))
        self.assertEqual(self.move("lift", "ann", at, expect=409)["code"], "state-conflict")
        self.assertEqual(self.told(at, HARMFUL)[0]["brake"], "on")
        lifted = self.move("lift", "ben", at, hours=24)
        self.assertEqual((lifted["state"], lifted["hours"], lifted["by"]), ("lifted", 3, "ben"))
        self.assertEqual(lifted["until"], lifted["since"] + 3 * 3600)
        self.assertEqual([d["actions"][0]["name"] for d in self.told(at, HARMFUL, 9)], ["remove"] * 9)
        self.assertEqual(self.move("lift", "ann", at, expect=409)["code"], "state-conflict")
        # One person is enough for the other direction.
        put_on = self.move("engage", "ann", at)
        self.assertEqual((put_on["state"], put_on["put_on_by_person"]), ("on", True))
        self.assertEqual(self.told(at, HARMFUL)[0]["brake"], "on")
        self.assertEqual(self.move("engage", "ben", at, expect=409)["code"], "state-conflict")
        self.assertEqual([line["level"] for line in wait_until(lambda: len(self.log(at)) == 4 and self.log(at))],
                         ["error", "error", "notice", "error"])
        self.assertEqual(self.replayed(at)["different"], 0)

    def test_a_brake_may_be_put_on_before_anything_is_removed(self):
        self.told("default", "The roses are in bloom")
        self.assertEqual(self.move("engage", "ann", "default", clause="gloating")["count"], 0)
        self.assertEqual(self.move("engage", "ann", "default", clause="nothing", expect=404)["code"], "clause-unknown")
        self.assertEqual(self.move("engage", "ann", "nowhere", expect=404)["code"], "record-missing")
        self.assertEqual(self.move("lift", "ann", "default", clause="uprooting", expect=409)["code"], "state-conflict")

    def test_who_may(self):
        at = self.platform()
        self.told(at, HARMFUL, 6)
        self.move("lift", "cem", at, expect=403)
        self.move("engage", "cem", at, expect=403)
        body = {"platform": at, "reason": WHY, "hours": 1}
        for what in ("lift", "engage"):
            self.ask("POST", f"/api/v1/brakes/belittling/{what}", body, key=self.lead, expect=403)  # a machine's, of an administrator
            self.ask("POST", f"/api/v1/brakes/belittling/{what}", body, {"Cookie": self.persons["ann"]["Cookie"]}, expect=403)
        self.ask("POST", "/api/v1/keys", {"name": "x", "role": "administrator", "scopes": ["lift-brakes"]}, self.service.administrator(), expect=400)
        bound = self.service.make_key("administrator", platform="other")
        self.ask("GET", f"/api/v1/brakes?platform={at}", key=bound, expect=403)
        self.assertNotIn(f'mizan_brakes_on{{platform="{at}",clause="belittling"}}', self.service.figures(bound))

    def test_what_is_no_order(self):
        at = self.platform()
        self.told(at, HARMFUL, 6)
        for bad in ({"hours": 0}, {"hours": 25}, {"hours": "2"}, {"hours": -1}, {"reason": ""}, {"reason": "x" * 1001}, {"reason": 5}, {"platform": 5}):
            self.move("lift", "ann", at, expect=400, **bad)
        self.ask("POST", "/api/v1/brakes/belittling/lift", b"[", headers=self.persons["ann"], expect=400)
        self.ask("GET", "/api/v1/brakes?platform=%zz", key=self.lead, expect=400)
        self.assertEqual(self.brakes(at)["belittling"]["state"], "on")


class Undecided(Braked):
    def test_past_the_cap_nobody_is_asked_and_all_is_kept(self):
        at = self.platform()
        told = self.told(at, UNDECIDED, 5)
        self.assertEqual([(d["outcome"], d["route"], d.get("folded")) for d in told],
                         [("undecided", "person", None)] * 3 + [("undecided", "none", True)] * 2)
        for more in ({"target": "amal"}, {"mentions": ["noor"]}, {"signals": [{"name": "flag.partner", "source": "p", "version": "1", "value": 1}]},
                     {"author": "a2"}):
            self.assertEqual(self.told(at, UNDECIDED, **more)[0]["route"], "person", more)
        self.told(at, HARMFUL, 1)
        listed = self.ask("GET", f"/api/v1/decisions?platform={at}&outcome=undecided", key=self.lead, expect=200).json()["decisions"]
        self.assertEqual([d["decision"].get("folded") for d in listed], [None] * 3 + [True] * 2 + [None] * 4)
        pages, after = [], 0
        while after is not None:
            page = self.ask("GET", f"/api/v1/decisions?platform={at}&outcome=undecided&limit=2&after={after}", key=self.lead, expect=200).json()
            pages += page["decisions"]
            after = page.get("next")
        self.assertEqual(pages, listed)
        others = self.ask("GET", f"/api/v1/decisions?platform={at}&outcome=violation", key=self.lead, expect=200).json()["decisions"]
        self.assertEqual([d["decision"]["outcome"] for d in others], ["violation"])
        self.ask("GET", "/api/v1/decisions?outcome=guilty", key=self.lead, expect=400)
        self.assertGreaterEqual(self.service.figures(self.lead)["mizan_undecided_folded_total"], 2)
        replayed = self.replayed(at)
        self.assertEqual((replayed["equal"], replayed["different"]), (10, 0))


class Settings(unittest.TestCase):
    def check(self, text, *more):
        with tempfile.TemporaryDirectory(prefix="mizan-test-") as scratch:
            file = pathlib.Path(scratch, "mizan.conf")
            if text is not None:
                file.write_text(text)
            return subprocess.run([service.MIZAN, "serve", "--data", scratch + "/data", "--policy", Braked.source, "--cache", "none",
                                   "--config", file, "--check-config", *more], capture_output=True, text=True)

    def test_the_limits_are_checked(self):
        self.assertEqual(self.check("brake-quota = 600\nbrake-least = 100\nundecided-most = 0\n").returncode, 0)
        refused = self.check("brake-quota = 600\nbrake-least = 99\n")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("a sixth of", refused.stderr)

    def test_the_file_is_read_and_the_command_line_stands(self):
        for bad in ("brake-quota = 0", "brake-jump = many", "brake-grave-quota = -1", "undecided-most = -1", "brake-what = 1", "rate = x",
                    "config = 5", "[other]\nrate = 1"):
            refused = self.check(bad + "\n")
            self.assertEqual(refused.returncode, 2, (bad, refused))
            self.assertRegex(refused.stderr, r"mizan\.conf|--(brake|undecided|rate)")
        self.assertEqual(self.check("brake-quota = 600\nbrake-least = 99\n", "--brake-least", "100").returncode, 0)
        self.assertNotEqual(self.check(None).returncode, 0)  # there is no such file

    def test_the_file_that_comes_with_the_program_can_be_used_with_every_line(self):
        text = (ROOT / "packaging/mizan.conf").read_text()
        lines = re.sub(r"(?m)^# (?=[a-z-]+ = )", "", text)
        self.assertGreater(len(re.findall(r"(?m)^[a-z-]+ = ", lines)), 10)
        for one in (text, lines, "no-request-log = true\nproxy = [\"127.0.0.1\", \"::1\"]\n"):
            done = self.check(one)
            self.assertEqual(done.returncode, 0, done)


class Restart(unittest.TestCase):
    def test_a_brake_that_was_on_is_on(self):
        with tempfile.TemporaryDirectory(prefix="mizan-test-") as scratch:
            one = Service(scratch, Braked.source, *Braked.options).start()
            try:
                key = one.make_key()
                for i in range(6):
                    told = one.moderate({"id": str(i), "text": HARMFUL}, key).json()
                self.assertEqual(told["brake"], "on")
                one.stop(service.signal.SIGKILL)  # what was told survives
                one.start()
                self.assertEqual(one.moderate({"id": "later", "text": HARMFUL}, key).json()["brake"], "on")
                self.assertEqual(one.moderate({"id": "0", "text": HARMFUL}, key).json()["actions"][0]["name"], "remove")  # as it was
            finally:
                one.stop()


if __name__ == "__main__":
    service.main()
