"""What a decision does when it takes effect: tripwires, actions, a new assumption and its first test."""

from collections.abc import Mapping

from domain.assumptions import Draft as NewAssumption
from domain.assumptions import Kind
from domain.decisions import Decided
from domain.decisions.parts import PlannedAction
from domain.errors import UserError
from domain.tripwires import Bound
from handlers import story
from handlers.assumptions import adding
from handlers.decisions.status import LABELS
from handlers.experiments import planning
from handlers.experiments.reading import goal_data, goal_in
from handlers.kpis.series import period_name, series_of
from handlers.tripwires.watching import watch_now
from handlers.tripwires.words import words_of
from handlers.turn import EngagementTurn
from storage import kpis, registers, tripwires
from storage.registers import ACTION
from storage.tables import Kpi

SET, DROPPED = "set a tripwire with decision {number}: {words}", "dropped a tripwire: {words}"
ADDED = "added action {number}: {text}"
WHY_DROPPED = "decision {number} was reversed"
HANDOVER = "Write the hand-over"
GOALS, SOW = "Approve the goals again", "Approve the statement of work again"
REPORTED = (
    "{name} for {period} was reported since the tripwire was written, and did not hit it, so nothing can any"
    " more. Clear the tripwires of the draft (`decisions show {number}`), and write what you watch now."
)
CLASH = (
    "{why} So decision {number} cannot take effect yet: write another one with [{label}], which"
    " `decisions show {number}` offers."
)
ARMED, STOPPED_WATCHING = "{n} {are} set: `tripwire list`.", "{n} of decision {number} {are} dropped."
OPENED = "{n} {are} open now: `action list`."
WROTE = "Assumption {assumption} and experiment {experiment} are written down: `exp list`."
STAY = "Open actions of decision {number} stay open: `action list`."
KINDS: Mapping[str, Kind] = {
    "zoom_in": "value",
    "zoom_out": "value",
    "customer_segment": "segment",
    "customer_need": "value",
    "value_capture": "price",
    "engine_of_growth": "growth",
    "channel": "channel",
}


async def take_effect(turn: EngagementTurn, one: Decided, ends: Decided | None) -> list[str]:
    """Do everything that the decision brings with it, and say what was done.

    `ends` is the one that it reverses. Raises UserError where a part does not hold any more.
    """
    said = [await _arm(turn, one), await _open_actions(turn, one)]
    if one.outcome == "pivot":
        said.append(await _learn(turn, one))
    if ends is not None:
        said += await _disarm(turn, ends, by=one.number)
    return [sentence for sentence in said if sentence]


async def _arm(turn: EngagementTurn, one: Decided) -> str:
    wires, e = one.parts.tripwires, turn.engagement.id
    known = await kpis.by_ids(turn.session, engagement_id=e, kpi_ids=[wire.kpi_id for wire in wires])
    for wire in wires:
        kpi, bound = known[wire.kpi_id], wire.bound
        await _check_open(turn, one, kpi, bound)
        row = await tripwires.arm(
            turn.session,
            engagement_id=e,
            kpi_id=kpi.id,
            bound=bound,
            text=wire.text,
            consequence=wire.consequence,
            armed_by=turn.person.id,
            origin=one.origin_of_effects,
            # What was reported since it was written counts, before the confirmation too.
            now=wire.written_at or turn.now,
        )
        what = SET.format(number=one.number, words=words_of(turn, kpi, bound))
        await story.tell(turn, subject=f"tripwire:{row.number}", what=what, reason=row.text)
    await watch_now(turn)
    return ARMED.format(**_count(len(wires), "tripwire")) if wires else ""


async def _check_open(turn: EngagementTurn, one: Decided, kpi: Kpi, bound: Bound) -> None:
    """Raise UserError where the only period that counts is reported by now without a hit: none can come."""
    if bound.period is None:
        return
    whole = (await series_of(turn, [kpi]))[kpi.id].whole_values()
    if bound.period in whole and not bound.is_crossed_by(whole[bound.period]):
        period = period_name(turn, bound.period)
        raise UserError(REPORTED.format(name=kpi.name, period=period, number=one.number))


