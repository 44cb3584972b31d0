"""What authors are and what is held against them: officials, strikes, and what the engine is told. standing_test.py MIZAN"""

import service
from desk import DeskWithStrikes
from service import HARMFUL, wait_until

NOTICE = {"clause": "belittling", "measures": [{"name": "keep-with-notice"}],
          "public_interest": {"office": "mayor", "balance": "it shows how the town is spoken to; she reaches many, who may do likewise", "until": 0}}


class Standings(DeskWithStrikes):
    def actor(self, actor, who="lena"):
        return self.do(who, "GET", "/api/v1/actors/" + actor).json()

    def set_actor(self, actor, who="lena", expect=200, **more):
        return self.do(who, "PUT", "/api/v1/actors/" + actor, {"is": "official", "office": "mayor", "reason": "elected in May", **more}, expect).json()

    def test_a_lead_says_what_an_author_is(self):
        self.assertEqual(self.actor("mira"), {"actor": "mira", "is": "ordinary", "strikes_in_force": 0, "points_in_force": 0, "strikes": []})
        self.set_actor("mira", who="ann", expect=403)
        self.do(None, "PUT", "/api/v1/actors/mira", {"is": "newsroom", "reason": "so it is"}, expect=403)
        self.assertIn("office", self.set_actor("mira", expect=400, office="")["detail"])
        self.assertIn("office", self.set_actor("mira", expect=400, **{"is": "newsroom"})["detail"])
        self.assertEqual(self.set_actor("mira", expect=400, reason="")["where"], "reason")
        self.set_actor("x" * 501, expect=400)
        told = self.set_actor("mira")
        self.assertEqual((told["is"], told["office"]), ("official", "mayor"))
        self.assertEqual(self.actor("mira"), told)
        self.assertEqual(self.set_actor("mira", office="", **{"is": "ordinary"})["is"], "ordinary")

    def test_an_officials_post_can_be_kept_up_by_two_people_and_only_an_officials(self):
        until = int(service.time.time()) + 30 * 86400
        order = {**NOTICE, "public_interest": {**NOTICE["public_interest"], "until": until}}
        post = self.post(author="nora")
        _, _, case = self.flagged("pia", post=post)
        self.move("ann", case, "claim")
        self.rule("ann", case, "violates", expect=400, **order)
        self.set_actor("nora")  # while somebody has the case
        self.assertEqual(self.case("ann", case)["author"]["is"], "official")
        self.assertEqual(self.rule("ann", case, "violates", **order)["state"], "proposed")
        self.assertEqual(self.move("ben", case, "agree")["state"], "decided")
        self.assertEqual([e["event"] for e in self.case("ann", case)["history"] if e["event"] in ("proposed", "ruled", "struck")], ["proposed", "ruled"])
        self.assertEqual(self.actor("nora")["strikes_in_force"], 0)

    def test_suspending_a_newsroom_takes_two(self):
        self.set_actor("news", office="", **{"is": "newsroom"})
        _, _, case = self.flagged("pia", post=self.post(author="news"))
        self.move("ann", case, "claim")
        self.assertEqual(self.rule("ann", case, "violates", measures=[{"name": "suspend"}])["state"], "proposed")

    def test_a_strike_is_shown_told_to_the_engine_and_goes_with_its_decision(self):
        _, _, case = self.flagged("pia", post=self.post(author="otto"))
        ruled = self.decided("ann", case)
        self.assertEqual(ruled["state"], "decided")
        held = self.actor("otto")
        self.assertEqual((held["strikes_in_force"], held["strikes"][0]["case"], held["strikes"][0]["clause"]), (1, case, "belittling"))
        shown = self.case("ann", case)
        self.assertEqual(shown["author"], held)
        self.assertIn("strike", shown["statement_of_reasons"])
        again = self.service.moderate({"id": self.new_id(), "author": "otto", "text": HARMFUL}, self.key).json()
        self.assertEqual(again["author_strikes"], 1)
        self.assertNotIn("author_strikes", self.service.moderate({"id": self.new_id(), "author": "olga", "text": HARMFUL}, self.key).json())
        lines = self.service.moderate("".join(f'{{"id":"{self.new_id()}","author":"otto","text":"{HARMFUL}"}}\n' for _ in range(2)), self.key, media=service.NDJSON).lines()
        self.assertEqual([line["author_strikes"] for line in lines], [1, 1])
        self.move("lena", case, "undo", reason="the wrong person")
        self.assertEqual(self.actor("otto")["strikes"], [])
        self.assertNotIn("author_strikes", self.service.moderate({"id": self.new_id(), "author": "otto", "text": HARMFUL}, self.key).json())
        # What was decided is decided again equally: the record says what the engine saw.
        self.service.stop()
        done = service.subprocess.run([service.MIZAN, "log", "replay", "--store", self.folder / "data/record", "--json"], capture_output=True, text=True, check=False)
        self.service.start(expect_password=False)
        self.everybody_is_out()
        self.assertEqual((done.returncode, service.json.loads(done.stdout)["different"]), (0, 0), done.stdout + done.stderr)

    def test_a_posts_own_reach_is_the_cases(self):
        post = self.post(author="rosa", reach={"views": 52_000, "as_of": "2026-01-31T09:30:00Z"})
        case = wait_until(lambda: [c for c in self.cases() if c["subject"]["id"] == post])[0]
        self.assertEqual(case["reach"], 52_000)
        _, _, flagged = self.flagged("pia", post=post)
        self.assertEqual((flagged, self.case("ann", flagged)["case"]["reach"]), (case["id"], 52_000))


if __name__ == "__main__":
    service.main()
