"""Handing over: whoever leaves gives everything that they report to others, in one form."""

from handlers.handover import form, giving
from handlers.handover.items import still_open
from handlers.handover.leaving import tell_of_leaving
from handlers.handover.numbers import button, numbers_of, question
from handlers.routing import Router

__all__ = ["button", "numbers_of", "question", "router", "still_open", "tell_of_leaving"]

router = Router()
for part in (form, giving):
    router.include(part.router)
