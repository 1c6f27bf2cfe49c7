"""What is recorded of a meeting, folded from its steps; and to which meeting a record belongs."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from domain.steps import Step, standing

Kind = Literal["regular", "special"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# What counts as a postponement: moved to a later day, left out, or noted that it did not take place.
POSTPONING = frozenset({"postpone", "leave_out"})
# The schedule of a series, and the day that its rule named.
Key = tuple[int, date]


@dataclass(frozen=True, kw_only=True)
class Postponed:
    """That a meeting did not stand on the day `was` any more, and why."""

    was: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Overridden:
    """That a meeting was moved to the day `to`, though its window ended on `last`: by whom, and why."""

    to: date
    last: date
    by_id: int | None
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A meeting of which something is recorded, as it stands now.

    A regular one of a series is known by `schedule_id` and `named`; one of a file by `named` alone, the day
    on which it was held. A special one stands at `at`, and says why in `reason`. `pack_snapshot_id` is the
    last pack that was posted for it. Once another meeting had its pack or began with what belongs to this
    one, it is `merged_into` the record of that. Votes were revealed at `revealed_at`; one that was put off
    since did not start, and its votes are open again.
    """

    id: int
    number: int
    kind: Kind
    schedule_id: int | None
    named: date | None
    at: datetime | None
    minutes: int
    origin: str
    reason: str
    created_at: datetime
    changed_at: datetime
    changes: int = 0
    started_at: datetime | None = None
    revealed_at: datetime | None = None
    lean_shown_at: datetime | None = None
    gaps_at: datetime | None = None
    inputs_at: datetime | None = None
    pack_at: datetime | None = None
    pack_snapshot_id: int | None = None
    postponements: tuple[Postponed, ...] = ()
    override: Overridden | None = None
    is_cancelled: bool = False
    merged_into: int | None = None

    @property
    def key(self) -> Key | None:
        """What it is known by in its series; None for any other meeting."""
        if self.schedule_id is None or self.named is None:
            return None
        return self.schedule_id, self.named


def fold(plain: Recorded, steps: Sequence[Step]) -> Recorded:
    """The record as its steps left it, those that were taken back aside; `steps` come oldest first."""
    counted = standing(steps)
    last = {step.kind: step for step in counted}
    moments = {kind: step.at for kind, step in last.items()}
    # A pack that is posted anew has a new lean, and nobody showed that one.
    lean, pack = moments.get("lean"), moments.get("pack")
    snapshot = last["pack"].data.get("snapshot") if "pack" in last else None
    changed = [step for step in steps if step.kind in {"cancel", "undo"}]
    began = last.get("start")
    is_put_off = began is not None and any(s.kind in POSTPONING and s.id > began.id for s in counted)
    return Recorded(
        **{
            **vars(plain),
            "reason": last["plan"].reason if "plan" in last else "",
            "changed_at": changed[-1].at if changed else plain.changed_at,
            "changes": len(changed),
            "started_at": None if is_put_off else moments.get("start"),
            "revealed_at": moments.get("start"),
            "lean_shown_at": None if lean and pack and lean < pack else lean,
            "gaps_at": moments.get("gaps"),
            "inputs_at": moments.get("inputs"),
            "pack_at": pack,
            "pack_snapshot_id": snapshot,
            "postponements": tuple(_postponed(step) for step in counted if step.kind in POSTPONING),
            "override": _overridden(last["override"]) if "override" in last else None,
            "is_cancelled": "cancel" in last,
            "merged_into": last["merge"].data["into"] if "merge" in last else None,
        }
    )


def _postponed(step: Step) -> Postponed:
    return Postponed(was=date.fromisoformat(step.data["was"]), reason=step.reason)


def _overridden(step: Step) -> Overridden:
    return Overridden(
        to=date.fromisoformat(step.data["to"]),
        last=date.fromisoformat(step.data["last"]),
        by_id=step.by_id,
        by=step.name,
        reason=step.reason,
    )


def tie(
    records: Sequence[Recorded], *, past: Sequence[Key], coming: Sequence[Key]
) -> Mapping[Key, tuple[Recorded, ...]]:
    """The records of each meeting, its own first.

    `coming` stand in order of time. A record whose meeting does not stand any more belongs to the one that it
    was merged into, else, where it never began, to the next one: what was voted and wanted there is not lost.
    Several of those: the latest first.
    """
    stands = {*past, *coming}
    known = {one.id: one for one in records}
    found: dict[Key, tuple[Recorded, ...]] = {
        one.key: (one,) for one in records if one.key is not None and one.key in stands
    }
    for one in sorted(records, key=lambda one: one.id, reverse=True):
        if one.key is None or one.key in stands:
            continue
        key = _heir_of(one, known, stands) or (coming[0] if coming and one.started_at is None else None)
        if key is not None:
            found[key] = (*found.get(key, ()), one)
    return found


def _heir_of(one: Recorded, known: Mapping[int, Recorded], stands: Set[Key]) -> Key | None:
    """The meeting that stands, and to whose record this one was merged, maybe by way of others."""
    seen = {one.id}
    while one.key is None or one.key not in stands:
        into = known.get(one.merged_into or 0)
        if into is None or into.id in seen:
            return None
        seen.add(into.id)
        one = into
    return one.key
