"""New decisions as a stream of events: none missing, none twice, in the record's order. listen_test.py MIZAN"""

import hashlib
import http.client
import json
import socket
import sqlite3
import threading
import time

import service
from contract import Contract
from service import HARMFUL, PLAIN, WAIT, ServiceTest

STREAM = "/api/v1/decisions/stream"


class Events:
    """A client: reads events off a connection of its own, as they come."""

    def __init__(self, of, target=STREAM, key=None, last=None, http_1_0=False, session=None):
        self.connection = of.connect()
        fields = f"Authorization: Bearer {key}\r\n" if key else ""
        if session is not None:
            fields += f"Cookie: {session['Cookie']}\r\n"
        if last is not None:
            fields += f"Last-Event-ID: {last}\r\n"
        version = "1.0" if http_1_0 else "1.1"
        self.connection.sendall(f"GET {target} HTTP/{version}\r\nHost: x\r\n{fields}\r\n".encode())
        self.response = http.client.HTTPResponse(self.connection, method="GET")
        self.response.begin()
        self.status, self.headers = self.response.status, self.response.headers
        self.rest, self.ended = b"", False

    def block(self, seconds=WAIT):
        """The next block of lines, as it came; nothing: the stream has ended."""
        self.connection.settimeout(seconds)
        while b"\n\n" not in self.rest:
            piece = self.response.read1(65536)
            if not piece:
                self.ended = True
                return None
            self.rest += piece
        block, self.rest = self.rest.split(b"\n\n", 1)
        return block.decode()

    def next(self, seconds=WAIT):
        """The next event: {"id", "event", "data"}; comments are passed over."""
        while (block := self.block(seconds)) is not None:
            if block.startswith(":"):
                continue
            event = dict(line.split(": ", 1) for line in block.split("\n"))
            event["data"] = json.loads(event["data"])
            return event
        return None

    def take(self, count):
        return [self.next() for _ in range(count)]

    def close(self):
        self.response.close()
        self.connection.close()


def about(events):
    return [e["data"]["decision"]["id"] for e in events]


