"""Answers in plain words: in direct messages, and in the thread of the post, after a mention or overheard."""

import handlers
from domain.chat import Args, Buttons, Reply, note, reply, say
from domain.checkins import blocker_in, is_nothing, is_question
from domain.periods import Period
from domain.permissions import Action, Role
from handlers.checkins import numbers
from handlers.checkins.answering import keep
from handlers.checkins.open_round import editable_round_of, head_of, is_asked
from handlers.checkins.spoken import (
    NOT_ROUTE,
    NUMBER_ROUTE,
    REPLY_ROUTE,
    SAVE_ROUTE,
    as_words,
    counted_as,
    from_json,
    read_draft,
    show,
)
from handlers.kpis.confirm import NOTHING_SAVED, edit_button, save_button
from handlers.kpis.owed import Owed
from handlers.kpis.series import all_series
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import checkins
from storage.checkins import Round

LEFT = "All right, I leave it at that. Nothing was saved."
NUMBERS_ALONE = "All right, that was no answer. Shall I save the numbers alone?"

router = Router()


@router.words(action=Action.ANSWER_CHECKIN)
async def understand(turn: EngagementTurn, text: str) -> Reply | None:
    """Offer to save words as an answer to the open round that the person has not answered yet."""
    if is_question(text) or _is_like_a_command(text):
        return None
    round_ = await _round_meant(turn)
    if round_ is None or await head_of(turn, round_) is not None:
        return None
    return await show(turn, round_, await read_draft(turn, round_, text))


@router.overheard
async def overhear(turn: EngagementTurn, text: str) -> Reply | None:
    """Offer to save the first reply of somebody who is asked, in the thread of the post; to them alone."""
    round_ = await _round_of_thread(turn)
    if round_ is None or not text.strip() or is_question(text):
        return None
    if await checkins.was_offered(
        turn.session,
        engagement_id=turn.engagement.id,
        checkin_id=round_.id,
        person_id=turn.person.id,
        route=REPLY_ROUTE,
    ):
        return None
    return await show(turn, round_, await read_draft(turn, round_, text, is_reply=True))


def _is_like_a_command(text: str) -> bool:
    """Whether the words as a whole look like a command with a slip in it: histry, but not met Ann."""
    if is_nothing(text) or blocker_in(text) or any(char.isdigit() for char in text):
        return False
    nearest = handlers.ROUTES.nearest_commands(text, limit=1)
    return bool(nearest) and len(nearest[0].split()) == len(text.split())


async def _round_meant(turn: EngagementTurn) -> Round | None:
    """The open round that asks the person: said to us directly, or in the thread below its post."""
    if not turn.request.address.is_direct:
        return await _round_of_thread(turn)
    last = await checkins.latest_open(turn.session, engagement_id=turn.engagement.id, now=turn.now)
    return last if last is not None and await _may_answer(turn, last) else None


async def _round_of_thread(turn: EngagementTurn) -> Round | None:
    """The open round below whose post this is said, if it asks the person."""
    address = turn.request.address
    if not address.thread:
        return None
    found = await checkins.find_by_message(
        turn.session,
        engagement_id=turn.engagement.id,
        target=f"{address.platform}/{address.workspace}/{address.place}",
        message_id=address.thread,
    )
    if found is None or not found.is_open(turn.now):
        return None
    return found if await _may_answer(turn, found) else None


async def _may_answer(turn: EngagementTurn, round_: Round) -> bool:
    return turn.role is not Role.OBSERVER and await is_asked(turn, round_)


@router.click(SAVE_ROUTE, action=None)
async def save(turn: EngagementTurn, args: Args) -> Reply:
    """Keep what was shown."""
    draft = from_json(args)
    round_ = await editable_round_of(turn, checkin_id=draft.checkin_id)
    return await keep(turn, round_, draft.said, await numbers.reported(turn, draft.items))


@router.click(REPLY_ROUTE, action=None)
async def save_reply(turn: EngagementTurn, args: Args) -> Reply:
    """Keep a reply in the thread that was shown."""
    return await save(turn, args)


@router.click(NUMBER_ROUTE, action=None)
async def choose_number(turn: EngagementTurn, args: Args) -> Reply:
    """Go on with what the first bare number counts."""
    draft = from_json(args["draft"])
    round_ = await editable_round_of(turn, checkin_id=draft.checkin_id)
    series = next((one for one in await all_series(turn) if one.kpi.id == args["kpi"]), None)
    if series is None:
        return await show(turn, round_, as_words(draft))
    owed = Owed(series=series, period=Period.parse(args["period"]))
    return await show(turn, round_, counted_as(turn, draft, owed))


@router.click(NOT_ROUTE, action=None)
async def leave(turn: EngagementTurn, args: Args) -> Reply:
    """Forget that it may have been an answer; its numbers are offered by themselves."""
    draft = from_json(args)
    if not draft.items:
        return reply(LEFT)
    reported = await numbers.reported(turn, draft.items)
    choices = Buttons((save_button(reported, is_checked=False), edit_button(turn, reported[0])))
    return reply(say(NUMBERS_ALONE), choices, note(NOTHING_SAVED))
