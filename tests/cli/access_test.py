"""`mizan access`: accounts and keys on the command line, passwords from a pipe and from a terminal that does not show them."""

import json
import os
import pathlib
import pty
import re
import signal
import stat
import subprocess
import time
import unittest

import program

SECONDS_MAX = 60
GOOD = "a sentence will do"


class Access(unittest.TestCase):
    def setUp(self):
        scratch = program.tempfile.TemporaryDirectory(prefix="mizan-access-")
        self.addCleanup(scratch.cleanup)
        self.data = pathlib.Path(scratch.name, "data")

    def run_access(self, *words, stdin="", expect=0):
        done = subprocess.run([program.MIZAN, "access", *words, "--data", str(self.data)], input=stdin, capture_output=True,
                              text=True, timeout=SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, expect, f"{words}\n{done.stdout}\n{done.stderr}")
        return done.stdout if expect == 0 else done.stderr

    def json_of(self, *words, **more):
        return json.loads(self.run_access(*words, "--json", **more))

    def add(self, name, role="reviewer"):
        return self.json_of("accounts", "add", name, "--role", role, stdin=GOOD + "\n")

    def accounts(self):
        return {a["name"]: a for a in self.json_of("accounts", "list")}

    def keys(self):
        return {k["id"]: k for k in self.json_of("keys", "list")}

    def test_the_first_account_makes_the_folder_for_its_owner_alone(self):
        self.assertIn("store-missing", self.run_access("accounts", "list", expect=8))
        self.assertFalse(self.data.exists())
        self.assertEqual(self.add("ann", "administrator"), {"name": "ann", "role": "administrator", "active": True})
        self.assertEqual(stat.S_IMODE(self.data.stat().st_mode), 0o700)
        for file in self.data.iterdir():
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600, file)

    def test_accounts_are_listed_changed_disabled_and_enabled(self):
        self.add("ann", "administrator")
        self.add("ben")
        self.assertEqual(list(self.accounts()), ["ann", "ben"])
        self.json_of("accounts", "role", "ben", "--role", "lead")
        self.json_of("accounts", "disable", "ben")
        self.assertEqual(self.accounts()["ben"]["role"], "lead")
        self.assertFalse(self.accounts()["ben"]["active"])
        self.json_of("accounts", "enable", "ben")
        self.assertTrue(self.accounts()["ben"]["active"])
        self.assertRegex(self.run_access("accounts", "list"),
                         r"^ann  administrator  active    last log-in never\nben  lead           active    last log-in never\n$")

    def test_what_may_not_be_is_refused(self):
        self.add("ann", "administrator")
        self.assertIn("account-conflict", self.run_access("accounts", "disable", "ann", expect=2))
        self.assertIn("account-conflict", self.run_access("accounts", "role", "ann", "--role", "lead", expect=2))
        self.assertIn("account-conflict",
                      self.run_access("accounts", "add", "ann", "--role", "lead", stdin=GOOD + "\n", expect=2))
        self.assertIn("account-unknown", self.run_access("accounts", "disable", "nobody", expect=2))
        self.assertIn("there are administrator, policy-author",
                      self.run_access("accounts", "add", "cleo", "--role", "boss", stdin=GOOD + "\n", expect=2))
        self.assertIn("password-refused",
                      self.run_access("accounts", "add", "cleo", "--role", "lead", stdin="short\n", expect=2))
        self.assertIn("field-type", self.run_access("accounts", "add", "Cleo", "--role", "lead", stdin=GOOD + "\n", expect=4))
        self.assertIn("file-read", self.run_access("accounts", "add", "cleo", "--role", "lead", stdin="", expect=4))
        self.assertIn("file-read", self.run_access("accounts", "password", "ann", stdin="x" * 300, expect=4))

    def test_a_password_is_made_and_told_once(self):
        made = self.json_of("accounts", "add", "ann", "--role", "administrator", "--generate")
        self.assertRegex(made["password"], r"^([0-9a-z]{4}-){5}[0-9a-z]{4}$")
        again = self.json_of("accounts", "password", "ann", "--generate")
        self.assertNotEqual(made["password"], again["password"])
        self.assertNotIn(again["password"], self.run_access("accounts", "list"))
        for file in self.data.iterdir():
            self.assertNotIn(again["password"].encode(), file.read_bytes())

    def test_keys_are_made_listed_rotated_and_revoked(self):
        made = self.json_of("keys", "add", "--name", "the forum", "--scopes", "decide-posts,flag", "--platform", "garden-club",
                            "--rate", "20", "--days", "30")
        self.assertRegex(made["key"], rf"^mzk_{made['id']}_[\w-]{{43}}$")
        key = self.keys()[made["id"]]
        self.assertEqual((key["state"], key["scopes"], key["platform"], key["rate_per_s"], key["burst"], key["maker"]),
                         ("live", "decide-posts,flag", "garden-club", 20, 20, "console"))
        self.assertEqual(key["expires_at"] - key["made_at"], 30 * 86400)
        fresh = self.json_of("keys", "rotate", made["id"], "--grace", "3600")
        self.assertEqual(self.keys()[made["id"]]["state"], "live")
        self.assertLessEqual(self.keys()[made["id"]]["expires_at"] - time.time(), 3600)
        self.run_access("keys", "revoke", made["id"])
        self.assertEqual(self.keys()[made["id"]]["state"], "revoked")
        self.assertEqual(self.keys()[fresh["id"]]["state"], "live")
        listed = self.run_access("keys", "list")
        self.assertIn("for garden-club alone", listed)
        for secret in (made["key"], fresh["key"]):
            self.assertNotIn(secret[17:], listed)
        # A whole key that was typed for its id is not repeated.
        self.assertNotIn(fresh["key"], self.run_access("keys", "revoke", fresh["key"], expect=2))

    def test_a_key_has_what_its_role_may_and_no_more(self):
        made = self.json_of("keys", "add", "--name", "all")
        self.assertIn("decide-posts", self.keys()[made["id"]]["scopes"])
        self.assertNotIn("manage", self.keys()[made["id"]]["scopes"])
        self.assertIn("field-type", self.run_access("keys", "add", "--name", "x", "--scopes", "review-cases", expect=4))
        self.assertIn("usage", self.run_access("keys", "add", "--name", "x", "--scopes", "everything", expect=2))
        self.assertIn("field-type", self.run_access("keys", "add", "--name", "x", "--role", "administrator", "--scopes",
                                                    "manage-keys", expect=4))

    def test_events_can_be_followed(self):
        self.add("ann", "administrator")
        made = self.json_of("keys", "add", "--name", "a key")
        events = [json.loads(line) for line in self.run_access("events", "--json").splitlines()]
        self.assertEqual([e["kind"] for e in events], ["account-made", "key-made"])
        self.assertEqual((events[1]["who"], events[1]["whom"]), ("console", "key:" + made["id"]))
        after = self.run_access("events", "--after", str(events[0]["id"]))
        self.assertRegex(after, r"^2  \d{4}-.* UTC  key-made +console -> key:\w{12} \(service: decide-posts,")
        self.assertEqual(self.run_access("events", "--after", "2"), "")
        self.assertEqual(len(self.run_access("events", "--most", "1").splitlines()), 1)

    def test_others_may_not_read_the_file(self):
        self.add("ann", "administrator")
        (self.data / "access.db").chmod(0o644)
        self.assertIn("chmod 600", self.run_access("accounts", "list", expect=4))

    # ---- at a terminal

    def at_terminal(self, *words):
        pid, fd = pty.fork()
        if pid == 0:
            os.execv(program.MIZAN, [program.MIZAN, "access", *words, "--data", str(self.data)])
        self.addCleanup(os.close, fd)
        return pid, fd

    def read_until(self, fd, pattern):
        seen, end = b"", time.monotonic() + SECONDS_MAX
        while not re.search(pattern, seen):
            self.assertLess(time.monotonic(), end, seen)
            try:
                more = os.read(fd, 4096)
            except OSError:  # the other end has gone
                more = b""
            if not more:
                break
            seen += more
        self.assertRegex(seen, pattern)
        return seen

    def test_a_terminal_does_not_show_what_is_typed(self):
        pid, fd = self.at_terminal("accounts", "add", "ann", "--role", "administrator")
        seen = self.read_until(fd, rb"New password for ann: $")
        os.write(fd, GOOD.encode() + b"\n")
        seen += self.read_until(fd, rb"Once more: $")
        os.write(fd, GOOD.encode() + b"\n")
        seen += self.read_until(fd, rb"ann: administrator, active")
        self.assertNotIn(GOOD.encode(), seen)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)
        self.assertEqual(list(self.accounts()), ["ann"])

    def test_two_different_passwords_are_refused(self):
        pid, fd = self.at_terminal("accounts", "add", "ann", "--role", "administrator")
        self.read_until(fd, rb"New password for ann: $")
        os.write(fd, GOOD.encode() + b"\n")
        self.read_until(fd, rb"Once more: $")
        os.write(fd, b"another sentence\n")
        self.read_until(fd, rb"two different")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 2)
        self.assertEqual(self.accounts(), {})

    def test_ctrl_c_ends_it(self):
        pid, fd = self.at_terminal("accounts", "add", "ann", "--role", "administrator")
        self.read_until(fd, rb"New password for ann: $")
        os.write(fd, b"half a pass\x03")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), -signal.SIGINT)


program.main()
