"""What the API does, as a client sees it. api_test.py MIZAN"""

import json
import pathlib
import re
import signal
import socket
import subprocess
import time

import service
from service import HARMFUL, NDJSON, PLAIN, ServiceTest, wait_until


def ndjson(*posts):
    return "".join((p if isinstance(p, str) else json.dumps(p)) + "\n" for p in posts)


class Moderation(ServiceTest):
    def test_one_post(self):
        post = {"id": self.new_id(), "text": HARMFUL}
        answer = self.service.moderate(post, self.key)
        self.assertEqual((answer.json()["outcome"], answer.json()["id"]), ("violation", post["id"]))
        # The same again is the same answer, byte for byte, and nothing new on record.
        self.assertEqual(self.service.moderate(post, self.key).body, answer.body)
        found = self.ask("GET", f"/api/v1/decisions?post={post['id']}", key=self.key, expect=200).json()["decisions"]
        self.assertEqual([(f["revision"], f["in_force"]) for f in found], [(0, True)])

    def test_an_edited_post_needs_a_higher_revision(self):
        post = {"id": self.new_id(), "text": HARMFUL}
        self.service.moderate(post, self.key)
        other = dict(post, text=PLAIN)
        problem = self.service.moderate(other, self.key, expect=409).json()
        self.assertEqual((problem["status"], problem["code"]), (409, "record-conflict"))
        self.assertEqual(self.service.moderate(dict(other, revision=1), self.key).json()["outcome"], "allowed")
        found = self.ask("GET", f"/api/v1/decisions?post={post['id']}", key=self.key).json()["decisions"]
        self.assertEqual([(f["revision"], f["in_force"]) for f in found], [(0, False), (1, True)])

    def test_a_post_without_an_id_gets_one_of_its_own(self):
        """Whatever the request is called: clients send one name with all the calls that belong together."""
        posts = [{"text": PLAIN}, {"text": HARMFUL}, [{"text": PLAIN}, {"text": HARMFUL}]]
        answers = [self.service.moderate(post, self.key, headers={"X-Request-Id": "a-page-view"}).json() for post in posts]
        ids = [decision["id"] for decision in [*answers[:2], *answers[2]]]
        for one in ids:
            self.assertRegex(one, r"\Apost-[0-9a-f]{20}-[0-9]+(-[01])?\Z")
        self.assertEqual(len(set(ids)), 4)

    def test_an_array_is_answered_in_its_order(self):
        name = self.new_id()
        posts = [{"id": name + "a", "text": HARMFUL}, {"id": name + "b"}, {"id": name + "a", "text": PLAIN}, {"id": name + "c", "text": PLAIN}]
        told = self.service.moderate(posts, self.key).json()
        self.assertEqual(told[0]["outcome"], "violation")
        self.assertEqual((told[1]["code"], told[1]["where"]), ("text-missing", "[1]"))
        self.assertEqual(told[2]["code"], "record-conflict")
        self.assertEqual((told[3]["id"], told[3]["outcome"]), (name + "c", "allowed"))
        self.assertEqual(self.service.moderate([], self.key).json(), [])

    def test_an_array_has_at_most_a_thousand_posts(self):
        name = self.new_id()
        posts = [{"id": f"{name}-{i}", "text": HARMFUL if i % 10 == 0 else PLAIN} for i in range(1001)]
        self.assertEqual(self.service.moderate(posts, self.key, expect=413).json()["code"], "line-too-long")
        told = self.service.moderate(posts[:1000], self.key).json()
        self.assertEqual([d["id"] for d in told], [p["id"] for p in posts[:1000]])
        self.assertEqual(sum(d["outcome"] == "violation" for d in told), 100)

    def test_what_is_no_post(self):
        for body, code in ((b"", "json-malformed"), (b"[", "json-malformed"), (b"[1]", "json-malformed"), (b"7", "json-malformed"),
                           (b'[{"id":"x","text":"y"}] x', "json-malformed"), (b"{}", "text-missing"), (b'{"text":5}', "field-type"),
                           (b"hello", "json-malformed")):
            self.assertEqual(self.service.moderate(body, self.key, expect=400).json()["code"], code, body)

    def test_explain_keeps_nothing(self):
        name = self.new_id()
        story = self.ask("POST", "/api/v1/explain", {"id": name, "text": HARMFUL}, key=self.lead, expect=200).json()
        self.assertEqual((story["decision"]["clause"], story["claims"][0]["words"]), ("belittling", HARMFUL))
        self.ask("GET", f"/api/v1/decisions?post={name}", key=self.lead, expect=404)
        self.assertNotIn("concepts", self.ask("POST", "/api/v1/explain", {"text": HARMFUL}, key=self.service.make_key("analyst")).json())

    def test_a_key_of_one_platform(self):
        bound = self.service.make_key("administrator", platform="forum")
        told = self.service.moderate({"id": self.new_id(), "text": HARMFUL}, bound).json()
        self.assertEqual(told["platform"], "forum")
        self.service.moderate({"id": self.new_id(), "platform": "other", "text": PLAIN}, bound, expect=400)
        self.ask("GET", "/api/v1/decisions?platform=default", key=bound, expect=403)
        mine = self.ask("GET", "/api/v1/decisions", key=bound, expect=200).json()["decisions"]
        self.assertEqual({d["platform"] for d in mine}, {"forum"})
        self.ask("GET", f"/api/v1/decisions/{mine[0]['record']}", key=bound, expect=200)
        self.service.moderate({"id": self.new_id(), "text": HARMFUL}, self.key)
        others = self.ask("GET", "/api/v1/decisions", key=self.lead, expect=200).json()["decisions"]
        self.assertEqual({d["platform"] for d in others}, {"default"})
        self.ask("GET", f"/api/v1/decisions/{others[0]['record']}", key=bound, expect=404)
        self.ask("GET", f"/api/v1/decisions/{others[0]['record']}/proof", key=bound, expect=404)
        self.ask("POST", "/api/v1/policy/reload", key=bound, expect=403)  # which is every platform's
        self.assertNotIn('mizan_log_leaves{platform="default",state="integrated"}', self.service.figures(bound))
        logs = self.ask("GET", "/api/v1/logs", key=bound, expect=200).json()["logs"]
        self.assertEqual([log["platform"] for log in logs], ["forum"])


