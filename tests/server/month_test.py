"""A month of casework, as examples/casework plays it through the API, and what must hold of it whatever happened. month_test.py MIZAN"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import service
from service import ROOT, ServiceTest

EXAMPLE = ROOT / "examples/casework"
sys.path.insert(0, str(EXAMPLE))
sys.dont_write_bytecode = True

from client import Api, Machine  # noqa: E402
from summary import RUNNING, all_flags  # noqa: E402


def has_clock():
    told = subprocess.run([service.MIZAN, "serve", "--help"], capture_output=True, text=True, check=True).stdout
    return "--clock-file" in told


class Month(ServiceTest):
    source = EXAMPLE / "policy"

    @classmethod
    def setUpClass(cls):
        cls.options, cls.clock = ["--casework", EXAMPLE / "rules.json", "--no-request-log"], None
        if has_clock():
            cls.clock = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="mizan-clock-")), "clock")
            cls.clock.write_text("0\n")
            cls.options += ["--clock-file", cls.clock]
        super().setUpClass()
        cls.out = cls.folder / "out"
        command = [sys.executable, EXAMPLE / "month.py", "--url", cls.service.address, "--out", cls.out, "--mizan", service.MIZAN]
        if cls.clock:
            command += ["--clock-file", cls.clock]
        if service.is_sanitized():
            command += ["--days", "13"]
        cls.played = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False,
                                    env=dict(os.environ, MIZAN_PASSWORD=cls.service.password, PYTHONDONTWRITEBYTECODE="1"))
        cls.summary = json.loads((cls.out / "summary.json").read_text()) if cls.played.returncode in (0, 1) else {}

    def setUp(self):
        self.assertEqual(self.played.returncode, 0, self.played.stdout + self.played.stderr)
        self.board = self.asking()
        self.cases = list(self.board.pages("/api/v1/cases", "cases"))
        self.flags = all_flags(self.board)

    def asking(self):
        api = Api(self.service.address)
        self.addCleanup(api.connection.close)
        return Machine(api, self.lead)

    def test_each_flag_is_answered_withdrawn_handed_off_or_in_an_open_case(self):
        open_flags = {flag["id"] for flag in self.flags if flag["state"] == "open"}
        self.assertLessEqual({flag["state"] for flag in self.flags}, {"open", "answered", "withdrawn", "handed-off"})
        waiting = [case for case in self.cases if case["state"] in RUNNING and case["open_flags"]]
        found = {flag["id"] for case in waiting for flag in self.board.get(f"/api/v1/cases/{case['id']}")["flags"] if flag["state"] == "open"}
        self.assertEqual(open_flags, found)
        self.assertTrue(all(flag.get("answer") and flag["closed_at"] for flag in self.flags if flag["state"] == "answered"))

    def test_each_flag_has_a_receipt_that_holds_and_a_changed_one_does_not(self):
        files = sorted(self.out.glob("receipts/*/*.mizan-receipt"))
        self.assertEqual(sorted(int(file.stem.split("-")[1]) for file in files), [flag["id"] for flag in self.flags])
        self.assertEqual(self.summary["receipts"], {"kept": len(files), "hold": len(files)})
        changed = self.folder / "changed.mizan-receipt"
        text = files[0].read_text()
        about = re.search(r'"subject_commit","salt":"\w+","value":"', text).end()
        changed.write_text(text[:about] + "x" + text[about:])
        key = self.board.get("/api/v1/logs")["logs"][0]["key"]
        self.assertEqual(subprocess.run([service.MIZAN, "receipt", "check", changed, "--key", key], capture_output=True, check=False).returncode, 7)

    def test_the_counts_agree(self):
        states = [flag["state"] for flag in self.flags]
        self.assertEqual(sum(case["flags"] for case in self.cases), len(self.flags))
        self.assertEqual(sum(case["open_flags"] for case in self.cases), states.count("open"))
        self.assertEqual(sum(case["withdrawn"] for case in self.cases), states.count("withdrawn"))
        self.assertEqual(sum(case["folded"] for case in self.cases), sum(flag["folded"] for flag in self.flags))
        for partner in self.board.get("/api/v1/partners")["partners"]:
            numbers = [flag["number"] for flag in self.flags if flag.get("partner") == partner["id"]]
            self.assertEqual(numbers, list(range(1, partner["flags"] + 1)), partner["facts"]["name"])
        told = self.summary["flags"]
        self.assertEqual((told["all"], sum(told["by_kind"].values()), sum(told["by_state"].values())), (len(self.flags),) * 3)
        self.assertEqual(sum(self.summary["cases"]["by_state"].values()), len(self.cases))

    def test_nothing_was_decided_by_who_must_not(self):
        by_id = {case["id"]: case for case in self.cases}
        for case in self.cases:
            ruling = case.get("ruling")
            if ruling is None:
                continue
            self.assertNotEqual(ruling["by"], ruling["second"], case["id"])
            if case["of"]:  # an appeal, or a recheck
                before = by_id[case["of"]]
                self.assertNotIn(ruling["by"], [name for name in case["recused"] if name], case["id"])
                self.assertTrue(before["rulings"], case["id"])
            two = ruling["order"]["answer"] == "violates" and ruling["order"]["clause"] == "uprooting"
            decides = case["kind"] != "recheck"  # one person looks again, and nothing follows by itself
            self.assertTrue(ruling["second"] or not (two and decides), case["id"])

    def test_time_has_passed(self):
        if not self.clock:
            self.skipTest("this program has no --clock-file")
        self.assertGreater(self.summary["cases"]["with_a_breach"], 0)
        for case in [case for case in self.cases if case["level"]][:20]:
            events = [event["event"] for event in self.board.get(f"/api/v1/cases/{case['id']}")["history"]]
            self.assertEqual((events.count("breached"), events.count("escalated")), (case["level"],) * 2, case["id"])

    def test_what_is_kept_of_it_can_be_made_again_from_the_record(self):
        self.assertEqual(self.service.stop(), 0)
        for file in (self.folder / "data/record").glob("casework.db*"):
            file.unlink()
        self.service.start()
        board = self.asking()
        self.assertEqual(list(board.pages("/api/v1/cases", "cases")), self.cases)
        self.assertEqual(all_flags(board), self.flags)


if __name__ == "__main__":
    service.main()
