"""How fast each platform takes posts, kept as rows that all processes obey.

Of each conversation and of each workspace one moment is kept: from when on there is room for one more
(the generic cell rate algorithm). Whoever claims posts holds those rows until the claim is committed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, case, delete, exists, select, update

from storage.database import Session
from storage.insert import insert_new
from storage.tables import OutboxPost, Pace
from storage.types import UtcDateTime

# Nobody has to wait longer than that: a moment beyond it was written by a clock that is wrong.
LONGEST = timedelta(seconds=60)
RESTED = timedelta(days=1)
KEPT = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One in so many `seconds`, and up to `burst` of them at once after a rest."""

    seconds: float
    burst: int

    def after_one_more(self, free_at: datetime, now: datetime) -> datetime:
        """From when on there is room again, after one at `now`."""
        saved = timedelta(seconds=self.seconds * (self.burst - 1))
        again = max(free_at + saved, now) + timedelta(seconds=self.seconds) - saved
        return min(again, now + LONGEST)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a platform takes: in a conversation of both kinds together, in a workspace of each kind."""

    in_conversation: Rate
    posts: Rate
    edits: Rate


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A post that may be claimed, as far as its pace goes; one that is `prompt` counts and never waits."""

    id: int
    target: str
    is_edit: bool
    is_prompt: bool


@dataclass(kw_only=True)
class Rooms:
    """From when on there is room, by key, while a transaction holds those rows."""

    limits: Mapping[str, Limits]
    now: datetime
    free_at: dict[str, datetime] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def has_room(self, one: Waiting) -> bool:
        """Whether it may be sent at once."""
        return one.is_prompt or all(self._is_free(key) for key, _rate in self.rates(one))

    def take(self, one: Waiting) -> None:
        """Count it."""
        for key, rate in self.rates(one):
            self.free_at[key] = rate.after_one_more(self._since(key), self.now)
            self.changed.add(key)

    def rates(self, one: Waiting) -> tuple[tuple[str, Rate], ...]:
        """The keys under which it counts, and how fast each may go; none where nothing is limited."""
        platform, *rest = one.target.split("/", 2)
        limits = self.limits.get(platform)
        if limits is None:
            return ()
        kind, rate = ("edit", limits.edits) if one.is_edit else ("post", limits.posts)
        return (one.target, limits.in_conversation), (f"{kind}:{platform}/{rest[0]}", rate)

    def _is_free(self, key: str) -> bool:
        return self._since(key) <= self.now

    def _since(self, key: str) -> datetime:
        known = self.free_at.get(key)
        return self.now - RESTED if known is None or known > self.now + LONGEST else known


async def hold(
    session: Session, waiting: Iterable[Waiting], limits: Mapping[str, Limits], *, now: datetime
) -> Rooms:
    """Hold the rows that these posts count under: nobody else reckons with them meanwhile."""
    rooms = Rooms(limits=limits, now=now)
    keys = sorted({key for one in waiting for key, _rate in rooms.rates(one)})
    if keys:
        rooms.free_at = await _locked(session, keys)
    if missing := [key for key in keys if key not in rooms.free_at]:
        # In the order of the keys, as they are locked: two who insert do not wait for each other.
        await insert_new(session, Pace, [{"key": key, "free_at": now - RESTED} for key in missing])
        rooms.free_at |= await _locked(session, missing)
    return rooms


async def _locked(session: Session, keys: Sequence[str]) -> dict[str, datetime]:
    rows = await session.execute(_LOCKING, {"keys": keys})
    return {row.key: row.free_at for row in rows}


_LOCKING = (
    select(Pace.key, Pace.free_at)
    .where(Pace.key.in_(bindparam("keys", expanding=True)))
    .order_by(Pace.key)
    .with_for_update()
)
_WRITING = (
    update(Pace.__table__)  # type: ignore[arg-type]  # a Table, which its type calls a FromClause
    .where(Pace.key == bindparam("of"))
    .values(free_at=bindparam("until", type_=UtcDateTime()))
)


async def write(session: Session, rooms: Rooms) -> None:
    """Keep what was taken."""
    if rooms.changed:
        taken = [{"of": key, "until": rooms.free_at[key]} for key in sorted(rooms.changed)]
        await session.execute(_WRITING, taken)


def is_busy(now: ColumnElement[datetime], longest: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether there is no room yet for the row of the outbox, in its conversation or its workspace.

    `longest` is the moment `now` plus LONGEST.
    """
    kind = case((OutboxPost.edits_id.is_(None), "post:"), else_="edit:")
    address = OutboxPost.address
    workspace = kind + address["platform"].as_string() + "/" + address["workspace"].as_string()
    counts = (Pace.free_at > now, Pace.free_at <= longest)
    return exists().where(Pace.key.in_((OutboxPost.target, workspace)), *counts)


async def sweep(session: Session, *, now: datetime) -> None:
    """Throw away what says no more than that there is room."""
    await session.execute(delete(Pace).where(Pace.free_at < now - KEPT))
