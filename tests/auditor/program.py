"""Runs the real `mizan-audit` for the tests beside this file. Each is a program: python3 NAME_test.py PATH-OF-MIZAN-AUDIT"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""


class AuditTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-audit-test-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def audit(self, *arguments, expect=0, environment=()):
        """Runs it, checks the exit code, gives standard output."""
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, timeout=100, stdin=subprocess.DEVNULL,
                              env={**os.environ, **dict(environment)})
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, expect, f"{arguments}\n{out[:2000]}\n{err[:2000]}")
        return out


def main():
    global PROGRAM
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(module="__main__")
