"""KPIs: picking them, recording numbers, correcting them, and opening every number."""

from handlers.kpis import (
    chart,
    confirm,
    define,
    entry,
    fix,
    imports,
    meaning,
    owed,
    proposals,
    record,
    rows,
    saving,
    show,
    target_form,
    targets,
    why,
)
from handlers.routing import Router

router = Router()
for part in (
    *(record, confirm, saving, proposals, owed, entry, fix, define),
    *(targets, target_form, show, chart, why, rows, meaning),
    imports,
):
    router.include(part.router)
