"""What happens but once in the month, each thing on its working day. `m` is the month; what must not be otherwise is checked where it is played."""

from town import TRUTH


def post_and_flag(m, who, kind, **order):
    """A post of this morning, and a partner's flag about it; (post, flag)."""
    post = m.posts.new(kind)
    m.platform.machine.post("/api/v1/moderate", post)
    m.wait_for_engine([post["id"]] if kind in ("insult", "threat", "question", "song") else [])
    return post["id"], m.partners[who].flag(post["id"], **m.posts.facts(post["id"]), **order)


def a_question_and_its_answer(m):
    post, flag = post_and_flag(m, "watch", "veiled", explanation="It is about our members.")
    one = m.desk.shift[0]
    case = m.desk.take(one, post)
    m.people[one].post(f"/api/v1/cases/{case}/ask", {"flag": flag["id"], "question": "What did it answer? We do not see that post."})
    asked = m.partners["watch"].machine.get(f"/api/v1/flags/{flag['id']}")["asked"]
    m.check("We do not see" in asked, "the flagger is told the question")
    m.later(3 * 3600)
    m.partners["watch"].reply(flag["id"], "A photo of our members, beside the compost heap.")
    m.desk.answers[post] = TRUTH["insult"]
    m.people[one].post(f"/api/v1/cases/{case}/claim")
    m.check(m.desk.decide(one, case)["clock"]["waited"] > 0 or not m.clock.moves, "what was waited for is not ours")


def a_question_without_an_answer(m):
    one = m.desk.shift[0]
    post, flag = post_and_flag(m, "council", "veiled")
    case = m.desk.take(one, post)
    m.people[one].post(f"/api/v1/cases/{case}/ask", {"flag": flag["id"], "question": "Whom is it about?"})


def one_declines_what_another_proposed(m):
    one, other = m.desk.shift
    post, _ = post_and_flag(m, "trusted", "quoted", clause="belittling")
    case = m.desk.take(one, post)
    m.people[one].post(f"/api/v1/cases/{case}/rule", {**TRUTH["threat"], "reason": "Mowing is meant."})
    m.people[one].post(f"/api/v1/cases/{case}/agree", expect=403)  # nobody is their own second person
    m.people[other].post(f"/api/v1/cases/{case}/decline", {"reason": "Nothing of the kind is said."})


def a_second_opinion(m):
    one, other = m.desk.shift
    post, _ = post_and_flag(m, "watch", "song", clause="belittling")
    case = m.desk.take(one, post)
    m.people[one].post(f"/api/v1/cases/{case}/opinion", {"answer": "violates", "reason": "my own"}, expect=403)
    m.people[other].post(f"/api/v1/cases/{case}/opinion", {"answer": "allowed", "reason": "I was in the theatre: it is a song of the play."})
    m.people[one].post(f"/api/v1/cases/{case}/note", {"reason": "Thank you. I did not know the play."})
    m.desk.decide(one, case)


def somebody_steps_back(m):
    one = m.desk.shift[0]
    post, _ = post_and_flag(m, "watch", "insult", clause="belittling")
    case = m.desk.take(one, post)
    m.people[one].post(f"/api/v1/cases/{case}/recuse", {"reason": "The author is my neighbour."})
    m.people[one].post(f"/api/v1/cases/{case}/claim", expect=403)


def to_who_reads_the_language(m):
    one = m.desk.shift[0]
    post, _ = post_and_flag(m, "trusted", "german")
    case = m.desk.take(one, post)
    m.people[one].post(f"/api/v1/cases/{case}/route", {"lang": "de", "reason": "I do not read German."})


def an_attack_by_mass(m):
    """A hundred people flag one harmless post. All are received, shown and answered; those beyond twenty change nothing."""
    one = m.desk.shift[0]
    post = m.posts.new("plain")
    m.platform.machine.post("/api/v1/moderate", post)
    crowd = [{"subject": {"id": post["id"]}, "user": f"crowd-{n:03}", "urgency": "threat" if n > 50 else "normal", **m.posts.facts(post["id"])} for n in range(100)]
    flags = m.platform.flag_many(crowd)
    m.check(sum(flag["folded"] for flag in flags) == 80, "of a hundred flags eighty are folded")
    case = m.desk.take(one, post["id"])
    seen = m.people[one].get(f"/api/v1/cases/{case}")
    m.check(len(seen["flags"]) == 100 and seen["case"]["folded"] == 80, "the reviewer sees all of them")
    m.check(not seen["case"]["clock"]["threat"], "a threat that the mass claims does not start the clock of a threat")
    m.desk.decide(one, case)
    again = m.people[one].get(f"/api/v1/cases/{case}")["flags"]
    m.check(all(flag["state"] == "answered" for flag in again), "each of a hundred is answered")


