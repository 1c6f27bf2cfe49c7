"""The meetings of an engagement with what is recorded of each: those to come, at hand, and the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.meetings import Key, Meeting, Overridden, Postponed, Recorded, tie
from domain.meetings.records import Kind
from domain.working_time import instant
from handlers.meetings.standing import LOOKED_BACK, Standing, standing_of
from handlers.turn import Here, local_day
from storage import meeting_records

# From so long before a meeting it may be opened.
OPENS_BEFORE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A meeting that stands: when, for how long, and its records, its own first.

    `record_id` is that of the first record, None where nothing is recorded yet. A regular one is known by
    its `key`.
    """

    kind: Kind
    moment: datetime
    day: date
    minutes: int
    key: Key | None = None
    records: tuple[Recorded, ...] = ()

    @property
    def record_id(self) -> int | None:
        """The id of its record."""
        return self.records[0].id if self.records else None

    @property
    def record_ids(self) -> list[int]:
        """The ids of all records that belong to it."""
        return [one.id for one in self.records]

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.moment + timedelta(minutes=self.minutes)

    @property
    def started_at(self) -> datetime | None:
        """When somebody began it; the votes were revealed then."""
        return next((one.started_at for one in self.records if one.started_at), None)

    @property
    def revealed_at(self) -> datetime | None:
        """When its votes were revealed last, though it may have been put off since."""
        return max((one.revealed_at for one in self.records if one.revealed_at), default=None)

    @property
    def lean_shown_at(self) -> datetime | None:
        """When its lean was shown; None where a pack was posted since, whose lean nobody showed."""
        shown = max((one.lean_shown_at for one in self.records if one.lean_shown_at), default=None)
        packed = max((one.pack_at for one in self.records if one.pack_at), default=None)
        return None if shown and packed and shown < packed else shown

    @property
    def postponements(self) -> tuple[Postponed, ...]:
        """How often it was put off, the first time first."""
        by_age = sorted(self.records, key=lambda one: one.id)
        return tuple(each for one in by_age for each in one.postponements)

    @property
    def override(self) -> Overridden | None:
        """That it stands outside its window, and who wanted that; None where it was moved on since."""
        found = (one.override for one in self.records if one.override is not None)
        return next((one for one in found if one.to == self.day), None)

    @property
    def reason(self) -> str:
        """Why a special review was planned."""
        return self.records[0].reason if self.records and self.kind == "special" else ""

    def has_own(self, record_id: int | None) -> bool:
        """Whether it is its own record, which decisions are kept with, and not one that is tied to it."""
        return any(one.id == record_id and one.key == self.key for one in self.records)

    def can_begin(self, here: Here) -> bool:
        """Whether it may be opened now: from an hour before it until the end of its day."""
        return self.moment - OPENS_BEFORE <= here.now and here.today <= self.day


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Where the meetings of an engagement stand, and each one that stands or was held, in order of time."""

    standing: Standing
    meetings: Sequence[Ahead]


async def timeline_of(here: Here) -> Timeline:
    """The meetings as they stand at this moment."""
    standing = await standing_of(here)
    return Timeline(standing=standing, meetings=await everything(here, standing))


async def coming(here: Here, standing: Standing | None = None) -> list[Ahead]:
    """The meetings that stand and are still to come, special reviews among them, in order of time."""
    return [one for one in await from_today(here, standing) if one.moment > here.now]


def at_hand(here: Here, meetings: Sequence[Ahead]) -> Ahead | None:
    """The one of these meetings that is of today and not over yet, begun or not; else the next one."""
    return next((one for one in meetings if one.day >= here.today and one.ends > here.now), None)


async def from_today(here: Here, standing: Standing | None = None) -> list[Ahead]:
    """The meetings that stand today or later, in order of time."""
    return [one for one in await everything(here, standing) if one.day >= here.today]


def last_held(here: Here, meetings: Sequence[Ahead]) -> Ahead | None:
    """The last of these meetings whose time has come; of one in a file only the day is known."""
    held = [one for one in meetings if one.moment <= here.now]
    return held[-1] if held else None


async def find(here: Here, record_id: int, standing: Standing | None = None) -> Ahead | None:
    """The meeting to which the record belongs; None where it does not stand any more."""
    return with_record(await everything(here, standing), record_id)


def with_record(meetings: Sequence[Ahead], record_id: int) -> Ahead | None:
    """The one of these meetings to which the record belongs."""
    return next((one for one in meetings if record_id in one.record_ids), None)


async def everything(here: Here, standing: Standing | None = None) -> list[Ahead]:
    """Every meeting that stands or was held, in order of time."""
    found = standing or await standing_of(here)
    records = await meeting_records.all_of(here.session, engagement_id=here.engagement.id)
    stand = [one for one in found.meetings if not one.is_left_out]
    tied = tie(
        [one for one in records if one.named is None or one.named >= here.today - LOOKED_BACK],
        past=[_key(one) for one in stand if one.day < here.today],
        coming=[_key(one) for one in stand if one.day >= here.today],
    )
    regular = [_regular(one, tied.get(_key(one), ())) for one in stand]
    special = [made for one in records if (made := _special(here, one)) is not None]
    return sorted([*regular, *special, *_of_file(here, records)], key=lambda one: one.moment)


def _key(meeting: Meeting) -> Key:
    return meeting.schedule_id, meeting.named


def _regular(meeting: Meeting, records: tuple[Recorded, ...]) -> Ahead:
    return Ahead(
        kind="regular",
        moment=meeting.moment,
        day=meeting.day,
        minutes=meeting.minutes,
        key=_key(meeting),
        records=records,
    )


def _special(here: Here, one: Recorded) -> Ahead | None:
    if one.kind != "special" or one.at is None or one.is_cancelled:
        return None
    day = local_day(here.engagement, one.at)
    return Ahead(kind="special", moment=one.at, day=day, minutes=one.minutes, records=(one,))


def _of_file(here: Here, records: Sequence[Recorded]) -> list[Ahead]:
    """The meetings of a file; nobody wrote down at what time of the day they were."""
    zone = ZoneInfo(here.engagement.zone)
    return [
        Ahead(
            kind="regular",
            moment=instant(one.named, datetime.min.time(), zone),
            day=one.named,
            minutes=one.minutes,
            records=(one,),
        )
        for one in records
        if one.origin == meeting_records.FILE and one.named is not None and one.named <= here.today
    ]


async def ensure_record(here: Here, meeting: Ahead) -> Recorded:
    """The own record of the meeting. Make it where there is none.

    What is tied to it keeps its records: the meeting that they are of may be brought back.
    """
    if meeting.key is None:
        return meeting.records[0]
    schedule_id, named = meeting.key
    e = here.engagement.id
    return await meeting_records.ensure(
        here.session, engagement_id=e, schedule_id=schedule_id, named=named, now=here.now
    )


async def merge_records(here: Here, meeting: Ahead) -> Recorded:
    """The own record of a meeting that begins. Write down that what was tied to it stays with it.

    Make the record where there is none.
    """
    own, e = await ensure_record(here, meeting), here.engagement.id
    for other in meeting.records:
        if own.id not in (other.id, other.merged_into):
            await meeting_records.merge(
                here.session, engagement_id=e, meeting_id=other.id, into_id=own.id, now=here.now
            )
    return own
