"""The messenger when Teams says no, or nothing: never, later, or nobody knows."""

import asyncio
from dataclasses import replace

import pytest

from bot.teams.pace import LIMITS
from domain.chat import reply
from domain.errors import NotDelivered, Unanswered, Undeliverable
from storage import teams_conversations
from tests.bot.teams.office import DEAF, account, direct, small_office
from tests.teams.seeing import words


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        await office.hear()
        yield office


@pytest.fixture
def faults(office):
    return office.teams.faults


@pytest.fixture
def messenger(office):
    return office.messenger()


async def refused(messenger, address, kind=NotDelivered):
    with pytest.raises(NotDelivered) as caught:
        await messenger.send(address, reply("Hello."), "1")
    assert type(caught.value) is kind
    return caught.value


@pytest.mark.parametrize("status", [412, 502, 503, 504])
async def test_what_teams_says_passes_is_posted_later_and_not_before(office, faults, messenger, status):
    faults.fail_next(status, code="ServiceError")
    refusal = await refused(messenger, office.channel())
    assert (refusal.retry_after, office.sent()) == (None, 1)
    await messenger.send(office.channel(), reply("Hello."), "1")
    assert len(office.posts()) == 1


async def test_a_limit_says_how_long_and_holds_nobody_else_back(office, faults, messenger):
    faults.fail_next(429, code="Throttled", retry_after=7)
    refusal = await refused(messenger, office.channel())
    assert (refusal.retry_after, refusal.is_workspace_wide) == (7.0, False)


async def test_a_limit_without_seconds_has_some(office, faults, messenger):
    faults.fail_next(429, code="Throttled")
    refusal = await refused(messenger, office.channel())
    assert refusal.retry_after == 10.0


@pytest.mark.parametrize("how", ["drop", "cut", "gateway 502", "gateway 504", "500"])
async def test_after_silence_nobody_knows_whether_it_arrived(office, faults, messenger, how):
    match how:
        case "drop":
            faults.drop_next()
        case "cut":
            faults.cut_next()
        case "500":
            faults.fail_next(500, code="ServiceError")
        case _:
            faults.fail_next(int(how.split()[1]))
    await refused(messenger, office.channel(), Unanswered)
    assert office.sent() == 1


async def test_an_edit_may_always_be_tried_again(office, faults, messenger):
    message_id = await messenger.send(office.channel(), reply("103."), "1")
    # A dropped connection alone is tried again by aiohttp itself, since a PUT may be made twice.
    for fail in (
        lambda: faults.drop_next(times=2),
        lambda: faults.fail_next(502),
        lambda: faults.fail_next(500),
    ):
        fail()
        with pytest.raises(NotDelivered) as caught:
            await messenger.edit(office.channel(), reply("104."), message_id)
        assert type(caught.value) is NotDelivered
    await messenger.edit(office.channel(), reply("104."), message_id)
    assert [words(post) for post in office.posts()] == ["104."]


async def test_a_teams_that_cannot_be_reached_got_nothing(office, messenger):
    await office.hear(service_url=f"http://{DEAF}/")
    await refused(messenger, office.channel())


@pytest.mark.parametrize("how", ["away", "refused"])
async def test_without_a_token_nothing_is_posted(office, faults, messenger, how):
    if how == "away":
        faults.fail_next(503, on="login")
    else:
        office.world.bots[office.world.bot.app_id] = replace(office.world.bot, password="another")
    await refused(messenger, office.channel())
    assert office.sent() == 0


async def test_a_token_that_is_not_taken_is_asked_for_again(office, faults, messenger):
    faults.fail_next(401, code="Authorization")
    await refused(messenger, office.channel())
    await messenger.send(office.channel(), reply("Hello."), "1")
    assert (office.teams.asked["token"], len(office.posts())) == (2, 1)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("BotDisabledByAdmin", "disabled"),
        ("ConversationBlockedByUser", "blocked"),
        ("BotNotInConversationRoster", "not_a_member"),
    ],
)
async def test_where_we_may_not_post_we_stop_until_something_comes_from_there(
    office, faults, messenger, code, trouble
):
    faults.fail_next(403, code=code)
    for _time in range(2):
        refusal = await refused(messenger, office.channel(), Undeliverable)
        assert refusal.trouble == trouble
    assert office.sent() == 1
    known = await office.known()
    assert known is not None
    assert known.stopped == code
    await office.hear()
    await messenger.send(office.channel(), reply("Hello."), "1")
    assert len(office.posts()) == 1


async def test_a_private_channel_is_refused_and_the_team_goes_on(office, messenger):
    office.world.place("#kpis").privacy = "private"
    refusal = await refused(messenger, office.channel(), Undeliverable)
    assert refusal.trouble == "blocked"
    known = await office.known()
    assert known is not None
    assert known.stopped == ""


async def test_a_channel_that_is_not_found_is_forgotten(office, messenger):
    office.world.place("#kpis").is_deleted = True
    refusal = await refused(messenger, office.channel(), Undeliverable)
    assert refusal.trouble == "no_channel"
    assert await office.known() is None


async def test_a_personal_chat_that_is_not_found_is_begun_anew(office, faults, messenger):
    await office.hear(conversation="a:1gone", kind="personal", account=account("U_DANA"))
    await messenger.send(direct(), reply("Hello."), "1")
    chat = office.world.personal(office.world.bot, "U_DANA").id
    assert [words(post) for post in office.posts(chat)] == ["Hello."]
    assert await office.known("a:1gone") is None


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (403, "ForbiddenOperationException", "no_app"),
        (403, "BotDisabledByAdmin", "disabled"),
        (404, "NotFound", "no_app"),
        (400, "BadArgument", "person_gone"),
    ],
)
async def test_whoever_cannot_be_written_to_is_not_asked_for_again_that_day(office, status, code, trouble):
    office.teams.faults.fail_next(status, code=code)
    messenger = office.messenger()
    for _time in range(2):
        refusal = await refused(messenger, direct(), Undeliverable)
        assert refusal.trouble == trouble
    assert len(office.teams.called("POST", "/conversations")) == 1
    office.later(hours=25)
    await messenger.send(direct(), reply("Hello."), "1")
    assert len(office.teams.called("POST", "/conversations")) == 2


@pytest.mark.parametrize("how", ["drop", "limit"])
async def test_a_chat_that_could_not_be_begun_now_is_begun_later(office, faults, messenger, how):
    if how == "drop":
        faults.drop_next()
    else:
        faults.fail_next(429, code="Throttled", retry_after=3)
    await refused(messenger, direct())
    await messenger.send(direct(), reply("Hello."), "1")
    assert office.sent() == 1


async def test_a_conversation_gets_no_more_than_teams_takes_from_two_processes(sqlite_url):
    async with small_office(sqlite_url, has_limits=True) as office:
        await office.hear()
        for number in range(20):
            await office.add(str(number))
        both = [office.delivery(limits={"teams": LIMITS}) for _process in range(2)]
        for _second in range(40):
            await asyncio.gather(*(delivery.deliver(office.now) for delivery in both))
            office.later(seconds=1)
            await office.sleep(1)
        assert {call.status for call in office.teams.calls} == {201}
        assert office.sent() == 20


async def test_a_database_that_is_away_keeps_the_post_and_asks_teams_nothing(office, messenger, monkeypatch):
    def away(*_args, **_more):
        raise OSError("away")

    monkeypatch.setattr(teams_conversations, "find", away)
    await refused(messenger, office.channel())
    assert office.sent() == 0
