"""The playbook: lessons that are kept, and whether they worked where they were used again."""

from handlers.playbook import keeping, showing
from handlers.routing import Router

router = Router()
for part in (keeping, showing):
    router.include(part.router)
