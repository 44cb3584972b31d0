"""`mizan log erase`, `hold` and `release`: what is gone is gone, what is held stays, and both are on record. record_erase_test.py MIZAN"""

import json
import pathlib
import re
import sqlite3
import time

import program
from program import EXCUSED, HARMFUL, PLAIN
from record_tools import PLATFORM, SENSITIVE, RecordTest

ROWS = [{"id": "post-of-ann-77", "author": "author-ann-77", "text": HARMFUL + " xylophonic"},
        {"id": "h2", "author": "ben", "text": EXCUSED}] + \
       [{"id": f"n{i}", "author": "cy", "text": f"{PLAIN} {i}"} for i in range(5)]
WHY = ("--reason", "asked by its author", "--by", "clerk-9")


class EraseTest(RecordTest):
    def setUp(self):
        super().setUp()
        self.record(ROWS)

    def leaves(self):
        return [self.show("--index", i)["leaf"] for i in range(self.status()["sequenced"])]

    def erase(self, *arguments, **more):
        told = self.ask("erase", *arguments, *WHY, **more)
        return told["erased"], told["deferred"], told["erased_before"]

    def salts(self, table, record):
        db = sqlite3.connect(f"file:{self.store}/store.db?mode=ro", uri=True)
        try:
            return [row[0] for row in db.execute(f"SELECT salts FROM {table} WHERE record = ?", (record,))]
        finally:
            db.close()


