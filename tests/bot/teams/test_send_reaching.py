"""Answers for one person alone, whose personal chat cannot be written to: nobody hears silence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.teams.places import bring_answers
from bot.teams.send import IN_OUR_CHAT
from bot.teams.send.reaching import BLOCKED, DISABLED, NO_CHAT, WAITS
from domain.chat import reply
from storage import teams_conversations
from storage.outbox.waiting import WAITS as WEEK
from tests.bot.teams.leading import join, lead_by
from tests.bot.teams.office import account, small_office
from tests.teams.seeing import words


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        await office.hear()
        yield office


@pytest.fixture
def faults(office):
    return office.teams.faults


async def ask(office, key, who="U_TOM", **more):
    """Let somebody be answered who asked in the channel. Return what the channel says of it."""
    before = len(office.posts())
    await office.add(key, office.channel(seen_by=account(who)), **more)
    await office.delivery().deliver(office.later(minutes=1))
    return [post.text for post in office.posts()[before:]]


def chat_of(office, who="U_TOM"):
    return office.world.personal(office.world.bot, who).id


def shown(office, who="U_TOM"):
    return [words(post) for post in office.posts(chat_of(office, who))]


SHUT = (
    ("BotNotInConversationRoster", NO_CHAT),
    ("ForbiddenOperationException", NO_CHAT),
    ("", NO_CHAT),
    ("BotDisabledByAdmin", DISABLED),
    ("ConversationBlockedByUser", BLOCKED),
    ("MessageWritesBlocked", BLOCKED),
)


@pytest.mark.parametrize(("code", "sentence"), SHUT)
async def test_whatever_keeps_us_from_a_chat_is_said_where_it_was_asked(office, faults, code, sentence):
    await office.chat_with("U_TOM")
    faults.fail_next(403, code=code)
    assert await ask(office, "1") == [sentence + WAITS]
    assert shown(office) == []


@pytest.mark.parametrize(("code", "_sentence"), SHUT)
async def test_whoever_asks_again_once_the_cause_is_gone_is_answered(office, faults, code, _sentence):
    await office.chat_with("U_TOM")
    faults.fail_next(403, code=code)
    await ask(office, "1")
    assert IN_OUR_CHAT in (await ask(office, "2"))[0]
    await office.delivery().deliver(office.later(minutes=1))
    # What was stopped is open again, and what waited for that came.
    assert shown(office)[0] == "This is 2."
    assert shown(office)[1:] == (["This is 1."] if code else [])
    known = await office.known(chat_of(office))
    assert known is not None
    assert known.stopped == ""


async def test_a_chat_out_of_which_the_app_was_taken_is_not_tried(office):
    chat = await office.chat_with("U_TOM")
    async with office.database.write() as session:
        where = {"app_id": office.world.bot.app_id, "conversation": chat}
        await teams_conversations.stop(session, **where, why="Headway was removed there")
    assert await ask(office, "1") == [NO_CHAT + WAITS]
    assert office.sent() == 1


async def test_whom_an_admin_shut_out_before_a_chat_was_begun_is_tried_again_too(office, faults):
    faults.fail_next(403, code="BotDisabledByAdmin")
    assert await ask(office, "1") == [DISABLED + WAITS]
    await ask(office, "2")
    # The chat that is begun for the second one brings the first one, too.
    await office.delivery().deliver(office.now)
    assert sorted(shown(office)) == ["This is 1.", "This is 2."]


async def open_chat(office, who):
    """Let somebody add the app, or write to it."""
    async with office.database.write() as session:
        chat = office.place(conversation=chat_of(office, who), kind="personal", account=account(who))
        await teams_conversations.keep(session, chat, now=office.now)
        await bring_answers(session, chat, now=office.now)
    office.world.installs.add((office.world.bot.app_id, chat.conversation))
    await office.delivery().deliver(office.now)


async def test_an_answer_waits_for_its_reader_to_have_a_chat_and_comes_once(office):
    for key in ("1", "2"):
        assert await ask(office, key, "U_UNA") == [NO_CHAT + WAITS]
    # Nobody asks Teams for them twice.
    assert len(office.teams.called("POST", "/conversations")) == 1
    for _time in range(2):
        await open_chat(office, "U_UNA")
    assert shown(office, "U_UNA") == ["This is 1.", "This is 2."]


async def test_what_waited_for_a_week_is_not_brought_any_more(office):
    await ask(office, "1", "U_UNA")
    office.now += WEEK + timedelta(minutes=1)
    await open_chat(office, "U_UNA")
    assert shown(office, "U_UNA") == []


async def test_nothing_off_the_record_is_kept_or_promised(office):
    secret = replace(reply("A code."), is_off_record=True)
    assert await ask(office, "1", "U_UNA", is_off_record=True, reply=secret) == [NO_CHAT]
    await open_chat(office, "U_UNA")
    assert shown(office, "U_UNA") == []


async def test_a_card_that_teams_refuses_is_told_of_in_the_chat(office, faults):
    await office.chat_with("U_TOM")
    faults.fail_next(400, code="BadSyntax")
    assert await ask(office, "1") == []
    await office.delivery().deliver(office.later(minutes=1))
    assert "I could not show you my answer" in shown(office)[0]


async def test_the_leads_of_whoever_cannot_be_answered_hear_of_it_once(office):
    await join(office, "U_TOM", await lead_by(office, "U_DANA"))
    dana = await office.chat_with("U_DANA")
    await office.chat_with("U_TOM")
    office.world.blocked.add((office.world.bot.app_id, "U_TOM"))
    for key in ("1", "2", "3"):
        await ask(office, key)
    await office.delivery().deliver(office.later(minutes=1))
    told = [words(post) for post in office.posts(dana)]
    assert len(told) == 1
    assert "Tom" in told[0]
    assert "they blocked me in our chat" in told[0]
