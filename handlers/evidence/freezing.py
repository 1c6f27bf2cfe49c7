"""Freezing a pack as it is now: its inputs, what was found in them, and the forecasts that it gives."""

from dataclasses import replace

from domain.evidence import pack_of
from domain.evidence.cause import Cause
from domain.evidence.drivers import next_of
from domain.evidence.inputs import Inputs
from domain.evidence.pack import METHOD, Pack
from domain.forecast import as_shown
from domain.meetings.records import Kind
from domain.periods import Period
from handlers.evidence.gathering import gather
from handlers.meetings.ahead import Timeline
from handlers.turn import Here, local_day
from storage import evidence, forecasts, kpis
from storage.evidence import Frozen
from storage.forecasts import Given

PACK = "pack"


async def freeze_now(
    here: Here, *, cause: Cause, meeting_id: int | None = None, by_id: int | None = None
) -> Frozen:
    """Gather everything, judge it, and write both down."""
    return await _freeze(here, await gather(here), cause=cause, meeting_id=meeting_id, by_id=by_id)


def cause_of(kind: Kind) -> Cause:
    """For what a pack is frozen that belongs to a meeting of this kind."""
    return "special" if kind == "special" else "meeting"


async def frozen_today(
    here: Here,
    *,
    cause: Cause,
    meeting_id: int | None = None,
    by_id: int | None,
    timeline: Timeline | None = None,
) -> Frozen:
    """The pack of today where nothing went in since, else a new one; of this meeting if one is named."""
    inputs = await gather(here, timeline=timeline)
    last = await evidence.latest(here.session, engagement_id=here.engagement.id, meeting_id=meeting_id)
    if last is not None and last.method == METHOD and _is_same(last, inputs, here):
        return last
    return await _freeze(here, inputs, cause=cause, meeting_id=meeting_id, by_id=by_id)


def _is_same(last: Frozen, inputs: Inputs, here: Here) -> bool:
    is_of_today = local_day(here.engagement, last.as_of) == here.today and not last.is_from_file
    return is_of_today and replace(last.inputs, as_of=inputs.as_of) == inputs


async def _freeze(
    here: Here, inputs: Inputs, *, cause: Cause, meeting_id: int | None, by_id: int | None
) -> Frozen:
    pack = pack_of(inputs)
    await _keep_forecasts(here, inputs, pack)
    return await evidence.freeze(
        here.session,
        engagement_id=here.engagement.id,
        inputs=inputs,
        pack=pack,
        cause=cause,
        meeting_id=meeting_id,
        by_id=by_id,
        now=here.now,
    )


async def _keep_forecasts(here: Here, inputs: Inputs, pack: Pack) -> None:
    """Keep the forecasts that the pack gives, so that they are scored when their values come."""
    given = {one.key for one in pack.drivers if one.forecast}
    facts = [one for one in inputs.kpis if one.key in given and one.points]
    e = here.engagement.id
    rows = await kpis.by_ids(here.session, engagement_id=e, kpi_ids=[one.kpi_id for one in facts])
    kept = [
        Given(
            kpi_id=one.kpi_id,
            definition_version=rows[one.kpi_id].definition_version,
            last_period=one.points[-1].period,
            period=str(Period.parse(one.points[-1].period).next()),
            forecast=as_shown(forecast),
        )
        for one in facts
        if one.kpi_id in rows and (forecast := next_of(one)) is not None
    ]
    await forecasts.keep(here.session, kept, engagement_id=e, made_on=inputs.today, source=PACK, now=here.now)
