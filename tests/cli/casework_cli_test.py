"""`mizan flag`, `mizan case` and `mizan partner` against a running service. casework_cli_test.py MIZAN"""

import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "server"))

import service  # noqa: E402
from desk import Desk  # noqa: E402

SECONDS_MAX = 60
OURS = ("MIZAN_URL", "MIZAN_KEY", "MIZAN_ACCOUNT", "MIZAN_PASSWORD")


class Cli(Desk):
    def setUp(self):
        self.place = pathlib.Path(self.folder, self.new_id())
        self.place.mkdir()

    def run_cli(self, *words, who=None, key=None, stdin="", expect=0, environment=None):
        """What it prints, of a failure on standard error; `who` None: asks by a key, the platform's if no other is given."""
        env = {name: value for name, value in os.environ.items() if name not in OURS}
        env["MIZAN_URL"] = self.service.address
        if who is None:
            env["MIZAN_KEY"] = key or self.key
        else:
            self.person(who)
            env |= {"MIZAN_ACCOUNT": who, "MIZAN_PASSWORD": "a long enough one for " + who}
        done = subprocess.run([service.MIZAN, *map(str, words)], input=stdin, capture_output=True, text=True, cwd=self.place, env=env | (environment or {}),
                              timeout=SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, expect, f"{words}\n{done.stdout}\n{done.stderr}")
        self.errors = done.stderr
        return done.stdout if expect == 0 else done.stdout + done.stderr

    def json_of(self, *words, **more):
        return json.loads(self.run_cli(*words, "--json", **more))

    def write(self, name, text):
        (self.place / name).write_text(text, encoding="utf-8")
        return name

    def log_key(self):
        status = subprocess.run([service.MIZAN, "log", "status", "--store", self.folder / "data/record"], capture_output=True, text=True, check=True).stdout
        return next(line.split()[-1] for line in status.splitlines() if line.startswith("key"))


class WhoAsks(Cli):
    def test_nobody(self):
        told = self.run_cli("case", "queue", expect=2, environment={"MIZAN_KEY": ""})
        self.assertIn("who asks?", told)
        told = self.run_cli("case", "queue", expect=2, key="mzk_wrong")
        self.assertIn("[access-denied]", told)

    def test_a_key_from_a_file_and_never_over_an_open_way(self):
        file = self.write("key", self.lead + "\n")
        self.assertIn("cases", self.json_of("case", "queue", "--key-file", file, environment={"MIZAN_KEY": "mzk_wrong"}))
        self.write("empty", "\n")
        self.assertIn("nothing in it", self.run_cli("case", "queue", "--key-file", "empty", expect=4))
        self.assertIn("[file-read]", self.run_cli("case", "queue", "--key-file", "none", expect=4))
        self.assertIn("in the clear", self.run_cli("case", "queue", "--url", "http://mizan.example", expect=2))
        self.assertIn("[usage]", self.run_cli("case", "queue", "--url", "mizan.example", expect=2))

    def test_nobody_is_there(self):
        self.assertIn("[network]", self.run_cli("case", "queue", "--url", "http://127.0.0.1:1", expect=4))

    def test_a_person_whose_session_ends(self):
        self.run_cli("case", "queue", who="ben")
        self.assertEqual(len(self.do("ben", "GET", "/api/v1/me/sessions").json()["sessions"]), 1)  # the test's own
        self.assertIn("[access-denied]", self.run_cli("case", "queue", who="ben", expect=2, environment={"MIZAN_PASSWORD": "another long one"}))
        self.write("password", "a long enough one for ben\n")
        self.assertIn("cases", self.json_of("case", "queue", "--password-file", "password", who="ben", environment={"MIZAN_PASSWORD": ""}))
        self.assertIn("cases", self.json_of("case", "queue", who="ben", environment={"MIZAN_PASSWORD": ""}, stdin="a long enough one for ben\n"))

    def test_what_may_not_be(self):
        self.assertIn("manage-partners [access-forbidden]", self.run_cli("partner", "list", who="ann", expect=2))
        self.assertIn("[record-missing]", self.run_cli("case", "show", "999999", who="ann", expect=4))


