"""The moment that a command counts for."""

from datetime import UTC, datetime

from bot.app import utc_now
from domain.errors import UserError

OUT_OF_RANGE = "--at is {value}. It must be in the years from {first} to {last}."
NOT_A_TIME = "--at is {value!r}. Write a time such as 2026-10-05T09:00 (UTC) or 2026-10-05T11:00+02:00."

FIRST_YEAR, LAST_YEAR = 2000, 2100


def read_moment(typed: str | None) -> datetime:
    """The moment as typed, in UTC where it names no zone; now where nothing was typed. Raises UserError."""
    if typed is None:
        return utc_now()
    try:
        moment = datetime.fromisoformat(typed.strip())
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UserError(NOT_A_TIME.format(value=typed)) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UserError(OUT_OF_RANGE.format(value=typed, first=FIRST_YEAR, last=LAST_YEAR))
    return moment
