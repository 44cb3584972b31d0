"""What `mizan log` shows, proves and decides again, as its user sees it. record_test.py MIZAN"""

import base64
import json
import hashlib
import hmac
import os
import pathlib
import shutil
import sqlite3
import time
import unittest

import program
import record_tools
from program import EXCUSED, HARMFUL, PLAIN
from record_tools import PLATFORM, SENSITIVE, RecordTest, extra_of

PROJECT = pathlib.Path(__file__).resolve().parents[2]
ROWS = [{"id": "h1", "author": "ann", "text": HARMFUL}, {"id": "h2", "author": "ben", "text": EXCUSED}] + \
       [{"id": f"n{i}", "author": "cy", "text": f"{PLAIN} {i}"} for i in range(5)]
HOUR = 3600


def commit(salt, field, value):
    """docs/record.md, "What the log shows"."""
    return hmac.new(bytes.fromhex(salt), b"mizan/commit/v1\0" + field.encode() + b"\0" + value, hashlib.sha256).hexdigest()


def text_of(recorded):
    """The text of a post as it is recorded."""
    return json.loads(recorded)["parts"][0]["text"]


def opened(extra):
    """The fields that a proof opens, as bytes, each checked against what its leaf commits to."""
    leaf = json.loads(extra["leaf"])
    values = {o["field"]: (o["salt"], base64.b64decode(o["value"])) for o in extra["open"]}
    for field, (salt, value) in values.items():
        assert commit(salt, field, value) == leaf[field], field
    return {field: value for field, (_, value) in values.items()}


