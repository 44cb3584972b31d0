"""Backups, an older store that was put back, keys, and who may use a store when. record_restore_test.py MIZAN"""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time

import program
from program import EXCUSED, HARMFUL, PLAIN, post
from record_tools import PLATFORM, SENSITIVE, RecordTest

WHY = ("--reason", "asked", "--ground", "gdpr-17-1-b")


def some(first, count):
    texts = [HARMFUL, EXCUSED] + [PLAIN] * 6
    return [json.loads(post(i, texts[i % 8])) for i in range(first, first + count)]


class PutBack(RecordTest):
    """A copy of store.db is taken, more is published, and the copy put back."""

    def setUp(self):
        super().setUp()
        self.record(some(0, 20))
        self.copy()

    def copy(self):
        pathlib.Path(self.path("old.db")).write_bytes(pathlib.Path(self.store, "store.db").read_bytes())

    def put_back(self):
        shutil.copytree(self.store, self.path("newer"), dirs_exist_ok=True)
        for name in ("store.db-wal", "store.db-shm"):
            pathlib.Path(self.store, name).unlink(missing_ok=True)
        shutil.copy(self.path("old.db"), os.path.join(self.store, "store.db"))

    def remember(self):
        return self.verify("--remember", self.path("seen"))

    def leaves(self):
        return [self.show("--index", i)["leaf"] for i in range(self.status()["sequenced"])]

    def test_nothing_is_signed_until_it_is_adopted_and_recording_goes_on(self):
        self.record(some(20, 40))
        self.remember()
        checkpoint = pathlib.Path(self.published(), "checkpoint").read_text()
        public = self.leaves()
        self.put_back()
        said = self.log("publish", expect=7)
        self.assertIn("[log-fork]", said)
        self.assertIn("mizan log adopt", said)
        self.assertIn("log/garden/checkpoint", said)
        # Posts of the time that was lost come again, and new ones.
        decided, said = self.record(some(20, 10) + some(100, 30), expect=7)
        self.assertIn("[log-fork]", said)
        self.assertEqual(len(decided), 40)
        self.assertEqual(pathlib.Path(self.published(), "checkpoint").read_text(), checkpoint)
        self.assertGreater(self.status()["sequenced"], self.status()["integrated"])
        self.check_adopted(self.log("adopt"), public)

    def check_adopted(self, told, public):
        self.assertRegex(told, r"^\d+ published leaves, of them \d+ that the store did not know; \d+ of the store's own follow")
        self.assertEqual(self.leaves()[:len(public)], public)  # what the public has seen stays
        moved = self.show("--post", "p104")
        self.assertEqual((moved["stage"], moved["index"] >= len(public)), ("published", True))
        self.assertEqual(self.leaves()[moved["index"]]["outcome"], "violation")
        (note,) = [leaf for leaf in self.leaves() if leaf["type"] == "config"]
        self.assertEqual((note["what"], note["to"]), ("adoption", len(public)))
        self.assert_whole()
        self.assertIn("YES", self.remember())  # what was seen before is a beginning of it
        self.assertEqual(self.ask("replay")["different"], 0)
        self.prove("--post", "p104", "--open", "input_commit")
        self.assertTrue(self.show("--index", note["from"]).get("known_from_log_only"))
        self.record(some(200, 8))
        self.assertIn("YES", self.remember())
        self.assert_whole()
        self.assertIn("nothing to adopt", self.log("adopt", "--published", os.path.join(self.path("newer"), "log", PLATFORM), expect=7))

    def test_what_was_erased_meanwhile_is_erased_again(self):
        self.log("erase", "--post", "p0", *WHY)
        self.log("erase", "--post", "p2", *WHY)  # in a batch
        self.log("publish")
        self.put_back()
        self.assertFalse(self.show("--post", "p0")["erased"])
        told = self.log("adopt")
        self.assertIn("1 record erased again", told)
        self.assertIn("1 erasure of single posts in batches", told)
        self.assertTrue(self.show("--post", "p0")["erased"])
        self.assertFalse(self.show("--post", "p2")["erased"])
        self.assertIn("[record-erased]", self.record(some(0, 1), expect=1)[1])
        self.log("erase", "--post", "p2", *WHY)
        self.assert_whole()

    def test_the_log_was_put_back_too(self):
        old_log = shutil.copytree(self.published(), self.path("old-log"))
        self.record(some(20, 30))
        self.remember()
        public = shutil.copytree(self.published(), self.path("public"))
        self.put_back()
        shutil.rmtree(self.published())
        shutil.copytree(old_log, self.published())
        self.record(some(100, 8))  # nothing here shows that there was more
        self.assertIn("NO", self.audit("verify", self.published(), "--key", self.vkey(), "--remember", self.path("seen"), expect=7))
        self.log("adopt", "--published", public)
        self.assertIn("YES", self.remember())
        self.assert_whole()

    def test_what_is_not_believed(self):
        self.record(some(20, 30))
        public = pathlib.Path(shutil.copytree(self.published(), self.path("public")))
        self.put_back()
        entries = max((public / "tile/entries").rglob("*.p/*"), key=lambda path: int(path.name)).relative_to(public)
        for name, change, code, said in (
                ("checkpoint", lambda b: b[:-20] + (b"A" if b[-20:-19] != b"A" else b"B") + b[-19:], 7, "signature-invalid"),
                (entries, lambda b: b[:-9] + b"x" + b[-8:], 7, "log-corrupt"),
                (entries, None, 4, "log-missing"),
                ("checkpoint", None, 4, "log-missing")):
            with self.subTest(name, said=said):
                whole = (public / name).read_bytes()
                (public / name).unlink()
                if change:
                    (public / name).write_bytes(change(whole))
                before = self.status()
                told = self.log("adopt", "--published", public, expect=code)
                self.assertIn(f"[{said}]", told)
                self.assertEqual(self.status(), before)
                (public / name).write_bytes(whole)
        self.log("adopt", "--published", public)
        self.assert_whole()


