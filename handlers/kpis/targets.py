"""Targets: what a KPI is to reach, from where, until when. A new one supersedes the one before."""

from dataclasses import dataclass

from domain.chat import Args, Block, Buttons, FormRef, Reply, note, reply
from domain.errors import UserError
from domain.periods import Period, period_of
from domain.permissions import Action
from domain.targets import (
    Baseline,
    Target,
    TargetDraft,
    baseline_words,
    check_bound,
    check_target,
    plan_words,
    read_target,
    remarks_about,
    target_words,
    wording_of,
)
from handlers import buttons, story
from handlers.kpis.figures import figures_of_all, need_line, pace_line, traits_of
from handlers.kpis.meaning import more_buttons
from handlers.kpis.named import find_named
from handlers.kpis.series import Series, habits_of, last_period, series_of
from handlers.kpis.target_doubts import doubts_about_target
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis, targets
from storage.tables import Kpi, KpiTarget

SET = "Target set: {name}, {target}{baseline}{plan}."
FROM = ", starting from {baseline}"
ALONG = ", along {plan}"
REPLACES = "It replaces this target: {target}."
SAME = "That is the target of {name} already. Nothing was changed."
TO_TERM_END = "It counts to {by}, when the term ends."
FOR_A_YEAR = "It counts to {by}. To end it otherwise, add `until` and a {unit}."
BASELINE_IS_LAST = "I took the latest value as the baseline. Another one: add `from 80 in jun`."
NO_BASELINE = "There is no value yet to start from. To tell how far it has come, add `from 80 in jun`."
NONE_NOW = "{name} has no target now. It was {target}."
NONE_YET = "{name} has no target, so there is nothing to take away."
UNDONE = "Undone: the target of {name} is {target} again."
UNDONE_NONE = "Undone: {name} has no target, as before."
CHANGED_SINCE = "The target of {name} was changed since then, so I left it as it is."

NONE = "none"
NONE_WORDS = frozenset({NONE, "no", "no target", "remove", "off"})

router = Router()


@router.command(
    "kpi target",
    action=Action.SET_TARGET,
    usage='kpi target KEY TARGET ["REASON"]',
    summary="Set a target, as in: kpi target leads 120 by dec, or kpi target churn below 3%",
    opens_form=True,
)
async def target(turn: EngagementTurn, text: str) -> Reply:
    """Set the target that was typed, or show the form."""
    if not text.strip():
        return Reply(form=FormRef(name="kpi target"))
    kpi, rest = await find_named(turn, text, also_retired=False)
    if not rest:
        return Reply(form=FormRef(name="kpi target", args={"kpi": kpi.key}))
    if rest.strip().casefold() in NONE_WORDS:
        return await take_away(turn, kpi)
    return await set_target(turn, kpi, read_target(rest, habits=habits_of(turn, kpi), name=kpi.name))


async def take_away(turn: EngagementTurn, kpi: Kpi) -> Reply:
    """Let the KPI have no target from now on; its baseline and its earlier targets stay."""
    e = turn.engagement.id
    standing = (await targets.standing(turn.session, engagement_id=e, kpi_ids=[kpi.id]))[kpi.id]
    before = standing[-1] if standing else None
    if before is None or targets.target_in(before) is None:
        return reply(NONE_YET.format(name=kpi.name))
    row = targets.baseline_alone(
        before, set_on=turn.today, set_by=turn.person.id, source=turn.source, now=turn.now
    )
    await targets.add(turn.session, row, engagement_id=e)
    words = _words(turn, kpi, before)
    await story.tell(
        turn,
        subject=f"kpi:{kpi.key}",
        what=f"took the target of {kpi.name} away: {words}",
        before={"target": words},
        after=None,
    )
    undo = buttons.undo("kpi target undo", {"target": row.id})
    return reply(NONE_NOW.format(name=kpi.name, target=words), Buttons((undo,)))


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """A target as it will be saved, and what to say about it."""

    target: Target
    baseline: Baseline | None
    asides: tuple[str, ...]


async def set_target(turn: EngagementTurn, kpi: Kpi, draft: TargetDraft) -> Reply:
    """Write the target down and say what it means. Raises Unreadable where it cannot be kept."""
    series = (await series_of(turn, [kpi]))[kpi.id]
    found = await targets.standing(turn.session, engagement_id=turn.engagement.id, kpi_ids=[kpi.id])
    before = found[kpi.id][-1] if found[kpi.id] else None
    wish = _settled(turn, series, draft, before)
    habits = habits_of(turn, kpi)
    wording, traits = wording_of(habits), traits_of(kpi)
    check_bound(wish.target, traits, bound=draft.bound, wording=wording)
    check_target(wish.target, wish.baseline, traits, last_ended=last_period(turn, kpi), wording=wording)
    if before is not None and _says_the_same(before, wish, draft.reason):
        return reply(SAME.format(name=kpi.name))
    row = await _save(turn, kpi, wish, before, draft.reason)
    remarks = remarks_about(wish.target, wish.baseline, traits, wording=wording)
    blocks: list[Block | str] = [said(turn, kpi, wish.target, wish.baseline), *remarks]
    if before is not None and targets.target_in(before) is not None:
        blocks.append(REPLACES.format(target=_words(turn, kpi, before)))
    (figures,) = await figures_of_all(turn, [series])
    blocks += filter(None, (pace_line(figures), need_line(figures)))
    doubts = doubts_about_target(turn, figures, wish.target, wish.baseline)
    blocks += [note(aside) for aside in (*wish.asides, *doubts)]
    undo = buttons.undo("kpi target undo", {"target": row.id})
    return reply(*blocks, Buttons((undo, *more_buttons([kpi.id]))))


