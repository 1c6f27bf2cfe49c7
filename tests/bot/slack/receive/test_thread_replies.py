"""Replies in the thread of a check-in, where the app may hear what is not said to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.slack.translate import thread_reply
from domain.chat import Say
from storage.tables import Person as PersonRow
from tests.bot.slack.receive.test_words import ours
from tests.scenarios.reading import read_message
from tests.scenarios.stage import CHANNEL
from tests.slack.person import person
from tests.slack.things import User

REPLY = {
    "type": "message",
    "channel": "C1",
    "channel_type": "channel",
    "user": "U1",
    "text": "wrote the brief",
    "ts": "1.2",
    "thread_ts": "1.1",
    "parent_user_id": "UBOT",
}


def heard(**changes):
    return thread_reply({"team_id": "T1", "event": {**REPLY, **changes}}, bot_user="UBOT")


def test_a_reply_below_a_post_of_ours_is_heard_and_not_said_to_us():
    request = heard()
    assert request is not None
    assert request.act == Say(text="wrote the brief", is_addressed=False)
    assert (request.address.conversation, request.address.thread) == ("C1", "1.1")


@pytest.mark.parametrize(
    "changes",
    [
        {"thread_ts": ""},
        {"thread_ts": "1.2"},
        {"parent_user_id": "U2"},
        {"text": "<@UBOT> wrote the brief"},
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"channel_type": "im"},
    ],
)
def test_everything_else_is_left_alone(changes):
    assert heard(**changes) is None


async def test_the_first_reply_of_somebody_who_is_asked_is_offered_to_them_alone(northwind):
    world = northwind.slack.world
    world.app = replace(world.app, events=world.app.events | {"message.channels"})
    made = world.installation_for("T0NORTHWIND")
    made.scopes |= {"channels:history"}
    await northwind.tick(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    await northwind.posts("U_DANA")
    post = next(one for one in ours(northwind, "U_TOM") if read_message(one).startswith("Check-in 1"))
    world.add_user(User("U_SAM", "sam", "Sam Strange", "T0NORTHWIND"))
    world.channels["C_NORTHWIND"].members.add("U_SAM")
    for who, text in (
        ("U_TOM", "help, I wrote the brief"),
        ("U_TOM", "one more thing"),
        ("U_SAM", "me too"),
    ):
        assert (await person(northwind.slack, who).message(CHANNEL, text, thread_ts=post.ts)).is_taken
        await northwind.posts(who)
    (offered,) = [one for one in ours(northwind, "U_TOM") if one.thread_ts == post.ts]
    assert offered.seen_by == "U_TOM"
    assert "help, I wrote the brief" in read_message(offered)
    # Nothing is kept of whoever was not asked.
    async with northwind.app.database.read() as session:
        names = [row.name for row in await session.scalars(select(PersonRow))]
    assert "Sam Strange" not in names
    assert (await person(northwind.slack, "U_TOM").click("Save as my answer", where=CHANNEL)).is_taken
    await northwind.tick(northwind.now + timedelta(seconds=5))
    assert "1 of" in read_message(next(one for one in ours(northwind, "U_TOM") if one.ts == post.ts))
