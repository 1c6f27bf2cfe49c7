"""New people and channels of the console: nobody looks like somebody else."""

import pytest

from bot.console.rooms import INVISIBLE, add_channel, add_person
from domain.chat import Form
from storage import console, schema
from storage.database import Database
from tests.browser import NOON


@pytest.fixture
async def session(sqlite_url):
    database = Database(sqlite_url)
    await schema.migrate(database)
    async with database.write() as made:
        await console.add_person(made, account="U_AYA", name="Aya", now=NOON)
        await console.add_person(made, account="U_ZOE", name="Zo\u200be\u0308", now=NOON)
        yield made
    await database.close()


def error_of(answer):
    assert isinstance(answer, Form)
    return answer.fields[0].error


@pytest.mark.parametrize("name", ["aya", "\uff21ya", "Aya\ufe0f", "\u3164Aya", "zo\u00eb", " AYA "])
async def test_nobody_is_added_who_looks_like_another(session, name):
    answer = await add_person(session, {"name": (name,)}, now=NOON)
    assert error_of(answer).startswith("There is a ")
    assert len(await console.people(session)) == 2


@pytest.mark.parametrize(
    "name", ["A\u200bya", "Mia\u202e", "Mia\x07", "Mia\tRuiz", "Mia\ufffd", "Mia\u2066", "\ufeffMia"]
)
@pytest.mark.parametrize("add", [add_person, add_channel])
async def test_a_name_has_no_invisible_characters(session, add, name):
    assert error_of(await add(session, {"name": (name,)}, now=NOON)) == INVISIBLE


@pytest.mark.parametrize("name", ["Mia Ruiz", "Zo\u00eb O'Neil", "\u674e\u96f7", "Ayan"])
async def test_other_names_are_fine(session, name):
    assert isinstance(await add_person(session, {"name": (name,)}, now=NOON), str)
