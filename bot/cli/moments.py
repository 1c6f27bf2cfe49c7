"""The moment that a command counts for."""

from datetime import UTC, datetime

from bot.app import utc_now
from domain.errors import UserError

NOT_A_TIME = "--at is {value!r}. Write a time such as 2026-10-05T09:00 (UTC) or 2026-10-05T11:00+02:00."


def read_moment(typed: str | None) -> datetime:
    """The moment as typed, in UTC where it names no zone; now where nothing was typed."""
    if typed is None:
        return utc_now()
    try:
        moment = datetime.fromisoformat(typed.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UserError(NOT_A_TIME.format(value=typed)) from error
