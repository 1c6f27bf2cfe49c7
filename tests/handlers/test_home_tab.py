"""The Home tab: every engagement of a person, with buttons that work there."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.chat import Address, Buttons, Form
from domain.plain_text import plain_text
from handlers import home
from handlers.services import Services
from storage.tables import Context, Offer, Person
from tests.handlers.play import DM, OTHER_CHANNEL, Play


async def tab(play: Play, who: str) -> home.Tab:
    address = Address(platform="test", workspace="W1", account=who)
    return await home.tab(Services(database=play.database), address, now=play.now)


async def told(play: Play, who: str) -> list[str]:
    return [plain_text(reply) for reply in (await tab(play, who)).replies]


async def token(play: Play, who: str, label: str, *, at: int = 0) -> str:
    replies = (await tab(play, who)).replies
    return next(button.id for button in replies[at].buttons if button.label == label)


@pytest.fixture
async def two(northwind: Play) -> Play:
    """Dana leads Northwind and Birch, which has been followed for less long."""
    await northwind.set_up("U_DANA", name="Birch", where=OTHER_CHANNEL)
    return northwind


async def test_it_says_what_waits_and_how_it_goes(northwind):
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 90 sep")
    (said,) = await told(northwind, "U_DANA")
    assert said.startswith("Northwind Ltd: what waits for you")
    assert "can't be told yet" in said
    assert "Numbers due from you" in said
    assert "Trend" not in said


async def test_its_buttons_work_in_the_engagement_that_they_stand_under(two):
    names = [said.partition(":")[0] for said in await told(two, "U_DANA")]
    assert sorted(names) == ["Birch", "Northwind Ltd"]
    for at, name in enumerate(names):
        said = await two.click("U_DANA", await token(two, "U_DANA", "Scorecard", at=at), where=DM)
        assert f"Scorecard of {name}" in said
        await two.click("U_DANA", await token(two, "U_DANA", "Give feedback", at=at), where=DM)
        form = two.last["U_DANA", DM]
        assert isinstance(form, Form)
        assert name in form.title


async def test_where_something_waits_stands_first_and_the_newest_need_on_top(two):
    assert [said.partition(":")[0] for said in await told(two, "U_DANA")] == ["Birch", "Northwind Ltd"]
    await two.say("U_TOM", 'feedback - "the form is long" customer')
    assert [said.partition(":")[0] for said in await told(two, "U_DANA")] == ["Northwind Ltd", "Birch"]


async def test_it_leaves_the_direct_messages_as_they_are(two):
    await two.ask("U_DANA", "in Birch: feedback it is fine customer", where=DM)
    before = await two.rows(Context)
    await tab(two, "U_DANA")
    assert [row.id for row in await two.rows(Context)] == [row.id for row in before]
    assert "positive, from customer" in await two.say("U_DANA", "1", where=DM)


async def test_without_an_engagement_it_says_what_to_do_first(play):
    (said,) = await told(play, "U_DANA")
    assert "Type `setup` there" in said
    assert await play.rows(Person) == []
    assert "What I can do" in await play.click(
        "U_DANA", await token(play, "U_DANA", "What I can do"), where=DM
    )


async def test_what_somebody_may_not_see_is_not_shown(northwind):
    await northwind.say("U_DANA", "members role @Tom Hale observer")
    (said,) = await told(northwind, "U_TOM")
    assert said.startswith("Northwind Ltd")
    assert "KPI" not in said
    assert "leads" not in said
    token_of_card = await token(northwind, "U_TOM", "Show the card")
    assert "Status" in await northwind.click("U_TOM", token_of_card, where=DM)


async def test_a_workspace_shows_its_own_engagements_alone(northwind):
    address = Address(platform="test", workspace="W2", account="U_DANA")
    elsewhere = await home.tab(Services(database=northwind.database), address, now=northwind.now)
    assert "Northwind" not in plain_text(elsewhere.replies[0])


async def test_the_buttons_keep_their_offers_as_long_as_they_are_shown(northwind):
    first = await tab(northwind, "U_DANA")
    rows = await northwind.rows(Offer)
    for _again in range(3):
        await northwind.pass_time(days=10)
        assert [b.id for b in (await tab(northwind, "U_DANA")).replies[0].buttons][1:] == [
            b.id for b in first.replies[0].buttons
        ][1:]
    assert len(await northwind.rows(Offer)) == len(rows)
    last = await northwind.rows(Offer, Offer.conversation == "@U_DANA/home")
    assert all(offer.expires_at > northwind.now + timedelta(days=14) for offer in last)


async def test_an_offer_that_ended_is_made_anew(northwind):
    old = await token(northwind, "U_DANA", "Scorecard")
    await northwind.change(update(Offer).where(Offer.token == old).values(expires_at=northwind.now))
    new = await token(northwind, "U_DANA", "Scorecard")
    assert new != old
    assert "Scorecard of" in await northwind.click("U_DANA", new, where=DM)


async def test_nobody_takes_the_buttons_of_another_persons_home(northwind):
    theirs = await token(northwind, "U_DANA", "Scorecard")
    assert "offered to somebody else" in await northwind.click("U_TOM", theirs, where=DM)
    assert await token(northwind, "U_TOM", "Scorecard") != theirs


async def test_more_clients_than_fit_are_named(play):
    names = [f"Client {letter}" for letter in "ABCDEFGH"]
    for name in names:
        await play.set_up("U_DANA", name=name, where=f"#{name[-1].lower()}")
    said = await told(play, "U_DANA")
    assert len(said) == 7
    assert "And 2 more clients: Client G, Client H" in said[-1]
    assert "`in CLIENT: home`" in said[-1]


async def test_its_mark_tells_whether_something_happened_since(northwind):
    first = (await tab(northwind, "U_DANA")).mark
    assert (await tab(northwind, "U_DANA")).mark == first
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert (await tab(northwind, "U_DANA")).mark != first


async def test_it_is_the_same_on_both_databases(play_on_both):
    await play_on_both.set_up(team=["U_TOM"])
    (said,) = await told(play_on_both, "U_TOM")
    assert "Nothing waits for you here." in said
    assert any(isinstance(block, Buttons) for block in (await tab(play_on_both, "U_TOM")).replies[0].blocks)
