"""Opening a page by a link: who it is for, what they may see today, and what changed since."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.reports.page import Shown
from bot.reports.words import KEPT_APART
from domain.evidence import changes_since
from domain.evidence.inputs import Inputs, MoneyFacts
from domain.permissions import Action, Role, is_allowed
from handlers.evidence.gathering import gather
from handlers.evidence.hiding import for_role, hides_lean_of, sees_money
from handlers.meetings.ahead import timeline_of
from handlers.turn import Unasked
from storage import evidence, reports
from storage.database import Session
from storage.reports import Opened


@dataclass(frozen=True)
class Expired:
    """The days of the link are over; whoever has it may still ask for another one."""


async def open_link(session: Session, *, link_id: int, now: datetime) -> Shown | Expired | None:
    """What the link opens at this moment; None where there is nothing for whoever has it.

    Membership, account and role are those of this moment, whatever they were when the link was given.
    """
    found = await reports.opened(session, link_id=link_id, now=now)
    if found is None or not is_allowed(Role(found.role), Action.READ_EVIDENCE):
        return None
    return Expired() if found.is_expired else await _shown(session, found, now)


async def _shown(session: Session, found: Opened, now: datetime) -> Shown | None:
    engagement, role = found.engagement, Role(found.role)
    frozen = await evidence.by_id(session, engagement_id=engagement.id, snapshot_id=found.snapshot_id)
    if frozen is None or frozen.is_from_file:
        return None
    here = Unasked(session=session, engagement=engagement, now=now)
    seen, has_money = for_role(frozen, role), sees_money(role)
    timeline = await timeline_of(here)
    today = await gather(here, timeline=timeline)
    changes = changes_since(seen.inputs, today if has_money else _without_money(today))
    return Shown(
        frozen=seen,
        zone=engagement.zone,
        reader=found.person.name,
        expires_at=found.expires_at,
        is_lean_hidden=await hides_lean_of(here, frozen, timeline.meetings),
        has_money=has_money,
        changes=tuple(one.words for one in changes),
        withheld="" if has_money else KEPT_APART,
    )


def _without_money(inputs: Inputs) -> Inputs:
    return replace(inputs, money=MoneyFacts())