class Flags(Cli):
    def test_one_of_each_format(self):
        a, b, c, d = (self.new_id() for _ in range(4))
        self.write("one.json", json.dumps({"key": a, "subject": {"id": a}}, indent=2))
        self.write("some.json", json.dumps([{"key": b, "subject": {"id": b}}, {"subject": {}}]))
        self.write("lines.ndjson", json.dumps({"key": c, "subject": {"id": c}}) + "\n\nno json\n")
        self.write("table.csv", f'\ufeffkey,subject.id,explanation\r\n{d},{d},"over\r\ntwo lines"\r\n\r\nx,,nothing\r\ny,z\r\n')
        self.assertEqual(self.run_cli("flag", "send", "one.json"), "1 flag is taken, 0 known already, 0 refused\n")
        told = self.run_cli("flag", "send", "one.json", "some.json", "lines.ndjson", "table.csv", expect=1)
        self.assertIn("3 flags are taken, 1 known already, 4 refused", told)
        for place in ("some.json: flag 2: subject.id: ", "lines.ndjson:3: ", "table.csv:5: subject.id: ", "table.csv:6: "):
            self.assertIn("error: " + place, told)
        stdin = json.dumps({"key": a, "subject": {"id": a}})
        self.assertIn("1 known", self.run_cli("flag", "send", "-", "--format", "json", stdin=stdin))
        answers = self.run_cli("flag", "send", "some.json", "--json", expect=1).splitlines()
        self.assertEqual((json.loads(answers[0])["known"], json.loads(answers[1])["code"]), (True, "field-type"))

    def test_what_cannot_be_cut_is_not_sent(self):
        for name, text, code in (("a.json", "{", "json-malformed"), ("a.csv", 'subject.id\nx\n"y', "csv-malformed"), ("b.csv", "", "csv-malformed")):
            told = self.run_cli("flag", "send", self.write(name, text), expect=4)
            self.assertIn(f"{name}", told)
            self.assertIn(f"[{code}]", told)
        self.assertIn("a.csv: line 3: a quote is not closed", self.run_cli("flag", "send", "a.csv", expect=4))
        self.assertIn("say what it is", self.run_cli("flag", "send", self.write("flags.txt", "{}"), expect=2))
        self.assertIn("--format is", self.run_cli("flag", "send", "flags.txt", "--format", "xml", expect=2))

    def test_a_prefix_of_keys_makes_it_resumable(self):
        prefix = self.new_id()
        lines = [json.dumps({"subject": {"id": f"{prefix}-{i}"}}) for i in range(3)] + [json.dumps({"key": prefix + "-own", "subject": {"id": prefix}})]
        self.write("lines.ndjson", "\n".join(lines))
        self.write("list.json", "[" + ",".join(lines) + "]")
        self.write("table.csv", "subject.id\n" + "".join(f"{prefix}-{i}\n" for i in range(3)))
        self.assertIn("4 flags are taken, 0 known", self.run_cli("flag", "send", "lines.ndjson", "--key-prefix", prefix))
        self.assertIn("0 flags are taken, 4 known", self.run_cli("flag", "send", "lines.ndjson", "--key-prefix", prefix))
        self.assertIn("0 flags are taken, 4 known", self.run_cli("flag", "send", "list.json", "--key-prefix", prefix))
        self.assertIn("0 flags are taken, 3 known", self.run_cli("flag", "send", "table.csv", "--key-prefix", prefix))
        self.assertIn("3 flags are taken, 0 known", self.run_cli("flag", "send", "table.csv", "--key-prefix", 'a "comma", ' + prefix))
        self.write("keys.csv", "key,subject.id\na,b\n")
        self.assertIn("a column `key`", self.run_cli("flag", "send", "keys.csv", "--key-prefix", prefix, expect=2))

    def test_more_than_one_request_takes_with_receipts(self):
        name = self.new_id()
        lines = [json.dumps({"subject": {"id": f"{name}-{i % 50}"}, "user": f"u{i}"}) for i in range(4_500)]
        lines[3_210] = "{}"
        self.write("many.ndjson", "\n".join(lines))
        told = self.run_cli("flag", "send", "many.ndjson", "--key-prefix", name, "--receipts", "receipts", expect=1)
        self.assertIn("error: many.ndjson:3211: subject.id: ", told)
        self.assertIn("4499 flags are taken, 0 known already, 1 refused", told)
        receipts = sorted((self.place / "receipts").iterdir())
        self.assertEqual(len(receipts), 4_499)
        key = self.log_key()
        for receipt in (receipts[0], receipts[-1]):
            self.assertIn("YES", self.run_cli("receipt", "check", receipt, "--key", key))
        lost = receipts[7].read_bytes()
        receipts[7].unlink()
        self.run_cli("flag", "send", "many.ndjson", "--key-prefix", name, "--receipts", "receipts", expect=1)
        [found] = [f for f in (self.place / "receipts").iterdir() if f.name.startswith(receipts[7].stem)]
        self.assertIn("YES", self.run_cli("receipt", "check", found, "--key", key))
        self.assertNotEqual(lost, b"")

    def test_followed(self):
        self.person("pia")
        post = self.new_id()
        self.write("one.json", json.dumps({"subject": {"id": post}}))
        number = json.loads(self.run_cli("flag", "send", "one.json", "--json", who="pia"))["flag"]["id"]
        shown = self.run_cli("flag", "show", number, who="pia")
        self.assertRegex(shown, r"  state +open\n")
        self.assertRegex(shown, r"  due +\d{4}-\d\d-\d\d \d\d:\d\d UTC\n")
        self.assertEqual(self.json_of("flag", "show", number, who="pia"), self.do("pia", "GET", f"/api/v1/flags/{number}").json())
        self.assertRegex(self.run_cli("flag", "list", who="pia"), rf"(?m)^{number} +open ")
        self.write("what.txt", "what was said before")
        self.assertRegex(self.run_cli("flag", "attach", "what.txt", who="pia"), r"type +text/plain")
        self.run_cli("flag", "add", number, "--text", "and again", "--attach", "what.txt", who="pia")
        added = [e for e in self.case("ann", self.case_about(post))["history"] if e["event"] == "flag-added"]
        self.assertEqual((added[0]["text"], added[0]["attachments"][0]["name"]), ("and again", "what.txt"))
        self.run_cli("flag", "receipt", number, "-o", "one.mizan-receipt", who="pia")
        self.assertEqual((self.place / "one.mizan-receipt").read_text(), self.run_cli("flag", "receipt", number, who="pia"))
        self.assertIn("[state-conflict]", self.run_cli("flag", "reply", number, "--text", "x", who="pia", expect=2))
        self.assertRegex(self.run_cli("flag", "withdraw", number, who="pia"), r"state +withdrawn")
        self.assertIn("[record-missing]", self.run_cli("flag", "show", number, who="paul", expect=4))
        for i in range(3):
            self.flag("pia", self.new_id())
        self.run_cli("flag", "list", "--limit", "2", who="pia")
        self.assertIn("there are more: --after", self.errors)

    def test_nothing_of_it_drives_a_terminal(self):
        self.write("one.json", json.dumps({"subject": {"id": "x"}, "nobody\u001b[2Jknows": 1}))
        self.assertNotIn("\x1b[2J", self.run_cli("flag", "send", "one.json", expect=1))
        post = self.new_id() + "\u001b[31m\u202e"
        told = self.flag("pia", post, explanation="first\u001b[1m\nstate  decided")
        number = self.case_about(post)
        shown = self.run_cli("case", "show", number, who="ann")
        self.assertNotIn("\x1b", shown)
        self.assertNotIn("\u202e", shown + self.run_cli("case", "list", who="ann"))
        self.assertNotRegex(shown, r"(?m)^state  decided")
        self.assertTrue(told["flag"]["id"])