def _says_the_same(before: KpiTarget, wish: _Wish, reason: str) -> bool:
    is_same = (targets.target_in(before), targets.baseline_in(before)) == (wish.target, wish.baseline)
    return is_same and reason in ("", before.reason)


def said(turn: EngagementTurn, kpi: Kpi, wanted: Target, baseline: Baseline | None) -> str:
    """The target in one sentence, with its baseline and plan."""
    wording = wording_of(habits_of(turn, kpi))
    is_level = wanted.kind == "level_at_date"
    start = FROM.format(baseline=baseline_words(baseline, wording)) if baseline and is_level else ""
    plan = ALONG.format(plan=plan_words(wanted, wording)) if wanted.plan else ""
    words = target_words(wanted, wording, direction=traits_of(kpi).direction)
    return SET.format(name=kpi.name, target=words, baseline=start, plan=plan)


def _settled(turn: EngagementTurn, series: Series, draft: TargetDraft, before: KpiTarget | None) -> _Wish:
    """Fill in what was not typed: the end, and where it starts from."""
    asides = [*draft.assumed]
    by, why = _end(turn, series.kpi)
    if draft.by is None:
        asides.append(why)
    baseline = draft.baseline or (targets.baseline_in(before) if before else None)
    if baseline is None and draft.kind == "level_at_date":
        whole = series.whole_values()
        last = max((period for period in whole if period < draft.until(by).by), default=None)
        baseline = Baseline(value=whole[last], period=last) if last else None
        asides.append(BASELINE_IS_LAST if last else NO_BASELINE)
    return _Wish(target=draft.until(by), baseline=baseline, asides=tuple(asides))


def _end(turn: EngagementTurn, kpi: Kpi) -> tuple[Period, str]:
    """When a target ends that was given no end: with the term, else in a year."""
    e, habits = turn.engagement, habits_of(turn, kpi)
    wording = wording_of(habits)
    if e.term_end is not None and e.term_end > turn.today:
        by = period_of(e.term_end, habits.cadence, e.fiscal_start_month)
        return by, TO_TERM_END.format(by=wording.name_period(by))
    ahead = turn.today.replace(year=turn.today.year + 1, day=1)
    by = period_of(ahead, habits.cadence, e.fiscal_start_month).previous()
    return by, FOR_A_YEAR.format(by=wording.name_period(by), unit=wording.unit)


async def _save(
    turn: EngagementTurn, kpi: Kpi, wish: _Wish, before: KpiTarget | None, reason: str
) -> KpiTarget:
    row = targets.row_of(
        kpi,
        wish.target,
        wish.baseline,
        set_on=turn.today,
        set_by=turn.person.id,
        reason=reason,
        source=turn.source,
        now=turn.now,
    )
    await targets.add(turn.session, row, engagement_id=turn.engagement.id)
    await story.tell(
        turn,
        subject=f"kpi:{kpi.key}",
        what=f"set the target of {kpi.name}: {_words(turn, kpi, row)}",
        before={"target": _words(turn, kpi, before)} if before else None,
        after={"target": _words(turn, kpi, row)},
        reason=reason,
    )
    return row


def _words(turn: EngagementTurn, kpi: Kpi, row: KpiTarget) -> str:
    """The target of a row with its plan, in words."""
    found = targets.target_in(row)
    if found is None:
        return NONE
    wording = wording_of(habits_of(turn, kpi))
    plan = ALONG.format(plan=plan_words(found, wording)) if found.plan else ""
    return target_words(found, wording, direction=traits_of(kpi).direction) + plan


@router.click("kpi target undo", action=Action.SET_TARGET)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take the target back; the one before it is in force again."""
    e = turn.engagement.id
    row = await targets.find(turn.session, engagement_id=e, target_id=args["target"])
    kpi = await kpis.find(turn.session, engagement_id=e, kpi_id=row.kpi_id) if row else None
    if row is None or kpi is None:
        raise UserError
    standing = (await targets.standing(turn.session, engagement_id=e, kpi_ids=[kpi.id]))[kpi.id]
    if not standing or standing[-1].id != row.id:
        raise UserError(CHANGED_SINCE.format(name=kpi.name))
    await targets.withdraw(
        turn.session, row, engagement_id=e, person_id=turn.person.id, source=turn.source, now=turn.now
    )
    before = standing[-2] if len(standing) > 1 else None
    await story.tell(
        turn,
        subject=f"kpi:{kpi.key}",
        what=f"undid the target of {kpi.name}: {_words(turn, kpi, row)}",
        before={"target": _words(turn, kpi, row)},
        after={"target": _words(turn, kpi, before)} if before else None,
    )
    if before is None or targets.target_in(before) is None:
        return reply(UNDONE_NONE.format(name=kpi.name))
    return reply(UNDONE.format(name=kpi.name, target=_words(turn, kpi, before)))
