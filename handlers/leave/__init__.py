"""When people are away, and what they want to be told unasked."""

from datetime import date

from handlers.leave import away, copies, days_off, quiet
from handlers.routing import Router

router = Router()
for part in (away, days_off, quiet, copies):
    router.include(part.router)


def is_about_leave(text: str, *, today: date) -> bool:
    """Whether plain words say when somebody is away, or does not work."""
    return away.says_away(text, today=today) is not None or bool(days_off.says_off(text))


__all__ = ["is_about_leave", "router"]
