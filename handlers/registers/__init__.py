"""Blockers and actions: what is in the way, and who does what by when."""

from collections.abc import Mapping

from handlers.occasions import Decide, Section
from handlers.registers import actions, blockers, moving, overdue, steps
from handlers.routing import Router

router = Router()
for part in (blockers, actions, moving, steps):
    router.include(part.router)

DECIDERS: Mapping[str, Decide] = {overdue.JOB: overdue.decide}
SECTIONS: Mapping[str, Section] = {overdue.JOB: overdue.section}
