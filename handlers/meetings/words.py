"""How meetings are told: when one is, what its window is, and from where that counts."""

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.meetings import Window
from handlers.meetings.standing import Standing
from handlers.moments import clock, short_day
from handlers.turn import Here

NAME = "Pivot or persevere meeting"
AT = "{day}, {time}"
LAST_HELD = "the last one, on {day}"
START = "the start on {day}"
WATCHED = "{day}, since when I watch it"
WINDOW = "The next one belongs between {first} and {last}: a month to a quarter after {since}."
WAITS = "The meetings rest, and the window waits with them."
CLOSED = (
    "The window for the next one closed on {last}, a quarter after {since}."
    " Any day is fine now, and will be marked as late."
)


class Timed(Protocol):
    """Anything that has a moment."""

    @property
    def moment(self) -> datetime:
        """When it is."""


def when(here: Here, meeting: Timed) -> str:
    """Day and time where the engagement is, as in Tue 24 Nov, 15:00."""
    time = clock(meeting.moment, here.engagement.zone)
    return AT.format(
        day=on(here, meeting.moment.astimezone(ZoneInfo(here.engagement.zone)).date()), time=time
    )


def on(here: Here, of: date) -> str:
    """The day in a few letters, as in Tue 24 Nov."""
    return short_day(here, of)


def since_words(here: Here, standing: Standing, since: date) -> str:
    """From where a window counts."""
    if since == standing.since and not standing.has_held:
        return (START if since == here.engagement.start else WATCHED).format(day=on(here, since))
    if since == standing.since:
        return LAST_HELD.format(day=on(here, since))
    return f"the one on {on(here, since)}"


def window_words(here: Here, standing: Standing) -> str:
    """The window for the next meeting, in a sentence."""
    window: Window = standing.window
    since = since_words(here, standing, standing.since)
    if standing.rests:
        return WAITS
    if standing.is_late:
        return CLOSED.format(last=on(here, window.last), since=since)
    return WINDOW.format(first=on(here, window.first), last=on(here, window.last), since=since)
