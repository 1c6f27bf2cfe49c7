"""Entering one number by form: which KPI, which period, which value."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import Args, Field, FieldErrors, Form, Option, Reply, Values, given, one
from domain.errors import UserError
from domain.kpis import find_kpi
from domain.kpis.items import Habits, read_item
from domain.numbers import read_amount
from domain.periods import read_period
from domain.permissions import Action
from handlers.kpis.confirm import record_items
from handlers.kpis.reported import Reported, with_series
from handlers.kpis.series import habits_of, names_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi

PERIOD_HINT = "Empty means the last one that has ended."
NO_NUMBER = "Please write a value, as in 103 or 41.5k."

router = Router()


async def number_fields(turn: EngagementTurn, args: Args, *, value_label: str = "Value") -> tuple[Field, ...]:
    """The fields for one number, with what is known already."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    return (
        kpi_field(rows, str(args.get("kpi", ""))),
        Field(
            name="period",
            label="Period",
            placeholder="sep, 2026-09, last month",
            hint=PERIOD_HINT,
            is_required=False,
            value=given(args, "period"),
        ),
        Field(name="value", label=value_label, kind="number", value=given(args, "value")),
    )


def kpi_field(rows: Sequence[Kpi], key: str) -> Field:
    """The choice of a KPI, with the one of this key chosen."""
    options = tuple(Option(value=kpi.key, label=kpi.name) for kpi in rows)
    return Field(name="kpi", label="KPI", kind="choice", options=options, value=(key,) if key else ())


async def read_fields(turn: EngagementTurn, values: Values) -> Reported | FieldErrors:
    """The number that was entered, or what is wrong with which field."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    try:
        name = find_kpi(one(values, "kpi"), names_of(rows))
    except UserError as error:
        return FieldErrors({"kpi": error.sentence})
    kpi = next(kpi for kpi in rows if kpi.id == name.id)
    habits = habits_of(turn, kpi)
    errors = _field_errors(values, habits)
    if errors:
        return FieldErrors(errors)
    try:
        item = read_item(name, f"{one(values, 'value')} {one(values, 'period')}".strip(), habits)
        item = replace(item, note=one(values, "note"))
    except UserError as error:
        return FieldErrors({"value": error.sentence})
    (reported,) = await with_series(turn, [item], rows)
    return reported


def _field_errors(values: Values, habits: Habits) -> dict[str, str]:
    errors = {}
    try:
        read_amount(one(values, "value"), locale=habits.locale, currency=habits.currency)
    except UserError as error:
        errors["value"] = error.sentence
    period = one(values, "period")
    try:
        if period:
            read_period(
                period,
                today=habits.today,
                cadence=habits.cadence,
                locale=habits.locale,
                fiscal_start_month=habits.fiscal_start_month,
            )
    except UserError as error:
        errors["period"] = error.sentence
    return errors


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form for one number."""
    remark = Field(name="note", label="Note", is_required=False, value=given(args, "note"))
    return Form(title="Record a number", fields=(*await number_fields(turn, args), remark))


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Record the number that was entered."""
    read = await read_fields(turn, values)
    if isinstance(read, FieldErrors):
        return read
    return await record_items(turn, [read])


router.form("kpi record", action=Action.WRITE_KPI, build=build_form, submit=submit_form)
