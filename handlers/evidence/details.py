"""[Details] of a pack: each rule with its facts, assumptions, drivers with raw p, checks and candidates."""

from collections.abc import Iterator, Sequence

from domain.chat import Block, Bullets, Heading, Reply, Span, Spans, Strong, Typed, note, reply
from domain.errors import UserError
from domain.evidence.inputs import Inputs, MoneyFacts
from domain.evidence.pack import Candidate, Check, DriverFound, Pack, Signal
from domain.evidence.thresholds import changed_words
from domain.forecast import Movement, record_words
from domain.numbers.typed import quoted
from domain.permissions import Action
from domain.pivots import pivot_name
from domain.wording import sentence
from handlers.assumptions.words import STATES
from handlers.evidence.hiding import for_role, hides_lean_of, sees_money
from handlers.evidence.words import LEAN_LATER, VERDICTS, title
from handlers.meetings.ahead import everything
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import evidence, forecasts
from storage.evidence import Frozen

SIGNALS = "The rules, and what they found"
RULE = "{title} ({name}): {verdict}. "
CASH = "S6"
CASH_IS_FOR = "What it says of cash is for the fractional CMO, the client's CEO and finance."
BY_RULE = " Rule: "
ASSUMPTIONS = "Assumptions"
CRITICAL = " (critical)"
DRIVERS = "Drivers"
JUDGED = "Those that count were judged together, so that luck calls fewer trends; p is each one's own."
MOVEMENTS: dict[Movement, str] = {
    "toward": "toward its target",
    "away": "away from its target",
    "not_moving": "not moving",
    "cannot_tell": "can't tell",
}
P = "p = {p:.3f}"
TINY_P, TINY = 0.001, "p < 0.001"
NOT_USED = "Not counted: "
COURSE = "On its current course, "
CHECKS = "Is it too early to judge?"
CHECK_NAMES = {"patience": "Patience", "capital": "Capital", "audience": "Audience"}
CANDIDATES = "Kinds of pivot"
ON_BOTH_SIDES = "What speaks for what"
GOING_ON, A_CHANGE = "For continuing: ", "For changing: "
FRAGILE = "What it turns on"
RECORD = "Forecasts: "
USUAL = "Judged by the usual thresholds: `evidence settings`."
CHANGED = "Judged by thresholds that were changed: {changed}. `evidence settings` shows all."
METHOD = "Method {method}."
NONE_YET = "No pack is frozen yet. Type `evidence` for the first one."
NO_SUCH = "There is no pack {typed}. `evidence list` shows them with their numbers."
FROM_FILE = (
    "An engagement file told of this pack. Its signals are all that is known."
    " Type `evidence` for one of today."
)

LONGEST_NUMBER = 6

router = Router()


