"""What the leads are told of everything that comes by itself from now on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.chat import Bullets, Buttons, Reply, reply
from domain.holidays import Holidays
from domain.moments import short_day
from handlers import buttons
from handlers.moments import clock
from handlers.schedules.coming import next_ahead
from handlers.schedules.first_run import buttons_of_first_run
from storage.schedules import Scheduled
from storage.tables import Engagement

FROM_NOW_ON = "From now on I keep the rhythm of {client} by myself:"
FIRST = "{name}, first on {day} at {time}"
MEETING_AHEAD = "{name}, on {day} at {time}; I post about it {minutes} minutes before"
BEFORE_MEETINGS = (
    "Before each meeting what its evidence cannot say yet (30 days), votes and agenda (a week), and the pack"
    " (2 days); I look each working day, first on {day} at {time}"
)
MAY_CHANGE = "Times are in {zone}. Nothing is posted before. Change anything with `schedule`, or pause it."
PAUSE_ALL, PAUSE_ALL_COMMAND = "Pause all", "schedule pause all"
PREPARING = "meeting_pack"
LOOKED_AT: Mapping[str, str] = {PREPARING: BEFORE_MEETINGS}
IN_ONE_LINE = frozenset({"meeting_gaps", "meeting_inputs"})


def announcement(
    engagement: Engagement, added: Sequence[Scheduled], holidays: Holidays, now: datetime
) -> Reply:
    """What the leads are told of schedules that were added."""
    lines = []
    for one in _told_of(added):
        ahead = next_ahead(one, now=now, holidays=holidays).next
        if ahead is not None:
            day = local_words(engagement, ahead.day, now)
            at, before = clock(ahead.moment, one.cadence.zone), one.settings.get("minutes_before", 0)
            sentence = MEETING_AHEAD if before else LOOKED_AT.get(one.job, FIRST)
            lines.append((sentence.format(name=one.name, day=day, time=at, minutes=before),))
    pause = buttons.run(PAUSE_ALL, PAUSE_ALL_COMMAND)
    choices = Buttons((*buttons_of_first_run().items, pause))
    told = FROM_NOW_ON.format(client=engagement.name)
    return reply(told, Bullets(tuple(lines)), MAY_CHANGE.format(zone=engagement.zone), choices)


def _told_of(added: Sequence[Scheduled]) -> list[Scheduled]:
    """Those that have a line of their own: what prepares a meeting is told in one."""
    jobs_added = {one.job for one in added}
    return [one for one in added if one.job not in IN_ONE_LINE or PREPARING not in jobs_added]


def local_words(engagement: Engagement, day: date, now: datetime) -> str:
    """The day in a few letters, as the engagement counts days."""
    today = now.astimezone(ZoneInfo(engagement.zone)).date()
    return short_day(day, today=today, locale=engagement.locale)
