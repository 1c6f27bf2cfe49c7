"""Who acts in Teams: looked up once a day, guests told apart, people met before they ever spoke."""

import asyncio
from dataclasses import replace

import pytest

from bot.teams.arrival import Arrival
from bot.teams.people import accounts_mentioned, introduce, profile_of, remember, sender_of
from domain.chat import Sender
from storage.tables import Account, Person, TeamsConversation, TeamsPerson
from tests.bot.teams.surfaces import DM, ELSEWHERE, GROUP, HOME, NORTHWIND, Surfaces
from tests.teams.activities import sender
from tests.teams.things import User

ZONED = {"localTimezone": "America/New_York", "locale": "en-US"}


def looks(stage: Surfaces) -> int:
    """How often a roster was asked."""
    return len([call for call in stage.teams.calls if "members" in call.path])


async def account(stage: Surfaces, who: str) -> Account:
    (row,) = await stage.rows(Account, Account.external_id == stage.account(who))
    assert isinstance(row, Account)
    return row


async def test_the_roster_is_asked_once_a_day_and_what_it_says_is_kept(stage):
    tom = stage.arrival(who="U_TOM", **ZONED)
    first = await sender_of(stage.edge, tom)
    assert first == Sender(
        account=stage.account("U_TOM"),
        name="Tom Hale",
        zone="America/New_York",
        locale="en-US",
        is_guest=False,
    )
    await stage.pass_time(hours=23)
    assert await sender_of(stage.edge, tom) == first
    assert looks(stage) == 1
    stage.world.users["U_TOM"].name = "Tom Hale-Berg"
    await stage.pass_time(hours=1)
    later = replace(tom, body={**tom.body, "localTimezone": "Asia/Tokyo"})
    changed = await sender_of(stage.edge, later)
    assert (changed.name, changed.zone) == ("Tom Hale-Berg", "Asia/Tokyo")
    (person,) = await stage.rows(Person)
    assert (person.name, person.zone) == ("Tom Hale-Berg", "Asia/Tokyo")
    (met,) = await stage.rows(TeamsPerson)
    assert (met.account, met.member) == (first.account, tom.member)


async def test_guests_and_people_from_elsewhere_are_no_full_members(stage):
    stage.place(GROUP).members.add("U_STRANGER")
    for who, where, is_guest, home in (
        ("U_DANA", HOME, False, ""),
        ("U_GUEST", HOME, True, ELSEWHERE),
        ("U_STRANGER", GROUP, True, ELSEWHERE),
    ):
        assert (await sender_of(stage.edge, stage.arrival(who=who, where=where))).is_guest is is_guest
        assert (await account(stage, who)).home == home


async def test_somebody_without_an_account_is_no_full_member_whatever_the_roster_says(stage):
    stage.place(GROUP).members.add("U_ANON")
    anonymous = stage.arrival(who="U_ANON", where=GROUP)
    assert anonymous.account == anonymous.member
    stage.teams.faults.fail_next(502)
    for _silent_then_not in range(2):
        assert (await sender_of(stage.edge, anonymous)).is_guest is True
    assert [row.is_guest for row in await stage.rows(Account)] == [True]


async def test_a_bot_is_no_full_member_and_is_not_written_down(stage):
    other = stage.arrival(**{"from": {"id": "28:other", "name": "Other bot"}})
    assert (await sender_of(stage.edge, other)).is_guest is True
    assert (await stage.rows(Account), looks(stage)) == ([], 0)


async def test_where_no_roster_answers_what_is_known_serves(stage):
    faults, tom = stage.teams.faults, stage.arrival(who="U_TOM", **ZONED)
    troubles = (
        lambda: faults.fail_next(500, on="login", times=9),
        lambda: faults.cut_next(times=9),
        lambda: faults.fail_next(502),
        lambda: faults.fail_next(404, code="MemberNotFoundInConversation"),
    )
    for fail in troubles:
        fail()
        unknown = await sender_of(stage.edge, tom)
        assert (unknown.name, unknown.zone, unknown.is_guest) == ("Tom Hale", "America/New_York", None)
        faults.waiting.clear()
        # A login that said no is not asked again at once.
        stage.edge = stage.process()
    assert await stage.rows(Account) == []
    known = await sender_of(stage.edge, tom)
    await stage.pass_time(days=2)
    for fail in troubles[1:]:
        fail()
        assert await sender_of(stage.edge, tom) == known
        faults.waiting.clear()


async def test_a_slow_roster_is_not_waited_for(stage):
    stage.teams.faults.hang_next(1.2)
    before = asyncio.get_running_loop().time()
    assert (await sender_of(stage.edge, stage.arrival())).is_guest is None
    assert asyncio.get_running_loop().time() - before < 2


async def test_somebody_who_comes_by_two_processes_at_once_is_written_down_once(either):
    edges = [either.edge, either.process()]
    await asyncio.gather(*(sender_of(edge, either.arrival(who="U_TOM")) for edge in edges * 3))
    counts = await either.counts()
    assert (counts["accounts"], counts["people"], counts["teams_people"]) == (1, 1, 1)


async def test_a_zone_that_is_said_later_is_kept_within_the_day(stage):
    await introduce(stage.edge, stage.arrival(), [stage.account("U_TOM")])
    zoneless = {"localTimezone": None, "locale": None}
    client = {"type": "clientInfo", "locale": "de-DE", "timezone": "Europe/Berlin"}
    said = await sender_of(stage.edge, stage.arrival(who="U_TOM", entities=[client], **zoneless))
    assert (said.zone, said.locale) == ("Europe/Berlin", "de-DE")
    before = looks(stage)
    await sender_of(stage.edge, stage.arrival(who="U_TOM", entities=[client], **zoneless))
    assert looks(stage) == before


