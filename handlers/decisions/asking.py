"""Asking the decider to confirm, in their direct messages, once everything else is there."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.chat import Address, Buttons, Reply, Typed, note, reply, say
from domain.decisions import Decided, outcome_words
from handlers.decisions.card import card_blocks
from handlers.decisions.drafts import Draft, look
from handlers.decisions.status import DECIDE, confirm_button
from handlers.morning import Unreached, first_moment, has_enough, reader_of
from handlers.occasions import Unfit
from handlers.posts import worded_by
from handlers.turn import EngagementTurn, Unasked
from storage import decisions, members, outbox, people
from storage.outbox import Post

ASKED = "I have asked {decider} to confirm it."
ASKED_LATER = "I ask {decider} to confirm it once they are at work."
PLEASE = "Do you decide this? It takes effect with your click, and stays in the record."
SAID = {"aloud": "aloud", "email": "by e-mail"}
IN_YOUR_NAME = " noted that you confirmed decision {number} ({outcome}) {how}. It is in force in your name."
NOT_SO = "If that is not so, please say it to them: `decisions reverse {number}` ends it by another decision."
SETTLED = "it was confirmed or taken back, or something is missing again"
ASK, NAMED = "decision to confirm", "decision in your name"
# As long as a draft lives.
WAITS = timedelta(days=9)


async def ask_decider(turn: EngagementTurn, draft: Draft) -> str:
    """Ask once for each draft, in the decider's working hours. Say so; empty where they are not asked.

    A question that was cancelled before they could read it does not count.
    """
    one, e = draft.decided, turn.engagement.id
    begins = f"{ASK}/{e}/{one.number}/{one.decider_id}/"
    if await outbox.reaches(turn.session, engagement_id=e, begins=begins):
        return ""
    key = f"{begins}{one.last_step_id}"
    at = await _send(turn, one, key=key, builds={"what": ASK, "number": one.number})
    if at is None:
        return ""
    return (ASKED if at <= turn.now else ASKED_LATER).format(decider=one.decider)


async def tell_decider(turn: EngagementTurn, one: Decided) -> bool:
    """Tell the decider of what was noted in their name. False where they are not reached."""
    words = {"number": one.number, "outcome": outcome_words(one.outcome), "how": SAID[one.confirmed_how]}
    said = reply(
        say(Typed(one.confirmed_by), IN_YOUR_NAME.format(**words)),
        say(Typed(one.reason)),
        note(NOT_SO.format(number=one.number)),
    )
    key = f"{NAMED}/{turn.engagement.id}/{one.number}"
    return await _send(turn, one, key=key, said=said) is not None


async def _send(
    turn: EngagementTurn,
    one: Decided,
    *,
    key: str,
    said: Reply | None = None,
    builds: Mapping[str, object] | None = None,
) -> datetime | None:
    """Post it to the decider in their working hours. The moment; None where they do not get it.

    A question waits where they have enough to read; what was noted in their name does not.
    """
    if turn.person.id == one.decider_id:
        return None
    e, person_id = turn.engagement.id, one.decider_id
    found = await people.reachable(
        turn.session, engagement_id=e, person_id=person_id, workspace_id=turn.workspace.id
    )
    if found is None:
        return None
    at = await _moment(turn, person_id, is_question=said is None)
    if at is None:
        return None
    account, place = found
    is_new = await outbox.add(
        turn.session,
        key=key,
        engagement_id=e,
        address=Address(platform=place.platform, workspace=place.external_id, account=account.external_id),
        reply=said,
        builds=builds,
        now=turn.now,
        person_id=person_id,
        send_at=at,
    )
    return at if is_new else None


async def _moment(turn: EngagementTurn, person_id: int, *, is_question: bool) -> datetime | None:
    """When they read it; None where they do not within days, or have enough to read for a question."""
    try:
        reader = await reader_of(turn.session, turn.engagement, person_id=person_id)
        latest = turn.now + WAITS
        at = await first_moment(turn.session, reader, job=ASK, after=turn.now, latest_at=latest)
    except Unreached:
        return None
    is_too_much = is_question and not reader.is_lead and await has_enough(turn.session, reader, at)
    return None if is_too_much else at


@worded_by
async def build_ask(here: Unasked, post: Post, builds: Mapping[str, Any]) -> Reply:
    """The question, with the decision as it stands when it goes out. Raises Unfit where it is settled."""
    e = here.engagement.id
    found = await decisions.find(here.session, engagement_id=e, number=builds["number"])
    draft = await look(here, found) if found is not None else None
    if draft is None or not draft.is_complete:
        raise Unfit(SETTLED)
    decider_id = draft.decided.decider_id
    if post.person_id != decider_id:
        raise Unfit(SETTLED)
    if await members.find(here.session, engagement_id=e, person_id=decider_id) is None:
        raise Unfit(SETTLED)
    click = Buttons((confirm_button(draft, "click", DECIDE),))
    return reply(*await card_blocks(here, draft), say(PLEASE), click)