class Shown(RecordTest):
    def setUp(self):
        super().setUp()
        self.decisions = {d["id"]: d for d in self.record(ROWS)[0]}

    def test_status(self):
        told = self.status()
        self.assertEqual({k: told[k] for k in ("platform", "records", "decisions", "posts_in_batches", "erased", "held", "sealed")},
                         {"platform": PLATFORM, "records": 4, "decisions": 2, "posts_in_batches": 5, "erased": 0, "held": 0,
                          "sealed": 0})
        self.assertEqual([told[k] for k in ("sequenced", "integrated", "published")], [4, 4, 4])
        self.assertEqual(told["vkey"] + "\n", self.log("key"))
        self.assertAlmostEqual(told["last_at"], time.time(), delta=60)
        text = self.log("status")
        self.assertIn("leaves published    4\n", text)
        self.assertIn(f"log                 {self.store}/log/{PLATFORM}\n", text)

    def test_one_record(self):
        told = self.show("--post", "h1")
        self.assertEqual((told["kind"], told["stage"], told["in_force"], told["held"], told["erased"]),
                         ("decision", "published", True, False, False))
        self.assertEqual(told["contents"], self.decisions["h1"])
        self.assertEqual(text_of(told["input"]), HARMFUL)
        self.assertEqual(told["leaf"]["outcome"], "violation")
        self.assertNotIn("h1", json.dumps(told["leaf"]))
        for same in (("--index", told["index"]), ("--record", told["record"])):
            self.assertEqual(self.show(*same)["leaf"], told["leaf"])

    def test_a_post_in_a_batch(self):
        told = self.show("--post", "n3")
        self.assertEqual((told["kind"], told["of"], told["erased"]), ("batch", 5, False))
        self.assertEqual(json.loads('{"id":"n3"' + told["decision_after_id"]), self.decisions["n3"])
        frame = self.path("frame")
        self.log("show", "--record", told["record"], "--frame", frame)
        self.assertEqual(pathlib.Path(frame).read_bytes()[:8], b"MZFRAME1")

    def test_a_decision_is_proved_and_each_commitment_opened(self):
        self.assertNotIn("open", self.prove("--post", "h1"))
        values = {"actor_commit": b"ann", "reviewer_commit": b"", "input_commit": None, "reasons_commit": None}
        for field, value in values.items():
            with self.subTest(field):
                found = opened(self.prove("--post", "h1", "--open", field))
                self.assertEqual(set(found), {field})
                if value is not None:
                    self.assertEqual(found[field], value)
        found = opened(self.prove("--post", "h1", "--open", ",".join(values)))
        self.assertEqual(text_of(found["input_commit"]), HARMFUL)
        self.assertEqual(json.loads(found["reasons_commit"]), self.decisions["h1"])
        for field in ("kind_commit", "post", "text"):
            self.assertIn(f'"{field}" [usage]', self.log("prove", "--post", "h1", "--open", field, expect=2))

    def test_a_proof_goes_to_standard_output_too_and_a_changed_one_does_not_hold(self):
        text = self.log("prove", "--index", 1)
        proof = self.write("p.tlog-proof", text)
        self.audit("prove-check", proof, "--key", self.vkey())
        leaf = extra_of(text)["leaf"]
        entry = self.write("entry", leaf)
        self.audit("prove-check", proof, "--key", self.vkey(), "--entry", entry)
        entry = self.write("entry", leaf.replace('"v":1', '"v":2'))
        self.assertIn("NO", self.audit("prove-check", proof, "--key", self.vkey(), "--entry", entry, expect=7))

    def test_a_post_in_a_batch_is_proved_and_opened_with_what_the_platform_kept(self):
        extra = self.prove("--post", "n3")
        slot, leaf = extra["slot"], json.loads(extra["leaf"])
        self.assertEqual((slot["count"], leaf["count"]), (5, 5))
        self.assertEqual(self.root_from(slot), leaf["root"])
        extra = self.prove("--post", "n3", "--open", "post", "--input", json.dumps(ROWS[5]))
        (told,) = extra["open"]
        value = b"".join(hashlib.sha256(base64.b64decode(told[k])).digest() for k in ("input", "tail"))
        self.assertEqual(commit(told["salt"], "post", value), extra["slot"]["commitment"])
        self.assertEqual(text_of(base64.b64decode(told["input"])), ROWS[5]["text"])
        other = json.dumps({**ROWS[5], "text": "other"})
        for more, exit_code, said in ((("--input", other), 7, "record-conflict"), ((), 2, "--input"),
                                      (("--input", "{"), 4, "--input")):
            with self.subTest(said):
                self.assertIn(said, self.log("prove", "--post", "n3", "--open", "post", *more, expect=exit_code))

    def root_from(self, slot):
        """Up the tree of a batch, from one slot."""
        entry = slot["views"].to_bytes(4, "big") + bytes.fromhex(slot["commitment"])
        at, last, found = slot["index"], slot["count"] - 1, hashlib.sha256(b"\0" + entry).digest()
        for beside in map(bytes.fromhex, slot["hashes"]):
            if at % 2 or at == last:
                found = hashlib.sha256(b"\1" + beside + found).digest()
                while at % 2 == 0 and at:
                    at, last = at // 2, last // 2
            else:
                found = hashlib.sha256(b"\1" + found + beside).digest()
            at, last = at // 2, last // 2
        return found.hex()

    def test_the_published_log_is_whole_for_everybody(self):
        self.assert_whole()
        self.assertEqual(self.ask("verify")["leaves"], 4)
        self.assertIn("YES", self.verify())


class Sealed(RecordTest):
    def test_sealed_leaves_wait_for_the_hour_and_say_nothing(self):
        after = (HOUR - time.time() % HOUR) + 60  # in the next hour, not in this one
        self.later(0)
        self.record([{"id": "s1", "author": "dee", "text": SENSITIVE}, *ROWS])
        told = self.show("--post", "s1")
        self.assertEqual((told["stage"], "index" in told), ("sealed", False))
        promised = self.path("s1.promise")
        self.log("prove", "--post", "s1", "--out", promised)
        promise = self.audit("prove-check", promised, "--key", self.vkey(), expect=1)
        self.assertRegex(promise, "^PROMISE: .*:01:00 UTC")
        self.log("publish")
        self.assertEqual((self.status()["sealed"], self.status()["published"]), (1, 4))
        self.assertIn("5 leaves", self.log("publish", **self.later(after)))
        told = self.show("--post", "s1")
        self.assertEqual((told["stage"], told["leaf"]["type"], told["leaf"]["t"] % HOUR), ("published", "sealed", 0))
        self.assertEqual(self.status()["sealed"], 0)
        leaf = self.write("s1.leaf", json.dumps(told["leaf"], separators=(",", ":")))
        kept = self.audit("prove-check", promised, "--entry", leaf, "--key", self.vkey(), expect=1)
        self.assertIn("is the one that was promised", kept)
        fields = ["kind_commit", "subject_commit", "actor_commit", "body_commit", "link_commit"]
        found = opened(self.prove("--post", "s1", "--open", ",".join(fields)))
        self.assertEqual([found[f] for f in ("kind_commit", "actor_commit", "link_commit")], [b"decision", b"dee", b""])
        self.assertEqual(text_of(found["subject_commit"]), SENSITIVE)
        self.assertEqual(json.loads(found["body_commit"]), told["contents"])
        self.assertIn("usage", self.log("prove", "--post", "s1", "--open", "input_commit", expect=2))
        self.assert_whole()
        self.verify()


