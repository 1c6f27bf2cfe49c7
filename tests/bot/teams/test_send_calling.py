"""A single call to Teams: in time or not at all, and where Teams wants to be called."""

import asyncio

import pytest

from bot.teams.activities import line_activity
from domain.chat import reply
from domain.errors import NotDelivered, Unanswered, Undeliverable
from tests.bot.teams.office import small_office


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        await office.hear()
        yield office


@pytest.fixture
def faults(office):
    return office.teams.faults


async def test_what_comes_too_late_is_not_begun(office):
    calling, loop = office.messenger().calling, asyncio.get_running_loop()

    async def make(_place):
        raise AssertionError

    with pytest.raises(NotDelivered) as caught:
        await calling.call(office.place(), "post", make, until=loop.time() - 1, is_post=True)
    assert type(caught.value) is NotDelivered


async def test_what_takes_too_long_may_have_arrived(office, faults):
    faults.hang_next(0.3)
    calling, loop = office.messenger().calling, asyncio.get_running_loop()

    async def make(place):
        return await office.edge.connector.send(place, line_activity("Hello."))

    with pytest.raises(Unanswered):
        await calling.call(office.place(), "post", make, until=loop.time() + 0.2, is_post=True)


async def test_a_tenant_that_is_elsewhere_is_asked_there_from_now_on(office, faults):
    messenger = office.messenger(gcc_url=f"{office.world.base_url}/emea")
    faults.fail_next(403, code="InvalidBotApiHost")
    await messenger.send(office.channel(), reply("Hello."), "1")
    known = await office.known()
    assert known is not None
    assert (known.service_url, len(office.posts())) == (f"{office.world.base_url}/emea", 1)


@pytest.mark.parametrize("url", ["https://elsewhere.example", ""])
async def test_our_token_goes_nowhere_that_is_not_trusted(office, faults, url):
    messenger = office.messenger(gcc_url=url or office.teams.service_url)
    faults.fail_next(403, code="InvalidBotApiHost")
    with pytest.raises(Undeliverable) as caught:
        await messenger.send(office.channel(), reply("Hello."), "1")
    assert (caught.value.trouble, office.sent()) == ("other", 1)
