#!/usr/bin/env python3
"""Makes a policy of an exact size out of a real one, for measuring.

    make_policy.py BASE OUT --terms 10000 --of-base 6000 --clauses 50 --posts POSTS.jsonl [--list TERMS.txt]

Terms are counted in lexicon lines (inflected forms come on top). Of a base with more lines than --of-base, every section keeps
its first lines only: policies of two sizes with the same --of-base differ in the number of their terms alone. The clauses of
BASE are copied under new ids until there are enough; each copy's constructs speak of predicate concepts of their own, so that
a copy is a rule about something else and not the same rule again. The new terms are rare words and pairs of words of the
posts, and made-up words. Deterministic."""

import argparse
import collections
import json
import pathlib
import random
import re
import shutil
import tempfile

SEED = 20260902
COMMON = 1000  # posts
WORD = re.compile(r"[a-z]{4,14}")
NAME = re.compile(r"(?<![\w@])([A-Za-z]\w*)(?!\w)")
EXAMPLES = "\n```violates\nnot run\n```\n\n```allows\nnot run\n```\n"  # the compiler asks for some
CONSONANTS, VOWELS = "bcdfgjklmnprstvwz", "aeiou"


def read_sections(path):
    """(concept, term) of one .terms file, in order; then (None, form) of the forms that its lines list."""
    forms = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.split("#", 1)[0].strip() if raw.lstrip().startswith("#") else raw.strip()
        if line.startswith("["):
            concept = re.split(r"[|\]]", line[1:])[0].strip()
        elif line:
            yield concept, line.split("|", 1)[0].strip()
            listed = re.search(r"forms=(.*?)(?: \w+=|$)", line.partition("|")[2])
            forms += [(None, form.strip()) for form in listed.group(1).split(",")] if listed else []
    yield from forms


def thin(folder, wanted):
    """Leaves about `wanted` lexicon lines: of each section the first ones, in the same proportion, two at least."""
    paths = sorted(folder.glob("lexicon/*/*.terms"))
    share = wanted / sum(1 for path in paths for concept, _ in read_sections(path) if concept)
    for path in paths if share < 1 else []:
        kept, section = [], []
        def close():
            kept.extend(section[:max(2, int(share * len(section)))])
            section.clear()
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                close()
                kept.append(line)
            elif line.strip() and not line.startswith("#"):
                section.append(line)
        close()
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def outside_quotes(rename, line):
    parts = re.split(r'("[^"]*")', line)
    return "".join(p if p.startswith('"') else NAME.sub(lambda m: rename(m.group(1)), p) for p in parts)


class Base:
    """What of the base policy is copied: predicate concepts, the patterns and constructs that name them, the clauses."""

    def __init__(self, folder):
        self.folder = folder
        everything = [t for path in sorted(folder.glob("lexicon/*/*.terms")) for t in read_sections(path)]
        self.terms = [(concept, term) for concept, term in everything if concept]
        self.taken = {term.lower() for _, term in everything}
        predicate_files = [p for p in folder.glob("lexicon/en/*.terms") if "predicate" in p.name]
        self.predicates = sorted({c.split(".")[0] for p in predicate_files for c, _ in read_sections(p) if c})
        self.groups = sorted({c for c, _ in self.terms if c.startswith("GROUP.")})
        self.declared = re.findall(r"^concept ([A-Z][\w.]*)", (folder / "concepts.rules").read_text(), re.M)
        self.statements = self.read_statements((folder / "constructs.rules").read_text())
        self.clauses = re.findall(r"```rule\n(clause .*?)```", (folder / "policy.md").read_text(), re.S)

    @staticmethod
    def read_statements(text):
        """Each `pattern` line and each `construct` with its indented lines, as a list of lines."""
        statements = []
        goes_on = False  # as the language has it: after a line that ends with one of , | & =
        for line in text.splitlines():
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            if goes_on:
                statements[-1][-1] += " " + line.strip()
            elif line[0].isspace():
                statements[-1].append(line)
            else:
                statements.append([line])
            goes_on = line.rstrip().endswith((",", "|", "&", "="))
        return statements


def copy_rules(base, suffix):
    """concepts, constructs and the names that were copied, as text for one .rules file."""
    copied = set(base.predicates)
    out = []
    for name in base.declared:
        root = name.split(".")[0]
        if root in base.predicates:
            out.append(f"concept {root}{suffix}{name[len(root):]}")
    rename = lambda name: name + suffix if name in copied else name
    for statement in base.statements:
        head = statement[0].split("=", 1)
        kind, name = re.match(r"(\w+)\s+(\w+)", head[0]).groups()
        uses = lambda line: any(n in copied for n in NAME.findall(re.sub(r'"[^"]*"', "", line)))
        if kind == "pattern" and uses(" ".join([head[1], *statement[1:]])):
            copied.add(name)
            out += [outside_quotes(rename, line) for line in statement]
        elif kind == "construct":
            lines = [line for line in statement[1:] if uses(line)]
            if lines:
                copied.add(name)
                out += [outside_quotes(rename, line) for line in [statement[0], *lines]]
    return "\n".join(out) + "\n", copied


