"""The limits that schemas/openapi.json names for flags, cases and partners are those that the service keeps to. limits_test.py MIZAN"""

import json
import re

import service
from desk import Desk

TAGS = {"flags", "cases", "partners"}
NUMBER = 999_999  # of no flag or partner
# What is looked at only where everything else is right, and has tests of its own; and what nobody reads: the size of a file its bytes say.
ELSEWHERE = {("attachments", None, "size"), ("ruling", "severity"), ("severity",)}
KNOWN_BY = ("enum", "const", "pattern", "format", "contentMediaType")  # what says itself how long a text can be


class Limits(Desk):
    maxDiff = None

    def deref(self, schema):
        while "$ref" in schema:
            schema = {**self.api["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in schema.items() if k != "$ref"}}
        for one in schema.get("allOf", []):
            schema = {**self.deref(one), **schema, "properties": {**self.deref(one).get("properties", {}), **schema.get("properties", {})}}
        return schema

    def members(self, schema, path=()):
        """(path, schema) of every member, those of members too; a step is a name, or None for the items of a list."""
        schema = self.deref(schema)
        yield path, schema
        for name, member in schema.get("properties", {}).items():
            yield from self.members(member, (*path, name))
        if schema.get("type") == "array":
            yield from self.members(schema.get("items", {}), (*path, None))

    def body_of(self, schema, path, value):
        """A body that says the least that it must, and this."""
        if not path:
            return value
        schema, step, rest = self.deref(schema), path[0], path[1:]
        if step is None:
            return [self.body_of(schema["items"], rest, value)]
        named = {"id": "x"} if {"id", "url"} <= set(schema["properties"]) else {}  # a subject has an id or a url
        return {**named, **self.least(schema), step: self.body_of(schema["properties"][step], rest, value)}

    def least(self, schema):
        """The least that a schema takes."""
        schema = self.deref(schema)
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("type") == "object" or "properties" in schema:
            return {name: self.least(schema["properties"][name]) for name in schema.get("required", ()) if name in schema["properties"]}
        return {"string": "x", "integer": max(1, schema.get("minimum", 1)), "array": [], "boolean": False}.get(schema.get("type"), "x")

    def edges(self, schema):
        """(a value that is just taken, one that is just too much) for each limit of a schema."""
        if "maxLength" in schema:
            yield "x" * schema["maxLength"], "x" * (schema["maxLength"] + 1)
        if "maxItems" in schema:
            item = self.least(schema.get("items", {}))
            yield [item] * schema["maxItems"], [item] * (schema["maxItems"] + 1)
        if "maximum" in schema:
            yield schema["maximum"], schema["maximum"] + 1

    def bodies(self):
        self.api = json.loads((service.ROOT / "schemas/openapi.json").read_text())
        for target, item in self.api["paths"].items():
            for method, operation in item.items():
                if method not in ("post", "put") or not TAGS & set(operation.get("tags", ())):
                    continue
                content = operation.get("requestBody", {}).get("content", {})
                if "application/json" in content:
                    yield method.upper(), target, content["application/json"]["schema"]

    def send(self, method, target, body):
        known = {"{case}": self.number, "{clause}": "belittling", "{account}": "lena", "{partner}": self.partner_id}
        for part in re.findall(r"{\w+}", target):
            target = target.replace(part, str(known.get(part, NUMBER)))
        answer = self.ask(method, target, body, headers=self.service.administrator(), expect=None)
        return answer.status, (answer.json() if answer.body else {})

    def refuses(self, method, target, schema, path, value):
        """Whether it is refused for this member's size."""
        status, told = self.send(method, target, self.body_of(schema, path, value))
        name = next(step for step in reversed(path) if step)
        return status == 400 and name in told.get("where", "") and any(words in told["detail"] for words in ("at most", "too large", "from 1 to"))

    def test_each_limit_is_kept(self):
        _, _, self.number = self.flagged()
        self.partner_id = self.partner()["id"]
        checked, wrong = 0, []
        for method, target, schema in self.bodies():
            for path, member in self.members(schema):
                if not path or path in ELSEWHERE:
                    continue
                for fits, too_much in self.edges(member):
                    checked += 1
                    place = f"{method} {target} {'.'.join(step or '[]' for step in path)}"
                    if self.refuses(method, target, schema, path, fits):
                        wrong.append(place + ": the service takes less than the schema says")
                    if not self.refuses(method, target, schema, path, too_much):
                        wrong.append(place + ": the service takes more than the schema says")
        self.assertEqual(wrong, [])
        self.assertGreater(checked, 60)

    def test_each_text_has_a_limit(self):
        without = set()
        for method, target, schema in self.bodies():
            for path, member in self.members(schema):
                if member.get("type") == "string" and "maxLength" not in member and not any(known in member for known in KNOWN_BY):
                    without.add(f"{method} {target} {'.'.join(step or '[]' for step in path)}")
        self.assertEqual(sorted(without), [])


if __name__ == "__main__":
    service.main()
