"""Flags, as partners, governments, users and platforms send and follow them. flags_test.py MIZAN"""

import csv
import io
import json
import pathlib
import re
import subprocess

import service
from desk import Desk
from service import NDJSON, wait_until


class Flags(Desk):
    def test_a_flag_has_a_receipt_that_holds(self):
        self.partner("paul", kind="statutory", authority="the coordinator", reference="register/17")
        told = self.flag("paul", self.new_id(), explanation="he calls us weeds")
        self.assertEqual((told["known"], told["flag"]["kind"], told["flag"]["state"], told["flag"]["flagger"]), (False, "partner", "open", "paul"))
        self.assertEqual(told["flag"]["due"], told["flag"]["received_at"] + 24 * 3600)
        answer = self.do("paul", "GET", f"/api/v1/flags/{told['flag']['id']}/receipt")
        self.assertIn(f"flag-{told['flag']['id']}.mizan-receipt", answer.headers["Content-Disposition"])
        for receipt in (told["receipt"].encode(), answer.body):
            self.check_receipt(receipt)
        self.do("pia", "GET", f"/api/v1/flags/{told['flag']['id']}/receipt", expect=404)

    def check_receipt(self, receipt):
        file = self.folder / "one.mizan-receipt"
        status = subprocess.run([service.MIZAN, "log", "status", "--store", self.folder / "data/record"], capture_output=True, text=True, check=True).stdout
        key = next(line.split()[-1] for line in status.splitlines() if line.startswith("key"))
        for text, code in ((receipt, 0), (receipt.replace(b"he calls us weeds", b"he calls us roses"), 1)):
            file.write_bytes(text)
            done = subprocess.run([service.MIZAN, "receipt", "check", file, "--key", key], capture_output=True, text=True)
            self.assertEqual(done.returncode != 0, code != 0, done.stdout + done.stderr)

    def test_the_same_key_is_the_same_flag(self):
        post, key = self.new_id(), self.new_id()
        first = self.flag("pia", post, key=key, explanation="why")
        again = self.flag("pia", post, key=key, explanation="why")
        self.assertEqual((again["known"], again["flag"]), (True, first["flag"]))
        self.assertNotIn("receipt", again)
        self.assertEqual(self.flag("pia", post, key=key, explanation="another", expect=409)["code"], "record-conflict")
        self.assertFalse(self.flag("ann", post, key=key, explanation="why")["known"])  # keys are of who flags
        # Two that say the same without a key are two.
        self.assertNotEqual(self.flag("pia", post)["flag"]["id"], self.flag("pia", post)["flag"]["id"])

    def test_what_is_no_flag(self):
        for order, place in (({}, "subject.id"), ({"subject": {"kind": "page", "id": "x"}}, "subject.kind"), ({"subject": {"url": "ftp://x"}}, "subject.url"),
                             ({"subject": {"id": "x"}, "colour": 1}, "colour"), ({"subject": {"id": "x"}, "exhibits": [{"id": "y"}]}, "exhibits"),
                             ({"subject": {"kind": "pattern"}, "exhibits": [{"id": "y"}]}, "exhibits"), ({"subject": {"id": "x"}, "explanation": "y" * 5001}, "explanation"),
                             ({"subject": {"id": "x"}, "attachments": [{"sha256": "0" * 64}]}, "attachments.sha256"), ({"subject": {"id": "x"}, "urgency": "very"}, "urgency")):
            problem = self.do("pia", "POST", "/api/v1/flags", order, 400).json()
            self.assertEqual((problem["code"], problem["where"]), ("field-type", place), order)
        self.do("pia", "POST", "/api/v1/flags", {"subject": {"id": "x"}, "user": "u1"}, 403)  # only the platform flags for others
        self.do("pia", "POST", "/api/v1/flags", b"", 400)

    def test_followed_added_to_withdrawn(self):
        told = self.flag("pia", self.new_id())
        at = f"/api/v1/flags/{told['flag']['id']}"
        self.assertEqual(self.seen("pia", told), {"flag": told["flag"]})
        self.do("pia", "POST", at + "/add", {"text": "and again"})
        self.do("pia", "POST", at + "/add", {}, 400)
        self.do("pia", "POST", at + "/reply", {"text": "nobody asked"}, 409)
        self.do("pia", "POST", at + "/appeal", {"text": "nothing is decided"}, 409)
        self.do("lena", "POST", at + "/withdraw", {}, 403)  # who sees it, and it is not theirs
        self.do("ann", "GET", at, expect=404)  # whoever decides sees it with its case, and not what came of it by its number
        self.do("paul", "POST", at + "/withdraw", expect=404)
        self.assertEqual(self.do("pia", "POST", at + "/withdraw", {"text": "another thread"}).json()["flag"]["state"], "withdrawn")
        self.do("pia", "POST", at + "/withdraw", {}, 409)
        self.do("pia", "GET", "/api/v1/flags/999999", expect=404)
        self.do("pia", "GET", "/api/v1/flags/none", expect=400)

    def test_one_sees_ones_own(self):
        mine = [self.flag("cem", self.new_id())["flag"] for _ in range(5)]
        first = self.do("cem", "GET", "/api/v1/flags?limit=3").json()
        rest = self.do("cem", "GET", f"/api/v1/flags?limit=3&after={first['next']}").json()
        self.assertEqual(first["flags"] + rest["flags"], mine)
        self.assertNotIn("next", rest)


