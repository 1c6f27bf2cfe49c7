"""The parts of a decision as they are stored: read into values, and written as they were."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from domain.decisions.outcomes import CONDITIONS, GIVEN, NONE_OF_THEM
from domain.decisions.parts import (
    Change,
    Condition,
    Considered,
    Dissent,
    FirstTest,
    Handover,
    Kept,
    KeptLesson,
    NewAssumption,
    Parts,
    PlannedAction,
    PlannedTripwire,
)
from domain.errors import Unreadable
from domain.literals import literal
from domain.periods import Period
from domain.tripwires import OPS, Bound

T = TypeVar("T")
Stored = Mapping[str, Any]


def parts_from_json(stored: Stored) -> Parts:
    """Read the parts. One that is not whole is left out, as if nobody had said it: it is asked for anew."""
    return Parts(
        tripwires=_each(_tripwire, stored.get("tripwires")),
        giving=_giving(_strings(stored.get("giving"))),
        change=_read(_change, stored.get("change")),
        kept=_read(_kept, stored.get("kept")),
        vision="unchanged" if stored.get("vision") == "unchanged" else "",
        assumption=_read(_assumption, stored.get("assumption")),
        experiment=_read(_experiment, stored.get("experiment")),
        condition=_read(_condition, stored.get("condition")),
        considered=_read(_considered, stored.get("considered")),
        handover=_read(_handover, stored.get("handover")),
        actions=_each(_action, stored.get("actions")),
        dissent=_dissent(stored.get("dissent")),
        review=_read(lambda of: _day(of, "review"), stored),
        reapproval=_read(lambda of: _day(of, "reapproval"), stored),
        evidence=_read(lambda of: _count(of, "evidence"), stored),
    )


def parts_to_json(parts: Parts) -> dict[str, Any]:
    """Write the parts that were said, and no others."""
    every = ((each.name, getattr(parts, each.name), each.default) for each in fields(parts))
    return {name: _plain(value) for name, value, unsaid in every if value != unsaid}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PlannedTripwire):
        return _plain_tripwire(value)
    if not is_dataclass(value):
        return value
    plain = {each.name.rstrip("_"): _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, NewAssumption):
        del plain["assumption_id" if value.assumption_id is None else "kpi_id"]
    return plain


def _plain_tripwire(one: PlannedTripwire) -> dict[str, Any]:
    bound = one.bound
    written = {"written_at": _plain(one.written_at)} if one.written_at else {}
    return {
        "kpi_id": one.kpi_id,
        "op": bound.op,
        "value": str(bound.value),
        "period": str(bound.period or ""),
        "last_day": _plain(bound.last_day) or "",
        "text": one.text,
        "consequence": one.consequence,
        **written,
    }


def _read(reader: Callable[[Stored], T], of: Any) -> T | None:
    """What the reader makes of it; None for what it cannot read."""
    try:
        return reader(of) if isinstance(of, Mapping) else None
    except (ArithmeticError, KeyError, TypeError, ValueError, Unreadable):
        return None


def _each(reader: Callable[[Stored], T], of: Any) -> tuple[T, ...]:
    found = [_read(reader, one) for one in of] if isinstance(of, list) else []
    return tuple(one for one in found if one is not None)


def _strings(of: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in of) if isinstance(of, list) else ()


def _words(of: Stored, name: str) -> str:
    return str(of.get(name) or "")


def _said(of: Stored, name: str) -> str:
    """The words, which have to be there."""
    words = _words(of, name)
    if not words.strip():
        raise ValueError(f"nothing is said of {name}")
    return words


def _count(of: Stored, name: str) -> int:
    """The id, or the number of something."""
    value = of[name]
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} counts nothing")
    return value


def _day(of: Stored, name: str) -> date:
    return date.fromisoformat(of[name])


def _tripwire(of: Stored) -> PlannedTripwire:
    period, written = _words(of, "period"), _words(of, "written_at")
    bound = Bound(
        op=literal(_said(of, "op"), OPS),
        value=Decimal(_said(of, "value")),
        period=Period.parse(period) if period else None,
        last_day=_day(of, "last_day") if of.get("last_day") else None,
    )
    return PlannedTripwire(
        kpi_id=_count(of, "kpi_id"),
        bound=bound,
        text=_words(of, "text"),
        consequence=_words(of, "consequence"),
        written_at=datetime.fromisoformat(written) if written else None,
    )


def _giving(words: tuple[str, ...]) -> tuple[str, ...]:
    """Some of the three, or none of them."""
    return words if words == (NONE_OF_THEM,) or set(words) <= set(GIVEN) else ()


def _change(of: Stored) -> Change:
    return Change(type=_said(of, "type"), from_=_said(of, "from"), to=_said(of, "to"))


def _kept(of: Stored) -> Kept:
    lessons = _each(_lesson, of.get("lessons"))
    return Kept(lessons=lessons, words=(_words if lessons else _said)(of, "words"))


def _lesson(of: Stored) -> KeptLesson:
    return KeptLesson(number=_count(of, "number"), text=_words(of, "text"))


def _assumption(of: Stored) -> NewAssumption:
    return NewAssumption(
        text=_said(of, "text"),
        threshold=_words(of, "threshold"),
        kpi_id=_count(of, "kpi_id") if of.get("kpi_id") else None,
        assumption_id=_count(of, "assumption_id") if of.get("assumption_id") else None,
    )


def _experiment(of: Stored) -> FirstTest:
    return FirstTest(
        name=_said(of, "name"),
        measure=_said(of, "measure"),
        threshold=_said(of, "threshold"),
        sample=_count(of, "sample"),
        stop_on=_day(of, "stop_on"),
    )


def _condition(of: Stored) -> Condition:
    which = literal(_said(of, "which"), CONDITIONS)
    return Condition(which=which, words=(_said if which == "other" else _words)(of, "words"))


def _considered(of: Stored) -> Considered:
    types = _strings(of["types"])
    if not types:
        raise ValueError("no pivot was considered")
    return Considered(types=types, words=_said(of, "words"))


def _handover(of: Stored) -> Handover:
    return Handover(owner_id=_count(of, "owner_id"), due=_day(of, "due"))


def _action(of: Stored) -> PlannedAction:
    return PlannedAction(text=_said(of, "text"), owner_id=_count(of, "owner_id"), due=_day(of, "due"))


def _dissent(of: Any) -> tuple[Dissent, ...] | None:
    """Each opinion; None where it was not asked for, or where one of them cannot be read."""
    voices = _each(_voice, of)
    return voices if isinstance(of, list) and len(voices) == len(of) else None


def _voice(of: Stored) -> Dissent:
    return Dissent(person_id=_count(of, "person_id"), why=_words(of, "why"))
