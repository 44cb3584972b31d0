"""Receipts of flags that none of our code made, held against the key and against logs, by `mizan-audit` and by `mizan`."""

import json
import pathlib
import shutil
import subprocess

import made_log
import program

LATER = 4_000_000_000  # due times in the far future


class Receipts(program.AuditTest):
    def setUp(self):
        super().setUp()
        self.key = made_log.Key("log.example.org", "a log")
        self.witness = made_log.Key("witness.example.net", "a witness", kind=4)
        self.key_file = self.write("log.vkey", self.key.vkey + "\n")
        self.flags = [made_log.Flag(n) for n in range(5)]
        self.receipt = self.make(3)

    def make(self, index, fields=("kind_commit", "subject_commit", "body_commit"), name="flag.mizan-receipt", **times):
        return self.write(name, made_log.receipt(self.flags, index, made_log.promises(self.key, self.flags, **times), fields))

    def log(self, *flags, time=made_log.AT):
        """A log that holds these flags behind other entries."""
        folder = self.folder / "log"
        shutil.rmtree(folder, ignore_errors=True)
        entries = made_log.some_entries(300)
        entries += [flag.entry(300 + i) for i, flag in enumerate(flags)]
        note = made_log.checkpoint(self.key, [made_log.leaf_hash(e) for e in entries], [self.witness], time)
        made_log.write_log(folder, entries, note)
        return folder

    def check(self, *more, receipt=None, **expect):
        return self.audit("receipt-check", receipt or self.receipt, "--key", self.key_file, *more, **expect)

    def mizan(self, *arguments, expect=0):
        mizan = pathlib.Path(program.PROGRAM).with_name("mizan")
        if not mizan.exists():
            self.skipTest("mizan is not built")
        done = subprocess.run([mizan, "receipt", "check", *map(str, arguments)], capture_output=True, timeout=100)
        self.assertEqual(done.returncode, expect, done.stdout.decode() + done.stderr.decode())
        return done.stdout.decode()

    def test_it_says_what_was_flagged_and_when(self):
        for out in (self.check(), self.mizan(self.receipt, "--key", self.key.vkey), self.mizan(self.receipt, "--key-file", self.key_file)):
            self.assertTrue(out.startswith("YES: "), out)
            for said in ("log.example.org", "p3", '{"reason":"spam","note":"no. 3"}', "2020-09-13T12:26:40Z", "2020-09-13T13:27:40Z",
                         "number 3 of 5", "flag 103 of agora"):
                self.assertIn(said, out)
            self.assertNotIn("reader 3", out)
        for told in (json.loads(self.check("--json")), json.loads(self.mizan(self.receipt, "--key", self.key.vkey, "--json"))):
            self.assertTrue(told["holds"])
            expected = {"origin": "log.example.org", "at": made_log.FLAGGED_AT, "due": made_log.FLAGGED_AT + 3660, "count": 5, "index": 3,
                        "kind": "flag", "subject": "p3", "body": self.flags[3].values["body_commit"], "platform": "agora", "flag": 103,
                        "ends": self.flags[3].rest}
            self.assertEqual(told["receipt"], expected)

    def test_who_flagged_is_shown_where_it_is_opened(self):
        receipt = self.make(2, made_log.SEALED)
        self.assertIn("reader 2", self.check(receipt=receipt))
        self.assertEqual(json.loads(self.check("--json", receipt=receipt))["receipt"]["actor"], "reader 2")

    def test_every_changed_line_is_no(self):
        lines = self.receipt.read_text().splitlines(keepends=True)
        for number, line in enumerate(lines):
            if line.startswith(('  "platform"', '  "flag"')):
                continue  # what the platform calls it, which is not signed
            changed = list(lines)
            at = len(line) // 2
            changed[number] = line[:at] + ("A" if line[at:at + 1] != "A" else "B") + line[at + 1:]
            bad = self.write("changed", "".join(changed))
            self.assertTrue(self.check(receipt=bad, expect=7).startswith("NO: "))
            self.assertTrue(self.mizan(bad, "--key", self.key.vkey, expect=7).startswith("NO: "))
        other = made_log.Key("log.example.org", "another log")
        told = json.loads(self.audit("receipt-check", self.receipt, "--key", other.vkey, "--json", expect=7))
        self.assertEqual((told["holds"], told["code"]), (False, "signature-invalid"))
        self.assertEqual(json.loads(self.mizan(self.receipt, "--key", other.vkey, "--json", expect=7))["code"], "signature-invalid")

    def test_another_kind_is_no_flag(self):
        self.flags[3] = made_log.Flag(3, kind="case")
        self.assertIn("no flag", self.check(receipt=self.make(3), expect=7))
        self.assertIn('does not open "body_commit"', self.check(receipt=self.make(2, ("kind_commit", "subject_commit")), expect=7))

    def test_a_promise_that_was_kept(self):
        log = self.log(self.flags[1], self.flags[3])
        self.assertTrue(self.check("--log", log).startswith("YES: promise kept at index 301: "))
        told = json.loads(self.check("--log", log, "--json"))
        self.assertEqual((told["holds"], told["log"]["promise"], told["log"]["index"], told["log"]["size"]), (True, "kept", 301, 302))

    def test_a_promise_that_is_not_due(self):
        receipt, log = self.make(3, due=LATER), self.log(self.flags[1])
        self.assertTrue(self.check("--log", log, receipt=receipt, expect=1).startswith("PROMISE: not due yet"))
        self.assertEqual(json.loads(self.check("--log", log, "--json", receipt=receipt, expect=1))["log"]["promise"], "not-due")
        self.assertIn("kept at index 300", self.check("--log", self.log(self.flags[3]), receipt=receipt))

    def test_a_promise_that_was_broken(self):
        log = self.log(self.flags[1])
        out = self.check("--log", log, expect=7)
        self.assertTrue(out.startswith("NO: promise broken: due at 2020-09-13T13:27:40Z, log published at size 301 entries at time "), out)
        self.assertNotIn("If it is a copy", out)
        told = json.loads(self.check("--log", log, "--json", expect=7))
        self.assertEqual((told["holds"], told["log"]["promise"]), (False, "broken"))
        # Nothing in a log is of after what was promised: it may be an old copy.
        folder = self.folder / "old"
        entries = [self.flags[1].entry(0)]
        made_log.write_log(folder, entries, made_log.checkpoint(self.key, [made_log.leaf_hash(e) for e in entries], [self.witness]))
        self.assertIn("If it is a copy", self.check("--log", folder, expect=7))
        # Unless a witness has signed it since.
        policy = self.write("policy", f"log {self.key.vkey}\nwitness w {self.witness.vkey}\nquorum w\n")
        self.assertNotIn("If it is a copy", self.check("--log", folder, "--witnesses", policy, expect=7))

    def test_a_leaf_of_another_place_keeps_no_promise(self):
        log = self.log(self.flags[1], self.flags[3])
        entries = made_log.some_entries(300) + [self.flags[1].entry(300), b'{"v":1,"seq":300' + self.flags[3].rest.encode()]
        made_log.write_log(log, entries, made_log.checkpoint(self.key, [made_log.leaf_hash(e) for e in entries]))
        self.assertIn("promise broken", self.check("--log", log, expect=7))

    def test_a_log_that_does_not_hold_keeps_none(self):
        log = self.log(self.flags[3])
        bundle = log / "tile/entries/000"
        data = bundle.read_bytes()
        bundle.write_bytes(data[:30] + bytes([data[30] ^ 1]) + data[31:])
        self.assertTrue(self.check("--log", log, expect=7).startswith("NO: the log is not what was signed"))
        told = json.loads(self.check("--log", log, "--json", expect=7))
        self.assertEqual((told["holds"], told["log"]["promise"]), (False, "unknown"))

    def test_what_cannot_be_looked_at_is_no_verdict(self):
        self.check(receipt=self.folder / "none", expect=4)
        self.check("--log", self.folder / "none", expect=4)
        self.audit("receipt-check", self.receipt, expect=2)
        self.mizan(self.receipt, expect=2)
        self.mizan(self.receipt, "--key", "no key", expect=4)
        self.mizan(self.folder / "none", "--key", self.key.vkey, expect=4)


if __name__ == "__main__":
    program.main()
