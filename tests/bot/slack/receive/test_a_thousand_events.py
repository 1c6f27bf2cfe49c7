"""A thousand signed events, many sent again, some to two processes at the same moment: one effect each."""

import asyncio
import os
import random
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.tables import Feedback
from tests.scenarios.slack_stage import SECRET_KEY, TEAM, northwind
from tests.slack.delivery import HoldingTransport, HttpTransport
from tests.slack.person import person
from tests.slack.server import LocalSlack, local_slack
from tests.slack.things import Json, User

EVENTS, RESENT, WRITERS, AT_ONCE = 1000, 300, 20, 12
SECONDS = 90
ANSWER = re.compile(r"Feedback (\d+) is saved")


@asynccontextmanager
async def process(slack: LocalSlack, database_url: str) -> AsyncIterator[HttpTransport]:
    """`headway run` against this Slack and database; the way to it."""
    made = slack.world.installation_for(TEAM)
    assert made is not None
    secret = slack.world.app.signing_secret
    settings = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "SLACK_BOT_TOKEN": made.token,
        "SLACK_SIGNING_SECRET": secret,
        "SLACK_API_URL": slack.api_url,
        "PORT": "0",
        "LOG_LEVEL": "error",
    }
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={"PATH": os.defpath, **settings},
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout is not None
    try:
        line = (await asyncio.wait_for(server.stdout.readline(), 30)).decode()
        address = next(word for word in line.split() if word.startswith("http"))
        yield HttpTransport(f"{address}/slack/events", secret, patience=30)
    finally:
        server.terminate()
        assert await asyncio.wait_for(server.wait(), 15) == 0


async def set_up_with(slack: LocalSlack, crowd: list[str]) -> None:
    """Dana's engagement, to which the whole crowd belongs."""
    for account in crowd:
        slack.world.add_user(User(account, account.lower(), f"Person {account[2:]}", TEAM))
    dana = person(slack, "U_DANA")
    assert (await dana.slash_command("/headway", "setup", channel="#northwind")).is_taken
    sent = await dana.submit_view({"name": "Northwind Ltd", "team": crowd})
    assert "Northwind Ltd is set up" in str(dana.modal.body if dana.modal else sent)


async def messages_of(slack: LocalSlack, crowd: list[str]) -> list[Json]:
    """What Slack sends when the crowd writes a thousand messages."""
    real, held = slack.transport, HoldingTransport()
    slack.transport = held
    for number in range(EVENTS):
        author = person(slack, crowd[number % len(crowd)])
        await author.say_in_dm(f'feedback + "number {number}" customer')
    slack.transport = real
    return [payload for _kind, payload in held.held]


def answers(slack: LocalSlack) -> Counter[str]:
    """What was answered, and how often."""
    said = (ANSWER.match(message.text) for message in slack.world.messages if message.bot_id)
    return Counter(found[1] for found in said if found)


async def all_answered(slack: LocalSlack) -> Counter[str]:
    """The answers once there are enough, and whatever comes in the second after."""
    for _look in range(SECONDS):
        if answers(slack).total() >= EVENTS:
            break
        await asyncio.sleep(1)
    await asyncio.sleep(1)
    return answers(slack)


@pytest.mark.timeout(240)
async def test_each_has_exactly_one_effect(postgresql_url: str):
    choose = random.Random(7)  # noqa: S311 - decides what is sent again, guards nothing
    crowd = [f"U_{number:03}" for number in range(WRITERS)]
    async with local_slack(northwind()) as slack, AsyncExitStack() as stack:
        ways = [await stack.enter_async_context(process(slack, postgresql_url)) for _number in range(2)]
        slack.transport = ways[0]
        await set_up_with(slack, crowd)
        payloads = await messages_of(slack, crowd)
        again = set(choose.sample(range(EVENTS), RESENT))
        gate = asyncio.Semaphore(AT_ONCE)

        async def send(number: int) -> None:
            first, second = choose.sample(ways, 2)
            async with gate:
                sent = [first.send("events_api", payloads[number])]
                if number in again:
                    sent.append(second.send("events_api", payloads[number], retry=1, reason="http_timeout"))
                attempts = await asyncio.gather(*sent)
            assert {attempt.status for attempt in attempts} == {200}

        await asyncio.gather(*(send(number) for number in range(EVENTS)))
        answered = await all_answered(slack)
    assert answered == Counter(str(number) for number in range(1, EVENTS + 1))
    assert await saved(postgresql_url) == Counter(f"number {number}" for number in range(EVENTS))


async def saved(postgresql_url: str) -> Counter[str]:
    """What was saved, and how often."""
    database = Database(postgresql_url)
    async with database.read() as session:
        texts = list(await session.scalars(select(Feedback.text)))
    await database.close()
    return Counter(texts)
