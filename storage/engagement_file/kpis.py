"""The KPIs of a file: new ones, and what the file adds to the numbers of the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.engagement_file import Difference, Path, refusal
from domain.engagement_file.chains import Chain, chains_of, continuation
from domain.engagement_file.words import WORDS, words_of
from domain.kpis.names import fold
from storage.database import Session
from storage.engagement_file import links
from storage.engagement_file.exporting import kpi_entry
from storage.engagement_file.record import Record
from storage.tables import Kpi, KpiUpdate

TAKEN_WORD = "{word} that no other KPI of the engagement has"

DEFINITION = (
    *("name", "aliases", "definition", "formula", "unit", "aggregation", "direction", "cadence"),
    *("grace_business_days", "valid_min", "valid_max", "owner", "backup_owner", "driver", "in_sow"),
    *("seasonal", "stage", "source", "tracked_since", "baseline", "targets"),
)
# Numbers under another definition do not belong in the same row.
DEFINING = frozenset({"definition", "formula", "unit", "aggregation", "cadence"})
DEFAULTS: dict[str, Any] = {"aliases": [], "seasonal": False}


@dataclass(frozen=True, kw_only=True)
class Addition:
    """Links to append to the chain of one period, behind its head if it has one."""

    kpi: Kpi
    period: str
    chain: Chain
    head: KpiUpdate | None = None


def new_kpis(
    entries: Sequence[Mapping[str, Any]],
    record: Record,
    people: Mapping[str, int],
    *,
    path: Path,
    now: datetime,
) -> list[Kpi]:
    """Make a row for every KPI that is not there yet. Raises BadFile where one of its words is taken."""
    known = {kpi.key for kpi in record.kpis}
    followed = [kpi for kpi in record.kpis if kpi.retired_at is None]
    taken = {fold(word) for kpi in followed for word in (kpi.key, kpi.name, *kpi.aliases)}
    first = max((kpi.position for kpi in record.kpis), default=0) + 1
    rows: list[Kpi] = []
    for index, entry in enumerate(entries):
        if entry["key"] in known:
            continue
        _check_words(entry, taken, (*path, "kpis", index))
        rows.append(_row(entry, people, now))
        rows[-1].engagement_id, rows[-1].position = record.engagement.id, first + len(rows) - 1
    return rows


def _check_words(entry: Mapping[str, Any], taken: Collection[str], path: Path) -> None:
    for field, kind in WORDS.items():
        for place, word in words_of(entry, path, field):
            if fold(word) in taken:
                raise refusal(place, TAKEN_WORD.format(word=kind), word)


def _row(entry: Mapping[str, Any], people: Mapping[str, int], now: datetime) -> Kpi:
    return Kpi(
        key=entry["key"],
        name=entry["name"],
        aliases=entry.get("aliases", []),
        definition=entry["definition"],
        formula=entry.get("formula", ""),
        unit=entry["unit"],
        aggregation=entry["aggregation"],
        direction=entry["direction"],
        cadence=entry["cadence"],
        grace_business_days=_int(entry.get("grace_business_days")),
        valid_min=_decimal(entry.get("valid_min")),
        valid_max=_decimal(entry.get("valid_max")),
        owner_id=people[entry["owner"]],
        backup_owner_id=people[entry["backup_owner"]] if "backup_owner" in entry else None,
        is_driver=entry["driver"],
        is_in_sow=entry["in_sow"],
        is_seasonal=entry.get("seasonal", False),
        stage=entry.get("stage", ""),
        source=entry.get("source", ""),
        tracked_since=entry.get("tracked_since", ""),
        definition_version=1,
        created_at=now,
    )


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)


def _int(number: Any) -> int | None:
    return None if number is None else int(number)


def additions(
    entries: Sequence[Mapping[str, Any]], fresh: Sequence[Kpi], record: Record
) -> tuple[list[Addition], list[Difference]]:
    """Find what the file adds to the numbers of every KPI, and where it says something else."""
    new = {kpi.key: kpi for kpi in fresh}
    known = {kpi.key: kpi for kpi in record.kpis}
    found: list[Addition] = []
    differences: list[Difference] = []
    for entry in entries:
        if entry["key"] in new:
            kpi = new[entry["key"]]
            found += [
                Addition(kpi=kpi, period=period, chain=chain) for period, chain in chains_of(entry).items()
            ]
        else:
            more, different = _compare(entry, known[entry["key"]], record)
            found += more
            differences += different
    return found, differences


def _compare(entry: Mapping[str, Any], kpi: Kpi, record: Record) -> tuple[list[Addition], list[Difference]]:
    here: Path = (record.engagement.key, "kpis", kpi.key)
    ours = kpi_entry(kpi, record, ZoneInfo(record.engagement.zone))
    changed = [
        name for name in DEFINITION if name in entry and entry[name] != ours.get(name, DEFAULTS.get(name))
    ]
    differences = [Difference(path=(*here, name)) for name in changed]
    if DEFINING & set(changed):
        return [], differences
    found = []
    for period, theirs in chains_of(entry).items():
        rows = record.updates[kpi.id].get(period, ())
        chain = continuation(tuple(links.links_of(kpi, rows, record.names.by_person)), theirs)
        if chain and kpi.retired_at is None:
            found.append(Addition(kpi=kpi, period=period, chain=chain, head=rows[-1] if rows else None))
        elif chain != ():
            values = (rows[-1].value if rows else None, theirs[-1].value)
            differences.append(Difference(path=(*here, "values", period), values=values))
    return found, differences


async def append(
    session: Session, additions: Sequence[Addition], people: Mapping[str, int], *, now: datetime
) -> None:
    """Write the links, all chains in step, so that a flush serves a link of each."""
    open_ends = [(addition, addition.head) for addition in additions]
    for step in range(max((len(addition.chain) for addition in additions), default=0)):
        open_ends = [(addition, head) for addition, head in open_ends if len(addition.chain) > step]
        rows = [
            links.row_of(addition.chain[step], addition.kpi, addition.period, people=people, now=now)
            for addition, _head in open_ends
        ]
        for row, (_addition, head) in zip(rows, open_ends, strict=True):
            row.supersedes_id = head.id if head else None
        session.add_all(rows)
        await session.flush()
        open_ends = [(addition, row) for (addition, _head), row in zip(open_ends, rows, strict=True)]
