"""Help is made from what is registered."""

import pytest

from handlers import ROUTES
from handlers.routing import Router
from handlers.turn import Turn
from tests.handlers.play import DM


async def test_every_command_is_named_and_its_use_is_a_word_away(play):
    said = await play.say("U_KIT", "help", where=DM)
    for word in {name.split()[0] for name in ROUTES.commands}:
        explained = await play.say("U_KIT", f"help {word}", where=DM)
        for route in ROUTES.commands.values():
            assert f"`{route.name}`" in said
            assert route.name.split()[0] != word or f"`{route.usage}`: {route.summary}" in explained


async def test_a_topic_is_explained(play):
    said = await play.say("U_KIT", "help Learning", where=DM)
    assert "`assume list`" in said
    assert "`playbook [NUMBER]`" in said
    assert "`kpi" not in said


async def test_a_topic_that_has_the_name_of_a_command_is_shown_behind_it(play):
    said = await play.say("U_KIT", "help decisions", where=DM)
    assert said.startswith("- `decisions")
    assert all(said.count(f"\n- `{name}") for name in ("evidence", "meet", "vote", "decide", "tripwire"))
    assert said.count("`decisions show") == 1


async def test_one_command_can_be_asked_about(play):
    said = await play.say("U_KIT", "help KPI fix", where=DM)
    assert said.startswith("- `kpi fix KEY VALUE")
    assert "There is no command “fly”" in await play.say("U_KIT", "help fly", where=DM)


async def test_a_misspelt_command_is_answered_with_the_nearest(northwind):
    for typed, meant in {"setings zone x": "`settings`", "hepl": "`help`", "kpi lsit": "kpi list"}.items():
        assert meant in await northwind.say("U_DANA", typed), typed


@pytest.mark.parametrize("text", ["HELP", "/help", "/headway help", "headway help", "  help  "])
async def test_a_command_is_found_behind_every_sign(play, text):
    assert "What I can do" in await play.say("U_KIT", text, where=DM)


def test_a_route_is_registered_once():
    async def run(turn: Turn, text: str) -> None: ...

    router = Router()
    router.command("x", action=None, usage="", summary="")(run)
    with pytest.raises(ValueError, match="two routes are called 'x'"):
        router.command("x", action=None, usage="", summary="")(run)


def test_the_longest_command_wins():
    route, rest = ROUTES.find_command("KPI  Fix leads 97") or (None, "")
    assert route is not None
    assert (route.name, rest) == ("kpi fix", "leads 97")
    assert ROUTES.find_command("kpix") is None
