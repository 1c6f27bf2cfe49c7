"""The messenger: what a post looks like in Teams, where it goes, and how it is changed."""

import pytest

from bot.teams.send import IN_OUR_CHAT, charts_of, fits_in_thread
from bot.teams.send.smaller import MORE
from domain.chat import Button, Buttons, Heading, Sender, Strong, Typed, reply, say
from domain.errors import Undeliverable, Untraceable
from storage import people, teams_conversations
from tests.bot.slack.office import chart, with_chart
from tests.bot.teams.office import account, direct, small_office
from tests.teams.seeing import labels, words


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        yield office


@pytest.fixture
def messenger(office):
    return office.messenger()


async def test_a_post_is_a_card_alone_with_a_summary(office, messenger):
    await office.hear()
    message_id = await messenger.send(office.channel(), reply("Leads: 103."), "day/1")
    (post,) = office.posts()
    assert (post.id, post.text, post.summary, words(post)) == (message_id, "", "Leads: 103.", "Leads: 103.")


async def test_a_post_goes_into_the_thread_of_its_address_and_another_begins_one(office, messenger):
    await office.hear()
    first = await messenger.send(office.channel(), reply("First."), "1")
    await messenger.send(office.channel(thread=first), reply("Second."), "2")
    third = await messenger.send(office.channel(), reply("Third."), "3")
    assert [post.thread for post in office.posts()] == [first, first, third]


async def test_a_reply_that_stays_silent_is_not_posted(office, messenger):
    await office.hear()
    assert not await messenger.send(office.channel(), reply(), "1")
    assert not await messenger.send(office.channel(seen_by=account("U_DANA")), reply(), "2")
    assert office.sent() == 0


async def test_a_personal_chat_that_is_known_is_used(office, messenger):
    chat = await office.chat_with("U_DANA")
    await messenger.send(direct(), reply("Hello."), "1")
    assert [words(post) for post in office.posts(chat)] == ["Hello."]
    assert office.teams.called("POST", "/conversations") == []


@pytest.mark.parametrize("is_met", [True, False])
async def test_a_personal_chat_is_begun_once_and_written_down(office, messenger, is_met):
    await office.hear()
    member = await office.meet() if is_met else account("U_DANA")
    for key in ("1", "2"):
        await messenger.send(direct(), reply("Hello."), key)
    (begun,) = office.teams.called("POST", "/conversations")
    assert [one["id"] for one in begun.body["members"]] == [member]
    chat = office.world.personal(office.world.bot, "U_DANA").id
    assert len(office.posts(chat)) == 2
    kept = await office.known(chat)
    assert kept is not None
    assert (kept.kind, kept.account, kept.team_id) == ("personal", account("U_DANA"), "")


async def test_a_channel_that_was_never_heard_of_is_reached_as_the_tenant_is(office, messenger):
    await office.chat_with("U_TOM")
    await messenger.send(office.channel(), reply("Hello."), "1")
    assert len(office.posts()) == 1


async def test_a_bot_that_is_gone_is_spoken_through_no_more(office, messenger):
    await office.chat_with("U_TOM")
    office.later(hours=1)
    for conversation in ("", "19:another"):
        await office.hear(conversation=conversation, app_id="gone")
    await messenger.send(office.channel(), reply("Hello."), "1")
    assert len(office.posts()) == 1


async def test_a_tenant_without_a_bot_or_a_word_from_it_is_no_place_to_post(office, messenger):
    with pytest.raises(Undeliverable) as caught:
        await messenger.send(office.channel(), reply("Hello."), "1")
    assert caught.value.trouble == "not_installed"
    await office.hear()
    office.edge.registrations.first = None
    with pytest.raises(Undeliverable) as caught:
        await messenger.send(office.channel(), reply("Hello."), "1")
    assert (caught.value.trouble, office.sent()) == ("not_installed", 0)


async def test_what_one_person_shall_see_is_in_their_chat_and_pointed_out_in_the_thread(office, messenger):
    await office.hear()
    await office.meet()
    async with office.database.write() as session:
        dana = Sender(account=account("U_DANA"), name="Dana <Reed>")
        await people.welcome_visitor(session, address=direct(), sender=dana, now=office.now)
    first = await messenger.send(office.channel(), reply("First."), "1")
    whisper = office.channel(thread=first, seen_by=account("U_DANA"))
    message_id = await messenger.send(whisper, reply("For you."), "2")
    (answer,) = office.posts(office.world.personal(office.world.bot, "U_DANA").id)
    assert (answer.id, words(answer)) == (message_id, "For you.")
    pointer = office.posts()[1]
    assert (pointer.text, pointer.thread) == (f"<at>Dana &lt;Reed&gt;</at> {IN_OUR_CHAT}", first)
    assert [one["mentioned"]["name"] for one in pointer.entities] == ["Dana <Reed>"]


async def test_that_the_pointer_fails_does_not_take_the_answer_back(office, messenger):
    await office.chat_with("U_DANA")
    await office.hear()
    async with office.database.write() as session:
        where = {"app_id": office.world.bot.app_id, "conversation": office.channel_id}
        await teams_conversations.stop(session, **where, why="BotNotInConversationRoster")
    assert await messenger.send(office.channel(seen_by=account("U_DANA")), reply("Leads: 103."), "1")