class Known(RecordTest):
    """The same post again."""

    def test_the_same_again_is_told_as_it_was_and_not_recorded(self):
        first = self.record(ROWS)[0]
        self.assertEqual(self.record(ROWS)[0], first)
        self.assertEqual(self.status()["records"], 4)

    def test_other_contents_under_the_same_id_are_refused(self):
        self.record(ROWS)
        for number, row in enumerate(({"id": "h1", "text": PLAIN}, {"id": "n1", "text": HARMFUL}, {"id": "n2", "text": "Other"})):
            with self.subTest(row["id"]):
                out, said = self.record([row], expect=1)
                self.assertEqual(out, [])
                self.assertIn("record-conflict", said)
                self.assertIn('"revision"', said)
                self.assertIn(":1: ", said)
        self.assertEqual((self.status()["decisions"], self.status()["posts_in_batches"]), (2, 5))
        self.record([{"id": "h1", "text": PLAIN}], "--out", self.path("o"), expect=1)
        (reject,) = self.lines("o.rejects.jsonl")
        self.assertEqual((reject["code"], reject["line"]), ("record-conflict", 1))

    def test_a_higher_revision_supersedes(self):
        self.record(ROWS)
        old = self.show("--post", "h1")
        self.record([{"id": "h1", "author": "ann", "text": EXCUSED, "revision": 2}])
        new = self.show("--post", "h1")
        self.assertEqual((new["revision"], new["in_force"], new["supersedes"]), (2, True, old["record"]))
        self.assertFalse(self.show("--post", "h1", "--revision", 0)["in_force"])
        # An edited post in which nothing is found any more.
        self.record([{"id": "h1", "author": "ann", "text": PLAIN, "revision": 3}])
        self.assertEqual(self.show("--post", "h1")["kind"], "batch")
        self.assertEqual(self.ask("replay")["equal"], 3)
        self.assert_whole()

    def test_rescan_decides_anew_under_another_policy(self):
        self.record(ROWS)
        old = self.show("--post", "h1")
        path = self.policy / "policy.md"
        path.write_text(path.read_text().replace("severity 3", "severity 4"))
        self.assertEqual(self.record(ROWS[:1])[0], [old["contents"]])
        self.assertEqual(self.record(ROWS[:1], "--rescan")[0][0]["severity"], 4)
        new = self.show("--post", "h1")
        self.assertEqual((new["supersedes"], new["in_force"], new["contents"]["severity"]), (old["record"], True, 4))
        self.assertTrue(new["purpose"].startswith("rescan/"))
        # Both are decided again, each with its own policy.
        told = self.ask("replay")
        self.assertEqual((told["equal"], told["different"], told["input_withheld"]), (3, 0, 5))
        versions = [self.show("--index", i)["leaf"]["policy_source_sha256"] for i in self.policies()]
        self.assertEqual(len(set(versions)), 2)
        equal = [self.ask("replay", "--policy", version[:12])["equal"] for version in versions]
        self.assertEqual(equal, [2, 1])
        self.assertEqual(self.ask("replay", "--policy", "0123456789")["equal"], 0)

    def policies(self):
        leaves = ((i, self.show("--index", i)["leaf"]) for i in range(self.status()["sequenced"]))
        return [i for i, leaf in leaves if leaf["type"] == "policy"]


