"""Feedback that begins with somebody's message: whose words they are, and the way back to them."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.chat import Form, Link
from domain.plain_text import plain_text
from storage.tables import Base, Feedback, Person
from tests.handlers.play import Play

LINK = "https://northwind.slack.com/archives/C1/p1"
QUOTED: dict[str, Any] = {
    "text": "The form took 20 minutes",
    "link": LINK,
    "said_by": "Tom Hale",
    "author": "U_TOM",
}


async def shown(play: Play, who: str = "U_DANA", **changes: Any) -> Form:
    form = await play.open(who, "feedback", **{**QUOTED, **changes})
    assert isinstance(form, Form)
    return form


def value(form: Form, name: str) -> str:
    return next("".join(field.value) for field in form.fields if field.name == name)


async def saved(
    play: Play, who: str = "U_DANA", *, args: dict[str, Any] | None = None, **values: Any
) -> Feedback:
    form = await shown(play, who, **(args or {}))
    await play.send(who, form, **{"sentiment": "negative", "source": "customer", **values})
    row = (await play.rows(Feedback))[-1]
    assert isinstance(row, Feedback)
    return row


async def test_the_form_begins_with_the_message_and_says_whose_it_is(northwind):
    form = await shown(northwind)
    assert value(form, "text") == "The form took 20 minutes"
    assert (
        form.intro == "Written by Tom Hale. I keep the link to the message, but not with anonymous feedback."
    )
    assert value(form, "sentiment") == ""


@pytest.mark.parametrize(("role", "source"), [("team", "team"), ("sales", "sales"), ("ceo", "ceo")])
async def test_whom_a_member_speaks_for_is_known(northwind, role, source):
    if role != "team":
        await northwind.say("U_DANA", f"members role @Tom Hale {role}")
    assert value(await shown(northwind), "source") == source


async def test_whom_anybody_else_speaks_for_is_asked(northwind):
    assert value(await shown(northwind, author="U_STRANGER"), "source") == ""


async def test_ones_own_message_is_ones_own_feedback(northwind):
    form = await shown(northwind, "U_TOM", author="", said_by="")
    assert value(form, "source") == "team"
    row = await saved(northwind, "U_TOM", args={"author": "", "said_by": ""})
    assert (row.voice, row.link) == ("", LINK)


async def test_the_words_are_the_authors_and_whoever_saves_them_notes_them(northwind):
    row = await saved(northwind)
    (dana,) = await northwind.rows(Person, Person.name == "Dana Reed")
    assert (row.voice, row.link, row.by_id) == ("Tom Hale", LINK, dana.id)
    said = await northwind.say("U_DANA", "feedback show 1")
    assert "said by Tom Hale" in said
    assert "noted by Dana Reed" in said
    links = [
        span
        for block in (await northwind.ask("U_DANA", "feedback show 1")).blocks
        for span in getattr(block, "spans", ())
        if isinstance(span, Link)
    ]
    assert links == [Link("in the conversation", LINK)]


async def test_the_team_reads_the_words_and_not_who_said_them_or_where(northwind):
    await saved(northwind)
    said = await northwind.say("U_TOM", "feedback show 1")
    assert "20 minutes" in said
    assert "Tom" not in said
    assert LINK not in said


async def test_an_anonymous_one_is_tied_to_no_message(northwind):
    row = await saved(northwind, anonymous=["yes"])
    assert (row.is_anonymous, row.by_id, row.voice, row.link) == (True, None, "", "")
    for table, count in (await northwind.counts()).items():
        assert not count or LINK not in await everything(northwind, table)


async def everything(play: Play, table: str) -> str:
    async with play.database.read() as session:
        return str((await session.execute(select(Base.metadata.tables[table]))).all())


@pytest.mark.parametrize(
    "link",
    [
        "http://northwind.slack.com/archives/C1/p1",
        "javascript:alert(1)",
        "https://",
        "https://a b.example",
        "https://me@example.com/",
        "https://example.com/\n<!channel>",
        "https://[",
        "https://example.com/" + "x" * 1000,
        "data:text/html,x",
    ],
)
async def test_what_is_no_address_on_the_web_is_not_kept(northwind, link):
    assert "link" not in (await shown(northwind, link=link)).intro
    assert (await saved(northwind, args={"link": link})).link == ""


async def test_a_long_message_is_cut_to_what_a_form_takes(northwind):
    form = await shown(northwind, text="word " * 2000)
    assert len(value(form, "text")) <= 3000
    assert value(form, "text").endswith("word …")
    assert value(await shown(northwind, text="x" * 3000), "text") == "x" * 3000
    wide = value(await shown(northwind, text="\N{ROCKET}" * 1501), "text")
    assert wide == "\N{ROCKET}" * 1499 + " …"


async def test_what_was_corrected_in_the_form_is_what_is_saved(northwind):
    form = await shown(northwind)
    refused = await northwind.send("U_DANA", form, text="")
    assert "Please write what was said" in plain_text(refused)
    row = await saved(northwind, text="It took too long")
    assert (row.text, row.voice, row.link) == ("It took too long", "Tom Hale", LINK)
