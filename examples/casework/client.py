"""How the people and machines of the month speak with the service: one connection, and a way to prove who asks."""

import http.client
import json
import os
import pathlib
import time
import urllib.parse
from email.utils import parsedate_to_datetime

SECONDS_MOST = 30  # that anything is waited for


class Refused(Exception):
    def __init__(self, method, target, status, body):
        super().__init__(f"{method} {target}: {status} {body[:400].decode('utf-8', 'replace')}")
        self.status = status


class Api:
    def __init__(self, url):
        at = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if at.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(at.netloc, timeout=60)
        self.asked = 0

    def ask(self, method, target, body=None, headers=None, media="application/json"):
        """(status, headers, bytes)"""
        fields = dict(headers or {})
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        if body is not None:
            fields["Content-Type"] = media
            body = body.encode() if isinstance(body, str) else body
        self.asked += 1
        self.connection.request(method, target, body, fields)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def now(self):
        """What the service's clock shows."""
        return int(parsedate_to_datetime(self.ask("GET", "/healthz")[1]["Date"]).timestamp())


class Someone:
    """Who asks. `ask` gives what the answer says, and raises Refused where it is not the status that is expected."""

    def __init__(self, api):
        self.api = api

    def proof(self):
        raise NotImplementedError

    def ask(self, method, target, body=None, expect=(200, 201, 204), media="application/json"):
        status, _, told = self.api.ask(method, target, body, self.proof(), media)
        if status == 401 and self.renew():
            status, _, told = self.api.ask(method, target, body, self.proof(), media)
        if status not in (expect if isinstance(expect, tuple) else (expect,)):
            raise Refused(method, target, status, told)
        return json.loads(told) if told[:1] in (b"{", b"[") else told

    def get(self, target, **more):
        return self.ask("GET", target, **more)

    def post(self, target, body=None, **more):
        return self.ask("POST", target, {} if body is None else body, **more)

    def renew(self):
        return False

    def pages(self, target, what):
        """All of a list that comes in pages."""
        after = "0"
        while after:
            told = self.get(f"{target}{'&' if '?' in target else '?'}limit=500&after={after}")
            yield from told[what]
            after = told.get("next")


class Machine(Someone):
    def __init__(self, api, key):
        super().__init__(api)
        self.key = key
        self.who = "key:" + key[len("mzk_"):].split("_")[0]

    def proof(self):
        return {"Authorization": "Bearer " + self.key}


class Person(Someone):
    """Logs in when it is needed: a session ends after two hours without use."""

    def __init__(self, api, name, password):
        super().__init__(api)
        self.name, self.password, self.session = name, password, {}

    def proof(self):
        if not self.session:
            self.renew()
        return self.session

    def renew(self):
        status, headers, body = self.api.ask("POST", "/api/v1/sessions", {"name": self.name, "password": self.password})
        if status != 201:
            raise Refused("POST", "/api/v1/sessions", status, body)
        self.session = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": json.loads(body)["csrf_token"]}
        return True


class Clock:
    """Moves the service's clock on by way of the file that `mizan serve --clock-file` reads. Without one no time passes but the real."""

    def __init__(self, api, file):
        self.api, self.file = api, pathlib.Path(file) if file else None
        self.offset = int(self.file.read_text() or 0) if self.file and self.file.exists() else 0

    @property
    def moves(self):
        return self.file is not None

    def step(self, seconds):
        if not self.moves:
            return
        before = self.api.now()
        self.offset += seconds
        new = self.file.with_name(self.file.name + ".new")
        new.write_text(f"{self.offset}\n")
        os.replace(new, self.file)
        wait_for(lambda: self.api.now() >= before + seconds, "the service's clock does not move: was it started with --clock-file?")


def wait_for(what, why):
    end = time.monotonic() + SECONDS_MOST
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.05)
    raise SystemExit(why)
