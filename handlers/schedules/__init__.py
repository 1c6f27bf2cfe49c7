"""What Headway posts by itself: seen, previewed, paused, moved; and scheduled in every new engagement."""

from handlers.routing import Router
from handlers.schedules import applying, form, holidays, listing, moving, pausing, preview
from handlers.schedules.first_run import buttons_of_first_run
from handlers.schedules.previews import PREVIEWS, rehearsal

router = Router()
for part in (listing, preview, pausing, moving, form, holidays, applying):
    router.include(part.router)

__all__ = ["PREVIEWS", "buttons_of_first_run", "rehearsal", "router"]
