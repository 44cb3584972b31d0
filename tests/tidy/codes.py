"""Codes: every error code and every policy diagnostic has its place in docs/errors.md, and nothing else has."""

import re

import tidy

ERRORS = "src/base/error.cpp"
DIAGNOSTICS = "src/policy/diagnostic_codes.inc"
DOCUMENT = "docs/errors.md"
ERROR_SLUG = re.compile(r'case\s+Code::k\w+\s*:\s*return\s+"([a-z0-9-]+)"')
DIAGNOSTIC_SLUG = re.compile(r'\bX\(\s*k\w+\s*,\s*"([a-z0-9-]+)"')
# A place: a heading that is just the slug, or a table row that begins with it.
PLACE = re.compile(r"^(?:#{2,}[ \t]+`?([a-z0-9]+(?:-[a-z0-9]+)*)`?[ \t]*$|\|[ \t]*`([a-z0-9-]+)`[ \t]*\|)", re.M)


def slugs(project, path, pattern):
    return {m.group(1): path for m in pattern.finditer(project.read(path))} if project.has(path) else {}


def main():
    project = tidy.project_from_arguments()
    known = slugs(project, ERRORS, ERROR_SLUG) | slugs(project, DIAGNOSTICS, DIAGNOSTIC_SLUG)
    if not known:
        project.breach(ERRORS, "no code found", "write `case Code::kName: return \"slug\";`, one a line")
    text = project.read(DOCUMENT) if project.has(DOCUMENT) else ""
    places = {}
    for match in PLACE.finditer(text):
        slug, line = match.group(1) or match.group(2), tidy.line_of(text, match.start())
        if slug in places:
            project.breach(f"{DOCUMENT}:{line}", f"`{slug}` stands here and on line {places[slug]}",
                           "keep one place per code")
        places[slug] = line
    for slug, path in sorted(known.items()):
        if slug not in places:
            project.breach(path, f"`{slug}` has no place in {DOCUMENT}",
                           f"add a row `| \\`{slug}\\` | ...` that says what happened and what to do")
    for slug, line in sorted(places.items()):
        if slug not in known:
            project.breach(f"{DOCUMENT}:{line}", f"`{slug}` is no code of ours",
                           f"take it out, or add it to {ERRORS} or {DIAGNOSTICS}")
    project.finish("codes", f"{len(known)} codes")


main()