class ManyFlags(Desk):
    def many(self, body, media, expect=200):
        return self.do(None, "POST", "/api/v1/flags", body, expect, media=media).json()

    def ids(self, told):
        return [one["flag"]["id"] if "flag" in one else one["code"] for one in told]

    def test_an_array(self):
        a, b = self.new_id(), self.new_id()
        told = self.many([{"subject": {"id": a}, "user": "u1"}, {"subject": {}}, {"subject": {"id": b}, "user": "u2", "automated": True}, 7], "application/json")
        first = told[0]["flag"]["id"]
        self.assertEqual(self.ids(told), [first, "field-type", first + 1, "field-type"])
        self.assertEqual([told[0]["flag"]["flagger"], told[2]["flag"]["kind"]], ["user:u1", "automated"])
        self.assertTrue(all(one["receipt"] for one in told if "flag" in one))
        self.assertEqual(self.many([], "application/json"), [])

    def test_lines(self):
        key = self.new_id()
        body = "\n".join([json.dumps({"key": key, "subject": {"id": key}}), "", "not json", json.dumps({"key": key, "subject": {"id": key}}), json.dumps({"subject": {"id": key}, "platform": "other"})])
        told = self.many(body, NDJSON)
        first = told[0]["flag"]["id"]
        self.assertEqual(self.ids(told), [first, "json-malformed", first, "field-type"])
        self.assertEqual((told[0]["known"], told[2]["known"]), (False, True))

    def test_csv(self):
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerows([["key", "subject.id", "explanation", "sensitive", "user"], ["a", self.new_id(), "so, \"and\"\nso", "", "u1"], ["b", self.new_id(), "", "true", ""], ["c", "d"], ["e", "", "no subject", "", ""], ["a", "z", "", "", ""]])
        told = self.many("\ufeff" + out.getvalue(), "text/csv")
        first = told[0]["flag"]["id"]
        self.assertEqual(self.ids(told), [first, first + 1, "csv-malformed", "field-type", "record-conflict"])
        self.assertEqual([told[0]["flag"]["sensitive"], told[1]["flag"]["sensitive"]], [False, True])
        self.assertEqual(self.many("subject.id\n\"x", "text/csv", 400)["code"], "csv-malformed")
        self.assertEqual(self.many("", "text/csv", 400)["code"], "csv-malformed")

    def test_ten_thousand_and_one_more(self):
        name = self.new_id()
        lines = [json.dumps({"key": f"{name}-{i}", "subject": {"id": f"{name}-{i % 100}"}, "user": f"u{i}"}) for i in range(10_001)]
        self.assertEqual(self.many("\n".join(lines), NDJSON, 413)["code"], "text-too-long")
        self.assertEqual(self.many("[" + ",".join(lines) + "]", "application/json", 413)["code"], "text-too-long")
        told = self.many("\n".join(lines[:10_000]), NDJSON)
        self.assertEqual(self.ids(told), list(range(told[0]["flag"]["id"], told[0]["flag"]["id"] + 10_000)))
        self.assertFalse(any(one["known"] for one in told))
        again = self.many("\n".join(lines[:10_000]), NDJSON)
        self.assertEqual(self.ids(again), self.ids(told))
        self.assertTrue(all(one["known"] for one in again))
        folded = [c for c in self.cases() if c["subject"]["id"].startswith(name)]
        self.assertEqual((len(folded), {c["flags"] for c in folded}, {c["folded"] for c in folded}), (100, {100}, {80}))


