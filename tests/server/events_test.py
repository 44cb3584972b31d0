"""What a platform tells: reach, edits, deletions, and what became of actions. events_test.py MIZAN"""

import json
import pathlib
import shutil
import tempfile

import service
from service import HARMFUL, NDJSON, PLAIN, ServiceTest

AT = "2026-01-31T09:30:00Z"
LATER = "2026-01-31T10:30:00Z"


def acting_policy(folder):
    """The garden club's policy, but it acts by itself."""
    path = folder / "policy.md"
    text = path.read_text(encoding="utf-8")
    assert "enforce review" in text
    path.write_text(text.replace("enforce review", "enforce act"), encoding="utf-8")


class Events(ServiceTest):
    def tell(self, event, expect=200, **more):
        return self.ask("POST", "/api/v1/events", event, key=self.key, expect=expect, **more).json()

    def told(self, post):
        return self.ask("GET", f"/api/v1/decisions?post={post}", key=self.key, expect=200).json()["told"]

    def decided(self, text=HARMFUL):
        post = self.new_id()
        self.service.moderate({"id": post, "text": text}, self.key)
        return post

    def test_reach_in_any_order_and_twice(self):
        post = self.decided()
        late = {"type": "reach", "post": post, "views": 900, "as_of": LATER}
        early = {"type": "reach", "post": post, "views": 100, "as_of": AT}
        first = self.tell(late)
        self.assertFalse(first["known"])
        self.tell(early)
        self.assertEqual(self.tell(late), {"record": first["record"], "known": True})
        self.assertEqual(self.told(post), {"views": 900, "views_as_of": LATER, "deleted": False})

    def test_reach_of_an_ordinary_post(self):
        post = self.decided(PLAIN)
        self.tell({"type": "reach", "post": post, "views": 7, "as_of": AT})
        self.assertEqual(self.told(post)["views"], 7)

    def test_an_event_may_come_before_its_post(self):
        post = self.new_id()
        self.tell({"type": "deleted", "post": post, "as_of": AT})
        self.service.moderate({"id": post, "text": HARMFUL}, self.key)
        self.assertTrue(self.told(post)["deleted"])

    def test_an_id_stands_for_one_event(self):
        post = self.decided()
        event = {"id": self.new_id(), "type": "edited", "post": post, "revision": 3, "as_of": AT}
        self.tell(event)
        self.assertTrue(self.tell(event)["known"])
        self.assertEqual(self.tell(dict(event, revision=4), expect=409)["code"], "record-conflict")
        self.assertEqual(self.told(post)["edited_to"], 3)

    def test_several_at_once(self):
        post = self.decided()
        events = [{"type": "reach", "post": post, "views": 5, "as_of": AT}, {"type": "reach", "post": post, "as_of": AT},
                  {"type": "author-renamed", "author": "ann", "new_author": "anne", "as_of": AT}]
        told = self.tell(events)
        self.assertFalse(told[0]["known"])
        self.assertEqual((told[1]["code"], told[1]["where"]), ("field-type", "views"))
        self.assertFalse(told[2]["known"])
        lines = "".join(json.dumps(e) + "\n" for e in events)
        again = self.tell(lines, media=NDJSON)
        self.assertEqual([again[0]["known"], again[2]["known"]], [True, True])
        self.assertEqual(self.tell([events[0]] * 1001, expect=413)["code"], "line-too-long")

    def test_what_is_no_event(self):
        good = {"type": "reach", "post": "p", "views": 1, "as_of": AT}
        for change, where in (({"type": "seen"}, "type"), ({"as_of": "yesterday"}, "as_of"), ({"as_of": None}, "as_of"), ({"views": -1}, "views"),
                              ({"views": "many"}, "views"), ({"post": 7}, "post"), ({"post": ""}, "post"), ({"post": "x" * 513}, "post")):
            problem = self.tell(dict(good, **change), expect=400)
            self.assertEqual((problem["code"], problem["where"]), ("field-type", where), change)
        for body in ("", "[", "7", '{"type"', '{"type":"reach"} x'):
            self.assertIn(self.tell(body, expect=400)["code"], ("json-malformed", "field-type"), body)
        self.assertEqual(self.tell(dict(good, platform="x" * 65), expect=400)["code"], "field-type")

    def test_a_key_of_one_platform(self):
        key = self.service.make_key(platform="forum")
        event = {"type": "reach", "post": "p", "views": 1, "as_of": AT, "platform": "elsewhere"}
        self.ask("POST", "/api/v1/events", event, key=key, expect=403)
        del event["platform"]
        record = self.ask("POST", "/api/v1/events", event, key=key, expect=200).json()["record"]
        self.assertGreater(record, 0)

    def test_events_are_on_the_public_log(self):
        post = self.decided()
        record = self.tell({"type": "deleted", "post": post, "as_of": AT})["record"]
        shown = self.ask("GET", f"/api/v1/decisions/{record}", key=self.lead, expect=200).json()
        self.assertEqual(shown["kind"], "event")
        leaf = json.loads(shown["leaf"]) if isinstance(shown["leaf"], str) else shown["leaf"]
        self.assertEqual((leaf["type"], leaf["what"]), ("event", "deleted"))
        self.assertNotIn(post, json.dumps(leaf))


