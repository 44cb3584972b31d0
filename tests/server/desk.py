"""People at their desks, for the tests of casework: who flags, who decides, and the rules by which they do."""

import json
import pathlib
import shutil
import tempfile
import time

from service import GARDEN, HARMFUL, ServiceTest

PEOPLE = {"ann": "reviewer", "ben": "reviewer", "cem": "reviewer", "lena": "lead", "lars": "lead", "paul": "partner", "pia": "partner", "gov": "partner",
          "carl": "council", "aud": "auditor", "paula": "policy-author"}
# Nothing is looked at again by chance: a test knows which cases there are.
RULES = {"haste_percent": 0, "sample_percent": 0}
REMOVE = [{"name": "remove"}]


class Desk(ServiceTest):
    rules = {}

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        cls.addClassCleanup(scratch.cleanup)
        file = pathlib.Path(scratch.name) / "casework.json"
        file.write_text(json.dumps({**RULES, **cls.rules}))
        cls.options = (*cls.options, "--casework", file)
        super().setUpClass()
        cls.made, cls.sessions = set(), {}

    def person(self, name):
        """The session of an account, which is made when it is needed first."""
        password = "a long enough one for " + name
        if name not in self.made:
            self.ask("POST", "/api/v1/accounts", {"name": name, "role": PEOPLE[name], "password": password}, self.service.administrator(), expect=201)
            self.made.add(name)
        if name not in self.sessions:
            self.sessions[name] = self.service.log_in(name, password)
        return self.sessions[name]

    def everybody_is_out(self):
        """Sessions have ended, as after a restart or a long time."""
        self.sessions.clear()
        self.service.session = {}

    def do(self, who, method, target, body=None, expect=200, headers=None, **more):
        """As this person; `who` None: as the platform, by its key."""
        asker = {"key": self.key} if who is None else {}
        fields = {**({} if who is None else self.person(who)), **(headers or {})}
        return self.ask(method, target, body, headers=fields, expect=expect, **asker, **more)

    def partner(self, *members, kind="contracted", **facts):
        made = self.do("lena", "POST", "/api/v1/partners", {"name": self.new_id(), "kind": kind, **facts}, 201).json()
        for member in members:
            self.person(member)
            made = self.do("lena", "POST", f"/api/v1/partners/{made['id']}/add-member", {"member": member}).json()
        return made

    def post(self, text=HARMFUL, **more):
        """The id of a post that was decided."""
        order = {"id": self.new_id(), "author": "a7", "text": text, **more}
        self.service.moderate(order, self.key)
        return order["id"]

    def flag(self, who, post, expect=200, **more):
        order = {"subject": {"id": post}, "clause": "belittling", **more}
        return self.do(who, "POST", "/api/v1/flags", order, expect).json()

    def seen(self, who, flag, expect=200):
        return self.do(who, "GET", f"/api/v1/flags/{flag['flag']['id']}", expect=expect).json()

    def cases(self, who="lena", **query):
        out, after = [], 0
        asked = "".join(f"&{name}={value}" for name, value in query.items())
        while after is not None:
            page = self.do(who, "GET", f"/api/v1/cases?limit=500&after={after}{asked}").json()
            out += page["cases"]
            after = page.get("next")
        return out

    def case_about(self, post, kind="flags"):
        """The last case about a post. Who found something first, the engine or a flagger, is chance: either opens it."""
        kinds = ("flags", "engine") if kind == "flags" else (kind,)
        return [c for c in self.cases() if c["subject"]["id"] == post and c["kind"] in kinds][-1]["id"]

    def flagged(self, who=None, **more):
        """(post, what was told of the flag, number of the case) of a new post."""
        post = more.pop("post", None) or self.new_id()
        told = self.flag(who, post, **more)
        return post, told, self.case_about(post)

    def case(self, who, number, expect=200):
        return self.do(who, "GET", f"/api/v1/cases/{number}", expect=expect).json()

    def move(self, who, number, name, expect=200, headers=None, **body):
        return self.do(who, "POST", f"/api/v1/cases/{number}/{name}", body, expect, headers).json()

    def rule(self, who, number, answer, expect=200, **more):
        if answer == "violates":
            more = {"clause": "belittling", "measures": REMOVE, **more}
        return self.move(who, number, "rule", expect, answer=answer, **{"reason": "so it is", **more})

    def decided(self, who, number, answer="violates", **more):
        """By somebody who claims it first."""
        self.move(who, number, "claim")
        return self.rule(who, number, answer, **more)

    def in_force(self, post):
        """The decision about a post that holds, as it is on record."""
        found = self.ask("GET", f"/api/v1/decisions?post={post}", key=self.lead, expect=200).json()["decisions"]
        [record] = [one["record"] for one in found if one["in_force"]]
        return self.ask("GET", f"/api/v1/decisions/{record}", key=self.lead, expect=200).json()


class DeskWithStrikes(Desk):
    """Where a violation is a strike."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        cls.addClassCleanup(scratch.cleanup)
        cls.source = pathlib.Path(scratch.name, "policy")
        shutil.copytree(GARDEN, cls.source)
        policy = cls.source / "policy.md"
        policy.write_text(policy.read_text().replace("action warn", "action warn, strike 1").replace("severity 2", "severity 3"))
        super().setUpClass()


class DeskInTime(Desk):
    """Where time can be moved on."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="mizan-test-")
        cls.addClassCleanup(scratch.cleanup)
        cls.clock, cls.ahead = pathlib.Path(scratch.name) / "clock", 0
        cls.clock.write_text("0")
        cls.options = ("--clock-file", cls.clock)
        super().setUpClass()

    def forward(self, seconds):
        type(self).ahead += seconds
        self.clock.write_text(str(self.ahead))
        time.sleep(0.5)  # it is read five times a second
        self.everybody_is_out()