class Listening(ServiceTest):
    def setUp(self):
        self.key = self.service.make_key()  # whose places no other test has taken

    def listen(self, target=STREAM, **more):
        events = Events(self.service, target, **{"key": self.key, **more})
        self.addCleanup(events.close)
        return events

    def harmful(self, count, key=None, text=HARMFUL):
        """So many posts that are recorded by themselves; their ids."""
        names = [self.new_id() for _ in range(count)]
        for name in names:
            self.service.moderate({"id": name, "text": text}, key or self.key)
        return names

    def test_what_is_told_is_what_the_list_has(self):
        self.harmful(2)
        events = self.listen()
        self.assertEqual((events.status, events.headers["Content-Type"]), (200, "text/event-stream"))
        self.assertEqual((events.headers["Transfer-Encoding"], events.headers["Cache-Control"]), ("chunked", "no-store"))
        self.assertTrue(events.headers["X-Request-Id"])
        names = self.harmful(3)
        told = events.take(3)
        self.assertEqual(about(told), names)  # and of those before nothing
        self.assertEqual({e["event"] for e in told}, {"decision"})
        page = self.ask("GET", f"/api/v1/decisions?after={int(told[0]['id']) - 1}", key=self.key).json()["decisions"]
        self.assertEqual([str(d["record"]) for d in page], [e["id"] for e in told])
        for event, listed in zip(told, page):
            event["data"].pop("index", None), listed.pop("index", None)  # which it may have got meanwhile
            self.assertEqual(event["data"], listed)
        schema = Contract().operation("GET", STREAM)["responses"]["200"]["content"]["text/event-stream"]["x-data-schema"]
        for event in told:
            self.assertEqual(list(self.service.contract.checker(schema).problems(event["data"])), [])

    def test_whoever_comes_back_misses_nothing(self):
        events = self.listen()
        first = self.harmful(2)
        last = events.take(2)[-1]["id"]
        events.close()
        missed = self.harmful(3)
        again = self.listen(last=last)
        self.assertEqual(about(again.take(3)), missed)
        self.assertEqual(about(self.listen(last=last, target=STREAM + "?after=0").take(1)), missed[:1])  # the field goes first
        everything = self.listen(STREAM + "?after=0")
        while (name := about(everything.take(1))[0]) != first[0]:
            pass
        self.assertEqual(about(everything.take(4)), first[1:] + missed)
        more = self.harmful(1)
        self.assertEqual(about(again.take(1)) + about(everything.take(1)), more * 2)

    def test_only_what_is_asked_for(self):
        events = self.listen(STREAM + "?outcome=review")
        everything = self.listen()
        self.harmful(2)
        self.assertEqual({e["data"]["decision"]["outcome"] for e in everything.take(2)}, {"violation"})
        self.service.moderate({"id": self.new_id(), "text": PLAIN}, self.key)
        events.connection.settimeout(1)
        with self.assertRaises((TimeoutError, socket.timeout)):
            events.next(1)

    def test_a_key_of_one_platform(self):
        bound = self.service.make_key("administrator", platform="forum")
        mine, others = self.listen(key=bound), self.listen()
        theirs = self.harmful(2)
        ours = self.harmful(2, bound)
        self.assertEqual(about(mine.take(2)), ours)
        self.assertEqual(about(others.take(2)), theirs)
        self.assertEqual(about(self.listen(STREAM + "?platform=forum&after=0").take(2)), ours)
        self.assertEqual(self.ask("GET", STREAM + "?platform=default", key=bound, expect=403).json()["code"], "access-forbidden")

    def test_what_is_refused(self):
        self.ask("GET", STREAM, expect=401)
        self.ask("GET", STREAM, key=self.service.make_key(scopes=["decide-posts"]), expect=403)
        self.ask("GET", STREAM + "?after=x", key=self.key, expect=400)
        self.ask("GET", STREAM + "?outcome=x", key=self.key, expect=400)
        self.ask("GET", STREAM, key=self.key, headers={"Last-Event-ID": "-1"}, expect=400)
        self.ask("GET", STREAM, key=self.key, headers={"Last-Event-ID": "999999999"}, expect=404)
        self.assertEqual(self.ask("HEAD", STREAM, key=self.key, expect=200).body, b"")
        self.ask("POST", STREAM, key=self.key, body={}, expect=405)

    def test_http_1_0_reads_to_the_end(self):
        events = self.listen(http_1_0=True)
        self.assertEqual((events.headers["Connection"], events.headers["Transfer-Encoding"]), ("close", None))
        names = self.harmful(1)
        self.assertEqual(about(events.take(1)), names)

    def test_who_listens_is_looked_at_from_time_to_time(self):
        """Every 15 s a comment comes; then a revoked key hears no more, and no session is kept alive by listening."""
        made = self.ask("POST", "/api/v1/keys", {"name": "soon gone", "role": "analyst"}, self.service.administrator(), expect=201).json()
        revoked = self.listen(key=made["key"])
        session = self.service.log_in()
        mine = hashlib.sha256(session["Cookie"].split("=", 1)[1].encode()).digest()
        events = self.listen(key=None, session=session)
        self.assertEqual(events.status, 200)
        begun = time.monotonic()
        self.ask("DELETE", f"/api/v1/keys/{made['id']}", headers=self.service.administrator(), expect=204)
        db = sqlite3.connect(self.folder / "data/access.db", timeout=WAIT)
        self.addCleanup(db.close)
        with db:  # as if the session had not been used for long
            self.assertEqual(db.execute("UPDATE sessions SET seen_at = seen_at - 3600 WHERE hash = ?", (mine,)).rowcount, 1)
        before = db.execute("SELECT seen_at FROM sessions WHERE hash = ?", (mine,)).fetchone()
        self.assertEqual(events.block(30), ":")  # it was asked whether who listens still may
        self.assertEqual(db.execute("SELECT seen_at FROM sessions WHERE hash = ?", (mine,)).fetchone(), before)
        self.assertIsNone(revoked.next(40))
        self.assertLess(time.monotonic() - begun, 30)


class CatchesUp(ServiceTest):
    def test_a_revoked_key_reads_not_even_what_was_there_before(self):
        text = (HARMFUL + ". ") * 100  # of which much is found, so that much is told
        for part in range(6):  # more than what lies between us holds, in fewer records than are looked up at once
            posts = [{"id": f"{part}-{i}", "text": text} for i in range(150)]
            self.assertEqual(len(self.service.moderate(posts, self.key).json()), 150)
        made = self.ask("POST", "/api/v1/keys", {"name": "soon gone", "role": "analyst"}, self.service.administrator(), expect=201).json()
        events = Events(self.service, STREAM + "?after=0", key=made["key"])
        self.addCleanup(events.close)
        self.assertEqual(events.status, 200)
        self.ask("DELETE", f"/api/v1/keys/{made['id']}", headers=self.service.administrator(), expect=204)
        time.sleep(17)  # reads nothing meanwhile, less long than one is given up for
        heard = 0
        while events.next() is not None:
            heard += 1
        self.assertTrue(events.ended)
        self.assertGreater(heard, 0)
        self.assertLess(heard, 900)


