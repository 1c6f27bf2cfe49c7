"""Tripwires: values that were agreed on beforehand as a reason to stop and look."""

from handlers.occasions import Decide
from handlers.routing import Router
from handlers.tripwires import dropping, form, listing, setting
from handlers.tripwires.watching import HIT, build_hit, decide
from storage.tripwires import JOB

router = Router()
for part in (setting, dropping, listing, form):
    router.include(part.router)

DECIDERS: dict[str, Decide] = {JOB: decide}
BUILDERS = {HIT: build_hit}
