"""`mizan moderate` on bad input: every fault has its place, its reason and its exit code, and the rest goes on."""

import gzip
import json
import os
import subprocess

import program
from program import HARMFUL, posts


class Records(program.ProgramTest):
    def reject(self, line):
        """The one reject of an input of a good post, `line` and a good post."""
        content = posts(1).encode() + line + b"\n" + posts(1).encode()
        self.moderate(self.write("in.jsonl", content), "--out", self.path("out.jsonl"), expect=1)
        self.assertEqual(len(self.lines("out.jsonl")), 2)
        rejects = self.lines("out.jsonl.rejects.jsonl")
        self.assertEqual(len(rejects), 1)
        self.assertEqual(sorted(rejects[0]), ["code", "file", "line", "message", "raw"])
        self.assertEqual(rejects[0]["line"], 2)
        self.assertTrue(rejects[0]["message"])
        return rejects[0]

    def test_lines_that_are_no_post_are_rejected_with_their_reason(self):
        for line, code in [(b"{oops", "json-malformed"), (b'{"id":"x"}', "text-missing"),
                           (b'{"text":[1]}', "field-type"),
                           (b'["text"]', "json-malformed"), (b'"text"', "json-malformed"),
                           (b'{"text":"a"} {"text":"b"}', "json-malformed"), (b"\xff\xfe\x00", "json-malformed"),
                           (b'{"text":"a","mentions":7}', "field-type"), (b"\0\0\0", "json-malformed")]:
            with self.subTest(line=line):
                self.assertEqual(self.reject(line)["code"], code)

    def test_a_json_array_is_refused_by_whatever_way_it_comes(self):
        array = f'[{{"text":"{HARMFUL}"}}]\n'
        for arguments, stdin in (([self.write("arr.json", array)], b""), (["-"], array.encode())):
            out, err = self.moderate(*arguments, stdin=stdin, expect=1)
            self.assertEqual(out, "")
            self.assertIn("found an array; write its elements one a line", err)

    def test_a_text_over_the_limit_is_rejected_and_its_record_is_cut_in_the_rejects(self):
        reject = self.reject(b'{"text":"' + b"x" * (5 << 20) + b'"}')
        self.assertEqual(reject["code"], "text-too-long")
        self.assertEqual(len(reject["raw"].encode()), 4096)

    def test_a_line_over_the_limit_is_skipped_and_told(self):
        reject = self.reject(b'{"text":"' + "ä".encode() * (5 << 20) + b'"}')
        self.assertEqual(reject["code"], "line-too-long")
        self.assertTrue(reject["raw"].startswith('{"text":"ä'))
        self.assertIn(len(reject["raw"].encode()), (4095, 4096))
        self.assertNotIn("\ufffd", reject["raw"])

    def test_a_csv_row_that_does_not_fit_is_rejected(self):
        source = self.write("in.csv", f"id,text\n1,{HARMFUL}\n2,a,b,c\n3,{HARMFUL}\n")
        self.moderate(source, "--out", self.path("out.jsonl"), expect=1)
        self.assertEqual([d["id"] for d in self.lines("out.jsonl")], ["1", "3"])
        reject = self.lines("out.jsonl.rejects.jsonl")[0]
        self.assertEqual((reject["line"], reject["code"], reject["raw"]), (3, "csv-malformed", "2,a,b,c"))

    def test_no_rejects_no_file_and_those_of_an_earlier_run_go(self):
        stale = self.write("out.jsonl.rejects.jsonl", "of yesterday\n")
        self.moderate(self.write("in.jsonl", posts(3)), "--out", self.path("out.jsonl"))
        self.assertFalse(os.path.exists(stale))

    def test_the_rejects_go_where_they_are_told_to_go(self):
        source = self.write("in.jsonl", posts(3) + "{bad\n")
        out, _ = self.moderate(source, "--rejects", self.path("r.jsonl"), expect=1)
        self.assertEqual(len(out.splitlines()), 3)
        self.assertEqual(self.lines("r.jsonl")[0]["line"], 4)

    def test_without_a_file_every_reject_is_told(self):
        out, err = self.moderate(self.write("in.jsonl", "{bad\n" * 50 + posts(2)), "--quiet", expect=1)
        self.assertEqual(len(out.splitlines()), 2)
        told = err.splitlines()
        self.assertEqual(len(told), 50)
        for number, line in enumerate(told, 1):
            self.assertIn(f"rejected: {self.path('in.jsonl')}:{number}: ", line)

    def test_hostile_bytes_cannot_drive_the_terminal(self):
        name = self.write("in\x1b[31m.jsonl", "{\x1b[2Jbad\n")
        _, err = self.moderate(name, expect=1)
        self.assertNotIn("\x1b", err)


