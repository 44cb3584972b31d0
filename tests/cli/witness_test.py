"""`mizan witness`: its answers over the wire, its folder, races, and that what it has cosigned survives a kill."""

import base64
import concurrent.futures
import http.client
import os
import pathlib
import signal
import struct
import subprocess
import sys
import threading
import unittest
import urllib.error
import urllib.request

import program

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "auditor"))
import made_log  # noqa: E402

SECONDS_MAX = 60


class Witness(unittest.TestCase):
    def setUp(self):
        scratch = program.tempfile.TemporaryDirectory(prefix="mizan-witness-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.key = made_log.Key("log.example.org", "a log")
        self.leaves = [made_log.leaf_hash(e) for e in made_log.some_entries(300)]
        self.running = None
        self.addCleanup(self.end)
        self.start("--name", "w.example.org")

    def arguments(self, *more):
        usual = (("--dir", str(self.folder / "state")), ("--log", self.key.vkey), ("--listen", "127.0.0.1:0"))
        kept = [word for pair in usual if pair[0] not in more or pair[0] == "--log" for word in pair]
        return [program.MIZAN, "witness", *kept, *more]

    def start(self, *more):
        self.running = subprocess.Popen(self.arguments(*more), stdout=subprocess.PIPE, text=True)
        self.vkey = self.running.stdout.readline().split()[1]
        self.address = self.running.stdout.readline().split()[1]
        self.latest = self.running.stdout.readline().split()[2]

    def end(self, with_signal=signal.SIGKILL):
        if self.running.poll() is None:
            self.running.send_signal(with_signal)
        self.running.stdout.close()
        return self.running.wait(SECONDS_MAX)

    def fails(self, expect, *more):
        done = subprocess.run(self.arguments(*more), capture_output=True, text=True, timeout=SECONDS_MAX)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stderr

    def ask(self, url, body=None, method=None):
        """(status, content type, body)"""
        request = urllib.request.Request(url, data=body.encode() if body is not None else None, method=method)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS_MAX) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers["Content-Type"], answer.read().decode()

    def body(self, old, new, leaves=None, key=None):
        leaves = leaves or self.leaves
        proof = made_log.consistency(old, leaves[:new]) if 0 < old < new else []
        note = made_log.checkpoint(key or self.key, leaves[:new])
        return f"old {old}\n" + "".join(made_log.b64(h) + "\n" for h in proof) + "\n" + note

    def add(self, *arguments, **more):
        return self.ask(self.address + "/add-checkpoint", self.body(*arguments, **more))

    def held(self):
        return int(self.ask(self.latest)[2].split("\n")[1])

    def test_a_cosignature_that_openssl_verifies(self):
        self.assertEqual(self.ask(self.latest)[0], 404)
        status, _, line = self.add(0, 10)
        self.assertEqual(status, 200)
        dash, name, blob = line.split()
        self.assertEqual((dash, name), ("—", "w.example.org"))
        blob = base64.b64decode(blob)
        time, = struct.unpack(">Q", blob[4:12])
        text = made_log.checkpoint_text(self.key.name, self.leaves[:10])
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        self.assertTrue(made_log.verifies(self.vkey, message, blob[12:]))
        self.assertFalse(made_log.verifies(self.vkey, message + b"x", blob[12:]))
        self.assertEqual(self.ask(self.latest)[2], made_log.checkpoint(self.key, self.leaves[:10]) + line)

    def test_every_answer(self):
        other = [made_log.leaf_hash(b"other"), *self.leaves[1:]]
        self.assertEqual(self.add(0, 10)[0], 200)
        self.assertEqual(self.add(10, 256)[0], 200)
        self.assertEqual(self.add(256, 256)[0], 200)
        self.assertEqual(self.add(10, 300), (409, "text/x.tlog.size", "256\n"))
        self.assertEqual(self.add(256, 300, leaves=other)[0], 422)
        self.assertEqual(self.add(256, 256, leaves=other)[0], 422)
        self.assertEqual(self.add(300, 256)[0], 400)
        self.assertEqual(self.add(256, 300, key=made_log.Key("log.example.org", "another"))[0], 403)
        self.assertEqual(self.add(256, 300, key=made_log.Key("log.example.net", "a log"))[0], 404)
        self.assertEqual(self.ask(self.address + "/add-checkpoint", "nothing")[0], 400)
        self.assertEqual(self.ask(self.address + "/add-checkpoint", "x" * 100_000)[0], 413)
        self.assertEqual(self.ask(self.address + "/add-checkpoint")[0], 404)
        self.assertEqual(self.ask(self.address + "/", "x")[0], 405)
        self.assertEqual(self.ask(self.address + "/key")[0], 404)
        self.assertEqual(self.ask(self.address + "/../key")[0], 404)
        self.assertEqual(self.held(), 256)

    def test_of_two_pasts_one_is_cosigned(self):
        self.add(0, 10)
        bodies = []
        for i in range(8):
            leaves = self.leaves[:10] + [made_log.leaf_hash(bytes([i]))] + self.leaves[11:]
            bodies.append(self.body(10, 20 + i, leaves=leaves))
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda b: self.ask(self.address + "/add-checkpoint", b), bodies))
        won = [i for i, (status, _, _) in enumerate(answers) if status == 200]
        self.assertEqual(len(won), 1)
        self.assertEqual({a[0] for i, a in enumerate(answers) if i != won[0]}, {409})
        self.assertEqual(self.held(), 20 + won[0])

    def test_what_was_answered_survives_a_kill(self):
        vkey, at = self.vkey, 0
        bodies = {old: self.body(old, old + 10) for old in range(0, 300, 10)}
        for round_ in range(5):
            threading.Timer(0.05 + 0.03 * round_, self.running.kill).start()
            try:
                while at < 300:
                    status, _, told = self.ask(self.address + "/add-checkpoint", bodies[at])
                    if status == 409:  # it was on disk, and the kill came before the answer
                        self.assertEqual(int(told), at + 10)
                    else:
                        self.assertEqual(status, 200)
                    at += 10
                at = 290
                while self.ask(self.latest)[0] == 200:
                    pass
            except (OSError, http.client.HTTPException):  # refused, or cut off in the middle of an answer
                pass
            self.end()
            self.start()
            self.assertEqual(self.vkey, vkey)
            if at:
                self.assertIn(self.held() - at, (0, 10))
                self.assertEqual(self.add(0, 20)[0], 409)

    def test_the_folder_is_its_own(self):
        state = self.folder / "state"
        self.assertEqual((state / "key").stat().st_mode & 0o777, 0o600)
        self.assertEqual(state.stat().st_mode & 0o777, 0o700)
        self.assertIn("another witness", self.fails(8))
        self.add(0, 10)
        vkey = self.vkey
        self.assertEqual(self.end(signal.SIGTERM), 0)
        self.assertIn("has the name", self.fails(2, "--name", "x.example.org"))
        self.start("--name", "w.example.org")
        self.assertEqual((self.vkey, self.held()), (vkey, 10))
        self.end()
        os.chmod(state / "key", 0o644)
        self.assertIn("chmod 600", self.fails(4))
        os.chmod(state / "key", 0o600)
        held, = (p for p in state.iterdir() if len(p.name) == 64)
        held.write_text(held.read_text().replace("\n10\n", "\n11\n"))
        self.fails(7)

    def test_what_cannot_be_started(self):
        self.end()
        self.fails(2, "--listen", "nowhere")
        self.fails(2, "--listen", "127.0.0.1:65536")
        self.fails(4, "--listen", "192.0.2.1:0")
        self.fails(4, "--log", "nonsense")
        self.fails(2, "--log", made_log.Key("log.example.org", "another").vkey)
        self.fails(4, "--log", made_log.Key("other.example.org", "a witness", kind=4).vkey)
        self.fails(2, "--dir", str(self.folder / "new"))


if __name__ == "__main__":
    program.main()
