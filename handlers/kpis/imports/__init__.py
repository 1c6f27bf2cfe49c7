"""Bringing past numbers: a pasted table or a file is shown first, then saved, and can be taken back."""

from handlers.kpis.imports import bringing, deciding, history, undoing
from handlers.routing import Router

router = Router()
for part in (bringing, deciding, history, undoing):
    router.include(part.router)
