"""Accounts of one human on several platforms: a code of the one is typed in the other, and both are one."""

from handlers.links import codes, joining
from handlers.routing import Router

router = Router()
for part in (codes, joining):
    router.include(part.router)