class Streams(ServiceTest):
    def test_each_line_is_answered(self):
        name = self.new_id()
        body = ndjson({"id": name + "a", "text": HARMFUL}, "not json", {"id": name + "b", "text": PLAIN}, "",
                      {"id": name + "a", "text": PLAIN}, {"text": PLAIN})
        answer = self.service.moderate(body, self.key, media=NDJSON)
        decided = [line for line in answer.lines() if "outcome" in line]
        rejected = [line for line in answer.lines() if "line" in line]
        self.assertEqual([d["id"] for d in decided], [name + "a", name + "b", "line:6"])
        self.assertEqual([(r["line"], r["code"]) for r in rejected], [(2, "json-malformed"), (5, "record-conflict")])
        self.assertEqual(rejected[0]["file"], "stream-" + answer.headers["X-Request-Id"])

    def test_decisions_come_while_posts_are_sent(self):
        head = (f"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\nContent-Type: {NDJSON}\r\n"
                "Transfer-Encoding: chunked\r\n\r\n")
        with self.service.connect() as connection:
            connection.sendall(head.encode())
            came = b""
            for i in range(5):
                line = ndjson({"id": f"slow-{i}", "text": HARMFUL if i % 2 else PLAIN}).encode()
                half = len(line) // 2
                for piece in (line[:half], line[half:]):  # a line may come in pieces
                    connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                    time.sleep(0.02)
                while f'"slow-{i}"'.encode() not in came:
                    piece = connection.recv(65536)
                    self.assertTrue(piece, came)
                    came += piece
                self.assertNotIn(b"\r\n0\r\n", came)  # more is awaited
            connection.sendall(b"0\r\n\r\n")
            while not came.endswith(b"\r\n0\r\n\r\n"):
                came += connection.recv(65536)
            # The connection goes on.
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            came += service.receive_all(connection, 5)
        answers, rest = service.answers_in(came, ["POST", "GET"])
        self.assertEqual(rest, b"")
        self.service.checked("POST", "/api/v1/moderate", answers[0], 200)
        self.assertEqual([line["id"] for line in answers[0].lines()], [f"slow-{i}" for i in range(5)])
        self.assertEqual(answers[1].json(), {"status": "ok"})

    def test_a_long_stream(self):
        name = self.new_id()
        count = 20000
        body = ndjson(*({"id": f"{name}-{i}", "text": HARMFUL if i % 100 == 0 else PLAIN} for i in range(count)))
        told = self.service.moderate(body, self.key, media=NDJSON).lines()
        self.assertEqual([d["id"] for d in told], [f"{name}-{i}" for i in range(count)])

    def test_one_post_that_came_in_a_stream_comes_again_by_itself(self):
        post = {"id": self.new_id(), "text": HARMFUL}
        first = self.service.moderate(ndjson(post), self.key, media=NDJSON).body
        self.assertEqual(self.service.moderate(post, self.key).body + b"\n", first)

    def test_a_client_that_goes_away_leaves_what_it_sent_decided(self):
        head = (f"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\nContent-Type: {NDJSON}\r\n"
                "Transfer-Encoding: chunked\r\n\r\n")
        line = ndjson({"id": "gone-1", "text": HARMFUL}).encode()
        with self.service.connect() as connection:
            connection.sendall(head.encode() + b"%x\r\n%s\r\n" % (len(line), line))
        wait_until(lambda: self.ask("GET", "/api/v1/decisions?post=gone-1", key=self.key).status == 200)