class Actions(ServiceTest):
    @classmethod
    def setUpClass(cls):
        original = cls.source
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        cls.addClassCleanup(scratch.cleanup)
        cls.source = pathlib.Path(scratch.name) / "policy"
        shutil.copytree(original, cls.source)
        acting_policy(cls.source)
        super().setUpClass()

    def decided(self, **more):
        post = self.new_id()
        decision = self.service.moderate({"id": post, "text": HARMFUL, **more}, self.key).json()
        self.assertEqual(decision["route"], "act")
        return post, decision

    def actions(self, **query):
        asked = "&".join(f"{k}={v}" for k, v in query.items())
        return self.ask("GET", f"/api/v1/actions?limit=500&{asked}", key=self.key, expect=200).json()["actions"]

    def of(self, post):
        records = [d["record"] for d in self.ask("GET", f"/api/v1/decisions?post={post}", key=self.key).json()["decisions"]]
        return [a for a in self.actions() if a["record"] in records]

    def tell(self, event, expect=200):
        return self.ask("POST", "/api/v1/events", {"as_of": AT, **event}, key=self.key, expect=expect).json()

    def test_what_was_decided_is_not_yet_done(self):
        post, decision = self.decided()
        names = [a["name"] for a in decision["actions"]]
        self.assertEqual([(a["action"], a["state"], a["asks"]) for a in self.of(post)], [(name, "asked", 1) for name in names])
        self.tell({"type": "action-failed", "post": post, "action": names[0], "reason": "busy"})
        self.assertEqual(self.of(post)[0]["state"], "failed")
        self.tell({"type": "action-confirmed", "post": post, "action": names[0], "as_of": LATER})
        self.assertEqual((self.of(post)[0]["state"], self.of(post)[0]["told_at"]), ("confirmed", LATER))
        # What is older does not count, however late it comes.
        self.tell({"type": "action-failed", "post": post, "action": names[0], "as_of": "2026-01-31T09:45:00Z"})
        self.assertEqual(self.of(post)[0]["state"], "confirmed")
        self.assertIn(self.of(post)[0], self.actions(state="confirmed"))

    def test_an_action_that_nobody_decided(self):
        post, _ = self.decided()
        self.assertEqual(self.tell({"type": "action-confirmed", "post": post, "action": "applaud"}, expect=404)["code"], "action-missing")
        self.assertEqual(self.tell({"type": "action-confirmed", "post": self.new_id(), "action": "remove"}, expect=404)["code"], "record-missing")

    def test_an_edit_withdraws_or_undoes(self):
        for confirmed in (False, True):
            for text in (PLAIN, "A gardener once said: " + PLAIN):
                post, decision = self.decided()
                name = decision["actions"][0]["name"]
                if confirmed:
                    self.tell({"type": "action-confirmed", "post": post, "action": name})
                self.assertEqual(self.service.moderate({"id": post, "text": text, "revision": 1}, self.key).json()["outcome"], "allowed")
                record = self.ask("GET", f"/api/v1/decisions?post={post}", key=self.key).json()["decisions"][0]["record"]
                states = {a["action"]: a["state"] for a in self.actions() if a["record"] == record}
                self.assertEqual(states[name], "superseded" if confirmed else "withdrawn")
                undo = [a for a in self.of(post) if a["action"] == "undo-" + name]
                self.assertEqual([a["state"] for a in undo], ["asked"] if confirmed else [])
                for asked in undo:
                    self.tell({"type": "action-confirmed", "record": asked["record"], "action": asked["action"], "as_of": LATER})
                    self.assertIn("confirmed", [a["state"] for a in self.of(post) if a["action"] == asked["action"]])

    def test_what_was_done_and_is_wanted_again_is_done(self):
        post, decision = self.decided()
        name = decision["actions"][0]["name"]
        self.tell({"type": "action-confirmed", "post": post, "action": name})
        self.service.moderate({"id": post, "text": HARMFUL + "!", "revision": 1}, self.key)
        self.assertEqual([a["state"] for a in self.of(post) if a["action"] == name], ["superseded", "confirmed"])

    def test_a_deleted_post_needs_no_action(self):
        post, _ = self.decided()
        self.tell({"type": "deleted", "post": post})
        self.assertEqual({a["state"] for a in self.of(post)}, {"moot"})
        other = self.new_id()
        self.tell({"type": "deleted", "post": other})
        self.service.moderate({"id": other, "text": HARMFUL}, self.key)
        self.assertEqual({a["state"] for a in self.of(other)}, {"moot"})

    def test_nor_does_one_of_a_deleted_author(self):
        post, _ = self.decided(author="gone")
        kept, _ = self.decided(author="here")
        self.tell({"type": "author-deleted", "author": "gone"})
        self.assertEqual({a["state"] for a in self.of(post)}, {"moot"})
        self.assertEqual({a["state"] for a in self.of(kept)}, {"asked"})

    def test_a_restart_changes_nothing(self):
        post, _ = self.decided()
        before = self.of(post)
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        self.assertEqual(self.of(post), before)


if __name__ == "__main__":
    service.main()
