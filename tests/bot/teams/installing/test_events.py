"""The app comes and goes in Teams: told twice, in any order, and late; welcomed once."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.chat import Address, Click, reply
from domain.plain_text import plain_text
from storage import outbox
from storage.channels import LEFT
from storage.codec import reply_from_json
from storage.tables import Account, Channel, Engagement, Kpi, OutboxPost, Person, TeamsConversation
from tests.bot.teams.surfaces import DM, GROUP, HOME, TOGETHER, Surfaces
from tests.handlers.play import button, labels


@pytest.fixture
async def northwind(stage):
    """Dana leads Northwind in #northwind, with Tom in the team; the app was added by Dana."""
    await stage.remember(HOME)
    await stage.set_up(team=[stage.account("U_TOM")])
    return stage


async def wait_for(stage: Surfaces, key: str, **place: str) -> None:
    """Let a post wait for the place."""
    address = Address(platform="teams", workspace=stage.bot.tenant_id, **place)
    async with stage.database.write() as session:
        await outbox.add(
            session, key=key, engagement_id=None, address=address, reply=reply("x"), now=stage.now
        )


async def states(stage: Surfaces) -> dict[str, str]:
    return {row.key: row.state for row in await stage.rows(OutboxPost) if "/" not in row.key}


@pytest.mark.parametrize("backwards", [False, True])
async def test_whoever_adds_the_app_for_themselves_is_greeted_once(stage, backwards):
    await stage.install(DM, backwards=backwards)
    (post,) = await stage.posts(stage.account("U_DANA"))
    assert "Hello, I am Headway" in plain_text(post)
    assert labels(post) == ["What can you do?"]
    kept = await stage.kept(DM)
    assert (kept.account, kept.kind, kept.is_installed) == (stage.account("U_DANA"), "personal", True)
    assert await stage.rows(Person) == []
    assert stage.woken
    pressed = await stage.act("U_DANA", Click(button=button(post, "What can you do?")), where=DM)
    assert "setup" in plain_text(pressed)


async def test_a_member_is_offered_what_members_do(northwind):
    await northwind.install(DM)
    post = (await northwind.posts(northwind.account("U_DANA")))[-1]
    assert labels(post)[:2] == ["What waits for me?", "Record my numbers"]


@pytest.mark.parametrize("backwards", [False, True])
async def test_a_team_is_told_once_how_to_begin_and_the_installer_gets_a_code(stage, backwards):
    await stage.install("Marketing", who="U_TOM", backwards=backwards)
    (post,) = await stage.waiting("General")
    assert "In the client's channel, type `setup`." in plain_text(reply_from_json(post.reply))
    assert (post.address["account"], post.is_off_record) == ("", False)
    (told,) = await stage.direct("U_TOM")
    (code,) = re.findall(r"`setup (\w{4}-\w{4})`", told)
    (letter,) = await stage.rows(OutboxPost, OutboxPost.is_off_record)
    assert letter.target.endswith(f"@{stage.account('U_TOM')}")
    form = await stage.act("U_GUEST", stage.said("U_GUEST", HOME, f"setup {code}").act, is_guest=True)
    assert form.title == "Set up an engagement"


async def test_the_channel_that_was_chosen_for_the_app_is_where_it_says_hello(stage):
    await stage.install(HOME, backwards=True)
    assert len(await stage.waiting(HOME)) == 1
    assert await stage.waiting("General") == []
    assert (await stage.kept(HOME)).is_installed


@pytest.mark.parametrize("is_silent", [True, False])
async def test_no_code_for_somebody_who_may_be_a_guest(stage, is_silent):
    if is_silent:
        stage.teams.faults.fail_next(502, times=9)
    await stage.install(GROUP, who="U_DANA" if is_silent else "U_GUEST")
    (post,) = await stage.waiting(GROUP)
    assert "If this is the chat with a client, type `setup`." in plain_text(reply_from_json(post.reply))
    (told,) = await stage.direct("U_DANA" if is_silent else "U_GUEST")
    assert "They need a code: `setup code` makes one, for full members." in told


async def test_where_an_engagement_lives_nobody_is_told_how_to_begin(northwind):
    before = len(await northwind.waiting(HOME))
    await northwind.install(HOME, backwards=True)
    assert len(await northwind.waiting(HOME)) == before


@pytest.mark.parametrize("backwards", [False, True])
async def test_removing_the_app_from_a_team_stops_its_posts_tells_the_leads_once_and_keeps_all(
    northwind, backwards
):
    await wait_for(northwind, "daily", conversation=northwind.place(HOME).id)
    await wait_for(northwind, "other", conversation=northwind.place(GROUP).id)
    await northwind.remove("Marketing", backwards=backwards)
    assert await states(northwind) == {"daily": "cancelled", "other": "pending"}
    assert await northwind.waiting(HOME) == []
    (told,) = await northwind.direct()
    assert "is closed to me: the Headway app was removed there. Add it again, and I go on." in told
    assert "What waited to be posted there is not sent any more." in told
    assert await northwind.direct("U_TOM") == []
    assert ((await northwind.channel()).closed, bool((await northwind.kept()).stopped)) == (LEFT, True)
    assert len(await northwind.rows(Engagement)) == 1


async def test_adding_it_again_goes_on_after_a_look_at_who_reads(northwind):
    await northwind.remove("Marketing")
    northwind.place(TOGETHER).members.add("U_STRANGER")
    await northwind.pass_time(minutes=1)
    await northwind.install("Marketing")
    channel = await northwind.channel()
    assert (channel.closed, channel.is_paused, channel.readers) == ("", False, 3)
    assert ((await northwind.kept()).stopped, (await northwind.kept()).is_installed) == ("", True)


