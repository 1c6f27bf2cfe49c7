"""Channels and group chats in Teams: looked at once a day, and followed when something happens to them."""

import pytest

from bot.teams.channels import know_channel
from domain.chat import Form, SubmitForm
from domain.plain_text import plain_text
from storage.tables import Channel
from tests.bot.teams.surfaces import DM, ELSEWHERE, GROUP, HOME, SECRET, TOGETHER, Surfaces
from tests.handlers.play import USUAL


async def look(stage: Surfaces, where: str = HOME, *, text: str = "setup", who: str = "U_DANA") -> None:
    """Let somebody say something there, and let what it begins in the background end."""
    await know_channel(stage.edge, stage.arrival(who=who, where=where), stage.said(who, where, text))
    await stage.edge.background.drain(seconds=5)


async def set_up(stage: Surfaces, where: str = HOME, **values: str) -> str:
    """Let Dana set up Northwind there, and give what she is told."""
    await look(stage, where)
    shown = await stage.ask("U_DANA", "setup", where=where)
    if not isinstance(shown, Form):
        return plain_text(shown)
    asked = {name: values.get(name, "here") for name in ("shared",) if name in {f.name for f in shown.fields}}
    return plain_text(await stage.fill("U_DANA", where=where, **{"name": "Northwind Ltd", **USUAL, **asked}))


async def test_a_channel_is_looked_at_once_a_day_by_its_teams_list_and_the_roster(stage):
    await look(stage)
    seen = await stage.channel()
    assert (seen.name, seen.is_shared, seen.readers, seen.looked_at) == ("northwind", False, 3, stage.now)
    stage.place(HOME).name = "renamed"
    calls = len(stage.teams.calls)
    await stage.pass_time(hours=23)
    await know_channel(stage.edge, stage.arrival(where="renamed"), stage.said("U_DANA", "renamed", "setup"))
    assert len(stage.teams.calls) == calls
    await stage.pass_time(hours=1)
    await look(stage, "renamed")
    assert (await stage.channel("renamed")).name == "renamed"


async def test_the_first_channel_of_a_team_is_called_as_the_team(stage):
    await look(stage, "General")
    assert (await stage.channel("General")).name == "Marketing"


async def test_most_channels_are_none_of_our_business(stage):
    await look(stage, text="help")
    await stage.hear(await stage.at().rename_channel(HOME, "x"))
    await stage.hear(await stage.at().add_member("U_KIT", "Marketing"))
    assert await stage.rows(Channel) == []
    assert stage.teams.calls == []


@pytest.mark.parametrize("is_listed", [True, False])
async def test_a_private_channel_is_refused_with_advice(stage, is_listed):
    data = {} if is_listed else {"channel": {"id": stage.place(SECRET).id, "type": "private"}}
    stage.place(SECRET).privacy = "private" if is_listed else "standard"
    said = stage.arrival(where=SECRET, channelData=data)
    await know_channel(stage.edge, said, stage.said("U_DANA", SECRET, "setup"))
    told = plain_text(await stage.ask("U_DANA", "setup", where=SECRET))
    assert "This channel is private" in told
    assert "a standard or shared channel of the team, or in a group chat" in told


async def test_guests_of_the_team_do_not_make_its_channels_shared(stage):
    assert "I am posting a welcome card in this channel." in await set_up(stage)
    (card,) = await stage.waiting(HOME)
    assert card.key.startswith("welcome/")


async def test_a_shared_channel_with_another_organisation_asks_before_it_is_set_up(stage):
    stage.place(TOGETHER).members.add("U_STRANGER")
    await look(stage, TOGETHER)
    asked = plain_text(await stage.ask("U_DANA", "setup", where=TOGETHER))
    assert "2 members of this organisation and another organisation read along" in asked
    seen = await stage.channel(TOGETHER)
    assert {one["id"] for one in seen.organisations} == {stage.bot.tenant_id, ELSEWHERE}


