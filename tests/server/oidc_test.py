"""Log-in by a provider of identities: a small one of our own, honest and not. oidc_test.py MIZAN"""

import base64
import hashlib
import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

import service
from service import ServiceTest

CLIENT, SECRET = "mizan-client", "a secret & of ours"
BACK = "https://mizan.example/api/v1/oidc/callback"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*arguments, stdin=b""):
    return subprocess.run(["openssl", *map(str, arguments)], input=stdin, capture_output=True, check=True).stdout


class SigningKey:
    def __init__(self, folder, name, algorithm, bits=2048):
        self.path, self.id, self.algorithm = pathlib.Path(folder, name + ".pem"), name, algorithm
        if algorithm == "RS256":
            openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}", "-out", self.path)
        else:
            openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self.path)

    def jwk(self):
        if self.algorithm == "RS256":
            modulus = openssl("rsa", "-in", self.path, "-noout", "-modulus").decode().strip().split("=")[1]
            return {"kty": "RSA", "kid": self.id, "use": "sig", "alg": "RS256", "n": b64(bytes.fromhex(modulus)), "e": "AQAB"}
        point = openssl("pkey", "-in", self.path, "-pubout", "-outform", "DER")[-64:]
        return {"kty": "EC", "kid": self.id, "crv": "P-256", "x": b64(point[:32]), "y": b64(point[32:])}

    def sign(self, text):
        signature = openssl("dgst", "-sha256", "-sign", self.path, stdin=text)
        if self.algorithm == "RS256":
            return signature
        at, out = 2, b""  # DER: a sequence of two whole numbers
        for _ in range(2):
            size = signature[at + 1]
            out += signature[at + 2:at + 2 + size].lstrip(b"\0").rjust(32, b"\0")
            at += 2 + size
        return out


class Provider:
    """Its own rules are those of an honest one; a test breaks some."""

    def __init__(self, folder):
        self.keys = [SigningKey(folder, "first", "RS256"), SigningKey(folder, "curve", "ES256")]
        self.stranger = SigningKey(folder, "first-of-others", "RS256")
        self.codes, self.asked, self.faults = {}, [], []
        self.reset()
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def give(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                provider.asked.append(self.path)
                if self.path == "/.well-known/openid-configuration":
                    self.give(200, provider.metadata())
                elif self.path == "/keys":
                    self.give(200, {"keys": [key.jwk() for key in provider.keys] + [{"kty": "oct", "k": "AAAA"}, "no key", {"kty": "RSA", "n": "AQAB", "e": "AQAB"}]})
                else:
                    self.give(404, {})

            def do_POST(self):
                form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode(), strict_parsing=True))
                provider.asked.append(self.path)
                try:
                    self.give(200, provider.token(form, self.headers["Content-Type"]))
                except ValueError as error:
                    provider.faults.append(str(error))
                    self.give(400, {"error": "invalid_grant"})

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self):
        self.claims, self.header, self.key, self.whole, self.faults = {}, {}, None, None, []

    def metadata(self):
        return {"issuer": self.issuer, "authorization_endpoint": self.issuer + "/authorize?tenant=1", "token_endpoint": self.issuer + "/token",
                "jwks_uri": self.issuer + "/keys"}

    def code_for(self, asked, person):
        code = f"code+{len(self.codes)}/="
        self.codes[code] = (asked, person)
        return code

    def token(self, form, media):
        """What an honest provider looks at before it says who it is."""
        asked, person = self.codes.pop(form.get("code"), (None, None))
        for wrong, what in ((asked is None, "no such code"), (media != "application/x-www-form-urlencoded", media),
                            (form.get("grant_type") != "authorization_code", "grant_type"), (form.get("client_id") != CLIENT, "client_id"),
                            (form.get("client_secret") != SECRET, "client_secret"), (form.get("redirect_uri") != BACK, "redirect_uri"),
                            (asked and b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest()) != asked["code_challenge"], "code_verifier")):
            if wrong:
                raise ValueError(what)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "s1", "exp": now + 300, "iat": now, "nonce": asked["nonce"], "email": person,
                  "email_verified": True, **self.claims}
        key = self.key or self.keys[0]
        header = {"alg": key.algorithm, "kid": key.id, **self.header}
        text = ".".join(b64(json.dumps({k: v for k, v in part.items() if v is not None}).encode()) for part in (header, claims))
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.whole(text) if self.whole else text + "." + b64(key.sign(text.encode()))}


