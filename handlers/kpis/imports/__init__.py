"""Bringing past numbers: a pasted table or a file is shown first, then saved, and can be taken back."""

from handlers.kpis.imports import bringing, deciding, undoing
from handlers.routing import Router

router = Router()
for part in (bringing, deciding, undoing):
    router.include(part.router)
