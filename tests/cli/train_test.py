"""`mizan train` and `mizan evaluate` on sets made here, of harmless words. train_test.py MIZAN"""

import gzip
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TINY = HERE.parent / "data" / "policies" / "tiny"
MIZAN = sys.argv.pop(1) if len(sys.argv) > 1 else "mizan"
CALM = "we walked home along the river and bought some bread for our friends in town today".split()
LOUD = "blorp grunt snarl hiss fume rage shout stomp growl bark".split()


def mizan(*arguments):
    env = dict(os.environ, MIZAN_CACHE="")
    done = subprocess.run([MIZAN, *map(str, arguments)], capture_output=True, env=env, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def write_sets(folder, posts=3000):
    """Two sets of posts about rose growers in which "hate" is told by loud words; one packed, one plain."""
    rng = random.Random(5)
    for name, opener in (("market.jsonl", open), ("harbour.jsonl.gz", gzip.open)):
        with opener(folder / name, "wt", encoding="utf-8") as out:
            for n in range(posts):
                loud = n % 3 == 0
                words = ["rose growers"] + rng.choices(CALM, k=9) + (rng.choices(LOUD, k=4) if loud else [])
                rng.shuffle(words)
                row = {"id": f"{name}:{n}", "text": " ".join(words), "label": "hate" if loud else "none", "lang": "en",
                       "kind": [], "licence": "CC-BY-SA-4.0" if name.startswith("market") else "MIT"}
                out.write(json.dumps(row) + "\n")


class TrainTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.folder.name)
        self.data = self.dir / "data"
        self.data.mkdir()
        self.model = self.dir / "en.model"

    def tearDown(self):
        self.folder.cleanup()

    def train(self, *more):
        return mizan("train", "--data", self.data, "--out", self.model, "--policy", TINY, "--json", *more)

    def test_a_model_learns_and_is_measured_on_what_it_has_not_seen(self):
        write_sets(self.data)
        code, out, err = self.train()
        self.assertEqual(code, 0, err)
        told = json.loads(out)
        self.assertGreater(told["set_aside"], 400)
        self.assertEqual(told["training"] + told["calibration"] + told["set_aside"], 6000)
        self.assertEqual(told["bytes"], self.model.stat().st_size)
        self.assertLess(told["bytes"], 8_000_000)
        self.assertIn("harbour", told["note"])

        code, out, err = mizan("evaluate", "--data", self.data, "--policy", TINY, "--model", self.model, "--json")
        self.assertEqual(code, 0, err)
        sets = {s["set"]: s for s in json.loads(out)["sets"]}
        self.assertEqual(set(sets), {"harbour", "market", "all"})
        self.assertEqual(sum(sets["all"]["scored"].values()), told["set_aside"])
        self.assertGreater(sets["all"]["area"], 0.99)
        self.assertEqual(sets["all"]["flagged"]["tp"], 0)  # the policy knows nothing of such words

        code, out, err = mizan("evaluate", "--data", self.data, "--policy", TINY, "--model", self.model)
        self.assertEqual(code, 0, err)
        self.assertIn("identity_attack", out)
        self.assertRegex(out, r"(?m)^harbour ")

    def test_a_suite_is_measured_by_behaviour_group_and_pair(self):
        rows = [("cabbages are vermin", "hate", "said", "p"), ("cabbages are fine", "none", "calm", "p"),
                ("we walked home", "none", "calm", "q"), ("we stayed there", "hate", "said", "q")]
        suite = self.dir / "fresh.jsonl"
        with open(suite, "w") as out:
            for n, (text, label, behaviour, pair) in enumerate(rows):
                out.write(json.dumps({"id": f"s{n}", "text": text, "label": label, "behaviour": behaviour, "pair": pair,
                                      "target": ["cabbages & <co>"], "lang": "en", "licence": "MIT"}) + "\n")
        page = self.dir / "page.html"
        code, out, err = mizan("evaluate", "--suite", suite, "--policy", TINY, "--json", "--report", page)
        self.assertEqual(code, 0, err)
        told = json.loads(out)
        self.assertEqual({c["name"] for c in told["behaviour"]}, {"said", "calm"})
        self.assertEqual(sum(told["group"][0]["flagged"].values()), 4)
        self.assertEqual(sum(s["flagged"]["tp"] + s["flagged"]["fn"] for s in told["sets"] if s["set"] == "fresh"), 2)
        self.assertIsNotNone(told["pairs"])
        self.assertTrue(all(r["where"].startswith(("rules.rules:", "policy.md:")) for r in told["rules"]))
        self.assertGreater(len(told["rules"]), 1)
        self.assertNotIn("we stayed there", out)  # a post's words are shown on the page only
        html = page.read_text()
        self.assertIn("we stayed there", html)
        self.assertIn("cabbages &amp; &lt;co&gt;", html)
        self.assertNotIn("<script", html)

        code, _, err = mizan("evaluate", "--policy", TINY)
        self.assertEqual(code, 2, err)
        code, _, err = mizan("evaluate", "--suite", self.dir / "none.jsonl", "--policy", TINY)
        self.assertEqual(code, 4, err)
        code, _, err = mizan("evaluate", "--suite", suite, "--policy", TINY, "--report", self.dir / "no" / "page.html")
        self.assertEqual(code, 5, err)

    def test_data_with_fields_that_do_not_fit_is_told_by_name(self):
        row = {"id": "1", "text": "we walked home", "label": "none", "lang": "en", "target": None, "pair": None}
        suite = self.dir / "fresh.jsonl"
        suite.write_text(json.dumps(row))
        self.assertEqual(mizan("evaluate", "--suite", suite, "--policy", TINY)[0], 0)
        for field, value in (("target", "women"), ("pair", 7), ("label", "bad"), ("kind", [1])):
            suite.write_text(json.dumps(dict(row, **{field: value})))
            code, _, err = mizan("evaluate", "--suite", suite, "--policy", TINY)
            self.assertEqual(code, 4, err)
            self.assertIn(f"its '{field}' is not so", err)
        suite.write_text(json.dumps(dict(row, kind=["\x1b[31mred"])))
        self.assertNotIn("\x1b", mizan("evaluate", "--suite", suite, "--policy", TINY)[1])
        code, _, err = mizan("evaluate", "--suite", suite, "--suite", suite, "--policy", TINY)
        self.assertEqual(code, 2, err)
        code, _, err = mizan("evaluate", "--suite", suite, "--policy", TINY, "--posts-a-day", 9, "--reviews-a-day", 3)
        self.assertEqual(code, 2, err)

    def test_templates_give_the_same_sentences_and_never_hang(self):
        loader = importlib.machinery.SourceFileLoader("train_scores", str(HERE.parent.parent / "tools" / "train-scores"))
        spec = importlib.util.spec_from_loader("train_scores", loader)
        tool = importlib.util.module_from_spec(spec)
        loader.exec_module(tool)
        path = self.dir / "some.templates"
        path.write_text("who = cats | dogs | owls\nwho_s = a cat | a dog | a owl\npair: who who_s\n"
                        "none: {who:1} are kind, and {who_s:1} is (very) kind too.\n")
        made = list(tool.Templates(path).sentences())
        self.assertEqual(made, list(tool.Templates(path).sentences()))
        for _, text in made:
            for plural, one in (("cats", "a cat"), ("dogs", "a dog"), ("owls", "an owl")):
                self.assertEqual(plural in text.lower(), one in text.lower(), text)
        for broken in ("none: what a day :(", "none: hello {Groups} there", "a = {a} b\nnone: {a}", "none: {gone}", "who are they"):
            path.write_text(broken + "\n")
            with self.assertRaises(SystemExit):
                list(tool.Templates(path).sentences())

    def test_the_same_data_gives_the_same_bytes(self):
        write_sets(self.data, 600)
        self.assertEqual(self.train()[0], 0)
        first = self.model.read_bytes()
        self.assertEqual(self.train()[0], 0)
        self.assertEqual(self.model.read_bytes(), first)

    def test_share_alike_sets_can_be_left_out(self):
        write_sets(self.data, 600)
        told = json.loads(self.train("--licences", "permissive")[1])
        self.assertIn("harbour", told["note"])
        self.assertNotIn("market", told["note"])

    def test_licences_are_read_however_they_are_written(self):
        for licence, used in (("CC-BY-NC-SA-4.0", False), ("cc by-sa 4.0", False), ("AGPL-3.0", False), ("", False),
                              ("Apache-2.0", True), ("CC-BY-4.0", True)):
            write_sets(self.data, 300)
            (self.data / "market.jsonl").unlink()
            path = self.data / "harbour.jsonl.gz"
            rows = [json.loads(line) for line in gzip.open(path, "rt")]
            with gzip.open(path, "wt") as out:
                out.writelines(json.dumps(dict(row, licence=licence)) + "\n\r\n" for row in rows)
            code, _, err = self.train("--licences", "permissive")
            self.assertEqual(code, 0 if used else 4, f"{licence}: {err}")

    def test_the_policy_is_measured_with_its_own_scores_and_a_broken_model_can_be_replaced(self):
        write_sets(self.data)
        policy = self.dir / "policy"
        shutil.copytree(TINY, policy)
        with open(policy / "policy.md", "a") as text:
            text.write("\n## Suspected {#suspected}\n\nLooked at.\n\n```rule\nsignal score.identity_attack\n"
                       "clause suspected\n  protects anyone\n  suspect signal score.identity_attack >= 5000\n  severity 1\n"
                       "```\n\n```allows signal.score.identity_attack=1\nx\n```\n\n"
                       "```review signal.score.identity_attack=9000\nx\n```\n")
        (policy / "scores").mkdir()
        own = policy / "scores" / "en.model"
        own.write_bytes(b"not a model")
        code, _, err = mizan("evaluate", "--data", self.data, "--policy", policy)
        self.assertEqual(code, 3, err)
        code, _, err = mizan("train", "--data", self.data, "--policy", policy, "--out", own)
        self.assertEqual(code, 0, err)
        code, out, err = mizan("evaluate", "--data", self.data, "--policy", policy, "--json")
        self.assertEqual(code, 0, err)
        figures = json.loads(out)["sets"][-1]
        self.assertGreater(figures["flagged"]["tp"], 100)
        self.assertEqual(figures["flagged"], figures["scored"])
        own.unlink()
        code, _, err = mizan("evaluate", "--data", self.data, "--policy", policy)
        self.assertEqual(code, 0, err)
        self.assertIn("no model", err)

    def test_parts_of_the_data_do_not_overlap(self):
        write_sets(self.data, 600)
        counted = {}
        for part in ("set-aside", "tuning", "all"):
            code, out, err = mizan("evaluate", "--data", self.data, "--policy", TINY, "--part", part, "--json")
            self.assertEqual(code, 0, err)
            counted[part] = sum(json.loads(out)["sets"][-1]["flagged"].values())
        self.assertEqual(counted["all"], 1200)
        self.assertEqual(counted["set-aside"] + counted["tuning"], 1200)

    def test_errors_name_what_is_wrong_and_where(self):
        code, _, err = self.train()
        self.assertEqual(code, 4)
        self.assertIn("data-missing", err)
        (self.data / "broken.jsonl").write_text('{"text": "a", "label": "none", "lang": "en"}\n{"text": 5}\n')
        code, _, err = self.train()
        self.assertEqual(code, 4)
        self.assertIn("broken.jsonl:2", err)
        (self.data / "broken.jsonl").unlink()
        write_sets(self.data, 100)
        self.model.write_bytes(b"mizanscore, but not really a model of scores at all, only some text")
        code, _, err = mizan("evaluate", "--data", self.data, "--policy", TINY, "--model", self.model)
        self.assertEqual(code, 3)
        self.assertIn("model-", err)
        code, _, err = mizan("train", "--data", self.data, "--policy", TINY, "--out", self.dir / "none" / "x")
        self.assertEqual(code, 5)
        self.assertIn("file-write", err)


unittest.main()