class Cases(Cli):
    def test_from_the_queue_to_a_decision_and_back(self):
        post, told, number = self.flagged("pia", urgency="threat")
        self.assertRegex(self.run_cli("case", "queue", who="ann"), rf"(?m)^{number} +open +flags +5 ")
        self.assertIn("decided by people", self.run_cli("case", "claim", number, key=self.lead, expect=2))
        claimed = self.json_of("case", "claim-next", who="ann")
        self.assertEqual((claimed["id"], claimed["claimed_by"]), (number, "ann"))
        self.assertIn(str(number), self.run_cli("case", "list", "--mine", who="ann"))
        told = self.run_cli("case", "note", number, "--reason", "x", "--version", 1, who="ben", expect=2)
        self.assertIn("changed it since you looked", told)
        self.run_cli("case", "note", number, "--reason", "I know them", "--version", claimed["version"], who="ben")
        self.assertIn("claim it first", self.run_cli("case", "rule", number, "--answer", "allowed", "--reason", "x", who="ben", expect=2))
        self.assertIn("clause", self.run_cli("case", "rule", number, "--answer", "violates", "--reason", "x", who="ann", expect=4))
        ruled = self.json_of("case", "rule", number, "--answer", "violates", "--clause", "belittling", "--measure", "withhold=DE", "--measure", "limit-replies=3@4000000000",
                             "--reason", "so it is", who="ann")
        self.assertEqual([(m["name"], m["argument"], m["territory"], m["until"]) for m in ruled["ruling"]["order"]["measures"]], [("withhold", 0, "DE", 0), ("limit-replies", 3, "", 4000000000)])
        for wrong in ("=x", "remove=", "remove@soon"):
            self.assertIn("--measure", self.run_cli("case", "rule", number, "--answer", "violates", "--measure", wrong, who="ann", expect=2))
        history = self.run_cli("case", "history", number, who="lena")
        for event in ("flagged", "claimed", "noted", "ruled"):
            self.assertRegex(history, rf"(?m)UTC +{event} ")
        self.assertIn("ruled", [e["event"] for e in self.json_of("case", "history", number, who="lena")])
        self.run_cli("case", "undo", number, "--reason", "it was another", who="ann", expect=2)
        self.assertRegex(self.run_cli("case", "undo", number, "--reason", "it was another", who="lena"), r"state +open")
        self.assertNotIn(post, self.run_cli("case", "queue", who="ann"))  # who decided it does not see it again

    def test_every_move_is_one_of_the_service(self):
        """Each reaches its route: the answer is about the case, never about the request's form."""
        self.person("ben")
        _, told, number = self.flagged("pia")
        _, _, other = self.flagged("pia")
        flag = told["flag"]["id"]
        moves = (("route", "--lang", "en", "--skill", "law"), ("assign", "--to", "ben"), ("claim",), ("opinion", "--answer", "allowed", "--reason", "x"), ("ask", "--flag", flag, "--question", "which?"),
                 ("severity", "--severity", 4, "--reason", "x"), ("danger", "--reason", "x"))
        for move in moves:
            self.run_cli("case", move[0], number, *move[1:], who="lena" if move[0] in ("assign", "route", "opinion") else "ben")
        self.run_cli("case", "duty", number, "--notify", "--authority", "them", "--disclosed", "that", "--ground", "law", who="lena")
        self.assertEqual(self.json_of("case", "target-notice", number, "--notice", "chosen", "--channel", "her sister", who="lena")["target"], "chosen")
        held = self.json_of("case", "hold", number, "--ground", "district court, 12 C 34/26", "--reason", "letter", who="lena")["holds"]
        self.assertEqual([(h["id"], h["ground"], h["by"]) for h in held], [(1, "district court, 12 C 34/26", "lena")])
        self.assertEqual(self.json_of("case", "end-hold", number, "--hold", 1, "--reason", "settled", who="lena")["holds"], [])
        self.run_cli("flag", "reply", flag, "--text", "this", who="pia")
        for move in (("claim",), ("release", "--reason", "x"), ("claim",), ("recuse", "--reason", "x")):
            self.run_cli("case", move[0], number, *move[1:], who="ben")
        self.run_cli("case", "merge", other, "--into", number, who="lena")
        for move in (("clear-threat", "--reason", "x"), ("agree",), ("decline", "--reason", "x"), ("taken-over",)):
            told = self.run_cli("case", move[0], number, *move[1:], who="lena", expect=2)
            self.assertIn("[state-conflict]", told)
        self.assertIn("[state-conflict]", self.run_cli("case", "appeal", number, "--text", "x", expect=2))
        self.assertIn("--reason", self.run_cli("case", "note", number, who="ann", expect=2))

    def test_the_platform_hands_in_what_a_post_says(self):
        post, _, number = self.flagged("pia")
        file = self.write("post.txt", "Gardeners are weeds\nand \u201cworse\u201d\n")
        self.assertRegex(self.run_cli("case", "content", file, "--post", post, "--author", "a9", "--lang", "en"), r"cases +1")
        shown = self.json_of("case", "show", number, who="ann")["post"]
        self.assertEqual({k: shown[k] for k in ("text", "author", "lang", "said_by")}, {"text": "Gardeners are weeds\nand \u201cworse\u201d\n", "author": "a9", "lang": "en", "said_by": "platform"})
        self.assertEqual(self.json_of("case", "content", "-", "--post", post, stdin="edited since"), {"cases": 1})
        self.assertEqual(self.json_of("case", "show", number, who="ann")["post"]["text"], "edited since")
        self.assertIn("[record-missing]", self.run_cli("case", "content", file, "--post", post, "--source", "another feed", expect=4))
        self.assertIn("[access-forbidden]", self.run_cli("case", "content", file, "--post", post, who="ann", expect=2))
        self.assertIn("[file-read]", self.run_cli("case", "content", "none.txt", "--post", post, expect=4))
        self.assertIn("--post", self.run_cli("case", "content", file, expect=2))

    def test_the_same_change_under_a_name_happens_once(self):
        _, _, number = self.flagged("pia")
        name = self.new_id()
        first = self.json_of("case", "note", number, "--reason", "x", "--idempotency-key", name, key=self.lead)
        again = self.json_of("case", "note", number, "--reason", "x", "--idempotency-key", name, key=self.lead)
        self.assertEqual(first, again)
        self.assertGreater(self.json_of("case", "note", number, "--reason", "x", key=self.lead)["version"], first["version"])

    def test_in_bulk(self):
        numbers = [self.flagged("pia")[2] for _ in range(3)]
        self.decided("ann", numbers[0], "allowed")
        told = self.run_cli("case", "bulk", *numbers, "--answer", "allowed", "--reason", "a quotation", "--preview", who="lena", expect=1)
        self.assertRegex(told, rf"(?m)^{numbers[1]} +yes")
        self.run_cli("case", "bulk", *numbers[1:], "--answer", "allowed", "--reason", "a quotation", who="lena")
        self.assertEqual(self.case("lena", numbers[2])["case"]["state"], "decided")

    def test_nothing_waits(self):
        while self.run_cli("case", "claim-next", who="cem") != "nothing waits\n":
            [mine] = self.do("cem", "GET", "/api/v1/cases?mine=true").json()["cases"]
            self.run_cli("case", "recuse", mine["id"], who="cem")


    def test_a_file_of_a_flag(self):
        self.write("what.png", "")
        (self.place / "what.png").write_bytes(b"\x89PNG\r\n\x1a\n...")
        kept = self.json_of("flag", "attach", "what.png", who="pia")
        _, _, number = self.flagged("pia", attachments=[{"sha256": kept["sha256"]}])
        self.assertEqual(self.run_cli("case", "attachment", number, kept["sha256"], "-o", "got.png", who="ann"), "got.png: image/png\n")
        self.assertEqual((self.place / "got.png").read_bytes(), (self.place / "what.png").read_bytes())
        self.assertIn("[record-missing]", self.run_cli("case", "attachment", number, "../x", "-o", "got.png", who="ann", expect=4))