class OidcTest(ServiceTest):
    more = ()

    @classmethod
    def setUpClass(cls):
        keys = tempfile.TemporaryDirectory(prefix="mizan-test-")
        cls.addClassCleanup(keys.cleanup)
        cls.provider = Provider(keys.name)
        cls.addClassCleanup(cls.provider.server.server_close)
        cls.addClassCleanup(cls.provider.server.shutdown)
        secret = pathlib.Path(keys.name, "secret")
        secret.write_text(SECRET + "\n")
        cls.options = ("--public-url", "https://mizan.example/", "--oidc-issuer", cls.provider.issuer, "--oidc-client", CLIENT, "--oidc-secret", secret, *cls.more)
        super().setUpClass()

    def setUp(self):
        self.provider.reset()

    def begin(self):
        """(the cookie, what the provider is asked)"""
        answer = self.ask("GET", "/api/v1/oidc/start", expect=303)
        cookie, *flags = answer.headers["Set-Cookie"].split("; ")
        self.assertEqual(set(flags), {"Path=/api/v1/oidc", "HttpOnly", "SameSite=Lax", "Max-Age=600", "Secure"})
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        there = urllib.parse.urlsplit(answer.headers["Location"])
        asked = dict(urllib.parse.parse_qsl(there.query, strict_parsing=True))
        self.assertEqual(f"{there.scheme}://{there.netloc}{there.path}", self.provider.issuer + "/authorize")
        self.assertEqual((asked["tenant"], asked["response_type"], asked["client_id"], asked["redirect_uri"], asked["code_challenge_method"]),
                         ("1", "code", CLIENT, BACK, "S256"))
        self.assertIn("openid", asked["scope"].split())
        return cookie, asked

    def come_back(self, cookie, expect, **query):
        headers = {"Cookie": cookie} if cookie else {}
        return self.ask("GET", "/api/v1/oidc/callback?" + urllib.parse.urlencode(query), headers=headers, expect=expect)

    def log_in_as(self, person, expect=200):
        cookie, asked = self.begin()
        return self.come_back(cookie, expect, code=self.provider.code_for(asked, person), state=asked["state"])

    def refused(self, person="ann@example.org"):
        answer = self.log_in_as(person, 401)
        self.assertEqual(answer.json()["code"], "provider-refused")
        self.assertNotIn("mizan_session", str(answer.headers))
        return answer.json()["detail"]

    def add(self, name, role="reviewer"):
        self.ask("POST", "/api/v1/accounts", {"name": name, "role": role}, self.service.administrator())


