"""A request that has an Idempotency-Key is carried out once, however often it is sent. once_test.py MIZAN"""

import threading

import service
from service import HARMFUL, NDJSON, PLAIN, ServiceTest


class Once(ServiceTest):
    def send(self, target, body, key="k", expect=200, who=None, **more):
        return self.ask("POST", target, body, key=who or self.key, headers={"Idempotency-Key": key}, expect=expect, **more)

    def records(self):
        return len(self.ask("GET", "/api/v1/decisions?limit=500", key=self.key).json()["decisions"])

    def test_a_post_without_an_id_is_recorded_once(self):
        key, before = self.new_id(), self.records()
        first = self.send("/api/v1/moderate", {"text": HARMFUL}, key)
        again = self.send("/api/v1/moderate", {"text": HARMFUL}, key)
        self.assertEqual((again.body, first.headers["Idempotency-Replayed"], again.headers["Idempotency-Replayed"]), (first.body, None, "true"))
        self.assertNotEqual(again.headers["X-Request-Id"], first.headers["X-Request-Id"])
        self.assertEqual(self.records(), before + 1)
        self.assertNotEqual(self.send("/api/v1/moderate", {"text": HARMFUL}, self.new_id()).body, first.body)
        array = [{"text": HARMFUL}, {"text": PLAIN}, {}]
        key = self.new_id()
        self.assertEqual(self.send("/api/v1/moderate", array, key).body, self.send("/api/v1/moderate", array, key).body)

    def test_another_request_under_the_key_is_a_conflict(self):
        key = self.new_id()
        self.send("/api/v1/moderate", {"text": HARMFUL}, key)
        for target, body in (("/api/v1/moderate", {"text": PLAIN}), ("/api/v1/moderate?x=1", {"text": HARMFUL})):
            problem = self.send(target, body, key, expect=409)
            self.assertEqual((problem.json()["code"], problem.headers["Retry-After"]), ("idempotency-conflict", None))
        self.send("/api/v1/moderate", {"text": PLAIN}, key, who=self.lead)  # whose key it is not
        self.ask("GET", "/api/v1/policy", key=self.key, headers={"Idempotency-Key": key}, expect=200)  # which changes nothing

    def test_what_was_refused_is_refused_again(self):
        key = self.new_id()
        first = self.send("/api/v1/moderate", b"no post", key, expect=400)
        again = self.send("/api/v1/moderate", b"no post", key, expect=400)
        self.assertEqual((again.body, again.headers["Idempotency-Replayed"]), (first.body, "true"))

    def test_a_key_that_is_made_is_made_once(self):
        people = self.service.administrator()
        order, key = {"name": "once", "role": "service"}, self.new_id()
        headers = dict(people, **{"Idempotency-Key": key})
        made = [self.ask("POST", "/api/v1/keys", order, headers, expect=201) for _ in range(2)]
        self.assertEqual(made[0].json(), made[1].json())
        self.assertEqual([m.headers["Location"] for m in made], ["/api/v1/keys/" + made[0].json()["id"]] * 2)
        names = [k["name"] for k in self.ask("GET", "/api/v1/keys", headers=people).json()["keys"]]
        self.assertEqual(names.count("once"), 1)
        secret = made[0].json()["key"].encode()
        for file in self.folder.rglob("*"):  # it is kept in memory alone
            if file.is_file():
                self.assertNotIn(secret, file.read_bytes(), file)

    def test_many_at_once_are_one(self):
        key, before, answers = self.new_id(), self.records(), []
        body = [{"text": HARMFUL} for _ in range(20)]
        threads = [threading.Thread(target=lambda: answers.append(self.send("/api/v1/moderate", body, key, expect=None))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        bodies = {a.body for a in answers if a.status == 200}
        self.assertEqual(len(bodies), 1)
        for late in (a for a in answers if a.status != 200):
            self.assertEqual((late.status, late.json()["code"], late.headers["Retry-After"]), (409, "idempotency-conflict", "1"))
        self.assertEqual(self.records(), before + 20)

    def test_what_is_no_key(self):
        for key in ("x" * 256, "caf\xe9"):
            self.assertEqual(self.send("/api/v1/moderate", {"text": PLAIN}, key, expect=400).json()["where"], "Idempotency-Key")
        self.send("/api/v1/moderate", {"text": PLAIN}, "x" * 255)
        # A stream goes by its posts' ids.
        for _ in range(2):
            self.send("/api/v1/moderate", b'{"id":"once","text":"x"}\n', self.new_id(), media=NDJSON)


if __name__ == "__main__":
    service.main()
