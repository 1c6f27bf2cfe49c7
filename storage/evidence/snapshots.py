"""Packs of evidence as they were frozen: rows that nobody changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.evidence.cause import ON_REQUEST, Cause
from domain.evidence.inputs import EarlierPack, Inputs, Lean, Verdict
from domain.evidence.pack import Pack, Signal, SignalName
from domain.evidence.signals.names import TITLES
from storage.database import Session
from storage.evidence.codec import inputs_from_json, inputs_to_json, pack_from_json, pack_to_json
from storage.numbering import next_number
from storage.tables import Engagement, EvidenceSnapshot

SIGNALS: tuple[SignalName, ...] = get_args(SignalName)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A pack as it was at the moment `as_of`, with what went into it.

    Of one of a file its signals and its lean alone are known.
    """

    id: int
    number: int
    meeting_id: int | None
    cause: Cause
    as_of: datetime
    method: int
    inputs: Inputs
    pack: Pack
    by_id: int | None
    at: datetime

    @property
    def is_from_file(self) -> bool:
        """Whether an engagement file told of it: there is nothing to open then."""
        return self.cause == "file"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A frozen pack in a list: without what went in and what was found."""

    id: int
    number: int
    meeting_id: int | None
    cause: Cause
    as_of: datetime
    lean: Lean


async def freeze(
    session: Session,
    *,
    engagement_id: int,
    inputs: Inputs,
    pack: Pack,
    cause: Cause,
    meeting_id: int | None,
    by_id: int | None,
    now: datetime,
) -> Frozen:
    """Write a pack down as it is, under the engagement's next number."""
    row = EvidenceSnapshot(
        engagement_id=engagement_id,
        number=await next_number(session, EvidenceSnapshot, engagement_id=engagement_id),
        meeting_id=meeting_id,
        cause=cause,
        as_of=inputs.as_of,
        method=pack.method,
        inputs=inputs_to_json(inputs),
        found=pack_to_json(pack),
        lean=pack.lean,
        by_id=by_id,
        at=now,
    )
    session.add(row)
    await session.flush()
    return _frozen(row, inputs, pack)


async def find(session: Session, *, engagement_id: int, number: int) -> Frozen | None:
    """The frozen pack with this number; None where there is none."""
    return await _first(session, _of(engagement_id).where(EvidenceSnapshot.number == number))


async def by_id(session: Session, *, engagement_id: int, snapshot_id: int) -> Frozen | None:
    """The frozen pack with this id; None where the engagement has none."""
    return await _first(session, _of(engagement_id).where(EvidenceSnapshot.id == snapshot_id))


async def latest(session: Session, *, engagement_id: int, meeting_id: int | None = None) -> Frozen | None:
    """The pack that was frozen last, of this meeting if one is named."""
    query = _of(engagement_id)
    if meeting_id is not None:
        query = query.where(EvidenceSnapshot.meeting_id == meeting_id)
    return await _first(session, query.order_by(EvidenceSnapshot.number.desc()))


async def listed(session: Session, *, engagement_id: int) -> list[Listed]:
    """Every frozen pack, the newest one first."""
    one = EvidenceSnapshot
    query = (
        select(one.id, one.number, one.meeting_id, one.cause, one.as_of, one.lean)
        .where(one.engagement_id == engagement_id)
        .order_by(one.as_of.desc(), one.number.desc())
    )
    return [Listed(**row._mapping) for row in await session.execute(query)]


async def earlier(session: Session, *, engagement_id: int, before: date | None = None) -> list[EarlierPack]:
    """Every pack by its signals, the oldest first. `before`: those of days of the engagement before this."""
    one = EvidenceSnapshot
    # What was found is long, and a year may have hundreds of packs: only the signals are read.
    query = (
        select(
            one.number,
            one.as_of,
            one.cause,
            one.lean,
            one.found["signals"].label("signals"),
            one.found["tripwire_hit"].label("tripwire_hit"),
            Engagement.zone,
        )
        .join(Engagement, Engagement.id == one.engagement_id)
        .where(one.engagement_id == engagement_id)
        .order_by(one.as_of, one.number)
    )
    packs = [_earlier(row) for row in await session.execute(query)]
    return [pack for pack in packs if before is None or pack.on < before]


def _earlier(row: Any) -> EarlierPack:
    found = {"signals": row.signals or (), "tripwire_hit": row.tripwire_hit}
    return EarlierPack(
        number=row.number,
        on=row.as_of.astimezone(ZoneInfo(row.zone)).date(),
        signals=tuple(_verdicts(found)),
        lean=row.lean,
        is_on_request=row.cause in ON_REQUEST,
    )


async def _first(session: Session, query: Any) -> Frozen | None:
    row = (await session.execute(query.limit(1))).first()
    return None if row is None else _read(row[0], row[1])


def _of(engagement_id: int) -> Any:
    return (
        select(EvidenceSnapshot, Engagement)
        .join(Engagement, Engagement.id == EvidenceSnapshot.engagement_id)
        .where(EvidenceSnapshot.engagement_id == engagement_id)
    )


def _read(row: EvidenceSnapshot, engagement: Engagement) -> Frozen:
    if row.cause == "file":
        return _frozen(row, _unknown(row, engagement), _told(row))
    return _frozen(row, inputs_from_json(row.inputs), pack_from_json(row.found))


def _frozen(row: EvidenceSnapshot, inputs: Inputs, pack: Pack) -> Frozen:
    return Frozen(
        id=row.id,
        number=row.number,
        meeting_id=row.meeting_id,
        cause=cast(Cause, row.cause),
        as_of=row.as_of,
        method=row.method,
        inputs=inputs,
        pack=pack,
        by_id=row.by_id,
        at=row.at,
    )


def _unknown(row: EvidenceSnapshot, engagement: Engagement) -> Inputs:
    """The inputs of a pack of which a file tells: none."""
    return Inputs(
        engagement=engagement.name,
        locale=engagement.locale,
        currency=engagement.currency,
        fiscal_start_month=engagement.fiscal_start_month,
        as_of=row.as_of,
        today=row.as_of.astimezone(ZoneInfo(engagement.zone)).date(),
        started_on=engagement.start,
        cycles=(),
    )


def _told(row: EvidenceSnapshot) -> Pack:
    """The pack of which a file tells: its signals and its lean."""
    signals = tuple(
        Signal(name=name, title=TITLES[name], verdict=verdict, rule="", facts="")
        for name, verdict in _verdicts(row.found)
    )
    return Pack(method=row.method, lean=cast(Lean, row.lean), because="", fixed="", signals=signals)


def _verdicts(found: Mapping[str, Any]) -> Iterator[tuple[SignalName, Verdict]]:
    """The verdict of every signal, in order. A file may call one fine: that is counted on neither side."""
    told = found.get("signals", ())
    known = told if isinstance(told, Mapping) else {one["name"]: one["verdict"] for one in told}
    if isinstance(told, Mapping) and found.get("tripwire_hit"):
        known = {**known, "T": "change"}
    for name in SIGNALS:
        verdict = known.get(name, "silent")
        yield name, verdict if verdict in VERDICTS else "silent"
