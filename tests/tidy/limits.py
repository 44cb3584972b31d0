"""Limits: a file has at most 400 lines, a function at most 60.

A longer file says why in its first line ("long because ...", or "generated")."""

import re

import tidy

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
FOLDERS = ("src", "include", "tests", "fuzz", "bench", "examples", "tools", "cmake", ".ci")
SUFFIXES = tidy.CODE_SUFFIXES + (".py", ".sh", ".cmake")

SCOPE = re.compile(r"^(?:template\s*<.*>\s*)?(?:inline\s+)?(?:namespace|class|struct|union|enum|extern)\b", re.S)
BODY_BEFORE = re.compile(r"(?:\)|\b(?:const|noexcept|override|final|mutable|try|else|do))\s*$|[}]\s*$")


def excused(text):
    first = text.split("\n", 1)[0].lower()
    return "long because" in first or "generated" in first


def functions(text):
    """(line, line count, head) of each outermost function; braces are counted, nothing is parsed."""
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: "\n" * m.group(0).count("\n"),
                  tidy.code_only(text), flags=re.M)
    head_start, depth, function_depth, stack = 0, 0, None, []
    for match in re.finditer(r"[{};]", code):
        at, kind = match.start(), match.group(0)
        if kind == "{":
            head = code[head_start:at].strip()
            head = re.sub(r"^(?:public|private|protected)\s*:\s*", "", head)
            role = "inside" if function_depth is not None else role_of(head)
            stack.append((role, head_start, head))
            depth += 1
            if role == "function":
                function_depth = depth
            if role in ("scope", "function", "inside"):
                head_start = at + 1
        elif kind == "}" and stack:
            role, start, head = stack.pop()
            if role == "function":
                first = tidy.line_of(code, code.find(head, start))
                yield first, tidy.line_of(code, at) - first + 1, " ".join(head.split())
                function_depth = None
            depth -= 1
            if role != "value":
                head_start = at + 1
        elif kind == ";":
            head_start = at + 1


def role_of(head):
    """What a brace after this text opens at namespace or class level."""
    if SCOPE.match(re.sub(r"\[\[.*?\]\]\s*", "", head)) or not head:
        return "scope"
    if "(" in head and (BODY_BEFORE.search(head) or "->" in head):
        return "function"
    return "value"  # an initializer: `int x{1}` or `: member_{1}`


def main():
    project = tidy.project_from_arguments()
    paths = [p for p in project.under(*FOLDERS, suffixes=SUFFIXES)] + [
        p for p in ("run", "test", ".ci/run") if project.has(p)]
    for path in paths:
        text = project.read(path)
        if excused(text):
            continue
        lines = text.count("\n")
        if lines > FILE_LINES_MAX:
            project.breach(path, f"{lines} lines, more than {FILE_LINES_MAX}",
                           'split it by purpose, or say why in the first line: "long because ..."')
        if not path.endswith(tidy.CODE_SUFFIXES):
            continue
        for line, length, head in functions(text):
            if length > FUNCTION_LINES_MAX:
                project.breach(f"{path}:{line}", f"a function of {length} lines, more than "
                               f"{FUNCTION_LINES_MAX}: {head[-70:]}", "name its steps and make each a function")
    project.finish("limits", f"{len(paths)} files")


main()
