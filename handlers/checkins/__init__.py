"""Check-ins: a round of questions in the channel, answers by form or in plain words, and what they say."""

from collections.abc import Mapping

from handlers.checkins import (
    answering,
    digest,
    form,
    opening,
    plain,
    reminder,
    replacing,
    setting,
    setting_form,
    showing,
)
from handlers.checkins.asked import decide_checkin
from handlers.checkins.post import build_checkin, preview
from handlers.checkins.refreshing import CHECKIN, refresh_post
from handlers.morning.building import Builder
from handlers.occasions import Decide, Section
from handlers.routing import Router

router = Router()
for part in (opening, setting, setting_form, form, answering, plain, replacing, showing):
    router.include(part.router)

DECIDERS: Mapping[str, Decide] = {CHECKIN: decide_checkin, **reminder.DECIDERS, **digest.DECIDERS}
SECTIONS: Mapping[str, Section] = {**reminder.SECTIONS, **digest.SECTIONS}
BUILDERS: Mapping[str, Builder] = {CHECKIN: build_checkin, **digest.BUILDERS}

__all__ = ["BUILDERS", "DECIDERS", "SECTIONS", "preview", "refresh_post", "router"]
