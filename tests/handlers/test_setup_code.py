"""A setup code is shown once, and only its fingerprint is kept."""

import re

from sqlalchemy import select

from domain.chat import Form, Reply, Say
from domain.plain_text import plain_text
from storage.tables import Base
from tests.handlers.play import DM, FREE_CHANNEL, Play


async def everything(play: Play) -> str:
    """All that stands in the database."""
    async with play.database.read() as session:
        rows = [(await session.execute(select(table))).all() for table in Base.metadata.tables.values()]
    return repr(rows)


async def test_a_setup_code_stands_nowhere_in_the_clear(play):
    for where in (FREE_CHANNEL, DM):
        answer = await play.ask("U_DANA", "setup code", where=where, key=f"once {where}")
        assert isinstance(answer, Reply)
        assert answer.is_off_record
        found = re.search(r"code is (\S+)\.", plain_text(answer))
        assert found is not None
        assert found[1] not in await everything(play)


async def test_asked_again_by_the_same_request_it_says_to_ask_anew(play):
    await play.ask("U_DANA", "setup code", key="once")
    codes = (await play.counts())["setup_codes"]
    again = await play.ask("U_DANA", "setup code", key="once")
    assert plain_text(again) == "I answered this once, and kept no copy of my answer. Please ask me again."
    assert isinstance(again, Reply)
    assert again.is_off_record
    assert (await play.counts())["setup_codes"] == codes


async def test_what_is_off_the_record_without_a_secret_is_answered_the_same_again(northwind):
    northwind.can_open_form = False
    first = await northwind.ask("U_TOM", "feedback", where=DM, key="once")
    assert isinstance(first, Reply)
    assert first.is_off_record
    assert await northwind.ask("U_TOM", "feedback", where=DM, key="once") == first


async def test_the_form_offers_the_numbers_of_the_persons_own_place(play):
    for locale, offered in (("de-DE", "de-DE"), ("xx-YY", "en-GB"), ("", "en-GB")):
        form = await play.act("U_DANA", Say(text="setup"), where=FREE_CHANNEL, locale=locale)
        assert isinstance(form, Form)
        assert {field.name: field.value for field in form.fields}["locale"] == (offered,)
