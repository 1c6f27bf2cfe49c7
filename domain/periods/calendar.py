"""From days to periods, and from periods to the words that name them."""

from datetime import date

from babel import Locale

from domain.numbers.locales import is_day_first
from domain.periods.period import DAY, MONTHS_A_QUARTER, MONTHS_A_YEAR, Cadence, Period

WEEK_LABEL = "week {index} of {year} ({span})"
QUARTER_LABEL = "Q{index} {year} ({span})"

SATURDAY = 5
# Headway speaks English; the locale only orders day and month.
MONTH_NAMES: dict[int, str] = dict(Locale.parse("en").months["format"]["wide"])


def period_of(day: date, cadence: Cadence, fiscal_start_month: int) -> Period:
    """Find the period that a day belongs to."""
    if cadence == "weekly":
        year, week, _ = day.isocalendar()
        return Period(cadence="weekly", year=year, index=week)
    if cadence == "monthly":
        return Period(cadence="monthly", year=day.year, index=day.month)
    years, month = divmod(day.month - fiscal_start_month, MONTHS_A_YEAR)
    return Period(cadence="quarterly", year=day.year + years, index=month // MONTHS_A_QUARTER + 1)


def is_ended(period: Period, today: date, fiscal_start_month: int) -> bool:
    """Tell whether its last day has passed."""
    return period.end(fiscal_start_month) < today


def last_ended(today: date, cadence: Cadence, fiscal_start_month: int) -> Period:
    """Find the latest period whose last day has passed."""
    return period_of(today, cadence, fiscal_start_month).previous()


def due_on(period: Period, grace_business_days: int, fiscal_start_month: int) -> date:
    """Give the day on which its number is due: so many days from Monday to Friday after its last one."""
    day, left = period.end(fiscal_start_month), grace_business_days
    while left > 0:
        day += DAY
        left -= day.weekday() < SATURDAY
    return day


def label(period: Period, locale: str, fiscal_start_month: int) -> str:
    """Name a period for people: 'October 2026', 'week 46 of 2026 (9-15 November)'."""
    if period.cadence == "monthly":
        return f"{MONTH_NAMES[period.index]} {period.year}"
    first, last = period.start(fiscal_start_month), period.end(fiscal_start_month)
    if period.cadence == "weekly":
        return WEEK_LABEL.format(index=period.index, year=period.year, span=_days(first, last, locale))
    return QUARTER_LABEL.format(index=period.index, year=period.year, span=_months(first, last))


def short_label(period: Period, fiscal_start_month: int) -> str:
    """Name a period where room is short: 'Oct 2026', 'W46 2026', 'Q4 2026 (Oct-Dec)'."""
    if period.cadence == "monthly":
        return f"{MONTH_NAMES[period.index][:3]} {period.year}"
    if period.cadence == "weekly":
        return f"W{period.index:02d} {period.year}"
    first, last = period.start(fiscal_start_month), period.end(fiscal_start_month)
    return f"Q{period.index} {period.year} ({MONTH_NAMES[first.month][:3]}-{MONTH_NAMES[last.month][:3]})"


def day_label(day: date, locale: str, *, has_year: bool = True) -> str:
    """Write a day as 3 April 2026 or April 3, 2026, as the locale orders it."""
    month = MONTH_NAMES[day.month]
    if is_day_first(locale):
        return f"{day.day} {month} {day.year}" if has_year else f"{day.day} {month}"
    return f"{month} {day.day}, {day.year}" if has_year else f"{month} {day.day}"


def _days(first: date, last: date, locale: str) -> str:
    if first.month != last.month:
        has_year = first.year != last.year
        return f"{day_label(first, locale, has_year=has_year)}-{day_label(last, locale, has_year=has_year)}"
    month = MONTH_NAMES[first.month]
    days = f"{first.day}-{last.day}"
    return f"{days} {month}" if is_day_first(locale) else f"{month} {days}"


def _months(first: date, last: date) -> str:
    opening = MONTH_NAMES[first.month] + (f" {first.year}" if first.year != last.year else "")
    return f"{opening}-{MONTH_NAMES[last.month]} {last.year}"
