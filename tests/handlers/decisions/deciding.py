"""A stage on which something is decided, and the forms of a decision as people fill them."""

from datetime import timedelta
from typing import Any

from domain.chat import Answer
from domain.plain_text import plain_text
from handlers.decisions import confirming, status
from storage.tables import Decision, DecisionStep
from tests.handlers.occurring import person_id
from tests.handlers.play import DM, Play

# Dana leads, Ann is the client's CEO, Leo the marketing manager, Tom of the team.
DANA, ANN, LEO, TOM = "U_DANA", "U_ANN", "U_LEO", "U_TOM"
REASON = "the plan beat its threshold"


async def with_ceo(play: Play) -> Play:
    """Northwind with a CEO and a manager."""
    await play.join(ANN, "client_ceo")
    await play.join(LEO, "marketing_manager")
    return play


async def fill_mind(play: Play, who: str = DANA, **values: Any) -> Answer:
    """What would change our mind."""
    usual = {"kpi": "cost_per_lead", "bound": "above 300", "giving": ("patience",)}
    return await play.fill(who, where=DM, **{**usual, **values})


async def fill_follow(play: Play, who: str = DANA, **values: Any) -> Answer:
    """Action, dissent, review; the review stays as it was suggested."""
    usual = {
        "action": "Tell the team",
        "owner": str(await person_id(play, TOM)),
        "due": (play.now + timedelta(days=3)).date().isoformat(),
        "dissent": "nobody",
    }
    return await play.fill(who, where=DM, **{**usual, **values})


async def fill_pivot(play: Play, who: str = DANA, **values: Any) -> Answer:
    """From what to what, and what stays."""
    usual = {
        "type": "value_capture",
        "from": "single visits",
        "to": "a monthly care plan",
        "kept": "the exercise videos",
        "vision": "unchanged",
    }
    return await play.fill(who, where=DM, **{**usual, **values})


async def fill_test(play: Play, who: str = DANA, **values: Any) -> Answer:
    """The new assumption and its test."""
    usual = {
        "assumption": "Patients join after their third visit",
        "threshold": "at least 20% of them",
        "name": "Offer at the third visit",
        "measure": "share who join",
        "passes": "at least 20%",
        "sample": "200",
        "until": (play.now + timedelta(days=40)).date().isoformat(),
    }
    return await play.fill(who, where=DM, **{**usual, **values})


async def press_fill(play: Play, label: str, fill: Any, who: str = DANA, **values: Any) -> str:
    """Open a form by its button, and fill it."""
    await play.press(who, label, where=DM)
    return plain_text(await fill(play, who, **values))


async def persevere(play: Play, who: str = DANA) -> str:
    """A complete draft of a persevere; the answer to its last form."""
    await play.say(who, f'decide persevere "{REASON}"', where=DM)
    await press_fill(play, "What would change our mind", fill_mind, who)
    return await press_fill(play, "Actions, dissent, review", fill_follow, who)


async def pivot(play: Play, who: str = DANA) -> str:
    """A complete draft of a pivot; the answer to its last form."""
    await play.say(who, 'decide pivot "single visits do not pay"', where=DM)
    await press_fill(play, "The pivot", fill_pivot, who)
    await press_fill(play, "New assumption and first test", fill_test, who)
    return await press_fill(play, "Actions, dissent, review", fill_follow, who)


async def noted(play: Play, who: str = DANA, *, how: str = status.ALOUD) -> str:
    """The scribe notes that the decider confirmed it elsewhere, and says so when asked."""
    assert "Did Ann Berg" in await play.press(who, how, where=DM)
    return await play.press(who, confirming.SURE, where=DM)


async def in_force(play: Play) -> list[int]:
    """The numbers of the decisions that have an effect."""
    return [row.number for row in await play.rows(Decision) if row.in_force_at is not None]


async def steps(play: Play) -> list[str]:
    """The kinds of all steps, in order."""
    return [row.kind for row in await play.rows(DecisionStep)]
