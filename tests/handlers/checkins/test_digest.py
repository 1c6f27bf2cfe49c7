"""The reminder, the digest, the leads' list of who is missing, and copies."""

import pytest

from handlers import DECIDERS
from handlers.morning import add_item
from handlers.troubles import tell_ended
from scheduler.firing import Firing
from storage.tables import OutboxPost
from tests.handlers.occurring import at, happen, posts_of, reasons, words_of
from tests.handlers.play import Play

DIGEST, REMINDER = "checkin_digest", "checkin_reminder"
THREE = ("sent the brief", "publish the page", "waiting for legal")


@pytest.fixture
async def team(play: Play) -> Play:
    """Dana leads Northwind with Tom, Kit and Ann in the team; a check-in began on Monday at 9:30."""
    await play.set_up(team=["U_TOM", "U_KIT", "U_ANN"])
    return play


async def begin(play: Play) -> None:
    await happen(play, "checkin")
    await play.deliver()


async def fire(play: Play) -> None:
    """Let whatever is due be decided."""
    firing = Firing(database=play.database, deciders=DECIDERS, add_item=add_item, tell_ended=tell_ended)
    await firing.fire(play.now)


async def come(play: Play, moment: str) -> None:
    """Let the time come, and whatever is due then go out."""
    play.now = at(moment)
    await fire(play)
    await play.deliver()


async def answer(play: Play, who: str, *texts: str, **more: str) -> None:
    await play.ask(who, "checkin answer")
    await play.fill(who, **dict(zip(("q1", "q2", "q3"), texts, strict=False)), **more)


async def private(play: Play, who: str) -> list[str]:
    """What this person was sent in the mornings."""
    posts = await play.rows(OutboxPost, OutboxPost.job == "morning", OutboxPost.target.endswith(f"@{who}"))
    return [words_of(post) for post in posts if post.state == "sent"]


async def digests(play: Play) -> list[str]:
    found = await play.rows(OutboxPost, OutboxPost.job == DIGEST)
    return [words_of(post) for post in found if post.state == "sent"]


async def test_those_from_whom_nothing_came_are_reminded_once_and_no_others(team):
    await begin(team)
    await answer(team, "U_TOM", *THREE)
    await team.say("U_ANN", "away until friday")
    team.now = at("2026-11-17 09:30")
    await fire(team)
    await team.say("U_KIT", "checkin skip")
    await team.deliver()
    assert [await private(team, who) for who in ("U_TOM", "U_KIT", "U_ANN")] == [[], [], []]
    assert sorted(state for state, _reason in await reasons(team, REMINDER)) == ["cancelled", "sent"]
    (reminder,) = await private(team, "U_DANA")
    assert "Check-in 1 is open until Wed 18 Nov, 9:30 (Europe/London). I remind you once" in reminder
    assert "1 answer - 2 skip this week - 3 nothing to add" in reminder
    await come(team, "2026-11-17 12:00")
    assert len(await private(team, "U_DANA")) == 1


async def test_the_digest_begins_with_what_needs_attention_and_names_nobody_who_is_missing(team):
    await team.say("U_DANA", "blocker add the budget is not approved @tom")
    await team.say("U_DANA", "kpi target qualified_leads 200 by 2026-12 from 100 in jun")
    await team.say("U_DANA", "action add call Bob @tom by today")
    await begin(team)
    await answer(team, "U_TOM", *THREE)
    await team.say("U_KIT", "checkin skip")
    await team.say("U_DANA", "kpi qualified_leads 104 oct")
    await come(team, "2026-11-18 09:30")
    (said,) = await digests(team)
    lines = said.splitlines()
    assert lines[:4] == [
        "Digest of check-in 1",
        "Needs attention",
        "- Blocked for 2 days: the budget is not approved (Tom Hale)",
        "- Blocked for 2 days: waiting for legal (Tom Hale)",
    ]
    assert lines[4].startswith("- Qualified leads: Far behind: 4% of the way from 100 to 200")
    assert lines[5:] == [
        "- 1 action is overdue.",
        "Numbers that arrived",
        "- Qualified leads, October 2026: 104",
        "Done, and what comes next",
        "- Tom Hale: sent the brief · Next: publish the page",
        "1 of 4 answered, 1 skipped.",
        "1 all answers",
    ]


