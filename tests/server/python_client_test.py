"""Google's client library for Python, unmodified, at the door. python_client_test.py MIZAN

Leaves with 77 where no python3 has it (Debian: python3-googleapi)."""

import json
import os
import shutil
import subprocess
import sys

import service
from service import ROOT, ServiceTest

SCRIPT = ROOT / "tests/server/clients/python_client.py"
PYTHON = None  # one that has the library


def find_python():
    for python in (sys.executable, shutil.which("python3"), "/usr/bin/python3"):
        if python and subprocess.run([python, "-c", "import googleapiclient.discovery"], capture_output=True).returncode == 0:
            return python
    print("skipped: python3-googleapi is not installed")
    sys.exit(77)


class Python(ServiceTest):
    source = ROOT / "policies/hateful-conduct"  # which has scores

    def test_google_api_python_client(self):
        done = subprocess.run([PYTHON, str(SCRIPT)], capture_output=True, text=True, timeout=120,
                              env=os.environ | {"MIZAN_KEY": self.key, "MIZAN_URL": self.service.address})
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads(done.stdout)
        plain, worse = told["plain"]["value"], told["worse"]["value"]
        self.assertEqual((plain["languages"], plain["clientToken"]), (["en"], "mine"))
        value = [one["attributeScores"]["TOXICITY"]["summaryScore"]["value"] for one in (plain, worse)]
        self.assertGreater(value[1], value[0])
        error = told["language"]["body"]["error"]
        self.assertEqual((told["language"]["status"], error["details"][0]["languageNotSupportedByAttributeError"]["attribute"]), (400, "TOXICITY"))
        self.assertEqual(told["empty"]["body"]["error"]["message"], "Comment must be non-empty.")


if __name__ == "__main__":
    PYTHON = find_python()
    service.main()
