"""Retention: what was said in a case is gone when its time is over, or when it is erased by hand; answers, numbers and receipts stay. retention_test.py MIZAN"""

import json
import pathlib
import subprocess
import time

import service
from desk import Desk, DeskInTime
from service import wait_until

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
DAY = 86400
WHY = ("--reason", "asked for", "--by", "clerk-9")


class Kept(Desk):
    def everything(self):
        """All bytes on disk, but for logs of texts that the service never keeps."""
        return b"".join(path.read_bytes() for path in pathlib.Path(self.folder, "data").rglob("*") if path.is_file())

    def file_of(self, kept):
        return pathlib.Path(self.folder, "data/record/attachments", kept["sha256"])

    def log(self, *arguments):
        line = [service.MIZAN, "log", arguments[0], "--store", f"{self.folder}/data/record", *arguments[1:]]
        done = subprocess.run(list(map(str, line)), capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def case_with_words(self, word, who="pia", **more):
        """A case in which the word stands in a flag, in a note and in a file's bytes."""
        kept = self.do(who, "POST", "/api/v1/attachments", PNG + word.encode(), 201, media="application/octet-stream").json()
        post, told, case = self.flagged(who, explanation=f"see {word}", attachments=[{"sha256": kept["sha256"], "name": word}], **more)
        self.move("ann", case, "claim")
        self.move("ann", case, "note", reason=f"{word}, I think")
        return post, told, case, kept

    def is_gone(self, case):
        return any(c["id"] == case and c.get("forgotten_at") for c in self.cases())

    def figures(self):
        told = self.do("lena", "GET", "/api/v1/figures/casework?from=2026-01-01&to=2040-01-01").json()
        return {key: value for key, value in told.items() if isinstance(value, list)}


class InTime(Kept, DeskInTime):
    rules = {"retention": {"user_days": 200, "partner_days": 300}, "flags": {"daily_attachments": 100}}

    def test_after_its_time_a_case_is_forgotten(self):
        post, told, case, kept = self.case_with_words("quinquereme")
        self.rule("ann", case, "allowed")
        _, _, still_open, _ = self.case_with_words("xebec")
        self.partner("paul", agreement={"from": 1})
        _, _, longer, _ = self.case_with_words("trireme", who="paul")
        self.rule("ann", longer, "allowed")
        self.assertIn(b"quinquereme", self.everything())
        before = self.figures()
        self.forward(199 * DAY)
        self.assertFalse(self.is_gone(case))
        self.forward(2 * DAY)
        wait_until(lambda: self.is_gone(case))
        wait_until(lambda: not self.file_of(kept).exists())
        self.assertEqual((self.is_gone(still_open), self.is_gone(longer)), (False, False))
        self.check_what_is_left(post, told, case)
        self.assertEqual(self.figures()["decisions"], before["decisions"])
        self.service.stop()
        left = self.everything()
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.assertNotIn(b"quinquereme", left)
        for word in (b"xebec", b"trireme"):
            self.assertIn(word, left)
        self.assertTrue(self.is_gone(case))
        self.check_what_is_left(post, told, case)
        self.log("fsck")

    def check_what_is_left(self, post, told, case):
        seen = self.case("lena", case)
        self.assertEqual((seen["case"]["state"], seen["case"]["subject"].get("id", "")), ("decided", ""))
        for word in ("quinquereme", post, "pia"):
            self.assertNotIn(word, str(seen["flags"]) + str([e for e in seen["history"] if e["event"] != "ruled"]))
        self.move("lena", case, "note", 409, reason="more")

    def test_an_appeal_keeps_it(self):
        _, _, case, _ = self.case_with_words("felucca")
        self.rule("ann", case, "allowed")
        post, _, appealed, _ = self.case_with_words("corvette", post=self.post())
        self.rule("ann", appealed, "violates")
        self.forward(180 * DAY)
        self.do(None, "POST", f"/api/v1/cases/{appealed}/appeal", {"text": "corvette is no slur"}, 201)
        self.forward(30 * DAY)
        wait_until(lambda: self.is_gone(case))
        self.assertFalse(self.is_gone(appealed))
        appeal = self.case_about(post, kind="appeal")
        self.move("ben", appeal, "claim")
        self.rule("ben", appeal, "violates", review="upheld")
        self.forward(201 * DAY)
        wait_until(lambda: self.is_gone(appealed))

    def test_a_legal_hold_keeps_it(self):
        _, _, case, kept = self.case_with_words("carrack")
        self.rule("ann", case, "allowed")
        at = f"/api/v1/cases/{case}/"
        self.do("ann", "POST", at + "hold", {"ground": "court"}, 403)
        self.do("lena", "POST", at + "hold", {}, 400)
        self.ask("POST", at + "hold", {"ground": "court"}, key=self.lead, expect=403)  # a key holds nothing
        self.do("lena", "POST", at + "end-hold", {"reason": "settled"}, 409)
        self.do("lena", "POST", "/api/v1/cases/999999/hold", {"ground": "court"}, 404)
        version = self.case("ann", case)["case"]["version"]
        held = self.do("lena", "POST", at + "hold", {"ground": "district court, 12 C 34/26", "reason": "letter"}).json()
        self.assertEqual([(h["id"], h["ground"], h["by"]) for h in held["holds"]], [(1, "district court, 12 C 34/26", "lena")])
        # Nobody else is shown it.
        for word in ("district", "letter"):
            self.assertNotIn(word, json.dumps(self.case("ann", case)) + json.dumps(self.cases("ann")))
            self.assertIn(word, json.dumps(self.case("lena", case)["history"]))
        self.assertEqual((self.case("ann", case)["case"]["holds"], self.case("ann", case)["case"]["version"]), ([], version))
        self.forward(500 * DAY)
        time.sleep(2)
        self.assertEqual((self.is_gone(case), self.file_of(kept).exists()), (False, True))
        self.do("lena", "POST", at + "end-hold", {"hold": 2, "reason": "settled"}, 400)
        self.assertEqual(self.do("lena", "POST", at + "end-hold", {"reason": "settled"}).json()["holds"], [])
        self.forward(2 * 60)
        wait_until(lambda: self.is_gone(case))

    def test_what_was_taken_away_before_anybody_flagged_it(self):
        post = self.post("a sentence of no interest", author="a12")
        self.ask("POST", "/api/v1/events", {"type": "deleted", "post": post, "as_of": "2026-01-31T09:30:00Z"}, key=self.key, expect=200)
        _, _, case = self.flagged("pia", post=post)
        self.assertGreater(self.case("lena", case)["case"]["author_deleted_at"], 0)

    def test_whose_author_was_gone_before_anybody_flagged_it(self):
        plain, found = self.post("a sentence of no interest", author="a13"), self.post(author="a14")
        for author in ("a13", "a14", "a15"):
            self.ask("POST", "/api/v1/events", {"type": "author-deleted", "author": author, "as_of": "2026-01-31T09:30:00Z"}, key=self.key, expect=200)
        _, _, unknown = self.flagged("paul", author="a15")  # the record says nothing of who wrote it
        _, _, known = self.flagged("pia", post=found)
        _, _, said = self.flagged("pia", post=plain, author="a13")
        _, _, other = self.flagged("pia", author="a16")
        for number in (unknown, known, said):
            wait_until(lambda n=number: self.case("lena", n)["case"]["author_deleted_at"])
        self.assertEqual(self.case("lena", other)["case"]["author_deleted_at"], 0)
        late = self.post(author="a14")
        number = wait_until(lambda: next((c["id"] for c in self.cases() if c["subject"].get("id") == late), None))
        self.assertGreater(self.case("lena", number)["case"]["author_deleted_at"], 0)

    def test_what_its_author_took_away_goes_sooner_but_not_while_it_is_open(self):
        post, _, case, _ = self.case_with_words("lugger", who="paul", post=self.post(author="a8"))
        _, _, still_open, _ = self.case_with_words("sampan", post=self.post(author="a8"))
        _, _, other, _ = self.case_with_words("pinnace", who="paul", post=self.post(author="a9"))
        for number in (case, other):
            self.rule("ann", number, "allowed")
        told = {"as_of": "2026-01-31T09:30:00Z"}
        self.ask("POST", "/api/v1/events", {"type": "deleted", "post": post, **told}, key=self.key, expect=200)
        wait_until(lambda: self.case("lena", case)["case"]["author_deleted_at"])
        self.ask("POST", "/api/v1/events", {"type": "author-deleted", "author": "a8", **told}, key=self.key, expect=200)
        wait_until(lambda: self.case("lena", still_open)["case"]["author_deleted_at"])
        self.assertEqual((self.case("lena", still_open)["case"]["state"], self.case("lena", other)["case"]["author_deleted_at"]), ("claimed", 0))
        # What that changes is said to who decides.
        told = self.case("ann", still_open)["author_deleted"]
        for words in ("Decide it as any other", "is kept while the case is open", "a strike are still possible", "190 days after that"):
            self.assertIn(words, told)
        self.assertIn("What was decided stands", self.case("ann", case)["author_deleted"])
        self.assertNotIn("author_deleted", self.case("ann", other))
        self.forward(189 * DAY)
        self.assertFalse(self.is_gone(case))
        self.forward(2 * DAY)
        wait_until(lambda: self.is_gone(case))
        self.assertEqual((self.is_gone(still_open), self.is_gone(other)), (False, False))
        seen = self.case("lena", still_open)
        self.assertIn("sampan", str(seen["history"]))
        self.assertEqual([e["event"] for e in seen["history"]].count("author-deleted"), 1)


class Decisions(Kept, DeskInTime):
    rules = {"retention": {"user_days": 200, "engine_days": 200, "decisions_days": 250}}

    def records_of(self, post):
        return self.ask("GET", f"/api/v1/decisions?post={post}", key=self.lead, expect=200).json()["decisions"]

    def test_decisions_go_when_their_time_is_over_and_no_case_needs_them(self):
        post, needed = self.post("Gardeners are weeds, said the caravel"), self.post("Gardeners are weeds, said the dromond")
        case, still_open = (wait_until(lambda p=p: next((c["id"] for c in self.cases() if c["subject"].get("id") == p), None)) for p in (post, needed))
        self.flag("pia", post)
        self.decided("ann", case)
        self.forward(201 * DAY)
        wait_until(lambda: self.is_gone(case))
        self.assertEqual({one["erased"] for one in self.records_of(post)}, {False})
        self.forward(48 * DAY)
        self.assertIn(b"the caravel", self.everything())
        self.forward(2 * DAY)
        wait_until(lambda: {one["erased"] for one in self.records_of(post)} == {True})
        self.assertEqual({one["erased"] for one in self.records_of(needed)}, {False})
        self.assertEqual(self.case("ann", still_open)["case"]["state"], "open")
        self.service.stop()
        left = self.everything()
        self.assertNotIn(b"the caravel", left)
        self.assertIn(b"the dromond", left)
        self.log("fsck")
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.assertEqual({one["erased"] for one in self.records_of(post)}, {True})


class ByHand(Kept):
    def record_of_it(self):
        return b"".join(path.read_bytes() for path in pathlib.Path(self.folder, "data/record").glob("store.db*"))

    rules = {"sample_percent": 100, "flags": {"daily_attachments": 100}}

    def test_what_the_engine_found_is_erased_and_what_came_after_it_has_its_case_still(self):
        post = self.post(author="a11")
        case = wait_until(lambda: next((c["id"] for c in self.cases() if c["subject"].get("id") == post), None))
        self.move("ann", case, "claim")
        self.rule("ann", case, "allowed")  # and is looked at again
        _, _, other = self.flagged("pia", author="a11")
        self.ask("POST", "/api/v1/events", {"type": "author-deleted", "author": "a11", "as_of": "2026-01-31T09:30:00Z"}, key=self.key, expect=200)
        wait_until(lambda: all(self.case("lena", c)["case"]["author_deleted_at"] for c in (case, other)))
        before = {c["id"] for c in self.cases()}
        self.service.stop()
        self.assertIn("erased", self.log("erase", "--post", post, *WHY))
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.assertEqual({c["id"] for c in self.cases()}, before)
        self.assertEqual(self.case("lena", case)["case"]["subject"].get("id", ""), "")
        _, _, new = self.flagged("pia")
        self.assertNotIn(new, before)

    def test_under_a_legal_hold_it_waits(self):
        post, _, case, kept = self.case_with_words("caravel", post=self.post("a caravel sails"))
        self.do("lena", "POST", f"/api/v1/cases/{case}/hold", {"ground": "district court"})
        self.move("ann", case, "note", reason="a caravel indeed")
        time.sleep(2)  # what comes later is held within a second
        self.flag("cem", post, explanation="a caravel too")
        self.service.stop(9)
        self.service.start(expect_password=False)  # and what came just before, at the start
        time.sleep(0.5)
        self.service.stop(9)
        told = self.log("erase", "--post", post, *WHY)
        self.assertIn("under a legal hold", told)
        self.assertRegex(told, "(?m)^0 records erased")
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.assertIn("caravel", json.dumps(self.case("lena", case)))
        self.do("lena", "POST", f"/api/v1/cases/{case}/end-hold", {"reason": "settled"})
        self.service.stop()
        self.service.start(expect_password=False)
        self.everybody_is_out()
        wait_until(lambda: not self.file_of(kept).exists())
        self.service.stop()
        self.assertNotIn(b"see caravel", self.everything())
        self.log("fsck")
        self.service.start(expect_password=False)
        self.everybody_is_out()

    def test_nor_does_what_came_to_a_held_case_just_before_a_kill(self):
        post, _, case = self.flagged("pia", explanation="it names a pinnace")
        self.move("lena", case, "hold", ground="a court")
        self.flag("gov", post, explanation="it names a pinnace too")
        self.service.stop(9)
        self.assertRegex(self.log("erase", "--post", post, *WHY), "(?m)^0 records erased")
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.assertEqual([e["order"]["explanation"][:18] for e in self.case("lena", case)["history"] if e["event"] == "flagged"], ["it names a pinnace"] * 2)
        self.move("lena", case, "end-hold", reason="settled")
        wait_until(lambda: self.case("lena", case)["history_erased"] >= 2)

    def test_what_is_flagged_about_a_post_is_erased_with_it(self):
        post, told, case, kept = self.case_with_words("brigantine", post=self.post("a brigantine sails"))
        _, _, other, _ = self.case_with_words("galleass")
        self.flag("paul", post)
        self.rule("ann", case, "violates")
        whole = self.case("lena", case)
        ruling, before = whole["case"]["ruling"], len(whole["history"])
        self.assertNotIn("history_erased", whole)
        self.service.stop()
        self.assertIn(post.encode(), self.record_of_it())
        said = self.log("erase", "--post", post, *WHY)
        self.assertRegex(said, r"(?m)^[0-9]+ records erased\nof these [0-9]+ decisions?, 2 flags and 0 finds of the engine$")
        self.assertNotIn(post.encode(), self.record_of_it())
        self.service.start(expect_password=False)
        self.everybody_is_out()
        wait_until(lambda: not self.file_of(kept).exists())
        shown = self.case("lena", case)
        self.assertEqual(shown["case"]["ruling"], ruling)  # what was decided stays
        self.assertEqual(shown["case"]["flags"], 2)
        self.assertEqual((shown["history_erased"], [e["event"] for e in shown["history"] if e["event"] == "flagged"]), (before - len(shown["history"]) + 1, []))
        self.assertNotIn("history_erased", self.case("lena", other))
        self.assertEqual(self.case("ann", other)["case"]["state"], "claimed")
        self.assertEqual(self.do("pia", "GET", "/api/v1/flags?limit=500").status, 200)
        self.service.stop()
        left = self.everything()
        self.assertIn(b"galleass", left)
        self.assertNotIn(b"see brigantine", left)
        self.assertNotIn(post.encode(), left)
        self.log("fsck")
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.flag("pia", self.new_id())


if __name__ == "__main__":
    service.main()