async def test_the_leads_hear_privately_who_is_missing_and_for_how_long(team):
    await begin(team)
    await answer(team, "U_DANA", *THREE)
    await come(team, "2026-11-18 09:30")
    await team.say("U_ANN", "away until friday")
    await team.say("U_ANN", "back")
    team.now = at("2026-11-23 09:30")
    await begin(team)
    await answer(team, "U_DANA", *THREE)
    await team.say("U_KIT", "checkin skip")
    await team.say("U_ANN", "away until friday")
    await come(team, "2026-11-25 09:30")
    first, second = await private(team, "U_DANA")
    assert (
        "Check-in 1, for you alone: 1 of 4 answered.\n- Not answered: Tom Hale, Kit Larkspur, Ann Berg"
        in first
    )
    assert "Check-in 2, for you alone: 1 of 3 answered." in second
    assert "- Not answered: Tom Hale (2 in a row)\n- Skipped: Kit Larkspur\n- Away: Ann Berg" in second
    assert "1 open the check-in" in second
    assert "missing" not in " ".join(await digests(team)).casefold()


async def test_where_nobody_answered_it_is_kind_and_a_late_answer_stands_in_the_next_one(team):
    await begin(team)
    await come(team, "2026-11-18 09:30")
    team.now = at("2026-11-19 09:30")
    await answer(team, "U_TOM", "late words", "more of them")
    for monday, wednesday in (("2026-11-23", "2026-11-25"), ("2026-11-30", "2026-12-02")):
        team.now = at(f"{monday} 09:30")
        await begin(team)
        await come(team, f"{wednesday} 09:30")
    first, second, third = await digests(team)
    assert "Nobody found the time for it this week, and that is all right." in first
    assert "0 of" not in first
    assert "- Tom Hale: late words · Next: more of them (late, check-in 1)" in second
    assert "late words" not in first + third


async def test_an_observer_gets_a_copy_without_the_answers_and_others_on_their_word(team):
    await team.join("U_LEO", "observer")
    await team.say("U_TOM", "digest me")
    await begin(team)
    for who in ("U_DANA", "U_TOM", "U_KIT", "U_ANN"):
        await answer(team, who, "it went well")
    await come(team, "2026-11-18 09:30")
    (copy,) = await private(team, "U_LEO")
    assert "Digest of check-in 1" in copy
    assert "- Tom Hale: it went well" in copy
    assert "4 of 4 answered." in copy
    assert "As an observer you get this copy each time. `digest off` ends it." in copy
    assert "all answers" not in copy
    (asked_for,) = await private(team, "U_TOM")
    assert "You asked for this copy. `digest off` ends it." in asked_for
    assert [await private(team, who) for who in ("U_DANA", "U_KIT")] == [[], []]
    assert len(await posts_of(team, DIGEST)) == 3


async def test_an_observer_who_wants_no_copies_hears_nothing(team):
    await team.join("U_LEO", "observer")
    await team.say("U_LEO", "digest off")
    await begin(team)
    await come(team, "2026-11-18 09:30")
    await come(team, "2026-11-18 12:30")
    assert await private(team, "U_LEO") == []
    assert len(await digests(team)) == 1


async def test_a_long_round_stays_short(team):
    for number in range(9):
        await team.say("U_DANA", f"blocker add something {number} is in the way")
    await begin(team)
    for who in ("U_DANA", "U_TOM", "U_KIT", "U_ANN"):
        await answer(team, who, "word " * 200, "more " * 200)
    await come(team, "2026-11-18 09:30")
    (said,) = await digests(team)
    assert "and 5 more: `blockers`" in said
    assert len(said.splitlines()) <= 20
    assert max(map(len, said.splitlines())) < 260