class Feeds(RecordTest):
    def test_several_platforms_in_one_input_have_a_log_each(self):
        rows = [{"platform": p, "id": "same", "text": t} for p in ("north", "south/2") for t in (HARMFUL,)]
        self.record(rows + [{"id": "same", "text": EXCUSED}])
        self.assertEqual([s["platform"] for s in self.ask("status")], [PLATFORM, "north", "south/2"])
        said = self.log("show", "--post", "same", expect=2)
        for name in (PLATFORM, "north", "south/2", "--platform"):
            self.assertIn(name, said)
        self.assertEqual(self.show("--post", "same", "--platform", "south/2")["contents"]["outcome"], "violation")
        self.assertEqual(self.show("--post", "same", "--platform", PLATFORM)["contents"]["outcome"], "allowed")
        keys = {self.log("key", "--platform", p) for p in (PLATFORM, "north", "south/2")}
        self.assertEqual(len(keys), 3)
        key = self.vkey("--platform", "south/2")
        self.audit("verify", self.published("south%2f2"), "--key", key)
        self.audit("verify", self.published("north"), "--key", key, expect=7)
        self.assertIn("west: the store has nothing of this platform [record-missing]",
                      self.log("status", "--platform", "west", expect=4))
        self.assert_whole()

    def test_posts_without_ids_of_two_files_do_not_collide(self):
        for name, text in (("one.jsonl", HARMFUL), ("two.jsonl", EXCUSED)):
            self.write(name, json.dumps({"text": text}) + "\n")
        files = ("one.jsonl", "two.jsonl")
        self.moderate(*files, "--quiet", "--store", self.store, cwd=self.folder)
        for name, outcome in (("one.jsonl", "violation"), ("two.jsonl", "allowed")):
            self.assertEqual(self.show("--post", "line:1", "--source", name)["contents"]["outcome"], outcome)
        self.assertIn("--source", self.log("show", "--post", "line:1", expect=4))

    def test_two_feeds_may_use_the_same_ids(self):
        self.record([{"id": "1", "text": HARMFUL}], "--source", "forum")
        self.record([{"id": "1", "text": EXCUSED}], "--source", "chat")
        self.assertEqual(self.show("--post", "1", "--source", "chat")["contents"]["outcome"], "allowed")
        self.assertEqual(self.status()["decisions"], 2)

    def test_odd_and_too_many_platforms_are_turned_away_and_the_others_kept(self):
        rows = [{"id": "a", "text": PLAIN}, {"id": "b", "text": PLAIN, "platform": "x" * 65},
                {"id": "c", "text": PLAIN, "platform": "a\u0007b"}]
        rows += [{"id": f"m{i}", "text": PLAIN, "platform": f"p{i}"} for i in range(257)]
        decided, said = self.record(rows, expect=1)
        self.assertEqual(len(decided), 1 + 255)
        self.assertEqual((said.count("[field-type]"), said.count("[record-conflict]")), (2, 2))
        self.assertEqual(self.status("--platform", PLATFORM)["posts_in_batches"], 1)

    def test_the_name_of_a_log(self):
        self.record(ROWS, "--origin", "logs.example.org")
        self.assertTrue(self.log("key").startswith("logs.example.org/garden+"))
        self.assertIn("logs.example.org/garden", self.verify())


