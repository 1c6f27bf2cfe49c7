"""One engagement in channels of two platforms: one person, one history."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from domain.plain_text import plain_text
from handlers.channels import close
from storage import channels
from storage.channels import Seen
from storage.codec import reply_from_json
from storage.database import Database
from storage.tables import (
    Account,
    EngagementChannel,
    EngagementWorkspace,
    Kpi,
    KpiUpdate,
    OutboxPost,
    Workspace,
)
from tests.handlers.linking import THERE, OtherPlay, link, posted_to
from tests.handlers.play import CHANNEL, DM, OTHER_CHANNEL, OUTSIDE, Play, labels

JOIN = "channels join northwind ltd"
ELSEWHERE = "19:second"


@pytest.fixture(scope="module")
def linked_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which Dana leads Northwind, and has an account of hers on the other platform, too."""
    file = tmp_path_factory.mktemp("linked") / "headway.db"
    shutil.copyfile(migrated_file, file)
    asyncio.run(_link(Play(Database(f"sqlite+aiosqlite:///{file}"))))
    return file


async def _link(play: Play) -> None:
    await play.set_up(team=["U_TOM"])
    await link(play, "U_DANA", OtherPlay(play.database, now=play.now), "T_DANA")
    await play.database.close()


@pytest.fixture
async def northwind(linked_file: Path, tmp_path: Path) -> AsyncIterator[Play]:
    """The stage as it is then, a copy for each test."""
    file = tmp_path / "headway.db"
    shutil.copyfile(linked_file, file)
    database = Database(f"sqlite+aiosqlite:///{file}")
    # Keys go on where those of the file ended.
    yield Play(database, keys=100)
    await database.close()


@pytest.fixture
async def there(northwind: Play) -> OtherPlay:
    """The other platform, on the same database."""
    return OtherPlay(northwind.database, now=northwind.now, keys=100)


async def targets(play: Play, begins: str) -> list[str]:
    """Where the posts whose keys begin like that go."""
    return [row.target for row in await play.rows(OutboxPost, OutboxPost.key.startswith(begins))]


async def shared_channel(play: Play) -> None:
    """Let Birch read along in the channel of the other platform."""
    async with play.database.write() as session:
        channel = await channels.hold(session, workspace_id=2, external_id=THERE)
        seen = Seen(name=THERE, is_shared=True, organisations={"W2": "", "W3": "Birch"}, readers=7)
        channels.describe(channel, seen, now=play.now)


async def test_a_number_of_one_platform_is_corrected_on_the_other_in_one_history(northwind, there):
    assert OUTSIDE in await there.say("T_DANA", "status", where=DM)
    assert "lives in this channel too" in await there.say("T_DANA", JOIN)
    await northwind.say("U_DANA", "kpi leads 97 for oct")
    said = await there.say("T_DANA", 'kpi fix leads 103 oct "two came late"')
    assert "103" in said
    assert "97" in said
    rows = await northwind.rows(KpiUpdate)
    assert [row.reported_by for row in rows] == [rows[0].reported_by] * 2
    for play, who in ((northwind, "U_DANA"), (there, "T_DANA")):
        told = await play.say(who, "history")
        assert "lets it live in #northwind in Other too" in told
        assert "two came late" in told
        assert told.count("Qualified leads") >= 2
    assert await northwind.say("U_DANA", "kpi why leads", where=DM) == await there.say(
        "T_DANA", "kpi why leads", where=DM
    )


async def test_what_lives_there_is_said_there_and_who_is_missing(northwind, there):
    said = await there.say("T_DANA", JOIN)
    assert "Not known here yet: Tom Hale. Ask them to `link`" in said
    (card,) = await northwind.rows(OutboxPost, OutboxPost.key.startswith("joined/"))
    assert card.target == f"other/W2/{THERE}"
    assert "Northwind Ltd lives here too" in plain_text(reply_from_json(card.reply))


