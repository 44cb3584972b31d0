"""Accounts, second factors, sessions and what happened with them, over the API. accounts_test.py MIZAN"""

import base64
import hashlib
import hmac
import json
import pathlib
import shutil
import struct
import subprocess
import tempfile
import time
import unittest

import service
from service import GARDEN, Service, ServiceTest, wait_until

GOOD = "a sentence will do"


def code_of(secret, step_after=0):
    """What an authenticator shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + step_after), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class AccountTest(ServiceTest):
    def setUp(self):
        self.admin = self.service.administrator()

    def post(self, target, body=None, who=None, expect=200):
        return self.ask("POST", "/api/v1/" + target, body, who or self.admin, expect=expect)

    def get(self, target, who=None, expect=200):
        return self.ask("GET", "/api/v1/" + target, headers=who or self.admin, expect=expect)

    def delete(self, target, who=None, expect=204):
        return self.ask("DELETE", "/api/v1/" + target, headers=who or self.admin, expect=expect)

    def made(self, role="reviewer", **more):
        name = self.new_id().lower()
        self.post("accounts", {"name": name, "role": role, "password": GOOD, **more}, expect=201)
        return name

    def refused_log_in(self, name, password=GOOD, expect=401, **more):
        answer = self.ask("POST", "/api/v1/sessions", {"name": name, "password": password, **more}, expect=expect)
        return answer.json()["code"]


class OfOthers(AccountTest):
    def test_made_and_logged_into(self):
        answer = self.post("accounts", {"name": "ann", "role": "lead"}, expect=201)
        self.assertEqual(answer.headers["Location"], "/api/v1/accounts/ann")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        password = answer.json()["password"]
        self.assertNotIn("password", self.get("accounts/ann").json())
        session = self.service.log_in("ann", password)
        self.assertEqual(self.get("me", session).json()["role"], "lead")
        self.get("accounts", session, expect=403)
        log = pathlib.Path(self.folder, "stderr").read_text()
        self.assertNotIn(password, log)

    def test_a_password_that_was_sent_is_not_told(self):
        self.assertNotIn(GOOD.encode(), self.post("accounts", {"name": "sent", "role": "lead", "password": GOOD}, expect=201).body)
        self.service.log_in("sent", GOOD)

    def test_what_is_no_account(self):
        for body in ({}, {"name": "x"}, {"role": "lead"}, {"name": "x", "role": "king"}, {"name": "X", "role": "lead"},
                     {"name": "console", "role": "lead"}, {"name": "x" * 65, "role": "lead"}, {"name": 5, "role": "lead"}, []):
            self.post("accounts", body, expect=400)
        self.post("accounts", {"name": "x", "role": "lead", "password": "short"}, expect=422)
        self.post("accounts", {"name": "admin", "role": "lead"}, expect=409)
        for target in ("role", "disable", "enable", "unlock", "password"):
            self.post(f"accounts/nobody/{target}", {"role": "lead"}, expect=404)
        for target in ("totp", "sessions", "sessions/0123456789abcdef"):
            self.delete(f"accounts/nobody/{target}", expect=404)
        self.get("accounts/nobody", expect=404)
        self.get("accounts/nobody/sessions", expect=404)

    def test_pages(self):
        names = {self.made() for _ in range(5)}
        seen, after = [], ""
        while True:
            page = self.get(f"accounts?limit=2&after={after}").json()
            seen += [one["name"] for one in page["accounts"]]
            self.assertLessEqual(len(page["accounts"]), 2)
            if "next" not in page:
                break
            after = page["next"]
        self.assertEqual(seen, sorted(set(seen)))
        self.assertLessEqual(names | {"admin"}, set(seen))
        for wrong in ("limit=0", "limit=501", "limit=x", "limit=-1"):
            self.get("accounts?" + wrong, expect=400)

    def test_a_role_holds_at_once(self):
        name = self.made()
        session = self.service.log_in(name, GOOD)
        self.assertEqual(self.post(f"accounts/{name}/role", {"role": "administrator"}).json()["role"], "administrator")
        self.get("accounts", session)
        self.post(f"accounts/{name}/role", {"role": "auditor"})
        self.get("accounts", session, expect=403)
        self.post(f"accounts/{name}/role", {"role": "king"}, expect=400)

    def test_the_last_administrator_stays(self):
        self.assertEqual(self.post("accounts/admin/role", {"role": "lead"}, expect=409).json()["code"], "account-conflict")
        self.post("accounts/admin/disable", expect=409)

    def test_disabled_and_enabled(self):
        name = self.made()
        session = self.service.log_in(name, GOOD)
        self.assertFalse(self.post(f"accounts/{name}/disable").json()["active"])
        self.get("me", session, expect=401)
        self.refused_log_in(name)
        self.assertTrue(self.post(f"accounts/{name}/enable").json()["active"])
        self.service.log_in(name, GOOD)

    def test_a_password_is_reset(self):
        name = self.made()
        session = self.service.log_in(name, GOOD)
        made = self.post(f"accounts/{name}/password", {}).json()["password"]
        self.get("me", session, expect=401)
        self.refused_log_in(name)
        self.service.log_in(name, made)
        self.assertNotIn("password", self.post(f"accounts/{name}/password", {"password": GOOD}).json())
        self.service.log_in(name, GOOD)
        self.post(f"accounts/{name}/password", {"password": "short"}, expect=422)
        # A session that was left open must not be enough for one's own.
        self.post("accounts/admin/password", {"password": GOOD}, expect=403)
        self.delete("accounts/admin/totp", expect=403)

    def test_a_locked_account_is_unlocked(self):
        name = self.made()
        for _ in range(10):
            self.refused_log_in(name, "not this one")
        self.refused_log_in(name, expect=429)
        self.post(f"accounts/{name}/unlock")
        self.service.log_in(name, GOOD)

    def test_sessions_of_others(self):
        name = self.made()
        first, second = self.service.log_in(name, GOOD), self.service.log_in(name, GOOD)
        sessions = self.get(f"accounts/{name}/sessions").json()["sessions"]
        self.assertEqual([one["current"] for one in sessions], [False, False])
        self.delete(f"accounts/{name}/sessions/{sessions[0]['id']}")
        self.assertEqual(sorted(self.ask("GET", "/api/v1/me", headers=one).status for one in (first, second)), [200, 401])
        self.delete(f"accounts/{name}/sessions")
        for one in (first, second):
            self.get("me", one, expect=401)

    def test_nobody_else_may(self):
        for role in ("lead", "auditor", "policy-author"):
            session = self.service.log_in(self.made(role), GOOD)
            self.get("accounts", session, expect=403)
            self.post("accounts", {"name": "y", "role": "lead"}, session, expect=403)
            self.post("accounts/admin/password", {}, session, expect=403)
            self.get("accounts/admin/sessions", session, expect=403)


class OnesOwn(AccountTest):
    def test_the_password(self):
        name = self.made()
        session = self.service.log_in(name, GOOD)
        change = {"password": GOOD, "new_password": "another sentence"}
        self.post("me/password", {**change, "password": "not this one"}, session, expect=401)
        self.post("me/password", {**change, "new_password": "short"}, session, expect=422)
        for body in ({}, {"password": GOOD}, {"new_password": GOOD}, {"password": 1, "new_password": GOOD}):
            self.post("me/password", body, session, expect=400)
        answer = self.post("me/password", change, session, expect=204)
        self.assertIn("Max-Age=0", answer.headers["Set-Cookie"])
        self.get("me", session, expect=401)
        self.refused_log_in(name)
        self.service.log_in(name, "another sentence")

    def test_guesses_at_it_count(self):
        name = self.made()
        session = self.service.log_in(name, GOOD)
        for _ in range(10):
            self.post("me/password", {"password": "not this one", "new_password": "another sentence"}, session, expect=401)
        answer = self.post("me/password", {"password": GOOD, "new_password": "another sentence"}, session, expect=429)
        self.assertEqual(answer.json()["code"], "access-locked")

    def test_the_second_factor(self):
        name = self.made()
        session = self.service.log_in(name, GOOD)
        self.post("me/totp", {"password": "not this one"}, session, expect=401)
        answer = self.post("me/totp", {"password": GOOD}, session)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        secret = answer.json()["secret"]
        self.assertIn(secret, answer.json()["uri"])
        self.service.log_in(name, GOOD)  # it does not count yet
        self.post("me/totp/confirm", {"password": GOOD, "code": "000000"}, session, expect=401)
        self.assertEqual(self.post("me/totp/confirm", {"password": GOOD}, session, expect=401).json()["code"], "code-needed")
        self.post("me/totp/confirm", {"password": GOOD, "code": code_of(secret)}, session, expect=204)
        self.assertTrue(self.get(f"accounts/{name}").json()["second_factor"])
        self.assertEqual(self.refused_log_in(name), "code-needed")
        self.post("me/totp/remove", {"password": GOOD}, session, expect=401)
        self.post("me/totp/remove", {"password": GOOD, "code": code_of(secret, 1)}, session, expect=204)
        self.service.log_in(name, GOOD)
        log = pathlib.Path(self.folder, "stderr").read_text()
        self.assertNotIn(secret, log)

    def test_an_administrator_removes_a_lost_one(self):
        name = self.made()
        session = self.service.log_in(name, GOOD)
        secret = self.post("me/totp", {"password": GOOD}, session).json()["secret"]
        self.post("me/totp/confirm", {"password": GOOD, "code": code_of(secret)}, session, expect=204)
        self.post("me/totp", {"password": GOOD, "code": code_of(secret, 1)}, session, expect=409)
        self.assertFalse(self.delete(f"accounts/{name}/totp", expect=200).json()["second_factor"])
        self.service.log_in(name, GOOD)

    def test_sessions(self):
        name = self.made()
        first, second = self.service.log_in(name, GOOD), self.service.log_in(name, GOOD)
        sessions = self.get("me/sessions", first).json()["sessions"]
        self.assertEqual(len(sessions), 2)
        self.assertTrue(all(one["address"] == "127.0.0.1" for one in sessions))
        other = next(one for one in sessions if not one["current"])
        self.delete("me/sessions/" + other["id"], first)
        self.get("me", second, expect=401)
        third = self.service.log_in(name, GOOD)
        self.assertIn("Max-Age=0", self.delete("me/sessions", first).headers["Set-Cookie"])
        for one in (first, third):
            self.get("me", one, expect=401)
        self.get("me")  # another account's stay

    def test_a_key_has_none_of_it(self):
        for target in ("me/password", "me/totp", "me/totp/confirm", "me/totp/remove"):
            self.ask("POST", "/api/v1/" + target, {"password": GOOD}, key=self.lead, expect=403)
        self.ask("GET", "/api/v1/me/sessions", key=self.lead, expect=403)

    def test_whoever_is_known_may_ask_who_they_are(self):
        key = self.service.make_key("service", scopes=["decide-posts"])
        self.assertEqual(self.ask("GET", "/api/v1/me", key=key, expect=200).json()["permissions"], ["decide-posts"])


class WhatHappened(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        shutil.copytree(GARDEN, self.folder / "policy")
        self.service = Service(self.folder, self.folder / "policy").start()
        self.addCleanup(self.service.stop)

    def events(self, headers, query=""):
        return self.service.ask("GET", "/api/v1/access/events" + query, headers=headers, expect=200).json()

    def on_record(self):
        """What the records of access say, as `mizan log show` tells them."""
        out = []
        for number in range(1, 200):
            shown = subprocess.run([service.MIZAN, "log", "show", "--store", self.folder / "data/record", "--record", str(number)], capture_output=True)
            if shown.returncode != 0:
                return out
            record = json.loads(shown.stdout)
            if record["kind"] == "access":
                self.assertEqual(record["leaf"]["what"], record["contents"]["what"])
                out.append(record["contents"])
        return out

    def test_it_is_listed_and_comes_on_the_record(self):
        one = self.service
        session = one.administrator()
        one.ask("POST", "/api/v1/accounts", {"name": "ann", "role": "auditor", "password": GOOD}, session, expect=201)
        one.ask("POST", "/api/v1/sessions", {"name": "ann", "password": "not this one"}, expect=401)
        key = one.make_key("auditor")
        all_of_it = self.events(session)["events"]
        self.assertEqual([e["what"] for e in all_of_it], ["account-made", "logged-in", "account-made", "key-made"])
        self.assertEqual((all_of_it[2]["who"], all_of_it[2]["whom"], all_of_it[2]["detail"]), ("admin", "ann", "auditor"))
        page = self.events(session, "?limit=3")
        self.assertEqual(self.events(session, "?after=" + page["next"])["events"], self.events(session)["events"][3:])
        for wrong in ("?limit=0", "?after=x", "?limit=501", "?after=-1"):
            one.ask("GET", "/api/v1/access/events" + wrong, headers=session, expect=400)
        one.ask("GET", "/api/v1/access/events", key=key, expect=200)
        one.ask("GET", "/api/v1/access/events", key=one.make_key("auditor", platform="default"), expect=403)
        one.ask("GET", "/api/v1/access/events", key=one.make_key("lead"), expect=403)
        wait_until(lambda: all(e["on_record"] for e in self.events(session)["events"]))
        # Whoever reads decisions does not read this.
        number = next(n for n in range(1, 50) if (record := one.ask("GET", f"/api/v1/decisions/{n}", headers=session)).status == 200 and record.json()["kind"] == "access")
        one.ask("GET", f"/api/v1/decisions/{number}", key=one.make_key("service"), expect=403)
        one.ask("GET", f"/api/v1/decisions/{number}", key=key, expect=200)

    def test_what_the_command_line_did_is_recorded_at_the_next_start_and_nothing_twice(self):
        one = self.service
        session = one.administrator()
        wait_until(lambda: all(e["on_record"] for e in self.events(session)["events"]))
        one.stop(9)
        made = subprocess.run([service.MIZAN, "access", "accounts", "add", "ben", "--role", "lead", "--data", self.folder / "data"],
                              input=GOOD + "\n", text=True, capture_output=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        one.start(expect_password=False)
        session = one.log_in("admin", one.password)
        wait_until(lambda: all(e["on_record"] for e in self.events(session)["events"]))
        listed = self.events(session)["events"]
        self.assertEqual(one.stop(), 0)
        recorded = self.on_record()
        self.assertEqual([r["event"] for r in recorded], [e["id"] for e in listed])
        self.assertIn(("account-made", "console", "ben"), [(r["what"], r["who"], r["whom"]) for r in recorded])
        checked = subprocess.run([service.MIZAN, "log", "fsck", "--store", self.folder / "data/record"], capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    service.main()