class LogIn(OidcTest):
    def setUp(self):
        super().setUp()
        self.add("ann@example.org")

    def test_who_has_an_account(self):
        answer = self.log_in_as("Ann@Example.org")
        self.assertEqual((answer.json()["account"], answer.json()["role"]), ("ann@example.org", "reviewer"))
        cookies = answer.headers.get_all("Set-Cookie")
        session = next(c for c in cookies if c.startswith("mizan_session="))
        self.assertIn("SameSite=Strict", session)
        self.assertTrue(any(c.startswith("mizan_oidc=;") and "Max-Age=0" in c for c in cookies))
        fields = {"Cookie": session.split(";")[0], "X-CSRF-Token": answer.json()["csrf_token"]}
        me = self.ask("GET", "/api/v1/me", headers=fields, expect=200).json()
        self.assertEqual((me["who"], me["csrf_token"]), ("ann@example.org", fields["X-CSRF-Token"]))
        self.ask("DELETE", "/api/v1/sessions/current", headers=fields, expect=204)
        self.assertEqual(self.provider.faults, [])
        events = self.ask("GET", "/api/v1/access/events?limit=500", headers=self.service.administrator(), expect=200).json()["events"]
        self.assertIn(("logged-in", "ann@example.org"), [(e["what"], e.get("who")) for e in events])

    def test_with_a_key_on_a_curve(self):
        self.provider.key = self.provider.keys[1]
        self.log_in_as("ann@example.org")

    def test_who_has_none(self):
        self.assertIn("no account", self.refused("ben@example.org"))
        self.assertIn("no account", self.refused("../console"))
        self.ask("GET", "/api/v1/accounts/ben@example.org", headers=self.service.administrator(), expect=404)

    def test_who_is_disabled(self):
        self.add("cem@example.org")
        self.log_in_as("cem@example.org")
        self.ask("POST", "/api/v1/accounts/cem@example.org/disable", headers=self.service.administrator(), expect=200)
        self.refused("cem@example.org")

    def test_an_administrator(self):
        self.add("root@example.org", "administrator")
        self.assertIn("an administrator logs in with a password", self.refused("root@example.org"))
        events = self.ask("GET", "/api/v1/access/events?limit=500", headers=self.service.administrator(), expect=200).json()["events"]
        self.assertNotIn(("logged-in", "root@example.org"), [(e["what"], e.get("who")) for e in events])

    def test_claims_that_do_not_fit(self):
        now = int(time.time())
        for claims in ({"iss": "https://other.example"}, {"iss": None}, {"aud": "somebody-else"}, {"aud": ["x", "y"]}, {"aud": None}, {"aud": [CLIENT, "x"]},
                       {"azp": "somebody-else"}, {"exp": now - 100}, {"exp": None}, {"exp": "x"}, {"iat": now + 1000}, {"iat": None}, {"nbf": now + 1000},
                       {"nonce": "another"}, {"nonce": None}, {"email": None}, {"email": ""}, {"email": 5}, {"email_verified": False}, {"email_verified": None},
                       {"email_verified": "true"}):
            with self.subTest(claims):
                self.provider.claims = claims
                self.refused()
        for claims in ({"aud": [CLIENT]}, {"aud": [CLIENT, "x"], "azp": CLIENT}, {"exp": now + 5.5}, {"nbf": now}):
            with self.subTest(claims):
                self.provider.claims = claims
                self.log_in_as("ann@example.org")

    def test_signatures_that_do_not_hold(self):
        first, curve = self.provider.keys
        for header, key in (({"alg": "none"}, first), ({"alg": "HS256"}, first), ({"alg": "ES256"}, first), ({"alg": "RS256"}, curve), ({"kid": "no-such"}, first),
                            ({"kid": None, "alg": "PS256"}, first), ({"crit": ["exp"]}, first), ({"kid": "first"}, self.provider.stranger), ({"kid": "curve"}, self.provider.stranger)):
            with self.subTest(header):
                self.provider.header, self.provider.key = header, key
                self.refused()
        self.provider.reset()
        for whole in (lambda text: text, lambda text: text + ".", lambda text: text + "." + b64(b"x" * 256), lambda text: "", lambda text: "a.b.c",
                      lambda text: text + "." + b64(first.sign(text.encode())) + "=", lambda text: text + "x." + b64(first.sign(text.encode())),
                      lambda text: b64(b'{"alg":"RS256","kid":"first"}') + "." + text.split(".")[1] + "." + b64(first.sign(text.encode()))[:-4] + "AAAA",
                      lambda text: "x" * 20000):
            self.provider.whole = whole
            self.refused()
        self.provider.whole = lambda text: text + "." + b64(first.sign(text.encode()))
        self.log_in_as("ann@example.org")

    def test_a_way_back_that_was_not_begun_here(self):
        cookie, asked = self.begin()
        other, other_asked = self.begin()
        self.assertTrue(all(asked[name] != other_asked[name] for name in ("state", "nonce", "code_challenge")))
        code = self.provider.code_for(asked, "ann@example.org")
        for wrong, state in ((None, asked["state"]), (other, asked["state"]), (cookie, other_asked["state"]), (cookie, ""), ("mizan_oidc=x.y.z", "x")):
            self.come_back(wrong, 401, code=code, state=state)
        self.come_back(cookie, 401, code="", state=asked["state"])
        self.come_back(cookie, 401, code="x" * 3000, state=asked["state"])
        self.come_back(cookie, 401, error="access_denied", state=asked["state"])
        self.come_back(cookie, 401, code="made up", state=asked["state"])
        self.assertEqual(self.provider.faults, ["no such code"])
        # The code of somebody else's log-in, brought along with one's own cookie.
        self.come_back(other, 401, code=code, state=other_asked["state"])
        self.assertEqual(self.provider.faults, ["no such code", "code_verifier"])

    def test_nothing_secret_is_in_the_log(self):
        cookie, asked = self.begin()
        code = self.provider.code_for(asked, "ann@example.org")
        self.come_back(cookie, 200, code=code, state=asked["state"])
        log = pathlib.Path(self.folder, "stderr").read_text()
        for secret in (SECRET, code, asked["state"], *cookie.split("=", 1)[1].split(".")):
            self.assertNotIn(secret, log)