class Slow(ServiceTest):
    def test_who_does_not_read_costs_no_memory(self):
        """Nor anybody else's time; and who was given up for it misses nothing once they come back."""
        text = (HARMFUL + ". " + "The roses are in bloom, and so are many other flowers of our garden. " * 20) * 4
        name, wanted = self.new_id(), []
        for part in range(20):
            posts = [{"id": f"{name}-{part}-{i}", "text": text} for i in range(200)]
            told = self.service.moderate(posts, self.key).json()
            self.assertEqual({d["outcome"] for d in told}, {"violation"})
            wanted += [post["id"] for post in posts]
        size = self.read_all(wanted)  # whatever the store keeps of what was read once
        before = self.service.figures(self.key)["mizan_resident_bytes"]
        slow = [Events(self.service, STREAM + "?after=0", key=self.key) for _ in range(8)]
        for one in slow:
            self.addCleanup(one.close)
        self.read_all(wanted)
        bound = 32 << 20
        self.assertGreater(size * len(slow), 2 * bound)  # else it would show nothing
        if not service.is_sanitized():
            self.assertLess(self.service.figures(self.key)["mizan_resident_bytes"] - before, bound)
        heard, last, client = [], 0, slow[0]
        while len(heard) < len(wanted):
            try:
                event = client.next()
            except (OSError, http.client.HTTPException):
                event = None
            if event is None:
                client = Events(self.service, key=self.lead, last=last)
                self.addCleanup(client.close)
                continue
            heard += about([event])
            last = event["id"]
        self.assertEqual(heard, wanted)

    def read_all(self, wanted):
        """All that was told, by who reads; how many bytes that was."""
        events, size = Events(self.service, STREAM + "?after=0", key=self.lead), 0  # which has places of its own
        for post in wanted:
            event = events.next()
            self.assertEqual(event["data"]["decision"]["id"], post)
            size += len(json.dumps(event["data"]))
        events.close()
        return size


class TooMany(ServiceTest):
    def test_there_is_an_end_of_places(self):
        keys = [self.key] + [self.service.make_key() for _ in range(7)]
        held = []
        self.addCleanup(lambda: [one.close() for one in held])
        for key in keys:  # none has more than its share, whatever is free
            held += [Events(self.service, key=key) for _ in range(8)]
            self.assertEqual({one.status for one in held}, {200})
            self.refused(key)
        self.refused(self.lead)  # nor is anything free now
        told = self.service.moderate('{"id":"still-there","text":"' + HARMFUL + '"}\n', self.key, media=service.NDJSON)
        self.assertEqual(len(told.lines()), 1)  # streams of posts have places of their own
        self.assertEqual({about(one.take(1))[0] for one in held}, {"still-there"})
        held.pop().close()  # a place that is given back can be taken, of one's own share
        self.service.moderate({"id": "one-more", "text": HARMFUL}, self.key)
        self.refused(keys[0])
        service.wait_until(lambda: self.can_listen(held, keys[-1]))

    def can_listen(self, held, key):
        one = Events(self.service, key=key)
        if one.status != 200:
            one.close()
            return False
        held.append(one)
        return True

    def refused(self, key):
        refused = self.ask("GET", STREAM, key=key, expect=503)
        self.assertEqual((refused.json()["code"], refused.headers["Retry-After"]), ("overload", "1"))


class Restart(ServiceTest):
    def test_nothing_is_lost_when_the_service_restarts(self):
        """One client that comes back each time, while posts come from elsewhere and the service is stopped, gently and not."""
        sent, heard, last = [], [], 0
        for how in (service.signal.SIGTERM, service.signal.SIGKILL, service.signal.SIGTERM):
            events = Events(self.service, key=self.key, last=last)
            names = []

            def send():
                for _ in range(30):
                    name = self.new_id()
                    try:
                        self.service.moderate({"id": name, "text": HARMFUL}, self.key)
                    except (OSError, http.client.HTTPException):
                        return
                    names.append(name)

            sender = threading.Thread(target=send)
            sender.start()
            for _ in range(10):
                event = events.next()
                heard.append(event["data"]["decision"]["id"])
                self.assertGreater(int(event["id"]), last)
                last = int(event["id"])
            if how == service.signal.SIGKILL:
                self.service.stop(how)
                sender.join()
            else:
                sender.join()
                self.assertEqual(self.service.stop(how), 0)  # a stream that is open does not hold it up
                while (event := events.next()) is not None:  # what it still said, to its end
                    heard.append(event["data"]["decision"]["id"])
                    last = int(event["id"])
                self.assertTrue(events.ended)
            events.close()
            sent += names
            self.service.start(expect_password=False)
        events = Events(self.service, key=self.key, last=last)
        self.addCleanup(events.close)
        self.service.moderate({"id": "the-end", "text": HARMFUL}, self.key)
        while heard[-1:] != ["the-end"]:
            heard += about(events.take(1))
        self.assertEqual(len(heard), len(set(heard)))
        self.assertEqual([name for name in heard if name in set(sent)], sent)  # each that was answered, in order


if __name__ == "__main__":
    service.main()