class Erased(EraseTest):
    def test_a_decision_is_erased_and_nothing_of_it_is_in_any_file(self):
        told = self.show("--post", "post-of-ann-77")
        (salts,) = self.salts("vault", told["record"])
        secrets = [b"post-of-ann-77", b"author-ann-77", b"xylophonic", salts, *(salts[i:i + 16] for i in range(0, len(salts), 16))]
        for secret in secrets:
            self.assertIn(secret, self.everything())
        self.assertIn("1 record erased\n", self.log("erase", "--post", "post-of-ann-77", "--ground", "gdpr-17-1-b", *WHY))
        left = self.everything()
        for secret in secrets:
            self.assertNotIn(secret, left)
        self.assertEqual(pathlib.Path(self.store, "store.db-wal").exists() and
                         pathlib.Path(self.store, "store.db-wal").stat().st_size, False)
        self.check_what_is_left(told)

    def check_what_is_left(self, before):
        told = self.show("--record", before["record"])
        self.assertEqual((told["erased"], told["leaf"]), (True, before["leaf"]))
        self.assertNotIn("input", told)
        self.log("publish")
        erasure = self.leaves()[-1]
        self.assertEqual({k: erasure[k] for k in ("type", "of", "class", "ground", "state")},
                         {"type": "erasure", "of": before["index"], "class": "content", "ground": "gdpr-17-1-b", "state": "done"})
        self.assertNotIn("clerk-9", json.dumps(erasure))
        self.prove("--index", before["index"])
        self.prove("--post", "h2", "--open", "input_commit,reasons_commit")
        said = self.log("prove", "--index", before["index"], "--open", "input_commit", expect=4)
        self.assertIn("[record-erased]", said)
        self.assertEqual(self.status()["erased"], 1)
        self.assert_whole()
        self.verify()

    def test_a_post_in_a_batch_is_erased_and_the_others_stay_provable(self):
        told = self.show("--post", "n3")
        (salts,) = self.salts("frame_salts", told["record"])
        self.assertIn(salts, self.everything())
        self.assertEqual(self.erase("--post", "n3"), (1, 0, 0))
        self.assertNotIn(salts, self.everything())
        self.assertTrue(self.show("--post", "n3")["erased"])
        self.assertFalse(self.show("--post", "n2")["erased"])
        self.prove("--post", "n2", "--open", "post", "--input", json.dumps(ROWS[4]))
        self.prove("--post", "n3")  # that it was there, and not what it said
        said = self.log("prove", "--post", "n3", "--open", "post", "--input", json.dumps(ROWS[5]), expect=4)
        self.assertIn("[record-erased]", said)
        for i in (0, 1, 2, 4):
            self.erase("--post", f"n{i}")
        self.assertEqual(self.status()["erased"], 5)
        self.assert_whole()

    def test_twice_is_once(self):
        for post in ("h2", "n1"):
            self.assertEqual(self.erase("--post", post), (1, 0, 0))
            leaves = self.status()["sequenced"]
            self.assertEqual(self.erase("--post", post), (0, 0, 1))
            self.assertEqual(self.status()["sequenced"], leaves)
        self.assertIn("1 record was erased before", self.log("erase", "--post", "h2", *WHY))

    def test_every_decision_about_the_post_goes_or_one_revision(self):
        for revision, text in ((1, EXCUSED), (2, PLAIN), (3, HARMFUL)):
            self.record([{"id": "h2", "text": text, "revision": revision}])
        self.assertEqual(self.erase("--post", "h2", "--revision", 1), (1, 0, 0))
        self.assertEqual(self.erase("--post", "h2"), (3, 0, 1))
        self.assertEqual(self.ask("replay")["erased"], 4)
        self.assert_whole()

    def test_by_its_place_in_the_log_and_by_its_number(self):
        first, second = self.show("--post", "post-of-ann-77"), self.show("--post", "h2")
        self.assertEqual(self.erase("--index", first["index"]), (1, 0, 0))
        self.assertEqual(self.erase("--record", second["record"]), (1, 0, 0))
        batch = self.show("--post", "n0")
        self.assertIn("--post ID", self.log("erase", "--record", batch["record"], *WHY, expect=2))
        self.assertEqual(self.erase("--record", batch["record"], "--slot", batch["slot"]), (1, 0, 0))
        self.assertTrue(self.show("--post", "n0")["erased"])
        self.assertIn("5 slots", self.log("erase", "--record", batch["record"], "--slot", 5, *WHY, expect=4))

    def test_what_it_refuses(self):
        for arguments, code, said in ((("--post", "nobody"), 4, "nobody: no decision about this post"),
                                      (("--record", 999), 4, "record 999: there is no such record [record-missing]"),
                                      ((), 2, "--post ID"),
                                      (("--post", "h2", "--ground", "two words"), 2, "one word"),
                                      (("--post", "h2", "--ground", ""), 2, "one word")):
            with self.subTest(arguments):
                self.assertIn(said, self.log("erase", *arguments, *WHY, expect=code))
        self.assertIn("--reason", self.log("erase", "--post", "h2", expect=2))
        self.assertEqual(self.status()["erased"], 0)

    def test_what_was_erased_is_not_recorded_again(self):
        for row in (ROWS[1], ROWS[4], {**ROWS[1], "text": HARMFUL}):
            with self.subTest(row):
                self.log("erase", "--post", row["id"], *WHY)
                decided, said = self.record([row, {"id": "new" + row["id"], "text": PLAIN}], expect=1)
                self.assertEqual([d["id"] for d in decided], ["new" + row["id"]])
                self.assertRegex(said, r":1: .*erased.*\[record-erased\]")
        self.assert_whole()

    def test_while_somebody_reads(self):
        reader = sqlite3.connect(f"file:{self.store}/store.db?mode=ro", uri=True)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM vault").fetchone()
        told = self.log("erase", "--post", "post-of-ann-77", *WHY)
        self.assertRegex(told, "^1 record erased\nanother process is reading: .*`mizan log publish`")
        reader.close()
        self.log("publish")  # opens and closes the store
        self.assertNotIn(b"xylophonic", self.everything())
        self.assert_whole()


