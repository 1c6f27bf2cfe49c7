"""The engagement itself: setting it up, its card, its settings."""

from handlers.engagements import card, joining, leaving, settings, setup, setup_code
from handlers.routing import Router

router = Router()
for part in (setup, setup_code, joining, leaving, card, settings):
    router.include(part.router)