def _count(n: int, name: str) -> dict[str, str]:
    return {"n": f"1 {name}", "are": "is"} if n == 1 else {"n": f"{n} {name}s", "are": "are"}


async def _open_actions(turn: EngagementTurn, one: Decided) -> str:
    planned = [*one.parts.actions, *_of_itself(one)]
    for action in planned:
        item = await registers.open_item(
            turn.session,
            engagement_id=turn.engagement.id,
            kind=ACTION,
            text=action.text,
            owner_id=action.owner_id,
            due=action.due,
            origin=one.origin_of_effects,
            by_id=turn.person.id,
            now=turn.now,
        )
        what = ADDED.format(number=item.number, text=item.text)
        await story.tell(turn, subject=f"action:{item.number}", what=what)
    return OPENED.format(**_count(len(planned), "action")) if planned else ""


def _of_itself(one: Decided) -> list[PlannedAction]:
    """The actions that the outcome brings: a hand-over, or what is approved again."""
    if one.outcome == "stop" and (handover := one.parts.handover):
        return [PlannedAction(text=HANDOVER, owner_id=handover.owner_id, due=handover.due)]
    if one.outcome == "vision_change" and (due := one.parts.reapproval):
        return [PlannedAction(text=text, owner_id=one.decider_id, due=due) for text in (GOALS, SOW)]
    return []


async def _learn(turn: EngagementTurn, one: Decided) -> str:
    """Write down the new assumption, and plan its first test. Raises UserError where one is there by now."""
    try:
        return await _write(turn, one)
    except UserError as error:
        clash = CLASH.format(why=error.sentence, number=one.number, label=LABELS["test"])
        raise UserError(clash) from error


async def _write(turn: EngagementTurn, one: Decided) -> str:
    change, new, test = one.parts.change, one.parts.assumption, one.parts.experiment
    if change is None or new is None or test is None:
        raise ValueError(f"decision {one.id} is not complete")
    kpi = None
    if new.kpi_id:
        kpi = await kpis.find(turn.session, engagement_id=turn.engagement.id, kpi_id=new.kpi_id)
    kind = KINDS.get(change.type, "other")
    draft = NewAssumption(text=new.text, threshold=new.threshold, kind=kind)
    origin = one.origin_of_effects
    made = await adding.write(turn, adding.draft_of(turn, draft, kpi=kpi), origin=origin)
    plan = {
        "assumption_id": made.id,
        "hypothesis": new.text,
        "measure": test.measure,
        "threshold": test.threshold,
        **goal_data(goal_in(turn, test.threshold)),
        "sample_planned": test.sample,
        "stop_on": test.stop_on.isoformat(),
    }
    planned = await planning.write(turn, test.name, plan, origin=origin)
    return WROTE.format(assumption=made.number, experiment=planned.number)


async def _disarm(turn: EngagementTurn, ends: Decided, *, by: int) -> list[str]:
    """Watch no more for what the reversed decision watched, unless it was hit."""
    e, origin = turn.engagement.id, ends.origin_of_effects
    rows = await tripwires.with_origin(turn.session, engagement_id=e, origin=origin)
    unhit = [row for row in rows if row.hit_at is None and row.disarmed_at is None]
    known = await kpis.by_ids(turn.session, engagement_id=e, kpi_ids=[row.kpi_id for row in unhit])
    for row in unhit:
        words = words_of(turn, known[row.kpi_id], tripwires.bound_of(row))
        await tripwires.drop(turn.session, row, now=turn.now)
        what, why = DROPPED.format(words=words), WHY_DROPPED.format(number=ends.number)
        await story.tell(turn, subject=f"tripwire:{row.number}", what=what, reason=why)
    dropped = STOPPED_WATCHING.format(**_count(len(unhit), "tripwire"), number=ends.number)
    said = [dropped] if unhit else []
    items = await registers.with_origin(turn.session, engagement_id=e, origin=origin)
    return [*said, STAY.format(number=ends.number)] if any(item.is_open for item in items) else said
