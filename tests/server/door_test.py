"""The door for clients of the comment-scoring API that has ended. door_test.py MIZAN"""

import service
from service import PLAIN, ROOT, ServiceTest

ANALYZE = "/v1alpha1/comments:analyze"
OWN_ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"


class Door(ServiceTest):
    source = ROOT / "policies/hateful-conduct"  # which has scores

    def analyze(self, request, expect=200, key=None, query="", **more):
        target = f"{ANALYZE}?key={self.key if key is None else key}{query}"
        return self.ask("POST", target, request, expect=expect, **more).json()

    def request(self, text, *attributes, **more):
        return {"comment": {"text": text}, "requestedAttributes": {name: {} for name in attributes or ("TOXICITY",)}, **more}

    def error(self, status, message, name="INVALID_ARGUMENT", **details):
        error = {"code": status, "message": message, "status": name}
        if details:
            error["details"] = [{"@type" if k == "type" else k: v for k, v in details.items()}]
        return {"error": error}

    def own(self, kind, message, **more):
        return self.error(400, message, type=OWN_ERROR, errorType=kind, **more)

    def test_scores(self):
        told = self.analyze(self.request("The roses are in full bloom", "TOXICITY", "INSULT", languages=["en"], clientToken="mine"))
        self.assertEqual(list(told["attributeScores"]), ["TOXICITY", "INSULT"])
        self.assertEqual((told["languages"], told["clientToken"]), (["en"], "mine"))
        toxic = told["attributeScores"]["TOXICITY"]
        self.assertEqual(toxic["spanScores"], [{"begin": 0, "end": 27, "score": toxic["summaryScore"]}])
        self.assertLess(toxic["summaryScore"]["value"], 0.5)
        worse = self.analyze(self.request("You are an idiot, shut up", languages=["en"]))
        self.assertGreater(worse["attributeScores"]["TOXICITY"]["summaryScore"]["value"], toxic["summaryScore"]["value"])

    def test_spans_count_utf_16(self):
        text = "Nice day \U0001f600. You are wonderful. \U0001f33b\U0001f33b"
        told = self.analyze(self.request(text, languages=["en"], spanAnnotations=True))
        spans = told["attributeScores"]["TOXICITY"]["spanScores"]
        units = text.encode("utf-16-le")
        self.assertGreaterEqual(len(spans), 2)
        said = [units[2 * s["begin"]:2 * s["end"]].decode("utf-16-le") for s in spans]
        self.assertEqual(said[1].strip(), "You are wonderful.")
        self.assertLessEqual(spans[-1]["end"], len(units) // 2)
        whole = self.analyze(self.request(text, languages=["en"]))["attributeScores"]["TOXICITY"]["spanScores"]
        self.assertEqual((whole[0]["begin"], whole[0]["end"]), (0, len(units) // 2))

    def test_a_threshold_leaves_out_what_is_lower(self):
        request = self.request(PLAIN, languages=["en"])
        request["requestedAttributes"]["TOXICITY"] = {"scoreThreshold": 0.99}
        self.assertEqual(self.analyze(request)["attributeScores"], {})

    def test_names_in_snake_case(self):
        told = self.analyze({"comment": {"text": PLAIN}, "requested_attributes": {"TOXICITY": {"score_type": "PROBABILITY"}}, "client_token": "t",
                             "languages": ["en"], "unknown": [1]})
        self.assertEqual(told["clientToken"], "t")

    def test_errors_are_told_in_its_words(self):
        cases = [
            (self.request(""), self.own("COMMENT_EMPTY", "Comment must be non-empty.")),
            (self.request("a" * 20481), self.own("COMMENT_TOO_LONG", "Comment text too long.")),
            ({"comment": {"text": "a"}}, self.own("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")),
            (self.request("a", "NO_SUCH"), self.own("INVALID_REQUEST", "Unknown requested attribute: NO_SUCH")),
            (self.request("Bonjour", languages=["fr"]), self.own(
                "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", "Attribute TOXICITY does not support request languages: fr",
                languageNotSupportedByAttributeError=None)),
            ({"comment": {"text": 5}}, self.error(400, "Invalid value at 'comment.text' (TYPE_STRING), 5", type="type.googleapis.com/google.rpc.BadRequest",
                                                  fieldViolations=[{"field": "comment.text",
                                                                    "description": "Invalid value at 'comment.text' (TYPE_STRING), 5"}])),
            ([], self.error(400, 'Invalid JSON payload received. Unknown name "": Root element must be a message.')),
        ]
        for request, wanted in cases:
            told = self.analyze(request, expect=400)
            for detail in told["error"].get("details", []):
                if "languageNotSupportedByAttributeError" in detail:
                    self.assertEqual(detail["languageNotSupportedByAttributeError"]["attribute"], "TOXICITY")
                    detail["languageNotSupportedByAttributeError"] = None
            self.assertEqual(told, wanted)
        for body in (b"{", b'{"comment":', b"nonsense", b'{"comment":{"text":"\xff"}}', b"[" * 10000):
            message = self.ask("POST", f"{ANALYZE}?key={self.key}", body, expect=400).json()["error"]["message"]
            self.assertTrue(message.startswith("Invalid JSON payload received. "), message)

    def test_the_key_stands_in_the_address(self):
        request = self.request(PLAIN, languages=["en"])
        invalid = self.error(400, "API key not valid. Please pass a valid API key.", type="type.googleapis.com/google.rpc.ErrorInfo",
                             reason="API_KEY_INVALID", domain="googleapis.com")
        for key in ("wrong", "mzk_000000000000_" + "A" * 43, self.key + "x"):
            self.assertEqual(self.analyze(request, 400, key), invalid)
        missing = self.ask("POST", ANALYZE, request, expect=403).json()["error"]
        self.assertEqual((missing["status"], missing["message"][:52]), ("PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers w"))
        denied = self.error(403, "The caller does not have permission", "PERMISSION_DENIED")
        self.assertEqual(self.analyze(request, 403, self.service.make_key("auditor")), denied)
        self.assertEqual(self.ask("POST", ANALYZE, request, headers=self.service.administrator() | {"X-CSRF-Token": ""}, expect=403).json(), denied)
        # What else those clients send in the query is left alone; the key may come as a field too.
        self.analyze(request, query="&alt=json&prettyPrint=false&%24.xgafv=2")
        self.ask("POST", ANALYZE + "?alt=json", request, key=self.key, expect=200)
        # A key in the address does not stand in the log.
        self.assertNotIn(self.key.split("_", 2)[2], (self.folder / "stderr").read_text())

    def test_too_often(self):
        key = self.service.make_key(rate_per_s=1, burst=1)
        answers = [self.ask("POST", f"{ANALYZE}?key={key}", self.request(PLAIN, languages=["en"])) for _ in range(4)]
        refused = next(a for a in answers if a.status == 429)
        self.assertEqual(refused.headers["Retry-After"], "1")
        self.assertEqual((refused.json()["error"]["status"], refused.json()["error"]["details"][0]["reason"]), ("RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"))

    def test_comments_are_kept_unless_they_are_not_to_be(self):
        def records():
            figures = self.service.figures(self.key)
            return figures["mizan_records_total"] + figures["mizan_ordinary_posts_total"], figures["mizan_comments_unstored_total"]

        kept, unstored = records()
        self.analyze(self.request(PLAIN, languages=["en"], doNotStore=True))
        self.assertEqual(records(), (kept, unstored + 1))
        for text in (PLAIN, "The roses are in bloom"):
            self.analyze(self.request(text, languages=["en"]), headers={"X-Request-Id": "a-page-view"})
        self.assertEqual(records(), (kept + 2, unstored + 1))

    def test_its_description_says_where_it_is(self):
        told = self.ask("GET", "/$discovery/rest?version=v1alpha1", expect=200).json()
        self.assertEqual((told["rootUrl"], told["name"]), (self.service.address + "/", "commentanalyzer"))
        self.assertEqual(told["resources"]["comments"]["methods"]["analyze"]["path"], "v1alpha1/comments:analyze")


if __name__ == "__main__":
    service.main()
