"""The form of every number that a person owes."""

from collections.abc import Collection
from dataclasses import dataclass

from domain.chat import Args, Buttons, Field, FieldErrors, Form, Reply, Values, one, reply
from domain.errors import UserError
from domain.kpis import KpiName, owed_periods, read_item
from domain.kpis.items import Item
from domain.numbers import read_amount
from domain.periods import Period
from domain.permissions import Action
from handlers import buttons
from handlers.kpis import unavailable
from handlers.kpis.confirm import record_items
from handlers.kpis.figures import tracked_since
from handlers.kpis.reported import with_series
from handlers.kpis.series import Series, all_series, habits_of, last_period, period_name, shown
from handlers.routing import Router
from handlers.turn import EngagementTurn

TITLE = "Numbers you owe"
INTRO = "Leave a field empty for what you don't know yet: it stays “not reported”."
NONE_OWED = "You owe no numbers right now. You can still record any number:"
NOTHING_ENTERED = "Please enter at least one number."
LAST = "Last: {value} in {period}"
NO_LAST = "No value yet"

router = Router()


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A value that is due from the person."""

    series: Series
    period: Period

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"{self.series.kpi.key}:{self.period}"


async def owed_by(turn: EngagementTurn, *, asked: Collection[int] = ()) -> list[Owed]:
    """What this person owes: of the KPIs they own, each ended period without a value, newest first.

    Those KPIs count as well for which they were `asked`. What is said to be not available is not owed.
    """
    noted = await unavailable.reasons(turn)
    mine = [
        series
        for series in await all_series(turn)
        if series.kpi.owner_id == turn.person.id or series.kpi.id in asked
    ]
    return [
        Owed(series=series, period=period)
        for series in mine
        for period in _owed(turn, series)
        if unavailable.origin_of(series.kpi, period) not in noted
    ]


def _owed(turn: EngagementTurn, series: Series) -> list[Period]:
    whole = [p for p, head in series.heads.items() if head.value is not None and not head.is_provisional]
    return owed_periods(
        last_period(turn, series.kpi), reported=whole, tracked_since=tracked_since(turn, series.kpi)
    )


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """A field for every number that is owed."""
    fields = tuple(_field(turn, owed) for owed in await owed_by(turn, asked=_asked(args)))
    return Form(title=TITLE, intro=INTRO, fields=fields)


def _asked(args: Args) -> list[int]:
    """The KPIs for which the person was asked, when the form came of that."""
    return [kpi_id for kpi_id, _period in args.get("numbers", ())]


def _field(turn: EngagementTurn, owed: Owed) -> Field:
    known = [(p, h.value) for p, h in owed.series.heads.items() if p < owed.period and h.value is not None]
    kpi = owed.series.kpi
    hint = NO_LAST
    if known:
        hint = LAST.format(value=shown(turn, kpi, known[-1][1]), period=period_name(turn, known[-1][0]))
    return Field(
        name=owed.field,
        label=f"{kpi.name}, {period_name(turn, owed.period)}",
        kind="number",
        hint=hint,
        is_required=False,
    )


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Record every number that was entered."""
    items: list[Item] = []
    errors: dict[str, str] = {}
    for owed in await owed_by(turn, asked=_asked(args)):
        if not (typed := one(values, owed.field)):
            continue
        try:
            items.append(_item(turn, owed, typed))
        except UserError as error:
            errors[owed.field] = error.sentence
    if errors or not items:
        return FieldErrors(errors or {"": NOTHING_ENTERED})
    rows = [series.kpi for series in await all_series(turn)]
    return await record_items(turn, await with_series(turn, items, rows))


def _item(turn: EngagementTurn, owed: Owed, typed: str) -> Item:
    kpi = owed.series.kpi
    habits = habits_of(turn, kpi)
    read_amount(typed, locale=habits.locale, currency=habits.currency)
    name = KpiName(id=kpi.id, key=kpi.key, name=kpi.name)
    return read_item(name, f"{typed} {owed.period}", habits)


router.form("kpi owed", action=Action.WRITE_KPI, build=build_form, submit=submit_form)


async def nothing_owed(turn: EngagementTurn) -> Reply | None:
    """What to say to somebody who owes nothing; None to somebody who does."""
    if await owed_by(turn):
        return None
    return reply(NONE_OWED, Buttons((buttons.open_form("kpi record", label="Record a number"),)))
