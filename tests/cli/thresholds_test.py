"""`mizan thresholds`: old scores of another model beside ours. thresholds_test.py MIZAN"""

import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

MIZAN = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = ROOT / "policies/hateful-conduct"
EXAMPLE = ROOT / "examples/old-scores.csv"


class Thresholds(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def ask(self, *arguments, code=0, stdin=None, policy=POLICY):
        done = subprocess.run([MIZAN, "thresholds", *map(str, arguments), "--policy", str(policy)], capture_output=True, text=True, input=stdin, timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout if code == 0 else done.stderr

    def figures(self, *arguments, **more):
        return json.loads(self.ask(*arguments, "--json", **more))

    def of(self, figures, name="TOXICITY"):
        return next(one for one in figures["attributes"] if one["attribute"] == name)

    def test_the_example(self):
        told = self.figures(EXAMPLE)
        self.assertEqual((told["texts"], told["not_served"]), (184, ["SPAM"]))
        self.assertEqual([one["attribute"] for one in told["attributes"]], ["INSULT", "TOXICITY"])
        self.assertEqual([one["old"] for one in self.of(told)["thresholds"]], [0.5, 0.7, 0.8, 0.9])
        with open(EXAMPLE, encoding="utf-8", newline="") as file:
            old = [float(row["TOXICITY"]) for row in csv.DictReader(file)]
        for one in self.of(told)["thresholds"]:
            self.assertEqual(one["flagged_old"], sum(value >= one["old"] for value in old))
            self.assertLessEqual(one["interval"][0], one["ours"])
            self.assertLessEqual(one["ours"], one["interval"][1])
            self.assertLessEqual(one["flagged_both"], min(one["flagged_old"], one["flagged_ours"]))
            self.assertEqual(one["alike"], 184 - one["flagged_old"] - one["flagged_ours"] + 2 * one["flagged_both"])
            self.assertEqual(one["few"], one["flagged_old"] < 50)

    def test_scores_wherever_they_stand(self):
        """The same figures from every form, and in whatever order."""
        wanted = self.figures(EXAMPLE, "--at", "TOXICITY=0.8")
        with open(EXAMPLE, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        api = [{"text": r["text"], "attributeScores": {n: {"summaryScore": {"value": float(r[n]), "type": "PROBABILITY"}, "spanScores": []}
                                                        for n in ("TOXICITY", "INSULT", "SPAM")}} for r in rows]
        flat = [{"id": i, "text": r["text"], "toxicity": float(r["TOXICITY"]), "insult": float(r["INSULT"]), "Spam": 0} for i, r in enumerate(rows)]
        inner = [{"body": r["text"], "scores": {n: float(r[n]) for n in ("TOXICITY", "INSULT", "SPAM")}} for r in rows]
        named = [{"text": r["text"], "p": {"t": float(r["TOXICITY"]), "i": float(r["INSULT"]), "s": 0.1}} for r in rows]
        fields = ("--score-field", "TOXICITY=p.t", "--score-field", "insult=p.i", "--score-field", "SPAM=p.s")
        for records, options in ((api, ()), (flat[::-1], ()), (inner, ("--text-field", "body")), (named, fields)):
            lines = "".join(json.dumps(record) + "\n" for record in records)
            self.assertEqual(self.figures("-", "--at", "toxicity=0.8", *options, stdin=lines), wanted)
        out = io.StringIO()
        table = csv.writer(out, delimiter=";")
        table.writerow(["comment", "perspective", "insult", "spam"])
        for r in rows:
            table.writerow([r["text"], r["TOXICITY"], r["INSULT"], r["SPAM"]])
        self.assertEqual(self.figures("-", "--input-format", "csv", "--at", "TOXICITY=0.8", "--text-field", "comment",
                                      "--score-field", "TOXICITY=perspective", stdin=out.getvalue()), wanted)

    def test_what_is_left_out_is_counted(self):
        lines = [{"text": "The roses", "TOXICITY": 0.2}, {"text": "The roses"}, {"text": "The roses", "TOXICITY": 7}, {"text": "The roses", "SPAM": 0.5},
                 {"text": "a " * 20000, "TOXICITY": 0.2}, {"text": "Bonjour tout le monde", "lang": "fr", "TOXICITY": 0.2}, {"TOXICITY": 0.2},
                 {"text": "The roses", "TOXICITY": "0.2"}]
        stdin = "".join(json.dumps(line) + "\n" for line in lines) + "nothing\n"
        told = self.figures("-", "--input-format", "ndjson", stdin=stdin)
        self.assertEqual(told["texts"], 1)
        self.assertEqual(told["left_out"], {"unreadable": 2, "without_scores": 4, "too_long": 1, "other_language": 1})
        self.assertTrue(all("ours" not in one and one["few"] for one in self.of(told)["thresholds"]))
        text = self.ask("-", "--input-format", "ndjson", stdin=stdin)
        self.assertIn("1 text scored by both; left out: 2 unreadable, 4 without old scores of what is served, 1 too long, 1 in another language\n", text)
        self.assertIn("few: fewer than 50 texts", text)

    def test_what_cannot_be_asked(self):
        for wrong in ("TOXICITY=", "TOXICITY=0", "1.5", "0.5x", "NO_SUCH=0.5", "=0.5"):
            self.ask(EXAMPLE, "--at", wrong, code=2)
        for wrong in ("TOXICITY", "TOXICITY=", "NO_SUCH=x"):
            self.ask(EXAMPLE, "--score-field", wrong, code=2)
        self.assertIn("[usage]", self.ask("-", "--input-format", "text", stdin="a\n", code=2))
        self.assertIn("no learned scores", self.ask(EXAMPLE, policy=ROOT / "examples/garden-club", code=2))
        self.assertIn("[file-read]", self.ask(self.folder / "none.csv", code=4))


if __name__ == "__main__":
    MIZAN = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
