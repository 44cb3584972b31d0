"""For the tests of `mizan moderate --store` and `mizan log`: a store in a scratch folder, and the program run on it as its user would."""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import time
import unittest

import program

PLATFORM = "garden"
SENSITIVE = "Gardeners are doomed"  # a clause that holds evidence: its leaf is sealed
MORE_RULES = """concept DOOM
construct THREATENED(g: GROUP)
  g COPULA NEGATION? DOOM
"""
MORE_TERMS = "[DOOM]\ndoomed\n"
MORE_POLICY = """
## Threats {#threats}

Nobody is to be threatened because of a craft.

```rule
clause threats
  protects craft
  detect THREATENED(g)
  allow negation: polarity=negated
  severity 4
  enforce review
  action remove, hold-evidence
```

```violates
Gardeners are doomed
```

```allows
Gardeners are not doomed
```
"""


TEST_SECONDS = 60  # no test here takes as long


def keep_clear_of_the_hour():
    """At each full hour sealed leaves go into the log, so that a test which counts them must not run across one."""
    left = 3600 - time.time() % 3600
    if left < TEST_SECONDS:
        time.sleep(left + 1)


class RecordTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        keep_clear_of_the_hour()
        self.store = self.path("store")
        for name, more in (("policy.md", MORE_POLICY), ("rules.rules", MORE_RULES), ("lexicon/en/words.terms", MORE_TERMS)):
            path = self.policy / name
            path.write_text(path.read_text() + more)

    def build_shim(self):
        """None where it cannot be preloaded."""
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None or program.is_sanitized():
            return None
        out = self.path("kill_shim.so")
        source = pathlib.Path(__file__).with_name("kill_shim.c")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", str(source), "-o", out, "-ldl"], check=True)
        return out

    def later(self, seconds):
        """The settings under which the program's clock goes ahead by so much."""
        if not hasattr(self, "shim"):
            self.shim = self.build_shim()
        if self.shim is None:
            self.skipTest("needs a compiler and no sanitizer")
        return {"LD_PRELOAD": self.shim, "CLOCK_SHIFT": str(seconds)}

    def record(self, rows, *arguments, expect=0, **settings):
        """Records posts (objects, or text of a file); gives the decisions and what was said on standard error."""
        if not isinstance(rows, (str, bytes)):
            rows = "".join(json.dumps(row) + "\n" for row in rows)
        rows = rows.encode() if isinstance(rows, str) else rows
        if "--platform" not in arguments:
            arguments += ("--platform", PLATFORM)
        out, said = self.moderate("-", "--quiet", "--store", self.store, *arguments, stdin=rows, expect=expect,
                                  env=dict(self.environment, **settings))
        return [json.loads(line) for line in out.splitlines()], said

    def run_log(self, command, *arguments, store=None, **settings):
        """(exit code, standard output, standard error) of `mizan log COMMAND`."""
        line = [program.MIZAN, "log", command, "--store", store or self.store, *map(str, arguments)]
        done = subprocess.run(line, capture_output=True, timeout=120, env=dict(self.environment, **settings))
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def log(self, command, *arguments, expect=0, **more):
        """What it prints; on standard error, if it is to fail with another code than that of a check."""
        code, out, said = self.run_log(command, *arguments, **more)
        self.assertEqual(code, expect, f"{command} {arguments}\n{out[:3000]}\n{said[:3000]}")
        return said if expect and not out else out

    def ask(self, command, *arguments, **more):
        """What it prints with --json, read."""
        return json.loads(self.log(command, *arguments, "--json", **more))

    def status(self, *arguments, **more):
        (told,) = self.ask("status", *arguments, **more)
        return told

    def show(self, *arguments, **more):
        return json.loads(self.log("show", *arguments, **more))

    def assert_whole(self, **more):
        self.assertEqual(self.ask("fsck", **more)["faults"], [])

    def audit(self, *arguments, expect=0):
        """What `mizan-audit` prints."""
        auditor = pathlib.Path(program.MIZAN).with_name("mizan-audit")
        if not auditor.exists():
            raise unittest.SkipTest("mizan-audit is not built")
        done = subprocess.run([auditor, *map(str, arguments)], capture_output=True, timeout=120)
        self.assertEqual(done.returncode, expect, f"{arguments}\n{done.stdout.decode()}\n{done.stderr.decode()}")
        return done.stdout.decode()

    def vkey(self, *arguments):
        return self.write("log.vkey", self.log("key", *arguments))

    def published(self, platform=PLATFORM):
        return os.path.join(self.store, "log", platform)

    def verify(self, *arguments, expect=0):
        """As a stranger does it who has the public files and the key."""
        return self.audit("verify", self.published(), "--key", self.vkey("--platform", PLATFORM), *arguments, expect=expect)

    def prove(self, *arguments):
        """A proof as it is handed out, checked by a stranger; gives what its holder reads in it."""
        proof = self.path("a.tlog-proof")
        self.log("prove", *arguments, "--out", proof)
        told = self.audit("prove-check", proof, "--key", self.vkey())
        self.assertTrue(told.startswith("YES"), told)
        return extra_of(pathlib.Path(proof).read_text())

    def everything(self):
        """All bytes of all files of the store's folder."""
        return b"".join(path.read_bytes() for path in sorted(pathlib.Path(self.store).rglob("*")) if path.is_file())


def extra_of(proof):
    (line,) = [line for line in proof.splitlines() if line.startswith("extra ")]
    return json.loads(base64.b64decode(line.removeprefix("extra ")))
