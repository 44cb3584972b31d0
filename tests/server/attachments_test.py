"""Attachments: handed in, named by flags, shown in cases, and gone where no flag names them. attachments_test.py MIZAN"""

import json
import pathlib
from concurrent.futures import ThreadPoolExecutor

import service
from desk import Desk, DeskInTime
from service import wait_until

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
MIB = 1 << 20
DAY = 86400


class WithFiles(Desk):
    def attach(self, body, expect=201, media="application/octet-stream", who="pia"):
        return self.do(who, "POST", "/api/v1/attachments", body, expect, media=media).json()

    def on_disk(self, kept, folder=""):
        return pathlib.Path(self.folder, "data/record/attachments", folder, kept["sha256"])

    def case_with(self, body, **more):
        kept = self.attach(body)
        _, told, number = self.flagged("pia", attachments=[{"sha256": kept["sha256"], "name": "x"}], **more)
        return kept, told, number

    def shown(self, who, number, kept, expect=200):
        return self.do(who, "GET", f"/api/v1/cases/{number}/attachments/{kept['sha256']}", expect=expect)


class Attachments(WithFiles):
    def test_what_it_is_its_bytes_say(self):
        for body, kind in ((PNG, "image/png"), (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"), (b"GIF89a..", "image/gif"), (b"RIFF....WEBPVP8 ", "image/webp"), (b"%PDF-1.7", "application/pdf"), ("Grüße\n".encode(), "text/plain")):
            kept = self.attach(body, media="text/html")
            self.assertEqual((kept["type"], kept["size"]), (kind, len(body)))
            self.assertEqual(self.attach(body), kept)
        for body in (b"\x7fELF\x02\x01\x01\0\0\0", b"MZ\x90\0\x03", b"", b"\0", "a\x00b".encode(), b"\xff\xfe", b"RIFF\0\0\0\0WAVE"):
            self.assertEqual(self.attach(body, 400)["code"], "field-type", body)

    def test_ten_mebibytes(self):
        self.assertEqual(self.attach(PNG + b"x" * (10 * MIB - len(PNG)))["size"], 10 * MIB)
        head = f"POST /api/v1/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\nContent-Length: {10 * MIB + 1}\r\n\r\n"
        [refused], _ = service.answers_in(self.service.raw(head.encode()), ["POST"])  # before it is sent
        self.service.checked("POST", "/api/v1/attachments", refused, 413)

    def test_a_flag_names_files(self):
        kept = self.attach(PNG)
        told = self.flag("pia", self.new_id(), attachments=[{"sha256": kept["sha256"], "name": "../../x.png", "type": "text/html", "size": 1}])
        text = self.attach(b"what he wrote")
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/add", {"attachments": [{"sha256": text["sha256"]}]})
        case = next(c["id"] for c in self.cases() if c["subject"]["id"].startswith("Attachments"))
        sent, added = (event for event in self.case("ann", case)["history"] if event["event"] in ("flagged", "flag-added"))
        self.assertEqual(sent["order"]["attachments"], [{**kept, "name": "../../x.png"}])
        self.assertEqual([one["sha256"] for one in added["attachments"]], [text["sha256"]])
        for sha in ("", "../access.db", "incoming", "0" * 64, kept["sha256"].upper()):
            self.flag("pia", self.new_id(), 400, attachments=[{"sha256": sha}])

    def test_the_same_at_once(self):
        """Whoever is first, each is told the same, and what stays is the whole file."""
        self.person("pia")
        for i in range(5):
            body = PNG + bytes([i]) * MIB
            with ThreadPoolExecutor(8) as pool:
                kept = list(pool.map(lambda _, b=body: self.attach(b), range(8)))
            self.assertEqual([one for one in kept if one != kept[0]], [])
            self.assertEqual(self.on_disk(kept[0], "incoming").read_bytes(), body)
            self.assertEqual([f.name for f in self.on_disk(kept[0], "incoming").parent.iterdir() if ".tmp" in f.name], [])

    def test_shown_in_its_case(self):
        for body, media, ending in ((PNG + b"1", "image/png", "png"), (b"%PDF-1.7 1", "application/pdf", "pdf"), ("Grüße, einmal\n".encode(), "text/plain; charset=utf-8", "txt")):
            kept, _, number = self.case_with(body)
            answer = self.shown("ann", number, kept)
            self.assertEqual((answer.body, answer.headers["Content-Type"]), (body, media))
            self.assertEqual(answer.headers["Content-Disposition"], f'attachment; filename="{kept["sha256"]}.{ending}"')
            self.assertEqual((answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]), ("nosniff", "no-store"))
            viewed = [e for e in self.case("lena", number)["history"] if e["event"] == "viewed" and e["by"] == "ann"]
            self.assertEqual([e["reason"] for e in viewed], ["attachment " + kept["sha256"]])
            self.shown("pia", number, kept, 403)
            self.shown("ann", 999999, kept, 404)

    def test_only_what_a_flag_of_the_case_names(self):
        kept, told, number = self.case_with(PNG + b"2")
        other, _, elsewhere = self.case_with(PNG + b"3")
        unnamed = self.attach(PNG + b"4")
        for wrong in (other, unnamed, {"sha256": "0" * 64}, {"sha256": "access.db"}, {"sha256": kept["sha256"].upper()}):
            self.shown("ann", number, wrong, 404)
        self.assertEqual([e for e in self.case("lena", number)["history"] if e["event"] == "viewed" and e["by"] == "ann"], [])
        self.move("lena", elsewhere, "merge", into=number)
        self.assertEqual(self.shown("ann", number, other).body, PNG + b"3")
        added = self.attach(b"added later")
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/add", {"attachments": [{"sha256": added["sha256"]}]})
        self.assertEqual(self.shown("ann", number, added).body, b"added later")

    def test_of_a_sensitive_case_only_those_who_may(self):
        kept, _, number = self.case_with(PNG + b"5", sensitive=True)
        self.shown("ann", number, kept, 404)
        self.assertEqual(self.shown("lena", number, kept).body, PNG + b"5")


class Owners(WithFiles):
    rules = {"routes": [{"name": "the-center", "category": "child-safety", "hours": 1}]}

    def name(self, who, kept, expect=200):
        return self.do(who, "POST", "/api/v1/flags", {"subject": {"id": self.new_id()}, "clause": "belittling", "attachments": [{"sha256": kept["sha256"]}]}, expect).json()

    def test_what_others_hand_in_is_not_there(self):
        waiting, (held, _, _) = self.attach(PNG + b"mine"), self.case_with(PNG + b"mine, and held")
        none = {"sha256": "0" * 64}
        told = self.flag("gov", self.new_id())
        for kept in (waiting, held):
            refused = self.name("gov", kept, 400)
            self.assertEqual({**refused, "request_id": ""}, {**self.name("gov", none, 400), "request_id": ""})
            self.do("gov", "POST", f"/api/v1/flags/{told['flag']['id']}/add", {"attachments": [{"sha256": kept["sha256"]}]}, 400)
        self.assertEqual(self.attach(PNG + b"mine, and held", who="gov"), held)
        self.name("gov", held)
        self.name("gov", waiting, 400)
        self.name("pia", waiting)

    def test_an_organisation_shares_its_files(self):
        kept = self.attach(PNG + b"ours", who="paul")
        self.name("gov", kept, 400)
        self.partner("paul", "gov")
        self.name("gov", kept)
        self.name("pia", kept, 400)

    def test_what_others_hand_in_cannot_be_dropped(self):
        kept = self.attach(PNG + b"to stay")
        self.do("cem", "POST", "/api/v1/flags", {"subject": {"id": self.new_id()}, "category": "child-safety", "attachments": [{"sha256": kept["sha256"]}]})
        self.assertTrue(self.on_disk(kept, "incoming").exists())

    def test_who_reads_the_folder_finds_no_names(self):
        kept = self.attach(PNG + b"whose", who="paul")
        notes = [f.name for f in self.on_disk(kept, "incoming").parent.iterdir() if f.name.startswith(kept["sha256"] + ".")]
        self.assertEqual(len(notes), 1)
        self.assertRegex(notes[0], r"^[0-9a-f]{64}\.[0-9a-f]{24}$")


class NotKept(WithFiles):
    rules = {"routes": [{"name": "the-center", "category": "child-safety", "hours": 1}]}

    def test_of_child_safety_no_file_stays(self):
        kept, again = self.attach(PNG + b"6"), self.attach(PNG + b"7")
        order = {"subject": {"id": self.new_id()}, "category": "child-safety", "attachments": [{"sha256": kept["sha256"]}, {"sha256": "0" * 64}]}
        told = self.do("pia", "POST", "/api/v1/flags", order).json()
        self.assertEqual(told["flag"]["state"], "handed-off")
        self.assertFalse(self.on_disk(kept).exists() or self.on_disk(kept, "incoming").exists())
        number = next(c["id"] for c in self.cases() if c["subject"]["id"] == order["subject"]["id"])
        self.assertNotIn(kept["sha256"], json.dumps(self.case("lena", number)))
        self.shown("lena", number, kept, 404)
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/add", {"attachments": [{"sha256": again["sha256"]}]}, 400)
        self.assertFalse(self.on_disk(again).exists() or self.on_disk(again, "incoming").exists())
        self.flag("pia", self.new_id(), 400, attachments=[{"sha256": kept["sha256"]}])  # which is not there any more

    def test_nor_anything_else_of_what_people_find_to_be_that(self):
        """It is removed with what is on record of its post; who flagged it has their answer, also from tables that are made anew."""
        kept, post = self.attach(PNG + b"9"), self.post("Gardeners are weeds, said a coracle")
        told = self.flag("pia", post, explanation="it shows a trireme", attachments=[{"sha256": kept["sha256"]}])
        self.do("pia", "POST", f"/api/v1/flags/{told['flag']['id']}/add", {"text": "and a felucca"})
        number = self.case_about(post)
        self.move("ann", number, "claim")
        decided = self.in_force(post)["record"]
        self.assertIn("coracle", json.dumps(self.case("ann", number)))
        held = self.move("lena", number, "hold", ground="a court", reason="so ordered")
        self.move("ann", number, "rule", answer="not-ours", route="the-center", reason="for them")
        everything = lambda: json.dumps([self.case("ann", number), self.case("lena", number)])
        for word in ("coracle", "trireme", "felucca"):  # shown to nobody, though a hold keeps it
            self.assertNotIn(word, everything())
        self.shown("lena", number, kept, 404)
        self.assertTrue(self.on_disk(kept).exists())
        self.move("lena", number, "end-hold", hold=1, reason="it ended")
        wait_until(lambda: not self.on_disk(kept).exists())
        self.assertIn("material-removed", [e["event"] for e in self.case("lena", number)["history"]])
        self.assertNotIn("contents", self.do("lena", "GET", f"/api/v1/decisions/{decided}").json())
        seen = self.seen("pia", told)
        self.assertEqual((seen["flag"]["state"], seen["handed_off_to"], "asked" in seen), ("handed-off", "the-center", False))
        before = self.case("lena", number)
        self.service.stop()
        folder = pathlib.Path(self.folder, "data/record")
        on_disk = b"".join(path.read_bytes() for path in folder.glob("*.db*"))
        for word in (b"coracle", b"trireme", b"felucca"):
            self.assertFalse(word in on_disk, word)
        for file in folder.glob("casework.db*"):
            file.unlink()
        self.service.start(expect_password=False)
        self.everybody_is_out()
        after = self.case("lena", number)
        self.assertEqual((after["case"], after["flags"]), (before["case"], before["flags"]))
        self.assertEqual(self.seen("pia", told), seen)

    def test_of_a_pattern_all_that_it_shows_goes(self):
        posts = [self.post("Gardeners are weeds, said a coracle"), self.post("Gardeners are weeds, said another")]
        records = [self.in_force(post)["record"] for post in posts]
        order = {"subject": {"kind": "pattern", "id": self.new_id()}, "exhibits": [{"id": post} for post in posts], "clause": "belittling"}
        for who in ("pia", "gov"):  # who show the same
            self.do(who, "POST", "/api/v1/flags", order)
        number = self.case_about(order["subject"]["id"])
        self.move("ann", number, "claim")
        self.move("ann", number, "rule", answer="not-ours", route="the-center", reason="for them")
        wait_until(lambda: not any("contents" in self.do("lena", "GET", f"/api/v1/decisions/{record}").json() for record in records))
        self.assertIn("material-removed", [e["event"] for e in self.case("lena", number)["history"]])

    def test_what_another_flag_names_stays(self):
        kept, _, number = self.case_with(PNG + b"8")
        self.do("pia", "POST", "/api/v1/flags", {"subject": {"id": self.new_id()}, "category": "child-safety", "attachments": [{"sha256": kept["sha256"]}]})
        self.assertEqual(self.shown("ann", number, kept).body, PNG + b"8")


class Quota(WithFiles):
    rules = {"flags": {"daily_attachments": 3}}

    def test_so_many_a_day(self):
        files = [PNG + bytes([i]) for i in range(4)]
        first = [self.attach(body) for body in files[:3]]
        answer = self.do("pia", "POST", "/api/v1/attachments", files[3], 429, media="application/octet-stream")
        self.assertEqual((answer.json()["code"], answer.json()["detail"]), ("overload", "at most 3 new files a day"))
        self.assertTrue(0 < int(answer.headers["Retry-After"]) <= DAY)
        self.attach(b"\0", 429)
        self.assertEqual(self.attach(files[3], who="paul")["size"], len(files[3]))  # of each by themself
        self.attach(b"\0", 400, who="paul")  # which is none
        self.assertEqual([self.attach(body, who="paul") for body in files[:2]], first[:2])
        self.attach(files[2], 429, who="paul")  # new to him: what somebody else handed in is not to be found out so
        for i in range(5):
            self.do(None, "POST", "/api/v1/attachments", b"text %d" % i, 201, media="text/plain")  # the platform speaks for many


class InTime(WithFiles, DeskInTime):
    def test_what_no_flag_names_goes_after_a_day(self):
        named, unnamed, late = self.case_with(PNG + b"a"), self.attach(PNG + b"b"), PNG + b"c"
        self.forward(DAY // 2)
        younger = self.attach(late)
        self.assertTrue(self.on_disk(unnamed, "incoming").exists())
        self.forward(DAY // 2 + 120)
        wait_until(lambda: not self.on_disk(unnamed, "incoming").exists())
        self.assertTrue(self.on_disk(younger, "incoming").exists())
        self.assertEqual(self.shown("ann", named[2], named[0]).body, PNG + b"a")
        self.flag("pia", self.new_id(), 400, attachments=[{"sha256": unnamed["sha256"]}])
        self.flag("pia", self.new_id(), attachments=[{"sha256": younger["sha256"]}])
        self.assertTrue(self.on_disk(younger).exists())
        self.forward(2 * DAY)
        self.flag("pia", self.new_id(), attachments=[{"sha256": younger["sha256"]}])  # which is hers still
        self.flag("paul", self.new_id(), 400, attachments=[{"sha256": younger["sha256"]}])


if __name__ == "__main__":
    service.main()
