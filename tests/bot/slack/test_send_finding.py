"""Looking for a post whose answer was lost: found, not there, or nobody can tell."""

from datetime import timedelta

import pytest

from bot.slack.send import finding
from domain.chat import reply
from domain.errors import NotDelivered, Undeliverable, Untraceable
from tests.bot.slack.office import channel, direct, small_office


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        yield office


@pytest.fixture
def messenger(office):
    office.may("channels:history", "groups:history")
    return office.messenger()


async def test_a_post_is_found_by_its_key(office, messenger):
    await office.add("2")
    for key in ("1", "2", "3"):
        await messenger.send(channel(), reply("Hello."), key)
    assert await messenger.find(channel(), "2") == office.posts()[1].ts
    assert await messenger.find(channel(), "4") is None


async def test_a_post_in_a_thread_is_found_there(office, messenger):
    first = await messenger.send(channel(), reply("First."), "1")
    second = await messenger.send(channel(thread=first), reply("Second."), "2")
    assert await messenger.find(channel(thread=first), "2") == second
    assert await messenger.find(channel(), "2") is None


async def test_a_direct_message_is_found_with_the_least_scopes(office):
    messenger = office.messenger()
    ts = await messenger.send(direct(), reply("Hello."), "1")
    assert await messenger.find(direct(), "1") == ts
    assert await messenger.find(direct(), "2") is None


async def test_a_post_is_found_behind_all_that_was_said_since(office, messenger, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    first = await messenger.send(channel(), reply("Hello."), "1")
    for key in range(5):
        await messenger.send(channel(), reply("More."), f"more/{key}")
    assert await messenger.find(channel(), "1") == first
    assert await messenger.find(channel(), "2") is None


async def test_where_too_much_was_said_nobody_can_tell(office, messenger, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 1)
    monkeypatch.setattr(finding, "MOST_PAGES", 3)
    for key in range(5):
        await messenger.send(channel(), reply("More."), f"more/{key}")
    with pytest.raises(Untraceable):
        await messenger.find(channel(), "more/0")


async def test_the_history_is_read_from_the_decision_on_even_where_our_clock_is_ahead(office, messenger):
    await office.add("1", now=office.now + timedelta(days=30))
    ts = await messenger.send(channel(), reply("Hello."), "1")
    assert await messenger.find(channel(), "1") == ts


async def test_somebody_elses_metadata_is_not_ours(office, messenger):
    ours = office.slack.world.install("T0ELSEWHERE")
    await messenger.send(channel(), reply("Hello."), "1")
    office.posts()[0].metadata = {"event_type": "other_app", "event_payload": {"key": "1"}}
    assert ours is not None
    assert await messenger.find(channel(), "1") is None


async def test_without_the_scope_nobody_can_tell_and_slack_is_not_asked(office):
    messenger = office.messenger()
    with pytest.raises(Untraceable):
        await messenger.find(channel(), "1")
    assert office.slack.called("conversations.history") == []


@pytest.mark.parametrize("conversation", ["C_AWAY", "C_SECRET", "C_NOWHERE"])
async def test_where_the_app_is_not_nobody_can_tell(messenger, conversation):
    with pytest.raises(Untraceable):
        await messenger.find(channel(conversation), "1")


async def test_what_one_person_saw_cannot_be_found(messenger):
    with pytest.raises(Untraceable):
        await messenger.find(channel(seen_by="U_DANA"), "1")


async def test_a_history_that_is_limited_is_read_later(office, messenger):
    office.slack.faults.limit("conversations.history", retry_after=60)
    with pytest.raises(NotDelivered) as caught:
        await messenger.find(channel(), "1")
    assert caught.value.retry_after == 60
    assert not isinstance(caught.value, Undeliverable | Untraceable)
