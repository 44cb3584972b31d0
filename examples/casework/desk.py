"""The desk: how the reviewers work through the queue. Who decides knows what town.py says a careful person would say, and now and then is in a hurry."""

from town import ALL_LEADS, LEADS, MISTAKE, READS_GERMAN, REVIEWERS, TRUTH

MINUTES_10 = 600
MISTAKES = 0.1     # of decisions where one is easily made
AT_ONCE = 8        # each so many-th case is decided the moment it is claimed, and so is looked at again


class Desk:
    def __init__(self, people, board, posts, clock, random):
        """`board` shows what waits: a machine with a key."""
        self.people, self.board, self.posts, self.clock, self.random = people, board, posts, clock, random
        self.shift = REVIEWERS[:2]
        self.answers = {}    # of what is no post of the town: subject -> order
        self.claims = 0
        self.questions = {}  # case -> flag that was asked about it

    @property
    def lead(self):
        return self.people[LEADS[0]]

    def sit(self, each):
        """Each of the shift takes so many cases, thinks ten minutes, and decides."""
        held = []
        for _ in range(each):
            for name in self.shift:
                case = self.people[name].post("/api/v1/queue/next?lang=" + ("en,de" if name == READS_GERMAN else "en"))
                if not case:
                    continue
                self.claims += 1
                if self.claims % AT_ONCE == 0:
                    self.decide(name, case["id"])
                else:
                    held.append((name, case["id"]))
        self.leads_take_what_nobody_else_can(held)
        self.clock.step(MINUTES_10)
        for name, case in held:
            self.decide(name, case)
        self.second_people()

    def leads_take_what_nobody_else_can(self, held):
        """Sensitive cases, and what was decided by the only one who reads the language."""
        for case in list(self.board.pages("/api/v1/cases?state=open", "cases")):
            alone = case["lang"] == "de" and READS_GERMAN in case["recused"]
            if case["sensitive"] or alone:
                name = next(name for name in ALL_LEADS if name not in case["recused"])
                self.people[name].post(f"/api/v1/cases/{case['id']}/claim")
                held.append((name, case["id"]))

    def decide(self, name, number):
        """Looks at the case first: that is on record too."""
        who = self.people[name]
        seen = who.get(f"/api/v1/cases/{number}")
        order = self.order_for(who, seen)
        return who.post(f"/api/v1/cases/{number}/rule", order | {"version": seen["case"]["version"]})

    def order_for(self, who, seen):
        case = seen["case"]
        subject = case["subject"]["id"]
        kind = self.posts.kinds.get(subject, "plain")
        careful = self.answers.get(subject, TRUTH[kind])
        if case["kind"] == "appeal":
            before = who.get(f"/api/v1/cases/{case['of']}")["case"]["ruling"]["order"]
            same = before["answer"] == careful["answer"]
            return careful | {"review": "upheld" if same else "overturned"}
        hurried = case["kind"] in ("flags", "engine") and case["reopened"] == 0 and self.random.random() < MISTAKES
        return MISTAKE.get(kind, careful) if hurried and subject not in self.answers else careful

    def second_people(self):
        """What one has proposed, another agrees with or not."""
        for case in list(self.board.pages("/api/v1/cases?state=proposed", "cases")):
            took_part = {case["proposal"]["by"], *case["recused"]}
            second = next(n for n in (ALL_LEADS if case["sensitive"] else (*self.shift, *REVIEWERS, *ALL_LEADS)) if n not in took_part)
            self.people[second].get(f"/api/v1/cases/{case['id']}")
            if case["proposal"]["order"]["answer"] == TRUTH[self.posts.kinds.get(case["subject"]["id"], "threat")]["answer"]:
                self.people[second].post(f"/api/v1/cases/{case['id']}/agree")
            else:
                self.people[second].post(f"/api/v1/cases/{case['id']}/decline", {"reason": "I do not read it so."})

    def open_case_about(self, subject):
        """Of a post that waits for a person; nothing if there is none."""
        waiting = self.board.pages("/api/v1/cases?state=open", "cases")
        return next((c["id"] for c in waiting if c["subject"]["id"] == subject and c["kind"] in ("flags", "engine")), None)

    def take(self, name, subject):
        """Claims the case about it."""
        number = self.open_case_about(subject)
        self.people[name].post(f"/api/v1/cases/{number}/claim")
        return number
