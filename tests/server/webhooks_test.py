"""Messages to others: signed, sent until they arrive, never lost. webhooks_test.py MIZAN"""

import base64
import hashlib
import hmac
import json
import signal
import socket
import subprocess
import threading
import time
import urllib.parse

import service
from receiver import Receiver
from service import HARMFUL, ServiceTest, wait_until


def field(headers, name):
    return next(value for key, value in headers.items() if key.lower() == name)


def is_signed(headers, body, secret):
    """As standardwebhooks.com describes it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join([field(headers, "webhook-id").encode(), field(headers, "webhook-timestamp").encode(), body])
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return wanted in field(headers, "webhook-signature").split(" ")


class WithReceiver(ServiceTest):
    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)

    def hook(self, *topics, url=None, **more):
        made = self.ask("POST", "/api/v1/webhooks", {"url": url or self.receiver.url, "topics": list(topics or ["decision.made"]), **more},
                        key=self.lead, expect=201).json()
        self.addCleanup(lambda: self.ask("DELETE", f"/api/v1/webhooks/{made['id']}", key=self.lead))
        return made

    def deliveries(self, hook, **query):
        asked = urllib.parse.urlencode(query)
        return self.ask("GET", f"/api/v1/webhooks/{hook['id']}/deliveries?{asked}", key=self.lead, expect=200).json()["deliveries"]

    def decide(self, **more):
        post = {"id": self.new_id(), "text": HARMFUL, **more}
        return self.service.moderate(post, self.key).json()


class Webhooks(WithReceiver):
    def test_a_decision_is_told_signed(self):
        self.decide()  # before there is a webhook: no news
        hook = self.hook(url=self.receiver.url + "?from=mizan")
        decision = self.decide()
        wait_until(lambda: self.receiver.bodies())
        wait_until(lambda: self.deliveries(hook, state="delivered"))
        [(status, path, headers, body)] = self.receiver.got
        message = json.loads(body)
        self.assertEqual((status, path, message["type"]), (200, "/hook?from=mizan", "decision.made"))
        self.assertEqual(message["data"]["decision"], decision)
        self.assertTrue(is_signed(headers, body, hook["secret"]))
        self.assertFalse(is_signed(headers, body + b" ", hook["secret"]))
        self.assertEqual(message["id"], field(headers, "webhook-id"))
        self.assertNotIn("secret", self.ask("GET", f"/api/v1/webhooks/{hook['id']}", key=self.lead, expect=200).json())
        self.assertNotIn(hook["secret"], (self.folder / "stderr").read_text())

    def test_what_fails_is_sent_again_under_the_same_id(self):
        self.receiver.answers = [500]
        hook = self.hook()
        self.decide()
        [waiting] = wait_until(lambda: [d for d in self.deliveries(hook) if d["attempts"] == 1])
        self.assertEqual((waiting["state"], waiting["status"]), ("waiting", 500))
        self.assertGreaterEqual(waiting["next_at"], waiting["made_at"] + 3)
        wait_until(lambda: self.receiver.bodies())
        ids = {field(headers, "webhook-id") for _, _, headers, _ in self.receiver.got}
        self.assertEqual((len(self.receiver.got), len(ids)), (2, 1))

    def test_no_redirect_is_followed(self):
        self.receiver.answers = [302]
        hook = self.hook()
        self.decide()
        [waiting] = wait_until(lambda: [d for d in self.deliveries(hook) if d["attempts"] == 1])
        self.assertEqual((waiting["state"], waiting["status"]), ("waiting", 302))

    def test_sent_again_by_order(self):
        hook = self.hook()
        self.decide()
        [delivered] = wait_until(lambda: self.deliveries(hook, state="delivered"))
        again = self.ask("POST", f"/api/v1/webhooks/{hook['id']}/deliveries/{delivered['delivery']}/resend", key=self.lead, expect=200).json()
        self.assertEqual(again["message"], delivered["message"])
        wait_until(lambda: len(self.receiver.bodies()) == 2)
        self.ask("POST", f"/api/v1/webhooks/{hook['id']}/deliveries/999999/resend", key=self.lead, expect=404)
        self.assertEqual(self.ask("POST", f"/api/v1/webhooks/{hook['id']}/resend", key=self.lead, expect=200).json(), {"resent": 0})

    def test_a_changed_secret_overlaps(self):
        hook = self.hook()
        rotated = self.ask("POST", f"/api/v1/webhooks/{hook['id']}/rotate", key=self.lead, expect=200).json()
        self.assertNotEqual(rotated["secret"], hook["secret"])
        self.decide()
        wait_until(lambda: self.receiver.bodies())
        [(_, _, headers, body)] = self.receiver.got
        self.assertTrue(is_signed(headers, body, hook["secret"]))
        self.assertTrue(is_signed(headers, body, rotated["secret"]))

    def test_paused_messages_gather(self):
        hook = self.hook()
        self.ask("POST", f"/api/v1/webhooks/{hook['id']}/pause", key=self.lead, expect=200)
        for _ in range(3):
            self.decide()
        wait_until(lambda: len(self.deliveries(hook, state="waiting")) == 3)
        self.assertEqual(self.receiver.got, [])
        self.ask("POST", f"/api/v1/webhooks/{hook['id']}/resume", key=self.lead, expect=200)
        wait_until(lambda: len(self.receiver.bodies()) == 3)
        page = self.ask("GET", f"/api/v1/webhooks/{hook['id']}/deliveries?limit=2", key=self.lead, expect=200).json()
        rest = self.ask("GET", f"/api/v1/webhooks/{hook['id']}/deliveries?limit=2&after={page['next']}", key=self.lead, expect=200).json()
        numbers = [d["delivery"] for d in page["deliveries"] + rest["deliveries"]]
        self.assertEqual(numbers, sorted(numbers, reverse=True))
        self.assertEqual(len(numbers), 3)

    def test_who_and_where(self):
        order = {"url": self.receiver.url, "topics": ["decision.made"]}
        self.ask("POST", "/api/v1/webhooks", order, key=self.key, expect=403)
        self.ask("GET", "/api/v1/webhooks", key=self.key, expect=403)
        for url in ("http://example.org/x", "ftp://127.0.0.1/", "https://", "https://a@example.org/", "https://example.org/#x", "http://127.0.0.1.example.org/", "nonsense", ""):
            problem = self.ask("POST", "/api/v1/webhooks", dict(order, url=url), key=self.lead, expect=400).json()
            self.assertEqual((problem["code"], problem["where"]), ("field-type", "url"), url)
        for topics in ([], ["everything"]):
            self.ask("POST", "/api/v1/webhooks", dict(order, topics=topics), key=self.lead, expect=400)
        self.ask("GET", "/api/v1/webhooks/wh_0", key=self.lead, expect=404)
        bound = self.service.make_key("administrator", platform="forum")
        hook = self.hook()
        self.ask("GET", f"/api/v1/webhooks/{hook['id']}", key=bound, expect=404)
        self.ask("POST", "/api/v1/webhooks", dict(order, platform="other"), key=bound, expect=403)
        made = self.ask("POST", "/api/v1/webhooks", order, key=bound, expect=201).json()
        self.assertEqual(made["platform"], "forum")
        self.assertEqual([w["id"] for w in self.ask("GET", "/api/v1/webhooks", key=bound, expect=200).json()["webhooks"]], [made["id"]])
        self.ask("DELETE", f"/api/v1/webhooks/{made['id']}", key=bound, expect=204)

    def test_what_was_erased_is_not_told(self):
        hook = self.hook()
        self.ask("POST", f"/api/v1/webhooks/{hook['id']}/pause", key=self.lead, expect=200)
        decision = self.decide()
        wait_until(lambda: self.deliveries(hook))
        self.service.stop()
        subprocess.run([service.MIZAN, "log", "erase", "--store", str(self.folder / "data/record"), "--platform", "default", "--post", decision["id"], "--ground", "author-request", "--reason", "asked"],
                       check=True, capture_output=True)
        self.service.start()
        self.ask("POST", f"/api/v1/webhooks/{hook['id']}/resume", key=self.lead, expect=200)
        [message] = wait_until(lambda: self.receiver.bodies("decision.made"))
        self.assertTrue(message["data"]["erased"])
        self.assertNotIn("decision", message["data"])

    def test_killed_at_any_moment_nothing_is_lost(self):
        hook = self.hook()
        told = set()
        for round_number in range(4):
            for _ in range(5 + 7 * round_number):
                told.add(self.decide()["id"])
            self.service.stop(signal.SIGKILL)
            self.service.start()
        wait_until(lambda: told <= {b["data"]["post"] for b in self.receiver.bodies()})
        # What comes twice has the same id.
        by_post = {}
        for body in self.receiver.bodies():
            by_post.setdefault(body["data"]["post"], set()).add(body["id"])
        self.assertEqual({len(ids) for ids in by_post.values()}, {1})
        wait_until(lambda: not self.deliveries(hook, state="waiting"))


class Silent:
    """An address that takes connections and never says a word."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.taken = []
        threading.Thread(target=self.take, daemon=True).start()

    def take(self):
        try:
            while True:
                self.taken.append(self.server.accept()[0])
        except OSError:
            pass  # closed

    def url(self, scheme):
        return f"{scheme}://127.0.0.1:{self.server.getsockname()[1]}/hook"

    def close(self):
        self.server.close()
        for connection in self.taken:
            connection.close()


