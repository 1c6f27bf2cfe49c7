"""Who belongs to the engagement, as what, and when they work for it."""

from handlers.members import changing, hours, showing
from handlers.routing import Router

router = Router()
for part in (showing, changing, hours):
    router.include(part.router)
