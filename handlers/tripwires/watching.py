"""Watching for values that hit a tripwire: after every change, and daily. A hit is posted once, as a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.chat import Buttons, Reply, Typed, note, reply
from domain.decisions import number_in
from domain.periods import Period
from domain.tripwires import OP_WORDS, first_watched
from handlers import buttons
from handlers.kpis import rows
from handlers.kpis.defined import series_under
from handlers.kpis.series import Series, habits_of, period_name, series_of, shown
from handlers.moments import day
from handlers.occasions import Nothing, Occasion, ToChannel, Unfit
from handlers.posts import home_of, worded_by
from handlers.turn import EngagementTurn, Here, Turn, Unasked, local_day
from storage import changes, kpis, outbox, schedules, tripwires
from storage.database import Session
from storage.outbox import Post
from storage.tables import KpiUpdate, Tripwire
from storage.tripwires import JOB, bound_of, held_to, key_of

HIT = "tripwire"
FACT = "{name} for {period} is {value}, {compared} the tripwire of {bound} that was set on {day}."
# A value is not "at most" its tripwire.
COMPARED = OP_WORDS | {"<=": "at or below", ">=": "at or above"}
AGREED, FOLLOWS = "Agreed on then: ", "What follows: "
OF_DECISION = "It was set with decision {number}: `decisions show {number}`."
REVIEW = "Plan a special review"
NONE_HIT = "no tripwire was hit"
TAKEN_BACK = "the value was taken back before it was told"
DROPPED = "the tripwire was dropped"
# Whoever mistyped a number takes it back first.
TOLD_AFTER = timedelta(minutes=buttons.UNDO_MINUTES)


@dataclass(frozen=True, kw_only=True)
class _Watched:
    """A tripwire, and the values of its KPI under the definition that it is held to.

    `can_be_hit`: the KPI is followed, and that definition is still in force.
    """

    row: Tripwire
    series: Series
    can_be_hit: bool

    def hits(self, here: Here) -> KpiUpdate | None:
        """The value that hits it, of the last period that has one; it came after the arming."""
        bound, fiscal = bound_of(self.row), here.engagement.fiscal_start_month
        armed_on = local_day(here.engagement, self.row.armed_at)
        since = first_watched(armed_on, habits_of(here, self.series.kpi))
        found = [
            self.series.heads[period]
            for period, value in self.series.whole_values().items()
            if bound.watches(period, since=since, fiscal_start_month=fiscal) and bound.is_crossed_by(value)
        ]
        return next((head for head in reversed(found) if head.recorded_at >= self.row.armed_at), None)

    @property
    def still(self) -> KpiUpdate | None:
        """The value of the period that hit it, if it still would."""
        period = Period.parse(self.row.hit_period)
        value = self.series.whole_values().get(period)
        return (
            self.series.heads[period]
            if value is not None and bound_of(self.row).is_crossed_by(value)
            else None
        )


async def watch_changes(turn: Turn) -> None:
    """Look at the tripwires, where this request changed a value."""
    if not isinstance(turn, EngagementTurn):
        return
    if changes.has_any(turn.session, engagement_id=turn.engagement.id):
        await watch_now(turn)


async def watch_now(turn: EngagementTurn) -> None:
    """Look at all tripwires, and have the hits told."""
    e = turn.engagement.id
    armed = await tripwires.standing(turn.session, engagement_id=e)
    if not armed:
        return
    watched = await _watched(turn, armed)
    await _take_back(turn, watched)
    schedule = await schedules.of_job(turn.session, engagement_id=e, job=JOB)
    if schedule is None or schedule.announced_at is None or schedule.rests_on(turn.today):
        return
    for row in await _mark(turn, watched):
        await _post(turn, row)


async def decide(session: Session, occasion: Occasion) -> Sequence[ToChannel] | Nothing:
    """Post each hit that no request came upon: of values that were imported, or while the job rested."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    watched = await _watched(here, await tripwires.standing(session, engagement_id=here.engagement.id))
    await _take_back(here, watched)
    hit = await _mark(here, watched)
    if not hit:
        return Nothing(reason=NONE_HIT)
    return [ToChannel(builds=_builds(row), key=key_of(row)) for row in hit]


