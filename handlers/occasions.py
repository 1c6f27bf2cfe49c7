"""What a job is asked when its time has come, and what it may answer, in no platform's words."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.chat import Block
from domain.working_time import WorkingTime
from storage.database import Session
from storage.tables import Engagement, Membership, Person


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """An occurrence whose time has come: of which schedule, for which local date, with which settings."""

    id: int
    engagement: Engagement
    job: str
    schedule_id: int
    version: int
    settings: Mapping[str, Any]
    args: Mapping[str, Any]
    local_date: date
    due_at: datetime
    latest_at: datetime
    now: datetime


@dataclass(frozen=True, kw_only=True)
class ToChannel:
    """A post in the engagement's home channel, put into words by the builder that `builds` names.

    `key` tells several posts of one occasion apart.
    """

    builds: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class ToPerson:
    """Something for one person's next message: `args` is what the job's section makes words of.

    `latest_at`: past that it is of no use any more; empty: that of the occasion.
    """

    person_id: int
    args: Mapping[str, Any] = field(default_factory=dict)
    latest_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Later:
    """Another job of the same schedule, at a later time."""

    job: str
    local_date: date
    due_at: datetime
    latest_at: datetime
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """There is nothing to post this time, and why: the lead can read it."""

    reason: str


class Unfit(Exception):
    """A post has nothing to say any more; the text is the reason, which the lead can read."""


class Moot(Unfit):
    """What the post was about does not stand any more: nobody missed it, however late it is."""


Outcome = ToChannel | ToPerson | Later
Decide = Callable[[Session, Occasion], Awaitable[Sequence[Outcome] | Nothing]]


@dataclass(frozen=True, kw_only=True)
class Item:
    """What one occasion has for one person, at the moment when their message is put into words."""

    engagement: Engagement
    person: Person
    membership: Membership
    works: WorkingTime
    job: str
    occurrence_id: int
    local_date: date
    args: Mapping[str, Any]
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of somebody's message: what is urgent (a smaller `rank`) stands first."""

    blocks: Sequence[Block]
    rank: int = 5


# None: it is done by now, or they do not want to hear of it.
Section = Callable[[Session, Item], Awaitable[Part | None]]
