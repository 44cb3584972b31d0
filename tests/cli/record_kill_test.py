"""`mizan moderate --store`, killed at any moment: nothing that was told is lost, and the log only ever grows.

The number of kills: RECORD_KILLS, 50 if it is not set (10 where nothing can be preloaded, or with MIZAN_TEST_THIN). A tenth at random times of a slow stream, the others at a random step
towards the disk (kill_shim.c), most of those among the steps by which leaves are integrated, signed and published."""

import collections
import math
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import time
import unittest

import program
import record_tools
from program import EXCUSED, HARMFUL, PLAIN, post
from record_reader import Record, root_of
from record_tools import PLATFORM

THIN = "MIZAN_TEST_THIN" in os.environ  # tests/support/thorough.h
LINES_A_ROUND = 240
ROUNDS_A_STORE = 12
# Where a leaf is on its way to the public: from the first tile on, and from when the tiles are on the disk.
LAST_STEPS = (("ftruncate", 10), ("syncfs", 12))
SIGNING = (5, 6, 7)  # among the latter: when a tree is integrated and not yet signed, which random numbers hit rarely


class StreamTest(record_tools.RecordTest):
    def setUp(self):
        super().setUp()
        self.shim = self.build_shim()

    def start(self, out, settings=None, **more):
        environment = dict(self.environment)
        if settings is not None:
            environment.update(settings, LD_PRELOAD=self.shim)
        command = self.command("-", "--quiet", "--store", self.store, "--platform", PLATFORM, "--out", out)
        return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **more)

    def feed(self, running, lines, pause=0.0, piece=60, seconds=math.inf):
        """Writes the lines in pieces, so that there are several commits; no longer than so, nor after the program is gone."""
        begun = time.monotonic()
        try:
            for at in range(0, len(lines), piece):
                running.stdin.write("".join(lines[at:at + piece]).encode())
                running.stdin.flush()
                time.sleep(pause)
                if time.monotonic() - begun > seconds:
                    return
        except BrokenPipeError:
            pass

    def end(self, running):
        """Ends its input; gives its exit code and what it said."""
        try:
            running.stdin.close()
        except BrokenPipeError:
            pass
        with running.stderr:
            said = running.stderr.read().decode()
        return running.wait(120), said

    def run_all(self, lines, out, piece=60, **more):
        running = self.start(out, **more)
        self.feed(running, lines, piece=piece)
        return self.end(running)

    def whole_lines(self, out):
        path = pathlib.Path(out)
        text = path.read_bytes() if path.exists() else b""
        return text[:text.rfind(b"\n") + 1].splitlines()


def lines_of(first, count):
    texts = [HARMFUL, EXCUSED] + [PLAIN] * 6
    return [post(i, texts[i % 8]) + "\n" for i in range(first, first + count)]


