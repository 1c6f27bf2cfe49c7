"""Logs at level debug: what people write, who they are, and our secrets stand in none of them."""

import io
import logging
import sys

import pytest
import structlog

from bot.logs import set_up_logs
from bot.settings import Settings
from tests.scenarios.slack_stage import SECRET_KEY, slack_stage
from tests.scenarios.stage import DM, PEOPLE
from tests.scenarios.stories import set_up
from tests.slack.person import person

NUMBER_NOTE, SAID, ANONYMOUS = "zebrafish note", "hippopotamus words", "my boss is a walrus"


@pytest.fixture
def printed(monkeypatch):
    """What is logged at level debug."""
    known = set(logging.root.manager.loggerDict)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", out)
    # The local Slack's own.
    monkeypatch.setattr(logging.getLogger("aiohttp.access"), "disabled", True)
    set_up_logs(Settings.model_validate({"log_level": "debug", "log_format": "json"}))
    yield out
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in set(logging.root.manager.loggerDict) - known:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


@pytest.mark.parametrize("has_sockets", [False, True])
async def test_no_body_no_name_and_no_secret_is_logged(sqlite_url, printed, has_sockets):
    async with slack_stage(sqlite_url, has_sockets=has_sockets) as stage:
        await set_up(stage)
        tom = person(stage.slack, "U_TOM")
        await person(stage.slack, "U_DANA").close_view(all_of_them=True)
        await stage.say("U_DANA", f'kpi leads 10341 "{NUMBER_NOTE}"')
        await stage.say("U_DANA", f'feedback - "{SAID}" customer')
        code = (await stage.say("U_DANA", "setup code", where=DM)).text
        await stage.say("U_TOM", "feedback")
        if tom.modal is None:
            await tom.click("Open form", where="#northwind")
        values = {"text": ANONYMOUS, "anonymous": "yes", "sentiment": "negative", "source": "team"}
        assert (await tom.submit_view(values)).is_sent
        await tom.open_home()
        await stage.posts("U_DANA")
        made, app = tom.made, stage.slack.world.app
    log = printed.getvalue()
    assert "post_sent" in log
    secrets = [
        made.token,
        app.signing_secret,
        app.app_token,
        SECRET_KEY,
        code.split("code is ")[1].split(".")[0],
    ]
    for word in (NUMBER_NOTE, "10341", SAID, ANONYMOUS, *PEOPLE.values(), "Northwind Ltd", *secrets):
        assert word not in log, next(line for line in log.splitlines() if word in line)
    assert "U_TOM" not in log, next(line for line in log.splitlines() if "U_TOM" in line)


async def test_bolt_stays_quiet_whatever_the_level(sqlite_url, printed):
    async with slack_stage(sqlite_url):
        names = [name for name in logging.root.manager.loggerDict if name.startswith(("slack", "headway:"))]
        loud = [name for name in names if logging.getLogger(name).isEnabledFor(logging.INFO)]
    assert loud == []