class Replayed(RecordTest):
    def setUp(self):
        super().setUp()
        self.record(ROWS)
        self.posts = self.write("posts.jsonl", "".join(json.dumps(row) + "\n" for row in ROWS))

    def counts(self, *arguments, **more):
        told = self.ask("replay", *arguments, **more)
        return {k: v for k, v in told.items() if v and k != "differences"}

    def test_equal_withheld_and_erased(self):
        self.assertEqual(self.counts(), {"equal": 2, "input_withheld": 5})
        self.assertEqual(self.counts("--posts", self.posts), {"equal": 7})
        self.log("erase", "--post", "h1", "--reason", "r")
        self.log("erase", "--post", "n0", "--reason", "r")
        self.assertEqual(self.counts("--posts", self.posts), {"equal": 5, "erased": 2})
        self.assertIn("erased              2\n", self.log("replay"))
        self.assertIn("missing.jsonl", self.log("replay", "--posts", self.path("missing.jsonl"), expect=4))

    def test_a_post_that_is_given_otherwise_is_different(self):
        changed = self.write("changed.jsonl", json.dumps({**ROWS[3], "text": "other"}) + "\n")
        self.assertEqual(self.counts("--posts", changed, expect=7), {"equal": 2, "different": 1, "input_withheld": 4})
        self.assertIn("n1", self.log("replay", "--posts", changed, expect=7))

    def test_a_decision_that_was_changed_is_different(self):
        db = sqlite3.connect(self.store + "/store.db")
        db.execute("UPDATE vault SET decision = replace(CAST(decision AS TEXT), 'violation', 'allowed') WHERE post = 'h1'")
        db.commit()
        db.close()
        self.assertEqual(self.counts(expect=7), {"equal": 1, "different": 1, "input_withheld": 5})
        self.assertRegex(self.log("replay", expect=7), r"(?m)^record \d+: ")
        faults = self.ask("fsck", expect=7)["faults"]
        self.assertTrue(any(f["where"].startswith("record ") for f in faults), faults)

    def test_an_archive_that_lacks_the_policy_makes_it_unavailable(self):
        archive = pathlib.Path(self.store, "archive")
        (bundle,), (source,) = archive.glob("*.bundle"), archive.glob("*.policy")
        bundle.unlink()
        self.assertEqual(self.counts("--posts", self.posts), {"equal": 7})  # made anew from the source
        shutil.rmtree(source)
        self.assertEqual(self.counts("--posts", self.posts), {"engine_unavailable": 7})

    def test_a_sample_is_drawn_by_its_seed(self):
        self.record([{"id": f"m{i}", "text": HARMFUL} for i in range(40)])
        db = sqlite3.connect(self.store + "/store.db")
        db.execute("UPDATE vault SET decision = 'changed' WHERE post LIKE 'm%'")
        db.commit()
        db.close()
        draw = lambda seed: self.ask("replay", "--sample", 10, "--seed", seed, expect=7)["differences"]
        self.assertEqual(draw(1), draw(1))
        self.assertEqual(draw(0), self.ask("replay", "--sample", 10, expect=7)["differences"])
        self.assertNotEqual(draw(1), draw(2))


class Stream(RecordTest):
    def test_the_stream_of_the_examples(self):
        stream = PROJECT / "examples" / "stream.jsonl"
        settings = ("--policy", str(PROJECT / "policies" / "hateful-conduct"))
        text = stream.read_bytes()
        decided, _ = self.record(text, *settings)
        self.assertEqual(len(decided), len(text.splitlines()))
        told = self.status()
        self.assertEqual(told["decisions"] + told["posts_in_batches"], len(decided))
        self.assertGreater(told["sealed"], 0)
        self.assertEqual(told["published"], told["records"] - told["sealed"])
        self.assertEqual(self.ask("replay", "--posts", stream)["equal"], len(decided))
        self.assert_whole()
        self.assertIn("YES", self.audit("verify", self.published("agora"), "--key", self.vkey()))
        self.assertEqual(self.record(text, *settings)[0], decided)
        self.check_with_go(self.published("agora"))

    def check_with_go(self, log):
        """By a program of another language, where it can be built."""
        gopath = "/usr/share/gocode"  # where Debian keeps golang-golang-x-mod-dev
        if not shutil.which("go") or not os.path.isdir(gopath + "/src/golang.org/x/mod/sumdb/tlog"):
            return
        settings = {**os.environ, "GO111MODULE": "off", "GOPATH": gopath, "GOCACHE": self.path("go-cache"), "GOFLAGS": ""}
        source = PROJECT / "tests" / "interop" / "verify_log.go"
        record_tools.subprocess.run(["go", "run", source, log, self.vkey()], check=True, env=settings, stdout=-3)


if __name__ == "__main__":
    program.main()
