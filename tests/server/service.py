"""Runs the real `mizan serve` for the tests beside this file, and holds every answer to schemas/openapi.json.

Each test file is a program: python3 NAME_test.py PATH-OF-MIZAN"""

import http.client
import io
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from contract import ROOT, Contract  # which finds what stands in tests/

import sanitized

MIZAN = ""
GARDEN = ROOT / "examples/garden-club"
HARMFUL = "Gardeners are weeds"
PLAIN = "The roses are in bloom"
WAIT = 60  # seconds, at most, for what a busy machine may take long for
NDJSON = "application/x-ndjson"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def lines(self):
        return [json.loads(line) for line in self.body.splitlines()]


class TextSocket:
    """Bytes that came, as http.client reads them."""

    def __init__(self, data):
        self.file = io.BytesIO(data)

    def makefile(self, _mode):
        return self.file


def answers_in(data, methods):
    """The answers in what came over a connection, to requests of these methods."""
    text, out = TextSocket(data), []
    for method in methods:
        if text.file.tell() >= len(data):
            break
        response = http.client.HTTPResponse(NotClosing(text), method=method)
        response.begin()
        out.append(Answer(response.status, response.headers, response.read()))
    return out, data[text.file.tell():]


class NotClosing:
    """http.client closes its file after an answer; another may follow."""

    def __init__(self, text):
        self.text = text

    def makefile(self, _mode):
        file = self.text.file
        file.close = lambda: None
        return file


class Service:
    def __init__(self, folder, policy, *options, environment=None):
        self.folder, self.policy, self.options = pathlib.Path(folder), pathlib.Path(policy), options
        self.contract = Contract()
        self.environment = dict(os.environ, MIZAN_CACHE=str(self.folder / "cache"), **(environment or {}))
        self.process, self.password, self.session = None, None, {}
        self.checks = True
        self.tls = None  # the context by which to ask a service that has a certificate

    def start(self, expect_password=None):
        log = open(self.folder / "stderr", "ab")
        self.process = subprocess.Popen(
            [MIZAN, "serve", "--data", str(self.folder / "data"), "--listen", "127.0.0.1:0", "--policy", str(self.policy),
             *map(str, self.options)], stdout=subprocess.PIPE, stderr=log, env=self.environment)
        log.close()
        self.welcome = ""
        while "policy " not in self.welcome:
            line = self.process.stdout.readline().decode()
            if not line:
                raise AssertionError("it does not start: " + (self.folder / "stderr").read_text()[-2000:])
            self.welcome += line
        self.port = int(re.search(r"listening +https?://127\.0\.0\.1:(\d+)", self.welcome)[1])
        if expect_password or (expect_password is None and self.password is None):
            self.welcome += self.process.stdout.readline().decode() + self.process.stdout.readline().decode()
            self.password = re.search(r"^password +(\S+)", self.welcome, re.M)[1]
        return self

    def stop(self, how=signal.SIGTERM):
        """The exit code."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        try:
            code = self.process.wait(WAIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        self.rest = self.process.stdout.read().decode()
        self.process.stdout.close()
        self.process = None
        return code

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    # ---- asking

    def ask(self, method, target, body=None, headers=None, key=None, expect=None, media="application/json"):
        """One request on a connection of its own; the answer, which is as described and has the status that is expected."""
        fields = dict(headers or {})
        if key is not None:
            fields["Authorization"] = "Bearer " + key
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        if body is not None:
            fields.setdefault("Content-Type", media)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT) if self.tls is None else \
            http.client.HTTPSConnection("localhost", self.port, timeout=WAIT, context=self.tls)
        try:
            connection.request(method, target, body, fields)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        return self.checked(method, target, answer, expect)

    def checked(self, method, target, answer, expect=None):
        problems = self.contract.problems(method, target, answer)
        if problems:
            raise AssertionError(f"{method} {target} {answer.status}: {'; '.join(problems[:5])}")
        if expect is not None and answer.status != expect:
            raise AssertionError(f"{method} {target}: {answer.status}, not {expect}: {answer.body[:500]!r}")
        return answer

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), WAIT)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def raw(self, data, timeout=5):
        """Sends these bytes and gives what comes until the server closes, or is silent for so long."""
        with self.connect() as connection:
            try:
                connection.sendall(data)
            except OSError:
                pass  # it was refused while it was sent
            return receive_all(connection, timeout)

    # ---- who asks

    def log_in(self, name="admin", password=None, **more):
        answer = self.ask("POST", "/api/v1/sessions", {"name": name, "password": password or self.password, **more}, expect=201)
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        return {"Cookie": cookie, "X-CSRF-Token": answer.json()["csrf_token"]}

    def administrator(self):
        if not self.session:
            self.session = self.log_in()
        return self.session

    def make_key(self, role="service", **more):
        order = {"name": "test", "role": role, **more}
        return self.ask("POST", "/api/v1/keys", order, self.administrator(), expect=201).json()["key"]

    # ---- what is asked often

    def moderate(self, body, key, expect=200, media="application/json", **more):
        return self.ask("POST", "/api/v1/moderate", body, key=key, expect=expect, media=media, **more)

    def figures(self, key):
        """The metrics: {name and labels: value}."""
        text = self.ask("GET", "/metrics", key=key, expect=200).body.decode()
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines}


def is_sanitized():
    return sanitized.is_sanitized(MIZAN)


def receive_all(connection, timeout):
    connection.settimeout(timeout)
    out = b""
    try:
        while piece := connection.recv(65536):
            out += piece
    except OSError:
        pass
    return out


def wait_until(what, seconds=WAIT):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := what():
            return value
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


class ServiceTest(unittest.TestCase):
    """One service for all tests of a class; `options` are its own."""

    options = ()
    source = GARDEN

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.policy = cls.folder / "policy"
        shutil.copytree(cls.source, cls.policy)
        cls.service = Service(cls.folder, cls.policy, *cls.options)
        cls.addClassCleanup(cls.service.stop)
        cls.service.start()
        cls.ask = cls.service.ask
        cls.key = cls.service.make_key()
        cls.lead = cls.service.make_key("administrator")

    def new_id(self):
        type(self).count = getattr(type(self), "count", 0) + 1
        return f"{type(self).__name__}-{self.count}"


def main():
    global MIZAN
    MIZAN = os.path.abspath(sys.argv.pop(1))
    unittest.main(module="__main__")