class Made(OidcTest):
    more = ("--oidc-role", "analyst", "--oidc-domain", "Example.org", "--oidc-domain", "two.example", "--oidc-page", "https://mizan.example/desk")

    def test_an_account_is_made_at_the_first_log_in(self):
        for person in ("Dan@example.ORG", "dan@example.org", "eva@two.example"):
            self.assertEqual(self.log_in_as(person, 303).headers["Location"], "https://mizan.example/desk")
        account = self.ask("GET", "/api/v1/accounts/dan@example.org", headers=self.service.administrator(), expect=200).json()
        self.assertEqual((account["role"], account["active"]), ("analyst", True))
        self.refused("no name at all@example.org")

    def test_none_is_made_for_others(self):
        for person in ("mal@other.example", "mal@mail.example.org", "mal@notexample.org", "mal@example.org.other.example", "mal@example.org@other.example",
                       "mal+example.org", "example.org", "mal@", "mal@example.org.", "mal@two.example.org"):
            with self.subTest(person):
                self.assertIn("no account", self.refused(person))
        self.provider.claims = {"email_verified": False}
        self.assertIn("not verified", self.refused("mal@example.org"))
        names = [a["name"] for a in self.ask("GET", "/api/v1/accounts", headers=self.service.administrator(), expect=200).json()["accounts"]]
        self.assertFalse([name for name in names if name.startswith(("mal", "example"))])

    def test_who_has_one_comes_in_from_anywhere(self):
        self.add("fay@other.example")
        self.log_in_as("fay@other.example", 303)


class OtherClaim(OidcTest):
    more = ("--oidc-claim", "sub", "--oidc-administrators")

    def test_it_is_taken_as_it_is(self):
        self.add("ab3x")
        self.provider.claims = {"sub": "ab3x"}
        self.assertEqual(self.log_in_as("").json()["account"], "ab3x")
        for other in ("aB3x", "Ab3X", "AB3X", " ab3x"):
            self.provider.claims = {"sub": other}
            self.assertIn("no account", self.refused())

    def test_an_administrator_who_may(self):
        self.add("root", "administrator")
        self.provider.claims = {"sub": "root"}
        self.assertEqual(self.log_in_as("").json()["role"], "administrator")


class Unreachable(OidcTest):
    def test_it_is_asked_seldom_and_nobody_else_waits(self):
        self.provider.server.shutdown()
        self.provider.server.server_close()
        for _ in range(3):
            self.assertIn("cannot be asked", self.ask("GET", "/api/v1/oidc/start", expect=401).json()["detail"])
        self.ask("GET", "/api/v1/me", key=self.key, expect=200)


class NotSetUp(ServiceTest):
    def test_there_is_none(self):
        self.ask("GET", "/api/v1/oidc/start", expect=404)
        self.ask("GET", "/api/v1/oidc/callback?code=x&state=y", expect=404)

    def test_what_cannot_be_used_is_said_at_the_start(self):
        good = {"--public-url": "https://m.example", "--oidc-issuer": "https://id.example", "--oidc-client": "x"}
        domain = {"--oidc-domain": "example.org"}
        for change in ({"--oidc-issuer": "http://id.example"}, {"--oidc-issuer": "http://127.0.0.1.example"}, {"--oidc-client": None}, {"--public-url": None},
                       {**domain, "--oidc-role": "administrator"}, {**domain, "--oidc-role": "king"}, {"--oidc-role": "analyst"}, domain,
                       {**domain, "--oidc-role": "analyst", "--oidc-claim": "sub"}, {"--oidc-role": "analyst", "--oidc-domain": "@example.org"},
                       {"--oidc-role": "analyst", "--oidc-domain": "example.org."}, {"--oidc-secret": os.devnull + "/x"}, {}):
            options = [word for name, value in {**good, **change}.items() if value for word in (name, value)]
            done = subprocess.run([service.MIZAN, "serve", "--data", self.folder / "other", "--policy", self.policy, "--check-config", *options],
                                  capture_output=True, text=True, env=self.service.environment)
            self.assertEqual(done.returncode == 0, not change, (change, done.stderr))


if __name__ == "__main__":
    service.main()
