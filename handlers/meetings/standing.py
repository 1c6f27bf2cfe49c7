"""Where the meetings of an engagement stand: those held, those to come, and the window for the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.holidays import Holidays
from domain.meetings import Meeting, Term, Window, chronicle, days_paused, regular_after, window_after
from handlers.turn import Here
from storage import meeting_records, meetings, schedules
from storage import terms as engagement_terms
from storage.meetings import MEETING
from storage.schedules import Scheduled

GUARD = "cadence_guard"
LOOKED_BACK = LOOKED_AHEAD = timedelta(days=800)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The series in force, if there is one, and every meeting near the moment `now`.

    The `window` for the next one counts from the day `since`: of the last one that was held, else of the
    engagement's start, else, where that was long before, of the day since when meetings are watched
    (`has_held` is False). `terms` are those of all versions, `told` the days of which a file tells.
    """

    series: Scheduled | None
    meetings: Sequence[Meeting]
    since: date
    has_held: bool
    window: Window
    holidays: Holidays
    terms: Sequence[Term]
    told: Sequence[date]
    now: datetime
    today: date

    @property
    def held(self) -> list[Meeting]:
        """Those whose time has come and that were not left out, the latest at the end."""
        return [one for one in self.meetings if not one.is_left_out and one.moment <= self.now]

    @property
    def coming(self) -> list[Meeting]:
        """Those that stand and are still to come, in order of time."""
        return [one for one in self.meetings if not one.is_left_out and one.moment > self.now]

    @property
    def is_late(self) -> bool:
        """Whether the window is over, and nothing was held in it."""
        return self.today > self.window.last

    @property
    def rests(self) -> bool:
        """Whether the series is paused today."""
        return self.series is not None and self.series.rests_on(self.today)

    def window_of(self, since: date) -> Window:
        """The window for the meeting after the one on that day."""
        return self.window if since == self.since else window_after(since, regular=self._regular(since))

    def on(self, day: date) -> Meeting | None:
        """The meeting to come that stands on that day."""
        return next((one for one in self.coming if one.day == day), None)

    def _regular(self, since: date) -> date | None:
        if self.series is None:
            return None
        return regular_after(self.series.cadence, since, holidays=self.holidays)


async def standing_of(here: Here) -> Standing:
    """Where the engagement's meetings stand at this moment."""
    e, today = here.engagement, here.today
    terms = await meetings.terms(here.session, engagement_id=e.id)
    holidays = await schedules.holidays_of(here.session, engagement_id=e.id)
    series = await schedules.of_job(here.session, engagement_id=e.id, job=MEETING)
    found = chronicle(terms, after=today - LOOKED_BACK, until=today + LOOKED_AHEAD, holidays=holidays)
    held = [one.day for one in found if not one.is_left_out and one.moment <= here.now]
    told = await _told_of(here)
    held += told
    since = max(held) if held else await _without_any(here)
    regular = regular_after(series.cadence, since, holidays=holidays) if series else None
    paused = days_paused(terms, since=since, today=today)
    return Standing(
        series=series,
        meetings=found,
        since=since,
        has_held=bool(held),
        window=window_after(since, regular=regular, days_paused=paused),
        holidays=holidays,
        terms=terms,
        told=told,
        now=here.now,
        today=today,
    )


async def _without_any(here: Here) -> date:
    """From where the window counts while no meeting is known.

    Nobody recorded those of an engagement that is older than its record, so none of them was missed.
    """
    e = here.engagement
    guard = await schedules.of_job(here.session, engagement_id=e.id, job=GUARD)
    watched = here.today if guard is None else guard.created_at.astimezone(ZoneInfo(e.zone)).date()
    return watched if window_after(e.start).last < watched else e.start


async def _told_of(here: Here) -> list[date]:
    """The days until today on which meetings were held, as an engagement file tells."""
    days = engagement_terms.meeting_days(here.engagement)
    days += await meeting_records.held_days(here.session, engagement_id=here.engagement.id)
    return [day for day in days if day <= here.today]
