#!/usr/bin/env python3
"""Checks files of JSON lines against a schema, with the subset of JSON Schema 2020-12 that schemas/ uses.

    tests/schema_check.py SCHEMA FILE...      FILE: one JSON value per line; "-" is standard input
    tests/schema_check.py --self-test         checks the checker

Exit status: 0 all fit, 1 some do not (the first ten are shown), 2 the call or the schema is wrong."""

import json
import re
import sys

TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}
ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "default", "contentMediaType"}
KNOWN = ANNOTATIONS | {
    "$ref", "type", "enum", "const", "properties", "required", "additionalProperties", "items", "minItems",
    "maxItems", "minimum", "maximum", "minLength", "maxLength", "pattern", "anyOf"}


def check_schema(schema, path="#"):
    """Raises ValueError for a keyword the checker does not know: it must never pass by silence."""
    if isinstance(schema, bool):
        return
    for word in schema:
        if word not in KNOWN:
            raise ValueError(f"{path}: the checker does not know `{word}`")
    for group in ("properties", "$defs"):
        for name, child in schema.get(group, {}).items():
            check_schema(child, f"{path}/{group}/{name}")
    for word in ("items", "additionalProperties"):
        if word in schema:
            check_schema(schema[word], f"{path}/{word}")
    for i, child in enumerate(schema.get("anyOf", [])):
        check_schema(child, f"{path}/anyOf/{i}")
    if "description" not in schema and path.rsplit("/", 2)[-2:-1] == ["properties"] and "$ref" not in schema \
            and "const" not in schema:
        raise ValueError(f"{path}: a field without a description")


class Checker:
    """`root` is the document that references point into, where the schema is a part of one."""

    def __init__(self, schema, root=None):
        check_schema(schema)
        self.schema = schema
        self.root = schema if root is None else root

    def problems(self, value):
        return list(self.walk(self.schema, value, "$"))

    def walk(self, schema, value, path):
        if schema is True:
            return
        if schema is False:
            yield f"{path}: not allowed here"
            return
        if "$ref" in schema:
            yield from self.walk(self.resolve(schema["$ref"]), value, path)
        types = schema.get("type")
        if types is not None:
            names = [types] if isinstance(types, str) else types
            if not any(TYPES[name](value) for name in names):
                yield f"{path}: expected {' or '.join(names)}, found {json.dumps(value)[:60]}"
                return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{path}: {json.dumps(value)[:60]} is none of {', '.join(map(str, schema['enum']))}"
        if "const" in schema and (value != schema["const"] or type(value) is not type(schema["const"])):
            yield f"{path}: expected {json.dumps(schema['const'])}"
        if "anyOf" in schema and not any(not list(self.walk(s, value, path)) for s in schema["anyOf"]):
            yield f"{path}: fits none of the alternatives"
        if isinstance(value, dict):
            yield from self.walk_object(schema, value, path)
        elif isinstance(value, list):
            yield from self.walk_array(schema, value, path)
        elif isinstance(value, str):
            if len(value) < schema.get("minLength", 0):
                yield f"{path}: shorter than {schema['minLength']}"
            if len(value) > schema.get("maxLength", len(value)):
                yield f"{path}: longer than {schema['maxLength']}"
            if "pattern" in schema and not re.search(schema["pattern"], value):
                yield f"{path}: does not match {schema['pattern']}"
        elif TYPES["number"](value):
            if value < schema.get("minimum", value):
                yield f"{path}: {value} is below {schema['minimum']}"
            if value > schema.get("maximum", value):
                yield f"{path}: {value} is above {schema['maximum']}"

    def walk_object(self, schema, value, path):
        for name in schema.get("required", []):
            if name not in value:
                yield f"{path}: `{name}` is missing"
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        for name, child in value.items():
            if name in properties:
                yield from self.walk(properties[name], child, f"{path}.{name}")
            elif others is False:
                yield f"{path}: `{name}` is not in the schema"
            else:
                yield from self.walk(others, child, f"{path}.{name}")

    def walk_array(self, schema, value, path):
        if len(value) < schema.get("minItems", 0):
            yield f"{path}: fewer than {schema['minItems']} items"
        if len(value) > schema.get("maxItems", len(value)):
            yield f"{path}: more than {schema['maxItems']} items"
        for i, child in enumerate(value):
            yield from self.walk(schema.get("items", True), child, f"{path}[{i}]")

    def resolve(self, reference):
        node = self.root
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        return node


def no_duplicates(pairs):
    """A member that stands twice would hide in a dict."""
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a member stands twice")
    return dict(pairs)


def check_file(checker, name):
    """The number of lines and the number of bad ones; shows the first ten."""
    lines = bad = 0
    with sys.stdin if name == "-" else open(name, encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            lines += 1
            try:
                problems = checker.problems(json.loads(line, object_pairs_hook=no_duplicates))
            except ValueError as error:
                problems = [f"not JSON: {error}"]
            if problems:
                bad += 1
                if bad <= 10:
                    print(f"{name}:{number}: {'; '.join(problems[:3])}", file=sys.stderr)
    return lines, bad


def self_test():
    schema = {"type": "object", "properties": {
        "n": {"description": "d", "type": "integer", "minimum": 0, "maximum": 5},
        "s": {"description": "d", "type": ["string", "null"], "minLength": 2, "maxLength": 5, "pattern": "^a"},
        "f": {"description": "d", "type": "number", "maximum": 1},
        "l": {"description": "d", "type": "array", "items": {"$ref": "#/$defs/e"}, "minItems": 1, "maxItems": 2}},
        "required": ["n"], "additionalProperties": False, "$defs": {"e": {"enum": ["x", "y"]}}}
    checker = Checker(schema)
    good = [{"n": 0, "f": 0.5}, {"n": 5, "s": "ab", "l": ["x", "y"]}, {"n": 1, "s": None}]
    wrong = [[], {}, {"n": -1}, {"n": 6}, {"n": True}, {"n": 1.5}, {"n": 1, "s": "a"}, {"n": 1, "s": "ba"},
             {"n": 1, "l": []}, {"n": 1, "l": ["x", "x", "x"]}, {"n": 1, "l": ["z"]}, {"n": 1, "other": 0}, {"n": 1, "s": "abcdef"}, {"n": 1, "f": 1.5},
             {"n": 1, "f": True}]
    failures = [v for v in good if checker.problems(v)] + [v for v in wrong if not checker.problems(v)]
    either = Checker({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]})
    failures += [v for v, fits in (({"a": 1}, True), ({}, False)) if bool(either.problems(v)) == fits]
    try:
        Checker({"oneOf": []})
        failures.append("an unknown keyword was let through")
    except ValueError:
        pass
    for failure in failures:
        print(f"self-test: {failure}", file=sys.stderr)
    return 1 if failures else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            checker = Checker(json.load(file))
    except (OSError, ValueError) as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 2
    lines = bad = 0
    for name in arguments[1:]:
        read, wrong = check_file(checker, name)
        lines, bad = lines + read, bad + wrong
    print(f"{lines} lines checked, {bad} do not fit")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
