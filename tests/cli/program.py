"""Runs the real program for the tests beside this file: a small policy, a scratch folder, posts made on the fly.

Each test file is a program: python3 NAME_test.py PATH-OF-MIZAN"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import sanitized

MIZAN = ""

RULES = """attribute craft "craft"
concept GROUP "people"
concept GROUP.craft attribute craft
concept GROUP.craft.gardeners "gardeners"
concept BAD
concept COPULA
concept NEGATION
construct CALLED(g: GROUP)
  g COPULA NEGATION? BAD
frame negated sets polarity=negated
  cue NEGATION
  scope claim
"""

TERMS = """[GROUP.craft.gardeners | inflect=noun]
gardener
[BAD]
weeds
[COPULA]
are
[NEGATION]
not
"""

POLICY = """# Garden rules

## Name-calling {#name-calling}

Nobody is to be called weeds because of a craft.

```rule
clause name-calling
  protects craft
  detect CALLED(g)
  allow negation: polarity=negated
  severity 3
  enforce review
  action remove
```

```violates
Gardeners are weeds
```

```allows
Gardeners are not weeds
```
"""

HARMFUL = "Gardeners are weeds"
EXCUSED = "Gardeners are not weeds"
PLAIN = "The roses are in bloom"


def is_sanitized():
    return sanitized.is_sanitized(MIZAN)


def post(number, text):
    return json.dumps({"id": f"p{number}", "author": f"a{number % 97}", "text": text})


def posts(count):
    """`count` lines of NDJSON: one in ten violates, one in ten is excused."""
    texts = [HARMFUL, EXCUSED] + [PLAIN] * 8
    return "".join(post(i, texts[i % 10]) + "\n" for i in range(count))


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)
        self.policy = self.folder / "policy"
        (self.policy / "lexicon/en").mkdir(parents=True)
        (self.policy / "policy.md").write_text(POLICY)
        (self.policy / "rules.rules").write_text(RULES)
        (self.policy / "lexicon/en/words.terms").write_text(TERMS)
        self.environment = dict(os.environ, MIZAN_CACHE=str(self.folder / "cache"))
        self.environment.pop("NO_COLOR", None)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def path(self, name):
        return str(self.folder / name)

    def command(self, *arguments):
        command = [MIZAN, "moderate", *map(str, arguments)]
        if "--policy" not in arguments:
            command += ["--policy", str(self.policy)]
        return command

    def moderate(self, *arguments, stdin=b"", expect=0, **more):
        """Runs `mizan moderate`; checks the exit code; gives (standard output, standard error) as text."""
        more.setdefault("env", self.environment)
        done = subprocess.run(self.command(*arguments), input=stdin, capture_output=True, timeout=300, **more)
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, expect, f"{arguments}\n{out[:2000]}\n{err[:2000]}")
        return out, err

    def decisions(self, *arguments, **more):
        """The decisions that come to standard output, parsed."""
        return [json.loads(line) for line in self.moderate(*arguments, **more)[0].splitlines()]

    def lines(self, name):
        return [json.loads(line) for line in (self.folder / name).read_text().splitlines()]


def main():
    global MIZAN
    MIZAN = os.path.abspath(sys.argv.pop(1))
    unittest.main(module="__main__")
