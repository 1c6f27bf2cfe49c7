"""The messenger: what a post looks like at Slack, where it goes, and how it is changed."""

import pytest

from bot.slack.send.messenger import NO_FILE
from domain.chat import Table, reply
from domain.errors import Undeliverable
from tests.bot.slack.office import channel, chart, direct, small_office, with_chart
from tests.slack.seeing import words

LONG_TABLE = Table(columns=("Month", "Leads"), rows=tuple(((f"Month {n}",), (str(n),)) for n in range(150)))


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        yield office


@pytest.fixture
def slack(office):
    return office.slack


@pytest.fixture
def messenger(office):
    return office.messenger()


def direct_posts(slack, account="U_DANA"):
    rooms = {c.id for c in slack.world.channels.values() if c.kind == "im" and c.person_id == account}
    return [message for message in slack.world.messages if message.channel_id in rooms]


async def test_a_post_has_blocks_text_and_its_key_and_unfurls_nothing(office, messenger):
    ts = await messenger.send(channel(), reply("Leads: 103."), "day/1")
    (post,) = office.posts()
    assert (post.ts, post.text, words(post)) == (ts, "Leads: 103.", "Leads: 103.")
    assert post.metadata == {"event_type": "headway_post", "event_payload": {"key": "day/1"}}
    assert post.options == {"unfurl_links": False, "unfurl_media": False}


async def test_a_post_goes_into_the_thread_of_its_address(office, messenger):
    first = await messenger.send(channel(), reply("First."), "1")
    await messenger.send(channel(thread=first), reply("Second."), "2")
    assert [post.thread_ts for post in office.posts()] == ["", first]


async def test_a_reply_that_stays_silent_is_not_posted(slack, messenger):
    assert not await messenger.send(channel(), reply(), "1")
    assert slack.called("chat.postMessage") == []


async def test_direct_messages_are_opened_once(slack, messenger):
    for key in ("1", "2"):
        await messenger.send(direct(), reply("Hello."), key)
    assert len(direct_posts(slack)) == 2
    assert len(slack.called("conversations.open")) == 1


async def test_direct_messages_that_are_not_ours_are_opened_anew(slack, messenger):
    # A slash command typed to somebody else comes with the direct messages of those two.
    await messenger.send(direct(conversation="D_OF_OTHERS"), reply("Hello."), "1")
    assert [post.text for post in direct_posts(slack)] == ["Hello."]


async def test_what_one_person_shall_see_the_others_do_not(slack, office, messenger):
    await messenger.send(channel(seen_by="U_DANA"), reply("For you."), "1")
    assert [(post.text, post.seen_by) for post in office.posts()] == [("For you.", "U_DANA")]


@pytest.mark.parametrize(
    ("conversation", "account"),
    [("C_AWAY", "U_DANA"), ("C_SECRET", "U_DANA"), ("C_OFFICE", "U_TOM"), ("C_NOWHERE", "U_TOM")],
)
async def test_what_cannot_be_shown_in_the_channel_reaches_the_person_directly(
    slack, office, messenger, conversation, account
):
    slack.world.channels["C_NORTHWIND"].members.discard("U_TOM")
    where = "C_NORTHWIND" if conversation == "C_OFFICE" else conversation
    await messenger.send(channel(where, seen_by=account), reply("For you."), "1")
    assert [(post.text, post.seen_by) for post in direct_posts(slack, account)] == [("For you.", "")]
    assert office.posts(where) == []


async def test_a_long_table_is_a_file_beside_the_post(office, messenger):
    first = await messenger.send(channel(), reply("First."), "1")
    await messenger.send(channel(thread=first), reply(LONG_TABLE), "2")
    post, file = office.posts()[1:]
    assert file.files[0]["name"] in words(post)
    assert (file.thread_ts, file.files[0]["channels"]) == (first, ["C_NORTHWIND"])


async def test_the_file_of_what_one_person_sees_is_not_shown_to_the_channel(slack, office, messenger):
    await messenger.send(channel(seen_by="U_DANA"), reply(LONG_TABLE), "1")
    assert [post.files for post in office.posts()] == [[]]
    assert [len(post.files) for post in direct_posts(slack)] == [1]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_file_that_is_not_taken_is_told(slack, office, messenger, method):
    slack.faults.refuse(method, "missing_scope")
    await messenger.send(channel(), reply(LONG_TABLE), "1")
    assert office.posts()[1].text == NO_FILE.format(names="table.csv")
    assert office.keys() == ["1"]


async def test_a_chart_stands_in_the_post_and_is_shared_nowhere_else(slack, office, messenger):
    slack.world.looks_until_ready = 2
    await messenger.send(channel(), with_chart("This month."), "1")
    (post,) = office.posts()
    pictures = [block for block in post.blocks if block["type"] == "image"]
    (file,) = slack.world.files.values()
    assert [picture["slack_file"] for picture in pictures] == [{"id": file.id}]
    assert pictures[0]["alt_text"] == file.alt_text == chart().alt
    assert file.channels == set()


@pytest.mark.parametrize(
    "method",
    ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"],
)
async def test_a_chart_that_does_not_arrive_is_said_in_words(slack, office, messenger, method):
    slack.faults.fail(method)
    await messenger.send(channel(), with_chart("This month."), "1")
    (post,) = office.posts()
    assert [block for block in post.blocks if block["type"] == "image"] == []
    assert "Sep 103" in words(post) or "103" in words(post)


async def test_a_chart_that_slack_refuses_in_the_post_is_said_in_words(slack, office, messenger):
    slack.faults.refuse("chat.postMessage", "invalid_blocks")
    await messenger.send(channel(), with_chart("This month."), "1")
    (post,) = office.posts()
    assert [block for block in post.blocks if block["type"] == "image"] == []


async def test_an_edit_changes_the_message_and_nothing_else(slack, office, messenger):
    ts = await messenger.send(direct(), reply("Leads: 103."), "1")
    await messenger.edit(direct(), reply("Leads: 104."), ts)
    (post,) = direct_posts(slack)
    assert (post.text, words(post), post.is_edited) == ("Leads: 104.", "Leads: 104.", True)


async def test_an_edit_is_never_too_long(office, messenger):
    ts = await messenger.send(channel(), reply("Short."), "1")
    await messenger.edit(channel(), reply("<&>" * 2000), ts)
    (post,) = office.posts()
    assert len(post.text) <= 4000
    assert post.text.endswith(";…")


async def test_a_message_that_is_gone_or_that_one_person_saw_cannot_be_changed(messenger):
    for address, message in ((channel(), "1.1"), (channel(seen_by="U_DANA"), "1.1")):
        with pytest.raises(Undeliverable) as caught:
            await messenger.edit(address, reply("Hello."), message)
        assert caught.value.trouble == "other"