class BackedUp(RecordTest):
    def test_a_copy_made_while_another_writes_is_a_store(self):
        writer = subprocess.Popen(self.command("-", "--quiet", "--store", self.store, "--platform", PLATFORM, "--out", self.path("o")),
                                  stdin=subprocess.PIPE, env=self.environment)
        for first in range(0, 3000, 100):
            writer.stdin.write("".join(json.dumps(row) + "\n" for row in some(first, 100)).encode())
            writer.stdin.flush()
            if first == 1000:
                self.wait_until(lambda: os.path.exists(self.store + "/keys/tag.key") and self.ask("status"))
                self.log("backup", self.path("copy.db"))
                self.log("status")
                self.assertIn("[store-busy]", self.log("erase", "--post", "p0", *WHY, expect=8))
                self.assertIn("[store-busy]", self.log("publish", expect=8))
        writer.stdin.close()
        self.assertEqual(writer.wait(60), 0)
        self.check_copy()

    def wait_until(self, holds):
        end = time.monotonic() + 30
        while not holds() and time.monotonic() < end:
            time.sleep(0.05)

    def check_copy(self):
        store = pathlib.Path(self.path("restored"))
        shutil.copytree(self.store, store, ignore=shutil.ignore_patterns("store.db*"))
        copy, vault = pathlib.Path(self.path("copy.db")), pathlib.Path(self.path("copy.db.vault"))
        self.assertNotIn(HARMFUL.encode(), copy.read_bytes())
        self.assertEqual([p.stat().st_mode & 0o77 for p in (copy, vault)], [0, 0])
        shutil.copy(copy, store / "store.db")
        for _ in range(2):
            told = self.ask("replay", store=str(store))
            self.assertEqual(told["equal"], 0)  # without the vault everything counts as erased
        self.assertIn("copy.db.vaul: ", self.log("restore-vault", self.path("copy.db.vaul"), store=str(store), expect=4))
        other = self.path("other")
        self.moderate("-", "--quiet", "--store", other, "--platform", PLATFORM, stdin="\n".join(map(json.dumps, some(20, 3))).encode())
        self.log("backup", self.path("other.db"), store=other)
        said = self.log("restore-vault", self.path("other.db.vault"), store=str(store), expect=7)
        self.assertIn("of another store", said)
        self.log("restore-vault", vault, store=str(store))
        self.assertIn("[record-conflict]", self.log("restore-vault", vault, store=str(store), expect=7))
        told = self.ask("replay", store=str(store))
        self.assertEqual((told["different"], told["erased"]), (0, 0))
        self.log("adopt", store=str(store))
        self.assert_whole(store=str(store))

    def test_a_copy_does_not_replace_anything(self):
        self.record(some(0, 4))
        there = self.write("there", "kept")
        self.assertIn("there: ", self.log("backup", there, expect=5))
        beside = self.write("copy.db.vault", "kept")
        self.assertIn("copy.db.vault", self.log("backup", self.path("copy.db"), expect=5))
        self.assertEqual([pathlib.Path(p).read_text() for p in (there, beside)], ["kept", "kept"])
        self.assertFalse(os.path.exists(self.path("copy.db")))


class Views(RecordTest):
    def test_views_that_were_damaged_are_made_anew(self):
        self.record(some(0, 20))
        self.log("erase", "--post", "p1", *WHY)
        self.log("hold", "--post", "p0", "--reason", "r")
        for damage in ("DELETE FROM decisions WHERE record = (SELECT min(record) FROM decisions)", "UPDATE decisions SET revision = 7",
                       "DELETE FROM erasures", "DELETE FROM holds", "INSERT INTO holds VALUES (3, 0, 3)"):
            with self.subTest(damage):
                db = sqlite3.connect(self.store + "/store.db")
                db.execute(damage)
                db.commit()
                db.close()
                faults = self.ask("fsck", expect=7)["faults"]
                self.assertTrue(any("rebuild-views" in f["what"] for f in faults), faults)
                self.log("rebuild-views")
                self.assert_whole()


