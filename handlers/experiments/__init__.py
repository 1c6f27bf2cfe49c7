"""Experiments: planned with a threshold first, run, concluded against it, and learned from."""

from handlers.experiments import concluding, form, lessons, results, showing, starting, steps
from handlers.routing import Router

router = Router()
for part in (form, starting, results, concluding, lessons, showing, steps):
    router.include(part.router)
