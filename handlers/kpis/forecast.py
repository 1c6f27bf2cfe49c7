"""Where a KPI would come out on its current course: kept, and compared with the value when it comes."""

from collections.abc import Mapping

from domain.chat import Buttons, Reply, Strong, note, reply, say
from domain.errors import UserError
from domain.forecast import Forecast, NoForecast, forecast_words, record_words
from domain.periods import Period, read_future_period
from domain.permissions import Action
from handlers.kpis.figures import Figures, figures_of_all, freshness_line, need_line, pace_line
from handlers.kpis.meaning import more_buttons
from handlers.kpis.named import find_named
from handlers.kpis.outlook import (
    course_lines,
    forecast_in,
    lately_line,
    target_lines,
    target_period,
    year_before_line,
)
from handlers.kpis.series import habits_of, last_period, series_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import forecasts
from storage.forecasts import Given

WHICH = "Which KPI? Write it as in `kpi forecast leads`, or `kpi forecast leads dec` for a later period."
NO_VALUE = "{name} has no value yet, and a forecast takes at least 6. Record one: `kpi {key} 103`."
REPORTED = "{name} for {period} is reported already: {value}. A forecast is for a period without a value."
BEFORE = "{period} lies before {latest}, the last value of {name}. A forecast looks ahead from there."
GIVEN = "{name} for {period}: "
NO_FORECAST = "No forecast of {name} for {period}. {reason}"
KEPT = (
    "I keep this range and compare it with the value when it comes. It says what follows if the course so far"
    " goes on (a random walk with drift); about 8 of 10 such ranges hold the value. {record}"
)

router = Router()


@router.command(
    "kpi forecast",
    action=Action.READ_KPIS,
    usage="kpi forecast KEY [PERIOD]",
    summary="Say where a KPI would come out on its current course, and in which range",
)
async def forecast(turn: EngagementTurn, text: str) -> Reply:
    """Forecast one period of a KPI, and the target's date with it; keep what was said."""
    if not text.strip():
        raise UserError(WHICH)
    kpi, rest = await find_named(turn, text, also_retired=False)
    (figures,) = await figures_of_all(turn, list((await series_of(turn, [kpi])).values()))
    if figures.latest is None:
        raise UserError(NO_VALUE.format(name=kpi.name, key=kpi.key))
    period = _period(turn, figures, figures.latest, rest)
    given = forecast_in(figures, period)
    if isinstance(given, NoForecast):
        return _refusal(turn, figures, period, given)
    by = target_period(figures, period)
    said = {period: given, **({by: forecast_in(figures, by)} if by else {})}
    await _keep(turn, figures, figures.latest, said)
    record = await forecasts.record(turn.session, engagement_id=turn.engagement.id)
    lines = [*course_lines(figures, given), *target_lines(figures, said), need_line(figures)]
    return reply(
        say(GIVEN.format(name=kpi.name, period=_name(figures, period)), Strong(_range(figures, given)), "."),
        *filter(None, (*lines, _late(turn, figures))),
        note(KEPT.format(record=record_words(held=record.held, scored=record.scored))),
        Buttons(more_buttons([kpi.id])),
    )


def _period(turn: EngagementTurn, figures: Figures, latest: Period, typed: str) -> Period:
    """The period that was typed, else the one that runs. Raises UserError for one that has its value."""
    kpi, habits = figures.kpi, habits_of(turn, figures.kpi)
    running = last_period(turn, kpi).next()
    typed = typed.rstrip(" ?").removeprefix("for ").removeprefix("in ")
    if not typed.strip():
        return max(running, latest.next())
    period = read_future_period(
        typed,
        today=habits.today,
        cadence=habits.cadence,
        locale=habits.locale,
        fiscal_start_month=habits.fiscal_start_month,
    ).period
    words = {"name": kpi.name, "period": _name(figures, period), "latest": _name(figures, latest)}
    if period in figures.whole:
        raise UserError(REPORTED.format(**words, value=figures.wording.write(figures.whole[period])))
    if period < latest:
        raise UserError(BEFORE.format(**words))
    return period


def _refusal(turn: EngagementTurn, figures: Figures, period: Period, refused: NoForecast) -> Reply:
    """Say why there is none, and what is needed and how it moved lately instead."""
    reason = refused.words(figures.wording.unit)
    instead = need_line(figures) or lately_line(figures)
    # What follows the seasons is told beside the same periods a year before.
    known = (year_before_line(figures, period), pace_line(figures)) if refused.cause == "season" else ()
    lines = (*known, instead, _late(turn, figures))
    said = NO_FORECAST.format(name=figures.kpi.name, period=_name(figures, period), reason=reason)
    return reply(said, *filter(None, lines), Buttons(more_buttons([figures.kpi.id])))


def _range(figures: Figures, given: Forecast) -> str:
    return forecast_words(given, figures.wording, says_wide=False)


def _late(turn: EngagementTurn, figures: Figures) -> str:
    return freshness_line(turn, figures) if figures.freshness.late else ""


def _name(figures: Figures, period: Period) -> str:
    return figures.wording.name_period(period)


async def _keep(
    turn: EngagementTurn, figures: Figures, latest: Period, said: Mapping[Period, Forecast | NoForecast]
) -> None:
    kept = [
        Given(
            kpi_id=figures.kpi.id,
            definition_version=figures.kpi.definition_version,
            last_period=str(latest),
            period=str(period),
            forecast=given,
        )
        for period, given in said.items()
        if isinstance(given, Forecast)
    ]
    e = turn.engagement.id
    await forecasts.keep(
        turn.session, kept, engagement_id=e, made_on=turn.today, source=turn.source, now=turn.now
    )
