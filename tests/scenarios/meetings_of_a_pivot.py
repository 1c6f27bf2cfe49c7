"""The meetings of the story of a pivot: votes, packs, decisions, a tripwire and a special review."""

from datetime import UTC, datetime

from tests.scenarios.stage import DM, Stage, Values

# Whoever speaks first is the first person that Headway gets to know.
DANA = "1"
WHY = {
    "pivot": "they do not ask for what we sell",
    "persevere": "one cycle is too short",
    "stop": "nothing is left to try",
}


def at(year: int, month: int, day: int, hour: int = 15, minute: int = 5) -> datetime:
    """A moment in UTC; London is an hour ahead of it from 28 March on."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


async def first_meeting(stage: Stage) -> None:
    """Votes and agenda a week before, the pack two days before, the decision at the meeting."""
    await stage.tick(at(2026, 12, 29, 10))
    assert "Say in private" in await stage.posts("U_KIT", where=DM)
    await vote(stage, {"U_DANA": "pivot", "U_TOM": "persevere", "U_KIT": "persevere"})
    await stage.say("U_TOM", 'agenda add "Who answers the deadline page in January?" 10 min')
    refused = await stage.say("U_TOM", "agenda remove 2")
    assert "stay on every agenda" in refused.text
    await stage.tick(at(2026, 12, 31, 10))
    told = await stage.posts("U_TOM")
    assert "Private votes in: 3 of 3" in told
    assert "The lean stays hidden" in told
    await stage.tick(at(2027, 1, 5, 14))
    await stage.posts("U_DANA")
    await stage.press("U_DANA", "Start")
    told = await stage.posts("U_TOM")
    assert "2 persevere, 1 pivot" in told
    assert "Not enough evidence" in told
    late = await stage.say("U_TOM", 'vote stop "I changed my mind"', where=DM)
    assert "yours cannot change any more" in late.text
    await first_decision(stage)


async def vote(stage: Stage, choices: dict[str, str]) -> None:
    """Everybody votes in private."""
    for who, choice in choices.items():
        answer = await stage.say(who, f'vote {choice} "{WHY[choice]}"', where=DM)
        assert "Nobody sees it until the meeting begins" in answer.text


async def first_decision(stage: Stage) -> None:
    """A draft without effect, completed in two steps, and confirmed by Kit."""
    await stage.tick(at(2027, 1, 5, 17))
    await stage.posts("U_DANA")
    assert (await stage.press("U_DANA", "Record the decision")).has_form
    reason = "Search works; the offer gets one more cycle at half the price"
    draft = await stage.fill("U_DANA", {"outcome": "persevere", "reason": reason})
    assert "It has no effect yet" in draft.text
    await persevere(
        stage,
        tripwire={
            "kpi": "cost_per_lead",
            "bound": "above 260 until mar",
            "agreed": "Rethink the strategy if a lead costs more than £260",
            "giving": ["patience"],
        },
        follow={
            "action": "Offer the close at half the price",
            "due": "2027-01-15",
            "dissent": "nobody",
        },
    )
    await confirm(stage, 1)
    assert "Decision 1" in await stage.posts("U_TOM")


async def persevere(stage: Stage, *, tripwire: Values, follow: Values) -> None:
    """Add what a decision to persevere needs, in two steps."""
    await stage.press("U_DANA", "What would change our mind")
    await stage.fill("U_DANA", tripwire)
    await stage.press("U_DANA", "Actions, dissent, review")
    complete = await stage.fill("U_DANA", follow)
    assert "Everything is there" in complete.text


async def confirm(stage: Stage, number: int) -> None:
    """Kit reads the decision, and says that it is theirs; nobody else can."""
    assert "I decide this" not in (await stage.say("U_TOM", f"decisions show {number}")).buttons
    shown = await stage.say("U_KIT", f"decisions show {number}")
    assert "I decide this" in shown.buttons
    await stage.press("U_KIT", "I decide this")


async def second_meeting(stage: Stage) -> None:
    """The pack leans to pivot; they persevere once more, with a dissent and a tripwire."""
    await stage.tick(at(2027, 2, 23, 10))
    await vote(stage, {"U_DANA": "pivot", "U_TOM": "pivot", "U_KIT": "persevere"})
    await stage.tick(at(2027, 2, 26, 10))
    told = await stage.posts("U_TOM")
    assert "open, was due Fri 15 Jan: Offer the close at half the price" in told
    assert "Leans to pivot" not in told
    await stage.tick(at(2027, 3, 2, 14))
    await stage.posts("U_DANA")
    await stage.press("U_DANA", "Start")
    told = await stage.posts("U_TOM")
    assert "Leans to pivot. Rule 3" in told
    assert "It is not a decision. Kit Larkspur decides on 2 March 2027." in told
    await stage.tick(at(2027, 3, 2, 17))
    await stage.posts("U_DANA")
    assert (await stage.press("U_DANA", "Record the decision")).has_form
    reason = "Spring is our season; the team gets until Easter"
    await stage.fill("U_DANA", {"outcome": "persevere", "reason": reason})
    await persevere(
        stage,
        tripwire={
            "kpi": "qualified_leads",
            "bound": "below 95 in mar",
            "agreed": "Meet at once if March brings fewer than 95 leads",
            "consequence": "special review",
            "giving": ["patience"],
        },
        follow={
            "action": "Show the deadline page in every ad",
            "due": "2027-03-12",
            "dissent": DANA,
            "why": "They do not ask for what we sell, at any price",
        },
    )
    await confirm(stage, 2)


async def tripwire(stage: Stage) -> None:
    """March brings 88 leads: its tripwire is hit, and told once, with a way to meet about it."""
    await stage.tick(at(2027, 3, 4, 10))
    await stage.say("U_DANA", "kpi leads 101 feb, cpl 244 feb")
    refused = await stage.say("U_DANA", 'meet special 12 mar 15:00 "I have a feeling"')
    assert "A special review is for when a tripwire was hit" in refused.text
    await stage.tick(at(2027, 4, 6, 9))
    await stage.say("U_DANA", "kpi leads 88 mar, cpl 251 mar")
    await stage.tick(at(2027, 4, 6, 10))
    told = await stage.posts("U_DANA")
    assert told.count("is 88, below the tripwire of 95") == 1
    await stage.say("U_TOM", 'feedback - "I asked my accountant, and she does it already" prospect')
    planned = await stage.say("U_DANA", 'meet special 8 apr 15:00 "March brought 88 leads"')
    assert "does not move the window" in planned.text
    assert "Tripwire hit" in await stage.posts("U_TOM")


async def special_review(stage: Stage) -> None:
    """A pack at once, and a decision to pivot: from studios to the accountants who bring them."""
    await stage.tick(at(2027, 4, 7, 10))
    await vote(stage, {"U_DANA": "pivot", "U_TOM": "pivot", "U_KIT": "pivot"})
    await stage.tick(at(2027, 4, 8, 13))
    await stage.posts("U_DANA")
    await stage.press("U_DANA", "Start")
    assert "a tripwire was hit (T)" in await stage.posts("U_TOM")
    await stage.tick(at(2027, 4, 8, 16))
    await stage.posts("U_DANA")
    await stage.press("U_DANA", "Record the decision")
    reason = "Studios do not want the close done for them; accountants bring studios that do"
    draft = await stage.fill("U_DANA", {"outcome": "pivot", "reason": reason})
    assert "No pivot without one" in draft.text
    await the_pivot(stage)
    await confirm(stage, 3)
    assert "Customer segment pivot: from studios" in await stage.posts("U_TOM")
    assert "not tested yet" in (await stage.say("U_KIT", "assume list")).text
    explained = await stage.say("U_KIT", "what is a customer segment pivot", where=DM)
    assert "The same solution for other people" in explained.text
    await stage.tick(at(2027, 4, 9, 10))
    since = await stage.say("U_KIT", "decisions show 1")
    assert "not proof" in since.text
    assert "pivot" in (await stage.say("U_DANA", "evidence list")).text


async def the_pivot(stage: Stage) -> None:
    """Everything that a pivot needs, in three steps."""
    await stage.press("U_DANA", "The pivot")
    await stage.fill(
        "U_DANA",
        {
            "type": "customer_segment",
            "from": "studios that look for help",
            "to": "accountants who serve studios",
            "kept": "the deadline page",
            "vision": "unchanged",
        },
    )
    await stage.press("U_DANA", "New assumption and first test")
    await stage.fill(
        "U_DANA",
        {
            "assumption": "Accountants will bring at least two studios a quarter",
            "threshold": "at least 30% of partner accountants bring two",
            "name": "Ten partner accountants",
            "measure": "share of accountants who bring two studios",
            "passes": "at least 30%",
            "sample": "10",
            "until": "2027-06-30",
        },
    )
    await stage.press("U_DANA", "Actions, dissent, review")
    follow = {"action": "Invite ten accountants", "due": "2027-04-16", "dissent": "nobody"}
    assert "Everything is there" in (await stage.fill("U_DANA", follow)).text
