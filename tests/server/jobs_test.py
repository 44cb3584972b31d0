"""Trying a policy out, and comparing it with the one in force, as jobs. jobs_test.py MIZAN"""

import pathlib

import service
from service import GARDEN, HARMFUL, PLAIN, ServiceTest, wait_until

JOBS = "/api/v1/jobs"
DENIED = "Gardeners are not weeds"


def files_of(folder):
    names = [f for f in pathlib.Path(folder).rglob("*") if f.suffix in (".md", ".rules", ".terms", ".jsonl")]
    return {str(f.relative_to(folder)): f.read_text() for f in names if f.name == "policy.md" or f.suffix != ".md"}


class Jobs(ServiceTest):
    def setUp(self):
        self.files = files_of(GARDEN)

    def make(self, kind, files=None, posts=None, key=None, expect=202, **more):
        posts = [{"id": "a", "text": HARMFUL}, {"id": "b", "text": DENIED}, {"id": "c", "text": PLAIN}, {"id": "d"}] if posts is None else posts
        order = {"kind": kind, "policy": {"files": files or self.files}, "posts": posts, **more}
        return self.ask("POST", JOBS, order, key=key or self.lead, expect=expect)

    def ended(self, made, key=None):
        def look():
            job = self.ask("GET", made.headers["Location"], key=key or self.lead, expect=200).json()
            return job if job["state"] not in ("queued", "running") else None
        return wait_until(look)

    def done(self, *order, **more):
        job = self.ended(self.make(*order, **more), more.get("key"))
        self.assertEqual(job["state"], "done", job)
        return job

    def harmless(self):
        """The policy without its rule's teeth."""
        files = dict(self.files)
        self.assertIn("detect BELITTLED(g)", files["policy.md"])
        files["policy.md"] = files["policy.md"].replace("severity 2", "severity 4")
        return files

    def test_a_policy_is_tried_out(self):
        before = self.ask("GET", "/api/v1/decisions?limit=500", key=self.lead).body
        made = self.make("try")
        self.assertEqual((made.json()["state"], made.json()["kind"]), ("queued", "try"))
        job = self.ended(made)
        self.assertEqual((job["state"], job["progress"], job["diagnostics"]), ("done", {"done": 4, "of": 4}, []))
        self.assertLessEqual(job["made_at"], job["ended_at"])
        result = job["result"]
        self.assertEqual((result["posts"], result["rejected"], result["version"]), (3, 1, self.ask("GET", "/api/v1/policy", key=self.lead).json()["version"]))
        self.assertEqual(result["outcomes"], {"violation": 1, "review": 0, "allowed": 2, "undecided": 0})
        self.assertEqual(result["clauses"], [{"clause": "belittling", "violates": 1, "unclear": 0, "excused": 1}])
        self.assertEqual([d["id"] for d in result["examples"]], ["a", "b", "c"])
        self.assertEqual((result["rejects"][0]["code"], result["rejects"][0]["where"]), ("text-missing", "[3]"))
        told = self.service.moderate({"id": "a", "text": HARMFUL}, self.key).json()
        self.assertEqual(result["examples"][0], told)  # as it would be decided in earnest
        self.assertIn(before[:-2], self.ask("GET", "/api/v1/decisions?limit=500", key=self.lead).body)
        self.ask("GET", "/api/v1/decisions?post=b", key=self.lead, expect=404)  # nothing is kept

    def test_two_policies_are_compared(self):
        same = self.done("diff")["result"]
        self.assertEqual((same["posts"], same["rejected"], same["unchanged"], same["examples"]), (3, 1, 3, []))
        other = self.done("diff", self.harmless())["result"]
        self.assertNotEqual(other["old"], other["new"])
        self.assertEqual((other["changed"], other["unchanged"]), (1, 2))
        [example] = other["examples"]
        self.assertEqual((example["id"], example["before"]["severity"], example["after"]["severity"]), ("a", 2, 4))
        self.assertEqual(other["clauses"], [{"clause": "belittling", "before": 1, "after": 1, "gained": 0, "dropped": 0}])

    def test_posts_on_record(self):
        names = [self.new_id() for _ in range(6)]
        for name in names:
            self.service.moderate({"id": name, "text": HARMFUL}, self.key)
        self.service.moderate({"id": names[0], "text": DENIED + ", and weeds are plants.", "revision": 1}, self.key)
        result = self.done("try", posts={"recent": 3}, examples=20)["result"]
        self.assertEqual(result["posts"], 3)
        self.assertTrue({d["id"] for d in result["examples"]} <= set(names), result["examples"])
        many = self.done("try", posts={"recent": 10000}, examples=20)["result"]
        ids = [d["id"] for d in many["examples"]]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertTrue(set(names[1:]) <= set(ids))
        # Whose posts they are matters.
        bound = self.service.make_key("administrator", platform="forum")
        self.assertEqual(self.done("try", posts={"recent": 5}, key=bound)["result"]["posts"], 0)
        self.make("try", posts={"recent": 5, "platform": "default"}, key=bound, expect=403)
        trying = self.service.make_key("administrator", scopes=["try-policies"])
        self.make("try", posts={"recent": 5}, key=trying, expect=403)
        self.done("try", key=trying)

    def test_all_that_is_wrong_with_a_policy_is_told(self):
        files = dict(self.files)
        files["policy.md"] = files["policy.md"].replace("detect BELITTLED(g)", "detect NOTHING(g)").replace("  severity 2\n", "")
        job = self.ended(self.make("try", files))
        self.assertEqual((job["state"], job["problem"]["code"]), ("failed", "policy-invalid"))
        self.assertNotIn("result", job)
        errors = [d for d in job["diagnostics"] if d["severity"] == "error"]
        self.assertGreaterEqual(len(errors), 2)
        for error in errors:
            self.assertEqual(error["file"], "policy.md")
            line = files["policy.md"].split("\n")[error["line"] - 1]
            self.assertTrue("NOTHING" in line or "clause belittling" in line, (error, line))
        self.assertTrue(any(error.get("hint") for error in errors))
        for files, code in (({"a.rules": ""}, "policy-missing"), ({"policy.md": "x", "../x.rules": ""}, "usage"), ({"policy.md": "x", "x.py": ""}, "usage")):
            self.assertEqual(self.ended(self.make("try", files))["problem"]["code"], code, files)

    def test_jobs_are_of_who_asked(self):
        made = self.make("try")
        self.ended(made)
        other = self.service.make_key("policy-author")
        self.assertEqual(self.ask("GET", made.headers["Location"], key=other, expect=404).json()["code"], "job-missing")
        self.ask("DELETE", made.headers["Location"], key=other, expect=404)
        self.assertEqual(self.ask("GET", JOBS, key=other, expect=200).json(), {"jobs": []})
        mine = self.ask("GET", JOBS, key=self.lead, expect=200).json()["jobs"]
        self.assertEqual(mine[0]["id"], made.json()["id"])
        self.assertNotIn("result", mine[0])
        self.ask("DELETE", made.headers["Location"], key=self.lead, expect=204)
        self.ask("GET", made.headers["Location"], key=self.lead, expect=404)
        self.ask("POST", JOBS, {}, key=self.key, expect=403)

    def test_what_is_no_order(self):
        good = {"kind": "try", "policy": {"files": self.files}, "posts": [{"text": PLAIN}]}
        for order, code in ((b"", "json-malformed"), (b"[]", "field-type"), (b"{", "json-malformed"), (dict(good, kind="x"), "field-type"),
                            (dict(good, policy=7), "field-type"), (dict(good, policy={"files": {"policy.md": 7}}), "field-type"),
                            (dict(good, posts=[]), "field-type"), (dict(good, posts=[7]), "field-type"), (dict(good, posts={}), "field-type"),
                            (dict(good, posts={"recent": 0}), "field-type"), (dict(good, posts={"recent": 10001}), "field-type"),
                            (dict(good, examples=21), "field-type"), (dict(good, more=1), "field-type"), ({"kind": "try"}, "field-type"),
                            ({k: good[k] for k in ("policy", "posts")}, "field-type"), (service.json.dumps(good) + "x", "json-malformed"),
                            (service.json.dumps(good)[:-9], "json-malformed")):
            self.assertEqual(self.ask("POST", JOBS, order, key=self.lead, expect=400).json()["code"], code, order)
        self.make("try", posts=[{"text": "x"}] * 10001, expect=413)