class Keys(RecordTest):
    def setUp(self):
        super().setUp()
        self.record(some(0, 8))
        self.keys = pathlib.Path(self.store, "keys")

    def test_keys_that_others_may_read_are_refused(self):
        for name in ("tag.key", f"{PLATFORM}.log.key"):
            self.assertEqual((self.keys / name).stat().st_mode & 0o777, 0o600)
            (self.keys / name).chmod(0o644)
            said = self.log("publish", expect=4)
            self.assertIn(str(self.keys / name), said)
            self.assertIn("chmod 600", said)
            self.assertIn("[key-invalid]", said)
            (self.keys / name).chmod(0o600)
        self.log("publish")

    def test_keys_may_stand_elsewhere(self):
        shutil.move(self.keys, self.path("secrets"))
        self.assertIn("tag.key", self.log("status", expect=4))
        self.assertEqual(self.status("--keys", self.path("secrets"))["published"], 4)
        self.record(some(8, 8), "--keys", self.path("secrets"))
        self.log("fsck", "--keys", self.path("secrets"))

    def test_the_keys_of_another_store_find_nothing_and_are_noticed(self):
        other = self.path("other")
        self.moderate("-", "--quiet", "--store", other, "--platform", PLATFORM, stdin=json.dumps(some(0, 1)[0]).encode())
        keys = os.path.join(other, "keys")
        self.assertIn("[record-missing]", self.log("show", "--post", "p0", "--keys", keys, expect=4))
        self.assertTrue(self.ask("fsck", "--keys", keys, expect=7)["faults"])
        self.assertIn("posts are found by [key-invalid]", self.log("publish", "--keys", keys, expect=4))
        self.assertIn("tag.key", self.log("status", "--keys", self.path("nowhere"), expect=4))

    def test_nothing_prints_a_secret(self):
        secret = (self.keys / f"{PLATFORM}.log.key").read_text().strip()
        printed = self.log("key") + self.log("status") + self.log("fsck") + self.log("show", "--post", "p0")
        self.assertNotIn(secret[-40:], printed)
        self.assertNotIn((self.keys / "tag.key").read_bytes().hex(), printed)

    def test_a_key_is_changed(self):
        old = self.write("old.vkey", self.log("key"))
        self.log("rotate-key")
        new = self.write("new.vkey", self.log("key"))
        self.audit("verify", self.published(), "--key", old)
        self.audit("verify", self.published(), "--key", new)
        self.record(some(8, 8))
        self.audit("verify", self.published(), "--key", new)
        self.audit("verify", self.published(), "--key", old, expect=7)
        (handover,) = pathlib.Path(self.published()).glob("checkpoint.*")
        self.assertIn("config", json.dumps([self.show("--index", i)["leaf"] for i in range(self.status()["sequenced"])]))
        self.assertEqual(handover.read_text().count("\u2014 "), 2)
        self.assert_whole()


class NoStore(RecordTest):
    def test_commands_without_a_store_say_so(self):
        os.mkdir(self.path("empty"))
        for store in (self.path("nowhere"), self.path("empty")):
            for command, *more in (("status",), ("show", "--post", "p"), ("prove", "--post", "p"), ("key",), ("verify",), ("fsck",),
                                   ("replay",), ("backup", self.path("b")), ("erase", "--post", "p", "--reason", "r"),
                                   ("hold", "--post", "p", "--reason", "r"), ("release", "--post", "p", "--reason", "r"),
                                   ("publish",), ("adopt",), ("rebuild-views",), ("rotate-key",)):
                with self.subTest(command, store=store):
                    said = self.log(command, *more, store=store, expect=8)
                    self.assertIn(f"{store}: there is no store in this folder [store-missing]", said)
            self.assertFalse(os.path.exists(self.path("nowhere")))
            self.assertEqual(os.listdir(self.path("empty")), [])

    def test_what_is_no_store_or_a_newer_one(self):
        self.record(some(0, 4))
        path = pathlib.Path(self.store, "store.db")
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version=9999")
        db.close()
        said = self.log("status", expect=8)
        self.assertIn("9999", said)
        self.assertIn("[store-version]", said)
        self.assertIn("[store-version]", self.record(some(4, 4), expect=8)[1])
        path.write_bytes(b"no database at all, but long enough to be one" * 100)
        said = self.log("fsck", expect=7)
        self.assertIn("store.db", said)
        self.assertIn("[store-corrupt]", said)


if __name__ == "__main__":
    program.main()