class PolicyInForce(ServiceTest):
    def test_what_it_is(self):
        for path in ("/api/v1/policy", "/api/v1/policy/clauses", "/api/v1/policy/clauses/belittling"):
            answer = self.ask("GET", path, key=self.key, expect=200)
            tag = answer.headers["ETag"]
            same = self.ask("GET", path, key=self.key, headers={"If-None-Match": tag}, expect=304)
            self.assertEqual((same.body, same.headers["ETag"]), (b"", tag))
            for known in (f'"another", W/{tag}', "*"):
                self.assertEqual(self.ask("GET", path, key=self.key, headers={"If-None-Match": known}, expect=304).body, b"")
            self.ask("GET", path, key=self.key, headers={"If-None-Match": '"another"'}, expect=200)
        clause = answer.json()
        self.assertIn("You may not call people weeds", clause["text"])
        self.assertIn("protects", [line["key"] for line in clause["rule"]])
        self.assertEqual(self.ask("GET", "/api/v1/policy/clauses/none", key=self.key, expect=404).json()["code"], "clause-unknown")

    def test_it_can_be_changed_while_the_service_runs(self):
        def version():
            return self.ask("GET", "/api/v1/policy", key=self.lead).json()["version"]

        file = pathlib.Path(self.policy, "policy.md")
        before, text = version(), file.read_text()
        file.write_text(text.replace("detect BELITTLED(g)", "detect NOTHING(g)"))
        problem = self.ask("POST", "/api/v1/policy/reload", key=self.lead, expect=422).json()
        self.assertEqual(problem["code"], "policy-invalid")
        self.assertEqual(version(), before)
        self.service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "policy-refused" in pathlib.Path(self.folder, "stderr").read_text())
        self.assertEqual(version(), before)
        self.assertEqual(self.service.moderate({"text": HARMFUL}, self.key).json()["outcome"], "violation")

        file.write_text(text.replace("severity 2", "severity 3"))
        reloaded = self.ask("POST", "/api/v1/policy/reload", key=self.lead, expect=200).json()
        self.assertEqual(version(), reloaded["version"])
        self.assertNotEqual(reloaded["version"], before)
        told = self.service.moderate({"text": HARMFUL}, self.key).json()
        self.assertEqual((told["severity"], told["policy"]["version"]), (3, reloaded["version"]))

        file.write_text(text.replace("severity 2", "severity 4"))
        self.service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: version() not in (before, reloaded["version"]))
        self.assertEqual(self.service.moderate({"text": HARMFUL}, self.key).json()["severity"], 4)

    def test_posts_are_answered_while_it_changes(self):
        for i in range(5):
            self.ask("POST", "/api/v1/policy/reload", key=self.lead, expect=200)
            self.service.moderate([{"id": f"during-{i}-{j}", "text": HARMFUL} for j in range(50)], self.key)