async def test_an_edit_changes_the_message_and_nothing_else(office, messenger):
    await office.hear()
    first = await messenger.send(office.channel(), reply("First."), "1")
    second = await messenger.send(office.channel(thread=first), reply("Leads: 103."), "2")
    await messenger.edit(office.channel(thread=first), reply("Leads: 104."), second)
    assert [words(post) for post in office.posts()] == ["First.", "Leads: 104."]


async def test_what_one_person_saw_is_changed_in_their_chat(office, messenger):
    await office.hear()
    whisper = office.channel(seen_by=account("U_DANA"))
    message_id = await messenger.send(whisper, reply("Leads: 103."), "1")
    await messenger.edit(whisper, reply("Leads: 104."), message_id)
    (answer,) = office.posts(office.world.personal(office.world.bot, "U_DANA").id)
    assert words(answer) == "Leads: 104."


async def test_a_message_that_is_gone_cannot_be_changed(office, messenger):
    await office.hear()
    with pytest.raises(Undeliverable) as caught:
        await messenger.edit(office.channel(), reply("Hello."), "1700000000000")
    assert caught.value.trouble == "other"
    known = await office.known()
    assert known is not None
    assert known.stopped == ""


async def test_what_was_posted_cannot_be_looked_for(office, messenger):
    with pytest.raises(Untraceable):
        await messenger.find(office.channel(), "day/1")


async def test_commands_are_written_as_they_are_typed_there(office, messenger):
    await office.hear()
    chat = await office.chat_with("U_DANA")
    for address in (office.channel(), direct()):
        await messenger.send(address, reply("Type `status`."), "1")
    assert "@Headway status" in words(office.posts()[0])
    assert "@Headway" not in words(office.posts(chat)[0])


def pictures(post):
    return [one for one in post.card["body"] if one["type"] == "Image"]


async def test_a_chart_is_a_picture_in_the_card(office, messenger):
    await office.hear()
    await messenger.send(office.channel(), with_chart("This month."), "1")
    (post,) = office.posts()
    (picture,) = pictures(post)
    assert picture["url"].startswith("data:image/png;base64,")
    assert "103" in picture["altText"]


@pytest.mark.parametrize(("status", "code"), [(413, "MessageSizeTooBig"), (400, "BadSyntax")])
async def test_a_chart_that_teams_does_not_take_is_said_in_words(office, messenger, status, code):
    await office.hear()
    office.teams.faults.fail_next(status, code=code)
    await messenger.send(office.channel(), with_chart("This month."), "1")
    (post,) = office.posts()
    assert pictures(post) == []
    assert "103" in words(post)


async def test_a_chart_that_is_not_drawn_in_time_is_left_out(office):
    late = await charts_of(office.edge, reply("Late.", chart("Late")), seconds=0)
    drawn = await charts_of(office.edge, reply("Drawn.", chart("Drawn")))
    await office.charts.close()
    broken = await charts_of(office.edge, reply("Broken.", chart("Broken")))
    assert ([*drawn], late, broken) == ([1], {}, {})


async def test_what_teams_finds_too_large_becomes_smaller_and_says_so(office, messenger):
    await office.hear()
    undo = Buttons((Button(label="Undo", route="undo", id="offer-1"),))
    long = reply("Leads: 103.", *(f"Line {number} of many." * 20 for number in range(20)), undo)
    office.teams.faults.fail_next(413, code="MessageSizeTooBig")
    await messenger.send(office.channel(), long, "1")
    (post,) = office.posts()
    assert words(post).startswith("Leads: 103.")
    assert MORE in words(post)
    assert "Line 19" not in words(post)
    assert labels(post) == ("Undo",)


async def test_what_is_too_large_at_its_smallest_is_too_long(office, messenger):
    await office.hear()
    office.teams.faults.fail_next(413, code="MessageSizeTooBig", times=2)
    with pytest.raises(Undeliverable) as caught:
        await messenger.send(office.channel(), reply("Hello."), "1")
    assert (caught.value.trouble, office.sent()) == ("too_long", 2)


OPEN = Button(label="Open form", route="open form", opens_form=True)
UNDO = Button(label="Undo", route="undo")


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        (reply("Give feedback", Buttons((OPEN,))), True),
        (reply(Heading("Settings"), Buttons((OPEN,)), Buttons((OPEN,))), True),
        (reply(Buttons((OPEN,))), True),
        (reply("Leads for August: 103.", Buttons((OPEN,))), False),
        (reply("Give feedback", Buttons((OPEN, UNDO))), False),
        (reply("Give feedback"), False),
        (reply("Two", "lines", Buttons((OPEN,))), False),
        (reply(say("Feedback of ", Typed("Dana")), Buttons((OPEN,))), False),
        (reply(say(Strong("103")), Buttons((OPEN,))), False),
    ],
)
def test_only_what_tells_nothing_may_stand_where_all_can_read_it(answer, fits):
    assert fits_in_thread(answer) is fits