async def test_the_day_is_told_in_both_channels_and_leads_are_told_once(northwind, there):
    await there.say("T_DANA", JOIN)
    await there.say("T_DANA", "kpi leads 97 for oct")
    assert await targets(northwind, "day/") == [f"test/W1/{CHANNEL}", f"other/W2/{THERE}"]
    assert (await northwind.say("U_TOM", "channels")).count("#northwind") == 2
    before = len(await posted_to(northwind, "U_DANA")) + len(await posted_to(northwind, "T_DANA"))
    async with northwind.database.write() as session:
        workspace = await session.get_one(Workspace, 2)
        await close(session, workspace=workspace, external_id=THERE, why=channels.GONE, now=there.now)
    after = len(await posted_to(northwind, "U_DANA")) + len(await posted_to(northwind, "T_DANA"))
    assert after == before + 1


async def test_only_what_one_leads_can_be_brought_and_no_other_client_is_named(northwind, there):
    await northwind.set_up("U_DANA", name="Secret Oak", where=OTHER_CHANNEL)
    for text in ("channels join birch", "channels join"):
        said = await there.say("T_DANA", text)
        assert "Oak" not in said
        assert "Northwind Ltd" not in said
    assert "You lead no client's work called “birch”" in await there.say("T_DANA", "channels join birch")
    assert "You lead no client's work" in await there.say("T_KIT", JOIN)
    assert "Type it in the channel" in await there.say("T_DANA", JOIN, where=DM)
    assert "lives in this channel already" in await northwind.say("U_DANA", JOIN)
    assert await northwind.rows(EngagementWorkspace, EngagementWorkspace.workspace_id == 2) == []


async def test_a_channel_of_somebody_else_stays_theirs(northwind, there):
    await there.set_up("T_KIT", name="Birch", where=THERE)
    assert await there.say("T_DANA", JOIN) == OUTSIDE
    assert len(await northwind.rows(EngagementChannel)) == 2


async def test_a_guest_needs_a_setup_code_there_too(northwind, there):
    code = (await there.say("T_KIT", "setup code")).split("code is ")[1][:9]
    there.is_guest = True
    assert "type `channels join Northwind Ltd CODE`" in await there.say("T_DANA", JOIN)
    assert "does not work" in await there.say("T_DANA", f"{JOIN} AAAA-AAAA")
    assert "lives in this channel too" in await there.say("T_DANA", f"{JOIN} {code}")
    assert "does not work" in await there.say("T_DANA", f"{JOIN} {code}", where=ELSEWHERE)
    there.is_guest = None
    said = await there.say("T_DANA", JOIN, where=ELSEWHERE)
    assert said.startswith("I could not find out whether you are a full member")


async def test_a_shared_channel_asks_before_it_is_joined(northwind, there):
    await there.ask("T_DANA", "help")
    await shared_channel(there)
    asked = await there.ask("T_DANA", JOIN)
    assert "7 members of this workspace and Birch read along in #northwind." in plain_text(asked)
    assert len(await northwind.rows(EngagementChannel)) == 1
    assert "Nothing was changed" in await there.press("T_DANA", "Take another channel")
    await there.ask("T_DANA", JOIN)
    assert "lives in this channel too" in await there.press("T_DANA", "They may read it")
    assert "lets it live in a shared channel: 7 members" in await northwind.say("U_DANA", "history")


async def test_the_question_about_a_shared_channel_is_void_for_whoever_leads_no_more(northwind, there):
    await there.ask("T_DANA", "help")
    await shared_channel(there)
    await there.ask("T_DANA", JOIN)
    await northwind.say("U_DANA", "members role @U_TOM director")
    await northwind.say("U_TOM", "members role @U_DANA team")
    assert await there.press("T_DANA", "They may read it") == OUTSIDE


async def test_joining_is_undone_and_nothing_of_it_is_shown_there_any_more(northwind, there):
    await there.say("T_DANA", JOIN)
    assert "Nothing of it is shown in this workspace" in await there.press("T_DANA", "Undo")
    assert await northwind.rows(EngagementWorkspace, EngagementWorkspace.workspace_id == 2) == []
    assert "No engagement lives in this channel" in await there.say("T_DANA", "card")
    (card,) = await northwind.rows(OutboxPost, OutboxPost.key.startswith("joined/"))
    assert card.state == "cancelled"


