"""A service that is stopped and started again under load: each request has its whole answer or none. restart_test.py MIZAN

The number of restarts: SERVICE_RESTARTS, 5 if it is not set."""

import http.client
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

import service
from service import HARMFUL, NDJSON, PLAIN, WAIT, Answer, Service

RESTARTS = int(os.environ.get("SERVICE_RESTARTS", "5"))
PATH = "/api/v1/moderate"
LOOKED_UP = 40  # posts at the end
CLIENTS = 6


class Client(threading.Thread):
    """Sends one request after the other on a connection that it keeps, each until it is answered, as clients are told to do."""

    def __init__(self, test, number):
        super().__init__()
        self.test, self.number = test, number
        self.told, self.cut_off, self.turned_away, self.problem = [], 0, 0, None
        self.connection = None

    def run(self):
        try:
            for i in range(1_000_000):
                if self.test.ended.is_set():
                    break
                self.send([{"id": f"r-{self.number}-{i}-{j}", "text": HARMFUL if (i + j) % 4 == 0 else PLAIN} for j in range(3)])
        except Exception as problem:
            self.problem = f"client {self.number}: {problem!r}"
        if self.connection:
            self.connection.close()

    def send(self, posts):
        if self.number % 3 == 0:
            posts = posts[:1]
            body, media = json.dumps(posts[0]), "application/json"
        elif self.number % 3 == 1:
            body, media = json.dumps(posts), "application/json"
        else:
            body, media = "".join(json.dumps(post) + "\n" for post in posts), NDJSON
        while (answer := self.answer_to(body, media)) is None:
            time.sleep(0.01)
        answers = {0: lambda: [answer.json()], 1: answer.json, 2: answer.lines}[self.number % 3]()
        self.told.extend(zip(posts, answers, strict=True))

    def answer_to(self, body, media):
        """None: it is to be sent again."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.test.service.port, timeout=WAIT)
            self.connection.request("POST", PATH, body, {"Authorization": "Bearer " + self.test.key, "Content-Type": media})
            response = self.connection.getresponse()
        except ConnectionError:  # refused, or closed before a byte of an answer came
            self.connection.close()
            self.connection = None
            self.cut_off += 1
            return None
        answer = Answer(response.status, response.headers, response.read())  # what is cut off here is a fault
        self.test.service.checked("POST", PATH, answer)
        if answer.status == 503 and self.test.stopping:
            self.turned_away += 1
            return None
        if answer.status != 200:
            raise AssertionError(f"{answer.status}: {answer.body[:300]!r}")
        return answer


class Restarted(unittest.TestCase):
    def test_each_request_has_its_whole_answer_or_none(self):
        with tempfile.TemporaryDirectory(prefix="mizan-test-") as folder:
            shutil.copytree(service.GARDEN, pathlib.Path(folder, "policy"))
            self.service = Service(folder, pathlib.Path(folder, "policy"), "--threads", 2).start()
            self.addCleanup(self.service.stop)
            self.key = self.service.make_key()
            self.ended, self.stopping = threading.Event(), False
            clients = [Client(self, number) for number in range(CLIENTS)]
            for client in clients:
                client.start()
            try:
                self.restart_again_and_again()
            finally:
                self.ended.set()
                for client in clients:
                    client.join()
            self.check(clients)

    def restart_again_and_again(self):
        chance = random.Random(1)
        for _ in range(RESTARTS):
            time.sleep(chance.uniform(0.2, 0.6))
            self.stopping = True
            self.assertEqual(self.service.stop(), 0)
            self.service.start(expect_password=False)
            self.stopping = False
        time.sleep(0.3)

    def check(self, clients):
        self.assertEqual([client.problem for client in clients if client.problem], [])
        told = [pair for client in clients for pair in client.told]
        for client in clients:
            self.assertGreater(len(client.told), 0, f"client {client.number}")
        self.assertGreater(sum(client.cut_off + client.turned_away for client in clients), 0)  # else it was never in the way
        for post, answer in random.Random(2).sample(told, min(len(told), LOOKED_UP)):
            found = self.service.ask("GET", "/api/v1/decisions?post=" + post["id"], key=self.key, expect=200).json()["decisions"]
            self.assertEqual(len(found), 1, post)
            self.assertEqual(self.service.moderate(post, self.key).json(), answer)
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.recorded(), len(told))  # none is missing, none is there twice
        print(f"{RESTARTS} restarts: {len(told)} posts answered, {sum(c.cut_off for c in clients)} requests cut off, "
              f"{sum(c.turned_away for c in clients)} turned away", flush=True)

    def recorded(self):
        store = self.service.folder / "data/record"
        text = subprocess.run([service.MIZAN, "log", "status", "--store", store], check=True, text=True, stdout=subprocess.PIPE).stdout
        return sum(int(n) for n in re.findall(r"^  (?:decisions|posts in batches) +(\d+)$", text, re.M))


if __name__ == "__main__":
    service.main()
