"""What docs/api.md shows is what comes, and the clients in examples/clients/ do what they say. guide_test.py MIZAN [--update]

With --update, outputs in docs/api.md that differ are written into it anew."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import service
from service import HARMFUL, PLAIN, ROOT, ServiceTest

sys.path[:0] = [str(ROOT / "tests/docs"), str(ROOT / "examples/casework")]
sys.dont_write_bytecode = True

import docs_test  # noqa: E402
from client import Api, Machine  # noqa: E402

UPDATE = "--update" in sys.argv
CLIENTS = {"moderate.sh": ["sh"], "moderate.py": [sys.executable], "moderate.mjs": ["node"]}


def environment_of(test):
    return {"MIZAN_URL": test.service.address, "MIZAN_KEY": test.key, "MIZAN_PASSWORD": test.service.password}


class Guide(ServiceTest):
    def test_the_guide(self):
        if not shutil.which("curl") or not shutil.which("node"):
            self.skipTest("curl or node is missing")
        folder = pathlib.Path(self.folder, "story")
        folder.mkdir()
        os.environ.update(environment_of(self))
        faults, _ = docs_test.check(ROOT / "docs/api.md", pathlib.Path(service.MIZAN), folder, UPDATE)
        self.assertEqual(faults, [], "\n".join(faults))


class ForPartners(ServiceTest):
    def test_what_partners_are_told_to_do(self):
        if not shutil.which("curl"):
            self.skipTest("curl is missing")
        key = self.service.make_key("partner")
        api = Api(self.service.address)
        self.addCleanup(api.connection.close)
        lead = Machine(api, self.lead)
        lead.post("/api/v1/partners", {"name": "Garden Watch", "kind": "contracted", "agreement": {"from": 1}})
        lead.post("/api/v1/partners/1/add-member", {"member": Machine(api, key).who})
        folder = pathlib.Path(self.folder, "story")
        folder.mkdir()
        (folder / "log.vkey").write_text(lead.get("/api/v1/logs")["logs"][0]["key"] + "\n")
        os.environ.update(environment_of(self) | {"MIZAN_KEY": key})
        faults, _ = docs_test.check(ROOT / "docs/for-partners.md", pathlib.Path(service.MIZAN), folder, UPDATE)
        self.assertEqual(faults, [], "\n".join(faults))


class Clients(ServiceTest):
    def test_the_clients(self):
        posts = [{"id": f"c{i}", "text": HARMFUL if i % 3 == 0 else PLAIN} for i in range(1200)]
        file = pathlib.Path(self.folder, "posts.jsonl")
        file.write_text("".join(json.dumps(post) + "\n" for post in posts))
        wanted = "".join(f"c{i} {'violation' if i % 3 == 0 else 'allowed'}\n" for i in range(1200))
        for name, command in CLIENTS.items():
            if name == "moderate.sh" and not shutil.which("curl") or not shutil.which(command[0]):
                continue
            client = [*command, str(ROOT / "examples/clients" / name), str(file)]
            done = subprocess.run(client, capture_output=True, text=True, timeout=60, env=os.environ | environment_of(self))
            self.assertEqual((done.stdout, done.stderr, done.returncode), (wanted, "", 0), name)
            refused = subprocess.run(client, capture_output=True, text=True, timeout=60, env=os.environ | environment_of(self) | {"MIZAN_KEY": "wrong"})
            self.assertIn("this is no key of ours", refused.stdout + refused.stderr)
            if name != "moderate.sh":  # whose pipe ends with sed's
                self.assertNotEqual(refused.returncode, 0)


if __name__ == "__main__":
    if UPDATE:
        sys.argv.remove("--update")
    service.main()
