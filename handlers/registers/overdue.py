"""Overdue actions: each owner hears of their own, privately; the channel gets counts in the digest."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.chat import Block, Buttons, Strong, note, say
from handlers.occasions import Item as Asked
from handlers.occasions import Nothing, Occasion, Part, ToPerson
from handlers.registers.actions import choices
from handlers.registers.showing import due_in_words, line_of
from handlers.turn import Unasked
from storage import members, registers
from storage.database import Session
from storage.registers import ACTION, Item

JOB = "actions"
NOTHING_OVERDUE = "no action is overdue"
ONE, SEVERAL = "An action of yours is overdue", "Actions of yours that are overdue"
MORE = "and {n} more: `action list`"
RANK = 4
MOST_LINES = 4
# Whoever touched one a moment ago has it in mind.
LEFT_ALONE = timedelta(days=2)


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Tell each owner who has something overdue."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    found = await _overdue(here)
    owners = dict.fromkeys(item.owner_id for item in found if item.owner_id is not None)
    if not owners:
        return Nothing(reason=NOTHING_OVERDUE)
    ends = await _ends(here)
    return [ToPerson(person_id=owner, latest_at=ends.get(owner)) for owner in owners]


async def _ends(here: Unasked) -> dict[int, datetime]:
    """Until when each member can be told: wherever they live, they work once until then."""
    crowd = await members.current(here.session, engagement_id=here.engagement.id)
    return {
        person.id: members.working_time(seat, person, here.engagement).end_of_next_working_day(here.now)
        for seat, person in crowd
    }


async def section(session: Session, asked: Asked) -> Part | None:
    """Their overdue actions, the longest overdue first, each with [Done] and [Move]."""
    here = Unasked(session=session, engagement=asked.engagement, now=asked.now)
    found = await _overdue(here, owner_id=asked.person.id)
    if not found:
        return None
    blocks: list[Block] = [say(Strong(ONE if len(found) == 1 else SEVERAL))]
    for item in found[:MOST_LINES]:
        blocks += [say(*line_of(item, due_in_words(item, here))), Buttons(choices(item))]
    if len(found) > MOST_LINES:
        blocks.append(note(MORE.format(n=len(found) - MOST_LINES)))
    return Part(blocks=blocks, rank=RANK)


async def _overdue(here: Unasked, *, owner_id: int | None = None) -> list[Item]:
    found = await registers.open_items(
        here.session, engagement_id=here.engagement.id, kind=ACTION, owner_id=owner_id
    )
    late = [item for item in found if item.is_overdue(here.today) and not _is_fresh(item, here)]
    return sorted(late, key=lambda item: (item.due or here.today, item.number))


def _is_fresh(item: Item, here: Unasked) -> bool:
    return here.now - (item.changed_at or item.opened_at) < LEFT_ALONE