class Partners(Desk):
    def test_a_partner(self):
        self.do("lena", "POST", "/api/v1/partners", {"name": "x", "kind": "statutory"}, 400)
        self.do("lena", "POST", "/api/v1/partners", {"name": "x", "agreement": {"from": 5, "until": 5}}, 400)
        self.do("ann", "GET", "/api/v1/partners", expect=403)
        made = self.partner("paul", langs=["de"], agreement={"from": 1, "flag_hours": 6})
        at = f"/api/v1/partners/{made['id']}"
        self.assertEqual((made["state"], made["members"], made["facts"]["langs"]), ("active", ["paul"], ["de"]))
        self.assertEqual(self.do("lena", "GET", at).json(), made)
        self.assertIn(made, self.do("lars", "GET", "/api/v1/partners").json()["partners"])
        self.do("lena", "POST", at + "/add-member", {"member": "paul"}, 409)
        told = self.flag("paul", self.new_id())
        self.assertEqual((told["flag"]["partner"], told["flag"]["number"], told["flag"]["due"]), (made["id"], 1, told["flag"]["received_at"] + 6 * 3600))
        changed = self.do("lena", "PUT", at, {"name": "another", "agreement": {"from": 1}}).json()
        self.assertEqual((changed["facts"]["name"], changed["facts"]["langs"], changed["flags"]), ("another", [], 1))
        self.do("lena", "POST", at + "/suspend", {}, 400)
        self.assertEqual(self.do("lena", "POST", at + "/suspend", {"reason": "too many were wrong"}).json()["state"], "suspended")
        self.do("lena", "POST", at + "/suspend", {"reason": "x"}, 409)
        late = self.flag("paul", self.new_id())["flag"]
        self.assertEqual((late["number"], late["due"]), (2, late["received_at"] + 168 * 3600))  # received, without priority
        self.assertEqual(self.do("lena", "POST", at + "/resume", {"reason": "we talked"}).json()["state"], "active")
        self.assertEqual(self.do("lena", "POST", at + "/remove-member", {"member": "paul"}).json()["members"], [])
        self.do("lena", "POST", at + "/remove-member", {"member": "paul"}, 409)
        self.assertEqual(self.do("lena", "POST", at + "/end", {"reason": "the status was taken"}).json()["state"], "ended")
        for move, body in (("resume", {"reason": "x"}), ("add-member", {"member": "paul"})):
            self.do("lena", "POST", f"{at}/{move}", body, 409)
        self.do("lena", "PUT", at, {"name": "x"}, 409)
        self.do("lena", "GET", "/api/v1/partners/999999", expect=404)

    def test_a_partner_sees_its_own_flags_only(self):
        self.partner("pia")
        own = self.partner()
        key = self.ask("POST", "/api/v1/keys", {"name": "watch", "role": "partner"}, self.service.administrator(), expect=201).json()
        self.do("lena", "POST", f"/api/v1/partners/{own['id']}/add-member", {"member": "key:" + key["id"]})
        by_key = [self.ask("POST", "/api/v1/flags", {"subject": {"id": self.new_id()}}, key=key["key"], expect=200).json() for _ in range(3)]
        theirs = self.flag("pia", self.new_id())
        listed = self.ask("GET", "/api/v1/flags?limit=2", key=key["key"], expect=200).json()
        self.assertEqual([f["number"] for f in listed["flags"]], [1, 2])
        self.assertEqual([f["id"] for f in self.ask("GET", f"/api/v1/flags?after={listed['next']}", key=key["key"]).json()["flags"]], [by_key[2]["flag"]["id"]])
        self.ask("GET", f"/api/v1/flags/{theirs['flag']['id']}", key=key["key"], expect=404)
        self.seen("pia", by_key[0], 404)
        self.assertEqual([f["id"] for f in self.do("pia", "GET", "/api/v1/flags").json()["flags"]], [theirs["flag"]["id"]])

    def test_a_government_says_on_what_law_and_has_no_priority(self):
        self.partner("gov", kind="government", agreement={"from": 1, "flag_hours": 1})
        post = self.new_id()
        self.assertEqual(self.flag("gov", post, 400)["where"], "legal_basis")
        told = self.flag("gov", post, legal_basis="article 9 DSA")["flag"]
        self.assertEqual((told["kind"], told["due"]), ("government", told["received_at"] + 168 * 3600))
        case = self.case("ann", self.case_about(post))["case"]
        self.assertEqual((case["government"], case["partner"]), (True, False))