class SilentReceivers(WithReceiver):
    options = ("--webhook-seconds", "2")

    def setUp(self):
        super().setUp()
        self.silent = Silent()
        self.addCleanup(self.silent.close)

    def test_they_have_so_long_and_hold_up_nobody(self):
        """Whether they are silent after the request or before there is a secure connection."""
        hooks = [self.hook(url=self.silent.url(scheme)) for scheme in ("http", "https")]
        begun = time.monotonic()
        self.hook()
        for _ in range(3):
            self.decide()
        wait_until(lambda: len(self.receiver.bodies()) == 3)
        self.ask("GET", "/api/v1/actions", key=self.lead, expect=200)
        self.hook()  # what the API does with them waits for none of them either
        for hook in hooks:
            tried = wait_until(lambda: [d for d in self.deliveries(hook) if d["attempts"] == 1])
            self.assertEqual([(d["state"], d.get("status", 0)) for d in tried], [("waiting", 0)])
        self.assertLess(time.monotonic() - begun, 15)


class SilentAtTheEnd(WithReceiver):
    def test_a_stop_waits_for_none_and_counts_as_no_attempt(self):
        silent = Silent()
        self.addCleanup(silent.close)
        hooks = [self.hook(url=silent.url(scheme)) for scheme in ("http", "https")]
        self.decide()
        wait_until(lambda: len(silent.taken) == 2)
        begun = time.monotonic()
        self.assertEqual(self.service.stop(), 0)
        self.assertLess(time.monotonic() - begun, 10)  # of the 20 seconds that they have
        self.service.start()
        for hook in hooks:
            [delivery] = self.deliveries(hook)
            self.assertEqual((delivery["state"], delivery["attempts"]), ("waiting", 0))