class OnRecord(ServiceTest):
    def test_pages(self):
        ids = [f"page-{i}" for i in range(25)]
        self.service.moderate([{"id": i, "text": HARMFUL} for i in ids], self.key)
        seen, after = [], ""
        while True:
            page = self.ask("GET", f"/api/v1/decisions?limit=7{after}", key=self.key, expect=200).json()
            self.assertLessEqual(len(page["decisions"]), 7)
            seen += page["decisions"]
            if "next" not in page:
                break
            after = "&after=" + page["next"]
        self.assertEqual([d["decision"]["id"] for d in seen if d["decision"]["id"].startswith("page-")], ids)
        self.assertEqual([d["record"] for d in seen], sorted({d["record"] for d in seen}))
        for query in ("limit=0", "limit=501", "limit=x", "limit=-1", "after=x", "after=99999999999999999999", "post=%zz", "post=%00",
                      "&".join(f"a{i}=" for i in range(40))):
            self.ask("GET", "/api/v1/decisions?" + query, key=self.key, expect=400)

    def test_a_decision_by_its_record(self):
        post = {"id": self.new_id(), "text": HARMFUL}
        decision = self.service.moderate(post, self.key).json()
        number = self.ask("GET", "/api/v1/decisions?post=" + post["id"], key=self.key).json()["decisions"][0]["record"]
        record = self.ask("GET", f"/api/v1/decisions/{number}", key=self.key, expect=200).json()
        self.assertEqual((record["contents"], record["post"], record["erased"]), (decision, post["id"], False))
        self.ask("GET", "/api/v1/decisions/999999", key=self.key, expect=404)
        self.ask("GET", "/api/v1/decisions/0", key=self.key, expect=404)
        for bad in ("x", "-1", "1.0", "99999999999999999999999", "%31x"):
            self.ask("GET", "/api/v1/decisions/" + bad, key=self.key, expect=400)

    def test_a_post_in_a_batch(self):
        post = {"id": self.new_id(), "text": PLAIN}
        self.service.moderate(post, self.key)
        found = self.ask("GET", "/api/v1/decisions?post=" + post["id"], key=self.key).json()["decisions"][0]
        batch = self.ask("GET", f"/api/v1/decisions/{found['record']}", key=self.key, expect=200).json()
        self.assertEqual(batch["kind"], "batch")
        self.assertNotIn("erased", batch)  # its posts are, one by one
        path = f"/api/v1/decisions/{found['record']}?slot="
        slot = self.ask("GET", path + str(found["slot"]), key=self.key, expect=200).json()
        self.assertEqual((slot["slot"], slot["erased"]), (found["slot"], False))
        self.ask("GET", path + "99999", key=self.key, expect=404)
        self.ask("GET", path + str(2**32 + found["slot"]), key=self.key, expect=400)

    def test_strangers_can_check_the_log(self):
        audit = pathlib.Path(service.MIZAN).with_name("mizan-audit")
        if not audit.exists():
            self.skipTest("mizan-audit is not beside mizan")
        post = {"id": self.new_id(), "text": HARMFUL}
        self.service.moderate(post, self.key)
        number = self.ask("GET", "/api/v1/decisions?post=" + post["id"], key=self.key).json()["decisions"][0]["record"]
        path = f"/api/v1/decisions/{number}/proof"

        def proof():
            answer = self.ask("GET", path, key=self.lead, expect=200)
            if "Mizan-Promise-Due" in answer.headers:
                self.assertIn(b"promise", answer.body.splitlines()[0])
                self.assertGreater(int(answer.headers["Mizan-Promise-Due"]), time.time())
            return None if "Mizan-Promise-Due" in answer.headers else answer.body

        file = pathlib.Path(self.folder, "receipt.tlog-proof")
        file.write_bytes(wait_until(proof))
        log = next(one for one in self.ask("GET", "/api/v1/logs", key=self.lead).json()["logs"] if one["platform"] == "default")
        for command in (["prove-check", file, "--key", log["key"]], ["verify", self.service.address + log["path"], "--key", log["key"]]):
            done = subprocess.run([audit, *command], capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 0, done)
        # Another log's key does not do.
        self.assertNotEqual(subprocess.run([audit, "prove-check", file, "--key", log["key"][:-4] + "AAA="], capture_output=True).returncode, 0)
        checkpoint = self.ask("GET", log["path"] + "/checkpoint", expect=200)
        self.assertEqual(checkpoint.headers["Cache-Control"], "no-cache")


