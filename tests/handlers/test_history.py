"""The engagement's story."""

import pytest

from tests.handlers.play import CHANNEL, labels


async def test_a_kpi_shows_its_own_lines_and_not_those_of_one_with_a_longer_name(northwind):
    for name in ("Leads won", "Leads won twice"):
        await northwind.ask("U_DANA", "kpi add")
        await northwind.fill("U_DANA", name=name, definition="x")
    await northwind.say("U_DANA", "kpi leads won 5 sep, leads won twice 7 sep")
    said = await northwind.say("U_DANA", "history leads won")
    assert "recorded Leads won = 5" in said
    assert "twice" not in said


@pytest.mark.parametrize(
    ("about", "has", "has_not"),
    [
        ("members", "made Tom Hale", "settings"),
        ("people", "made Tom Hale", "settings"),
        ("feedback", "gave feedback 1", "Tom Hale sales"),
        ("settings", "changed the settings", "made Tom Hale"),
        ("", "set up Northwind Ltd", "nothing"),
    ],
)
async def test_the_story_can_be_told_about_one_thing(northwind, about, has, has_not):
    await northwind.say("U_DANA", "members role @Tom Hale sales")
    await northwind.say("U_DANA", "settings zone Europe/Paris")
    await northwind.say("U_DANA", 'feedback + "good" customer')
    said = await northwind.say("U_DANA", f"history {about}")
    assert has in said
    assert has_not not in said


async def test_what_comes_again_and_what_is_open_has_a_story_too(northwind):
    for line in (
        "action add the brief by friday",
        "blocker add waiting for legal",
        "blocker solve 2",
        "tripwire leads < 10",
        "meet every 2 months first tuesday 15:00",
        "schedule pause checkin",
    ):
        await northwind.say("U_DANA", line)
    for about, expected in {
        "register": ["blocker 2 is solved", "added blocker 2", "added action 1"],
        "actions": ["added action 1"],
        "blockers": ["blocker 2 is solved", "added blocker 2"],
        "tripwires": ["set a tripwire"],
        "meeting": ["planned the meetings"],
        "schedule": ["paused Weekly check-in", "scheduled"],
        "check-in": ["paused Weekly check-in"],
    }.items():
        said = await northwind.say("U_DANA", f"history {about}")
        found = [line for line in said.splitlines() if line.startswith("- ")]
        assert len(found) == len(expected), said
        assert all(what in line for what, line in zip(expected, found, strict=True)), said


async def test_a_kpi_that_is_called_like_a_subject_goes_first(northwind):
    await northwind.ask("U_DANA", "kpi add")
    await northwind.fill("U_DANA", name="Meetings", definition="x")
    await northwind.say("U_DANA", "kpi meetings 5 oct")
    assert "recorded Meetings = 5" in await northwind.say("U_DANA", "history meetings")


async def test_earlier_lines_are_a_press_away_to_the_beginning(northwind):
    for value in range(20):
        await northwind.say("U_DANA", f"kpi leads {value} {('jul', 'aug', 'sep')[value % 3]}")
        await northwind.say("U_DANA", "undo")
    lines = []
    said = await northwind.say("U_DANA", "history")
    while "Earlier" in labels(northwind.last["U_DANA", CHANNEL]):
        lines += [line for line in said.splitlines() if line.startswith("- ")]
        said = await northwind.press("U_DANA", "Earlier")
    lines += [line for line in said.splitlines() if line.startswith("- ")]
    assert "This is where the story begins." in said
    assert len(lines) == 40 + 6
    assert "set up Northwind Ltd" in lines[-1]


async def test_an_unknown_subject_is_said(northwind):
    assert "I don't know the KPI" in await northwind.say("U_DANA", "history nothing")
