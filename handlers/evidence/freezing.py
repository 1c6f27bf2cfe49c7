"""Freezing a pack as it is now: its inputs, what was found in them, and the forecasts that it gives."""

from dataclasses import replace

from domain.evidence import pack_of
from domain.evidence.inputs import Inputs, KpiFacts
from domain.evidence.pack import METHOD, Pack
from domain.forecast import Forecast, as_shown, forecast_of
from domain.periods import Period
from domain.trends import Point
from handlers.evidence.gathering import gather
from handlers.kpis.figures import SEASONS
from handlers.turn import Here, local_day
from storage import evidence, forecasts, kpis
from storage.evidence import Frozen

ASKED = "asked"
PACK = "pack"


async def freeze_now(
    here: Here, *, cause: str, meeting_id: int | None = None, by_id: int | None = None
) -> Frozen:
    """Gather everything, judge it, and write both down. `cause` is "asked", "meeting" or "special"."""
    return await _freeze(here, await gather(here), cause=cause, meeting_id=meeting_id, by_id=by_id)


async def frozen_today(here: Here, *, by_id: int | None) -> Frozen:
    """The pack of today where nothing went in since, else a new one because somebody asked."""
    inputs = await gather(here)
    last = await evidence.latest(here.session, engagement_id=here.engagement.id)
    if last is not None and last.method == METHOD and _is_same(last, inputs, here):
        return last
    return await _freeze(here, inputs, cause=ASKED, meeting_id=None, by_id=by_id)


def _is_same(last: Frozen, inputs: Inputs, here: Here) -> bool:
    is_of_today = local_day(here.engagement, last.as_of) == here.today and not last.is_from_file
    return is_of_today and replace(last.inputs, as_of=inputs.as_of) == inputs


async def _freeze(
    here: Here, inputs: Inputs, *, cause: str, meeting_id: int | None, by_id: int | None
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
    for one in facts:
        forecast = next_of(one)
        if forecast is None or one.kpi_id not in rows:
            continue
        last = Period.parse(one.points[-1].period)
        await forecasts.keep(
            here.session,
            engagement_id=e,
            kpi_id=one.kpi_id,
            definition_version=rows[one.kpi_id].definition_version,
            made_on=inputs.today,
            last_period=str(last),
            forecasts={str(last.next()): as_shown(forecast)},
            source=PACK,
            now=here.now,
        )


def next_of(one: KpiFacts) -> Forecast | None:
    """Where the KPI's next period would come out; None where that cannot be said."""
    found = forecast_of(
        [Point(at=point.at, value=point.value) for point in one.points],
        ahead=1,
        low=one.low,
        high=one.high,
        is_seasonal=one.is_seasonal,
        season_length=SEASONS[one.cadence],
    )
    return found if isinstance(found, Forecast) else None
