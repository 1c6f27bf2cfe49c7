"""KPIs: picking them, recording numbers, correcting them, and opening every number."""

from handlers.kpis import (
    chart,
    confirm,
    define,
    drivers,
    due,
    entry,
    fix,
    forecast,
    imports,
    meaning,
    owed,
    proposals,
    record,
    rows,
    saving,
    show,
    stale,
    target_form,
    targets,
    unavailable,
    why,
)
from handlers.occasions import Decide, Section
from handlers.routing import Router

router = Router()
for part in (
    *(record, confirm, saving, proposals, owed, entry, fix, define, drivers),
    *(targets, target_form, show, chart, forecast, why, rows, meaning),
    unavailable,
    imports,
):
    router.include(part.router)

DECIDERS: dict[str, Decide] = {due.JOB: due.decide, stale.JOB: stale.decide}
SECTIONS: dict[str, Section] = {due.JOB: due.section, stale.JOB: stale.section}
