"""Shared by the tidy tests: which files the project has, and how a breach of a rule is reported."""

import os
import re
import subprocess
import sys

CODE_SUFFIXES = (".h", ".cpp", ".inc")
SKIPPED_FOLDERS = {".git", "out", "__pycache__"}


class Project:
    """The project's files as paths relative to its root, sorted; breaches collected, then printed."""

    def __init__(self, root):
        self.root = os.path.abspath(root)
        self.breaches = []
        self.files = sorted(self._list())

    def _list(self):
        listed = subprocess.run(
            ["git", "-C", self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=False) if os.path.exists(os.path.join(self.root, ".git")) else None
        if listed is not None and listed.returncode == 0:
            names = listed.stdout.decode().split("\0")
            return [n for n in names if n and os.path.isfile(os.path.join(self.root, n))]
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f not in SKIPPED_FOLDERS and not f.startswith("build")]
            found += [os.path.relpath(os.path.join(folder, n), self.root) for n in names]
        return found

    def under(self, *folders, suffixes=CODE_SUFFIXES):
        """Files below any of the folders ("" is the whole project) with one of the suffixes."""
        return [f for f in self.files if f.endswith(suffixes)
                and any(d == "" or f.startswith(d + "/") for d in folders)]

    def has(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def breach(self, where, what, instead):
        self.breaches.append(f"{where}: {what}\n    instead: {instead}")

    def finish(self, rule, checked):
        """Prints every breach and leaves with 1, or one line on what was checked and 0."""
        for breach in self.breaches:
            print(breach)
        if self.breaches:
            print(f"{rule}: {len(self.breaches)} to put right")
            sys.exit(1)
        print(f"{rule}: {checked}, all in order")


def project_from_arguments():
    here = os.path.dirname(os.path.abspath(__file__))
    given = [a for a in sys.argv[1:] if not a.startswith("--")]
    return Project(given[0] if given else os.path.join(here, "..", ".."))


_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^()\s\\]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'", re.S)


def code_only(text):
    """C++ with comments blanked and string and character literals emptied; line breaks stay."""
    def blank(match):
        piece = match.group(0)
        kept = "\n" * piece.count("\n")
        if piece.startswith("/"):
            return " " + kept
        return ('""' if not piece.startswith("'") else "' '") + kept
    return _TOKEN.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1
