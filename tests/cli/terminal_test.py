"""What `mizan moderate` shows on a terminal and `mizan bench` measures."""

import json
import os
import pty
import subprocess
import unittest

import program
from program import posts


class Terminal(program.ProgramTest):
    def on_terminal(self, *arguments, stream, environment=(), stdin=None):
        """Runs with `stream` ("stdout" or "stderr") as a terminal; gives what that terminal got."""
        ours, theirs = pty.openpty()
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
        running = subprocess.Popen(self.command(*arguments), stdin=stdin or subprocess.DEVNULL,
                                   env={**self.environment, "TERM": "xterm", **dict(environment)}, **streams)
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:
            pass  # the terminal's other end is closed
        os.close(ours)
        self.assertEqual(running.wait(60), 0)
        return shown.decode()

    def slow_run(self, *more):
        """A run of a second or so, fed bit by bit, with standard error as a terminal."""
        feeder = subprocess.Popen(["sh", "-c", f"for i in 1 2 3 4 5; do cat '{self.write('in', posts(5000))}'; "
                                   "sleep 0.12; done"], stdout=subprocess.PIPE)
        shown = self.on_terminal("--out", "/dev/null", *more, stream="stderr", stdin=feeder.stdout)
        feeder.stdout.close()
        feeder.wait()
        return shown

    def test_the_bar_comes_and_goes_again(self):
        shown = self.slow_run()
        self.assertIn("decisions", shown)
        self.assertTrue(shown.endswith("\r\x1b[K"), repr(shown[-40:]))
        self.assertLess(shown.count("decisions"), 40)

    def test_no_bar_where_none_is_wanted(self):
        self.assertEqual(self.slow_run("--no-progress"), "")
        self.assertEqual(self.slow_run("--quiet"), "")

    def test_colour_on_a_terminal_unless_no_color_is_set(self):
        source = self.write("in.jsonl", posts(10))
        arguments = (source, "--format", "table", "--no-progress")
        self.assertIn("\x1b[31m", self.on_terminal(*arguments, stream="stdout"))
        self.assertNotIn("\x1b", self.on_terminal(*arguments, stream="stdout", environment={"NO_COLOR": "1"}))
        self.assertNotIn("\x1b", self.on_terminal(*arguments, stream="stdout", environment={"TERM": "dumb"}))


class Bench(program.ProgramTest):
    def bench(self, *arguments, expect=0):
        done = subprocess.run([program.MIZAN, "bench", *arguments], capture_output=True, env=self.environment)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done.stdout.decode()

    def test_figures_are_there_and_make_sense(self):
        source = self.write("in.jsonl", posts(2000) + "{bad\n")
        policy = ("--policy", str(self.policy))
        figures = json.loads(self.bench(source, *policy, "--repeats", "2", "--threads", "2", "--json"))
        self.assertEqual((figures["posts"], figures["rejected"], figures["runs"]), (2000, 1, 2))
        self.assertEqual(figures["bytes"], os.path.getsize(source))
        self.assertLessEqual(figures["decide_p50_ns"], figures["decide_p99_ns"])
        self.assertLessEqual(figures["decide_p99_ns"], figures["decide_max_ns"])
        for key in ("posts_per_second", "ns_per_post", "first_decision_ns", "resident_kib"):
            self.assertGreater(figures[key], 0, key)
        self.assertIn("posts per second", self.bench(source, *policy, "--repeats", "1"))

    def test_what_cannot_be_measured_is_told(self):
        policy = ("--policy", str(self.policy))
        self.bench(self.path("gone"), *policy, expect=4)
        self.bench(self.write("empty", ""), *policy, expect=4)
        self.bench(self.write("in.jsonl", posts(1)), "--policy", self.path("gone"), expect=3)


if __name__ == "__main__":
    program.main()