def a_government_flags(m):
    one = m.desk.shift[0]
    ministry = m.partners["ministry"]
    post = m.posts.new("insult")
    m.platform.machine.post("/api/v1/moderate", post)
    m.wait_for_engine([post["id"]])
    ministry.machine.post("/api/v1/flags", {"subject": {"id": post["id"]}, "explanation": "Please remove."}, expect=400)  # on what law?
    flag = ministry.flag(post["id"], legal_basis="Law on lawns, section 3", explanation="We hold it unlawful.")
    m.check(flag["kind"] == "government" and flag["due"] - flag["received_at"] == m.levels["other_hours"] * 3600, "a government has no partner's priority")
    case = m.desk.take(one, post["id"])
    order = {**TRUTH["insult"], "measures": [{"name": "withhold", "territory": "Lawnland"}]}
    m.people[one].post(f"/api/v1/cases/{case}/rule", order)


def danger_to_a_life(m):
    """Somebody claims it, a person says so too, a lead decides whom to tell; the case goes on to two people."""
    one = m.desk.shift[0]
    post, flag = post_and_flag(m, "trusted", "threat", clause="uprooting", urgency="threat", target="the gardener of plot 9", sensitive=True,
                               explanation="He stood at the fence last night.")
    m.check(flag["due"] - flag["received_at"] == m.levels["threat_hours"] * 3600, "a threat has an hour")
    case = m.desk.take("lena", post)  # it is sensitive: reviewers do not see it
    m.people[one].get(f"/api/v1/cases/{case}", expect=404)
    lead = m.people["lena"]
    lead.post(f"/api/v1/cases/{case}/danger", {"reason": "Place, time and person are named."})
    told = lead.post(f"/api/v1/cases/{case}/duty", {"notify": True, "authority": "Police of the town", "disclosed": "The post, its time, and the account's address",
                                                    "ground": "Threat to a life, offence suspected", "target_offered": True, "contact": "the gardener's sister"})
    m.check(told["danger"] and told["duty_decided"], "it is on record whom we told")
    lead.post(f"/api/v1/cases/{case}/rule", TRUTH["threat"])
    m.people["omar"].post(f"/api/v1/cases/{case}/agree")


def a_threat_that_is_none(m):
    one = m.desk.shift[0]
    post, _ = post_and_flag(m, "watch", "plain", urgency="threat", explanation="He has a spade!")
    case = m.desk.take(one, post)
    m.people[one].post(f"/api/v1/cases/{case}/clear-threat", {"reason": "He asks for a spade to dig his plot."})
    m.desk.decide(one, case)


def what_is_not_ours(m):
    watch = m.partners["watch"]
    for post, taken in (("shop-1", True), ("shop-2", False)):
        flag = watch.flag({"url": f"https://market.example/{post}"}, category="not-ours", explanation="He sells seeds that never come.")
        m.check(m.state_of("watch", flag) == "handed-off", "it is handed on at once")
        case = next(c["id"] for c in m.board.pages("/api/v1/cases?state=handed-off", "cases") if c["subject"]["url"].endswith(post))
        if taken:
            m.desk.lead.post(f"/api/v1/cases/{case}/taken-over", {"reason": "their number 4711"})
    seen = watch.machine.get(f"/api/v1/flags/{flag['id']}")
    m.check(seen["handed_off_to"] == "consumer-protection", "the flagger is told where it went")


def suspected_child_sexual_material(m):
    flag = m.partners["trusted"].flag("upload-77", category="child-safety", explanation="to be forgotten", text="to be forgotten")
    m.check(m.state_of("trusted", flag) == "handed-off" and flag["sensitive"], "it goes on at once, and is nobody's to know")
    case = next(c["id"] for c in m.board.pages("/api/v1/cases?state=handed-off", "cases") if c["subject"]["id"] == "upload-77")
    seen = m.desk.lead.ask("GET", f"/api/v1/cases/{case}")
    m.check("to be forgotten" not in str(seen), "nothing of it is kept but which it is")
    m.desk.lead.post(f"/api/v1/cases/{case}/taken-over", {"reason": "hotline, number 12"})


def added_withdrawn_and_sent_twice(m):
    watch = m.partners["watch"]
    post, flag = post_and_flag(m, "watch", "plain", explanation="It is about us.")
    file = watch.machine.post("/api/v1/attachments", "What was said before it.\n", media="text/plain")
    watch.add(flag["id"], text="Here is what was said before.", attachments=[{"name": "before.txt", "sha256": file["sha256"]}])
    watch.withdraw(flag["id"], "We had the wrong post.")
    watch.machine.post(f"/api/v1/flags/{flag['id']}/withdraw", {}, expect=409)
    order = {"key": "sent-twice", "subject": {"id": post}}
    first = watch.took(watch.machine.post("/api/v1/flags", order))
    again = watch.machine.post("/api/v1/flags", order)
    m.check(again["known"] and again["flag"]["id"] == first["id"], "the same flag again is the same flag")
    watch.machine.post("/api/v1/flags", {"key": "sent-twice", "subject": {"id": "another"}}, expect=409)


