"""Assumptions: what has to be true, what will count as supported, and where each of them stands."""

from handlers.assumptions import changing, form, saying, showing, steps
from handlers.routing import Router

router = Router()
for part in (form, saying, changing, showing, steps):
    router.include(part.router)
