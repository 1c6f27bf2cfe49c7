"""Feedback: given by line or by form, listed, and answered."""

from handlers.feedback import answer, give, show
from handlers.routing import Router

router = Router()
for part in (give, show, answer):
    router.include(part.router)
