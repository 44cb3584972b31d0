"""Clients that were written for the comment-scoring API, unmodified, at the door. clients_test.py MIZAN

npm fetches them into a folder beside MIZAN, as clients/package-lock.json pins them. Those with the old host's name in their code are led
here as a name service would, with a certificate of the old name by an authority of our own. Leaves with 77 where node or npm is missing or
npm's registry cannot be reached and nothing is there from an earlier run."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys

import service
from service import ROOT, ServiceTest

CLIENTS = ROOT / "tests/server/clients"
OLD_HOST = "commentanalyzer.googleapis.com"
UNREACHED = re.compile(r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|E403|E50[0-9])\b")
FETCHED = None  # the folder with node_modules


def leave_out(why):
    print("skipped: " + why)
    sys.exit(77)


def fetched():
    """The folder where the clients are, fetched at most once for each lock file."""
    if not shutil.which("node") or not shutil.which("npm"):
        leave_out("nodejs and npm are not installed")
    lock = (CLIENTS / "package-lock.json").read_bytes()
    folder = pathlib.Path(sys.argv[1]).resolve().parent / "clients" / hashlib.sha256(lock).hexdigest()[:16]
    if (folder / "whole").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(CLIENTS / name, folder)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=20000"],
                          cwd=folder, capture_output=True, text=True, timeout=240)
    if done.returncode != 0:
        if UNREACHED.search(done.stderr):
            leave_out("npm's registry cannot be reached: " + done.stderr.strip().split("\n")[0])
        raise SystemExit("npm ci failed:\n" + done.stderr)
    (folder / "whole").touch()
    return folder


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def make_certificate(folder):
    """An authority of our own, and a certificate of the old host's name by it."""
    ca, ca_key, cert, key, asked = (folder / name for name in ("ca.pem", "ca.key", "cert.pem", "key.pem", "asked.pem"))
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *new_key, "-keyout", ca_key, "-out", ca, "-days", "2", "-subj", "/CN=test authority")
    openssl("req", *new_key, "-keyout", key, "-out", asked, "-subj", "/CN=" + OLD_HOST)
    (folder / "names").write_text(f"subjectAltName=DNS:{OLD_HOST},DNS:localhost\n")
    openssl("x509", "-req", "-in", asked, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", "2", "-extfile", folder / "names", "-out", cert)
    return ca, cert, key


def run_client(test, script, *node_options, **environment):
    """What the script tells."""
    environment = os.environ | {"NODE_PATH": str(FETCHED / "node_modules"), "MIZAN_KEY": test.key} | environment
    done = subprocess.run(["node", *node_options, str(CLIENTS / script)], capture_output=True, text=True, timeout=120, env=environment)
    test.assertEqual(done.returncode, 0, done.stderr)
    told = json.loads(done.stdout)
    for name, one in told.items():
        if "value" in one:
            told[name] = one["value"]
    return told


def score(answer, attribute="TOXICITY"):
    return answer["attributeScores"][attribute]["summaryScore"]["value"]


class ByName(ServiceTest):
    """Clients that hold the old host's name."""

    source = ROOT / "policies/hateful-conduct"  # which has scores

    @classmethod
    def setUpClass(cls):
        class Secured(service.Service):
            def start(self, **more):
                self.authority, certificate, key = make_certificate(self.folder)
                self.options = (*self.options, "--tls-certificate", certificate, "--tls-key", key)
                self.tls = ssl.create_default_context(cafile=str(self.authority))
                return super().start(**more)

        plain, service.Service = service.Service, Secured
        try:
            super().setUpClass()
        finally:
            service.Service = plain

    def run_client(self, script):
        return run_client(self, script, "--require", str(CLIENTS / "network.cjs"), NODE_EXTRA_CA_CERTS=str(self.service.authority),
                          MIZAN_PORT=str(self.service.port))

    def test_perspective_api_client(self):
        def unstored():
            return self.service.figures(self.key)["mizan_comments_unstored_total"]

        before = unstored()
        told = self.run_client("perspective_api_client.cjs")
        plain = told["plain"]["attributeScores"]["TOXICITY"]
        self.assertEqual(plain["spanScores"], [{"begin": 0, "end": 27, "score": plain["summaryScore"]}])  # without the tags, which it takes out
        self.assertEqual(list(told["list"]["attributeScores"]), ["TOXICITY", "INSULT", "THREAT"])
        self.assertGreater(score(told["list"]), score(told["plain"]) + 0.3)
        self.assertEqual((len(told["whole"]["attributeScores"]["TOXICITY"]["spanScores"]), told["whole"]["clientToken"]), (2, "mine"))
        self.assertEqual(unstored(), before + 3)  # it says doNotStore unless it is told otherwise, as for "kept"
        unserved = told["unserved"]["body"]["error"]["details"][0]
        self.assertEqual((unserved["errorType"], unserved["languageNotSupportedByAttributeError"]["attribute"]),
                         ("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", "OFF_TOPIC"))
        self.assertEqual((told["unknown"]["kind"], told["unknown"]["error"]), ("ResponseError", "Unknown requested attribute: NO_SUCH"))
        self.assertEqual(told["empty"]["kind"], "TextEmptyError")
        self.assertEqual(told["refused"]["error"], "API key not valid. Please pass a valid API key.")

    def test_perspectiveapi_js_client(self):
        told = self.run_client("jigsaw_client.cjs")
        self.assertEqual(list(told["named"]), ["TOXICITY", "INSULT"])
        self.assertGreater(told["named"]["TOXICITY"], 0.5)
        self.assertIn("400", told["unasked"]["error"])  # it then asks for SPAM too, which nothing stands behind: docs/migrating.md


class ByDocument(ServiceTest):
    """Clients that read where the API is from its discovery document."""

    source = ROOT / "policies/hateful-conduct"

    def test_googleapis(self):
        told = run_client(self, "discovery_client.cjs", MIZAN_URL=self.service.address)
        self.assertEqual((told["plain"]["languages"], told["plain"]["clientToken"]), (["en"], "mine"))
        self.assertIn("TOXICITY", told["fields"]["attributeScores"])
        self.assertGreater(score(told["by_body"]), score(told["plain"]))
        self.assertEqual(score(told["called_back"]), score(told["fields"]))
        self.assertEqual(told["language"]["error"], "Attribute TOXICITY does not support request languages: fr")
        self.assertEqual(told["empty"]["body"]["error"]["details"][0]["errorType"], "COMMENT_EMPTY")
        self.assertEqual(told["refused"]["error"], "API key not valid. Please pass a valid API key.")


if __name__ == "__main__":
    FETCHED = fetched()
    service.main()
