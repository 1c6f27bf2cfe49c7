"""Home tabs of many workspaces: one bad installation is in nobody's way."""

from datetime import timedelta

from sqlalchemy import update

from bot.slack import home
from storage import slack_homes
from storage.tables import SlackInstallation


async def test_a_token_that_cannot_be_read_keeps_no_other_home_from_being_drawn(here, capsys):
    await here.install("U_STRANGER")
    await here.install("U_DANA")
    now = here.now()
    async with here.database.write() as session:
        for age, (team, account) in enumerate((("T0ELSEWHERE", "U_STRANGER"), ("T0NORTHWIND", "U_DANA"))):
            opened_at = now - timedelta(seconds=60 - age)
            await slack_homes.opened(session, team=team, account=account, now=opened_at)
        unreadable = update(SlackInstallation).where(SlackInstallation.team_id == "T0ELSEWHERE")
        await session.execute(unreadable.values(token="nonsense"))
    here.edge.api.installations.forget("T0ELSEWHERE")
    await home.refresh(here.edge, now)
    async with here.database.read() as session:
        assert await slack_homes.hash_of(session, team="T0NORTHWIND", account="U_DANA")
        assert not await slack_homes.hash_of(session, team="T0ELSEWHERE", account="U_STRANGER")
    printed = capsys.readouterr().out
    assert "home_without_token" in printed
    assert "NoToken" in printed
