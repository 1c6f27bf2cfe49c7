"""The log of decisions, one of them with everything, and ending one by another."""

from domain.chat import (
    Args,
    Block,
    Button,
    Buttons,
    FormRef,
    Heading,
    Reply,
    Spans,
    Table,
    Typed,
    note,
    reply,
)
from domain.decisions import outcome_words, read_outcome
from domain.permissions import Action, is_allowed
from handlers import buttons
from handlers.decisions.card import card_blocks, pack_of
from handlers.decisions.drafts import Draft, find, look_at, to_reverse
from handlers.decisions.happened import happened_since
from handlers.decisions.parts import clearing
from handlers.decisions.recording import FORM, check_reason, record_typed
from handlers.decisions.short_form import TAKE_UP
from handlers.decisions.status import (
    LABELS,
    adding,
    form_args,
    form_of,
    groups_of,
    head_button,
    status_blocks,
    withdraw_button,
)
from handlers.decisions.words import state_words
from handlers.evidence.opening import open_button
from handlers.moments import short_day
from handlers.numbered import read_number
from handlers.routing import Router
from handlers.turn import EngagementTurn, local_day
from storage import decisions

TITLE = "Decisions of {client}"
NONE = "No decision is recorded yet. `decide` notes what was decided."
COLUMNS = ("No.", "Day", "Decided", "By", "Why", "State")
HOW = "Everything about one of them: `decisions show NUMBER`."
SHOWN = "The latest {shown} of {count}."
WHICH = "Which one? Write its number, as in `{command} 3{more}`. `decisions` shows them."
AGAIN = "Take it up again"
CHANGE = "To change something that is there already:"
MOST = 20

router = Router()


@router.command(
    "decisions",
    action=Action.READ_EVIDENCE,
    usage="decisions",
    summary="Show what was decided, by whom and why, the latest first",
    reads=True,
)
async def show_all(turn: EngagementTurn, text: str) -> Reply:
    """The log, the newest first."""
    found = [
        one
        for one in await decisions.all_of(turn.session, engagement_id=turn.engagement.id)
        if not one.is_withdrawn
    ]
    if not found:
        return reply(NONE)
    newest = found[::-1]
    rows = tuple(_row(turn, draft) for draft in await look_at(turn, newest[:MOST]))
    asides = [note(SHOWN.format(shown=MOST, count=len(found)))] if len(found) > MOST else []
    title = Heading(TITLE.format(client=turn.engagement.name))
    return reply(title, Table(columns=COLUMNS, rows=rows, numeric=(0,)), *asides, note(HOW))


def _row(turn: EngagementTurn, draft: Draft) -> tuple[Spans, ...]:
    one = draft.decided
    on = short_day(turn, local_day(turn.engagement, one.in_force_at or one.at))
    outcome, state = outcome_words(one.outcome), state_words(turn, draft)
    return (str(one.number),), (on,), (outcome,), (Typed(one.decider),), (Typed(one.reason),), (state,)


@router.command(
    "decisions show",
    action=Action.READ_EVIDENCE,
    usage="decisions show NUMBER",
    summary="Show everything about a decision, and what happened since",
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """One decision with everything."""
    number, _rest = _number(text, command="decisions show")
    return await _shown(turn, number)


@router.click("decision show", action=Action.READ_EVIDENCE, reads=True)
async def show_clicked(turn: EngagementTurn, args: Args) -> Reply:
    """One decision with everything; a draft with what it still needs."""
    return await _shown(turn, args["number"])


def show_button(number: int, *, label: str) -> Button:
    """A button that shows the decision, and what a draft still needs."""
    return Button(label=label, route="decision show", args={"number": number}, is_single_choice=False)


async def _shown(turn: EngagementTurn, number: int) -> Reply:
    draft = await find(turn, number)
    blocks = await card_blocks(turn, draft)
    pack = await pack_of(turn, draft.decided)
    opens: list[Block] = [Buttons((open_button(pack),))] if pack is not None else []
    if draft.decided.in_force_at is not None:
        return reply(*blocks, *opens, *await happened_since(turn, draft.decided))
    if not is_allowed(turn.role, Action.RECORD_DECISION):
        return reply(*blocks, *opens)
    return reply(*blocks, *opens, *_next(turn, draft))


def _next(turn: EngagementTurn, draft: Draft) -> list[Block]:
    """What can be done with one that is not in force."""
    if draft.state == "lapsed":
        again = Button(label=AGAIN, route=TAKE_UP, args={"number": draft.number}, style="primary")
        return [Buttons((again,))]
    if draft.state != "draft":
        return []
    offered = {one.label for one in adding(draft)}
    forms = tuple(
        buttons.ask_by_form(form_of(group), form_args(draft), label=LABELS[group])
        for group in groups_of(draft)
        if LABELS[group] not in offered
    )
    clear = clearing(draft)
    change = (*forms, *(clear.items if clear else ()))
    always = [one for one in (head_button(draft), withdraw_button(draft)) if one.label not in offered]
    return [*status_blocks(turn, draft), note(CHANGE), Buttons((*change, *always))]


@router.command(
    "decisions reverse",
    action=Action.RECORD_DECISION,
    usage='decisions reverse NUMBER [OUTCOME] "WHY" [by @DECIDER]',
    summary='End a decision by another one, as in: decisions reverse 3 pivot "the test failed"',
    takes_people=True,
)
async def reverse(turn: EngagementTurn, text: str) -> Reply:
    """Note the decision that ends another one, or open the form for what is missing."""
    number, rest = _number(text, command="decisions reverse", more=' pivot "why"')
    old = await to_reverse(turn, number)
    found = read_outcome(rest)
    if found is None:
        reason = check_reason(rest)
        return Reply(form=FormRef(name=FORM, args={"reverses": number, "reason": reason}))
    return await record_typed(turn, *found, reverses=old)


def _number(text: str, *, command: str, more: str = "") -> tuple[int, str]:
    """The number with which the text begins, and the rest. Raises UserError where it begins with none."""
    return read_number(text, which=WHICH.format(command=command, more=more))
