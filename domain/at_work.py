"""When somebody may be written to: in their own working hours, on no holiday, and in which week that is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.holidays import Holidays
from domain.working_time import WorkingTime, instant

MIDNIGHT = datetime.min.time()


def day_of(works: WorkingTime, moment: datetime) -> date:
    """The day that it is for them."""
    return moment.astimezone(ZoneInfo(works.zone)).date()


def is_at_work(works: WorkingTime, moment: datetime, *, holidays: Holidays) -> bool:
    """Whether they work at the moment, and it is no holiday where they are."""
    return works.is_working(moment) and not holidays.name_of(day_of(works, moment))


def next_moment_at_work(works: WorkingTime, moment: datetime, *, holidays: Holidays) -> datetime:
    """The moment if they work then, else the next start of their working hours on no holiday, in UTC."""
    if is_at_work(works, moment, holidays=holidays):
        return moment
    start = works.next_start(moment)
    while holidays.name_of(day_of(works, start)):
        start = works.next_start(next_day(works, start))
    return start


def next_day(works: WorkingTime, moment: datetime) -> datetime:
    """The moment, in UTC, at which the next day begins for them."""
    return instant(day_of(works, moment) + timedelta(days=1), MIDNIGHT, ZoneInfo(works.zone))


def week_of(works: WorkingTime, moment: datetime) -> tuple[datetime, datetime]:
    """The week in which the moment lies for them: the first moment of its Monday, and of the next one."""
    day, zone = day_of(works, moment), ZoneInfo(works.zone)
    monday = day - timedelta(days=day.weekday())
    return instant(monday, MIDNIGHT, zone), instant(monday + timedelta(days=7), MIDNIGHT, zone)
