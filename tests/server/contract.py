"""schemas/openapi.json as a contract: what the service may answer to what. A test that asks through it fails on an answer that is
not described there."""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from schema_check import Checker, no_duplicates  # noqa: E402

ANYWHERE = {404, 405}  # of addresses that are not described
UNREADABLE = {400, 413, 431, 503}  # of requests that cannot be read, or for which there is no room
PROBLEM = {"$ref": "#/components/schemas/Problem"}


class Contract:
    def __init__(self):
        self.document = json.loads((ROOT / "schemas/openapi.json").read_text(encoding="utf-8"))
        self.operations = []  # (method, pattern of the path, operation, path)
        for path, methods in sorted(self.document["paths"].items(), key=lambda one: one[0].count("{")):  # a plain one goes before a template
            pattern = self.pattern_of(path, methods)
            for method, operation in methods.items():
                self.operations.append((method.upper(), pattern, operation, path))
        self.seen = set()  # (operation's id, status)
        self.checkers = {}

    @staticmethod
    def pattern_of(path, methods):
        many = {p["name"] for o in methods.values() for p in o.get("parameters", []) if p.get("x-many-segments")}
        parts = re.split(r"(\{\w+\})", path)
        inner = "".join((".+" if p[1:-1] in many else "[^/]+") if p.startswith("{") else re.escape(p) for p in parts)
        return re.compile(inner + r"\Z")

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node

    def operation(self, method, target):
        path = target.split("?", 1)[0]
        method = "GET" if method == "HEAD" else method
        for known, pattern, operation, _ in self.operations:
            if known == method and pattern.match(path):
                return operation
        return None

    def checker(self, schema):
        key = json.dumps(schema)
        if key not in self.checkers:
            self.checkers[key] = Checker(schema, self.document)
        return self.checkers[key]

    def problems(self, method, target, answer):
        """What is wrong with an answer, as texts. `method` None: of a request that could not be read."""
        if method is None:
            if answer.status not in UNREADABLE:
                return [f"{answer.status} to a request that cannot be read"]
            return list(self.wrong_body(PROBLEM, "application/problem+json", answer, False))
        operation = self.operation(method, target)
        if operation is None:
            if answer.status not in ANYWHERE:
                return [f"{answer.status} of an address that is not described"]
            return [] if method == "HEAD" or target.startswith("/v1alpha1/") else list(
                self.wrong_body(PROBLEM, "application/problem+json", answer, False))
        response = operation["responses"].get(str(answer.status))
        if response is None:
            return [f"the status {answer.status} is not described: {answer.body[:200]!r}"]
        self.seen.add((operation["operationId"], answer.status))
        return list(self.wrong(self.resolve(response), answer, method == "HEAD"))

    def wrong(self, response, answer, head_only):
        for name, header in response.get("headers", {}).items():
            value = answer.headers.get(name)
            if value is None:
                # A head that cannot be read has no id yet, and its connection is closed.
                if name == "X-Request-Id" and not (answer.status in (400, 431) and answer.headers.get("Connection") == "close"):
                    yield "there is no X-Request-Id"
                continue
            for problem in self.checker(self.resolve(header)["schema"]).problems(value):
                yield f"{name}: {problem}"
        content = response.get("content", {})
        media = answer.headers.get("Content-Type")
        if not content:
            if media is not None or answer.body:
                yield f"a body that is not described: {media}"
            return
        if media not in content:
            yield f"the content type {media} is not described, only {', '.join(content)}"
            return
        described = content[media]
        if "x-line-schema" in described:
            for line in answer.body.splitlines():
                yield from self.wrong_json(described["x-line-schema"], line)
        else:
            yield from self.wrong_body(described["schema"], media, answer, head_only)

    def wrong_body(self, schema, media, answer, head_only):
        if answer.headers.get("Content-Type") != media:
            yield f"the content type is {answer.headers.get('Content-Type')}, not {media}"
        elif "json" in media and not head_only:
            yield from self.wrong_json(schema, answer.body)

    def wrong_json(self, schema, text):
        try:
            value = json.loads(text, object_pairs_hook=no_duplicates)
        except ValueError as error:
            yield f"not JSON: {error}: {text[:200]!r}"
            return
        yield from self.checker(schema).problems(value)
