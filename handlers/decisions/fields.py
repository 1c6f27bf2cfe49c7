"""The fields that several forms of a decision share, and reading what was entered in them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.chat import Field, Option, Values, one
from domain.days import read_day
from domain.errors import UserError
from handlers.decisions.drafts import Rights
from handlers.turn import EngagementTurn

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


def person_in(values: Values, name: str, rights: Rights) -> int:
    """The id of the member who was picked. Raises Wrong for anybody else."""
    if one(values, name) not in people_of(rights):
        raise Wrong(name, PICK)
    return int(one(values, name))


def day_in(turn: EngagementTurn, values: Values, name: str) -> str:
    """The day that was entered, as an ISO date. Raises Wrong for one that is over, or no day."""
    return reading(name, lambda: _day(turn, one(values, name)).isoformat())


def _day(turn: EngagementTurn, typed: str) -> date:
    return read_day(typed, today=turn.today, locale=turn.engagement.locale)


def reading(name: str, read: Callable[[], str]) -> str:
    """What `read` reads. Raises Wrong with its refusal, at the field."""
    try:
        return read()
    except UserError as error:
        raise Wrong(name, error.sentence) from error
