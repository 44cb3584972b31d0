"""Words: what our code does not use, where, and what to use instead."""

import re

import tidy

EVERYWHERE = ("src", "include", "tests", "fuzz", "bench", "examples")
OURS = ("src", "include")
# (pattern, folders, folders or files where it is allowed, what to do instead)
BANNED = [
    (r"std::time\b|\btime\(\s*(?:0|NULL|nullptr)\s*\)|\bgettimeofday\(|\bclock_gettime\(", OURS, (),
     "take `now` as a parameter; thinking has no clock"),
    (r"\bsystem_clock\b", OURS, ("src/cli", "src/auditor"), "take `now` as a parameter; only programs read a clock"),
    (r"\bs?rand\s*\(|\brandom_device\b", EVERYWHERE, ("src/base/secret_hash.h",),  # decides where keys lie, nothing else
     "derive it from a hash of the input, or seed a fixed generator in a test"),
    (r"\bmt19937|\bdefault_random_engine\b", OURS, (), "derive it from a hash of the input"),
    (r"\b(?:tolower|toupper|isalpha|isdigit|isspace|isalnum|ispunct|isupper|islower)\s*\(", OURS, (),
     "compare ASCII bytes in our own function, or use the tables of src/text; these obey the locale"),
    (r"\bsetlocale\b|\bstd::locale\b", EVERYWHERE, (), "write it without a locale; results may not depend on one"),
    (r"\bstd::(?:cout|cerr|clog)\b|(?<![\w.])f?printf\s*\(|\bputs\s*\(|\bfmt::print\b", OURS, ("src/console",),
     "return a value; only the command line prints"),
    (r"\bcatch\s*\(\s*\.\.\.\s*\)", OURS, ("src/console", "src/api"),
     "catch the type the library throws, and turn it into an Error in the adapter"),
    (r"\bstd::w?regex\b|#\s*include\s*<regex>", EVERYWHERE, (), "use RE2: linear time and no locale"),
    (r"\bget_instance\b|\bgetInstance\b", OURS, (), "pass it through the constructor; there are no singletons"),
    (r"\bsprintf\s*\(|\bstr(?:cpy|cat|tok)\s*\(", EVERYWHERE, (), "use fmt, std::string or string_view"),
    (r"\bato[ifl]+\s*\(|\bstd::sto[a-z]+\s*\(|\bstrto[a-z]+\s*\(", OURS, (),
     "use std::from_chars and turn its failure into an Error"),
    (r"\busing\s+namespace\s+std\b", EVERYWHERE, (), "name what you use"),
]
COMMENT_BANNED = [
    (r"\b(?:FIXME|XXX|HACK)\b|\bTODO\b(?!\(#\d+\))", EVERYWHERE, (), "do it, or write TODO(#issue)"),
]


def check(project, path, text, rules):
    for pattern, folders, allowed, instead in rules:
        inside = any(path.startswith(f + "/") for f in folders)
        if not inside or any(path == f or path.startswith(f + "/") for f in allowed):
            continue
        for match in re.finditer(pattern, text):
            project.breach(f"{path}:{tidy.line_of(text, match.start())}",
                           f"`{match.group(0).strip()}` is not for here", instead)


def main():
    project = tidy.project_from_arguments()
    paths = project.under(*EVERYWHERE)
    for path in paths:
        text = project.read(path)
        check(project, path, tidy.code_only(text), BANNED)
        if not path.endswith(".inc"):
            check(project, path, text, COMMENT_BANNED)
    project.finish("words", f"{len(paths)} files")


main()
