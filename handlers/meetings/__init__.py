"""Meetings that decide how to go on: their dates and calendar, and the guard of their cadence."""

from collections.abc import Mapping

from handlers.meetings import (
    calendar,
    changing,
    guard,
    listing,
    overriding,
    series,
    series_form,
    undoing,
)
from handlers.occasions import Decide, Section
from handlers.routing import Router

router = Router()
for part in (series, series_form, listing, changing, overriding, undoing, calendar):
    router.include(part.router)

DECIDERS: Mapping[str, Decide] = {"cadence_guard": guard.decide}
SECTIONS: Mapping[str, Section] = {"cadence_guard": guard.put_into_words}
