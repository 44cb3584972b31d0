"""A post as a signal for the rules of other moderation systems. signal_test.py MIZAN"""

import service
from service import HARMFUL, PLAIN, ROOT, ServiceTest


class Signal(ServiceTest):
    def signal(self, body, expect=200):
        return self.ask("POST", "/api/v1/signal", body, key=self.key, expect=expect).json()

    def test_a_text(self):
        told = self.signal({"text": "\U0001f33b " + HARMFUL})
        self.assertEqual((told["score"], told["label"], told["clause"]), (0.85, "violation", "belittling"))
        self.assertEqual([span["utf16"] for span in told["spans"]], [[3, 12], [13, 16], [17, 22]])
        self.assertIn("gardeners (hobby)", told["reason"])
        self.assertEqual(told["policy"]["title"], "Garden club manners")
        plain = self.signal({"text": PLAIN})
        self.assertEqual((plain["score"], plain["label"], plain["spans"]), (0, "allowed", []))
        self.assertNotIn("clause", plain)

    def test_a_post(self):
        told = self.signal({"id": "p1", "author": "a", "title": PLAIN, "text": HARMFUL, "reply_to": "p0"})
        self.assertEqual((told["label"], {span["part"] for span in told["spans"]}), ("violation", {1}))
        self.assertEqual(self.signal({"text": PLAIN + " " + PLAIN * 5000})["label"], "allowed")  # by the pool

    def test_nothing_is_kept(self):
        def kept():
            figures = self.service.figures(self.key)
            return figures["mizan_records_total"], figures["mizan_ordinary_posts_total"]

        before = kept()
        for text in (HARMFUL, PLAIN):
            self.signal({"id": "kept", "text": text})
        self.assertEqual(kept(), before)

    def test_what_is_no_post(self):
        self.assertEqual(self.signal({"id": "p"}, 400)["code"], "text-missing")
        self.assertEqual(self.signal(b"text", 400)["code"], "json-malformed")
        self.assertEqual(self.signal({"text": 5}, 400)["code"], "field-type")


class Scored(ServiceTest):
    source = ROOT / "policies/hateful-conduct"  # which has scores

    def test_it_is_the_doors_number(self):
        for text in (PLAIN, "You are an idiot, shut up", "I will find you and hurt you"):
            told = self.ask("POST", "/api/v1/signal", {"text": text}, key=self.key, expect=200).json()
            request = {"comment": {"text": text}, "languages": ["en"], "doNotStore": True, "requestedAttributes": {"TOXICITY": {}, "INSULT": {}}}
            door = self.ask("POST", f"/v1alpha1/comments:analyze?key={self.key}", request, expect=200).json()["attributeScores"]
            self.assertEqual(told["score"], door["TOXICITY"]["summaryScore"]["value"])
            self.assertEqual(told["scores"]["insult"], door["INSULT"]["summaryScore"]["value"])


if __name__ == "__main__":
    service.main()
