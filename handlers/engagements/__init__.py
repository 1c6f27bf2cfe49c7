"""The engagement itself: setting it up, its card, its settings."""

from handlers.engagements import card, settings, setup
from handlers.routing import Router

router = Router()
for part in (setup, card, settings):
    router.include(part.router)
