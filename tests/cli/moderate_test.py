"""`mizan moderate` on good input: shapes of input and output, order, summary, report."""

import csv
import gzip
import html.parser
import io
import json
import shutil
import subprocess
import unittest

import program
from program import EXCUSED, HARMFUL, PLAIN, post, posts


class Inputs(program.ProgramTest):
    def test_every_post_has_one_line_with_id_and_outcome_in_order(self):
        done = self.decisions(self.write("in.jsonl", posts(50)))
        self.assertEqual([d["id"] for d in done], [f"p{i}" for i in range(50)])
        self.assertEqual([d["outcome"] for d in done[:3]], ["violation", "allowed", "allowed"])
        self.assertEqual(done[1]["exception"], "negation")

    def test_standard_input_is_read_when_no_file_or_a_dash_is_named(self):
        text = posts(5).encode()
        self.assertEqual(len(self.decisions(stdin=text)), 5)
        self.assertEqual(len(self.decisions("-", stdin=text)), 5)

    def test_gzip_and_zstd_are_read_by_content_whatever_the_name(self):
        plain = self.decisions(self.write("in.jsonl", posts(3000)))
        packed = gzip.compress(posts(1000).encode()) + gzip.compress(posts(3000)[len(posts(1000)):].encode())
        self.assertEqual(self.decisions(self.write("in.jsonl.gz", packed)), plain)
        self.assertEqual(self.decisions("-", stdin=packed), plain)
        if shutil.which("zstd"):
            squeezed = subprocess.run(["zstd", "-q", "-c"], input=posts(3000).encode(), capture_output=True).stdout
            self.assertEqual(self.decisions(self.write("in.jsonl.zst", squeezed)), plain)

    def test_csv_is_read_by_its_header(self):
        rows = f'id,body,who\n7,"{HARMFUL},\nthe lot",ann\n8,{PLAIN},bob\n'
        done = self.decisions(self.write("in.csv", rows), "--text-field", "body", "--author-field", "who")
        self.assertEqual([(d["id"], d["outcome"]) for d in done], [("7", "violation"), ("8", "allowed")])

    def test_plain_lines_are_posts_named_by_their_line(self):
        done = self.decisions(self.write("in.txt", f"{HARMFUL}\n\n{EXCUSED}\n"))
        self.assertEqual([(d["id"], d["outcome"]) for d in done], [("1", "violation"), ("3", "allowed")])

    def test_a_line_break_inside_a_sentence_hides_nothing(self):
        texts = ["Gardeners are\nweeds", "Gardeners are<br>weeds", "Gardeners\r\nare weeds", "Gardeners are\n\nweeds"]
        source = self.write("in.jsonl", "".join(post(i, text) + "\n" for i, text in enumerate(texts)))
        self.assertEqual([d["outcome"] for d in self.decisions(source)], ["violation"] * 3 + ["allowed"])

    def test_other_shapes_of_json_are_mapped(self):
        line = json.dumps({"key": "k1", "commit": {"record": {"text": HARMFUL}}, "user": {"did": "u"}})
        done = self.decisions("--text-field", "commit.record.text", "--id-field", "key", "--author-field", "user.did",
                              "--input-format", "ndjson", stdin=line.encode())
        self.assertEqual([(d["id"], d["outcome"]) for d in done], [("k1", "violation")])

    def test_several_files_come_one_after_the_other(self):
        first, second = self.write("a.jsonl", posts(3)), self.write("b.txt", HARMFUL)
        done = self.decisions(second, first, second)
        self.assertEqual([d["id"] for d in done], ["1", "p0", "p1", "p2", "1"])

    def test_an_empty_input_is_no_error(self):
        self.assertEqual(self.decisions(self.write("empty.jsonl", b"")), [])
        self.assertEqual(self.decisions(stdin=b""), [])
        self.assertEqual(self.decisions(self.write("empty.csv", b"")), [])

    def test_decisions_of_a_live_pipe_come_before_it_ends(self):
        running = subprocess.Popen(self.command("-", "--quiet"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   env=self.environment)
        for i in range(3):
            running.stdin.write((program.post(i, HARMFUL) + "\n").encode())
            running.stdin.flush()
            self.assertEqual(json.loads(running.stdout.readline())["id"], f"p{i}")
        running.stdin.close()
        self.assertEqual(running.wait(30), 0)
        running.stdout.close()


class Outputs(program.ProgramTest):
    def test_threads_do_not_change_a_byte(self):
        source = self.write("in.jsonl", posts(20000) + "{bad\n" + posts(20000))
        results = []
        for threads in (1, 2, 7):
            out = self.path(f"out{threads}.jsonl")
            self.moderate(source, "--threads", threads, "--out", out, expect=1)
            results.append([(self.folder / f"out{threads}.jsonl{end}").read_bytes() for end in ("", ".rejects.jsonl")])
        self.assertEqual(results[0], results[1])
        self.assertEqual(results[0], results[2])

    def test_the_summary_goes_to_standard_output_if_decisions_go_to_a_file(self):
        out, err = self.moderate(self.write("in.jsonl", posts(20)), "--out", self.path("out.jsonl"))
        self.assertIn("20 posts decided", out)
        self.assertIn("Garden rules", out)
        self.assertEqual(err, "")
        self.assertEqual(len(self.lines("out.jsonl")), 20)

    def test_the_summary_as_json(self):
        source = self.write("in.jsonl", posts(20) + "{bad\n")
        out, _ = self.moderate(source, "--out", self.path("out.jsonl"), "--json", expect=1)
        summary = json.loads(out)
        self.assertEqual(summary["exit_code"], 1)
        self.assertEqual(summary["failed_inputs"], [])
        self.assertIn("json-malformed", json.dumps(summary))

    def test_without_a_file_decisions_and_summary_do_not_mix(self):
        out, err = self.moderate(self.write("in.jsonl", posts(20)))
        self.assertEqual(len(out.splitlines()), 20)
        self.assertIn("20 posts decided", err)

    def test_quiet_says_nothing(self):
        out, err = self.moderate(self.write("in.jsonl", posts(20)), "--out", self.path("out.jsonl"), "--quiet")
        self.assertEqual((out, err), ("", ""))

    def test_no_terminal_no_colour_and_no_bar(self):
        out, err = self.moderate(self.write("in.jsonl", posts(20000)), "--format", "table")
        self.assertNotIn("\x1b", out + err)

    def test_csv_and_table(self):
        source = self.write("in.jsonl", posts(20))
        rows = list(csv.DictReader(io.StringIO(self.moderate(source, "--format", "csv")[0])))
        self.assertEqual([r["id"] for r in rows], [f"p{i}" for i in range(20)])
        self.assertEqual(rows[0]["outcome"], "violation")
        table = self.moderate(source, "--format", "table")[0].splitlines()
        self.assertEqual(len(table), 21)
        self.assertTrue(table[0].startswith("id"))

    def test_only_some_outcomes_are_written_and_all_are_counted(self):
        out, err = self.moderate(self.write("in.jsonl", posts(20)), "--only", "violation,review")
        self.assertEqual([json.loads(line)["id"] for line in out.splitlines()], ["p0", "p10"])
        self.assertIn("20 posts decided", err)

    def test_the_report_is_one_page_with_examples(self):
        self.moderate(self.write("in.jsonl", posts(100)), "--out", self.path("o"), "--report", self.path("r.html"))
        page = (self.folder / "r.html").read_text()
        parser = html.parser.HTMLParser()
        parser.feed(page)
        self.assertIn("name-calling", page)
        self.assertIn("p0", page)
        self.assertNotIn("<script", page)

    def test_a_compiled_policy_is_kept_in_the_cache_and_none_means_none(self):
        source = self.write("in.jsonl", posts(2))
        self.moderate(source, "--cache", "none")
        self.assertFalse((self.folder / "cache").exists())
        first = self.moderate(source, "--cache", self.path("mine"))[0]
        self.assertEqual(len(list((self.folder / "mine").iterdir())), 1)
        self.assertEqual(self.moderate(source, "--cache", self.path("mine"))[0], first)

    def test_the_policy_of_the_working_folder_is_the_default(self):
        place = self.folder / "work" / "policies"
        place.mkdir(parents=True)
        shutil.copytree(self.policy, place / "hateful-conduct")
        done = subprocess.run([program.MIZAN, "moderate"], input=posts(1).encode(), capture_output=True,
                              cwd=self.folder / "work", env=self.environment)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(json.loads(done.stdout)["outcome"], "violation")

    def test_two_runs_at_once_do_not_disturb_each_other(self):
        source = self.write("in.jsonl", posts(20000))
        runs = [subprocess.Popen(self.command(source, "--quiet", "--out", self.path(f"out{i}")), env=self.environment)
                for i in range(2)]
        self.assertEqual([r.wait(120) for r in runs], [0, 0])
        first, second = ((self.folder / f"out{i}").read_bytes() for i in range(2))
        self.assertEqual(first, second)
        self.assertEqual(first.count(b"\n"), 20000)


if __name__ == "__main__":
    program.main()
