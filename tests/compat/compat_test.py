"""What earlier programs have recorded is read, proved, decided again and continued by this one. compat_test.py MIZAN"""

import json
import os
import pathlib
import shutil
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))

import program  # noqa: E402
from record_tools import RecordTest, extra_of  # noqa: E402

POLICY = HERE.parents[1] / "examples" / "garden-club"


class Compatible(RecordTest):
    def each(self, check):
        versions = sorted(path for path in HERE.glob("v*") if path.is_dir())
        self.assertTrue(versions)
        for made in versions:
            with self.subTest(made.name):
                shutil.rmtree(self.store, ignore_errors=True)
                shutil.copytree(made / "record", self.store)
                os.chmod(self.store + "/keys", 0o700)
                for key in pathlib.Path(self.store, "keys").iterdir():
                    key.chmod(0o600)  # git does not keep it
                check(made, json.loads((made / "expected.json").read_text())["status"])

    def test_the_public_log_and_receipts_are_verified(self):
        def check(made, expected):
            told = json.loads(self.audit("verify", self.published(), "--key", made / "log.vkey", "--json"))
            self.assertEqual(told["size"], expected["published"])
            receipts = sorted((made / "receipts").iterdir())
            self.assertGreaterEqual(len(receipts), 3)
            for receipt in receipts:
                told = self.audit("prove-check", receipt, "--key", made / "log.vkey")
                self.assertTrue(told.startswith("YES"), told)
            self.assertIn("opened", [r.stem for r in receipts if "open" in extra_of(r.read_text())])
        self.each(check)

    def test_the_record_is_whole_and_decides_as_it_did(self):
        def check(made, expected):
            self.assertEqual({name: self.status()[name] for name in expected}, expected)
            self.assert_whole()
            told = self.ask("replay", "--posts", made / "posts.jsonl")
            self.assertEqual((told["different"], told["input_withheld"], told["erased"]), (0, 0, expected["erased"]))
            self.assertEqual(told["equal"] + told["engine_unavailable"], expected["decisions"] + expected["posts_in_batches"] - told["erased"])
            self.assertEqual(self.show("--post", "p0")["revision"], 1)
            self.assertTrue(self.show("--post", "p1")["erased"])
            self.assertTrue(self.show("--post", "p3")["held"])
        self.each(check)

    def test_a_copy_made_before_anything_was_written_to_it_is_put_back(self):
        def check(made, expected):
            copy = pathlib.Path(self.path("copy-" + made.name))
            self.log("backup", copy)
            shutil.copy(copy, pathlib.Path(self.store, "store.db"))
            self.log("restore-vault", str(copy) + ".vault")
            self.assertEqual({name: self.status()[name] for name in expected}, expected)
            self.log("adopt")
            self.assert_whole()
        self.each(check)

    def test_it_goes_on(self):
        def check(made, expected):
            seen = self.path("seen-" + made.name)
            self.audit("verify", self.published(), "--key", made / "log.vkey", "--remember", seen)
            rows = [json.loads(line) for line in (made / "posts.jsonl").read_text().splitlines()]
            new = {"id": "new", "author": "member 9", "text": "Gardeners are weeds"}
            decided, said = self.record(rows[4:6] + [new, rows[1]], "--policy", str(POLICY), expect=1)
            self.assertEqual([d["id"] for d in decided], ["p4", "p5", "new"])
            self.assertIn("[record-erased]", said)
            self.assertEqual(self.status()["decisions"], expected["decisions"] + 1)
            self.assertIn("YES", self.audit("verify", self.published(), "--key", made / "log.vkey", "--remember", seen))
            self.assertEqual(self.ask("release", "--post", "p3", "--reason", "over")["erased"], 1)
            self.log("prove", "--post", "new", "--open", "input_commit")
            self.assert_whole()
        self.each(check)


if __name__ == "__main__":
    program.main()