class NotKept(Desk):
    rules = {"routes": [{"name": "the-center", "category": "child-safety", "hours": 1}, {"name": "consumer-protection", "category": "not-ours", "hours": 72}]}

    def test_what_is_not_ours_is_handed_off(self):
        told = self.flag("pia", self.new_id(), category="not-ours", explanation="a false price")
        self.assertEqual(told["flag"]["state"], "handed-off")
        seen = self.seen("pia", told)
        self.assertEqual((seen["flag"]["state"], seen["handed_off_to"]), ("handed-off", "consumer-protection"))
        [case] = [c for c in self.cases(state="handed-off") if c["route"] == "consumer-protection"]
        self.move("ann", case["id"], "claim", 409)
        self.assertGreater(self.move("ann", case["id"], "taken-over", reason="their number 17")["clock"]["ended_at"], 0)
        self.move("ann", case["id"], "taken-over", 409, reason="twice")

    def test_of_child_safety_nothing_stays_but_which_it_is(self):
        secrets = {"text": "placeholder-text-marigold", "explanation": "placeholder-why-marigold", "author": "placeholder-author-marigold", "target": "placeholder-target-marigold"}
        order = {"subject": {"id": self.new_id(), "url": "https://forum.example/marigold"}, "category": "child-safety", **secrets}
        told = self.do("pia", "POST", "/api/v1/flags", order).json()
        seen = self.seen("pia", told)
        self.assertEqual((seen["flag"]["state"], seen["handed_off_to"], seen["flag"]["sensitive"]), ("handed-off", "the-center", True))
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/add", {"text": "more marigold"}, 400)
        bare = {"subject": {"url": "https://forum.example/only-marigold"}, "category": "child-safety", "text": "placeholder-marigold"}
        self.assertEqual(self.do("pia", "POST", "/api/v1/flags", bare, 400).json()["where"], "subject.id")
        case = next(c for c in self.cases() if c["subject"]["id"] == order["subject"]["id"])
        self.assertNotIn("marigold", json.dumps(self.case("lena", case["id"])))
        self.assertNotIn("marigold", told["receipt"])
        self.service.stop()
        try:
            for file in pathlib.Path(self.folder, "data").rglob("*"):
                if file.is_file():
                    found = re.findall(rb"[ -~]*marigold[ -~]*", file.read_bytes())
                    self.assertEqual(found, [], file.name)
            self.assertNotIn("marigold", (self.folder / "stderr").read_text())
        finally:
            self.service.start(expect_password=False)


class TakenBack(Desk):
    def test_when_nobody_waits_any_more(self):
        """A case of flags alone closes with the last of them; what the engine found, and what somebody has, goes on."""
        def at(told):
            return f"/api/v1/flags/{told['flag']['id']}/withdraw"

        self.partner("paul", agreement={"from": 1})
        post, first, case = self.flagged("paul", urgency="urgent", clause="belittling")
        second = self.flag("pia", post)
        self.do("paul", "POST", at(first), {"text": "the wrong post"})
        self.assertEqual(self.case("lena", case)["case"]["state"], "open")
        self.do("pia", "POST", at(second), {"text": "so it is"})
        seen = self.case("lena", case)
        self.assertEqual((seen["case"]["state"], "ruling" in seen["case"], [e["event"] for e in seen["history"]][-3:-1]), ("closed", False, ["flag-withdrawn", "withdrawn"]))
        self.assertNotIn(case, [c["id"] for c in self.do("ann", "GET", "/api/v1/queue?limit=500").json()["cases"]])
        self.assertIn("this case is closed", self.move("ann", case, "claim", 409)["detail"])
        self.flag("pia", post)
        self.assertNotEqual(self.case_about(post), case)  # whoever flags it again is heard
        # What the engine found.
        post = self.post()
        case = wait_until(lambda: next((c["id"] for c in self.cases() if c["subject"].get("id") == post), None))
        told = self.flag("paul", post, urgency="urgent")
        before = self.case("lena", case)["case"]
        self.assertEqual((before["clock"]["hours"], before["severity"]), ("partner", 4))
        self.do("paul", "POST", at(told))
        after = self.case("lena", case)["case"]
        self.assertEqual((after["state"], after["clock"]["hours"], after["clock"]["due"], after["severity"], after["partner"], after["urgent"]),
                         ("open", "other", after["engine_at"] + 168 * 3600, after["engine_severity"], False, False))
        self.decided("ann", case)
        # What somebody has.
        _, told, case = self.flagged("pia")
        self.move("ann", case, "claim")
        self.do("pia", "POST", at(told))
        self.assertEqual(self.case("lena", case)["case"]["state"], "claimed")
        self.move("ann", case, "release")
        wait_until(lambda: self.case("lena", case)["case"]["state"] == "closed")
        # A threat.
        _, told, case = self.flagged("pia", urgency="threat")
        self.do("pia", "POST", at(told))
        seen = self.case("lena", case)["case"]
        self.assertEqual((seen["state"], seen["clock"]["threat"]), ("open", True))


if __name__ == "__main__":
    service.main()
