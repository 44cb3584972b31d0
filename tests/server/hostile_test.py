"""What a client can do that means harm, or is merely broken. hostile_test.py MIZAN"""

import json
import socket
import time

import service
from service import HARMFUL, NDJSON, PLAIN, ServiceTest, answers_in, wait_until


class Bytes(ServiceTest):
    """What is sent is not what HTTP or JSON says."""

    def statuses(self, data, methods=("GET",) * 9, timeout=3):
        """The statuses of the answers; each is a problem, or as described, and nothing else comes."""
        answers, rest = answers_in(self.service.raw(data, timeout), methods)
        self.assertEqual(rest, b"")
        for answer in answers:
            if answer.status >= 400:
                self.service.checked(None, "", answer)
        return [answer.status for answer in answers]

    def refused(self, *requests):
        """Each is answered with 400 once and the connection is closed: what follows is not taken for a request."""
        for data in requests:
            self.assertEqual(self.statuses(data + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"), [400], data)

    def test_two_lengths_of_one_body(self):
        post = b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\n"
        self.refused(
            post + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            post + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            post + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
            post + b"Content-Length: 5, 6\r\n\r\nhello!",
            post + b"Content-Length: -5\r\n\r\n", post + b"Content-Length: 0x5\r\n\r\nhello", post + b"Content-Length: 5 5\r\n\r\nhello",
            post + b"Content-Length: 99999999999999999999999999\r\n\r\n",
            post + b"Content-Length : 5\r\n\r\nhello")

    def test_lines_that_end_or_go_on_elsewhere(self):
        self.refused(
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n Transfer-Encoding: chunked\r\nBad Name: y\r\n\r\n",
            b"GET /healthz HTTP/1.1\nHost: x\n\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\nX-Bare: y\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\n: no name\r\n\r\n",
            b"GET /healthz HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
            b"GET /heal\x00thz HTTP/1.1\r\n\r\n",
            b"GET /healthz\r\n\r\n", b"GET  /healthz HTTP/1.1\r\n\r\n", b"GET /healthz HTTP/3.7\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"\r\n" * 3 + b"\x00")

    def test_transfer_encodings(self):
        """Chunked, or none: of what is sent in another way nobody knows where it ends."""
        key = self.service.make_key().encode()
        head = b"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key + b"\r\n"
        body = json.dumps({"id": self.new_id(), "text": PLAIN}).encode()
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        self.assertEqual(self.statuses(head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunked), [200])
        for chunks in (b"zz\r\nhello\r\n0\r\n\r\n", b"-5\r\nhello\r\n0\r\n\r\n", b"5\r\nhelloXX0\r\n\r\n", b"ffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                       b"5\nhello\n0\n\n"):
            self.refused(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
        for coding in (b"identity", b"xchunked", b"chunked, identity", b"gzip"):
            seen = self.statuses(head + b"Transfer-Encoding: " + coding + b"\r\n\r\n" + chunked + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(len(seen) <= 1 and 200 not in seen, (coding, seen))

    def test_large_heads(self):
        get = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
        for data in (get + b"X: " + b"a" * 20000 + b"\r\n\r\n", get + b"X: y\r\n" * 4000 + b"\r\n", b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\n\r\n",
                     get + b"X" * 1000000 + b": y\r\n\r\n"):
            self.assertEqual(self.statuses(data), [431])

    def test_large_bodies_are_refused_before_they_come(self):
        for path, size in (("/api/v1/moderate", 100 << 20), ("/api/v1/policy/reload", 65 << 10), ("/api/v1/policy", 1)):
            method = "GET" if size == 1 else "POST"
            head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.lead}\r\nContent-Length: {size}\r\n\r\n".encode()
            began = time.monotonic()
            self.assertEqual(self.statuses(head), [413])
            self.assertLess(time.monotonic() - began, 3)
            for sent, told in ((b"X-Request-Id: too-large-1\r\n", r"\Atoo-large-1\Z"), (b"X-Request-Id: no id\r\n", r"\A[0-9a-f]{20}-[0-9]+\Z")):
                [answer], _ = answers_in(self.service.raw(head.replace(b"Host: x\r\n", b"Host: x\r\n" + sent), 3), [method])
                self.assertRegex(answer.headers["X-Request-Id"], told)
        # Nor has a request that cannot be read the id of the one before it.
        get = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: before\r\n\r\n"
        answers, _ = answers_in(self.service.raw(get + b"\x00\r\n\r\n", 3), ["GET", "GET"])
        self.assertEqual([(a.status, a.headers["X-Request-Id"]) for a in answers], [(200, "before"), (400, None)])
        # The same without a length said before: as much as may be is read, no more.
        head = f"POST /api/v1/explain HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.lead}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        with self.service.connect() as connection:
            connection.sendall(head)
            chunk = b"100000\r\n" + b" " * (1 << 20) + b"\r\n"
            sent = 0
            try:
                while sent < 100:
                    connection.sendall(chunk)
                    sent += 1
            except OSError:
                pass
            self.assertLess(sent, 40)

    def test_an_answer_before_the_body_came_is_not_lost(self):
        for body in (b"x" * 100, b"x" * 300000):
            with self.service.connect() as connection:
                connection.sendall(b"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
                time.sleep(0.2)
                connection.sendall(body[:50])
                time.sleep(0.05)
                connection.sendall(body[50:])
                answers, _ = answers_in(service.receive_all(connection, 5), ["POST"])
            self.assertEqual([a.status for a in answers], [401])

    def test_expect_100_continue(self):
        post = json.dumps({"id": self.new_id(), "text": PLAIN}).encode()
        head = f"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nContent-Length: {len(post)}\r\nExpect: 100-continue\r\n\r\n"
        with self.service.connect() as connection:
            connection.sendall(head.replace("KEY", self.key).encode())
            self.assertEqual(connection.recv(4096), b"HTTP/1.1 100 Continue\r\n\r\n")
            connection.sendall(post)
            self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 200"))
        with self.service.connect() as connection:
            connection.sendall(head.replace("KEY", "wrong").encode())
            self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 401"))

    def test_json_that_is_deep_or_broken(self):
        for body in (b"[" * 1_000_000, b'{"a":' * 200_000, b"[[[[[[[[]]]]]]]]", b'{"text":' + b"[" * 5000 + b"]" * 5000 + b"}", b"\x00", b"\xff\xfe{}",
                     b'{"id":"a\x00b","text":"x"}', b'{"text":"x"', b'{"text":1e999}', b"nul", b'{"text":"\\ud800\\q"}'):
            self.assertIn(self.service.moderate(body, self.key, expect=None).status, (400, 413), body[:20])
        deep = b'{"id":"%s","text":"x","more":' % self.new_id().encode() + b"[" * 500 + b"]" * 500 + b"}"
        self.assertIn(self.service.moderate(deep, self.key, expect=None).status, (200, 400))

    def test_text_that_is_not_utf_8_is_decided_and_told_as_utf_8(self):
        for text in (b"Gardeners are weeds \xff\xfe", b"\xc0\xaf\xed\xa0\x80\xf5", b"a\\u0000b", b"\\ud800 alone", b"\xef\xbf\xbe\xe2\x80\xae"):
            body = b'{"id":"%s","text":"%s"}' % (self.new_id().encode(), text)
            answer = self.service.moderate(body, self.key, expect=None)
            self.assertIn(answer.status, (200, 400))
            answer.body.decode("utf-8")
            for media in (NDJSON, "application/json"):
                self.service.moderate(body + b"\n", self.key, media=media, expect=None)

    def test_paths_that_lead_elsewhere(self):
        tricks = ["/log/default/../../keys/tag.key", "/log/default/..%2f..%2fkeys%2ftag.key", "/log/../keys/tag.key", "/log/..%2fkeys/tag.key",
                  "/log/%2e%2e/keys/tag.key", "/log/default/%2e%2e/%2e%2e/%2e%2e/access.db", "/log/default/tile/../../../record.db",
                  "/log/default//checkpoint", "/log/default/checkpoint/", "/log/default/./checkpoint", "/log/default/checkpoint%00", "/log/default/checkpoint%00.txt",
                  "/log/./checkpoint", "/log/%2e/checkpoint", "/log/default%2fcheckpoint", "/log//etc/passwd", "/log/default/tile/0/x001", "/log/default/tile/0/x001/../000",
                  "/log/default/tile/0/0000", "/log/default/tile/99/000", "/log/default/tile/0/000.p/0", "/log/default/tile/0/000.p/256", "/log/default/%", "/log/default/%zz",
                  "/../data/access.db", "/api/v1/../../data/access.db", "/api/v1/policy/clauses/..%2f..", "/api/v1/decisions/..", "\\..\\access.db", "/log/default/\\..\\x"]
        for path in tricks:
            answer = self.ask("GET", path, key=self.lead)
            self.assertIn(answer.status, (400, 404), path)
            self.assertNotIn(b"SQLite", answer.body)

    def test_it_still_works(self):
        self.assertEqual(self.service.moderate({"text": HARMFUL}, self.key).json()["outcome"], "violation")


class Slowness(ServiceTest):
    def test_a_head_that_comes_byte_by_byte_is_cut(self):
        """Ten seconds for a head, whatever trickles in; others are answered meanwhile."""
        began = time.monotonic()
        with self.service.connect() as slow, self.service.connect() as silent:
            for byte in b"GET /healthz HTTP/1.1\r\nX-Slow: " + b"a" * 400:
                try:
                    slow.sendall(bytes([byte]))
                    slow.settimeout(0.05)
                    if slow.recv(1) == b"":
                        break
                except TimeoutError:
                    pass
                except OSError:
                    break
                if byte == ord("X"):
                    self.ask("GET", "/healthz", expect=200)
            took = time.monotonic() - began
            self.assertTrue(9 < took < 40, took)  # 10 s, on a machine that may be busy
            self.assertEqual(self.service.figures(self.key)["mizan_requests_timed_out_total"], 1)
            silent.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")  # between requests there is more time
            self.assertTrue(silent.recv(100).startswith(b"HTTP/1.1 200"))

    def test_connections_that_are_half_closed_or_left(self):
        head = f"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\n"
        before = self.service.figures(self.key)["mizan_connections"]
        for data in (b"", b"GET /hea", head.encode() + b"Content-Length: 100\r\n\r\n{", head.encode() + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhe",
                     head.encode() + f"Content-Type: {NDJSON}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe".encode()):
            with self.service.connect() as connection:  # no more will be sent
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                service.receive_all(connection, 2)
            with self.service.connect() as connection:  # reset
                connection.sendall(data)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        wait_until(lambda: self.service.figures(self.key)["mizan_connections"] <= before, 20)

    def test_a_whole_request_of_who_has_shut_its_side_is_answered(self):
        with self.service.connect() as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            self.assertTrue(service.receive_all(connection, 3).endswith(b'{"status":"ok"}'))

    def test_who_reads_nothing_is_not_read_from(self):
        """What waits in memory for a client that does not read its answers is bounded."""
        head = (f"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\nContent-Type: {NDJSON}\r\n"
                "Transfer-Encoding: chunked\r\n\r\n")
        lines = b"".join(b'{"id":"unread-%d","text":"Gardeners are weeds"}\n' % i for i in range(1000))
        chunk = b"%x\r\n%s\r\n" % (len(lines), lines)
        before = self.service.figures(self.key)["mizan_resident_bytes"]
        with self.service.connect() as connection:
            connection.sendall(head.encode())
            connection.settimeout(1.5)
            sent = 0
            try:
                while sent < 64 << 20:
                    connection.sendall(chunk)
                    sent += len(chunk)
            except OSError:
                pass
            self.assertLess(sent, 64 << 20)
            if not service.is_sanitized():
                self.assertLess(self.service.figures(self.key)["mizan_resident_bytes"] - before, 64 << 20)
        # And once it has gone nothing of it is left.
        wait_until(lambda: self.service.figures(self.key)["mizan_connections"] == 1, 20)


class TooMany(ServiceTest):
    options = ("--connections", "8", "--streams", "2")

    def test_connections(self):
        held = [self.service.connect() for _ in range(8)]
        try:
            for connection in held:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 200"))
            with self.service.connect() as one_more:
                told = service.receive_all(one_more, 3)
            self.assertTrue(told.startswith(b"HTTP/1.1 503 "), told)
            self.assertIn(b"Retry-After: 1\r\n", told)
        finally:
            for connection in held:
                connection.close()
        figures = wait_until(lambda: self.figures_if_there_is_room())
        self.assertGreaterEqual(figures["mizan_connections_refused_total"], 1)

    def figures_if_there_is_room(self):
        try:
            return self.service.figures(self.key)
        except (AssertionError, OSError):
            return None

    def test_streams(self):
        head = (f"POST /api/v1/moderate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\nContent-Type: {NDJSON}\r\n"
                "Transfer-Encoding: chunked\r\n\r\n").encode()
        held = [self.service.connect() for _ in range(2)]
        for connection in held:
            self.addCleanup(connection.close)
            connection.sendall(head)
            self.assertTrue(connection.recv(4096).startswith(b"HTTP/1.1 200"))
        answers, _ = answers_in(self.service.raw(head + b"0\r\n\r\n", 3), ["POST"])
        self.service.checked("POST", "/api/v1/moderate", answers[0], 503)
        self.assertEqual(answers[0].headers["Retry-After"], "1")
        self.service.moderate({"text": PLAIN}, self.key)  # others are answered
        for connection in held:
            connection.close()
        wait_until(lambda: self.service.moderate(b"", self.key, media=NDJSON, expect=None).status == 200)


if __name__ == "__main__":
    service.main()
