"""A disk that is full: what cannot be kept is refused and not told, what was told is kept, and room is all it takes to go on.
full_test.py MIZAN"""

import pathlib
import resource
import shutil
import signal
import tempfile
import time
import unittest

import service
from receiver import Receiver
from service import HARMFUL, PLAIN, ROOT, Service, wait_until

ROOM = 512  # bytes that a file may have when the disk is full: less than a page


class Full(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def serve(self, source, *options):
        shutil.copytree(source, self.folder / "policy")
        self.service = Service(self.folder, self.folder / "policy", *options).start()
        self.addCleanup(self.service.stop)
        self.key = self.service.make_key()
        self.lead = self.service.make_key("administrator")

    def fill(self):
        """From now on no file grows, as far as the service can tell; nor can anything be written behind ROOM."""
        self.before = resource.prlimit(self.service.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.service.process.pid, resource.RLIMIT_FSIZE, (ROOM, self.before[1]))

    def make_room(self):
        resource.prlimit(self.service.process.pid, resource.RLIMIT_FSIZE, self.before)

    def decide(self, post):
        return self.service.moderate(post, self.key, expect=None)

    def is_on_record(self, post):
        found = self.service.ask("GET", "/api/v1/decisions?post=" + post, key=self.key)
        return found.status == 200 and len(found.json()["decisions"]) == 1

    def load(self, name):
        """Posts of both kinds, one after the other; those that were answered, and the problems of the others."""
        told, problems = [], []
        for i in range(12):
            post = {"id": f"{name}-{i}", "text": HARMFUL if i % 4 == 3 else PLAIN}
            answer = self.decide(post)
            if answer.status == 200:
                told.append(post)
            else:
                problems.append((answer.status, answer.json()["code"]))
        return told, problems

    def test_while_posts_wait_and_after(self):
        self.serve(service.GARDEN)
        told, problems = self.load("before")
        self.assertEqual((len(told), problems), (12, []))
        self.fill()
        while_full, problems = self.load("full")
        self.assertEqual(while_full, [])
        self.assertEqual(set(problems), {(503, "store-full")})
        self.assertEqual(self.service.ask("GET", "/healthz").status, 200)
        self.make_room()
        after, problems = self.load("after")
        self.assertEqual((len(after), problems), (12, []))
        # Those that were refused are as good as never sent.
        again, problems = self.load("full")
        self.assertEqual((len(again), problems), (12, []))
        self.service.stop(signal.SIGKILL)
        self.service.start(expect_password=False)
        for post in told + after + again:
            self.assertTrue(self.is_on_record(post["id"]), post)

    def test_killed_while_it_is_full(self):
        self.serve(service.GARDEN)
        told, _ = self.load("before")
        self.fill()
        self.load("full")
        self.service.stop(signal.SIGKILL)
        self.service.start(expect_password=False)  # with room again
        for post in told:
            self.assertTrue(self.is_on_record(post["id"]), post)
        self.assertEqual([i for i in range(12) if self.is_on_record(f"full-{i}")], [])

    def test_stopped_while_it_is_full(self):
        self.serve(service.GARDEN)
        told, _ = self.load("before")
        self.fill()
        self.assertGreaterEqual(self.service.stop(), 0)  # no signal ended it
        self.service.start(expect_password=False)
        for post in told:
            self.assertTrue(self.is_on_record(post["id"]), post)

    def test_a_brake_that_cannot_be_recorded(self):
        """No removal goes out past the quota, recorded or not; the brake is on record once there is room, before anything that it held."""
        self.serve(ROOT / "tests/data/policies/acting", "--brake-quota", "5", "--brake-least", "1000")
        removed = [self.decide({"id": f"r-{i}", "text": HARMFUL}).json()["actions"][0]["name"] for i in range(5)]
        self.assertEqual(removed, ["remove"] * 5)
        self.fill()
        for i in range(3):
            answer = self.decide({"id": f"f-{i}", "text": HARMFUL})
            self.assertEqual((answer.status, answer.json()["code"]), (503, "store-full"))
        self.make_room()
        held = self.decide({"id": "held", "text": HARMFUL}).json()
        self.assertEqual((held["actions"], held["brake"]), ([{"name": "limit"}], "on"))
        self.service.stop(signal.SIGKILL)
        self.service.start(expect_password=False)
        [brake] = self.service.ask("GET", "/api/v1/brakes", key=self.lead, expect=200).json()["brakes"]
        self.assertEqual((brake["clause"], brake["state"]), ("belittling", "on"))

    def hook(self, url, expect=201):
        return self.service.ask("POST", "/api/v1/webhooks", {"url": url, "topics": ["decision.made"]}, key=self.lead, expect=expect).json()

    def test_webhooks_go_on_when_there_is_room(self):
        self.serve(service.GARDEN)
        hook = self.hook("http://127.0.0.1:1/hook")
        self.fill()
        self.load("full")
        self.hook("http://127.0.0.1:1/other", expect=503)
        self.make_room()
        told, _ = self.load("after")
        harmful = [post["id"] for post in told if post["text"] == HARMFUL]
        listed = f"/api/v1/webhooks/{hook['id']}/deliveries"
        wait_until(lambda: len(self.service.ask("GET", listed, key=self.lead, expect=200).json()["deliveries"]) == len(harmful))
        self.assertEqual(len(self.service.ask("GET", "/api/v1/webhooks", key=self.lead, expect=200).json()["webhooks"]), 1)

    def test_what_came_of_a_message_and_cannot_be_kept(self):
        """It is sent again, but not again and again: then its receiver would be flooded."""
        self.serve(service.GARDEN)
        receiver = Receiver()
        self.addCleanup(receiver.close)
        receiver.answers = [500]
        self.hook(receiver.url)
        self.decide({"id": "told", "text": HARMFUL})
        wait_until(lambda: len(receiver.got) == 1)
        time.sleep(1)  # that is kept
        self.fill()
        wait_until(lambda: len(receiver.got) > 1)
        time.sleep(2)
        self.assertLess(len(receiver.got), 10)
        self.make_room()
        time.sleep(2)
        come = len(receiver.got)
        time.sleep(2)
        self.assertEqual(len(receiver.got), come)


if __name__ == "__main__":
    service.main()
