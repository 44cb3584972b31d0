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
        """Those of the last checkpoint: of a tile that was published before it was full its shorter forms stay beside the last."""
        tiles = {}
        for path in (self.log / "tile" / "entries").rglob("*"):
            if path.is_file():
                tile = str(path.relative_to(self.log)).split(".p", 1)[0]
                tiles[tile] = max(tiles.get(tile, b""), path.read_bytes(), key=len)
        found = []
        for _, data in sorted(tiles.items()):
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

    # ---- frame-check and draw

    def frame(self):
        frame = self.folder / "frame"
        self.run_mizan("log", "show", "--store", self.store, "--index", self.batch, "--frame", frame)
        return frame

    def test_a_frame_is_that_of_its_leaf(self):
        frame, leaf = self.frame(), self.leaves[self.batch]
        of_log = ("--leaf", self.batch, "--log", self.log, "--key", self.key, "--json")
        told = json.loads(self.audit("frame-check", frame, *of_log))
        for field, value in (("posts", leaf["count"]), ("views", leaf["views"]), ("covered_full", leaf["covered_full"])):
            self.assertEqual(told[field], value)
        proof = self.prove("--index", self.batch)
        self.assertTrue(self.audit("frame-check", frame, "--proof", proof, "--key", self.key).startswith("YES: "))
        whole = frame.read_bytes()
        frame.write_bytes(whole[:36] + bytes([whole[36] ^ 1]) + whole[37:])
        self.assertFalse(json.loads(self.audit("frame-check", frame, *of_log, expect=7))["holds"])
        frame.write_bytes(whole)
        self.assertTrue(self.audit("frame-check", frame, "--leaf", 1, *of_log[2:6], expect=7).startswith("NO: "))
        self.audit("frame-check", frame, "--leaf", 10_000, *of_log[2:], expect=7)
        self.audit("frame-check", frame, "--key", self.key, expect=2)

    def test_views_lead_to_slots_and_slots_to_posts(self):
        frame = self.frame()
        asked = ("--leaf", self.batch, "--log", self.log, "--key", self.key, "--json")
        views = self.leaves[self.batch]["views"]
        last = json.loads(self.audit("frame-check", frame, *asked, "--view", views - 1))
        self.assertGreater(last["slot_views"], 0)
        self.assertEqual(json.loads(self.audit("frame-check", frame, *asked, "--slot", last["slot"]))["tag"], last["tag"])
        self.audit("frame-check", frame, *asked, "--view", views, expect=2)
        shown = json.loads(self.run_mizan("log", "show", "--store", self.store, "--post", "p0002"))
        told = json.loads(self.audit("frame-check", frame, *asked, "--slot", shown["slot"]))
        self.assertEqual((told["slot_views"], told["commitment"]), (5495, shown["commitment"]))

    def draw(self, *arguments, **expect):
        return json.loads(self.audit("draw", self.log, "--key", self.key, "--json", *arguments, **expect))

    def test_a_draw_can_be_repeated_by_hand(self):
        weights = {"posts": {"decision": lambda leaf: 1, "batch": lambda leaf: leaf["count"]},
                   "views": {"batch": lambda leaf: leaf["views"]}, "decisions": {"decision": lambda leaf: 1}}
        for by, weight in weights.items():
            told = self.draw("--count", 20, "--seed", "a lottery", "--by", by)
            places = [(i, n, leaf["type"]) for i, leaf in enumerate(self.leaves)
                      for n in range(weight.get(leaf["type"], lambda _: 0)(leaf))]
            self.assertEqual(told["total"], len(places))
            found, step = [], 0
            while len(found) < 20:
                text = f"mizan/draw/v1\n{by}\n{told['root']}\na lottery\n{step}\n"
                number = int(made_log.sha256(text.encode()).hex()[:15], 16)
                if number < 2 ** 60 // len(places) * len(places) and number % len(places) not in [n for _, n in found]:
                    found.append((step, number % len(places)))
                step += 1
            for drawn, (step, number) in zip(told["drawn"], found, strict=True):
                leaf, within, kind = places[number]
                self.assertEqual((drawn["step"], drawn["number"], drawn["leaf"]), (step, number, leaf))
                self.assertEqual(drawn.get("view" if by == "views" else "slot"), within if kind == "batch" else None)

    def test_what_cannot_be_drawn(self):
        all_of_it = self.draw("--count", 1_000_000, "--seed", "s", "--by", "decisions")
        self.assertEqual(len(all_of_it["drawn"]), all_of_it["total"])
        for arguments in (("--count", 0, "--seed", "s"), ("--count", 1, "--seed", ""), ("--count", 1),
                          ("--count", 1, "--seed", "s", "--by", "chance")):
            self.audit("draw", self.log, "--key", self.key, *arguments, expect=2)
        next((self.log / "tile/0").rglob("*.p/*")).unlink()
        told = self.draw("--count", 3, "--seed", "s", expect=7)
        self.assertEqual((told["holds"], told.get("drawn")), (False, None))

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
