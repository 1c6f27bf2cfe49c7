"""The app was removed and is added again: whoever does that hears it once, and nothing is said twice."""

import pytest

from tests.bot.teams.surfaces import DM, GROUP, HOME, Surfaces

BACK = "I am back, and go on where I was. Nothing that was recorded is lost."


async def heard(stage: Surfaces, who: str) -> int:
    """How often somebody was told that we are back."""
    return sum(BACK in said for said in await stage.direct(who))


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("where", ["Marketing", GROUP, DM])
async def test_whoever_adds_the_app_again_is_told_once_each_time(stage, where, backwards):
    await stage.remember(HOME)
    await stage.install(where, backwards=backwards)
    assert await heard(stage, "U_TOM") == 0
    for times in (1, 2):
        await stage.pass_time(minutes=1)
        await stage.remove(where, backwards=backwards)
        await stage.pass_time(minutes=1)
        who = "U_DANA" if where == DM else "U_TOM"
        await stage.install(where, who=who, backwards=backwards)
        assert await heard(stage, who) == times
    assert await heard(stage, "U_TOM" if where == DM else "U_DANA") == 0
