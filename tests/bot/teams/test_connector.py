"""The calls that we make of Teams, over real HTTP: each a request that the local Teams takes."""

import pytest

from bot.teams.activities import line_activity
from bot.teams.connector import Unwilling
from bot.teams.refusals import code_of, status_of
from tests.bot.teams.office import TENANT, account, small_office
from tests.teams.things import User


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        yield office


@pytest.fixture
def connector(office):
    return office.edge.connector


async def test_a_message_stands_in_its_conversation_under_the_id_that_is_returned(office, connector):
    message_id = await connector.send(office.place(), line_activity("Hello."))
    (post,) = office.posts()
    assert (post.id, post.text, post.author) == (message_id, "Hello.", office.world.bot.app_id)
    (call,) = office.teams.called("POST", "/activities")
    assert call.body["from"]["id"] == office.world.bot.id
    assert "replyToId" not in call.body


async def test_an_answer_stands_in_its_thread(office, connector):
    first = await connector.send(office.place(), line_activity("First."))
    await connector.send(office.place(), line_activity("Second."), thread=first)
    assert [post.thread for post in office.posts()] == [first, first]


async def test_a_message_is_changed_in_its_place(office, connector):
    message_id = await connector.send(office.place(), line_activity("103."))
    await connector.update(office.place(), message_id, line_activity("104."))
    (post,) = office.posts()
    assert (post.text, len(post.history)) == ("104.", 1)


@pytest.mark.parametrize("is_met", [True, False])
async def test_a_personal_chat_is_begun_by_either_id_of_the_person(office, connector, is_met):
    bot = office.world.bot
    chat = await connector.create_direct(
        app_id=bot.app_id,
        tenant_id=TENANT,
        service_url=office.teams.service_url,
        member=await office.meet() if is_met else account("U_DANA"),
    )
    assert chat == office.world.personal(bot, "U_DANA").id


async def test_that_somebody_types_is_shown_and_takes_no_messages_place(office, connector):
    for _time in range(10):
        await connector.typing(office.place())
    assert len(office.world.typing) == 1
    assert office.posts() == []


async def test_a_member_is_told_of_with_everything_that_teams_knows(office, connector):
    found = await connector.member(office.place(), account("U_TOM"))
    assert (found["name"], found["userRole"], found["tenantId"]) == ("Tom Hale", "user", TENANT)
    assert found["aadObjectId"] == account("U_TOM")


async def test_whoever_is_not_there_is_refused_with_teams_own_word(office, connector):
    with pytest.raises(Unwilling) as caught:
        await connector.member(office.place(), account("U_UNA"))
    assert (status_of(caught.value), code_of(caught.value)) == (404, "MemberNotFoundInConversation")


async def test_a_roster_is_read_to_its_last_page(office, connector):
    office.world.page_size = 2
    (team,) = office.world.teams.values()
    for number in range(5):
        key = f"U_{number}"
        office.world.add_user(User(key, f"Person {number}", TENANT))
        team.members.add(key)
    names = [one["name"] for one in await connector.members(office.place())]
    assert len(names) == len(set(names)) == 7


async def test_a_team_and_its_channels_are_told(office, connector):
    (team,) = office.world.teams.values()
    place = office.place(team_id=team.id)
    assert (await connector.team(place))["name"] == "Northwind"
    assert [one["name"] for one in await connector.channels(place)] == [None, "kpis"]


async def test_one_token_and_one_client_serve_many_calls(office, connector):
    for _time in range(3):
        await connector.send(office.place(), line_activity("Hello."))
    assert office.teams.asked["token"] == 1
    first = await office.edge.connector.authentication.connector(
        office.world.bot.app_id, office.teams.service_url
    )
    again = await office.edge.connector.authentication.connector(
        office.world.bot.app_id, office.teams.service_url
    )
    assert first is again