class Around(ServiceTest):
    def test_addresses_that_are_not_there(self):
        for path in ("/", "/nothing", "/api/v1/moderate/", "/api/v1/policy/clauses/", "/api/v2/policy", "//healthz", "/healthz/", "/log/default",
                     "/log/default/", "/log//checkpoint", "/api/v1/decisions//proof"):
            self.assertEqual(self.ask("GET", path, key=self.key).status, 404, path)
        told = self.ask("POST", "/v1alpha1/comments:other", {}, expect=404).json()
        self.assertEqual(told, {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}})

    def test_methods_that_are_not_known(self):
        for method, path, allow in (("PUT", "/healthz", "GET, HEAD"), ("GET", "/api/v1/moderate", "POST"), ("HEAD", "/api/v1/moderate", "POST"),
                                    ("PATCH", "/api/v1/keys", "GET, HEAD, POST"), ("GET", "/api/v1/keys/x", "DELETE"),
                                    ("OPTIONS", "/api/v1/policy", "GET, HEAD"), ("DELETE", "/api/v1/decisions/3", "GET, HEAD")):
            self.assertEqual(self.ask(method, path, key=self.key, expect=405).headers["Allow"], allow)

    def test_head_is_get_without_the_body(self):
        for path in ("/healthz", "/readyz", "/api/v1/policy", "/api/v1/openapi.json"):
            whole = self.ask("GET", path, key=self.key, expect=200)
            head = self.ask("HEAD", path, key=self.key, expect=200)
            self.assertEqual((head.body, head.headers["Content-Length"]), (b"", str(len(whole.body))))

    def test_request_ids(self):
        self.assertEqual(self.ask("GET", "/healthz", headers={"X-Request-Id": "a.B-9_"}).headers["X-Request-Id"], "a.B-9_")
        for bad in ("", "a b", "x" * 65, "a\tb", "é"):
            mine = self.ask("GET", "/healthz", headers={"X-Request-Id": bad}).headers["X-Request-Id"]
            self.assertRegex(mine, r"\A[0-9a-f]{20}-[0-9]+\Z")
        self.assertEqual(self.ask("GET", "/nothing", headers={"X-Request-Id": "lost"}).headers["X-Request-Id"], "lost")
        wait_until(lambda: '"id":"lost"' in pathlib.Path(self.folder, "stderr").read_text())

    def test_it_tells_its_own_description(self):
        self.assertEqual(self.ask("GET", "/api/v1/openapi.json", expect=200).json(), self.service.contract.document)

    def test_health(self):
        self.assertEqual(self.ask("GET", "/healthz", expect=200).json(), {"status": "ok"})
        self.assertEqual(self.ask("GET", "/readyz", expect=200).json()["status"], "ready")

    def test_metrics_are_as_openmetrics_wants_them(self):
        self.service.moderate({"text": PLAIN}, self.key)
        text = self.ask("GET", "/metrics", key=self.key, expect=200).body.decode()
        self.assertTrue(text.endswith("\n# EOF\n"))
        suffixes = {"counter": ["_total"], "gauge": [""], "info": ["_info"], "histogram": ["_bucket", "_count", "_sum"]}
        families, current, samples = {}, None, set()
        for line in text.splitlines()[:-1]:
            if match := re.fullmatch(r"# TYPE ([a-z_]+) (\w+)", line):
                current = match[1]
                self.assertNotIn(current, families)
                families[current] = match[2]
            elif match := re.fullmatch(r"# HELP ([a-z_]+) (\S.*)", line):
                self.assertEqual(match[1], current)
            else:
                match = re.fullmatch(r'([a-z_]+)(\{[a-z]+="(?:[^"\\\n]|\\.)*"(?:,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? (\d+(?:\.\d+)?)', line)
                self.assertTrue(match, line)
                self.assertIn(match[1], [current + s for s in suffixes[families[current]]])
                self.assertNotIn((match[1], match[2]), samples)
                samples.add((match[1], match[2]))
        self.assertGreaterEqual(self.service.figures(self.key)["mizan_posts_decided_total"], 1)

    def test_requests_one_behind_the_other(self):
        one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        answers, rest = service.answers_in(self.service.raw(one * 9 + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")), ["GET"] * 10)
        self.assertEqual(([a.status for a in answers], rest), ([200] * 10, b""))

    def test_http_1_0(self):
        answers, _ = service.answers_in(self.service.raw(b"GET /healthz HTTP/1.0\r\n\r\n"), ["GET"])
        self.assertEqual((answers[0].status, answers[0].headers["Connection"]), (200, "close"))


class ItEnds(ServiceTest):
    def test_what_was_taken_is_finished(self):
        """A stream that is under way when the service is told to stop is answered to its end."""
        head = (f"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\nContent-Type: {NDJSON}\r\n"
                "Transfer-Encoding: chunked\r\n\r\n")
        line = ndjson({"id": "late", "text": HARMFUL}).encode()
        with self.service.connect() as connection:
            connection.sendall(head.encode() + b"%x\r\n%s\r\n" % (len(line), line))
            came = connection.recv(65536)
            self.service.process.send_signal(signal.SIGTERM)
            wait_until(lambda: '"stopping"' in pathlib.Path(self.folder, "stderr").read_text())
            line = line.replace(b"late", b"last")
            connection.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(line), line))
            came += service.receive_all(connection, 10)
        answers, _ = service.answers_in(came, ["POST"])
        self.assertEqual([d["id"] for d in answers[0].lines()], ["late", "last"])
        self.assertEqual(self.service.process.wait(service.WAIT), 0)
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", self.service.port), 1).close()


if __name__ == "__main__":
    service.main()