class Files(program.ProgramTest):
    def test_a_missing_input_is_told_before_anything_is_written(self):
        before = self.write("out.jsonl", "precious\n")
        _, err = self.moderate(self.path("gone.jsonl"), "--out", before, expect=4)
        self.assertIn("gone.jsonl", err)
        self.assertEqual((self.folder / "out.jsonl").read_text(), "precious\n")

    def test_a_missing_input_among_others_does_not_stop_them(self):
        source = self.write("in.jsonl", posts(3))
        out, err = self.moderate(self.path("gone.jsonl"), source, expect=4)
        self.assertEqual(len(out.splitlines()), 3)
        self.assertIn("gone.jsonl", err)

    def test_a_folder_is_no_input(self):
        _, err = self.moderate(self.folder, expect=4)
        self.assertIn("folder", err)

    def test_binary_files_are_refused_with_advice(self):
        for name, content in [("a.parquet", b"PAR1" + b"\0" * 5000), ("a.txt", "gardeners\n".encode("utf-16")),
                              ("a.out", b"\x7fELF\2\1\1" + b"\0" * 9 + b"\3\0>\0" * 400), ("a.xz", b"\xfd7zXZ\0\0\4")]:
            with self.subTest(name=name):
                _, err = self.moderate(self.write(name, content), expect=4)
                self.assertIn("binary-input", err)

    def test_an_archive_in_an_archive_and_a_picture_are_refused(self):
        packed = gzip.compress(gzip.compress(posts(2000).encode()))
        for name, content in (("in.gz", packed), ("in.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)):
            out, err = self.moderate(self.write(name, content), expect=4)
            self.assertEqual(out, "")
            self.assertIn("binary-input", err)

    def test_a_post_from_before_a_clause_was_in_force_is_told_by_its_instant(self):
        text = (self.policy / "policy.md").read_text()
        (self.policy / "policy.md").write_text(text.replace("  severity 3", "  severity 3\n  in_force_from 2026-01-31"))
        rows = [("2026-01-30T23:30:00-05:00", "violation"), ("2026-01-31T01:00:00+05:00", "undecided"),
                ("1769900000", "violation"), ("2026-01-30", "undecided"), ("01/31/2026", None)]
        table = "text,created_at\n" + "".join(f"{HARMFUL},{when}\n" for when, _ in rows)
        out, err = self.moderate(self.write("in.csv", table), expect=1)
        self.assertEqual([json.loads(line)["outcome"] for line in out.splitlines()], [o for _, o in rows if o])
        self.assertIn("01/31/2026", err)

    def test_bytes_that_are_not_utf8_keep_their_places_by_every_feed(self):
        text = b"Gardeners \xe2\x82 are weeds"
        spans = []
        for name, content in (("in.jsonl", b'{"text":"' + text + b'"}\n'), ("in.txt", text), ("in.csv", b"text\n" + text)):
            claim = self.decisions(self.write(name, content))[0]["claims"][0]
            spans.append(claim["spans"])
            self.assertEqual(claim["spans"][-1]["bytes"][1], len(text))
            self.assertEqual(claim["spans"][-1]["code_points"][1], len(text.decode(errors="replace")))
        self.assertEqual(spans, [spans[0]] * 3)

    def test_a_csv_file_without_a_text_column_names_its_columns(self):
        _, err = self.moderate(self.write("in.csv", "id,body\n1,x\n"), expect=4)
        self.assertIn("id, body", err)
        self.assertIn("--text-field", err)

    def test_a_damaged_gzip_file_is_decided_up_to_the_damage(self):
        packed = gzip.compress(posts(30000).encode())
        out, err = self.moderate(self.write("in.jsonl.gz", packed[:len(packed) // 2]), expect=1)
        done = [json.loads(line)["id"] for line in out.splitlines()]
        self.assertGreater(len(done), 1000)
        self.assertEqual(done, [f"p{i}" for i in range(len(done))])
        self.assertIn("in.jsonl.gz", err)
        self.assertIn("compressed-damaged", err)

    def test_a_missing_or_broken_policy_is_told_before_anything_is_written(self):
        source, out = self.write("in.jsonl", posts(1)), self.path("out.jsonl")
        _, err = self.moderate(source, "--policy", self.path("none"), "--out", out, expect=3)
        self.assertIn("policy-missing", err)
        (self.policy / "more.rules").write_text("construct X\n  NOWHERE\n")
        _, err = self.moderate(source, "--out", out, expect=3)
        self.assertIn("more.rules:2:", err)
        self.assertIn("NOWHERE", err)
        self.assertFalse(os.path.exists(out))

    def test_a_damaged_bundle_is_refused(self):
        bundle = self.write("p.bundle", b"MIZANBND" + b"\1\0\0\0" * 20)
        self.moderate(self.write("in.jsonl", posts(1)), "--policy", bundle, expect=3)

    def test_a_damaged_cache_entry_is_made_anew_and_told(self):
        source = self.write("in.jsonl", posts(1))
        good = self.moderate(source)[0]
        entry = next((self.folder / "cache").iterdir())
        entry.write_bytes(entry.read_bytes()[:-20])
        out, err = self.moderate(source)
        self.assertEqual(out, good)
        self.assertIn("made anew", err)


class CommandLine(program.ProgramTest):
    def test_mistakes_in_the_command_line_are_told(self):
        for wrong in (["--threads", "0"], ["--threads", "x"], ["--format", "xml"], ["--only", "maybe"],
                      ["--only", "violation,"], ["--input-format", "pdf"], ["--text-field", "a..b"], ["--nonsense"]):
            with self.subTest(wrong=wrong):
                out, err = self.moderate(*wrong, expect=2)
                self.assertEqual(out, "")
                self.assertTrue(err.startswith("error: "), err)

    def test_a_command_that_there_is_not_is_told_with_the_nearest_one(self):
        for words, wrong, near in ((["moderat"], "moderat", "moderate"), (["explane", "text"], "explane", "explain"),
                                   (["policy", "chek"], "chek", "check")):
            done = subprocess.run([program.MIZAN, *words], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f'no command is called "{wrong}"', done.stderr)
            self.assertIn(f'did you mean "{near}"?', done.stderr)

    def test_help_names_every_exit_code(self):
        out, _ = self.moderate("--help")
        for code in (0, 1, 2, 3, 4, 5, 6, 70, 141):
            self.assertRegex(out, rf"(?m)^  {code} ")


if __name__ == "__main__":
    program.main()
