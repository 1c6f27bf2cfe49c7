"""Whatever breaks between us and Slack: two processes on one database post each thing exactly once."""

import asyncio
from collections import Counter
from random import Random

import pytest

from storage import schema
from storage.database import Database
from tests.bot.slack.office import channel, direct, office_on
from tests.slack.conftest import northwind
from tests.slack.server import local_slack

LONG_SECONDS = 400.0
FAULTS = ("drop", "lose_answer", "limit", "fail", "fatal", "slow history", "none", "none")


@pytest.fixture
async def office(database_url):
    database = Database(database_url)
    await schema.migrate(database)
    async with local_slack(northwind()) as slack, office_on(slack, database) as office:
        yield office
    await database.close()


def break_something(faults, random):
    match random.choice(FAULTS):
        case "none":
            return
        case "limit":
            faults.limit("chat.postMessage", retry_after=random.randint(1, 5))
        case "fail":
            faults.fail("chat.postMessage", status=random.choice((500, 502, 503)))
        case "fatal":
            faults.refuse("chat.postMessage", "internal_error")
        case "slow history":
            getattr(faults, random.choice(("drop", "lose_answer", "fail")))("conversations.history")
        case fault:
            getattr(faults, fault)("chat.postMessage")


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_breaks_each_post_arrives_exactly_once(office, database_url, seed):
    office.may("channels:history", "groups:history")
    random = Random(seed)  # noqa: S311 - chooses faults
    other = Database(database_url)
    pair = [office.delivery(), office.delivery(other)]
    rooms = [channel(), direct("U_DANA"), direct("U_TOM")]
    wanted = [f"{number:02}" for number in range(18)]
    for key in wanted:
        await office.add(key, random.choice(rooms))
    for _round in range(60):
        break_something(office.slack.faults, random)
        await asyncio.gather(*(delivery.deliver(office.now) for delivery in pair))
        office.later(seconds=random.choice((1, 15, 40)))
    office.slack.faults.waiting.clear()
    for _round in range(25):
        await asyncio.gather(*(delivery.deliver(office.now) for delivery in pair))
        office.later(seconds=LONG_SECONDS)
    await other.close()
    assert Counter(office.keys()) == Counter(wanted)
    assert {(await office.row(key)).state for key in wanted} == {"sent"}
