"""What the service has told is on record and is told to others, however it ends. kill_test.py MIZAN

The number of kills: SERVICE_KILLS, 5 if it is not set; how long after its start or its first answer each hits follows from SERVICE_SEED.
One in five, and the last, is followed by one within the next start."""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

import service
from receiver import Receiver
from service import HARMFUL, NDJSON, PLAIN, Service, wait_until

KILLS = int(os.environ.get("SERVICE_KILLS", "5"))
SEED = int(os.environ.get("SERVICE_SEED", "1"))
LOOKED_UP = 10  # posts after each kill


class Killed(unittest.TestCase):
    def test_what_was_answered_is_on_record_and_told(self):
        """kill -9 while posts come in all three ways; then every decision that was told is still there, and has come by webhook under one id."""
        self.random, self.sampling = random.Random(SEED), random.Random(SEED)
        receiver = Receiver()
        self.addCleanup(receiver.close)
        with tempfile.TemporaryDirectory(prefix="mizan-test-") as folder:
            shutil.copytree(service.GARDEN, pathlib.Path(folder, "policy"))
            self.service = Service(folder, pathlib.Path(folder, "policy"), "--threads", 2).start()
            try:
                self.kill_again_and_again(receiver)
            finally:
                self.service.stop()

    def kill_again_and_again(self, receiver):
        one = self.service
        self.key, lead = one.make_key(), one.make_key("administrator")
        hook = one.ask("POST", "/api/v1/webhooks", {"url": receiver.url, "topics": ["decision.made"]}, key=lead, expect=201).json()
        told = []
        for turn in range(KILLS):
            new = self.load(turn)
            if self.random.random() < 0.2 or turn == KILLS - 1:
                self.kill_at_the_start()
            one.start(expect_password=False)
            self.assertGreater(len(new), 0)
            for post, _ in self.some(new):
                self.look_up(post)
            told += new
            if turn % 100 == 99:
                print(f"{turn + 1} kills", flush=True)
        for post, body in self.some(told):
            self.look_up(post)
            self.assertEqual(one.moderate(post, self.key).json(), body)
        one.ask("GET", "/readyz", expect=200)
        deliveries = f"/api/v1/webhooks/{hook['id']}/deliveries?state=waiting"
        wait_until(lambda: not one.ask("GET", deliveries, key=lead, expect=200).json()["deliveries"], 10 * service.WAIT)
        ids = {}  # of messages, by post
        for body in receiver.bodies():
            ids.setdefault(body["data"]["post"], set()).add(body["id"])
        harmful = {post["id"] for post, _ in told if post["text"] == HARMFUL}
        self.assertEqual(harmful - ids.keys(), set())
        self.assertEqual({len(of_post) for of_post in ids.values()}, {1})
        print(f"{KILLS} kills: {len(told)} posts answered, {len(harmful)} of them told, in {len(receiver.got)} messages")

    def some(self, told):
        return self.sampling.sample(told, min(len(told), LOOKED_UP))

    def look_up(self, post):
        found = self.service.ask("GET", "/api/v1/decisions?post=" + post["id"], key=self.key, expect=200).json()["decisions"]
        self.assertEqual(len(found), 1, post)

    def kill_at_the_start(self):
        one = self.service
        process = subprocess.Popen([service.MIZAN, "serve", "--data", one.folder / "data", "--listen", "127.0.0.1:0", "--policy", one.policy],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=one.environment)
        time.sleep(self.random.uniform(0, 0.3))
        process.kill()
        process.wait()

    def load(self, turn):
        """Sends posts until the service is killed; gives those that were answered, with their answers."""
        told, lock = [], threading.Lock()

        def send(worker):
            for i in range(10000):
                posts = [{"id": f"k-{turn}-{worker}-{i}-{j}", "text": HARMFUL if (i + j) % 4 == 0 else PLAIN} for j in range(3)]
                try:
                    if worker % 3 == 0:
                        posts = posts[:1]
                        answers = [self.service.moderate(posts[0], self.key).json()]
                    elif worker % 3 == 1:
                        answers = self.service.moderate(posts, self.key).json()
                    else:
                        answers = self.service.moderate("".join(json.dumps(p) + "\n" for p in posts), self.key, media=NDJSON).lines()
                except (OSError, service.http.client.HTTPException):
                    return
                with lock:
                    told.extend(zip(posts, answers, strict=True))

        threads = [threading.Thread(target=send, args=(worker,)) for worker in range(6)]
        for thread in threads:
            thread.start()
        wait_until(lambda: told)
        time.sleep(self.random.uniform(0, 0.4))
        self.service.stop(signal.SIGKILL)
        for thread in threads:
            thread.join()
        return told


if __name__ == "__main__":
    service.main()
