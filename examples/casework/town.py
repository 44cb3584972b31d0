"""The town: who is there, what they write, and what a careful person would say of it. Nothing here asks the service anything."""

REVIEWERS = ("ann", "ben", "carl", "dora")
READS_GERMAN = "dora"
LEADS = ("lena", "omar", "ida")
ALL_LEADS = (*LEADS, "admin")  # what two have decided, two others look at again
PASSWORD = "a password of the month for "

PARTNERS = (
    ("watch", {"name": "Garden Watch", "kind": "contracted", "expertise": ["belittling"], "langs": ["en"], "contact": "desk@watch.example",
               "agreement": {"from": 1, "flag_hours": 24}}),
    ("trusted", {"name": "Trusted Trowel", "kind": "statutory", "authority": "Coordinator of digital services of the town",
                 "reference": "register, entry 7", "langs": ["en", "de"], "agreement": {"from": 1}}),
    ("council", {"name": "Council of the Plots", "kind": "council", "agreement": {"from": 1}}),
    ("ministry", {"name": "Ministry of Lawns", "kind": "government", "agreement": {"from": 1}}),
)

# What is posted: kind -> texts. {n} makes each a text of its own.
TEXTS = {
    "plain": ("The roses are in bloom, day {n}", "Rain again on plot {n}", "Who has a spade for plot {n}?"),
    "insult": ("Gardeners are weeds. That is my post number {n}", "All gardeners are just rubbish, I say it for the time number {n}"),
    "threat": ("We will compost all gardeners. Number {n}", "We will mow the gardeners. Number {n}"),
    "question": ("Are gardeners weeds? I ask for the {n}th time",),
    "quoted": ("Calling gardeners rubbish is rude, and I have read it {n} times",),
    "song": ("Gardeners are weeds, sang the choir in scene {n} of our play",),
    "trade": ("Florists are weeds, reason number {n}",),
    "veiled": ("You know what belongs on heap {n}",),
    "german": ("Die Kletterrosen am Zaun {n} gehen mir auf die Nerven",),
}
DAILY = ("plain",) * 10 + ("insult", "insult", "question", "song", "trade", "veiled", "quoted")
NOW_AND_THEN = {"threat": 2, "german": 4}  # each so many days
LIKELY_FLAGGED = {"insult": 0.7, "threat": 0.9, "trade": 0.6, "veiled": 0.6, "quoted": 0.5, "german": 0.6, "song": 0.3, "plain": 0.12}

# What a careful person answers.
TRUTH = {
    "plain": {"answer": "allowed", "reason": "Nothing in it is about people."},
    "insult": {"answer": "violates", "clause": "belittling", "reason": "It calls people weeds or rubbish.", "measures": [{"name": "remove"}]},
    "threat": {"answer": "violates", "clause": "uprooting", "reason": "It says what will be done to people.", "measures": [{"name": "remove"}, {"name": "strike"}]},
    "question": {"answer": "allowed", "reason": "It asks, and asserts nothing."},
    "quoted": {"answer": "allowed", "clause": "belittling", "exception": "counter-speech", "reason": "The words are repeated to object to them."},
    "song": {"answer": "allowed", "reason": "It tells what was sung on a stage."},
    "trade": {"answer": "policy-gap", "reason": "It belittles people for their trade, and no clause protects that."},
    "veiled": {"answer": "undecided", "missing": "the post that this answers", "reason": "Without what went before it can mean anything."},
    "german": {"answer": "allowed", "reason": "It is about roses on a fence."},
}
# What a person in a hurry answers instead.
MISTAKE = {
    "insult": {"answer": "allowed", "reason": "I took it for a joke."},
    "song": {"answer": "violates", "clause": "belittling", "reason": "The words are there.", "measures": [{"name": "remove"}]},
    "question": {"answer": "violates", "clause": "belittling", "reason": "It suggests it.", "measures": [{"name": "label"}]},
    "quoted": {"answer": "violates", "clause": "belittling", "reason": "The words are there.", "measures": [{"name": "remove"}]},
}


class Posts:
    """What was posted, by its id."""

    def __init__(self, random):
        self.random, self.kinds, self.sent = random, {}, {}

    def new(self, kind):
        number = len(self.kinds) + 1
        post = {"id": f"t{number:04}", "author": f"author-{self.random.randrange(40):02}", "text": self.random.choice(TEXTS[kind]).format(n=number)}
        if kind == "german":
            post["lang"] = "de"
        self.kinds[post["id"]], self.sent[post["id"]] = kind, post
        return post

    def facts(self, post):
        """What a platform knows of a post beside its id, and sends along with a flag."""
        return {name: value for name, value in self.sent[post].items() if name != "id"}

    def of_day(self, day):
        kinds = list(DAILY) + [kind for kind, every in NOW_AND_THEN.items() if day % every == 0]
        self.random.shuffle(kinds)
        return [self.new(kind) for kind in kinds]