class Limits(ServiceTest):
    def test_jobs_wait_for_one_another_and_can_be_cancelled(self):
        files = files_of(GARDEN)
        posts = [{"id": str(i), "text": (HARMFUL + ". " + PLAIN + ". ") * 30} for i in range(5000)]
        keys = [self.service.make_key("policy-author") for _ in range(5)]

        def make(key, expect=202):
            return self.ask("POST", JOBS, {"kind": "diff", "policy": {"files": files}, "posts": posts}, key=key, expect=expect)

        first = make(keys[0])
        others = [make(keys[0]) for _ in range(3)]
        self.assertEqual(make(keys[0], 503).json()["code"], "overload")  # four of one
        where = first.headers["Location"]
        running = wait_until(lambda: (job := self.ask("GET", where, key=keys[0]).json())["progress"]["done"] > 0 and job)
        self.assertEqual((running["state"], running["progress"]["of"]), ("running", 5000))
        self.assertEqual(self.ask("GET", others[2].headers["Location"], key=keys[0]).json()["state"], "queued")
        self.service.moderate({"text": PLAIN}, self.key)  # which goes first
        for made in reversed(others):
            self.ask("DELETE", made.headers["Location"], key=keys[0], expect=204)
            job = self.ask("GET", made.headers["Location"], key=keys[0], expect=200).json()
            self.assertEqual((job["state"], job["progress"]["done"]), ("cancelled", 0))
        self.ask("DELETE", where, key=keys[0], expect=204)
        job = wait_until(lambda: (j := self.ask("GET", where, key=keys[0]).json())["state"] == "cancelled" and j)
        self.assertLess(job["progress"]["done"], 5000)
        self.assertNotIn("result", job)
        make(keys[1])
        self.assertEqual(self.service.stop(), 0)  # and a job under way does not hold up the end
        self.service.start(expect_password=False)
        self.assertEqual(self.ask("GET", JOBS, key=keys[0], expect=200).json(), {"jobs": []})


if __name__ == "__main__":
    service.main()