class Held(EraseTest):
    def test_a_hold_defers_and_its_release_carries_out(self):
        self.assertRegex(self.log("hold", "--post", "post-of-ann-77", *WHY), r"^held by record \d+\n$")
        self.assertTrue(self.show("--post", "post-of-ann-77")["held"])
        self.assertEqual(self.status()["held"], 1)
        self.assertEqual(self.erase("--post", "post-of-ann-77", "--ground", "gdpr-17-1-b"), (0, 1, 0))
        self.assertEqual(self.show("--post", "post-of-ann-77")["contents"]["outcome"], "violation")
        self.assertIn("1 record is under a legal hold", self.log("erase", "--post", "post-of-ann-77", *WHY))
        told = self.ask("release", "--post", "post-of-ann-77", *WHY)
        self.assertEqual(told["erased"], 1)
        self.assertNotIn(b"xylophonic", self.everything())
        self.assertTrue(self.show("--index", 1)["erased"])
        # None of it shows: an erasure that waits would tell of the hold.
        self.assertEqual([leaf for leaf in self.leaves() if leaf["type"] == "erasure"], [])
        self.assertEqual(self.status()["sealed"], 5)
        self.assertEqual(self.status()["held"], 0)
        self.log("publish")
        self.assert_whole()
        self.verify()

    def test_a_held_post_in_a_batch(self):
        self.log("hold", "--post", "n3", *WHY)
        self.assertEqual(self.status()["held"], 1)
        self.assertEqual([self.show("--post", p)["held"] for p in ("n3", "n1")], [True, False])
        self.assertEqual(self.erase("--post", "n1"), (1, 0, 0))  # another post of the same batch
        self.assertEqual(self.erase("--post", "n3"), (0, 1, 0))
        self.assertEqual([self.show("--post", p)["erased"] for p in ("n3", "n1")], [False, True])
        self.assertIn("[record-conflict]", self.log("release", "--post", "n2", *WHY, expect=7))
        self.assertEqual(self.ask("release", "--post", "n3", *WHY)["erased"], 1)
        self.assertTrue(self.show("--post", "n3")["erased"])
        self.assert_whole()

    def test_a_held_batch(self):
        batch = str(self.show("--post", "n3")["record"])
        self.log("hold", "--record", batch, *WHY)
        hold = self.show("--record", self.log("hold", "--post", "n3", *WHY).split()[-1])
        self.assertEqual((hold["about"], hold["about_slot"]), (int(batch), self.show("--post", "n3")["slot"]))
        for post in ("n3", "n1"):
            self.assertEqual(self.erase("--post", post), (0, 1, 0))
        # The batch is free, one post is not; who names a post does not end the hold on all.
        self.assertIn("[usage]", self.log("release", "--post", "n1", *WHY, expect=2))
        self.assertEqual(self.ask("release", "--record", batch, "--hold", str(hold["record"] - 1), *WHY)["erased"], 1)
        self.assertEqual([self.show("--post", p)["erased"] for p in ("n3", "n1")], [False, True])
        # A hold on a post ends as well for who names its batch.
        self.assertEqual(self.ask("release", "--record", batch, *WHY)["erased"], 1)
        self.assertEqual(self.status()["held"], 0)
        self.log("rebuild-views")
        self.assert_whole()

    def test_a_release_without_an_erasure_erases_nothing(self):
        self.log("hold", "--post", "h2", *WHY)
        self.assertEqual(self.ask("release", "--post", "h2", *WHY)["erased"], 0)
        self.assertFalse(self.show("--post", "h2")["erased"])
        self.assertIn("[record-conflict]", self.log("release", "--post", "h2", *WHY, expect=7))
        self.assertIn("[record-missing]", self.log("hold", "--post", "nobody", *WHY, expect=4))

    def test_what_is_erased_cannot_be_held(self):
        self.erase("--post", "h2")
        self.assertIn("[record-erased]", self.log("hold", "--post", "h2", *WHY, expect=4))

    def test_a_hold_shows_in_the_log_as_a_sealed_leaf_after_the_hour(self):
        after = 3660 - time.time() % 3600
        self.record([{"id": "s", "author": "dee", "text": SENSITIVE}])
        self.log("hold", "--post", "h2", *WHY)
        self.assertEqual(self.status()["sealed"], 2)
        self.assertEqual(self.erase("--post", "s"), (1, 0, 0))
        self.log("publish")
        self.assertEqual(self.status()["sealed"], 3)
        self.log("publish", **self.later(after))
        sealed = [leaf for leaf in self.leaves() if leaf["type"] == "sealed"]
        self.assertEqual(len(sealed), 3)
        self.assertEqual(len({re.sub("[0-9a-f]{64}", "", json.dumps({**leaf, "seq": 0})) for leaf in sealed}), 1)
        self.assert_whole()
        self.verify()


if __name__ == "__main__":
    program.main()
