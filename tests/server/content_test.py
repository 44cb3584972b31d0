"""What a case shows of a post of which nothing is on record, and how the platform hands it in. content_test.py MIZAN"""

import json
import pathlib
import subprocess

import service
from desk import Desk
from service import PLAIN, wait_until


class Content(Desk):
    def give(self, post, text, expect=200, who=None, **more):
        return self.do(who, "POST", "/api/v1/cases/content", {"post": post, "text": text, **more}, expect).json()

    def shown(self, case, who="ann"):
        return self.case(who, case)["post"]

    def test_an_ordinary_post_is_the_platforms_and_the_case_says_so(self):
        post = self.post(PLAIN)
        _, _, case = self.flagged("pia", post=post)
        seen = self.shown(case)
        self.assertEqual((seen["kept_by"], "text" in seen), ("platform", False))
        self.assertIn("POST /api/v1/cases/content", seen["hand_in"])
        self.flag("gov", post, text="as gov saw it", author="a20")
        self.assertEqual({k: self.shown(case)[k] for k in ("text", "said_by", "author")}, {"text": "as gov saw it", "said_by": "flag", "author": "a20"})
        self.assertEqual(self.give(post, PLAIN, author="a7", lang="en"), {"cases": 1})
        self.assertEqual(self.shown(case), {"kept_by": "platform", "text": PLAIN, "said_by": "platform", "author": "a7", "lang": "en"})
        self.give(post, "edited since")
        self.assertEqual(self.shown(case)["text"], "edited since")
        given = [e for e in self.case("ann", case)["history"] if e["event"] == "content-given"]
        self.assertEqual([e["text"] for e in given], [PLAIN, "edited since"])
        self.decided("ann", case)
        self.assertEqual(json.loads(self.in_force(post)["input"])["parts"][0]["text"], "edited since")  # what was decided about is on record

    def test_who_wrote_it_counts_where_nobody_has_said(self):
        post, _, case = self.flagged("pia")
        self.assertEqual(self.case("lena", case)["case"]["author"], "")
        self.give(post, "Gardeners are weeds", author="a21")
        self.assertEqual(self.case("lena", case)["case"]["author"], "a21")
        self.give(post, "Gardeners are weeds", author="a22")
        self.assertEqual(self.case("lena", case)["case"]["author"], "a21")

    def test_only_the_platform_hands_in_and_only_for_open_cases(self):
        post, _, case = self.flagged("pia")
        for who in ("pia", "ann", "lena"):
            self.give(post, "x", 403, who=who)
        self.give(self.new_id(), "x", 404)
        self.give(post, "x", 404, source="another feed")
        self.assertEqual(self.give(post, "", 400)["where"], "text")
        self.decided("ann", case, "allowed")
        self.give(post, "x", 404)

    def test_it_goes_with_the_post(self):
        post, _, case = self.flagged("pia")
        self.give(post, "a quinquereme of Nineveh", author="a23")
        appealed, _, first = self.flagged("pia")
        self.decided("ann", first)
        self.do(None, "POST", f"/api/v1/cases/{first}/appeal", {"text": "not so"}, 201)
        self.assertEqual(self.give(appealed, "a stately Spanish galleon"), {"cases": 1})  # the appeal
        self.service.stop()
        folder = pathlib.Path(self.folder, "data/record")
        everything = lambda: b"".join(path.read_bytes() for path in folder.glob("store.db*"))
        self.assertIn(b"Nineveh", everything())
        self.assertIn(b"galleon", everything())
        for one in (post, appealed):
            line = [service.MIZAN, "log", "erase", "--store", str(folder), "--post", one, "--reason", "asked for", "--by", "clerk"]
            done = subprocess.run(list(map(str, line)), capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertFalse(b"Nineveh" in everything())
        self.assertFalse(b"galleon" in everything())
        self.service.start(expect_password=False)
        self.everybody_is_out()
        wait_until(lambda: self.case("lena", case)["case"]["subject"].get("id", "") == "")


if __name__ == "__main__":
    service.main()
