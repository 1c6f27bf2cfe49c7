"""Decisions: noted as a draft, finished step by step, in force once confirmed, and never undone."""

from collections.abc import Mapping

from handlers.decisions import (
    asking,
    confirming,
    due,
    evidence,
    following,
    heading,
    listing,
    minding,
    parts,
    posting,
    recording,
    short_form,
    stopping,
    turning,
)
from handlers.morning.building import Builder
from handlers.occasions import Decide, Section
from handlers.routing import Router

router = Router()
for module in (
    recording,
    short_form,
    parts,
    minding,
    following,
    heading,
    turning,
    stopping,
    evidence,
    confirming,
    listing,
):
    router.include(module.router)

DECIDERS: Mapping[str, Decide] = {due.JOB: due.decide}
SECTIONS: Mapping[str, Section] = {due.JOB: due.section}
BUILDERS: Mapping[str, Builder] = {posting.CARD: posting.build_card, asking.ASK: asking.build_ask}
