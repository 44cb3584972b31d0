"""`mizan serve --config`: options in a file. config_test.py MIZAN"""

import pathlib
import subprocess
import tempfile
import unittest

import service
from service import GARDEN, ROOT


class Config(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def check(self, text, *options, code=0):
        """What `--check-config` says of a file with this text."""
        file = self.folder / "mizan.conf"
        file.write_text(text)
        done = subprocess.run([service.MIZAN, "serve", "--config", file, "--cache", "none", *options], capture_output=True, text=True, timeout=60,
                              cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_all_options_may_stand_in_it(self):
        told = self.check(f'data = "data"\npolicy = "{GARDEN}"\ncheck-config = true\nthreads = 2\nproxy = ["127.0.0.1", "::1"]\n')
        self.assertIn("Garden club manners", told)
        self.assertFalse((self.folder / "data").exists())

    def test_the_command_line_goes_before(self):
        told = self.check(f'policy = "nowhere"\nlisten = "nonsense"\n', "--data", "data", "--policy", str(GARDEN), "--listen", "127.0.0.1:0", "--check-config")
        self.assertIn("Garden club manners", told)

    def test_what_it_says_is_checked_as_there(self):
        for line in ("threads = 0", "threads = many", "rate = -1", "nonsense = 5", "[serve]\nthreads = 1", 'config = "other"'):
            self.check(f'policy = "{GARDEN}"\n{line}\n', "--data", "data", "--check-config", code=2)
        self.check('listen = "nonsense"\n', "--data", "data", "--policy", str(GARDEN), "--check-config", code=2)
        self.check('policy = "nowhere"\n', "--data", "data", "--check-config", code=3)
        (self.folder / "mizan.conf").unlink()
        done = subprocess.run([service.MIZAN, "serve", "--data", "data", "--config", "mizan.conf"], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("it cannot be read", done.stderr)

    def test_the_one_that_is_shipped(self):
        shipped = (ROOT / "packaging/mizan.conf").read_text()
        self.check(shipped, "--data", "data", "--policy", str(GARDEN), "--check-config")
        said = "".join(line.removeprefix("# ") + "\n" for line in shipped.splitlines() if " = " in line and "`" not in line and "/etc" not in line)
        self.check(said, "--data", "data", "--policy", str(GARDEN), "--check-config")


if __name__ == "__main__":
    service.main()