class Partners(Cli):
    def test_a_partnership(self):
        self.person("paul")
        self.write("facts.json", json.dumps({"name": "Garden \u001b[1mWatch", "kind": "contracted", "langs": ["de", "en"], "agreement": {"from": 1790000000}}))
        made = self.json_of("partner", "add", "facts.json", who="lena")
        number = made["id"]
        self.run_cli("partner", "add-member", number, "paul", who="lena")
        self.assertEqual(self.run_cli("partner", "members", number, who="lena"), "paul\n")
        self.assertEqual(self.json_of("partner", "members", number, who="lena"), ["paul"])
        self.assertRegex(self.run_cli("partner", "mine", who="paul"), rf"partner\n  id +{number}\n")
        self.assertIn("[record-missing]", self.run_cli("partner", "mine", who="pia", expect=4))
        shown = self.run_cli("partner", "show", number, who="lena")
        self.assertRegex(shown, r"  langs +de, en\n")
        self.assertRegex(shown, r"    from +2026-09-21 ")
        self.assertNotIn("\x1b", shown)
        self.assertRegex(self.run_cli("partner", "list", who="lena"), rf"(?m)^{number} +active +contracted ")
        self.write("facts.json", json.dumps({"name": "Garden Watch"}))
        self.assertEqual(self.json_of("partner", "amend", number, "facts.json", who="lena")["facts"]["langs"], [])
        for move, state in (("suspend", "suspended"), ("resume", "active"), ("end", "ended")):
            if move == "end":
                self.assertEqual(self.json_of("partner", "remove-member", number, "paul", who="lena")["members"], [])
            self.assertEqual(self.json_of("partner", move, number, "--reason", "so", who="lena")["state"], state)
        self.assertIn("[json-malformed]", self.run_cli("partner", "add", self.write("bad.json", "[]"), who="lena", expect=4))
        self.assertIn("name: ", self.run_cli("partner", "add", self.write("none.json", "{}"), who="lena", expect=4))

    def test_of_a_platform_that_is_named(self):
        self.write("facts.json", json.dumps({"name": "Another"}))
        other = self.new_id().lower()
        self.service.moderate({"id": "x", "text": service.PLAIN, "platform": other}, self.key)
        made = self.json_of("partner", "add", "facts.json", "--platform", other, who="lena")
        self.assertEqual(made["id"], 1)
        self.assertEqual(self.json_of("partner", "show", 1, "--platform", other, who="lena"), made)


if __name__ == "__main__":
    service.main()
