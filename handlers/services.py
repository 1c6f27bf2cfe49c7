"""What handlers may lean on; wired once, in bot/app.py."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.turn import CalendarUrl, ReportUrl
from storage.database import Database


@dataclass(frozen=True, kw_only=True)
class Services:
    """The database, a bell that wakes delivery after a commit, and how links to calendars are made.

    Without a public address there are no such links.
    """

    database: Database
    wake: Callable[[], None] = lambda: None
    calendar_url: CalendarUrl | None = None
    report_url: ReportUrl | None = None
