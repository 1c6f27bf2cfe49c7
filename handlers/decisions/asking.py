"""Asking the decider to confirm, in their direct messages, once everything else is there."""

from datetime import timedelta

from domain.chat import Address, Buttons, Reply, reply, say
from handlers.decisions.card import card_blocks
from handlers.decisions.drafts import Draft, look
from handlers.decisions.status import DECIDE, confirm_button
from handlers.morning import Unreached, first_moment, has_enough, reader_of
from handlers.occasions import Unfit
from handlers.turn import EngagementTurn, Unasked
from storage import decisions, engagements, members, offers, outbox, people
from storage.database import Session
from storage.offers import Place
from storage.outbox import Post

ASKED = "I have asked {decider} to confirm it."
ASKED_LATER = "I ask {decider} to confirm it once they are at work."
PLEASE = "Do you decide this? It takes effect with your click, and stays in the record."
SETTLED = "it was confirmed or taken back, or something is missing again"
ASK = "decision to confirm"
# As long as a draft lives.
WAITS = timedelta(days=9)


async def ask_decider(turn: EngagementTurn, draft: Draft) -> str:
    """Ask once for each draft, in the decider's working hours. Say so; empty where they are not asked."""
    decider_id = draft.decided.decider_id
    if turn.person.id == decider_id:
        return ""
    e = turn.engagement.id
    found = await people.reachable(
        turn.session, engagement_id=e, person_id=decider_id, workspace_id=turn.workspace.id
    )
    if found is None:
        return ""
    try:
        reader = await reader_of(turn.session, turn.engagement, person_id=decider_id)
        latest = turn.now + WAITS
        at = await first_moment(turn.session, reader, job=ASK, after=turn.now, latest_at=latest)
    except Unreached:
        return ""
    if not reader.is_lead and await has_enough(turn.session, reader, at):
        return ""
    account, place = found
    is_new = await outbox.add(
        turn.session,
        key=f"{ASK}/{e}/{draft.number}",
        engagement_id=e,
        address=Address(platform=place.platform, workspace=place.external_id, account=account.external_id),
        reply=None,
        builds={"what": ASK, "number": draft.number},
        now=turn.now,
        person_id=decider_id,
        send_at=at,
    )
    if not is_new:
        return ""
    return (ASKED if at <= turn.now else ASKED_LATER).format(decider=draft.decided.decider)


async def build_ask(session: Session, post: Post) -> Reply | None:
    """The question, with the decision as it stands when it goes out. Raises Unfit where it is settled."""
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    if engagement is None or post.builds is None:
        return None
    e, here = engagement.id, Unasked(session=session, engagement=engagement, now=post.claimed_at)
    found = await decisions.find(session, engagement_id=e, number=post.builds["number"])
    draft = await look(here, found) if found is not None else None
    if draft is None or not draft.is_complete:
        raise Unfit(SETTLED)
    decider_id = draft.decided.decider_id
    if await members.find(session, engagement_id=e, person_id=decider_id) is None:
        raise Unfit(SETTLED)
    click = Buttons((confirm_button(draft, "click", DECIDE),))
    made = reply(*await card_blocks(here, draft), say(PLEASE), click)
    place = Place(engagement_id=e, person_id=decider_id, conversation=post.address.place, now=post.claimed_at)
    return await offers.save_buttons(session, made, place)
