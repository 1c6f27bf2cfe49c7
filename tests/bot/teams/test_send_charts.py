"""Charts as pictures: what the real drawer makes stands in the card; what Teams would refuse is left out."""

import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from benchmarks.chart_cases import CASES
from bot.charts.service import Charts
from bot.teams.render import render_reply
from bot.teams.send import charts_of
from domain.chat import reply
from tests.bot.slack.office import chart
from tests.bot.teams.office import PAINTER, Office, small_office
from tests.teams.cards.checking import card_problems
from tests.teams.cards.parts import elements_of


@pytest.fixture
async def office(sqlite_url) -> AsyncIterator[Office]:
    async with small_office(sqlite_url) as office:
        yield office


async def test_every_picture_of_the_real_drawer_stands_in_the_card(office):
    drawer = Charts()
    said = reply(*CASES.values())
    charts = await charts_of(replace(office.edge, charts=drawer), said, seconds=30)
    await drawer.close()
    card = render_reply(said, charts=charts).card
    assert [one["type"] for one in elements_of(card)] == ["Image"] * len(CASES)
    assert card_problems(card) == []


async def test_a_picture_that_teams_would_refuse_is_left_out_and_logged(office):
    drawer = Charts(command=(sys.executable, "-c", PAINTER.replace("1, 1, 8", "1400, 1, 8")))
    with capture_logs() as lines:
        charts = await charts_of(replace(office.edge, charts=drawer), reply("Leads.", chart("Leads")))
    await drawer.close()
    assert charts == {}
    (line,) = (one for one in lines if one["event"] == "picture_not_shown")
    assert (line["log_level"], line["width"], line["height"]) == ("warning", 1400, 1)
