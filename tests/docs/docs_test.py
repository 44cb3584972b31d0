"""Docs: what README.md and docs/ say a command prints is what it prints, and docs/cli.md has every option.

A document is a story that is told in order in an empty folder, README.md in one that looks like the project's own after ./run:
    ```mizan file=PATH      the block is the file (~~~ where it holds fences of its own)
    ```mizan add=PATH       the block goes to the file's end
    ```diff file=PATH       the file is changed so; lines with + alone are added at its end
    ```console run exit=6   lines with $ are run; what follows is what they print, with the exit code of the last
In an output "…" stands for any part of a line, and a line of "…" alone for any lines.

    docs_test.py run PROGRAM FOLDER DOCUMENT    check one document, in a folder with links to what FOLDER holds (-: nothing);
                                                with --update the outputs that differ are written into it anew
    docs_test.py options PROGRAM DOCUMENT       every option of every command, both ways
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FENCE = re.compile(r"^(```|~~~)(mizan|diff|console)[ ]+([^\n]*)\n(.*?)^\1[ ]*$", re.M | re.S)
# What --update shortens: hashes, and a number that is raised with every change of meaning.
SHORTENED = ((re.compile(r"\b([0-9a-f]{8})[0-9a-f]{56}\b"), r"\1…"), (re.compile(r"\bsemantics \d+$", re.M), "semantics …"))
SECONDS_MAX = 60


def attributes(info):
    return dict(word.partition("=")[::2] for word in info.split())


def apply_diff(path, body, where):
    """Hunks parted by lines of "@@": the lines with " " and "-" must stand in the file once, one after the other."""
    text = path.read_text(encoding="utf-8")
    for hunk in re.split(r"^@@.*\n", body, flags=re.M):
        lines = hunk.splitlines()
        old = "".join(line[1:] + "\n" for line in lines if not line.startswith("+"))
        new = "".join(line[1:] + "\n" for line in lines if not line.startswith("-"))
        if old and text.count(old) != 1:
            sys.exit(f"{where}: the lines to change stand {text.count(old)} times in {path.name}")
        text = text.replace(old, new) if old else text + new
    path.write_text(text, encoding="utf-8")


def matches(expected, actual):
    pattern = ""
    for line in expected.splitlines():
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*".join(re.escape(piece) for piece in line.rstrip().split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, actual) is not None


class Story:
    """The commands of one document, run in order."""

    def __init__(self, mizan, folder):
        self.folder = folder
        self.scratch = tempfile.TemporaryDirectory()
        tools = Path(self.scratch.name, "bin")
        tools.mkdir()
        for program in {mizan, *mizan.parent.glob("mizan-*")}:  # a program of ours may call for another
            if program.is_file():
                (tools / program.name).symlink_to(program)
        self.environment = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", NO_COLOR="1", COLUMNS="100",
                                MIZAN_CACHE=str(Path(self.scratch.name, "cache")),
                                PROJECT=str(Path(__file__).resolve().parents[2]))

    def run(self, command):
        command = re.sub(r"(?<!\S)\./run (?=\S)", "mizan ", command)
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS_MAX)
        output = done.stdout.decode("utf-8", "replace")
        return output if not output or output.endswith("\n") else output + "\n", done.returncode


def steps(body):
    """[(command, expected output)] of a console block; a command goes on after a backslash."""
    found = []
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = line
            while command.endswith("\\"):
                command += "\n" + next(lines)
            found.append([command, ""])
        elif found:
            found[-1][1] += line + "\n"
        else:
            sys.exit("a console block opens with a line `$ command`")
    return found


def shorten(output):
    for pattern, short in SHORTENED:
        output = pattern.sub(short, output)
    return output


def check(document, mizan, folder, update):
    text = document.read_text(encoding="utf-8")
    story = Story(mizan, folder)
    faults, commands, pieces, end = [], 0, [], 0
    for block in FENCE.finditer(text):
        kind, options, body = block.group(2), attributes(block.group(3)), block.group(4)
        where = f"{document.name}:{text.count(chr(10), 0, block.start()) + 1}"
        name = options.get("file") or options.get("add")
        if name and kind in ("mizan", "diff"):
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            if kind == "mizan":
                with path.open("w" if "file" in options else "a", encoding="utf-8") as file:
                    file.write(body)
            else:
                apply_diff(path, body, where)
        elif kind == "console" and "run" in options:
            told = steps(body)
            written = ""
            for i, (command, expected) in enumerate(told):
                commands += 1
                actual, code = story.run(command[2:])
                wanted = int(options.get("exit", 0)) if i + 1 == len(told) else 0
                if code != wanted:
                    faults.append(f"{where}: {command}\n  exit code {code}, not {wanted}\n{actual}")
                same = matches(expected, actual)
                if not same and not update:
                    faults.append(f"{where}: {command}\nthe document says:\n{expected}\nit prints:\n{actual}")
                written += command + "\n" + (expected if same else shorten(actual))
            pieces += [text[end:block.start(4)], written]
            end = block.end(4)
    if update:
        document.write_text("".join(pieces) + text[end:], encoding="utf-8")
    if commands == 0:
        faults.append(f"{document.name}: no command was run")
    return faults, f"{commands} commands"


# ---- options

HELP_OPTION = re.compile(r"^  (-[^ ]+)", re.M)
HELP_COMMAND = re.compile(r"^  ([a-z][a-z-]*) {2,}\S", re.M)
SECTION = re.compile(r"^## `(mizan[^`]*)`[^\n]*\n(.*?)(?=^## |\Z)", re.M | re.S)
EVERYWHERE = {"-h", "--help"}  # told once, of all commands


def section_of(help_text, title):
    found = re.search(rf"^{title}:\n(.*?)(?=^\S|\Z)", help_text, re.M | re.S)
    return found.group(1) if found else ""


def options_of(help_text):
    words = (re.sub(r"\{.*|:.*|=.*|\[.*", "", w) for names in HELP_OPTION.findall(section_of(help_text, "Options"))
             for w in names.split(","))
    return set(words) - EVERYWHERE


def all_commands(mizan, name=()):
    """{"mizan policy diff": its options}, from the program itself; `mizan` is its path."""
    help_text = subprocess.run([mizan, *name, "--help"], capture_output=True, text=True, check=True).stdout
    found = {" ".join((Path(mizan).name, *name)): options_of(help_text)}
    for command in HELP_COMMAND.findall(section_of(help_text, "Subcommands")):
        found |= all_commands(mizan, (*name, command))
    return found


def check_options(mizan, document):
    text = document.read_text(encoding="utf-8")
    told = {name: set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", " ".join(re.findall(r"^\|([^|]*)\|", body, re.M))))
            for name, body in SECTION.findall(text)}
    real = all_commands(mizan)
    faults = [f"{document.name}: no section `## \\`{name}\\`` for this command" for name in real if name not in told]
    faults += [f"{document.name}: there is no command `{name}`" for name in told if name not in real]
    for name in sorted(set(real) & set(told)):
        faults += [f"{document.name}: {name} has an option {o} that is not in its table" for o in sorted(real[name] - told[name])]
        faults += [f"{document.name}: {name} has no option {o}" for o in sorted(told[name] - real[name])]
    return faults, f"{len(real)} commands, {sum(map(len, real.values()))} options"


def look_like(project, place):
    """Links to the project's files and folders, and an `out` of its own, so that what an earlier run left there changes nothing."""
    for entry in project.iterdir():
        if entry.name != "out":
            Path(place, entry.name).symlink_to(entry)
    Path(place, "out").mkdir()


def main():
    arguments = [a for a in sys.argv[1:] if a != "--update"]
    if len(arguments) == 4 and arguments[0] == "run":
        mizan, folder, document = map(Path, arguments[1:])
        with tempfile.TemporaryDirectory() as place:
            if str(folder) != "-":
                look_like(folder.resolve(), place)
            faults, told = check(document, mizan.resolve(), place, "--update" in sys.argv)
    elif len(arguments) == 3 and arguments[0] == "options":
        faults, told = check_options(str(Path(arguments[1]).resolve()), Path(arguments[2]))
    else:
        sys.exit(__doc__)
    for fault in faults:
        print(fault)
    print(f"docs: {told}, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