async def test_where_nobody_can_look_after_it_came_back_nothing_is_posted_yet(northwind):
    await northwind.remove("Marketing")
    await northwind.pass_time(minutes=1)
    northwind.teams.faults.fail_next(502, times=99)
    await northwind.hear(*await northwind.at().install("Marketing"))
    assert ((await northwind.channel()).closed, (await northwind.channel()).is_paused) == ("", True)


async def test_a_removal_that_comes_after_a_new_install_ends_nothing(northwind):
    old = [northwind.arrived(one.activity) for one in await northwind.at().uninstall("Marketing")]
    await northwind.pass_time(minutes=1)
    await northwind.install("Marketing")
    await northwind.hear(*old)
    assert not (await northwind.kept("General")).stopped
    assert [row.closed for row in await northwind.rows(Channel)] == [""]


async def test_an_upgrade_takes_nothing_away(northwind):
    dana = northwind.at()
    await northwind.hear(
        *await dana.uninstall("Marketing", is_upgrade=True),
        *await dana.install("Marketing", is_upgrade=True),
        northwind.arrival("installationUpdate", where="General", action="something new"),
    )
    assert [row.closed for row in await northwind.rows(Channel) if row.closed] == []
    assert not (await northwind.kept()).stopped


async def test_a_personal_removal_stops_that_chat_alone(northwind):
    for who in ("U_DANA", "U_TOM"):
        await northwind.remember(DM, who)
        await wait_for(northwind, who, account=northwind.account(who))
    await wait_for(northwind, "daily", conversation=northwind.place(HOME).id)
    await northwind.remove(DM, who="U_TOM")
    assert await states(northwind) == {"U_DANA": "pending", "U_TOM": "cancelled", "daily": "pending"}
    assert (await northwind.kept(DM, "U_TOM")).stopped
    assert not (await northwind.kept(DM)).stopped


async def test_a_channel_that_shuts_us_out_is_closed_alone(northwind):
    await northwind.remember(TOGETHER)
    out = northwind.event("channelMemberRemoved", TOGETHER)
    gone = {"membersRemoved": [{"id": northwind.bot.id}]}
    await northwind.hear(replace(out, body={**out.body, **gone}))
    assert (await northwind.kept(TOGETHER)).stopped
    assert not (await northwind.kept()).stopped


async def test_where_another_bot_of_ours_stays_posts_go_on(northwind):
    await wait_for(northwind, "daily", conversation=northwind.place(HOME).id)
    async with northwind.database.write() as session:
        session.add(
            TeamsConversation(
                app_id="another",
                tenant_id=northwind.bot.tenant_id,
                conversation=northwind.place(HOME).id,
                kind="channel",
                service_url="https://x/",
                seen_at=northwind.now,
            )
        )
    await northwind.remove("Marketing")
    assert await states(northwind) == {"daily": "pending"}
    assert await northwind.direct() == []


async def leave(stage: Surfaces, who: str, *, is_gone: bool) -> None:
    """Let somebody leave the team, perhaps with their account."""
    stage.world.users[who].is_gone = is_gone
    await stage.hear(await stage.at().remove_member(who, "Marketing"))


async def test_the_leads_are_told_once_whose_account_is_gone(northwind):
    await northwind.install(DM, who="U_TOM")
    (tom,) = await northwind.rows(Account, Account.external_id == northwind.account("U_TOM"))
    await northwind.change(update(Kpi).where(Kpi.key == "qualified_leads").values(owner_id=tom.person_id))
    await leave(northwind, "U_TOM", is_gone=True)
    (told,) = await northwind.direct()
    assert "Tom Hale's account was deactivated" in told
    assert "Tom Hale reports Qualified leads. Who takes over?" in told
    (gone,) = await northwind.rows(Account, Account.id == tom.id)
    assert (gone.left_at, gone.name) == (northwind.now, "Tom Hale")


@pytest.mark.parametrize("is_gone", [True, False])
async def test_whoever_only_left_a_team_still_belongs(northwind, is_gone):
    if not is_gone:
        await northwind.install(DM, who="U_TOM")
    # Without a personal chat nobody can tell that the account is gone.
    await leave(northwind, "U_TOM", is_gone=is_gone)
    assert await northwind.direct() == []


ODD: tuple[dict[str, object], ...] = (
    {"membersAdded": "x", "membersRemoved": None},
    {"membersAdded": [None, {"id": 7}]},
    {"membersRemoved": [{"id": "28:somebody-else"}]},
    {"channelData": None},
    {"channelData": {"eventType": "readReceipt", "channel": "x", "team": []}},
    {"channelData": {"eventType": "channelShared", "sharedWithTeams": "x"}},
    {"type": "installationUpdate"},
    {"type": "installationUpdate", "action": "add", "conversation": {}},
)


async def test_odd_news_do_nothing(northwind):
    before = await northwind.counts()
    told = northwind.arrival("conversationUpdate", where="General")
    for odd in ODD:
        await northwind.hear(replace(told, body={**told.body, **odd}))
        assert await northwind.counts() == before


async def test_the_moment_of_a_removal_may_be_missing(northwind):
    told = northwind.arrival("installationUpdate", where="General", action="remove")
    northwind.now += timedelta(hours=1)
    await northwind.hear(replace(told, body={**told.body, "timestamp": "soon"}))
    assert (await northwind.kept()).stopped
