"""A KPI as it is described, before it is followed: names that must be free, and the library's entries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from domain.catalogues import LibraryKpi, library
from domain.engagements import key_from
from domain.errors import UserError
from domain.kpis.names import COMMANDS, KpiName, find_kpi, fold
from handlers import story
from handlers.kpis.series import names_of
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi

NAME_TAKEN = "{word} is the name of another KPI here ({other}). Please pick another."
NAME_IS_COMMAND = "{word} can't name a KPI, since `kpi {first}` is a command. Please pick another."
NAME_IS_EMPTY = "{word} has no letter or digit to type it by. Please pick another."


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A KPI as it was described; `owner_id` is a person."""

    name: str
    aliases: tuple[str, ...]
    definition: str
    formula: str
    unit: str
    aggregation: str
    direction: str
    cadence: str
    owner_id: int
    backup_owner_id: int | None = None
    valid_min: Decimal | None = None
    valid_max: Decimal | None = None
    stage: str = ""
    source: str = ""
    is_driver: bool = False
    is_in_sow: bool = False
    is_seasonal: bool = False


def library_entry(text: str) -> LibraryKpi | None:
    """The entry of the library with this key, name or alias."""
    names = [
        KpiName(id=at, key=entry.key, name=entry.name, aliases=entry.aliases)
        for at, entry in enumerate(library().values())
    ]
    try:
        return library()[find_kpi(text, names).key]
    except UserError:
        return None


def draft_of(entry: LibraryKpi, *, owner_id: int, rows: Sequence[Kpi]) -> Draft:
    """The library's entry as a KPI of somebody, without aliases that could mean something else."""
    taken = _words(names_of(rows))
    return Draft(
        name=entry.name,
        aliases=tuple(a for a in entry.aliases if fold(a) not in taken and not _command_in(a)),
        definition=entry.definition,
        formula=entry.formula,
        unit=entry.unit,
        aggregation=entry.aggregation,
        direction=entry.direction,
        cadence="monthly",
        owner_id=owner_id,
        valid_min=entry.valid_min,
        valid_max=entry.valid_max,
    )


def _command_in(name: str) -> str:
    """The command that `kpi NAME` would be taken for; empty where there is none."""
    first = name.casefold().split()[0]
    return first if first in COMMANDS else ""


def _words(names: Sequence[KpiName]) -> dict[str, str]:
    return {fold(word): kpi.name for kpi in names for word in (kpi.key, kpi.name, *kpi.aliases)}


class NameProblem(UserError):
    """That name can't be used. Please pick another."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def check_names(draft: Draft, rows: Sequence[Kpi], *, but: int | None = None) -> None:
    """Raise NameProblem where a name of the draft begins with a command, or is another KPI's name."""
    taken = _words([kpi for kpi in names_of(rows) if kpi.id != but])
    for word in (draft.name, *draft.aliases):
        field = "name" if word == draft.name else "aliases"
        if not fold(word):
            raise NameProblem(NAME_IS_EMPTY.format(word=word), field=field)
        if command := _command_in(word):
            raise NameProblem(NAME_IS_COMMAND.format(word=word, first=command), field=field)
        if other := taken.get(fold(word)):
            raise NameProblem(NAME_TAKEN.format(word=word, other=other), field=field)


async def follow(turn: EngagementTurn, draft: Draft, *, key: str = "") -> Kpi:
    """Follow the KPI from now on. Raises UserError where one of its names is taken."""
    check_names(draft, await kpis.followed(turn.session, engagement_id=turn.engagement.id))
    taken = await kpis.taken_keys(turn.session, engagement_id=turn.engagement.id)
    kpi = Kpi(
        key=_free_key(key or draft.name, taken),
        created_at=turn.now,
        **columns(draft),
    )
    await kpis.add(turn.session, kpi, engagement_id=turn.engagement.id)
    await tell(turn, kpi, f"added the KPI {kpi.name}", before=None, after=described(kpi))
    return kpi


def _free_key(wanted: str, taken: set[str]) -> str:
    """A key that no KPI here has or had. A bare number behind it would be read as a value."""
    key = key_from(wanted, otherwise="kpi")
    key = f"{key}_kpi" if key in COMMANDS else key
    return next(k for n in range(1, len(taken) + 2) if (k := key if n == 1 else f"{key}_v{n}") not in taken)


def columns(draft: Draft) -> dict[str, Any]:
    """The draft as columns of a row."""
    return {**vars(replace(draft)), "aliases": list(draft.aliases)}


def described(kpi: Kpi) -> dict[str, Any]:
    """What the history keeps of a definition."""
    kept = {name: getattr(kpi, name) for name in Draft.__dataclass_fields__}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in kept.items()}


def stored_draft(kept: dict[str, Any]) -> Draft:
    """The draft that `described` wrote."""
    bounds = {n: None if kept[n] is None else Decimal(kept[n]) for n in ("valid_min", "valid_max")}
    return Draft(**{**kept, **bounds, "aliases": tuple(kept["aliases"])})


async def tell(
    turn: EngagementTurn, kpi: Kpi, what: str, *, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    """Write a line about the KPI's definition into the history."""
    await story.tell(
        turn,
        subject=f"kpi:{kpi.key}",
        what=what,
        before=before,
        after=after,
    )
