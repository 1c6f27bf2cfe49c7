"""How schedules are told: what comes when, what holds it back, and how the last one ended."""

from collections.abc import Sequence
from datetime import date

from domain.jobs import Job
from domain.moments import short_day
from handlers.moments import clock
from handlers.schedules.coming import Coming
from storage.schedules import Happened, Scheduled

NEXT = "Next: {day}, {time}."
NONE_AHEAD = "Nothing is planned any more."
PAUSED = "Paused until it is resumed: `schedule resume {handle}`."
PAUSED_UNTIL = "Paused until {day}."
LEFT_OUT = "Left out: {days}."
LEFT_OUT_FOR = "{day} ({holiday})"
LAST = "Last: {day}, {ending}."
ENDINGS = {
    "planned": "still to come",
    "posting": "on its way",
    "sent": "posted",
    "cancelled": "not posted",
    "missed": "missed",
    "failed": "failed",
    "uncertain": "nobody knows whether it arrived",
}
BECAUSE = "{ending}: {reason}"
UNSEEN = "It waits until a lead has seen it: `schedule preview`."
FINE_PRINT = "Who: {audience}. Limits: {guard}. Useful {useful}; in doubt {doubt}."
IN_DOUBT = "In doubt means: nobody knows whether the post arrived."
FOR_HOURS, FOR_AN_HOUR, FOR_A_DAY = "for {n} hours", "for an hour", "until the end of the next working day"
SENT_AGAIN, LEFT = "it is sent once more", "a lead decides"
MOST_LEFT_OUT = 3


def next_of(scheduled: Scheduled, ahead: Coming, *, handle: str, today: date, locale: str) -> str:
    """When it comes next, and everything that holds it back until then."""
    if scheduled.is_paused and scheduled.paused_until is None:
        return PAUSED.format(handle=handle)
    said = [next_date_of(scheduled, ahead, today=today, locale=locale)]
    if scheduled.paused_until is not None and scheduled.rests_on(today):
        day = short_day(scheduled.paused_until, today=today, locale=locale)
        said.insert(0, PAUSED_UNTIL.format(day=day))
    if scheduled.announced_at is None:
        said.append(UNSEEN)
    return " ".join(said)


def next_date_of(scheduled: Scheduled, ahead: Coming, *, today: date, locale: str) -> str:
    """When it comes next, after what is left out for holidays."""
    said = [_left_out(ahead, today, locale)] if ahead.left_out else []
    if ahead.next is None:
        return " ".join((*said, NONE_AHEAD))
    day = short_day(ahead.next.day, today=today, locale=locale)
    time = clock(ahead.next.moment, scheduled.cadence.zone)
    return " ".join((*said, NEXT.format(day=day, time=time)))


def _left_out(ahead: Coming, today: date, locale: str) -> str:
    days = [
        LEFT_OUT_FOR.format(day=short_day(one.day, today=today, locale=locale), holiday=one.holiday)
        for one in ahead.left_out[:MOST_LEFT_OUT]
    ]
    return LEFT_OUT.format(days=", ".join(days))


def ending_of(one: Happened) -> str:
    """How it ended, with the reason where there is one."""
    ending = ENDINGS[one.state]
    return BECAUSE.format(ending=ending, reason=one.reason) if one.reason else ending


def last_of(ended: Sequence[Happened], *, today: date, locale: str) -> str:
    """How the last one ended; empty where there was none."""
    if not ended:
        return ""
    day = short_day(ended[-1].local_date, today=today, locale=locale)
    return LAST.format(day=day, ending=ending_of(ended[-1]))


def fine_print(job: Job) -> str:
    """To whom, what holds it back, until when it is useful, and what happens in doubt."""
    return FINE_PRINT.format(
        audience=job.audience,
        guard=job.guard,
        useful=_useful(job.latest_hours),
        doubt=SENT_AGAIN if job.sent_again else LEFT,
    )


def _useful(hours: int) -> str:
    if hours == 1:
        return FOR_AN_HOUR
    return FOR_HOURS.format(n=hours) if hours else FOR_A_DAY