async def test_a_guest_in_a_group_chat_makes_it_shared(stage):
    await set_up(stage, GROUP)
    assert (await stage.channel(GROUP)).name == GROUP
    await stage.hear(await stage.at().add_member("U_GUEST", GROUP))
    (told,) = await stage.direct()
    assert "is shared with another organisation now. 3 members of this organisation" in told
    seen = await stage.channel(GROUP)
    assert (seen.is_shared, seen.is_paused) == (True, True)


async def test_a_channel_that_nobody_could_look_at_waits_and_is_looked_at_when_somebody_speaks_there(stage):
    stage.teams.faults.fail_next(502, times=99)
    assert "I can't tell yet who reads this channel" in await set_up(stage)
    assert (await stage.channel()).is_paused
    assert await stage.waiting(HOME) == []
    stage.teams.faults.waiting.clear()
    await look(stage, text="help")
    assert not (await stage.channel()).is_paused
    (card,) = await stage.waiting(HOME)
    assert card.key.startswith("welcome/")


async def test_the_channel_of_a_form_is_the_one_where_it_was_shown(stage):
    await set_up(stage)
    await stage.pass_time(days=2)
    shown = await stage.ask("U_DANA", "feedback", where=HOME)
    assert isinstance(shown, Form)
    request = stage.request("U_DANA", DM, SubmitForm(form=shown.id, values={}))
    await stage.remember(HOME)
    await know_channel(stage.edge, stage.arrival(where=DM), request)
    await stage.edge.background.drain(seconds=5)
    assert (await stage.channel()).looked_at == stage.now


@pytest.mark.parametrize(
    ("event", "back", "why"),
    [
        ("channelDeleted", "channelRestored", "was deleted"),
        ("teamDeleted", "teamRestored", "was deleted"),
        ("teamHardDeleted", "", "was deleted"),
        ("teamArchived", "teamUnarchived", "was archived with its team"),
    ],
)
async def test_where_no_post_can_arrive_the_leads_are_told_once_until_it_can(stage, event, back, why):
    await set_up(stage)
    await stage.remember(HOME)
    where = HOME if event.startswith("channel") else "General"
    await stage.hear(stage.event(event, where))
    (told,) = await stage.direct()
    assert f"#northwind, the channel of Northwind Ltd, {why}" in told
    assert await stage.waiting(HOME) == []
    assert (await stage.channel()).closed
    if back:
        await stage.hear(stage.event(back, where))
        assert not (await stage.channel()).closed
        assert len(await stage.direct()) == 1


async def test_new_names_are_followed(stage):
    await set_up(stage)
    await stage.hear(await stage.at().rename_channel(HOME, "clients"))
    assert (await stage.channel("clients")).name == "clients"
    await look(stage, "General")
    (team,) = stage.world.teams.values()
    await stage.hear(await stage.at().rename_team(team, "Growth"))
    assert (await stage.channel("General")).name == "Growth"
    await look(stage, GROUP)
    await stage.hear(stage.arrival("conversationUpdate", where=GROUP, topicName="Launch 2027"))
    assert (await stage.channel(GROUP)).name == "Launch 2027"


@pytest.mark.parametrize("answers", [True, False])
async def test_a_channel_that_becomes_shared_is_paused_until_a_lead_decides(stage, answers):
    await set_up(stage, TOGETHER)
    stage.place(TOGETHER).members.add("U_STRANGER")
    if not answers:
        stage.teams.faults.fail_next(502, times=99)
    shared = [{"id": "19:else", "tenantId": ELSEWHERE}]
    await stage.hear(stage.event("channelShared", TOGETHER, sharedWithTeams=shared))
    assert (await stage.channel(TOGETHER)).is_paused
    (told,) = await stage.direct()
    assert "#together, the channel of Northwind Ltd, is shared with another organisation now." in told
    stage.teams.faults.waiting.clear()
    stage.place(TOGETHER).members.discard("U_STRANGER")
    await stage.hear(stage.event("channelUnshared", TOGETHER, unsharedFromTeams=shared))
    assert not (await stage.channel(TOGETHER)).is_paused
