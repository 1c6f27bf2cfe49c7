"""The app is taken out: when that counts, and who hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.bot.teams.surfaces import DM, HOME


@pytest.fixture
async def northwind(stage):
    """Dana leads Northwind in #northwind, with Tom in the team."""
    await stage.remember(HOME)
    await stage.set_up(team=[stage.account("U_TOM")])
    return stage


def told_at(stage, answers, moment):
    """The news as they came in, with the moment that Teams says."""
    news = [stage.arrived(one.activity) for one in answers]
    return [replace(one, body={**one.body, "timestamp": moment.isoformat()}) for one in news]


@pytest.mark.parametrize("ahead", [timedelta(hours=-1), timedelta(0), timedelta(hours=1)])
async def test_a_removal_counts_whatever_our_own_clock_says(northwind, ahead):
    teams_now = northwind.now
    northwind.now += ahead
    dana = northwind.at()
    await northwind.hear(*told_at(northwind, await dana.install("Marketing"), teams_now))
    later = teams_now + timedelta(seconds=10)
    await northwind.hear(*told_at(northwind, await dana.uninstall("Marketing"), later))
    assert (await northwind.kept("General")).stopped


@pytest.mark.parametrize("ahead", [timedelta(hours=-1), timedelta(hours=1)])
async def test_one_that_comes_late_counts_for_nothing_whatever_our_own_clock_says(northwind, ahead):
    teams_now = northwind.now
    northwind.now += ahead
    dana = northwind.at()
    removed = await dana.uninstall("Marketing")
    later = teams_now + timedelta(seconds=10)
    await northwind.hear(*told_at(northwind, await dana.install("Marketing"), later))
    # News of before the installation, told once more, do not make it older.
    await northwind.hear(*told_at(northwind, await dana.install("Marketing"), teams_now))
    await northwind.hear(*told_at(northwind, removed, teams_now + timedelta(seconds=5)))
    assert not (await northwind.kept("General")).stopped


async def test_where_teams_never_said_when_a_removal_counts(northwind):
    told = northwind.arrival("conversationUpdate", where="General")
    silent = replace(told, body={**told.body, "timestamp": None})
    await northwind.hear(*told_at(northwind, await northwind.at().install("Marketing"), northwind.now))
    removed = await northwind.at().uninstall("Marketing")
    await northwind.hear(*[replace(silent, body={**one.activity, "timestamp": None}) for one in removed])
    assert (await northwind.kept("General")).stopped


@pytest.mark.parametrize("backwards", [False, True])
async def test_the_lead_hears_once_who_took_the_app_out_of_their_own_chat(northwind, backwards):
    await northwind.act("U_TOM", northwind.said("U_TOM", HOME, "help").act)
    await northwind.install(DM, who="U_TOM")
    await northwind.pass_time(minutes=1)
    await northwind.remove(DM, who="U_TOM", backwards=backwards)
    (told,) = await northwind.direct()
    assert "I cannot write to @Tom Hale any more: they removed Headway from their apps." in told
    assert northwind.woken


async def test_a_lead_who_takes_it_out_is_told_nothing(northwind):
    await northwind.install(DM)
    before = len(await northwind.direct())
    await northwind.pass_time(minutes=1)
    await northwind.remove(DM)
    assert len(await northwind.direct()) <= before
