"""What casework has told is on record, once, however the service ends. casework_kill_test.py MIZAN

The number of kills: CASEWORK_KILLS, 30 if it is not set (5 under sanitizers); how long after the first answer each hits follows from
CASEWORK_SEED. Between two kills partners and the platform flag, one by one and in bulk, two reviewers claim and decide, an author appeals,
and time passes."""

import collections
import os
import pathlib
import random
import signal
import subprocess
import threading
import time

import service
from desk import REMOVE, Desk
from receiver import Receiver
from service import wait_until

SEED = int(os.environ.get("CASEWORK_SEED", "1"))
LOOKED_UP = 3  # of each kind, after each kill
LOOKED_UP_AT_LAST = 60
HOUR = 3600
GONE = (OSError, service.http.client.HTTPException)  # it was killed meanwhile


def kills():
    return int(os.environ.get("CASEWORK_KILLS") or (5 if service.is_sanitized() else 30))


class Killed(Desk):
    rules = {"flags": {"hourly_per_flagger": 1_000_000, "fold_from": 1_000_000, "poor_percent": 0, "poor_least": 1000}, "load_most": 100_000}

    @classmethod
    def setUpClass(cls):
        scratch = service.tempfile.TemporaryDirectory(prefix="mizan-test-")
        cls.addClassCleanup(scratch.cleanup)
        cls.clock = pathlib.Path(scratch.name, "clock")
        cls.clock.write_text("0")  # seconds that time is ahead
        cls.receipts = pathlib.Path(scratch.name, "receipts")
        cls.receipts.mkdir()
        cls.options = ("--clock-file", cls.clock, "--threads", "2")
        super().setUpClass()

    def setUp(self):
        self.random, self.lock = random.Random(SEED), threading.Lock()
        self.flags, self.decided_cases, self.appeals = {}, {}, {}  # what was told: by key, by case, by case
        self.hours, self.trouble = 0, []
        self.service.contract.problems = lambda *_: []  # other tests hold answers to it; here thousands are read

    def test_what_was_told_is_on_record_and_told_once(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        hook = self.ask("POST", "/api/v1/webhooks", {"url": receiver.url, "topics": ["case.ruled", "case.appealed", "case.breached"]}, key=self.lead, expect=201).json()
        status = subprocess.run([service.MIZAN, "log", "status", "--store", self.folder / "data/record"], capture_output=True, text=True, check=True).stdout
        self.log_key = next(line.split()[-1] for line in status.splitlines() if line.startswith("key"))
        self.partner("paul", agreement={"from": 1, "flag_hours": 24})
        for turn in range(kills()):
            self.everybody_is_out()
            for name in ("paul", "ann", "ben"):
                self.person(name)
            self.load(turn)
            self.service.start(expect_password=False)
            self.everybody_is_out()
            self.look_up(LOOKED_UP)
            if turn % 50 == 49:
                print(f"{turn + 1} kills", flush=True)
        self.look_up(LOOKED_UP_AT_LAST)
        self.check_numbers()
        self.check_time()
        deliveries = f"/api/v1/webhooks/{hook['id']}/deliveries?state=waiting"
        wait_until(lambda: not self.ask("GET", deliveries, key=self.lead, expect=200).json()["deliveries"], 5 * service.WAIT)
        self.check_messages(receiver)
        print(f"{kills()} kills: {len(self.flags)} flags told, {len(self.decided_cases)} decisions, {len(self.appeals)} appeals, {len(receiver.got)} messages")

    # ---- load

    def load(self, turn):
        """Everybody works until the service is killed."""
        before = len(self.flags) + len(self.decided_cases)
        work = [self.flag_one_by_one, self.flag_in_bulk, self.decide_as("ann"), self.decide_as("ben"), self.pass_time]
        threads = [threading.Thread(target=self.until_killed, args=(one, turn, number)) for number, one in enumerate(work)]
        for thread in threads:
            thread.start()
        wait_until(lambda: self.trouble or len(self.flags) + len(self.decided_cases) > before)
        time.sleep(self.random.uniform(0, 0.4))
        self.service.stop(signal.SIGKILL)
        for thread in threads:
            thread.join()
        self.assertEqual(self.trouble, [])

    def until_killed(self, one, turn, number):
        for i in range(10_000):
            try:
                one(f"{turn}-{number}-{i}")
            except GONE:
                return
            except Exception as error:  # the test tells it
                self.trouble.append(error)
                raise

    def flag_one_by_one(self, name):
        order = {"subject": {"id": "post-" + name}, "key": name, "clause": "belittling", "author": "author-" + name}
        told = self.do("paul", "POST", "/api/v1/flags", order).json()
        with self.lock:
            self.flags[name] = ("paul", order, told)

    def flag_in_bulk(self, name):
        orders = [{"subject": {"id": f"post-{name}-{n}"}, "key": f"{name}-{n}", "clause": "belittling", "user": f"user-{name}"} for n in range(5)]
        told = self.do(None, "POST", "/api/v1/flags", orders).json()
        with self.lock:
            for order, one in zip(orders, told, strict=True):
                self.flags[order["key"]] = (None, order, one)

    def decide_as(self, who):
        def decide(_name):
            claimed = self.do(who, "POST", "/api/v1/queue/next", {}, expect=None)
            if claimed.status != 200:
                return time.sleep(0.02)  # nothing waits
            case = claimed.json()
            if case["kind"] == "appeal":
                order = {"answer": "allowed", "review": "overturned", "reason": "as seen anew"}
            else:
                order = {"answer": "violates", "clause": "belittling", "measures": REMOVE, "reason": "as seen"}
            ruled = self.do(who, "POST", f"/api/v1/cases/{case['id']}/rule", order, expect=None)
            if ruled.status != 200:
                return None  # the other took part in it before
            with self.lock:
                self.decided_cases[case["id"]] = (who, order)
            if case["kind"] != "appeal" and case["id"] % 4 == 0:
                self.do(None, "POST", f"/api/v1/cases/{case['id']}/appeal", {"text": "it was not so meant"}, 201)
                with self.lock:
                    self.appeals[case["id"]] = case["subject"]["id"]
            return None
        return decide

    def forward(self, seconds):
        new = self.clock.with_suffix(".new")
        new.write_text(str(seconds))
        new.rename(self.clock)

    def pass_time(self, _name):
        self.hours += 1
        self.forward(self.hours * HOUR // 4)
        self.ask("GET", "/readyz")
        time.sleep(0.05)

    # ---- what must hold

    def some(self, told, count):
        return self.random.sample(sorted(told.items()), min(len(told), count))

    def look_up(self, count):
        for _, (who, order, told) in self.some(self.flags, count):
            again = self.do(who, "POST", "/api/v1/flags", order).json()
            self.assertEqual((again["known"], again["flag"]["id"]), (True, told["flag"]["id"]), order)
            self.check_receipt(told)
        for case, (who, order) in self.some(self.decided_cases, count):
            shown = self.case("lena", case)
            rulings = [e for e in shown["history"] if e["event"] == "ruled"]
            self.assertEqual([(e["by"], e["ruling"]["order"]["answer"]) for e in rulings], [(who, order["answer"])], case)
            self.assertEqual(shown["case"]["state"], "decided")
        for case, post in self.some(self.appeals, count):
            history = [e["event"] for e in self.case("lena", self.case_about(post, "appeal"))["history"]]
            self.assertEqual(history.count("appealed"), 1, case)

    def check_receipt(self, told):
        file = self.receipts / f"{told['flag']['id']}.mizan-receipt"
        file.write_text(told["receipt"])
        checked = subprocess.run([service.MIZAN, "receipt", "check", file, "--key", self.log_key], capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def check_numbers(self):
        """Numbers are without a gap; nobody has two flags under a key; what was told is among them."""
        ids = [told["flag"]["id"] for _, _, told in self.flags.values()]
        self.assertEqual(len(ids), len(set(ids)))
        cases = self.cases()
        self.assertEqual([c["id"] for c in cases], list(range(1, len(cases) + 1)))
        about = collections.Counter(c["subject"]["id"] for c in cases if c["kind"] == "flags")
        self.assertEqual({post: n for post, n in about.items() if n > 1}, {})
        for who, order, told in self.flags.values():
            self.assertEqual(about[order["subject"]["id"]], 1, (who, order, told))

    def check_time(self):
        """Every case that nobody decided is warned and breached once, whenever the service was killed."""
        self.forward(self.hours * HOUR + 400 * HOUR)
        time.sleep(0.5)  # the service looks five times a second
        self.everybody_is_out()
        waiting = lambda: [c for c in self.cases() if c["state"] == "open" and c["level"] == 0]
        wait_until(lambda: not waiting())
        for case in self.cases()[:: max(1, len(self.cases()) // 50)]:
            events = collections.Counter(e["event"] for e in self.case("lena", case["id"])["history"])
            self.assertLessEqual(events["warned"], 1, case)
            self.assertEqual(events["breached"], 1 if case["state"] == "open" else events["breached"], case)
            self.assertLessEqual(events["breached"], 1, case)

    def check_messages(self, receiver):
        """Each message came under one id; of every decision and appeal that was told one came."""
        ids = collections.defaultdict(set)
        for body in receiver.bodies():
            ids[body["type"], body["data"]["body"]["case"]].add(body["id"])
        self.assertEqual({what: of for what, of in ids.items() if len(of) != 1}, {})
        missing = [case for case in self.decided_cases if ("case.ruled", case) not in ids]
        self.assertEqual(missing, [])


if __name__ == "__main__":
    service.main()
