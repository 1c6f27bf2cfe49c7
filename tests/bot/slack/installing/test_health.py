"""What the doctor says of installations that came to an end."""

from sqlalchemy import update

from bot.sealing import Sealer
from bot.slack.installing import look_at_installations, on_app_uninstalled
from bot.slack.installing.rotation import TOKEN_LOST
from storage.tables import SlackInstallation


async def lost(here):
    """A workspace whose token was lost, and a request that found this out."""
    await here.install("U_STRANGER")
    async with here.database.write() as session:
        gone = update(SlackInstallation).values(end_reason=TOKEN_LOST, token_expires_at=here.now())
        await session.execute(gone)


async def findings(here):
    return [finding async for finding in look_at_installations(here.database, Sealer("key"))]


def removal(here, seconds=0):
    when = int(here.now().timestamp()) + seconds
    return {
        "event_id": "Ev1",
        "team_id": "T0ELSEWHERE",
        "event_time": when,
        "event": {"type": "app_uninstalled"},
    }


async def test_a_workspace_that_removed_the_app_after_its_token_was_lost_needs_no_cure(here):
    await lost(here)
    (before,) = [finding for finding in await findings(here) if finding.is_bad]
    assert before.says.startswith("Elsewhere (T0ELSEWHERE): Install Headway in that workspace again")
    await on_app_uninstalled(here.edge, removal(here))
    assert not any(finding.is_bad for finding in await findings(here))


async def test_so_it_is_where_the_installation_had_ended_by_then(here):
    await lost(here)
    async with here.database.write() as session:
        await session.execute(update(SlackInstallation).values(ended_at=here.now()))
    assert any(finding.is_bad for finding in await findings(here))
    await on_app_uninstalled(here.edge, removal(here))
    assert not any(finding.is_bad for finding in await findings(here))


async def test_an_earlier_removal_cures_nothing(here):
    await lost(here)
    async with here.database.write() as session:
        await session.execute(update(SlackInstallation).values(ended_at=here.now()))
    await on_app_uninstalled(here.edge, removal(here, seconds=-3600))
    assert any(finding.is_bad for finding in await findings(here))