class Killed(StreamTest):
    def test_nothing_that_was_told_is_lost(self):
        kills = int(os.environ.get("RECORD_KILLS", "50" if self.shim and not THIN else "10"))
        seed = int(os.environ.get("RECORD_SEED", "1"))
        self.random = random.Random(seed)
        self.stages = collections.Counter()
        steps = self.count_steps() if self.shim else 0
        done = round_of_store = 0
        while done < kills:
            with self.subTest(seed=seed, kill=done):
                self.one_kill(done, round_of_store, steps)
            done += 1
            round_of_store = (round_of_store + 1) % ROUNDS_A_STORE
            if round_of_store == 0:
                shutil.rmtree(self.store)
        print(f"{kills} kills, by how far the last leaf had come: {dict(self.stages)}")
        if self.shim and kills >= 50:
            self.assertLessEqual({"sequenced", "integrated", "signed", "published"}, set(self.stages))

    def count_steps(self):
        """How many steps towards the disk a round takes."""
        counts = self.path("count")
        for first in (0, LINES_A_ROUND):  # the first makes the store
            code, said = self.run_all(lines_of(first, LINES_A_ROUND), self.path("out"), settings={"KILL_COUNT": counts})
            self.assertEqual(code, 0, said)
        shutil.rmtree(self.store)
        return int(pathlib.Path(counts).read_text().split()[0])

    def one_kill(self, number, round_of_store, steps):
        if round_of_store == 0:
            self.seen = []  # checkpoints of this store
            self.sent = 0
        # A third of the lines came before.
        first = max(0, self.sent - LINES_A_ROUND // 3)
        lines = lines_of(first, LINES_A_ROUND)
        out = self.path(f"out-{number}")
        if self.shim is None or number % 10 == 9:
            self.kill_in_time(lines, out)
        else:
            self.kill_at_step(number, lines, out, steps)
        self.sent = first + LINES_A_ROUND
        self.check_after_kill(lines, out)

    def kill_in_time(self, lines, out):
        running = self.start(out)
        self.feed(running, lines, pause=0.1, piece=20, seconds=self.random.uniform(0.02, 1.5))
        running.kill()
        self.end(running)

    def kill_at_step(self, number, lines, out, steps):
        settings = {"KILL_AT": str(self.random.randint(1, steps))}
        if number % 10 in (4, 6):
            settings = {"KILL_FROM": "syncfs", "KILL_AT": str(SIGNING[number // 10 % len(SIGNING)])}
        elif self.random.random() < 0.6:
            first, count = self.random.choice(LAST_STEPS)
            settings = {"KILL_FROM": first, "KILL_AT": str(self.random.randint(1, count))}
        running = self.start(out, settings)
        self.feed(running, lines, pause=0.005)
        code, said = self.end(running)
        self.assertIn(code, (-signal.SIGKILL, 0), said)

    def check_after_kill(self, lines, out):
        told = self.whole_lines(out)
        record = Record(self.store, PLATFORM)
        self.assertEqual(record.faults, [])
        self.stages[record.stage()] += 1
        self.check_grown(record)
        # The same again, to its end: what was told is told again in the same words, and stands once in the store.
        again = self.path("again")
        code, said = self.run_all(lines, again)
        self.assertEqual(code, 0, said)
        answers = self.whole_lines(again)
        self.assertEqual(len(answers), len(lines))
        self.assertEqual(answers[:len(told)], told)
        whole = Record(self.store, PLATFORM)
        self.assertEqual(whole.faults, [])
        self.assertEqual(whole.stage(), "published")
        self.assertEqual(whole.leaves[:len(record.leaves)], record.leaves)
        self.assertEqual(len(whole.keys), self.sent)
        self.assertEqual(len(set(whole.keys)), self.sent)
        self.assertGreaterEqual(len(record.keys), len(told))
        self.check_grown(whole)
        os.unlink(again)

    def check_grown(self, record):
        size, root = record.checkpoint
        if self.seen:
            self.assertGreaterEqual(size, self.seen[-1][0])
        if root is not None:
            self.seen.append((size, root))
        for old_size, old_root in self.seen:
            self.assertEqual(root_of(record.hashes[:old_size]), old_root)


class Beginnings(StreamTest):
    def test_a_store_whose_making_was_cut_short_is_made_by_the_next_run(self):
        if self.shim is None:
            self.skipTest("needs a compiler and no sanitizer")
        lines = lines_of(0, 3)
        settings = {"KILL_COUNT": self.path("count")}
        self.assertEqual(self.run_all(lines, self.path("out"), settings=settings)[0], 0)
        steps = int(pathlib.Path(self.path("count")).read_text().split()[0])
        # Every step until the store is there, and some of the rest.
        for step in [*range(1, 70, 4 if THIN else 1), *range(70, steps + 1, 16 if THIN else 4)]:
            with self.subTest(step=step):
                shutil.rmtree(self.store, ignore_errors=True)
                code, said = self.run_all(lines, self.path("out"), settings={"KILL_AT": str(step)})
                self.assertIn(code, (-signal.SIGKILL, 0), said)
                code, said = self.run_all(lines, self.path("again"))
                self.assertEqual(code, 0, said)
                record = Record(self.store, PLATFORM)
                self.assertEqual((record.faults, record.stage(), len(record.keys)), ([], "published", 3))

    def test_a_store_whose_key_was_lost_is_not_given_another(self):
        self.assertEqual(self.run_all(lines_of(0, 3), self.path("out"))[0], 0)
        key = pathlib.Path(self.store, "keys", "tag.key")
        kept = key.read_bytes()
        key.unlink()
        code, said = self.run_all(lines_of(0, 3), self.path("out"))
        self.assertNotEqual(code, 0)
        self.assertIn("key-invalid", said)
        key.touch(0o600)
        key.write_bytes(kept)
        self.assertEqual(self.run_all(lines_of(0, 3), self.path("out"))[0], 0)
        self.assertEqual(len(Record(self.store, PLATFORM).keys), 3)


class Stopped(StreamTest):
    def test_a_signal_that_asks_to_end_loses_nothing(self):
        lines = lines_of(0, 600)
        running = self.start(self.path("out"))
        self.feed(running, lines[:300])
        until = time.monotonic() + 60
        while not self.whole_lines(self.path("out")) and time.monotonic() < until:
            time.sleep(0.02)
        running.terminate()
        code, _ = self.end(running)
        self.assertEqual(code, -signal.SIGTERM)
        told = self.whole_lines(self.path("out"))
        self.assertGreater(len(told), 0)
        self.assertEqual(Record(self.store, PLATFORM).faults, [])
        self.assertEqual(self.run_all(lines, self.path("again"))[0], 0)
        self.assertEqual(self.whole_lines(self.path("again"))[:len(told)], told)
        self.assertEqual(len(Record(self.store, PLATFORM).keys), 600)

    def test_a_full_disk_is_told_and_room_is_all_it_takes(self):
        for limit in (1 << 16, 1 << 17, 1 << 18, 1 << 19):
            with self.subTest(limit=limit):
                shutil.rmtree(self.store, ignore_errors=True)
                lines = lines_of(0, 2000)
                out = self.path(f"out-{limit}")

                def little_room():
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                code, said = self.run_all(lines, out, preexec_fn=little_room, restore_signals=False)
                told = self.whole_lines(out)
                if code != 0:
                    self.assertRegex(said, r"store-full|file-write")
                self.assertEqual(Record(self.store, PLATFORM).faults, [])
                self.assertEqual(self.run_all(lines, self.path("again"))[0], 0)
                self.assertEqual(self.whole_lines(self.path("again"))[:len(told)], told)
                whole = Record(self.store, PLATFORM)
                self.assertEqual((whole.faults, whole.stage()), ([], "published"))
                self.assertEqual(len(set(whole.keys)), 2000)

    def test_a_clock_that_went_back_is_held_between_runs_too(self):
        if self.shim is None:
            self.skipTest("needs a compiler and no sanitizer")
        for number, shift in enumerate((0, 100_000, -100_000, 0)):
            code, said = self.run_all(lines_of(100 * number, 100), self.path("out"), piece=100,
                                      settings={"CLOCK_SHIFT": str(shift)})
            self.assertEqual(code, 0, said)
        record = Record(self.store, PLATFORM)
        self.assertEqual(record.faults, [])
        told = [program.json.loads(leaf)["t"] for leaf in record.leaves]
        self.assertEqual(told, sorted(told))
        self.assertEqual(told, record.times)
        self.assertGreater(told[-1], time.time() + 90_000)
        self.assertLess(told[-1], time.time() + 110_000)


if __name__ == "__main__":
    program.main()
