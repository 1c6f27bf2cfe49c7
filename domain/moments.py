"""Writing days and times of day in a few letters."""

from datetime import date, time

from domain.numbers.locales import is_day_first

IN_ANOTHER_YEAR = "{day} {year}"


def clock(at: time) -> str:
    """The time of day, as in 9:30."""
    return f"{at.hour}:{at.minute:02}"


def short_day(on: date, *, locale: str, today: date | None = None) -> str:
    """The day as in Mon 16 Nov or Mon, Nov 16; with its year where that is another one than today's."""
    name = f"{on:%a} {on.day} {on:%b}" if is_day_first(locale) else f"{on:%a}, {on:%b} {on.day}"
    return name if today is None or on.year == today.year else IN_ANOTHER_YEAR.format(day=name, year=on.year)
