"""A number that cannot be had, and why: it stays not reported, and nobody is asked for it again."""

from collections.abc import Collection
from dataclasses import replace

from domain.chat import Args, Button, Buttons, Field, FieldErrors, Form, Reply, Values, one, reply
from domain.errors import UserError
from domain.periods import Period
from domain.permissions import Action
from domain.typed_fields import is_too_short
from handlers import buttons, permissions, story
from handlers.kpis.series import period_name, series_of, shown
from handlers.routing import Router
from handlers.turn import EngagementTurn, Here
from storage import kpis, registers
from storage.registers import WITHDRAWN
from storage.tables import Kpi

LABEL = "Not available, why"
TITLE = "Not available"
INTRO = "{name} for {period} stays “not reported”, with your reason beside it. I will not ask for it again."
WHY_HINT = "In a few words, for everybody to read."
TOO_SHORT = "Please say why in a few words (at least 3 characters)."
NOTED = (
    "Noted: {name} for {period} is not available. It stays “not reported”, and I will not ask for it again."
)
THERE_BY_NOW = "{name} for {period} is there by now: {value}. Nothing was changed."
NOT_YOURS = "Only somebody who may record {name} can say that it is not available."
UNDONE = "Undone: {name} for {period} counts as open again."
CHANGED_SINCE = "That was changed since then, so I left it as it is."
LONGEST_REASON = 300

KIND = "unavailable"
FORM = "kpi unavailable"

router = Router()


def origin_of(kpi: Kpi, period: Period) -> str:
    """What a note about that number is about."""
    return f"kpi:{kpi.key}:{period}"


async def reasons(here: Here) -> dict[str, str]:
    """Why numbers are not available, by `origin_of` them."""
    noted = await registers.open_items(here.session, engagement_id=here.engagement.id, kind=KIND)
    return {item.origin: item.text for item in noted}


def button(kpi: Kpi, period: Period, *, label: str = LABEL) -> Button:
    """[Not available, why] for that number."""
    args = {"kpi": kpi.id, "period": str(period)}
    return replace(buttons.open_form(FORM, args, label=label), style="plain")


async def _number(turn: EngagementTurn, args: Args) -> tuple[Kpi, Period]:
    """The number that the form is about. Raises UserError where it is there, or not theirs."""
    kpi = await kpis.find(turn.session, engagement_id=turn.engagement.id, kpi_id=args["kpi"])
    if kpi is None or kpi.retired_at is not None:
        raise UserError
    period = Period.parse(args["period"])
    if not permissions.is_writer(turn, kpi):
        raise permissions.NotAllowed(NOT_YOURS.format(name=kpi.name))
    value = (await series_of(turn, [kpi]))[kpi.id].whole_values().get(period)
    if value is not None:
        raise UserError(THERE_BY_NOW.format(**_words(turn, kpi, period), value=shown(turn, kpi, value)))
    return kpi, period


def _words(turn: EngagementTurn, kpi: Kpi, period: Period) -> dict[str, str]:
    return {"name": kpi.name, "period": period_name(turn, period)}


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form that asks why."""
    kpi, period = await _number(turn, args)
    why = Field(name="why", label="Why", hint=WHY_HINT, max_length=LONGEST_REASON)
    return Form(title=TITLE, intro=INTRO.format(**_words(turn, kpi, period)), fields=(why,))


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Note the reason beside the number."""
    kpi, period = await _number(turn, args)
    why = one(values, "why")
    if is_too_short(why):
        return FieldErrors({"why": TOO_SHORT})
    await _withdraw(turn, {origin_of(kpi, period)})
    item = await registers.open_item(
        turn.session,
        engagement_id=turn.engagement.id,
        kind=KIND,
        text=why,
        owner_id=None,
        due=None,
        origin=origin_of(kpi, period),
        by_id=turn.person.id,
        now=turn.now,
    )
    words = _words(turn, kpi, period)
    await story.tell(
        turn,
        subject=origin_of(kpi, period),
        what="said that {name} for {period} is not available".format(**words),
        reason=why,
    )
    undo = buttons.undo("kpi unavailable undo", {"number": item.number, "kpi": kpi.id, "period": str(period)})
    return reply(NOTED.format(**words), Buttons((undo,)))


async def _withdraw(turn: EngagementTurn, origins: Collection[str]) -> int:
    """Take back what was noted about these numbers. Return how many notes that were."""
    e = turn.engagement.id
    noted = [
        item
        for item in await registers.open_items(turn.session, engagement_id=e, kind=KIND)
        if item.origin in origins
    ]
    for item in noted:
        await registers.add_step(
            turn.session,
            engagement_id=e,
            item_id=item.id,
            by_id=turn.person.id,
            source=turn.source,
            now=turn.now,
            status=WITHDRAWN,
        )
    return len(noted)


@router.click("kpi unavailable undo", action=Action.WRITE_KPI)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take the reason back: the number counts as open again."""
    e = turn.engagement.id
    kpi = await kpis.find(turn.session, engagement_id=e, kpi_id=args["kpi"])
    item = await registers.find(turn.session, engagement_id=e, kind=KIND, number=args["number"])
    if kpi is None or item is None or not item.is_open:
        raise UserError(CHANGED_SINCE)
    await _withdraw(turn, {item.origin})
    words = _words(turn, kpi, Period.parse(args["period"]))
    await story.tell(
        turn,
        subject=item.origin,
        what="took back that {name} for {period} is not available".format(**words),
        before={"why": item.text},
    )
    return reply(UNDONE.format(**words))


router.form(FORM, action=Action.WRITE_KPI, build=build_form, submit=submit_form)
