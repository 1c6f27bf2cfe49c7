"""KPIs: picking them, recording numbers, correcting them, and opening every number."""

from handlers.kpis import confirm, define, entry, fix, owed, proposals, record, rows, saving, show, why
from handlers.routing import Router

router = Router()
for part in (record, confirm, saving, proposals, owed, entry, fix, define, show, why, rows):
    router.include(part.router)
