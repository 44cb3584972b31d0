"""`mizan explain`: where the post comes from, exit codes, colour, JSON. explain_test.py MIZAN"""

import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TINY = HERE.parent / "data" / "policies" / "tiny"
MIZAN = sys.argv.pop(1) if len(sys.argv) > 1 else "mizan"
STEPS = "text,tokens,concepts,claims,assessment,decision"


def environment(**more):
    out = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    return dict(out, MIZAN_CACHE="", TERM="xterm", **more)


def explain(*arguments, stdin=b"", policy=TINY):
    command = [MIZAN, "explain", "--policy", str(policy), *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, env=environment(), timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def explain_on_terminal(*arguments, **more):
    ours, theirs = pty.openpty()
    command = [MIZAN, "explain", "--policy", str(TINY), *arguments]
    process = subprocess.Popen(command, stdout=theirs, stdin=subprocess.DEVNULL, env=environment(**more))
    os.close(theirs)
    out = b""
    while True:
        try:
            block = os.read(ours, 4096)
        except OSError:
            break
        if not block:
            break
        out += block
    os.close(ours)
    return process.wait(timeout=60), out.decode()


class ExplainTest(unittest.TestCase):
    def test_a_text_on_the_command_line_and_one_on_standard_input_are_the_same(self):
        text = "Rose growers are weeds"
        given = explain(text)
        self.assertEqual(given[0], 0)
        self.assertIn("«Rose growers are weeds»", given[1])
        self.assertEqual(explain("-", stdin=text.encode()), given)
        self.assertEqual(explain(stdin=text.encode()), given)

    def test_a_post_from_a_file_keeps_its_parts_and_context(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "post.json"
            path.write_text('{"id": "p7",\n "title": "On tulip growers",\n "text": "They are rubbish", "reply_to": "p1"}\n')
            code, out, _ = explain("--post", path, "--print", "decision")
            decision = json.loads(out)
            self.assertEqual((code, decision["id"], decision["outcome"]), (0, "p7", "violation"))
            self.assertIn("reply_to", decision["context_seen"])
            path.write_text("{")
            self.assertEqual(explain("--post", path)[0], 4)
            self.assertEqual(explain("--post", path, "text")[0], 2)
        self.assertEqual(explain("--post", "none.json")[0], 4)

    def test_every_step_prints_as_text_and_as_json(self):
        code, out, _ = explain("Tulip growers are w33ds", "--print", STEPS)
        self.assertEqual(code, 0)
        for step in STEPS.split(","):
            self.assertIn(f"# {step}\n", out)
        self.assertIn("leet", out)
        values = json.loads(explain("--print", STEPS, "--json", "Tulip growers are w33ds")[1])
        self.assertEqual(list(values), STEPS.split(","))
        self.assertEqual(values["claims"]["claims"][0]["reading"], "leet")
        self.assertEqual(values["tokens"][0]["word"], "tulip")

    def test_the_story_as_json_holds_the_decision_and_the_clause_in_words(self):
        story = json.loads(explain("No offence, but rose growers are weeds", "--json")[1])
        self.assertEqual(story["decision"]["outcome"], "violation")
        self.assertIn("You may not call people rubbish", story["clauses"][0]["words"])
        self.assertEqual(story["claims"][0]["frames"][0]["effect"], "no-excuse")

    def test_hostile_text_stays_json_and_harmless(self):
        hostile = b'weeds \x1b[2J " \\ \x00 \xff\xfe {"id":1} ' + "\u202e".encode()
        code, out, _ = explain("-", "--json", "--print", STEPS, stdin=hostile)
        self.assertEqual(code, 0)
        json.loads(out)
        self.assertNotIn("\u001b", explain("-", stdin=hostile)[1])

    def test_colour_only_on_a_terminal_and_not_with_no_color(self):
        text = "Rose growers are weeds"
        self.assertNotIn("\u001b", explain(text)[1])
        code, out = explain_on_terminal(text)
        self.assertEqual(code, 0)
        self.assertIn("\u001b[", out)
        self.assertNotIn("«", out)
        code, out = explain_on_terminal(text, NO_COLOR="1")
        self.assertNotIn("\u001b", out)
        self.assertIn("«", out)

    def test_the_platforms_word_for_the_language_is_used_where_the_text_does_not_say(self):
        self.assertEqual(json.loads(explain("Weeds", "--lang", "en", "--print", "decision")[1])["lang"], "en")

    def test_exit_codes(self):
        self.assertEqual(explain("x", policy=HERE / "none")[0], 3)
        self.assertEqual(explain("x", "--print", "thoughts")[0], 2)
        code, out, _ = explain("--help")
        self.assertEqual(code, 0)
        self.assertIn("mizan explain", out)


if __name__ == "__main__":
    unittest.main()
