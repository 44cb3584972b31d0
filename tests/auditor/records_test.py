"""`mizan-audit` on the record that `mizan` makes of the example posts: proofs with openings, whole logs, frames and draws."""

import base64
import json
import pathlib
import re
import subprocess
import unittest

import made_log
import program

PROJECT = pathlib.Path(__file__).resolve().parents[2]
POSTS = PROJECT / "examples" / "stream.jsonl"


class Records(program.AuditTest):
    @classmethod
    def setUpClass(cls):
        cls.mizan = pathlib.Path(program.PROGRAM).with_name("mizan")
        if not cls.mizan.exists():
            raise unittest.SkipTest("mizan is not built")

    def setUp(self):
        super().setUp()
        self.store = self.folder / "record"
        self.run_mizan("moderate", POSTS, "--policy", PROJECT / "policies" / "hateful-conduct", "--store", self.store)
        self.publish()
        self.log = self.store / "log" / "agora"
        self.key = self.write("key", self.run_mizan("log", "key", "--store", self.store))
        self.leaves = [json.loads(e) for e in self.entries()]
        self.batch = next(i for i, leaf in enumerate(self.leaves) if leaf["type"] == "batch")

    def run_mizan(self, *arguments):
        done = subprocess.run([self.mizan, *map(str, arguments)], capture_output=True, timeout=100)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode()

    def publish(self):
        self.run_mizan("log", "publish", "--store", self.store)

    def entries(self):
        found = []
        for path in sorted((self.log / "tile" / "entries").rglob("*")):
            data = path.read_bytes() if path.is_file() else b""
            while data:
                size = int.from_bytes(data[:2], "big")
                found.append(data[2:2 + size])
                data = data[2 + size:]
        return found

    def prove(self, *arguments):
        proof = self.folder / "proof"
        self.run_mizan("log", "prove", "--store", self.store, *arguments, "--out", proof)
        return proof

    def change_extra(self, proof, change):
        """The proof with another `extra`, which nobody has signed."""
        text = proof.read_text()
        encoded = re.search(r"^extra (.*)$", text, re.M).group(1)
        extra = json.loads(base64.b64decode(encoded))
        change(extra)
        return self.write("changed", text.replace(encoded, base64.b64encode(json.dumps(extra).encode()).decode()))

    def check(self, proof, *more, **expect):
        return self.audit("prove-check", proof, "--key", self.key, *more, **expect)

    # ---- verify

    def verify(self, *more, **expect):
        return self.audit("verify", self.log, "--key", self.key, *more, **expect)

    def test_a_whole_log_is_counted(self):
        out = self.verify()
        self.assertTrue(out.startswith("YES: "), out)
        told = json.loads(self.verify("--json"))["records"]
        count = {kind: sum(leaf["type"] == kind for leaf in self.leaves) for kind in told["leaves"]}
        self.assertEqual(told["leaves"], count)
        batch = self.leaves[self.batch]
        self.assertEqual((told["posts_in_batches"], told["views"]), (batch["count"], batch["views"]))
        self.assertEqual(sum(told["outcomes"].values()), count["decision"])
        self.assertEqual([p["policy"] for p in told["policies"]], [self.leaves[0]["policy"]])

    def test_an_erasure_and_a_hold_fit(self):
        erased = json.loads(self.run_mizan("log", "show", "--store", self.store, "--index", 1))["post"]
        held = json.loads(self.run_mizan("log", "show", "--store", self.store, "--index", 2))["post"]
        self.run_mizan("log", "hold", "--store", self.store, "--post", held, "--reason", "a court")
        self.run_mizan("log", "erase", "--store", self.store, "--post", erased, "--ground", "gdpr-17-1-b", "--reason", "asked")
        self.publish()
        self.assertIn("1 erasure", self.verify())

    def test_records_that_contradict_each_other_are_no(self):
        entries = self.entries()
        entries[3] = entries[3].replace(b'"activation":0', b'"activation":2')
        self.key = self.write("other-key", made_log.Key("log.example.org", "a log").vkey)
        key = made_log.Key("log.example.org", "a log")
        self.log = self.folder / "made"
        made_log.write_log(self.log, entries, made_log.checkpoint(key, [made_log.leaf_hash(e) for e in entries]))
        out = self.verify(expect=7)
        self.assertIn("NO: every entry is the one that was signed, but what they say does not fit: 1 fault.", out)
        self.assertIn("\n  leaf 3: it cites leaf 2 ", out)
        self.assertEqual(json.loads(self.verify("--json", expect=7))["record_findings"][0]["leaf"], 3)
        self.verify("--entries-only")

    # ---- prove-check

    def test_a_decision_is_opened(self):
        proof = self.prove("--index", 1, "--open", "input_commit,actor_commit")
        out = self.check(proof)
        self.assertTrue(out.startswith("YES: "), out)
        self.assertRegex(out, r"\n  record       a decision by hateful-conduct@[0-9a-f]{64}: violation\n")
        self.assertIn("\n  opened       input_commit\n", out)
        self.assertIn("\n  not opened   reviewer_commit, reasons_commit\n", out)
        record = json.loads(self.check(proof, "--json"))["record"]
        self.assertEqual((record["type"], record["closed"]), ("decision", ["reviewer_commit", "reasons_commit"]))
        post = json.loads(record["open"][0]["value"])
        self.assertEqual(post["author"], record["open"][1]["value"])
        self.assertIn("not opened   input_commit, actor_commit,", self.check(self.prove("--index", 1)))

    def test_a_wrong_opening_is_no(self):
        proof = self.prove("--index", 1, "--open", "input_commit,actor_commit")

        def other_value(extra):
            extra["open"][1]["value"] = base64.b64encode(b"somebody else").decode()

        def other_field(extra):
            extra["open"][1]["field"] = "reasons_commit"

        for change in (other_value, other_field):
            out = self.check(self.change_extra(proof, change), expect=7)
            self.assertTrue(out.startswith("NO: "), out)

    def test_a_post_in_a_batch_is_opened_with_its_decision(self):
        post = POSTS.read_text().splitlines()[1]
        proof = self.prove("--post", "p0002", "--open", "post", "--input", post)
        record = json.loads(self.check(proof, "--json"))["record"]
        self.assertEqual((record["slot"]["count"], record["slot"]["views"]), (self.leaves[self.batch]["count"], 5495))
        self.assertEqual(json.loads(record["post"]["input"])["id"], "p0002")
        decision = json.loads(record["post"]["decision"])
        self.assertEqual((decision["id"], decision["outcome"]), ("p0002", "allowed"))
        self.assertIn("  decision   {\"id\":\"p0002\",", self.check(proof))

        def more_views(extra):
            extra["slot"]["views"] += 1

        def other_post(extra):
            extra["open"][0]["input"] = base64.b64encode(b"{}").decode()

        for change in (more_views, other_post):
            self.assertTrue(self.check(self.change_extra(proof, change), expect=7).startswith("NO: "))
        closed = self.check(self.prove("--post", "p0002"))
        self.assertIn("not opened   the post and its decision", closed)

    def test_an_entry_of_another_format_is_an_entry_and_no_more(self):
        made = self.folder / "made"
        entries = made_log.some_texts(300)
        key = made_log.Key("log.example.org", "a log")
        leaves = [made_log.leaf_hash(e) for e in entries]
        note = made_log.checkpoint(key, leaves)
        made_log.write_log(made, entries, note)
        proof = self.write("proof", made_log.proof_file(7, leaves, note, json.dumps({"leaf": entries[7].decode()}).encode()))
        out = self.audit("prove-check", proof, "--key", key.vkey)
        self.assertIn("None of them is a record in our format", self.audit("verify", made, "--key", key.vkey, expect=7))
        self.audit("verify", made, "--key", key.vkey, "--entries-only")
        self.assertIn("\n  record       none in our format, so nothing that it says was checked", out)


if __name__ == "__main__":
    program.main()
