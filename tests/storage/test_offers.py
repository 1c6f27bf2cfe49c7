"""Offers: made, taken, forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.chat import Button, Buttons, reply
from storage import offers
from storage.offers import Place
from tests.storage.made import NOW, make_visitor

SAVE, EDIT = Button(label="Save", route="kpi save"), Button(label="Edit", route="x", is_single_choice=False)
DROP = Button(label="Drop", route="kpi drop", minutes=15)


@pytest.fixture
async def place(migrated) -> Place:
    async with migrated.write() as session:
        _workspace, person = await make_visitor(session)
        return Place(engagement_id=None, person_id=person.id, conversation="#x", now=NOW)


async def made(session, place, *buttons: Button) -> dict[str, str]:
    saved = await offers.save_buttons(
        session, reply("?", Buttons(buttons[:1]), "!", Buttons(buttons[1:])), place
    )
    return {button.label: button.id for button in saved.buttons}


async def test_every_button_gets_a_token_of_its_own_and_its_place(migrated, place):
    async with migrated.write() as session:
        tokens = await made(session, place, SAVE, EDIT, DROP)
        rows = [await offers.find(session, token=token) for token in tokens.values()]
    assert len(set(tokens.values())) == 3
    assert [(row.label, row.position) for row in rows if row] == [("Save", 1), ("Edit", 2), ("Drop", 3)]


async def test_taking_a_single_choice_takes_the_others_beside_it(migrated, place):
    async with migrated.write() as session:
        tokens = await made(session, place, SAVE, EDIT, DROP)
        other = await made(session, place, SAVE)
        offer = await offers.find(session, token=tokens["Save"])
        assert offer is not None
        await offers.use(session, offer, person_id=place.person_id, now=NOW)
    async with migrated.read() as session:
        used = {label: await offers.is_used(session, token=token) for label, token in tokens.items()}
        assert used == {"Save": True, "Edit": False, "Drop": True}
        assert not await offers.is_used(session, token=other["Save"])
        assert not await offers.is_used(session, token="nothing")


async def test_the_latest_group_is_that_of_this_person_here_within_a_day(migrated, place):
    elsewhere = replace(place, conversation="#y")
    async with migrated.write() as session:
        await made(session, place, SAVE, EDIT)
        await made(session, elsewhere, DROP)
        await offers.save_form(session, name="kpi owed", args={}, place=place)

        async def latest(at: Place, later: timedelta = timedelta()) -> list[str]:
            assert at.person_id is not None
            found = await offers.latest_group(
                session, person_id=at.person_id, conversation=at.conversation, now=NOW + later
            )
            return [offer.label for offer in found]

        assert await latest(place) == ["Save", "Edit"]
        assert await latest(elsewhere) == ["Drop"]
        assert await latest(place, timedelta(days=1)) == []
        assert await latest(replace(place, person_id=999)) == []


async def test_closed_offers_are_those_used_expired_or_unknown(migrated, place):
    async with migrated.write() as session:
        tokens = await made(session, place, EDIT, DROP)
        asked = [*tokens.values(), "unknown"]
        assert await offers.closed_offers(session, asked, now=NOW) == {"unknown"}
        late = await offers.closed_offers(session, asked, now=NOW + timedelta(minutes=15))
        assert late == {"unknown", tokens["Drop"]}


async def test_forgetting_a_form_forgets_the_way_to_it_and_nothing_else(migrated, place):
    ways = (
        Button(label="Open form", route="open form", args={"form": "feedback", "args": {}}),
        Button(label="Birch", route="engagement choose", args={"engagement": 1, "text": "/headway Feedback"}),
        Button(label="Other", route="open form", args={"form": "kpi owed", "args": {}}),
        SAVE,
    )
    async with migrated.write() as session:
        tokens = await made(session, place, *ways)
        _workspace, kit = await make_visitor(session, "U_KIT")
        theirs = await offers.save_form(
            session, name="feedback", args={}, place=replace(place, person_id=kit.id)
        )
        mine = await offers.save_form(session, name="feedback", args={}, place=place)
        form = await offers.find(session, token=mine)
        assert form is not None
        await offers.forget_form(session, form)
    async with migrated.read() as session:
        left = [label for label, token in tokens.items() if await offers.find(session, token=token)]
        assert left == ["Birch", "Other", "Save"]
        assert await offers.find(session, token=mine) is None
        assert await offers.find(session, token=theirs) is not None