@router.command(
    "evidence details",
    action=Action.READ_EVIDENCE,
    usage="evidence details [NUMBER]",
    summary="Show how each rule of a pack came to what it says",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show how each rule came to what it says."""
    return await shown_details(turn, await named(turn, text))


async def named(turn: EngagementTurn, text: str) -> Frozen:
    """The pack with the number that was typed; without one the newest. Raises UserError where it is none."""
    typed = text.strip().lstrip("#")
    e = turn.engagement.id
    if not typed:
        found = await evidence.latest(turn.session, engagement_id=e)
    else:
        is_number = typed.isdecimal() and len(typed) <= LONGEST_NUMBER
        found = await evidence.find(turn.session, engagement_id=e, number=int(typed) if is_number else 0)
    if found is None:
        raise UserError(NO_SUCH.format(typed=quoted(typed)) if typed else NONE_YET)
    return found


async def shown_details(turn: EngagementTurn, frozen: Frozen) -> Reply:
    """The details of a pack, for whoever asks; without the lean, and what tells it, while that is hidden."""
    if frozen.is_from_file:
        return reply(FROM_FILE)
    shows_lean = not await hides_lean_of(turn, frozen, await everything(turn))
    seen = for_role(frozen, turn.role)
    pack, inputs = seen.pack, seen.inputs
    record = await forecasts.record(turn.session, engagement_id=turn.engagement.id)
    blocks: list[Block] = [Heading(title(turn, frozen))]
    blocks += [] if shows_lean else [note(LEAN_LATER)]
    blocks += [Heading(SIGNALS), *_rules(turn, frozen, pack)]
    blocks += _assumptions(pack, inputs)
    blocks += _drivers(pack)
    if shows_lean:
        blocks += [*_checks(pack.checks), *_candidates(pack.candidates), *_sides(pack)]
        blocks += _bulleted(FRAGILE, pack.fragile)
    blocks.append(note(RECORD, record_words(held=record.held, scored=record.scored)))
    blocks.append(note(_judged_by(inputs, pack)))
    return reply(*blocks)


def _rules(turn: EngagementTurn, frozen: Frozen, pack: Pack) -> Iterator[Block]:
    """Every rule; who may not read of cash is told that, and nothing of it."""
    may_read = sees_money(turn.role)
    yield Bullets(tuple(_rule(one) for one in pack.signals if may_read or one.name != CASH))
    if not may_read and frozen.inputs.money != MoneyFacts():
        yield note(CASH_IS_FOR)


def _rule(one: Signal) -> Spans:
    head = RULE.format(title=one.title, name=one.name, verdict=VERDICTS[one.verdict])
    return Strong(head), Typed(one.facts_in_full), BY_RULE, Typed(one.rule)


def _assumptions(pack: Pack, inputs: Inputs) -> Iterator[Block]:
    known = {one.number: one for one in inputs.assumptions}
    items: list[Spans] = []
    for found in pack.assumptions:
        one = known[found.number]
        critical = CRITICAL if one.is_critical else ""
        named = (f"{one.number}. ", Typed(one.text), f"{critical}: ")
        items.append((*named, Strong(STATES[found.state]), ". ", Typed(found.why)))
    if items:
        yield Heading(ASSUMPTIONS)
        yield Bullets(tuple(items))


def _drivers(pack: Pack) -> Iterator[Block]:
    if pack.drivers:
        yield Heading(DRIVERS)
        yield Bullets(tuple(map(_driver, pack.drivers)))
        yield note(JUDGED)


def _driver(one: DriverFound) -> Spans:
    p = "" if one.p is None else TINY if one.p < TINY_P else P.format(p=one.p)
    trend = f"{one.trend.removesuffix('.')} ({p})" if p else one.trend
    parts = [
        sentence(one.latest),
        sentence(trend),
        one.pace or one.target,
        f"{COURSE}{sentence(one.forecast)}" if one.forecast else "",
        sentence(one.since_pivot),
        sentence(one.coverage),
        f"{NOT_USED}{sentence(one.why_not_usable)}" if one.why_not_usable else "",
    ]
    return (
        Strong(f"{one.name}: {MOVEMENTS[one.movement]}. "),
        Typed(" ".join(part for part in parts if part)),
    )


def _checks(checks: Sequence[Check]) -> Iterator[Block]:
    items: list[Spans] = [(Strong(f"{CHECK_NAMES[one.name]}. "), Typed(one.words)) for one in checks]
    if items:
        yield Heading(CHECKS)
        yield Bullets(tuple(items))


def _candidates(candidates: Sequence[Candidate]) -> Iterator[Block]:
    items: list[Spans] = []
    for one in candidates:
        lacks: tuple[Span, ...] = (" ", Typed(one.missing)) if one.missing else ()
        items.append((Strong(f"{pivot_name(one.pivot)}. "), Typed(one.evidence), *lacks))
    if items:
        yield Heading(CANDIDATES)
        yield Bullets(tuple(items))


def _sides(pack: Pack) -> Iterator[Block]:
    sides = [(GOING_ON, one) for one in pack.for_continuing] + [(A_CHANGE, one) for one in pack.for_changing]
    if sides:
        yield Heading(ON_BOTH_SIDES)
        yield Bullets(tuple((Strong(side), Typed(words)) for side, words in sides))


def _bulleted(heading: str, lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Heading(heading)
        yield Bullets(tuple((Typed(line),) for line in lines))


def _judged_by(inputs: Inputs, pack: Pack) -> str:
    changed = changed_words(inputs.thresholds, locale=inputs.locale)
    told = CHANGED.format(changed=", ".join(changed)) if changed else USUAL
    return f"{told} {METHOD.format(method=pack.method)}"
