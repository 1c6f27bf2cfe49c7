"""Putting a decision in force: everything is there, and the decider confirmed it, here or elsewhere."""

from dataclasses import replace

from domain.chat import Args, Buttons, Reply, note, reply, say
from domain.decisions import CONFIRM as CONFIRMED
from domain.decisions import Decided, outcome_words, parts_to_json
from domain.errors import UserError
from domain.permissions import Action
from handlers import story
from handlers.decisions.asking import tell_decider
from handlers.decisions.card import card_blocks
from handlers.decisions.drafts import Draft, find_draft, look
from handlers.decisions.effects import take_effect
from handlers.decisions.posting import post_card
from handlers.decisions.status import CONFIRM, confirm_button, status_blocks
from handlers.decisions.steps import step
from handlers.decisions.words import confirmed_words, title_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import decisions
from storage.tables import Person

IN_FORCE = "{title} is in force, confirmed {confirmed}."
POSTED = "Its card goes to the channel. It stays: another decision can end it, and nothing undoes it."
NO_CHANNEL = "It stays: another decision can end it, and nothing undoes it."
NOT_YOURS = (
    "Only {decider} can confirm decision {number} with a click. Where they said so, note it with"
    " [Confirmed aloud] or [Confirmed by e-mail]."
)
CHANGED = "Decision {number} was changed since you read it. This is how it stands now."
MISSING = "Decision {number} cannot take effect yet. {sentences}"
GONE = "{name} does not belong to this engagement any more, so this decision needs another decider."
NOT_ANY_MORE = "Decision {number}, which this one was to end, is not in force any more."
FASTER = "Decision {number} was confirmed a moment ago."
DID_THEY = {
    "aloud": "Did {decider} say so? {title} is in force then, as confirmed aloud.",
    "email": "Did {decider} write so? {title} is in force then, as confirmed by e-mail.",
}
SURE = "Yes, in force"
TOLD_THEN = "Where I can write to them, {decider} hears that you noted it in their name."
TOLD = "{decider} hears that you noted it in their name."
HOW = ("click", "aloud", "email")

router = Router()


@router.click(CONFIRM, action=Action.RECORD_DECISION)
async def confirm(turn: EngagementTurn, args: Args) -> Reply:
    """Put the draft in force as it was read, or say why it cannot be."""
    draft = await find_draft(turn, args["number"])
    one = draft.decided
    how = str(args.get("how", "click"))
    if turn.person.id == one.decider_id:
        how = "click"
    elif how not in HOW[1:]:
        raise UserError(NOT_YOURS.format(decider=one.decider, number=one.number))
    draft.rights.check(_decider(draft), one.outcome)
    if one.last_step_id != args["step"]:
        return await _as_it_stands(turn, draft)
    if draft.missing:
        sentences = " ".join(each.sentence for each in draft.missing)
        raise UserError(MISSING.format(number=one.number, sentences=sentences))
    if how != "click" and not args.get("is_sure"):
        return _asked_once(draft, how)
    return await _put_in_force(turn, draft, how)


def _asked_once(draft: Draft, how: str) -> Reply:
    """Whether the decider did say so: the last question before it is in force in their name."""
    sure = confirm_button(draft, how, SURE)
    yes = replace(sure, args={**sure.args, "is_sure": True}, style="primary")
    asked = DID_THEY[how].format(decider=draft.decided.decider, title=title_of(draft.decided))
    return reply(asked, note(TOLD_THEN.format(decider=draft.decided.decider)), Buttons((yes,)))


def _decider(draft: Draft) -> Person:
    """The decider, who is a member still."""
    found = draft.rights.person(draft.decided.decider_id)
    if found is None:
        raise UserError(GONE.format(name=draft.decided.decider))
    return found


async def _as_it_stands(turn: EngagementTurn, draft: Draft) -> Reply:
    blocks = [*await card_blocks(turn, draft), *status_blocks(turn, draft)]
    return reply(CHANGED.format(number=draft.number), *blocks)


async def _put_in_force(turn: EngagementTurn, draft: Draft, how: str) -> Reply:
    one, e = draft.decided, turn.engagement.id
    ends = await _ended(turn, one)
    if not await decisions.take_effect(turn.session, engagement_id=e, decision_id=one.id, now=turn.now):
        raise UserError(FASTER.format(number=one.number))
    await step(turn, one.id, CONFIRMED, {"how": how})
    done = await take_effect(turn, one, ends)
    after = await decisions.find(turn.session, engagement_id=e, decision_id=one.id) or one
    await _tell(turn, after, ends)
    is_posted = await post_card(turn, after)
    if how != "click" and await tell_decider(turn, after):
        done.append(TOLD.format(decider=after.decider))
    said = IN_FORCE.format(title=title_of(after), confirmed=confirmed_words(after))
    blocks = await card_blocks(turn, await look(turn, after))
    last = note(POSTED if is_posted else NO_CHANNEL)
    return reply(said, *blocks, *[say(sentence) for sentence in done], last)


async def _ended(turn: EngagementTurn, one: Decided) -> Decided | None:
    """The decision that this one ends; None where it ends none. Raises UserError where that ended already."""
    if one.reverses_id is None:
        return None
    ends = await decisions.find(turn.session, engagement_id=turn.engagement.id, decision_id=one.reverses_id)
    if ends is None or not ends.is_in_force:
        raise UserError(NOT_ANY_MORE.format(number=one.reverses_number))
    return ends


async def _tell(turn: EngagementTurn, one: Decided, ends: Decided | None) -> None:
    words = outcome_words(one.outcome)
    what = f"put decision {one.number} in force: {words}, confirmed {confirmed_words(one)}"
    after = {"outcome": one.outcome, "decider": one.decider, "parts": parts_to_json(one.parts)}
    await story.tell(turn, subject=f"decision:{one.number}", what=what, after=after, reason=one.reason)
    if ends is not None:
        what = f"reversed decision {ends.number} by decision {one.number}"
        await story.tell(turn, subject=f"decision:{ends.number}", what=what, reason=one.reason)
