"""Meetings that decide how to go on: their dates, calendar and reminders, and the guard of their cadence."""

from collections.abc import Mapping

from handlers.meetings import calendar, changing, guard, listing, posts, series, series_form, undoing
from handlers.occasions import Decide, Section
from handlers.routing import Router
from handlers.schedules.previews import Preview

router = Router()
for part in (series, series_form, listing, changing, undoing, calendar):
    router.include(part.router)

DECIDERS: Mapping[str, Decide] = {"meeting": posts.decide, "cadence_guard": guard.decide}
SECTIONS: Mapping[str, Section] = {"cadence_guard": guard.put_into_words}
PREVIEWS: Mapping[str, Preview] = {"meeting": posts.preview}
BUILDERS = {posts.WHAT: posts.build}
