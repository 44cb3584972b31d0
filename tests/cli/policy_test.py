"""`mizan policy`: exit codes, output for people and for machines. policy_test.py MIZAN"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TINY = HERE.parent / "data" / "policies" / "tiny"
MIZAN = sys.argv.pop(1) if len(sys.argv) > 1 else "mizan"


def mizan(*arguments, stdin=b""):
    env = dict(os.environ, MIZAN_CACHE="")
    done = subprocess.run([MIZAN, *map(str, arguments)], input=stdin, capture_output=True, env=env, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class PolicyTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.folder.name)
        self.policy = self.dir / "policy"
        shutil.copytree(TINY, self.policy)

    def tearDown(self):
        self.folder.cleanup()

    def change(self, name, old, new):
        path = self.policy / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def test_check_of_a_good_policy_says_so(self):
        code, out, _ = mizan("policy", "check", TINY)
        self.assertEqual(code, 0, out)
        self.assertIn("0 errors, 0 warnings; 2 clauses", out)

    def test_check_tells_all_errors_at_once_with_their_places(self):
        self.change("policy.md", "severity 2", "severity 9")
        self.change("policy.md", "detect UPROOTED(g)", "detect UPROOTD(g)")
        code, out, _ = mizan("policy", "check", self.policy)
        self.assertEqual(code, 6)
        self.assertIn("policy.md:18:", out)
        self.assertIn("UPROOTD", out)
        self.assertIn("2 errors", out)
        self.assertIn("examples were not run", out)

    def test_check_runs_the_examples_and_points_at_the_one_that_fails(self):
        self.change("policy.md", "Rose growers are not weeds", "Rose growers are weeds, all of them")
        code, out, _ = mizan("policy", "check", self.policy, "--json")
        self.assertEqual(code, 6)
        report = json.loads(out)
        self.assertEqual(report["errors"], 1)
        found = report["diagnostics"][0]
        self.assertEqual((found["code"], found["file"], found["line"]), ("example-fails", "policy.md", 30))
        self.assertIn("expected of the clause 'rubbish': allows; got: violates", found["message"])

    def test_check_points_at_a_case_that_can_not_be_read(self):
        path = self.policy / "cases" / "frames.jsonl"
        path.write_text(path.read_text() + '{"clause":"rubbish"}\n')
        code, out, _ = mizan("policy", "check", self.policy)
        self.assertEqual(code, 6)
        self.assertIn("cases/frames.jsonl:6:1", out)
        path.write_text("[1]\n" + path.read_text() + "{\n")
        out = mizan("policy", "check", self.policy)[1]
        for line in (1, 7, 8):
            self.assertIn(f"cases/frames.jsonl:{line}:1", out)
        code, _, err = mizan("policy", "test", self.policy)
        self.assertEqual((code, err.count("cases/frames.jsonl")), (3, 3))

    def test_test_counts_by_clause(self):
        code, out, _ = mizan("policy", "test", TINY)
        self.assertEqual(code, 0, out)
        self.assertIn("rubbish    10 passed, 0 failed", out)
        self.assertTrue(out.endswith("14 passed, 0 failed\n"))

    def test_test_shows_what_fails_and_why(self):
        case = {"clause": "rubbish", "expect": "allows", "text": "Rose growers are weeds\u001b[31m", "name": "mine"}
        (self.policy / "cases" / "own.jsonl").write_text(json.dumps(case) + "\n")
        code, out, _ = mizan("policy", "test", self.policy)
        self.assertEqual(code, 6)
        for part in ("FAIL cases/own.jsonl:1 rubbish (mine)", "expected: allows", "got:      violates", "CALLED_RUBBISH"):
            self.assertIn(part, out)
        self.assertNotIn("\u001b", out)
        code, out, _ = mizan("policy", "test", self.policy, "--json")
        report = json.loads(out)
        self.assertEqual((code, report["failed"], len(report["results"])), (6, 1, 1))

    def test_test_of_one_clause(self):
        code, out, _ = mizan("policy", "test", TINY, "--clause", "uprooting", "--verbose")
        self.assertEqual(code, 0)
        self.assertEqual(out.count("pass "), 3)
        self.assertEqual(mizan("policy", "test", TINY, "--clause", "nowhere")[0], 2)

    def test_a_missing_policy_is_exit_code_3(self):
        for command in ("check", "test", "show", "version", "cost"):
            code, out, err = mizan("policy", command, self.dir / "none")
            self.assertEqual((code, out), (3, ""), command)
            self.assertIn("policy-missing", err)

    def test_an_invalid_policy_is_exit_code_3_where_it_would_run(self):
        self.change("policy.md", "detect UPROOTED(g)", "detect UPROOTD(g)")
        for command in ("test", "show", "version", "cost"):
            code, _, err = mizan("policy", command, self.policy)
            self.assertEqual(code, 3, command)
            self.assertIn("mizan policy check", err)

    def test_show_reads_out_a_clause(self):
        code, out, _ = mizan("policy", "show", TINY, "rubbish")
        self.assertEqual(code, 0)
        for part in ("You may not call people rubbish", "counter-speech, when it is condemned", "Rose growers are not weeds"):
            self.assertIn(part, out)
        table = mizan("policy", "show", TINY)[1]
        self.assertRegex(table, r"uprooting +3 +shadow +review +2 +en +Uprooting")
        clauses = json.loads(mizan("policy", "show", TINY, "--json")[1])["clauses"]
        self.assertEqual([c["clause"] for c in clauses], ["rubbish", "uprooting"])
        code, _, err = mizan("policy", "show", TINY, "weeds")
        self.assertEqual(code, 2)
        self.assertIn("mizan policy show", err)
        self.assertIn("did you mean 'rubbish'?", mizan("policy", "show", TINY, "rubish")[2])
        self.assertIn("did you mean 'rubbish'?", mizan("policy", "test", TINY, "--clause", "rubish")[2])

    def test_version_changes_with_the_source_and_compile_writes_it(self):
        before = json.loads(mizan("policy", "version", self.policy, "--json")[1])
        self.assertRegex(before["version"], "^[0-9a-f]{64}$")
        bundle = self.dir / "tiny.bundle"
        code, out, _ = mizan("policy", "compile", self.policy, "-o", bundle, "--json")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(out)["version"], before["version"])
        code, out, _ = mizan("explain", "Rose growers are weeds", "--policy", bundle, "--print", "decision")
        self.assertEqual((code, json.loads(out)["outcome"]), (0, "violation"))
        self.change("policy.md", "mild words", "mild and kind words")
        after = json.loads(mizan("policy", "version", self.policy, "--json")[1])
        self.assertNotEqual(after["version"], before["version"])

    def test_compile_never_writes_into_the_policy_itself(self):
        before = {p: p.read_bytes() for p in self.policy.rglob("*") if p.is_file()}
        os.symlink(self.policy / "policy.md", self.dir / "link")
        os.symlink(self.policy, self.dir / "folder")
        for out in (self.policy / "policy.md", self.dir / "link", self.dir / "folder" / "policy.md",
                    self.policy / "new.rules", self.policy / "lexicon" / "en" / "new.terms"):
            with self.subTest(out=out.name):
                code, _, err = mizan("policy", "compile", self.policy, "-o", out)
                self.assertEqual(code, 2, err)
                self.assertIn("part of the policy", err)
        self.assertEqual({p: p.read_bytes() for p in self.policy.rglob("*") if p.is_file()}, before)
        self.assertEqual(mizan("policy", "compile", self.policy, "-o", self.policy / "policy.bundle")[0], 0)

    def test_compile_writes_to_a_pipe_as_it_is(self):
        os.mkfifo(self.dir / "pipe")
        reader = subprocess.Popen(["wc", "-c", str(self.dir / "pipe")], stdout=subprocess.PIPE)
        code, out, _ = mizan("policy", "compile", self.policy, "-o", self.dir / "pipe", "--json")
        read = int(reader.communicate(timeout=60)[0].split()[0])
        self.assertEqual((code, json.loads(out)["bytes"]), (0, read))
        self.assertTrue((self.dir / "pipe").is_fifo())

    def test_compile_into_no_folder_is_exit_code_5(self):
        self.assertEqual(mizan("policy", "compile", TINY, "-o", self.dir / "no" / "file")[0], 5)

    def test_cost_lists_every_pattern(self):
        code, out, _ = mizan("policy", "cost", TINY, "--json")
        report = json.loads(out)
        self.assertEqual((code, len(report["patterns"]), report["clauses"]), (0, 8, 2))
        top = mizan("policy", "cost", TINY, "--top", 1)[1]
        self.assertIn("8 patterns, 2 clauses", top)

    def test_diff_counts_what_changes(self):
        self.change("policy.md", "  allow negation: polarity=negated\n  review", "  review")
        posts = self.dir / "posts.csv"
        posts.write_text("nr,body\n1,Rose growers are not weeds\n2,Rose growers are weeds\n3,hello\n")
        fields = ("--text-field", "body", "--id-field", "nr")
        code, out, _ = mizan("policy", "diff", TINY, self.policy, "--on", posts, *fields, "--json")
        report = json.loads(out)
        self.assertEqual((code, report["posts"], report["changed"], report["new_decisions"]), (0, 3, 1, 1))
        self.assertEqual(report["examples"][0]["id"], "1")
        code, out, _ = mizan("policy", "diff", TINY, self.policy, "--on", posts, *fields)
        self.assertEqual(code, 0)
        self.assertIn("allowed -> violation", out)
        self.change("policy.md", "severity 2", "severity 4")
        self.change("policy.md", "action label, strike 1", "action remove")
        out = mizan("policy", "diff", TINY, self.policy, "--on", posts, *fields)[1]
        self.assertIn("violation (rubbish): severity 2 -> 4; actions label, strike 1 -> remove  2", out)

    def test_diff_of_input_that_can_not_be_read(self):
        self.assertEqual(mizan("policy", "diff", TINY, TINY, "--on", self.dir / "none")[0], 4)
        code, out, err = mizan("policy", "diff", TINY, TINY, "--on", "-", stdin=b'{"text":"hello"}\n{"text":1}\n')
        self.assertEqual(code, 1, err)
        self.assertIn("not posts", out)

    def test_help_has_an_example_everywhere(self):
        for command in ("check", "test", "show", "version", "compile", "cost", "diff"):
            code, out, _ = mizan("policy", command, "--help")
            self.assertEqual(code, 0)
            self.assertIn("mizan policy " + command, out)

    def test_a_wrong_command_line_is_exit_code_2(self):
        for line in (("policy",), ("policy", "check"), ("policy", "polish", TINY), ("policy", "check", TINY, "--loud")):
            self.assertEqual(mizan(*line)[0], 2, line)


if __name__ == "__main__":
    unittest.main()
