"""The fields that several forms of a decision share, and reading what was entered in them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from domain.chat import Field, Option, Values, one
from domain.days import read_day
from domain.errors import UserError
from domain.kpis import find_kpi
from domain.pivots import OTHER, OTHER_NAME, pivots
from handlers.decisions.rights import Rights
from handlers.kpis.series import names_of
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi, Person

T = TypeVar("T")

SAY_IT = "Please say it in a few words."
PICK = "Please pick one."
TOO_LONG = "That has {n} characters. Please say it in {most} at most."
LONGEST = 500
TITLE = "Decision {number}: {what}"


class Wrong(Exception):
    """What is wrong with a field, by its name."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field, sentence)
        self.errors = {field: sentence}


def text(name: str, label: str, **more: Any) -> Field:
    """A line of words."""
    return Field(name=name, label=label, **{"max_length": LONGEST, **more})


def known(value: object) -> tuple[str, ...]:
    """What is known already, as the value of a field; nothing where nothing is."""
    return (str(value),) if value else ()


def choice(name: str, label: str, options: Mapping[str, str], *, chosen: str = "", **more: Any) -> Field:
    """One of several."""
    made = tuple(Option(value=value, label=words) for value, words in options.items())
    return Field(
        name=name, label=label, kind="choice", options=made, value=(chosen,) if chosen else (), **more
    )


def people_of(rights: Rights) -> dict[str, str]:
    """The members by id, as a choice takes them."""
    return {str(person.id): person.name for _role, person in rights.seats}


def words_in(values: Values, name: str, *, longest: int = LONGEST) -> str:
    """What was entered. Raises Wrong where nothing was, or too much."""
    if not one(values, name):
        raise Wrong(name, SAY_IT)
    return at_most(values, name, longest=longest)


def at_most(values: Values, name: str, *, longest: int = LONGEST) -> str:
    """What was entered, if anything was. Raises Wrong for too much: nothing is cut off silently."""
    words = one(values, name)
    if len(words) > longest:
        raise Wrong(name, TOO_LONG.format(n=len(words), most=longest))
    return words


def member_in(values: Values, name: str, rights: Rights) -> Person:
    """The member who was picked. Raises Wrong for anybody else."""
    picked = one(values, name)
    found = next((person for _role, person in rights.seats if str(person.id) == picked), None)
    if found is None:
        raise Wrong(name, PICK)
    return found


async def kpi_in(turn: EngagementTurn, values: Values) -> Kpi:
    """The KPI that is followed and was picked. Raises Wrong for any other."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    name = reading("kpi", lambda: find_kpi(one(values, "kpi"), names_of(rows)))
    return next(kpi for kpi in rows if kpi.id == name.id)


def pivot_names() -> dict[str, str]:
    """The kinds of pivot by key, as a choice takes them."""
    return {**{key: kind.name for key, kind in pivots().items()}, OTHER: OTHER_NAME}


def day_in(turn: EngagementTurn, values: Values, name: str) -> date:
    """The day that was entered. Raises Wrong for one that is over, or no day."""
    typed, locale = one(values, name), turn.engagement.locale
    return reading(name, lambda: read_day(typed, today=turn.today, locale=locale))


def reading(name: str, read: Callable[[], T]) -> T:
    """What `read` reads. Raises Wrong with its refusal, at the field."""
    try:
        return read()
    except UserError as error:
        raise Wrong(name, error.sentence) from error
