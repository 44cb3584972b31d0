"""Who may do what over the API: every route and every role, sessions, passwords, keys. access_test.py MIZAN"""

import pathlib
import re
import shutil
import tempfile
import time
import unittest

import service
from service import PLAIN, ROOT, Service, ServiceTest, wait_until

PEOPLE_ONLY = {"manage-accounts", "manage-keys", "lift-brakes"}  # docs/access.md: for people alone


def matrix():
    """{permission: roles that have it}, from docs/access.md."""
    text = (ROOT / "docs/access.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.split("<!-- matrix -->")[1].split("<!-- end -->")[0].split("\n") if line]
    roles = rows[0][2:]
    return roles, {row[0].strip("`"): {role for role, cell in zip(roles, row[2:]) if cell} for row in rows[2:]}


ROLES, MAY = matrix()
BODIES = {"moderate": {"text": PLAIN}, "signal": {"text": PLAIN}, "coralModerate": {"action": "NEW", "comment": {"body": PLAIN}}, "explain": {"text": PLAIN}, "logIn": {"name": "nobody", "password": "wrong wrong wrong"},
          "makeKey": {"name": "made"}, "liftBrake": {"hours": 1, "reason": "x"}, "engageBrake": {"reason": "x"}, "analyze": {"comment": {"text": PLAIN}, "requestedAttributes": {"TOXICITY": {}}},
          "suggestScore": {"comment": {"text": PLAIN}, "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0}}}}}
PARTS = {"clause": "belittling", "record": "1", "key": "000000000000", "platform": "default", "file": "checkpoint", "account": "nobody", "session": "0123456789abcdef", "job": "none", "webhook": "wh_0", "delivery": "1",
         "flag": "999999", "case": "999999", "partner": "999999", "golden": "999999", "actor": "nobody", "attachment": "0" * 64}
ENDLESS = {"decisionStream": "?after=999999999"}  # of which the answer would not end: what ends it at once


class EveryRoute(ServiceTest):
    def routes(self):
        """(method, target, operation) of all that is described."""
        for method, _, operation, path in self.service.contract.operations:
            yield method, re.sub(r"\{(\w+)\}", lambda m: PARTS[m[1]], path) + ENDLESS.get(operation["operationId"], ""), operation

    def status(self, method, target, operation, **who):
        # Whoever is not known may ask only so often; here it is more often.
        return wait_until(lambda: self.asked_once(method, target, operation, **who))

    def asked_once(self, method, target, operation, **who):
        status = self.ask(method, target, BODIES.get(operation["operationId"]), **who).status
        return status if status != 429 or operation["operationId"] == "logIn" else None

    def test_without_a_key(self):
        wait_until(lambda: self.ask("GET", "/log/default/checkpoint").status == 200)
        for method, target, operation in self.routes():
            needs, door = operation["x-permission"], "/v1alpha1/" in target
            for key in (None, "mzk_000000000000_" + "A" * 43, "nonsense", ""):
                if needs != "open":
                    wanted = 401 if not door else 400 if key else 403
                    self.assertEqual(self.status(method, target, operation, key=key), wanted, (target, key))
            if needs == "open" and operation["operationId"] not in ("logIn", "startOidc", "oidcCallback"):
                self.assertEqual(self.status(method, target, operation), 200, target)

    def test_with_a_key_of_each_role(self):
        for role in ROLES:
            key = self.service.make_key(role)
            for method, target, operation in self.routes():
                needs = operation["x-permission"]
                if needs == "open":
                    continue
                may = needs == "known" or needs in MAY and role in MAY[needs] and needs not in PEOPLE_ONLY
                status = self.status(method, target, operation, key=key)
                self.assertEqual(status not in (401, 403), may, (role, method, target, status))

    def test_a_key_has_no_more_than_its_scopes(self):
        for scope in sorted(MAY.keys() - PEOPLE_ONLY):
            key = self.service.make_key("administrator", scopes=[scope])
            for method, target, operation in self.routes():
                if operation["x-permission"] in MAY:
                    status = self.status(method, target, operation, key=key)
                    self.assertEqual(status not in (401, 403), operation["x-permission"] == scope, (scope, target, status))

    def test_a_person(self):
        session = self.service.administrator()
        for method, target, operation in self.routes():
            if operation["operationId"] in ("logOut", "logIn", "endMySessions"):
                continue
            if operation["x-permission"] == "signed":  # coral_test.py
                self.assertEqual(self.status(method, target, operation, headers=session), 401)
                continue
            self.assertNotIn(self.status(method, target, operation, headers=session), (401, 403), target)
            # A page of another site can send the cookie, not the token.
            for token in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x" + session["X-CSRF-Token"][1:]}):
                status = self.status(method, target, operation, headers={"Cookie": session["Cookie"], **token})
                if method == "POST" and operation["x-permission"] != "open" or method in ("PUT", "DELETE"):
                    self.assertEqual(status, 403, target)
                else:
                    self.assertNotIn(status, (401, 403), target)

    def test_the_description_says_what_each_needs(self):
        for _, _, operation in self.routes():
            needs = operation["x-permission"]
            self.assertTrue(needs in MAY or needs in ("open", "person", "known", "signed"), needs)
            if needs in MAY:
                self.assertIn(f"`{needs}`", operation["description"])
            self.assertEqual(operation.get("security") == [], needs == "open")


class Sessions(ServiceTest):
    def test_log_in_and_out(self):
        answer = self.ask("POST", "/api/v1/sessions", {"name": "admin", "password": self.service.password}, expect=201)
        cookie, *flags = answer.headers["Set-Cookie"].split("; ")
        self.assertEqual(set(flags), {"Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=43200"})
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertNotIn(cookie.split("=")[1].encode(), answer.body)
        session = {"Cookie": "theme=dark; " + cookie + "; other=1"}
        self.assertEqual(self.ask("GET", "/api/v1/me", headers=session, expect=200).json()["who"], "admin")
        session["X-CSRF-Token"] = answer.json()["csrf_token"]
        out = self.ask("DELETE", "/api/v1/sessions/current", headers=session, expect=204)
        self.assertIn("Max-Age=0", out.headers["Set-Cookie"])
        self.ask("GET", "/api/v1/me", headers=session, expect=401)

    def test_sessions_are_apart(self):
        first, second = self.service.log_in(), self.service.log_in()
        mixed = {"Cookie": first["Cookie"], "X-CSRF-Token": second["X-CSRF-Token"]}
        self.ask("DELETE", "/api/v1/sessions/current", headers=mixed, expect=403)
        self.ask("DELETE", "/api/v1/sessions/current", headers=first, expect=204)
        self.ask("GET", "/api/v1/me", headers=second, expect=200)

    def test_what_is_no_log_in(self):
        for body in (b"", b"[]", b"{", {}, {"name": "admin"}, {"name": 5, "password": "x"}, {"name": "admin", "password": None}, b'{"name":' * 8000):
            self.ask("POST", "/api/v1/sessions", body, expect=400)
        # As a form of another site could send it.
        for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            self.ask("POST", "/api/v1/sessions", {"name": "admin", "password": self.service.password}, media=media, expect=415)
        self.ask("POST", "/api/v1/sessions", b'{"name":"' + b"x" * 70000 + b'"}', expect=413)

    def test_only_keys_and_cookies_that_are_whole(self):
        cookie = self.service.administrator()["Cookie"]
        for field in ("Basic " + self.key, self.key, "Bearer", "Bearer " + self.key[:-1], "Bearer " + self.key + "x", "Bearer " + self.key.upper()):
            self.ask("GET", "/api/v1/me", headers={"Authorization": field}, expect=401)
        for field in (cookie[:-1], cookie + "x", "mizan_session=", "x" + cookie, "mizan_sessionx" + cookie):
            self.ask("GET", "/api/v1/me", headers={"Cookie": field}, expect=401)
        self.ask("GET", "/api/v1/me?key=" + self.key, expect=401)  # in an address it would stand in logs
        self.ask("GET", "/api/v1/me", headers={"Authorization": "bearer  " + self.key}, expect=200)


class WrongPasswords(ServiceTest):
    def test_after_ten_who_guesses_has_to_wait(self):
        for name in ("admin", "no-such-account"):
            body = {"name": name, "password": "not the password"}
            told = {self.ask("POST", "/api/v1/sessions", body, expect=401).body for _ in range(9)}
            self.assertEqual(len(told), 1)
            last = [self.ask("POST", "/api/v1/sessions", body) for _ in range(2)]
            self.assertEqual(last[-1].status, 429)
            self.assertIn(int(last[-1].headers["Retry-After"]), range(50, 61))
            self.assertEqual(last[-1].json()["code"], "access-locked")
        # The right one does not help now; who has a key or a session is not touched by it.
        self.ask("POST", "/api/v1/sessions", {"name": "admin", "password": self.service.password}, expect=429)
        self.ask("GET", "/api/v1/me", headers=self.service.administrator(), expect=200)


class Keys(ServiceTest):
    def only(self, **order):
        key = self.service.make_key(**order)
        return key, key.split("_")[1]

    def test_a_key_is_told_once(self):
        answer = self.ask("POST", "/api/v1/keys", {"name": "one", "scopes": ["read-policies"]}, self.service.administrator(), expect=201)
        self.assertEqual((answer.headers["Location"], answer.headers["Cache-Control"]), ("/api/v1/keys/" + answer.json()["id"], "no-store"))
        keys = self.ask("GET", "/api/v1/keys", headers=self.service.administrator(), expect=200)
        self.assertNotIn(answer.json()["key"].split("_", 2)[2].encode(), keys.body)
        mine = next(k for k in keys.json()["keys"] if k["id"] == answer.json()["id"])
        self.assertEqual((mine["scopes"], mine["made_by"], mine["role"]), (["read-policies"], "admin", "service"))

    def test_a_revoked_key_ends_at_once(self):
        key, name = self.only()
        self.ask("GET", "/api/v1/me", key=key, expect=200)
        self.ask("DELETE", "/api/v1/keys/" + name, headers=self.service.administrator(), expect=204)
        self.ask("GET", "/api/v1/me", key=key, expect=401)
        self.ask("DELETE", "/api/v1/keys/" + name, headers=self.service.administrator(), expect=404)
        keys = self.ask("GET", "/api/v1/keys", headers=self.service.administrator()).json()["keys"]
        self.assertLessEqual(next(k for k in keys if k["id"] == name)["revoked_at"], time.time())

    def test_a_key_ends_when_it_was_said(self):
        ends = int(time.time()) + 2
        key, _ = self.only(expires_at=ends)
        self.ask("GET", "/api/v1/me", key=key, expect=200)
        wait_until(lambda: self.ask("GET", "/api/v1/me", key=key).status == 401)
        self.assertGreaterEqual(time.time(), ends)

    def test_a_key_has_a_rate(self):
        key, _ = self.only(rate_per_s=2, burst=3)
        seen = [self.ask("GET", "/api/v1/me", key=key) for _ in range(12)]
        self.assertEqual([a.status for a in seen[:3]], [200] * 3)
        refused = [a for a in seen if a.status == 429]
        self.assertTrue(refused)
        self.assertEqual(refused[0].headers["Retry-After"], "1")
        wait_until(lambda: self.ask("GET", "/api/v1/me", key=key).status == 200)
        self.ask("GET", "/api/v1/me", key=self.key, expect=200)  # others are not held back

    def test_what_is_no_order(self):
        for order in ({}, {"name": ""}, {"name": "x" * 101}, {"name": "x", "role": "king"}, {"name": "x", "scopes": ["manage-keys"]},
                      {"name": "x", "scopes": ["no-such"]}, {"name": "x", "scopes": "read-log"}, {"name": "x", "rate_per_s": -1},
                      {"name": "x", "expires_at": 1}, {"name": "x", "role": "auditor", "scopes": ["decide-posts"]}, {"name": "a\nb"}):
            self.ask("POST", "/api/v1/keys", order, self.service.administrator(), expect=400)


class Strangers(ServiceTest):
    def test_an_address_without_a_key_is_held_back(self):
        statuses = {}
        for _ in range(400):
            status = self.ask("GET", "/healthz", key="wrong").status
            statuses[status] = statuses.get(status, 0) + 1
            if status == 429:
                break
        if 429 not in statuses:
            self.skipTest("this machine is too slow to ask too often")
        self.ask("GET", "/api/v1/me", key=self.key, expect=200)


class BehindAProxy(ServiceTest):
    options = ("--public-url", "https://mizan.example/", "--proxy", "127.0.0.1")

    def test_cookies_are_for_tls_alone(self):
        answer = self.ask("POST", "/api/v1/sessions", {"name": "admin", "password": self.service.password}, expect=201)
        self.assertIn("; Secure", answer.headers["Set-Cookie"])

    def test_the_proxy_says_who_asks(self):
        self.ask("GET", "/healthz", headers={"X-Request-Id": "far", "X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
        log = pathlib.Path(self.folder, "stderr")
        line = wait_until(lambda: next((one for one in log.read_text().splitlines() if '"id":"far"' in one), None))
        self.assertIn('"address":"198.51.100.7"', line)  # who came before says the client itself


class FirstStart(unittest.TestCase):
    def test_the_password_is_shown_once(self):
        with tempfile.TemporaryDirectory(prefix="mizan-test-") as folder:
            shutil.copytree(service.GARDEN, pathlib.Path(folder, "policy"))
            one = Service(folder, pathlib.Path(folder, "policy")).start()
            try:
                key = one.make_key()
                self.assertEqual(pathlib.Path(folder, "data/access.db").stat().st_mode & 0o777, 0o600)
                self.assertEqual(pathlib.Path(folder, "data").stat().st_mode & 0o777, 0o700)
                one.stop()
                one.start(expect_password=False)
                one.log_in()
                one.ask("GET", "/api/v1/me", key=key, expect=200)
            finally:
                one.stop()
            self.assertNotIn("password", one.welcome + one.rest)
            log = pathlib.Path(folder, "stderr").read_text()
            self.assertNotIn(one.password, log)
            self.assertNotIn(key.split("_", 2)[2], log)


if __name__ == "__main__":
    service.main()
