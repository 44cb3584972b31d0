"""What the service has told is on record, however it ends. kill_test.py MIZAN"""

import json
import pathlib
import shutil
import signal
import tempfile
import threading
import time
import unittest

import service
from service import HARMFUL, NDJSON, PLAIN, Service


class Killed(unittest.TestCase):
    def test_what_was_answered_is_on_record(self):
        """kill -9 while posts come in all three ways, three times over; then every decision that was told is still there."""
        with tempfile.TemporaryDirectory(prefix="mizan-test-") as folder:
            shutil.copytree(service.GARDEN, pathlib.Path(folder, "policy"))
            one = Service(folder, pathlib.Path(folder, "policy"), "--threads", 2).start()
            try:
                key, told = one.make_key(), []
                for turn in range(3):
                    told += self.load(one, key, turn)
                    one.start(expect_password=False)
                self.assertGreater(len(told), 30)
                for post, body in told:
                    found = one.ask("GET", "/api/v1/decisions?post=" + post["id"], key=key, expect=200).json()["decisions"]
                    self.assertEqual(len(found), 1, post)
                for post, body in told[::7]:
                    self.assertEqual(one.moderate(post, key).json(), body)
                one.ask("GET", "/readyz", expect=200)
            finally:
                one.stop()

    def load(self, one, key, turn):
        """Sends posts until the service is killed; gives those that were answered, with their answers."""
        told, lock = [], threading.Lock()

        def send(worker):
            for i in range(10000):
                posts = [{"id": f"k-{turn}-{worker}-{i}-{j}", "text": HARMFUL if (i + j) % 2 else PLAIN} for j in range(3)]
                try:
                    if worker % 3 == 0:
                        posts = posts[:1]
                        answers = [one.moderate(posts[0], key).json()]
                    elif worker % 3 == 1:
                        answers = one.moderate(posts, key).json()
                    else:
                        answers = one.moderate("".join(json.dumps(p) + "\n" for p in posts), key, media=NDJSON).lines()
                except (OSError, service.http.client.HTTPException):
                    return
                with lock:
                    told.extend(zip(posts, answers, strict=True))

        threads = [threading.Thread(target=send, args=(worker,)) for worker in range(6)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 60
        while not told and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.4)
        one.stop(signal.SIGKILL)
        for thread in threads:
            thread.join()
        return told


if __name__ == "__main__":
    service.main()