def _builds(row: Tripwire) -> Mapping[str, object]:
    return {"what": HIT, "number": row.number, "update": row.hit_update_id}


async def _watched(here: Here, armed: Sequence[Tripwire]) -> list[_Watched]:
    """The tripwires with the values that could hit them."""
    followed = await kpis.followed(here.session, engagement_id=here.engagement.id)
    counting = {(kpi.id, kpi.definition_version): kpi for kpi in followed}
    wanted = {held_to(row) for row in armed}
    current = await series_of(here, [counting[version] for version in wanted & counting.keys()])
    series = {version: current[version[0]] for version in wanted & counting.keys()}
    if earlier := wanted - counting.keys():
        series |= await series_under(here, earlier)
    return [
        _Watched(row=row, series=series[held_to(row)], can_be_hit=held_to(row) in counting) for row in armed
    ]


async def _take_back(here: Here, watched: Sequence[_Watched]) -> None:
    """Arm those again whose value was taken back before anybody heard of it."""
    for one in watched:
        if one.row.hit_at is None or one.still is not None:
            continue
        if not await tripwires.was_told(here.session, one.row):
            await tripwires.take_hit_back(here.session, one.row)


async def _mark(here: Here, watched: Sequence[_Watched]) -> list[Tripwire]:
    """Write down what is hit now, and was not before."""
    hit = []
    for one in watched:
        update = one.hits(here) if one.can_be_hit and one.row.hit_at is None else None
        if update is not None:
            await tripwires.mark_hit(here.session, one.row, update, now=here.now)
            hit.append(one.row)
    return hit


async def _post(turn: EngagementTurn, row: Tripwire) -> None:
    """Have the hit told in the channel, once it can no longer be undone."""
    address = await home_of(turn)
    if address is not None:
        await outbox.add(
            turn.session,
            key=f"{JOB}/now/{key_of(row)}",
            engagement_id=turn.engagement.id,
            address=address,
            reply=None,
            builds=_builds(row),
            job=JOB,
            now=turn.now + TOLD_AFTER,
        )


@worded_by
async def build_hit(here: Unasked, post: Post, builds: Mapping[str, Any]) -> Reply:
    """What is told of a hit. Raises Unfit where the value, or the tripwire, does not stand any more."""
    row = await tripwires.find(here.session, engagement_id=here.engagement.id, number=builds["number"])
    if row is None or row.disarmed_at is not None:
        raise Unfit(DROPPED)
    watched = await _watched(here, [row])
    update = watched[0].still if watched and row.hit_update_id == builds["update"] else None
    if update is None:
        raise Unfit(TAKEN_BACK)
    return _told(here, watched[0], update)


def _told(here: Here, one: _Watched, update: KpiUpdate) -> Reply:
    kpi, bound = one.series.kpi, bound_of(one.row)
    fact = FACT.format(
        name=kpi.name,
        period=period_name(here, Period.parse(update.period)),
        value=shown(here, kpi, update.value),
        compared=COMPARED[bound.op],
        bound=shown(here, kpi, bound.value),
        day=day(here, local_day(here.engagement, one.row.armed_at)),
    )
    said = ((AGREED, one.row.text), (FOLLOWS, one.row.consequence))
    agreed = [note(lead, Typed(words)) for lead, words in said if words]
    if decision := number_in(one.row.origin):
        agreed.append(note(OF_DECISION.format(number=decision)))
    where_from = replace(rows.button([kpi.id]), is_for_everyone=True)
    review = replace(buttons.open_form("meet special", label=REVIEW), style="plain", is_for_everyone=True)
    return reply(fact, *agreed, Buttons((where_from, review)), everyone=True)
