"""When people are away, and what they want to be told unasked."""

from handlers.leave import away, copies, days_off, quiet
from handlers.routing import Router

router = Router()
for part in (away, days_off, quiet, copies):
    router.include(part.router)
