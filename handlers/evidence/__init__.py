"""Evidence for a meeting that decides: gathered, judged, frozen, and put into words."""

from handlers.evidence import asking, details, listing, opening, settings, sources
from handlers.routing import Router

router = Router()
for part in (asking, listing, settings, details, sources, opening):
    router.include(part.router)