def copy_clause(text, suffix, copied):
    """The clause under a new id, detecting the copied constructs only; None if none of its constructs was copied."""
    head, *lines = re.sub(r",\s*\n\s+", ", ", text.rstrip()).splitlines()
    clause_id = head.split()[1] + suffix.replace("_C", "-")
    out = [f"clause {clause_id}"]
    detects = False
    for line in lines:
        if re.match(r"\s*detect\b", line):
            items = re.findall(r"([A-Z]\w*)(\([^)]*\))", line)
            kept = [f"{name}{suffix}{args}" for name, args in items if name in copied]
            detects |= bool(kept)
            if kept:
                out.append("  detect " + ", ".join(kept))
        else:
            out.append(line)
    return "\n".join(out) if detects else None


def make_clauses(base, wanted):
    """policy.md sections and .rules texts of the copies."""
    sections, rules, suffixes = [], [], []
    while len(base.clauses) + len(sections) < wanted:
        suffix = f"_C{len(rules) + 2}"
        text, copied = copy_rules(base, suffix)
        rules.append(text)
        suffixes.append(suffix)
        for clause in base.clauses:
            made = copy_clause(clause, suffix, copied)
            if made and len(base.clauses) + len(sections) < wanted:
                clause_id = made.split()[1]
                sections.append(f"\n## Copy {clause_id} {{#{clause_id}}}\n\nMade for measuring.\n\n```rule\n{made}\n```\n{EXAMPLES}")
    return sections, rules, suffixes


def read_words(posts):
    """In how many posts each word and each pair of words stands."""
    words, pairs = collections.Counter(), collections.Counter()
    with open(posts, encoding="utf-8") as lines:
        for post in map(json.loads, lines):
            found = WORD.findall(post["text"].lower())
            words.update(set(found))
            pairs.update(set(zip(found, found[1:])))
    return words, pairs


def rare_words(words, pairs, taken):
    """Words and pairs of words that stand in a few posts each."""
    stems = {term[:-1] for term in taken}  # a form of a word that is there already may not come again elsewhere
    singles = sorted(w for w, n in words.items()
                     if 2 <= n <= 8 and not any(w[:k] in stems for k in range(3, len(w) + 1)))
    doubles = sorted(" ".join(p) for p, n in pairs.items() if 2 <= n <= 4 and words[p[0]] <= 400 and words[p[1]] <= 400)
    return singles, [d for d in doubles if d not in taken]


def made_up(rng):
    return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.randint(3, 5)))


def new_terms(rng, count, words, pairs, taken):
    """`count` new terms: about a third each of the posts' words, their pairs and made-up words."""
    singles, doubles = rare_words(words, pairs, taken)
    share = count // 3
    chosen = rng.sample(singles, min(share, len(singles))) + rng.sample(doubles, min(share, len(doubles)))
    seen = set(chosen) | taken
    while len(chosen) < count:
        word = made_up(rng)
        if word not in seen:
            seen.add(word)
            chosen.append(word)
    rng.shuffle(chosen)
    return chosen


def write(out, base, sections, rules, suffixes, terms):
    shutil.copytree(base.folder, out)
    shutil.rmtree(out / "cases", ignore_errors=True)
    with open(out / "policy.md", "a", encoding="utf-8") as policy:
        policy.write("".join(sections))
    for suffix, text in zip(suffixes, rules):
        (out / f"copy{suffix.lower()}.rules").write_text(text, encoding="utf-8")
    places = [f"{c[:len(r)]}{s}{c[len(r):]}" for s in suffixes for c, _ in dict.fromkeys((c, 0) for c, _ in base.terms)
              for r in [c.split(".")[0]] if r in base.predicates]
    places += base.groups * max(1, len(places) // (4 * len(base.groups)))  # a fifth of the new terms name groups
    by_place = collections.defaultdict(list)
    for n, term in enumerate(terms):
        by_place[places[n % len(places)]].append(term)
    with open(out / "lexicon/en/made.terms", "w", encoding="utf-8") as lexicon:
        for place in sorted(by_place):
            lexicon.write(f"[{place}]\n" + "".join(f"{t}\n" for t in by_place[place]) + "\n")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("base", type=pathlib.Path)
    options.add_argument("out", type=pathlib.Path)
    options.add_argument("--terms", type=int, required=True)
    options.add_argument("--of-base", type=int, required=True, help="at most about so many lines of the base's lexicon are kept")
    options.add_argument("--clauses", type=int, default=50)
    options.add_argument("--posts", required=True)
    options.add_argument("--list", help="write the terms that a word filter would have here, one a line")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="mizan-bench-base-") as folder:
        make(options, chosen, pathlib.Path(folder))


def make(options, chosen, thinned):
    shutil.copytree(chosen.base, thinned, dirs_exist_ok=True)
    thin(thinned, chosen.of_base)
    base = Base(thinned)
    if len(base.terms) > chosen.terms or len(base.clauses) > chosen.clauses:
        options.error("the base policy is larger than what is asked for")
    sections, rules, suffixes = make_clauses(base, chosen.clauses)
    words, pairs = read_words(chosen.posts)
    terms = new_terms(random.Random(SEED), chosen.terms - len(base.terms), words, pairs, base.taken)
    shutil.rmtree(chosen.out, ignore_errors=True)
    write(chosen.out, base, sections, rules, suffixes, terms)
    if chosen.list:
        # Common words that only a grammar can use ("the", "are") are on no filter's list.
        own = {head.lower() for _, head in base.terms}
        everything = sorted({t for t in own if words[t] <= COMMON and len(t) >= 4} | set(terms))
        pathlib.Path(chosen.list).write_text("\n".join(everything) + "\n", encoding="utf-8")


main()
