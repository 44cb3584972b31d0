"""A danger to somebody's life: what has to be done before the case is decided, and what is still missing. danger_test.py MIZAN"""

import service
from desk import Desk


class Danger(Desk):
    def test_a_danger_comes_before_everything(self):
        post, _, case = self.flagged("pia", post=self.post())
        at = f"/api/v1/cases/{case}/"
        self.do("lena", "POST", at + "target-notice", {"notice": "offered"}, 409)
        self.move("ann", case, "claim")
        self.move("ben", case, "danger", reason="he names a place")
        self.assertEqual(self.case("ann", case)["danger_lacks"], ["duty-decided", "target-offered"])
        told = self.rule("ann", case, "violates", 409)
        self.assertEqual((told["code"], told["where"]), ("state-conflict", f"case {case}"))
        self.assertIn("(duty)", told["detail"])
        self.do("lena", "POST", at + "duty", {"ground": "he is abroad, and it is a line of a song"})
        self.assertEqual(self.case("ann", case)["danger_lacks"], ["target-offered"])
        for wrong, where in (({}, "notice"), ({"notice": "none"}, "notice"), ({"notice": "chosen"}, "channel"), ({"notice": "declined", "channel": "phone"}, "channel"), ({"notice": "unreachable"}, "reason")):
            self.assertEqual(self.do("lena", "POST", at + "target-notice", wrong, 400).json()["where"], where)
        self.do("ann", "POST", at + "target-notice", {"notice": "declined"}, 403)
        self.assertEqual(self.do("lena", "POST", at + "target-notice", {"notice": "unreachable", "reason": "no address"}).json()["target"], "unreachable")
        self.rule("ann", case, "violates")
        self.do("lena", "POST", at + "target-notice", {"notice": "chosen", "channel": "her sister"})  # found at last
        seen = self.case("ann", case)
        self.assertNotIn("danger_lacks", seen)
        self.assertEqual([(e["notice"], e.get("channel")) for e in seen["history"] if e["event"] == "target-offered"], [("unreachable", None), ("chosen", "her sister")])


if __name__ == "__main__":
    service.main()
