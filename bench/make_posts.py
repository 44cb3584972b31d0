#!/usr/bin/env python3
"""Makes the stream that the benchmark decides: POSTS posts as NDJSON, the same on every machine.

    make_posts.py OUT.jsonl [--posts 200000] [--longest 140] [--data FOLDER] [--set NAME] [--hostile HOSTILE.jsonl]

Takes the English posts of every *.jsonl.gz of FOLDER, or of NAME.jsonl.gz alone, that have at most LONGEST characters
(repeated under new ids where there are too few), shuffled; without such a folder, those of examples/stream.jsonl. With
--longest 0 they may have any length. Writes outside the repository only."""

import argparse
import gzip
import json
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = 20260901


def read_texts(folder, name):
    texts = []
    for path in sorted(folder.glob(f"{name}.jsonl.gz")) if folder and folder.is_dir() else []:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            posts = map(json.loads, lines)
            texts += [p["text"] for p in posts if p.get("lang") == "en" and p.get("text", "").strip()]
    return texts


def read_example():
    with open(ROOT / "examples/stream.jsonl", encoding="utf-8") as lines:
        return [post["text"] for post in map(json.loads, lines) if post.get("text")]


def write(path, texts, count):
    rng = random.Random(SEED)
    with open(path, "w", encoding="utf-8") as out:
        for n in range(count):
            if n % len(texts) == 0:
                rng.shuffle(texts)
            text = texts[n % len(texts)]
            post = {"id": f"p{n:07}", "author": f"a{rng.randrange(count // 4 + 1)}", "lang": "en", "text": text}
            out.write(json.dumps(post, ensure_ascii=False) + "\n")


def hostile():
    """Shapes that cost most for their size; each about 20,000 bytes. No words of hatred are needed."""
    size = 20000
    shapes = {
        "repeated-group": "muslims " * (size // 8),
        "repeated-copula": "muslims are the " * (size // 16),
        "repeated-pronoun": "muslims. they are " * (size // 18),
        "repeated-calls": "we should all " * (size // 14),
        "nested-quotes": "“‘" * (size // 12) + "a" + "’”" * (size // 12),
        "open-quotes": "\"a " * (size // 3),
        "combining-marks": "a" + "\u0301" * (size // 2),
        "marked-letters": "a\u0301\u0302\u0303" * (size // 7),
        "one-long-word": "x" * size,
        "long-known-letters": "vermin" * (size // 6),
        "spaced-letters": "v e r m i n " * (size // 12),
        "leet": "v3rm1n " * (size // 7),
        "stretched": "veeeeeeeermiiiiiin " * (size // 19),
        "zero-width": "ver\u200bmin " * (size // 10),
        "hashtags": "#WeAreAllHereTodayTogether " * (size // 27),
        "mentions": "@a " * (size // 3),
        "links": "http://a.bc/d?e=f " * (size // 18),
        "sentences": "Is it? No. " * (size // 11),
        "commas": "a, " * (size // 3),
        "bad-utf8-like": "\ufffd" * (size // 3),
        "emoji": "\U0001f600" * (size // 4),
        "entities": "&amp;&lt; " * (size // 10),
        "ideographs": "\u6c34" * (size // 3),
    }
    return [{"id": name, "text": text} for name, text in shapes.items()]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out")
    options.add_argument("--posts", type=int, default=200000)
    options.add_argument("--longest", type=int, default=140, help="characters; 140 was the first limit of short posts")
    options.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data/dev")
    options.add_argument("--set", default="*")
    options.add_argument("--hostile")
    chosen = options.parse_args()
    if ROOT in pathlib.Path(chosen.out).resolve().parents:
        options.error("posts are not kept in the repository: name a file outside it")
    texts = read_texts(chosen.data, chosen.set)
    if not texts and chosen.set != "*":
        sys.exit(f"{chosen.data}: no posts in {chosen.set}.jsonl.gz")
    texts = texts or read_example()
    write(chosen.out, [t for t in texts if not chosen.longest or len(t) <= chosen.longest], chosen.posts)
    if chosen.hostile:
        with open(chosen.hostile, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(post, ensure_ascii=False) + "\n" for post in hostile())


main()
