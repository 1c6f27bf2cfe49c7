"""Packs that were frozen: the list of them, and one as it was, with what changed since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.chat import Block, Bullets, Heading, Reply, Spans, Table, Typed, note, reply
from domain.evidence import LEAN_NAMES, changes_since
from domain.evidence.cause import Cause
from domain.evidence.inputs import Inputs, Lean, MoneyFacts
from domain.permissions import Action
from handlers.evidence.details import NONE_YET, named
from handlers.evidence.gathering import gather
from handlers.evidence.hiding import hides_lean_of, sees_money, without_money
from handlers.evidence.opening import buttons_of
from handlers.evidence.words import summary
from handlers.meetings.ahead import Timeline, everything, timeline_of
from handlers.meetings.lean import hidden_since
from handlers.moments import moment
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import evidence
from storage.evidence import Frozen, Listed

TITLE = "Packs of evidence"
COLUMNS = ("No.", "As of", "Made for", "Lean")
CAUSES: Mapping[Cause, str] = {
    "asked": "somebody asked",
    "meeting": "a meeting",
    "special": "a special review",
    "decision": "a decision between meetings",
    "file": "from an engagement file",
}
HIDDEN = "hidden until the meeting"
OPEN_ONE = "`evidence show {number}` shows one as it was."
MORE = " {n} older ones are not listed; their numbers work all the same."
AS_IT_WAS = "Pack {number}, as of {moment}, made for: {cause}. It stays as it is."
CHANGED = "Inputs changed since"
SOME_CHANGED = "The pack stays as it is; `evidence` makes a new one with these."
NOTHING_CHANGED = "Nothing that it was judged by was edited, corrected or taken back since."
MOST_LISTED = 30
MOST_CHANGES = 12
AND_MORE = "and {n} more"

router = Router()


@router.command(
    "evidence list",
    action=Action.READ_EVIDENCE,
    usage="evidence list",
    summary="Show the packs of evidence that were frozen",
    reads=True,
)
async def list_all(turn: EngagementTurn, text: str) -> Reply:
    """Show every frozen pack, the newest first."""
    found = await evidence.listed(turn.session, engagement_id=turn.engagement.id)
    if not found:
        return reply(NONE_YET)
    since = await hidden_since(turn, await everything(turn))
    rows = tuple([await _row(turn, one, hidden_since=since) for one in found[:MOST_LISTED]])
    older = len(found) - MOST_LISTED
    hint = OPEN_ONE.format(number=found[0].number) + (MORE.format(n=older) if older > 0 else "")
    return reply(Heading(TITLE), Table(columns=COLUMNS, rows=rows, numeric=(0,)), note(hint))


async def _row(turn: EngagementTurn, one: Listed, *, hidden_since: datetime | None) -> tuple[Spans, ...]:
    is_hidden = hidden_since is not None and one.as_of > hidden_since
    lean = HIDDEN if is_hidden else LEAN_NAMES[await _lean(turn, one)]
    return (str(one.number),), (moment(turn, one.as_of),), (CAUSES[one.cause],), (lean,)


async def _lean(turn: EngagementTurn, one: Listed) -> Lean:
    """The lean as the person may see it: one to stop may tell of the cash."""
    if one.lean != "stop" or sees_money(turn.role):
        return one.lean
    found = await evidence.by_id(turn.session, engagement_id=turn.engagement.id, snapshot_id=one.id)
    return one.lean if found is None else without_money(found).pack.lean


@router.command(
    "evidence show",
    action=Action.READ_EVIDENCE,
    usage="evidence show [NUMBER]",
    summary="Show a pack of evidence as it was, and what changed since",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show a frozen pack as it was."""
    frozen = await named(turn, text)
    timeline = await timeline_of(turn)
    shows_lean = not await hides_lean_of(turn, frozen, timeline.meetings)
    as_of = moment(turn, frozen.as_of)
    told = AS_IT_WAS.format(number=frozen.number, moment=as_of, cause=CAUSES[frozen.cause])
    blocks = [*summary(turn, frozen, shows_lean=shows_lean, shows_money=sees_money(turn.role)), note(told)]
    if frozen.is_from_file:
        return reply(*blocks)
    return reply(*blocks, *await _changes(turn, frozen, timeline), buttons_of(frozen))


async def _changes(turn: EngagementTurn, frozen: Frozen, timeline: Timeline) -> list[Block]:
    """What of the inputs is another today than it was then."""
    changes = changes_since(*await _then_and_now(turn, frozen, timeline))
    if not changes:
        return [note(NOTHING_CHANGED)]
    items: list[Spans] = [(Typed(change.words),) for change in changes[:MOST_CHANGES]]
    more = len(changes) - MOST_CHANGES
    items += [(AND_MORE.format(n=more),)] if more > 0 else []
    return [Heading(CHANGED), Bullets(tuple(items)), note(SOME_CHANGED)]


async def _then_and_now(turn: EngagementTurn, frozen: Frozen, timeline: Timeline) -> tuple[Inputs, Inputs]:
    """The inputs of the pack and those of today, without money for those who may not read of it."""
    now = await gather(turn, timeline=timeline)
    if sees_money(turn.role):
        return frozen.inputs, now
    return replace(frozen.inputs, money=MoneyFacts()), replace(now, money=MoneyFacts())
