"""What was reported for a period, link by link: from the file, to the file, and what a file may add."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, get_args

from domain.typed_fields import is_too_short

NO_REASON = "no reason was given"

Kind = Literal["report", "correction", "retraction"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A report, a correction or a retraction. `value` is in the KPI's unit; None means not reported.

    `by` is a person id of the file. `at` is empty where nobody knows when it happened; then
    `noted_at` is the next best moment, if there is one.
    """

    kind: Kind
    value: Decimal | None
    by: str
    at: datetime | None = None
    noted_at: datetime | None = None
    note: str = ""
    reason: str = ""
    is_provisional: bool = False
    through: date | None = None


Chain = tuple[Link, ...]


def chains_of(kpi: Mapping[str, Any]) -> dict[str, Chain]:
    """Read the chains of a KPI of the file: period -> its links, oldest first."""
    changes: dict[str, list[Mapping[str, Any]]] = {}
    for change in kpi.get("corrections", ()):
        changes.setdefault(change["period"], []).append(change)
    running = kpi.get("running")
    whole = {**kpi["values"], **dict.fromkeys([*changes, *kpi.get("reported", {})])}
    if running:
        whole.pop(running["period"], None)
    chains = {
        period: (
            _root(kpi, period, _first_value(kpi, period, changes)),
            *map(_change, changes.get(period, ())),
        )
        for period in whole
    }
    if running:
        root = _root(kpi, running["period"], running["value"])
        through = date.fromisoformat(running["through"])
        chains[running["period"]] = (replace(root, is_provisional=True, through=through),)
    return chains


def _first_value(
    kpi: Mapping[str, Any], period: str, changes: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Any:
    return changes[period][0]["from"] if period in changes else kpi["values"].get(period)


def _root(kpi: Mapping[str, Any], period: str, value: Any) -> Link:
    report = kpi.get("reported", {}).get(period, {})
    return Link(
        kind="retraction" if value is None else "report",
        value=_decimal(value),
        by=report.get("by", kpi["owner"]),
        at=datetime.fromisoformat(report["at"]) if report else None,
        note=report.get("note", ""),
    )


def _change(change: Mapping[str, Any]) -> Link:
    return Link(
        kind="retraction" if change["to"] is None else "correction",
        value=_decimal(change["to"]),
        by=change["by"],
        at=datetime.fromisoformat(change["at"]),
        reason=change["reason"],
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def record_of(chains: Mapping[str, Chain], *, moment: Callable[[datetime], str]) -> dict[str, Any]:
    """Write chains as the file does: values, running, corrections and reported, those that there are.

    Every link but the first of a chain needs a moment. A number so far that was followed by one for
    the whole period, or taken back, is no part of the file.
    """
    values: dict[str, Decimal | None] = {}
    reported: dict[str, Any] = {}
    running: dict[str, Any] = {}
    changes: list[tuple[datetime, dict[str, Any]]] = []
    for period, chain in sorted(chains.items()):
        told = _told(chain)
        if chain[-1].is_provisional:
            running = _running(period, chain[-1])
            reported |= _report(period, chain[-1], moment)
        if told:
            values[period] = told[-1].value
            reported |= _report(period, told[0], moment)
            changes += _changes(period, told)
    ordered = [
        {**change, "at": moment(change["at"])} for _when, change in sorted(changes, key=lambda pair: pair[0])
    ]
    optional = {"running": running, "corrections": ordered, "reported": reported}
    return {"values": values} | {name: part for name, part in optional.items() if part}


def _told(chain: Sequence[Link]) -> Chain:
    """Keep what counts: no number so far, and nothing before a first report."""
    if chain[-1].is_provisional:
        return ()
    whole = [link for link in chain if not link.is_provisional]
    while len(whole) > 1 and whole[0].value is None and whole[1].kind == "report":
        del whole[0]
    is_taken_back = len(whole) < len(chain) and all(link.value is None for link in whole)
    return () if is_taken_back else tuple(whole)


def _running(period: str, head: Link) -> dict[str, Any]:
    if head.through is None:
        return {}
    return {"period": period, "value": head.value, "through": head.through.isoformat()}


def _report(period: str, root: Link, moment: Callable[[datetime], str]) -> dict[str, Any]:
    if root.at is None:
        return {}
    return {period: {"by": root.by, "at": moment(root.at)} | ({"note": root.note} if root.note else {})}


def _changes(period: str, chain: Chain) -> Iterable[tuple[datetime, dict[str, Any]]]:
    latest = None
    for before, link in pairwise(chain):
        at = _moment(link)
        if at is None:
            raise ValueError(f"a correction of {period} has no moment")
        latest = max(latest or at, at)
        yield (
            latest,
            {
                "period": period,
                "from": before.value,
                "to": link.value,
                "by": link.by,
                "at": at,
                "reason": _reason(link),
            },
        )


def _moment(link: Link) -> datetime | None:
    return link.at or link.noted_at


def _reason(link: Link) -> str:
    return NO_REASON if is_too_short(link.reason) else link.reason


def continuation(ours: Chain, theirs: Chain) -> Chain | None:
    """Find the links that a file adds to a chain; none where it tells nothing new, None where it differs."""
    if not ours:
        return theirs
    told, new = _told(ours), _told(theirs)
    if not new:
        return () if told else _newer_so_far(ours[-1], theirs[-1])
    if len(told) <= len(new) and all(map(_agrees, told, new)):
        return new[len(told) :]
    if all(link.value is None for link in told):
        return () if new[-1].value is None else new
    is_older = len(told) > len(new) and all(map(_agrees, told, new))
    return () if is_older and told[-1].value == new[-1].value else None


def _newer_so_far(ours: Link, theirs: Link) -> Chain | None:
    if ours.value is None:
        return (theirs,)
    if ours.value == theirs.value and ours.through == theirs.through:
        return ()
    if ours.through is None or theirs.through is None or theirs.through == ours.through:
        return None
    return (replace(theirs, kind="correction"),) if theirs.through > ours.through else ()


def _agrees(ours: Link, theirs: Link) -> bool:
    """Compare two links; where the file does not know who and when, ours may."""
    if ours.value != theirs.value:
        return False
    is_same_report = (ours.by, _moment(ours), ours.note) == (theirs.by, theirs.at, theirs.note)
    return theirs.at is None or (is_same_report and _reason(ours) == _reason(theirs))
