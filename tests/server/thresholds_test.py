"""What `mizan thresholds` proposes is of the scores that the door tells. thresholds_test.py MIZAN"""

import csv
import json
import subprocess

import service
from service import ROOT, ServiceTest


class Thresholds(ServiceTest):
    source = ROOT / "policies/hateful-conduct"  # which has scores

    def test_a_model_whose_scores_follow_from_ours(self):
        with open(ROOT / "examples/old-scores.csv", encoding="utf-8", newline="") as file:
            texts = [row["text"] for row in csv.DictReader(file)]
        ours = []
        for text in texts:
            told = self.ask("POST", f"/v1alpha1/comments:analyze?key={self.key}", {
                "comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, "languages": ["en"], "doNotStore": True}, expect=200).json()
            ours.append(told["attributeScores"]["TOXICITY"]["summaryScore"]["value"])
        lines = "".join(json.dumps({"text": t, "lang": "en", "TOXICITY": value ** 2}) + "\n" for t, value in zip(texts, ours))
        done = subprocess.run([service.MIZAN, "thresholds", "-", "--json", "--policy", str(self.policy), "--at", "0.25", "--at", "0.09"],
                              input=lines, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        for pick in json.loads(done.stdout)["attributes"][0]["thresholds"]:
            wanted = pick["old"] ** 0.5
            flagged = sum(value >= wanted for value in ours)
            self.assertGreater(flagged, 5)
            self.assertEqual((pick["flagged_old"], pick["flagged_ours"], pick["flagged_both"], pick["alike"]), (flagged, flagged, flagged, len(texts)))
            # Between the scores of the last text that is flagged and the first that is not.
            self.assertLessEqual(pick["ours"], min(value for value in ours if value >= wanted))
            self.assertGreater(pick["ours"], max(value for value in ours if value < wanted))


if __name__ == "__main__":
    service.main()
