"""`mizan moderate` where output fails or is interrupted: full disks, closed pipes, kills, files that clash."""

import json
import os
import resource
import signal
import subprocess
import time
import unittest

import program
from program import posts


class Failures(program.ProgramTest):
    def test_a_full_disk_is_told_and_the_output_called_incomplete(self):
        source = self.write("in.jsonl", posts(5000))
        for threads in (1, 4):
            _, err = self.moderate(source, "--out", "/dev/full", "--threads", threads, expect=5)
            self.assertIn("No space left on device", err)
            self.assertIn("incomplete", err)

    def test_a_full_disk_behind_standard_output_is_told(self):
        source = self.write("in.jsonl", posts(10))
        with open("/dev/full", "wb") as full:
            done = subprocess.run(self.command(source), stdout=full, stderr=subprocess.PIPE, env=self.environment)
            self.assertEqual(done.returncode, 5)
            self.assertIn(b"No space left", done.stderr)
            # The decisions are safe in a file, but the summary could not be told.
            done = subprocess.run(self.command(source, "--out", self.path("o")), stdout=full, stderr=subprocess.PIPE,
                                  env=self.environment)
            self.assertEqual(done.returncode, 5)

    def test_rejects_and_report_that_cannot_be_written_are_told(self):
        source = self.write("in.jsonl", posts(3) + "{bad\n")
        out = self.path("out.jsonl")
        self.moderate(source, "--out", out, "--rejects", "/dev/full", expect=5)
        self.moderate(source, "--out", out, "--report", "/dev/full", expect=5)
        self.moderate(source, "--out", out, "--report", self.path("no/such/folder.html"), expect=5)
        self.moderate(source, "--out", self.path("no/such/folder.jsonl"), expect=5)
        self.moderate(source, "--out", self.folder, expect=5)

    def test_an_output_that_cannot_be_opened_is_told_before_anything_is_decided_or_emptied(self):
        source, out = self.write("in.jsonl", posts(3)), self.write("out.jsonl", "of yesterday")
        stale = self.write("out.jsonl.rejects.jsonl", "of yesterday")
        for option in ("--rejects", "--report"):
            _, err = self.moderate(source, "--out", out, option, self.path("no/such/file"), expect=5)
            self.assertIn("no/such/file", err)
            self.assertEqual((self.folder / "out.jsonl").read_text(), "of yesterday")
            self.assertEqual((self.folder / "out.jsonl.rejects.jsonl").read_text(), "of yesterday")
            self.moderate(source, "--out", self.path("new.jsonl"), option, self.path("no/such/file"), expect=5)
            self.assertFalse(os.path.exists(self.path("new.jsonl")))
        self.moderate(source, "--out", out)
        self.assertFalse(os.path.exists(stale))

    def test_a_file_that_may_not_grow_keeps_whole_lines(self):
        source, out = self.write("in.jsonl", posts(20000)), self.path("out.jsonl")

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_001, 1_000_001))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        _, err = self.moderate(source, "--out", out, "--cache", "none", expect=5, preexec_fn=limit)
        self.assertIn("incomplete", err)
        text = (self.folder / "out.jsonl").read_bytes()
        self.assertTrue(text.endswith(b"\n"))
        self.assertGreater(len(text), 500_000)
        for line in text.splitlines():
            json.loads(line)

    def test_a_reader_that_leaves_ends_the_run_quietly(self):
        source = self.write("in.jsonl", posts(50000))
        for threads in (1, 4):
            running = subprocess.Popen(self.command(source, "--threads", threads), stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, env=self.environment)
            self.assertEqual(json.loads(running.stdout.readline())["id"], "p0")
            running.stdout.close()
            self.assertEqual(running.stderr.read(), b"")
            running.stderr.close()
            self.assertEqual(running.wait(60), 141)

    def test_closed_standard_streams_do_no_harm(self):
        source, out = self.write("in.jsonl", posts(10)), self.path("out.jsonl")
        script = 'exec "$@" <&- >&- 2>&-'
        done = subprocess.run(["sh", "-c", script, "sh", *self.command(source, "--out", out)], env=self.environment)
        self.assertEqual(done.returncode, 5)  # the summary could not be told
        self.assertEqual(len(self.lines("out.jsonl")), 10)
        done = subprocess.run(["sh", "-c", script, "sh", *self.command("-")], env=self.environment)
        self.assertEqual(done.returncode, 4)


class Clashes(program.ProgramTest):
    def test_an_output_that_is_read_is_refused_and_left_alone(self):
        source = self.write("in.jsonl", posts(3))
        os.symlink(source, self.path("link"))
        for option in ("--out", "--rejects", "--report"):
            for name in (source, self.path("link")):
                _, err = self.moderate(source, option, name, expect=2)
                self.assertIn("read and would be written", err)
        self.assertEqual((self.folder / "in.jsonl").read_text(), posts(3))

    def test_standard_output_that_is_appended_to_its_own_input_is_refused(self):
        source = self.write("in.jsonl", posts(3))
        with open(source, "ab") as out:
            done = subprocess.run(self.command(source), stdout=out, stderr=subprocess.PIPE, env=self.environment)
        self.assertEqual(done.returncode, 2)
        self.assertEqual((self.folder / "in.jsonl").read_text(), posts(3))

    def test_standard_input_is_an_input_like_any_other(self):
        source = self.write("in.jsonl", posts(3))
        with open(source, "rb") as stdin:
            done = subprocess.run(self.command("-", "--out", source), stdin=stdin, stderr=subprocess.PIPE,
                                  env=self.environment)
        self.assertEqual(done.returncode, 2)
        self.assertEqual((self.folder / "in.jsonl").read_text(), posts(3))

    def test_an_output_that_is_part_of_the_policy_is_refused_and_left_alone(self):
        source, bundle = self.write("in.jsonl", posts(3)), self.write("p.bundle", "a bundle")
        for option in ("--out", "--rejects", "--report"):
            for name in (self.policy / "policy.md", self.policy / "more.rules"):
                _, err = self.moderate(source, option, name, expect=2)
                self.assertIn("part of the policy", err)
            self.moderate(source, "--policy", bundle, option, bundle, expect=2)
        self.assertEqual((self.policy / "policy.md").read_text(), program.POLICY)
        self.assertFalse((self.policy / "more.rules").exists())

    def test_two_outputs_are_never_one_file(self):
        source = self.write("in.jsonl", posts(3))
        self.moderate(source, "--out", self.path("o"), "--report", self.path("o"), expect=2)
        self.moderate(source, "--out", self.path("o"), "--rejects", self.path("./o"), expect=2)


class Interruptions(program.ProgramTest):
    def test_a_killed_run_leaves_whole_lines_but_for_the_last(self):
        source, out = self.write("in.jsonl", posts(60000)), self.folder / "out.jsonl"
        running = subprocess.Popen(self.command(source, "--out", str(out), "--quiet"), env=self.environment)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and (not out.exists() or out.stat().st_size == 0):
            time.sleep(0.002)
        running.kill()
        running.wait()
        lines = out.read_bytes().split(b"\n")
        self.assertGreater(len(lines), 1)
        for number, line in enumerate(lines[:-1]):
            self.assertEqual(json.loads(line)["id"], f"p{number}")


if __name__ == "__main__":
    program.main()
