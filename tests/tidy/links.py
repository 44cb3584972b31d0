"""Links: every link in our Markdown to a file or a heading of ours leads somewhere."""

import os
import re
from urllib.parse import unquote

import tidy

LINK = re.compile(r"!?\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s+<?(\S+?)>?\s*$", re.M)
FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.M | re.S)
OUTSIDE = re.compile(r"^[a-z][a-z0-9+.-]*:")


def prose(text):
    """The text without fenced and inline code; line numbers stay."""
    text = FENCE.sub(lambda m: "\n" * m.group(0).count("\n"), text)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(text):
    """The anchors that the usual Markdown renderers give to the headings."""
    found = set(re.findall(r'<a\s+(?:id|name)="([^"]+)"', text))
    for heading in re.findall(r"^#{1,6}[ \t]+(.*?)[ \t#]*$", FENCE.sub("", text), re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        base = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        name, again = base, 0
        while name in found:
            again += 1
            name = f"{base}-{again}"
        found.add(name)
    return found


def check(project, path, target, line):
    if OUTSIDE.match(target):
        return
    where, (file, _, anchor) = f"{path}:{line}", unquote(target).partition("#")
    aim = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
    if aim.startswith("..") or not project.has(aim):
        project.breach(where, f"the link {target} leads nowhere", "link to a file that is here, relative to this one")
    elif anchor and aim.endswith(".md") and anchor.lower() not in anchors(project.read(aim)):
        project.breach(where, f"{aim} has no heading #{anchor}", "link to a heading that is there")


def main():
    project = tidy.project_from_arguments()
    paths = project.under("", suffixes=(".md",))
    for path in paths:
        text = prose(project.read(path))
        for match in [*LINK.finditer(text), *REFERENCE.finditer(text)]:
            check(project, path, match.group(1), tidy.line_of(text, match.start()))
    project.finish("links", f"{len(paths)} documents")


main()
