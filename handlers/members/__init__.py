"""Who belongs to the engagement, as what, and when they work for it."""

from handlers.members import changing, hours, leading, showing
from handlers.routing import Router

router = Router()
for part in (showing, changing, leading, hours):
    router.include(part.router)