class Suggestions(ServiceTest):
    source = service.ROOT / "policies/hateful-conduct"

    def suggest(self, text, value, **more):
        body = {"comment": {"text": text}, "attributeScores": {"TOXICITY": {"summaryScore": {"value": value}}}, **more}
        return self.ask("POST", f"/v1alpha1/comments:suggestscore?key={self.key}", body, expect=200).json()

    def listed(self, **query):
        asked = urllib.parse.urlencode(query)
        return self.ask("GET", f"/api/v1/suggestions?{asked}", key=self.lead, expect=200).json()["suggestions"]

    def test_a_suggestion_is_kept_once(self):
        told = self.suggest("The roses are in bloom", 0, clientToken="t1", communityId="roses")
        self.assertEqual(told["clientToken"], "t1")
        self.suggest("The roses are in bloom", 0, clientToken="t1", communityId="roses")
        [kept] = [s for s in self.listed() if s["suggested"].get("client_token") == "t1"]
        self.assertEqual((kept["state"], kept["suggested"]["community"]), ("agrees", "roses"))
        self.assertEqual(kept["suggested"]["attributes"], [{"name": "TOXICITY", "value": 0}])

    def test_what_differs_much_waits_for_a_person(self):
        self.suggest("The tulips are in bloom", 1, clientToken="t2")
        [kept] = [s for s in self.listed(state="differs") if s["suggested"].get("client_token") == "t2"]
        self.assertGreaterEqual(kept["ours"]["largest_difference"], 5000)
        items = self.ask("GET", "/api/v1/review?limit=500", key=self.lead, expect=200).json()["items"]
        self.assertIn(kept["record"], [i["record"] for i in items])

    def test_the_review_list_has_what_is_in_force(self):
        name = self.new_id()
        garden = "I am told that nobody has ever seen Muslims are weeds written anywhere"
        decision = self.service.moderate({"id": name, "text": garden}, self.key).json()
        items = self.ask("GET", "/api/v1/review?limit=500", key=self.lead, expect=200).json()["items"]
        waits = [i for i in items if i["kind"] == "decision" and i["decision"]["id"] == name]
        self.assertEqual(len(waits), int(decision["route"] == "person"))


if __name__ == "__main__":
    service.main()
