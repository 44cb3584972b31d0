"""`mizan moderate` on a million posts: memory does not grow with the input."""

import os
import subprocess
import threading
import unittest

import program
from program import EXCUSED, HARMFUL, PLAIN, post

COUNT = 1_000_000
RESIDENT_KIB_MAX = 96 * 1024


def feed(stream):
    """COUNT posts, each by its own author, made on the fly."""
    texts = [HARMFUL, EXCUSED] + [PLAIN] * 8
    block = 10_000
    for start in range(0, COUNT, block):
        lines = "".join(f'{{"id":"p{i}","author":"a{i}","text":"{texts[i % 10]}"}}\n'
                        for i in range(start, start + block))
        stream.write(lines.encode())
    stream.close()


class Scale(program.ProgramTest):
    def test_a_million_posts_and_authors_fit_into_fixed_memory(self):
        if program.is_sanitized():
            self.skipTest("sanitizers take memory of their own")
        running = subprocess.Popen(self.command("-", "--quiet", "--threads", 2, "--out", "/dev/null"),
                                   stdin=subprocess.PIPE, env=self.environment)
        feeder = threading.Thread(target=feed, args=(running.stdin,))
        feeder.start()
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        feeder.join()
        self.assertEqual(running.returncode, 0)
        print(f"resident memory at its highest: {usage.ru_maxrss} KiB")
        self.assertLess(usage.ru_maxrss, RESIDENT_KIB_MAX)


if __name__ == "__main__":
    program.main()
