"""Websockets at a start while Slack is busy, and at a stop while something is worked on."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.app import build
from bot.slack.receive.bolt import make_bolt
from domain.errors import UserError
from storage.tables import Feedback
from tests.scenarios.slack_stage import northwind, settings_for, slack_stage
from tests.scenarios.stage import CHANNEL
from tests.scenarios.stories import set_up
from tests.slack.person import person
from tests.slack.server import local_slack


async def test_what_is_worked_on_at_a_stop_is_still_acknowledged(sqlite_url):
    async with slack_stage(sqlite_url, has_sockets=True) as stage:
        stage.mentions = False
        await set_up(stage)
        part, begun = stage.app.slack, asyncio.Event()
        assert part is not None

        async def slow(services, request, *, now, keep=None):
            begun.set()
            await asyncio.sleep(0.4)
            return await part.edge.ask(services, request, now=now, keep=keep)

        again = make_bolt(replace(part.edge, ask=slow), signing_secret="")
        part.bolt._async_listeners[:] = again._async_listeners
        dana = person(stage.slack, "U_DANA")
        sending = asyncio.create_task(dana.slash_command("/feedback", '- "too slow" team', channel=CHANNEL))
        await begun.wait()
        await part.stop(seconds=2)
        assert "Feedback 1 is saved" in (await sending).text
        async with stage.app.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(Feedback)) == 1


@pytest.mark.parametrize("error", ["ratelimited", "internal_error", "service_unavailable"])
async def test_a_busy_slack_does_not_stop_the_start(sqlite_url, error):
    async with local_slack(northwind()) as slack:
        slack.faults.refuse("apps.connections.open", error)
        token = slack.world.app.app_token
        app = build(settings_for(slack, sqlite_url, slack_app_token=token))
        assert app.slack is not None
        await app.slack.start()
        await slack.socket.wait_for(2)
        await app.slack.stop(seconds=1)
        await app.database.close()


async def test_a_token_that_slack_refuses_stops_the_start_with_its_cure(sqlite_url):
    async with local_slack(northwind()) as slack:
        app = build(settings_for(slack, sqlite_url, slack_app_token="xapp-1-A0-1-wrong"))
        assert app.slack is not None
        with pytest.raises(UserError, match="Slack does not take SLACK_APP_TOKEN"):
            await app.slack.start()
        await app.slack.stop(seconds=1)
        await app.database.close()
