"""Terms that are not published: what each command tells of them, and to whom. restricted_test.py MIZAN"""

import hashlib
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
LEXICON = """# salt 0f1e2d3c4b5a69788796a5b4c3d2e1f0
[RUBBISH | restricted kind=coded]
knotweed
[GROUP.rose | restricted]
thorn tender | inflect=noun
"""
POST = "Thorn t3nders are kn0tweed"


class RestrictedTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.folder.name)
        self.policy = self.dir / "policy"
        shutil.copytree(TINY, self.policy)
        (self.policy / "lexicon" / "en" / "coded.terms").write_text(LEXICON, encoding="utf-8")

    def tearDown(self):
        self.folder.cleanup()

    def mizan(self, *arguments, code=0):
        env = dict(os.environ, MIZAN_CACHE="")
        done = subprocess.run([MIZAN, *map(str, arguments)], capture_output=True, env=env, timeout=60)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stdout.decode() + done.stderr.decode()

    def explain(self, reader, *options, policy=None):
        return self.mizan("explain", "--policy", policy or self.policy, "--reader", reader, POST, *options)

    def assert_tells_no_term(self, out):
        for secret in ("knotweed", "thorn tender", "Thorn tender", "coded.terms"):
            self.assertNotIn(secret, out)

    def test_an_author_is_told_nothing_in_any_form(self):
        for options in ([], ["--json"], ["--print", "assessment,decision"], ["--print", "assessment,decision", "--json"]):
            out = self.explain("author", *options)
            self.assert_tells_no_term(out)
            for secret in ("restricted", "\"RUBBISH\"", "GROUP.rose", "rose growers", "leet", "coded"):
                self.assertNotIn(secret, out, options)
            self.assertIn("violation" if "--print" not in options else "rubbish", out)

    def test_an_author_gets_no_step_inside_the_engine(self):
        for step in ("text", "tokens", "concepts", "claims"):
            out = self.mizan("explain", "--policy", self.policy, "--reader", "author", "--print", step, POST, code=2)
            self.assertIn(f"--print {step} is not for the author", out)

    def test_a_reviewer_is_told_what_matched_and_an_auditor_the_line(self):
        reviewer = self.explain("reviewer")
        self.assert_tells_no_term(reviewer)
        self.assertIn("RUBBISH: “kn0tweed”, coded, read as leet, a restricted term", reviewer)
        auditor = self.explain("auditor")
        self.assertIn("lexicon/en/coded.terms:3: knotweed", auditor)
        self.assertIn(hashlib.sha256(b"thorn tender | inflect=noun").hexdigest(), auditor)
        self.assertEqual(auditor, self.mizan("explain", "--policy", self.policy, POST))

    def test_a_bundle_tells_the_same_as_its_folder(self):
        bundle = self.dir / "policy.bundle"
        self.mizan("policy", "compile", self.policy, "-o", bundle)
        for reader in ("author", "reviewer", "auditor"):
            self.assertEqual(self.explain(reader), self.explain(reader, policy=bundle))

    def test_the_version_names_the_hash_of_the_file(self):
        digest = hashlib.sha256(LEXICON.encode()).hexdigest()
        self.assertIn(f"restricted lexicon/en/coded.terms  2 terms  {digest}", self.mizan("policy", "version", self.policy))
        value = json.loads(self.mizan("policy", "version", self.policy, "--json"))
        self.assertEqual(value["restricted"], [{"lexicon": "lexicon/en/coded.terms", "terms": 2, "sha256": digest}])
        self.assertEqual(json.loads(self.mizan("policy", "version", TINY, "--json"))["restricted"], [])

    def test_no_other_command_prints_a_term(self):
        posts = self.dir / "posts.jsonl"
        posts.write_text(json.dumps({"id": "p1", "text": POST}) + "\n", encoding="utf-8")
        report = self.dir / "report.html"
        out = self.dir / "out.jsonl"
        told = self.mizan("moderate", posts, "--policy", self.policy, "--out", out, "--report", report)
        told += out.read_text(encoding="utf-8") + report.read_text(encoding="utf-8")
        for format in ("csv", "table"):
            told += self.mizan("moderate", posts, "--policy", self.policy, "--format", format, "--quiet")
        told += self.mizan("policy", "diff", TINY, self.policy, "--on", posts)
        told += self.mizan("policy", "diff", TINY, self.policy, "--on", posts, "--json")
        for command in ("show", "cost"):
            told += self.mizan("policy", command, self.policy) + self.mizan("policy", command, self.policy, "--json")
        told += self.mizan("policy", "show", self.policy, "rubbish")
        self.assertIn('"outcome":"violation"', told)
        self.assert_tells_no_term(told)
        self.assertNotIn("restricted", told)

    def test_the_reason_of_a_decision_may_be_shown_to_the_author(self):
        decision = json.loads(self.mizan("explain", "--policy", self.policy, "--print", "decision", POST))
        self.assertEqual(decision["claims"][0]["group"], "GROUP.rose")
        self.assertEqual(decision["claims"][0]["reading"], "leet")
        self.assertEqual(
            decision["reason"],
            "Violates the clause “Rubbish”: a statement about people (the garden they keep), and no exception applies.")

    def test_an_unknown_reader_is_told_of(self):
        out = self.mizan("explain", "--policy", self.policy, "--reader", "neighbour", POST, code=2)
        self.assertIn("author, reviewer, auditor", out)


if __name__ == "__main__":
    unittest.main()
