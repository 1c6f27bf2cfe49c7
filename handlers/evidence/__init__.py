"""Evidence for a meeting that decides: gathered, judged, frozen, and put into words."""

from handlers.evidence import details, listing, opening, settings, sources, today
from handlers.routing import Router

router = Router()
for part in (today, listing, settings, details, sources, opening):
    router.include(part.router)
