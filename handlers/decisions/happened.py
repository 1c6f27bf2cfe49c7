"""What happened since a decision: each driver before and after its day, which proves nothing."""

from datetime import date

from domain.chat import Block, Spans, Strong, Table, note, say
from domain.decisions import Decided, Since, since_of
from domain.targets.wording import rounded
from handlers.kpis.figures import Figures, figures_of_all
from handlers.kpis.meaning import trend_name
from handlers.kpis.series import series_of, shown
from handlers.meetings.ahead import everything
from handlers.meetings.decided import decided_on, meeting_of
from handlers.turn import Here
from storage import kpis

TITLE = "What happened since"
COLUMNS = ("Driver", "Mean before", "Mean after", "Trend, all values")
MEAN = "{value} (n = {n})"
NONE_YET = "none yet"
NO_DRIVERS = "No KPI is marked as a driver, so there is nothing to compare yet."
NOT_PROOF = (
    "Before and after, not proof: other things happened too. Up to twelve periods before the day are compared"
    " with those that began after it; the period with the day in it counts for neither."
)


async def happened_since(here: Here, one: Decided) -> list[Block]:
    """Each driver's mean before and after the day, with the number of values, and its trend in words."""
    followed = await kpis.followed(here.session, engagement_id=here.engagement.id)
    drivers = [kpi for kpi in followed if kpi.is_driver]
    if not drivers:
        return [say(Strong(TITLE)), note(NO_DRIVERS)]
    series = await series_of(here, drivers)
    figures = await figures_of_all(here, [series[kpi.id] for kpi in drivers])
    day = decided_on(here, one, meeting_of(one, await everything(here)))
    rows = tuple(_row(here, each, day) for each in figures)
    return [say(Strong(TITLE)), Table(columns=COLUMNS, rows=rows, numeric=(1, 2)), note(NOT_PROOF)]


def _row(here: Here, figures: Figures, day: date) -> tuple[Spans, ...]:
    since = since_of(figures.whole, day, fiscal_start_month=here.engagement.fiscal_start_month)
    before, after = _means(here, figures, since)
    return (figures.kpi.name,), (before,), (after,), (trend_name(figures),)


def _means(here: Here, figures: Figures, since: Since) -> tuple[str, str]:
    both = ((since.before, since.before_count), (since.after, since.after_count))
    before, after = (
        NONE_YET if mean is None else MEAN.format(value=shown(here, figures.kpi, rounded(mean)), n=count)
        for mean, count in both
    )
    return before, after
