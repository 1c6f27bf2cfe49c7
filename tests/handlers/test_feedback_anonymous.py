"""Anonymous feedback leaves no trace of who gave it."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.chat import Form
from domain.plain_text import plain_text
from storage.tables import Base, Feedback, HistoryEvent, Offer
from tests.handlers.play import CHANNEL, DM, OTHER_CHANNEL, Play

# What a table knows of people whether or not they give feedback.
PEOPLE = {"people", "accounts", "memberships"}
SAID: dict[str, Any] = {
    "text": "Too many meetings",
    "sentiment": "negative",
    "source": "team",
    "anonymous": ["yes"],
}


async def everything(play: Play) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table, as tuples of texts."""
    found = {}
    async with play.database.read() as session:
        for name, table in Base.metadata.tables.items():
            rows: Sequence[Any] = (await session.execute(select(table))).all()
            found[name] = {tuple(map(str, row)) for row in rows}
    return found


async def new_rows(play: Play, before: dict[str, set[tuple[Any, ...]]]) -> dict[str, set[tuple[Any, ...]]]:
    after = await everything(play)
    return {name: after[name] - before[name] for name in after if after[name] - before[name]}


async def give(play: Play, where: str, *, way: str) -> str:
    """Tom gives anonymous feedback, two hours and some after the rest happened."""
    if way == "which client":
        await play.ask("U_TOM", "feedback", where=where)
        await play.press("U_TOM", "Northwind Ltd", where=where)
    elif way == "open form":
        play.can_open_form = False
        await play.ask("U_TOM", "feedback", where=where)
        play.can_open_form = True
        await play.press("U_TOM", "Open form", where=where)
    elif way == "welcome card":
        (offer,) = await play.rows(Offer, Offer.label == "Give feedback", Offer.engagement_id == 1)
        await play.click("U_TOM", offer.token, where=where)
    else:
        await play.ask("U_TOM", way, where=where)
    form = play.last["U_TOM", where]
    assert isinstance(form, Form)
    refused = await play.send("U_TOM", form, where=where, **{**SAID, "text": " "})
    assert "Please write what was said" in plain_text(refused)
    return plain_text(await play.send("U_TOM", form, where=where, **SAID))


@pytest.mark.parametrize(
    ("way", "where"),
    [
        ("feedback", CHANNEL),
        ("feedback", DM),
        ("open form", CHANNEL),
        ("open form", DM),
        ("welcome card", CHANNEL),
        ("in Northwind Ltd: feedback", DM),
        ("which client", DM),
    ],
)
@pytest.mark.parametrize("role", ["team", "client_ceo"])
async def test_no_row_anywhere_tells_who_gave_it_or_at_what_hour(northwind, way, where, role):
    if way == "which client":
        await northwind.set_up("U_KIT", name="Birch", where=OTHER_CHANNEL, team=["U_TOM"])
    if role == "client_ceo":
        await northwind.say("U_DANA", "members role @Tom Hale ceo")
    before = await everything(northwind)
    await northwind.pass_time(hours=2, minutes=17, seconds=41)
    assert "without your name" in await give(northwind, where, way=way)
    new = await new_rows(northwind, before)
    assert not PEOPLE & set(new)
    hours = {str(northwind.now + timedelta(hours=more))[:13] for more in (0, 1, 24)}
    for name, rows in new.items():
        for row in rows:
            told = " | ".join(row)
            # Whole words: a random token may hold any three letters.
            assert not [
                word
                for word in ("U_TOM", "Tom Hale", "Tom", "ceo", "client_ceo", *hours)
                if re.search(rf"\b{word}\b", told)
            ], (
                name,
                row,
            )
    assert set(new) <= {"feedback", "history", "receipts"}
    (event,) = await northwind.rows(HistoryEvent, HistoryEvent.subject == "feedback:1")
    assert (event.person_id, str(event.at)) == (None, "2026-11-16 00:00:00+00:00")
    (given,) = await northwind.rows(Feedback)
    assert (given.by_id, given.given_at, given.is_anonymous) == (None, None, True)


async def test_sending_it_again_gets_the_same_answer_and_saves_nothing(northwind):
    form = await northwind.ask("U_TOM", "feedback")
    first = await northwind.send("U_TOM", form, **SAID)
    counts = await northwind.counts()
    assert await northwind.send("U_TOM", form, **SAID) == first
    assert await northwind.counts() == counts


async def test_it_cannot_be_undone_and_is_kept_in_no_transcript(northwind):
    await northwind.ask("U_TOM", "feedback")
    answer = await northwind.fill("U_TOM", **SAID)
    assert answer.is_off_record
    assert list(answer.buttons) == []
    assert "nothing of yours to undo" in await northwind.say("U_TOM", "undo")


async def test_what_else_the_person_was_offered_still_works(northwind):
    await northwind.ask("U_TOM", 'feedback "with my name"')
    signed = northwind.last["U_TOM", CHANNEL]
    await northwind.ask("U_TOM", "feedback")
    await northwind.fill("U_TOM", **SAID)
    token = next(b.id for b in signed.buttons if b.label == "Positive")
    assert "Feedback 2 is saved" in await northwind.click("U_TOM", token)


async def test_it_is_dated_by_the_day_where_the_engagement_is(northwind):
    await northwind.say("U_DANA", "settings zone Pacific/Auckland")
    await northwind.pass_time(hours=3)
    await northwind.ask("U_TOM", "feedback")
    await northwind.fill("U_TOM", **SAID)
    assert "17 November 2026: somebody gave feedback 1" in await northwind.say("U_DANA", "history feedback")
    assert "anonymous" in await northwind.say("U_DANA", "feedback list")