async def test_whoever_is_picked_is_introduced_with_their_name_and_the_rest_left_out(stage):
    wanted = [stage.account("U_TOM"), stage.account("U_GUEST"), stage.account("U_KIT"), "", "28:bot"]
    await introduce(stage.edge, stage.arrival(), wanted)
    assert [(row.name, row.is_guest) for row in await stage.rows(Account)] == [
        (name, is_guest)
        for _account, name, is_guest in sorted(
            [(wanted[0], "Tom Hale", False), (wanted[1], "Gil Guest", True)]
        )
    ]
    before = looks(stage)
    await introduce(stage.edge, stage.arrival(), wanted[:2])
    assert looks(stage) == before


async def test_in_a_personal_chat_people_are_looked_for_where_the_bot_was_heard_from(stage):
    await introduce(stage.edge, stage.arrival(where=DM), [stage.account("U_TOM")])
    assert await stage.rows(Account) == []
    await remember(stage.edge, stage.arrival())
    await introduce(stage.edge, stage.arrival(where=DM), [stage.account("U_TOM")])
    assert [row.name for row in await stage.rows(Account)] == ["Tom Hale"]


async def test_many_are_found_by_pages_of_the_roster_and_at_most_fifty_are_introduced(stage):
    crowd = [User(f"U{n:04}", f"Person {n}", NORTHWIND) for n in range(60)]
    for one in crowd:
        stage.world.add_user(one)
    stage.place(GROUP).members |= {one.key for one in crowd}
    stage.world.page_size = 25
    await introduce(stage.edge, stage.arrival(where=GROUP), [one.account for one in crowd])
    assert len(await stage.rows(Account)) == 50
    assert looks(stage) == 3


async def test_mentioned_people_are_found_by_the_ids_that_only_this_bot_knows(stage):
    shown = [sender(stage.bot, stage.world.users[who]) for who in ("U_TOM", "U_KIT")]
    mentions = [
        {"type": "mention", "text": "<at>x</at>", "mentioned": {"id": one["id"], "name": one["name"]}}
        for one in (*shown, {"id": stage.bot.id, "name": "Headway"})
    ]
    said = stage.arrival(entities=mentions)
    # Kit is not in that team.
    assert await accounts_mentioned(stage.edge, said) == {shown[0]["id"]: stage.account("U_TOM")}
    assert (await account(stage, "U_TOM")).name == "Tom Hale"
    before = looks(stage)
    assert await accounts_mentioned(stage.edge, stage.arrival(entities=mentions[:1])) == {
        shown[0]["id"]: stage.account("U_TOM")
    }
    assert await accounts_mentioned(stage.edge, stage.arrival(entities=mentions[2:])) == {}
    assert looks(stage) == before


async def test_a_conversation_is_kept_fresh_without_a_write_for_each_message(either):
    await remember(either.edge, either.arrival())
    (kept,) = await either.rows(TeamsConversation)
    assert (kept.tenant_id, kept.service_url) == (NORTHWIND, either.teams.service_url)
    assert (kept.conversation, kept.kind, kept.account) == (either.place(HOME).id, "channel", "")
    first = either.now
    await either.pass_time(minutes=59)
    await remember(either.edge, either.arrival())
    assert (await either.kept()).seen_at == first
    await remember(either.edge, either.arrival(who="U_TOM"))
    assert {row.account for row in await either.rows(TeamsPerson)} == {
        either.account("U_DANA"),
        either.account("U_TOM"),
    }
    assert (await either.kept()).seen_at == either.now
    moved = either.arrival(serviceUrl="https://smba.infra.gcc.teams.microsoft.com/")
    await remember(either.edge, moved)
    assert (await either.kept()).service_url == moved.service_url
    await either.pass_time(hours=2)
    await remember(either.edge, either.arrival(where=DM))
    assert (await either.kept(DM)).account == either.account("U_DANA")


async def test_whoever_writes_where_posts_were_stopped_lets_them_go_on(stage):
    await remember(stage.edge, stage.arrival(where=DM))
    await stage.remove(DM)
    assert (await stage.kept(DM)).stopped
    await remember(stage.edge, stage.arrival(where=DM))
    assert not (await stage.kept(DM)).stopped


@pytest.mark.parametrize("described", [None, {}, {"id": ""}, "x", {"id": "29:1", "tenantId": 7}])
def test_a_member_of_a_roster_may_be_anything(described):
    profile = profile_of(described, NORTHWIND)
    assert profile is None or (profile.account, profile.is_guest, profile.name) == ("29:1", True, "")


def test_a_guest_is_known_by_the_sign_in_name_where_no_role_is_said():
    member = {"id": "29:1", "aadObjectId": "A", "userPrincipalName": "gil_else.com#EXT#@northwind.com"}
    profile = profile_of(member, NORTHWIND)
    assert profile is not None
    assert profile.is_guest


# The names of regions are folders among the zones.
@pytest.mark.parametrize("zone", ["Mars/X", "America", "../x"])
async def test_an_activity_may_say_anything_of_whoever_acts(stage, zone):
    odd = Arrival(
        app_id=stage.bot.app_id,
        body={**stage.arrival().body, "localTimezone": zone, "locale": 7, "entities": [None, "x"]},
    )
    assert (await sender_of(stage.edge, odd)).zone == ""
