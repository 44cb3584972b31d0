"""The commenting platform Coral: its client of the comment-scoring API, and its external moderation phase. coral_test.py MIZAN

The requests are those that Coral makes (coralproject/talk: services/perspective/perspective.ts, docs/external-moderation-phases.md)."""

import hashlib
import hmac
import json
import time
import urllib.parse

import service
from service import HARMFUL, PLAIN, ROOT, Service, ServiceTest

OLD, NEW = "an-old-secret-of-the-forum", "a-new-secret-of-the-forum"
FLAG = {"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}
PHASE = "/api/v1/coral/forum/moderate"


def signature(secret, body):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Scores(ServiceTest):
    source = ROOT / "policies/hateful-conduct"  # which has scores

    def call(self, method, body, expect=200):
        """As its client does: the path joined to the custom endpoint's, the key always in the query."""
        endpoint = urllib.parse.urlsplit(" http://127.0.0.1:7470/v1alpha1 ".strip())
        target = endpoint.path.rstrip("/") + "/comments:" + method + "?" + urllib.parse.urlencode({"key": self.key})
        return self.ask("POST", target, body, expect=expect).json()

    def is_toxic(self, text, locale="en-US", threshold=0.8, model="TOXICITY"):
        language = {"en-US": "en", "es": "es", "fr-FR": "fr", "de": "de", "pt-BR": "pt"}.get(locale, "en")
        told = self.call("analyze", {"comment": {"text": text}, "doNotStore": True, "requestedAttributes": {model: {}}, "languages": [language]})
        return told["attributeScores"][model]["summaryScore"]["value"] > threshold

    def test_analyze(self):
        self.assertFalse(self.is_toxic(PLAIN))
        self.assertFalse(self.is_toxic("The roses are in bloom", locale="sv"))  # which it sends as English
        self.assertTrue(self.is_toxic("You are a stupid idiot, shut up", threshold=0.5))
        self.assertFalse(self.is_toxic(PLAIN, model="SEVERE_TOXICITY"))
        refused = self.call("analyze", {"comment": {"text": "Bonjour"}, "doNotStore": True, "requestedAttributes": {"TOXICITY": {}},
                                        "languages": ["fr"]}, expect=400)  # after which the comment goes on unscored
        self.assertEqual(refused["error"]["details"][0]["errorType"], "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE")

    def test_suggestscore_is_understood(self):
        told = {"url": "https://news.example/roses#c1", "reply_to_id_Coral_comment_id": "", "Coral_comment_id": "c1"}
        body = {"comment": {"text": PLAIN}, "context": {"entries": [{"text": json.dumps(told)}]},
                "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}}, "languages": ["en"],
                "communityId": "Coral:https://comments.news.example", "clientToken": "comment:c1"}
        target = f"/v1alpha1/comments:suggestscore?key={self.key}"
        self.assertNotEqual(self.ask("POST", target, body).status, 400)
        del body["attributeScores"]
        self.ask("POST", target, body, expect=400)


class Phase(ServiceTest):
    options = ("--coral-secret", "forum=" + OLD, "--coral-secret", "forum=" + NEW, "--coral-secret", "other=" + "x" * 20)

    def body(self, text, action="NEW", **comment):
        return json.dumps({"action": action, "comment": {"body": text, "parentID": None, **comment}, "author": {"id": "a7", "role": "COMMENTER"},
                           "story": {"id": "s1", "url": "https://news.example/roses"}, "site": {"id": "n1"}, "tenantID": "t1",
                           "tenantDomain": "comments.news.example"}).encode()

    def send(self, body, secret=NEW, field=None, path=PHASE, expect=None):
        sent = signature(secret, body) if field is None else field
        return self.ask("POST", path, body, headers={"X-Coral-Signature": sent} if sent else {}, expect=expect)

    def records(self):
        return self.ask("GET", "/api/v1/decisions?limit=100&platform=forum", key=self.lead, expect=200).json()["decisions"]

    def test_what_is_decided_is_told_in_its_form_and_on_record(self):
        before = self.records()
        told = self.send(self.body("<div><b>Garden</b>ers are weeds<br></div>"), expect=200)
        self.assertEqual(told.json(), {"actions": [FLAG], "status": "SYSTEM_WITHHELD"})
        kept = [one for one in self.records() if one not in before]
        self.assertEqual(len(kept), 1)
        record = self.ask("GET", f"/api/v1/decisions/{kept[0]['record']}", key=self.lead, expect=200).json()
        self.assertIn("forum", json.dumps(record))
        self.assertIn('"violation"', json.dumps(record))
        for harmless in (f"<p>{PLAIN}</p>", "<p>Gardeners are <i>no</i>t weeds</p>"):
            self.assertEqual(self.send(self.body(harmless)).status, 204, harmless)

    def test_a_reply_that_is_changed(self):
        told = self.send(self.body(f"<p>{HARMFUL}</p>", action="EDIT", parentID="c0"), expect=200)
        self.assertEqual(told.json()["status"], "SYSTEM_WITHHELD")

    def test_half_an_emoji_does_not_get_past(self):
        body = self.body(f"<p>{HARMFUL}\ud83d</p>")
        self.assertIn(b"\\ud83d", body)
        self.send(body, expect=200)

    def test_while_the_secret_is_changed(self):
        body = self.body(PLAIN)
        for secret in (OLD, NEW):
            self.send(body, secret, expect=204)
        both = signature("a-secret-that-nobody-knows", body) + "," + signature(NEW, body).upper().replace("SHA256", "sha256")
        self.send(body, field=both, expect=204)

    def test_who_has_not_signed_is_refused(self):
        before, body = len(self.records()), self.body(HARMFUL)
        right = signature(NEW, body)
        wrong = [signature("wrong", body), signature("x" * 20, body), right[:-1], right + "0", right[:-1] + ("0" if right[-1] != "0" else "1"),
                 right.removeprefix("sha256="), "sha1=" + right[7:], "sha256=", "", "nonsense", ",".join(["sha256=" + "0" * 64] * 4 + [right])]
        answers = {self.send(body, field=field, expect=401).body for field in wrong}
        answers.add(self.send(body, path="/api/v1/coral/nowhere/moderate", expect=401).body)  # does not tell which platforms there are
        answers.add(self.send(body, path="/api/v1/coral/other/moderate", expect=401).body)
        answers.add(self.send(body + b" ", field=right, expect=401).body)
        self.assertEqual(len(answers), 1)
        self.ask("POST", PHASE, body, key=self.lead, expect=401)  # a key is no signature
        self.ask("POST", PHASE, body, headers=self.service.administrator(), expect=401)
        self.assertEqual(len(self.records()), before)
        log = (self.folder / "stderr").read_text()
        self.assertNotIn(NEW, log)
        self.assertIn('"who":"coral:forum"', log)

    def test_what_is_signed_and_wrong(self):
        for body in (b"", b"[]", b"{", b'{"action":"NEW"}', self.body(PLAIN, action="DELETE"), self.body("<p> </p>"), self.body("").replace(b'""', b"5"),
                     self.body(PLAIN).replace(b'"a7"', b"7"), b'{"comment":' * 100):
            self.assertEqual(self.send(body).status, 400, body)

    def test_in_time(self):
        took = []
        for _ in range(20):
            begun = time.monotonic()
            self.send(self.body(HARMFUL))
            took.append(time.monotonic() - begun)
        self.assertLess(sorted(took)[10], 0.5)


class Secrets(ServiceTest):
    def test_none(self):
        self.ask("POST", PHASE, b"{}", headers={"X-Coral-Signature": signature("", b"{}")}, expect=401)

    def test_those_that_cannot_be_used(self):
        for secrets in (["forum"], ["=abcdefghijklmnopq"], ["forum=short"], [f"forum={c * 20}" for c in "abc"]):
            options = [word for secret in secrets for word in ("--coral-secret", secret)]
            with self.assertRaisesRegex(AssertionError, "--coral-secret: ") as refused:
                self.started(*options)
            self.assertNotIn("aaaa", str(refused.exception))

    def started(self, *options):
        one = Service(self.folder, self.policy, *options)
        self.addCleanup(one.stop)
        return one.start()

    def test_from_the_configuration_file(self):
        config = self.folder / "mizan.conf"
        config.write_text(f'# secrets\ncoral-secret = ["forum={OLD}", "blog={NEW}"]\n')
        (self.folder / "more").mkdir()
        other = Service(self.folder / "more", self.policy, "--config", config)
        self.addCleanup(other.stop)
        other.start()
        for platform, secret, status in (("blog", NEW, 400), ("forum", OLD, 400), ("forum", NEW, 401)):
            other.ask("POST", f"/api/v1/coral/{platform}/moderate", b"{}", headers={"X-Coral-Signature": signature(secret, b"{}")}, expect=status)


if __name__ == "__main__":
    service.main()
