#!/usr/bin/env python3
"""Plays a month of a mid-sized platform's casework against a running service, in less than a minute: README.md beside this says how.

MIZAN_URL says where the service is, MIZAN_PASSWORD is the password of its account `admin`. The service has to be new. Prints a summary, and leaves
it in OUT/summary.json with the receipts of all flags beside it. Leaves with 1 if anything was not as it must be."""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from client import Api, Clock, Machine, Person, wait_for
from desk import Desk
from flagging import Flagger, Folder, partners_flag, users_flag
from scenes import SCENES
from summary import RUNNING, summarize, text_of
from town import LEADS, PARTNERS, PASSWORD, REVIEWERS, Posts

NIGHT = 24 * 3600  # from one sitting to the next; so what has a day, or three, is late in the night and never while people sit
EACH = 7   # cases that each of a shift takes; on Fridays half


class Month:
    def __init__(self, settings):
        self.settings = settings
        self.random = random.Random(settings.seed)
        self.api = Api(settings.url)
        self.clock = Clock(self.api, settings.clock_file)
        self.posts = Posts(self.random)
        self.folder = Folder(pathlib.Path(settings.out) / "receipts")
        self.people, self.partners, self.wrong = {}, {}, []
        self.appealed = set()
        self.found = set()  # posts that the engine has left to people, and that are cases

    def check(self, holds, what):
        if not holds:
            self.wrong.append(what)

    # ---- who is there

    def settle(self):
        admin = self.admin = self.people["admin"] = Person(self.api, "admin", self.settings.password)
        for name, role in [(name, "reviewer") for name in REVIEWERS] + [(name, "lead") for name in LEADS]:
            admin.post("/api/v1/accounts", {"name": name, "role": role, "password": PASSWORD + name})
            self.people[name] = Person(self.api, name, PASSWORD + name)
        self.board = self.key("lead")  # what a screen on the wall would show
        self.platform = Flagger("platform", self.key("service"), self.folder)
        for number, (name, facts) in enumerate(PARTNERS, 1):
            machine = self.key("partner")
            self.people[LEADS[0]].post("/api/v1/partners", facts)
            self.people[LEADS[0]].post(f"/api/v1/partners/{number}/add-member", {"member": machine.who})
            self.partners[name] = Flagger(name, machine, self.folder)
        self.levels = self.board.get("/api/v1/casework/rules")["levels"]
        self.desk = Desk(self.people, self.board, self.posts, self.clock, self.random)

    def key(self, role):
        return Machine(self.api, self.admin.post("/api/v1/keys", {"name": role, "role": role})["key"])

    # ---- a day

    def play(self):
        self.yesterday = self.evening(0)
        for day in range(1, self.settings.days + 1):
            self.night(day)
            is_friday = day % 5 == 0
            self.desk.shift = [REVIEWERS[(2 * day + n) % len(REVIEWERS)] for n in (0, 1)]
            self.morning(day)
            self.desk.sit(EACH // 2 if is_friday else EACH)
            self.afternoon(day)
            self.yesterday = self.evening(day)
            if is_friday:
                self.late_flags()
        self.wait_for_engine(self.for_people)

    def morning(self, day):
        partners_flag(self.partners, self.posts, self.yesterday, day, self.random)
        for scene in SCENES.get(day, ()):
            scene(self)

    def afternoon(self, day):
        """The platform does what was decided, and passes appeals on; partners appeal."""
        for action in self.platform.machine.get("/api/v1/actions?limit=500")["actions"]:
            if action["state"] != "asked":
                continue
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.api.now()))
            self.platform.machine.post("/api/v1/events", {"type": "action-confirmed", "record": action["record"], "action": action["action"], "as_of": now})
            if action["action"] in ("remove", "label") and self.random.random() < 0.3:
                self.author_appeals(action["record"])
        for name in ("watch", "trusted"):
            for flag in self.partners[name].own():
                if flag.get("answer") == "allowed" and flag["id"] not in self.appealed and self.random.random() < 0.25:
                    self.partners[name].machine.post(f"/api/v1/flags/{flag['id']}/appeal", {"text": "Please look again."}, expect=(200, 409))
                    self.appealed.add(flag["id"])

    def author_appeals(self, record):
        case = self.platform.machine.get(f"/api/v1/decisions/{record}")["contents"]["case"]
        self.platform.machine.post(f"/api/v1/cases/{case}/appeal", {"text": "It was not meant so."}, expect=(201, 409))

    def evening(self, day):
        """The platform's posts. What the engine leaves to people are cases before anybody flags them."""
        posts = self.posts.of_day(day)
        told = self.platform.machine.post("/api/v1/moderate", posts)
        self.for_people = [decision["id"] for decision in told if decision["route"] == "person"]
        return [post["id"] for post in posts]

    def late_flags(self):
        """On Friday evening, when nobody sits any more."""
        for post in [p for p in self.yesterday if self.posts.kinds[p] in ("insult", "trade")][:2]:
            self.partners["watch"].flag(post, **self.posts.facts(post))

    def night(self, day):
        self.wait_for_engine(self.for_people)
        users_flag(self.platform, self.posts, self.yesterday, self.random)
        weekend = 2 * 24 * 3600 if day > 1 and day % 5 == 1 else 0
        self.clock.step(NIGHT + weekend)
        if self.clock.moves:
            wait_for(self.time_was_noticed, "the service does not notice that time has passed")

    # ---- what has to have come to pass before one goes on

    def wait_for_engine(self, posts):
        def are_cases():
            for case in self.board.pages("/api/v1/cases?state=open", "cases"):
                if case["engine_record"]:
                    self.found.add(case["subject"]["id"])
            return all(post in self.found for post in posts)
        wait_for(are_cases, "the service does not take up what the engine found")

    def time_was_noticed(self):
        now = self.api.now()
        def is_late(case):
            if case["state"] == "waiting":
                return case["waiting_until"] <= now
            clock = case["clock"]
            goes_on = case["state"] in RUNNING or (case["state"] == "handed-off" and not clock["ended_at"])
            return goes_on and not clock["breached_at"] and clock["due"] <= now or case["state"] == "claimed" and case["claimed_until"] <= now
        return not any(is_late(case) for case in self.board.pages("/api/v1/cases", "cases"))

    def later(self, seconds):
        """So much later; where the clock cannot be moved, another second at least."""
        if self.clock.moves:
            self.clock.step(seconds)
        else:
            time.sleep(1.1)

    def state_of(self, partner, flag):
        return self.partners[partner].machine.get(f"/api/v1/flags/{flag['id']}")["flag"]["state"]

    # ---- the end

    def check_receipts(self):
        """With the program, and the log's public key; nothing of the service is asked."""
        key = self.board.get("/api/v1/logs")["logs"][0]["key"]
        def holds(file):
            return subprocess.run([self.settings.mizan, "receipt", "check", file, "--key", key], capture_output=True, check=False).returncode == 0
        files = self.folder.all()
        with ThreadPoolExecutor(2) as pool:
            good = sum(pool.map(holds, files))
        self.check(good == len(files), f"{len(files) - good} receipts do not hold")
        return {"kept": len(files), "hold": good}

    def end(self, began):
        summary = summarize(self.board)
        summary["receipts"] = self.check_receipts() if self.settings.mizan else {"kept": len(self.folder.all()), "not checked": "say --mizan PROGRAM"}
        partners = self.board.get("/api/v1/partners")["partners"]
        summary["partners"] = {p["facts"]["name"]: p["flags"] for p in partners}
        pathlib.Path(self.settings.out, "summary.json").write_text(json.dumps(summary, indent=2) + "\n")
        print(text_of(summary))
        print(f"{self.api.asked} requests in {time.monotonic() - began:.0f} s; seed {self.settings.seed}"
              + ("" if self.clock.moves else "; the clock was not moved, so nothing was late"))
        for what in self.wrong:
            print("NOT SO: " + what)
        return 1 if self.wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", default=os.environ.get("MIZAN_URL", "http://127.0.0.1:7470"))
    parser.add_argument("--password", default=os.environ.get("MIZAN_PASSWORD"), help="of the account admin; better by MIZAN_PASSWORD")
    parser.add_argument("--clock-file", help="what `mizan serve --clock-file` was given; without it no time passes")
    parser.add_argument("--mizan", help="the program, by which receipts are checked")
    parser.add_argument("--out", default="out/month")
    parser.add_argument("--days", type=int, default=22, help="working days; what is played but once takes 20")
    parser.add_argument("--seed", type=int, default=1)
    settings = parser.parse_args()
    if not settings.password:
        parser.error("MIZAN_PASSWORD is not set")
    began = time.monotonic()
    pathlib.Path(settings.out).mkdir(parents=True, exist_ok=True)
    month = Month(settings)
    month.settle()
    month.play()
    sys.exit(month.end(began))


if __name__ == "__main__":
    main()