async def test_one_of_two_channels_is_left_and_brought_back(northwind, there):
    await there.say("T_DANA", JOIN)
    await there.say("T_DANA", JOIN, where=ELSEWHERE)
    await there.say("T_DANA", "kpi leads 97 for oct", where=ELSEWHERE)
    left = await there.ask("T_DANA", "channels leave", where=ELSEWHERE)
    assert "shown in this workspace" not in plain_text(left)
    assert labels(left) == ["Undo"]
    assert "Northwind Ltd" in await there.say("T_DANA", "card", where=DM)
    assert "lives in this channel again" in await there.press("T_DANA", "Undo", where=ELSEWHERE)
    assert "97" in await there.say("T_DANA", "kpi why leads", where=ELSEWHERE)


async def test_a_channel_that_is_joined_after_another_was_left_has_a_days_post_of_its_own(northwind, there):
    await there.say("T_DANA", JOIN)
    await there.say("T_DANA", "kpi leads 97 for oct")
    await there.say("T_DANA", "channels leave")
    await there.say("T_DANA", JOIN, where=ELSEWHERE)
    await there.say("T_DANA", "kpi leads 98 for sep", where=ELSEWHERE)
    first, left, joined = await northwind.rows(OutboxPost, OutboxPost.key.startswith("day/"))
    assert (left.target, joined.target) == (f"other/W2/{THERE}", f"other/W2/{ELSEWHERE}")
    assert (left.state, joined.edits_id) == ("cancelled", None)
    assert first.target == f"test/W1/{CHANNEL}"


async def test_the_only_channel_stays_and_so_does_the_last_one_where_a_lead_can_be_reached(northwind, there):
    assert "the only channel of Northwind Ltd" in await northwind.say("U_DANA", "channels leave")
    await there.say("T_DANA", JOIN)
    await northwind.change(update(Account).where(Account.external_id == "U_DANA").values(left_at=there.now))
    assert "nobody who leads Northwind Ltd" in await there.say("T_DANA", "channels leave")
    assert len(await northwind.rows(EngagementChannel)) == 2
    assert "Type it in the channel" in await there.say("T_DANA", "channels leave", where=DM)


async def test_members_of_the_team_neither_bring_it_elsewhere_nor_take_it_away(northwind, there):
    await there.say("T_DANA", JOIN)
    await link(northwind, "U_TOM", there, "T_TOM")
    assert "You lead no client's work" in await there.say("T_TOM", JOIN, where=ELSEWHERE)
    assert (await there.say("T_TOM", "channels leave")).startswith("Only a fractional CMO")
    assert "I have asked Dana R. to confirm" in await there.say("T_TOM", "kpi leads 12 for oct")
    assert await targets(northwind, "proposal/") == ["other/W2/@T_DANA"]


async def give_to_tom(play: Play) -> tuple[Kpi, int]:
    """Let Tom, who has an account on the first platform alone, own the leads. Return them and his id."""
    kpi = await play.kpi("qualified_leads")
    (tom,) = await play.rows(Account, Account.external_id == "U_TOM")
    await play.change(update(Kpi).where(Kpi.id == kpi.id).values(owner_id=tom.person_id))
    return kpi, tom.person_id


async def test_an_owner_without_an_account_there_stays_the_owner(northwind, there):
    await there.say("T_DANA", JOIN)
    kpi, tom = await give_to_tom(northwind)
    there.can_open_form = True
    form = await there.open("T_DANA", "kpi edit", kpi=kpi.id)
    owner = next(field for field in form.fields if field.name == "owner")
    assert owner.options[0].label == "Tom Hale (has no account here)"
    filled = {field.name: field.value for field in form.fields}
    said = await there.fill("T_DANA", **{**filled, "source": ("the CRM",)})
    assert "is changed" in plain_text(said)
    assert (await northwind.kpi("qualified_leads")).owner_id == tom


async def test_a_proposal_reaches_its_owner_where_they_have_an_account(northwind, there):
    await there.say("T_DANA", JOIN)
    await there.say("T_KIT", "help")
    await there.say("T_DANA", "members add Kit Larkspur team")
    await give_to_tom(northwind)
    assert "Tom Hale" in await there.say("T_KIT", "kpi leads 97 oct")
    assert any("97" in said for said in await posted_to(northwind, "U_TOM"))