def many_at_once(m):
    """The same nonsense twelve times: the lead sees what a decision in bulk would do, and then does it."""
    posts = [m.posts.new("plain") for _ in range(12)]
    m.platform.machine.post("/api/v1/moderate", posts)
    m.platform.flag_many([{"subject": {"id": p["id"]}, "user": f"user-{n:02}", **m.posts.facts(p["id"])} for n, p in enumerate(posts)])
    cases = [m.desk.open_case_about(post["id"]) for post in posts]
    order = {"cases": cases, "ruling": TRUTH["plain"]}
    looked = m.desk.lead.post("/api/v1/cases/bulk", order | {"preview": True})["cases"]
    m.check(all(one["ok"] for one in looked) and m.desk.open_case_about(posts[0]["id"]), "a preview does nothing")
    done = m.desk.lead.post("/api/v1/cases/bulk", order)["cases"]
    m.check(all(one["ok"] for one in done), "each of them is decided")
    two = m.posts.new("threat")
    m.platform.machine.post("/api/v1/moderate", two)
    m.wait_for_engine([two["id"]])
    refused = m.desk.lead.post("/api/v1/cases/bulk", {"cases": [m.desk.open_case_about(two["id"])], "ruling": TRUTH["threat"]})["cases"]
    m.check(not refused[0]["ok"], "what two people decide is not decided in bulk")


def a_lead_undoes(m):
    one = m.desk.shift[0]
    post, flag = post_and_flag(m, "council", "quoted", clause="belittling")
    case = m.desk.take(one, post)
    m.people[one].post(f"/api/v1/cases/{case}/rule", {**TRUTH["insult"], "reason": "The words are there."})
    m.people[one].post(f"/api/v1/cases/{case}/undo", {"reason": "oh"}, expect=403)
    m.later(3600)
    m.desk.lead.post(f"/api/v1/cases/{case}/undo", {"reason": "The exception was not looked at."})
    told = m.partners["council"].machine.get(f"/api/v1/flags/{flag['id']}")
    m.check(told["flag"]["state"] == "open" and "outcome_text" not in told, "its flags wait for an answer again")


def two_become_one(m):
    one = m.desk.shift[0]
    first, _ = post_and_flag(m, "watch", "plain")
    second, _ = post_and_flag(m, "watch", "plain")
    into = m.desk.open_case_about(first)
    case = m.desk.take(one, second)
    m.people[one].post(f"/api/v1/cases/{case}/merge", {"into": into})


def how_grave(m):
    one = m.desk.shift[0]
    post, _ = post_and_flag(m, "trusted", "insult", clause="belittling")
    case = m.desk.open_case_about(post)
    m.people[one].post(f"/api/v1/cases/{case}/severity", {"severity": 4, "reason": "It is read by very many."})
    m.people[one].post(f"/api/v1/cases/{case}/severity", {"severity": 3, "reason": "Not so many after all."})


def a_pattern_and_an_account(m):
    exhibits = [{"id": m.posts.new("plain")["id"]} for _ in range(3)]
    m.partners["watch"].flag({"kind": "pattern", "id": "pattern-1"}, exhibits=exhibits, explanation="One after the other, they mean us.")
    m.partners["watch"].flag({"kind": "actor", "id": "author-07"}, explanation="This account does nothing else.")
    for subject in ("pattern-1", "author-07"):
        m.desk.answers[subject] = {**TRUTH["plain"], "reason": "Three posts about the weather."}


def a_partner_is_suspended(m):
    path = "/api/v1/partners/1/"
    m.desk.lead.post(path + "suspend", {"reason": "Half of its flags are about its rivals."})
    _, flag = post_and_flag(m, "watch", "plain")
    m.check(flag["due"] - flag["received_at"] == m.levels["other_hours"] * 3600, "a suspended partner is heard, without priority")
    m.desk.lead.post(path + "resume", {"reason": "It has trained its people."})


SCENES = {2: [a_question_and_its_answer], 3: [one_declines_what_another_proposed], 4: [a_second_opinion, a_question_without_an_answer], 5: [somebody_steps_back],
          6: [to_who_reads_the_language], 7: [an_attack_by_mass], 8: [a_government_flags], 9: [danger_to_a_life], 10: [a_threat_that_is_none],
          11: [what_is_not_ours], 12: [suspected_child_sexual_material], 13: [added_withdrawn_and_sent_twice], 14: [many_at_once], 16: [a_lead_undoes],
          17: [two_become_one], 18: [how_grave], 19: [a_pattern_and_an_account], 20: [a_partner_is_suspended]}
