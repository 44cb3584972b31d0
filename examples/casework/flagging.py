"""Who flags: users through the platform's machine, and partners with keys of their own, who keep each receipt as a file."""

import csv
import io
import pathlib

from town import LIKELY_FLAGGED, TRUTH

USERS = 60
HARMFUL = ("insult", "threat", "trade", "veiled")


class Folder:
    """Where receipts are kept: a folder for each who flags, a file for each flag."""

    def __init__(self, root):
        self.root = pathlib.Path(root)

    def keep(self, who, told):
        if "receipt" not in told:
            return  # it was flagged before under the same key: the receipt is here since then
        file = self.root / who / f"flag-{told['flag']['id']}.mizan-receipt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(told["receipt"])

    def all(self):
        return sorted(self.root.glob("*/*.mizan-receipt"))


class Flagger:
    """A partner, or the platform for its users."""

    def __init__(self, name, machine, folder):
        self.name, self.machine, self.folder = name, machine, folder
        self.sent = []  # numbers of flags
        self.count = 0

    def next_key(self):
        self.count += 1
        return f"{self.name}-{self.count}"

    def flag(self, subject, **order):
        """One flag, about a post's id or any subject."""
        subject = {"id": subject} if isinstance(subject, str) else subject
        told = self.machine.post("/api/v1/flags", {"key": self.next_key(), "subject": subject, **order})
        return self.took(told)

    def took(self, told):
        self.folder.keep(self.name, told)
        self.sent.append(told["flag"]["id"])
        return told["flag"]

    def flag_many(self, orders):
        orders = [{"key": self.next_key(), **order} for order in orders]
        return [self.took(told) for told in self.machine.post("/api/v1/flags", orders)] if orders else []

    def flag_as_csv(self, rows):
        """As a spreadsheet saves it: (post, clause, explanation)."""
        sheet = io.StringIO()
        lines = csv.writer(sheet)
        lines.writerow(("key", "subject.id", "clause", "explanation"))
        lines.writerows((self.next_key(), *row) for row in rows)
        told = self.machine.post("/api/v1/flags", sheet.getvalue(), media="text/csv")
        return [self.took(one) for one in told]

    def add(self, flag, **more):
        return self.machine.post(f"/api/v1/flags/{flag}/add", more)

    def withdraw(self, flag, why):
        return self.machine.post(f"/api/v1/flags/{flag}/withdraw", {"text": why})

    def reply(self, flag, text):
        return self.machine.post(f"/api/v1/flags/{flag}/reply", {"text": text})

    def appeal(self, flag, text):
        return self.machine.post(f"/api/v1/flags/{flag}/appeal", {"text": text})

    def own(self):
        return list(self.machine.pages("/api/v1/flags", "flags"))


def users_flag(platform, posts, todays, random):
    """What users make of the posts of a day. Each flag names its user, and the platform passes it on."""
    orders = []
    for post in todays:
        kind = posts.kinds[post]
        while random.random() < LIKELY_FLAGGED.get(kind, 0):
            orders.append({"subject": {"id": post}, "user": f"user-{random.randrange(USERS):02}", "explanation": "This should not be here.", **posts.facts(post)})
            if random.random() < 0.5:
                break
    return platform.flag_many(orders)


def partners_flag(partners, posts, todays, day, random):
    harmful = [post for post in todays if posts.kinds[post] in HARMFUL]
    random.shuffle(harmful)
    clause = lambda post: TRUTH[posts.kinds[post]].get("clause", "belittling")
    partners["watch"].flag_as_csv([(post, clause(post), "It is about our members, \"the gardeners\".") for post in harmful[:2]])
    for post in harmful[2:3]:
        urgency = "urgent" if day % 4 == 0 else "normal"
        partners["trusted"].flag(post, clause=clause(post), explanation="Under our terms of reference.", lang="en", urgency=urgency)
    if day % 3 == 0:
        partners["council"].flag(random.choice(todays), explanation="A member of the council asked us to look.")
    if day % 5 == 0:
        partners["ministry"].flag(random.choice(todays), legal_basis="Law on lawns, section 3", explanation="We hold it unlawful.")
