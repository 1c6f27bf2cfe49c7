"""Answers in plain words: in direct messages, and in the thread of the post, after a mention or overheard."""

from dataclasses import replace

from rapidfuzz import fuzz

import handlers
from domain.chat import Args, Buttons, Reply, note, reply, say
from domain.checkins import blocker_in, is_nothing, is_question, is_skip
from domain.periods import Period
from domain.permissions import Action, Role
from handlers.checkins import numbers
from handlers.checkins.answering import keep
from handlers.checkins.draft import from_json, joined
from handlers.checkins.open_round import editable_round_of, head_of, is_asked, is_settled
from handlers.checkins.replacing import keep_or_ask
from handlers.checkins.spoken import (
    ADD_ROUTE,
    NOT_ROUTE,
    NUMBER_ROUTE,
    REPLY_ROUTE,
    SAVE_ROUTE,
    as_words,
    counted_as,
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
STAYS_SO = "All right, what you answered stays as it is."
MOST_OFFERS = 2
MOST_WORDS_OF_SMALL_TALK = 3
NEAR_ENOUGH = 70

router = Router()


@router.words(action=Action.ANSWER_CHECKIN)
async def read_words(turn: EngagementTurn, text: str) -> Reply | None:
    """Offer to save words as an answer to the last round, or to add them to the one that was given."""
    return await understand(turn, text) or await _offer_to_add(turn, text)


async def understand(turn: EngagementTurn, text: str) -> Reply | None:
    """Offer to save words as an answer to the last round, which the person has not answered yet."""
    round_ = await _round_meant(turn) if may_be_answer(text) else None
    if round_ is None or await head_of(turn, round_) is not None:
        return None
    draft = await read_draft(turn, round_, text)
    if draft.is_numbers_alone and not round_.is_open(turn.now):
        return None
    return await show(turn, round_, draft)


async def _offer_to_add(turn: EngagementTurn, text: str) -> Reply | None:
    round_ = await _round_meant(turn) if may_be_answer(text) else None
    head = None if round_ is None else await head_of(turn, round_)
    if round_ is None or head is None or is_settled(turn, round_, head):
        return None
    draft = await read_draft(turn, round_, text)
    if draft.is_numbers_alone:
        return None
    if draft.kind in {"nothing", head.kind} - {"answer"}:
        return reply(STAYS_SO)
    return await show(turn, round_, replace(draft, is_addition=draft.kind == "answer"))


@router.overheard
async def overhear(turn: EngagementTurn, text: str) -> Reply | None:
    """Offer to save what somebody says who is asked, in the thread of the post; to them alone."""
    if _is_small_talk(text) or is_question(text):
        return None
    round_ = await _round_of_thread(turn)
    if round_ is None or not round_.is_open(turn.now):
        return None
    if await checkins.was_offered(
        turn.session,
        engagement_id=turn.engagement.id,
        checkin_id=round_.id,
        person_id=turn.person.id,
        route=REPLY_ROUTE,
        most=MOST_OFFERS,
    ):
        return None
    return await show(turn, round_, await read_draft(turn, round_, text, is_reply=True))


def _is_small_talk(text: str) -> bool:
    """Whether it is said to somebody, or too short to be an answer, or ends by asking something."""
    words = text.split()
    return len(words) <= MOST_WORDS_OF_SMALL_TALK or words[0][0] == "@" or words[-1][-1] == "?"


def may_be_answer(text: str) -> bool:
    """Whether the words may answer a check-in: they say something, and look like no command."""
    return not (is_question(text) or _is_like_a_command(text))


def _is_like_a_command(text: str) -> bool:
    """Whether the words as a whole look like a command with a slip in it: histry, but not met Ann."""
    if is_skip(text) or is_nothing(text) or blocker_in(text) or any(char.isdigit() for char in text):
        return False
    words = text.casefold().split()
    return any(_is_slip(words, name.split()) for name in handlers.ROUTES.nearest_commands(text))


def _is_slip(words: list[str], command: list[str]) -> bool:
    """Whether each word looks like that of the command: import done is no kpi import."""
    pairs = zip(words, command, strict=False)
    return len(words) == len(command) and all(fuzz.ratio(*pair) >= NEAR_ENOUGH for pair in pairs)


async def _round_meant(turn: EngagementTurn) -> Round | None:
    """The last round, if it asks the person: said to us directly, or in the thread below its post."""
    if not turn.request.address.is_direct:
        return await _round_of_thread(turn)
    last = await checkins.latest(turn.session, engagement_id=turn.engagement.id)
    return last if last is not None and await _may_answer(turn, last) else None


async def _round_of_thread(turn: EngagementTurn) -> Round | None:
    """The last round, if this is said below its post and it asks the person."""
    address = turn.request.address
    if not address.thread:
        return None
    found = await checkins.find_by_message(
        turn.session,
        engagement_id=turn.engagement.id,
        target=f"{address.platform}/{address.workspace}/{address.place}",
        message_id=address.thread,
    )
    last = await checkins.latest(turn.session, engagement_id=turn.engagement.id)
    if found is None or last is None or found.id != last.id:
        return None
    return found if await _may_answer(turn, found) else None


async def _may_answer(turn: EngagementTurn, round_: Round) -> bool:
    return turn.role is not Role.OBSERVER and await is_asked(turn, round_)


@router.click(SAVE_ROUTE, action=None)
async def save(turn: EngagementTurn, args: Args) -> Reply:
    """Keep what was shown; where another answer came meanwhile, ask first."""
    draft = from_json(args)
    round_ = await editable_round_of(turn, checkin_id=draft.checkin_id)
    return await keep_or_ask(turn, round_, draft)


@router.click(REPLY_ROUTE, action=None)
async def save_reply(turn: EngagementTurn, args: Args) -> Reply:
    """Keep a reply in the thread that was shown."""
    return await save(turn, args)


@router.click(ADD_ROUTE, action=None)
async def add(turn: EngagementTurn, args: Args) -> Reply:
    """Keep what was shown behind what was answered before."""
    draft = from_json(args)
    round_ = await editable_round_of(turn, checkin_id=draft.checkin_id)
    head = await head_of(turn, round_)
    said = replace(joined(head, draft).said, did_intended=head.did_intended if head else "")
    return await keep(turn, round_, said, await numbers.reported(turn, draft.items))


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
