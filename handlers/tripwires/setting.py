"""Setting a tripwire, with [Undo]; and what takes back setting or dropping one."""

from collections.abc import Mapping
from decimal import Decimal

from domain.chat import Args, Block, Buttons, FormRef, Reply, Typed, note, reply
from domain.errors import Unreadable, UserError
from domain.periods import Period
from domain.permissions import Action
from domain.tripwires import Bound, TripwireDraft, first_watched, read_tripwire
from handlers import buttons, story
from handlers.kpis.named import find_named
from handlers.kpis.series import habits_of, period_name, series_of, shown
from handlers.routing import Router
from handlers.tripwires.words import words_of
from handlers.turn import EngagementTurn
from storage import definitions, tripwires
from storage.tables import Kpi, Tripwire
from storage.tripwires import bound_of, held_to

SET = "Tripwire {number} is set: {words}."
ONCE = "The channel hears of it once, when a number reported from now on hits it."
AGREED = "Agreed on: "
ALREADY = "{name} for {period} is {value} already. Only numbers that are reported from now on count."
REPORTED = "{name} for {period} is reported already: {value}. Name a period that is still to come."
SAME = "That is tripwire {number} already. Nothing was changed."
UNDONE_SET = "Undone: tripwire {number} is gone."
UNDONE_DROP = "Undone: tripwire {number} is watched again: {words}."
CHANGED_SINCE = "Tripwire {number} was changed since then, so I left it as it is."

router = Router()


@router.command(
    "tripwire",
    action=Action.SET_TRIPWIRE,
    usage='tripwire KEY > VALUE [in PERIOD] ["WHAT YOU AGREED ON"]',
    summary='Say when to stop and look, as in: tripwire cpl above 300 in dec "reopen the decision"',
    opens_form=True,
)
async def tripwire(turn: EngagementTurn, text: str) -> Reply:
    """Set the tripwire that was typed, or show the form."""
    if not text.strip():
        return Reply(form=FormRef(name="tripwire"))
    kpi, rest = await find_named(turn, text, also_retired=False)
    if not rest:
        return Reply(form=FormRef(name="tripwire", args={"kpi": kpi.key}))
    return await set_tripwire(turn, kpi, read_tripwire(rest, habits=habits_of(turn, kpi), name=kpi.name))


async def set_tripwire(turn: EngagementTurn, kpi: Kpi, draft: TripwireDraft) -> Reply:
    """Write the tripwire down. Raises UserError where it is there, or its number is."""
    bound = draft.bound
    for row in await tripwires.standing(turn.session, engagement_id=turn.engagement.id):
        is_held = held_to(row) == (kpi.id, kpi.definition_version)
        if is_held and row.hit_at is None and bound_of(row) == bound:
            raise UserError(SAME.format(number=row.number))
    aside = await about_values(turn, kpi, bound)
    row = await tripwires.arm(
        turn.session,
        engagement_id=turn.engagement.id,
        kpi_id=kpi.id,
        bound=bound,
        text=draft.text,
        armed_by=turn.person.id,
        origin="",
        now=turn.now,
    )
    words = words_of(turn, kpi, bound)
    await _tell(turn, row, f"set a tripwire: {words}", reason=draft.text)
    agreed: list[Block] = [note(AGREED, Typed(draft.text))] if draft.text else []
    asides = [note(sentence) for sentence in (*draft.assumed, aside, ONCE) if sentence]
    undo = buttons.undo("tripwire undo", {"number": row.number})
    return reply(SET.format(number=row.number, words=words), *agreed, *asides, Buttons((undo,)))


async def about_values(turn: EngagementTurn, kpi: Kpi, bound: Bound) -> str:
    """What to say where a value is there that would hit it. Raises Unreadable: of its only period."""
    whole = (await series_of(turn, [kpi]))[kpi.id].whole_values()
    if bound.period is not None and bound.period in whole:
        raise Unreadable(REPORTED.format(**_words(turn, kpi, bound.period, whole)))
    since = first_watched(turn.today, habits_of(turn, kpi))
    fiscal = turn.engagement.fiscal_start_month
    hits = [
        period
        for period, value in whole.items()
        if bound.watches(period, since=since, fiscal_start_month=fiscal) and bound.is_crossed_by(value)
    ]
    return ALREADY.format(**_words(turn, kpi, hits[-1], whole)) if hits else ""


def _words(turn: EngagementTurn, kpi: Kpi, period: Period, whole: Mapping[Period, Decimal]) -> dict[str, str]:
    value = shown(turn, kpi, whole[period])
    return {"name": kpi.name, "period": period_name(turn, period), "value": value}


async def _tell(turn: EngagementTurn, row: Tripwire, what: str, *, reason: str = "") -> None:
    await story.tell(turn, subject=f"tripwire:{row.number}", what=what, reason=reason)


async def described(turn: EngagementTurn, row: Tripwire) -> str:
    """What the tripwire watches, in words."""
    known = await definitions.of_kpi(turn.session, engagement_id=turn.engagement.id, kpi_id=row.kpi_id)
    return words_of(turn, known.as_of_version(*held_to(row)), bound_of(row))


@router.click("tripwire undo", action=Action.SET_TRIPWIRE)
async def undo_set(turn: EngagementTurn, args: Args) -> Reply:
    """Take back a tripwire that was just set."""
    row = await _row(turn, args, is_dropped=False)
    await tripwires.drop(turn.session, row, now=turn.now)
    await _tell(turn, row, f"took back a tripwire: {await described(turn, row)}")
    return reply(UNDONE_SET.format(number=row.number))


@router.click("tripwire bring back", action=Action.SET_TRIPWIRE)
async def undo_drop(turn: EngagementTurn, args: Args) -> Reply:
    """Watch for a tripwire again that was just dropped."""
    row = await _row(turn, args, is_dropped=True)
    await tripwires.drop(turn.session, row, now=None)
    words = await described(turn, row)
    await _tell(turn, row, f"brought a tripwire back: {words}")
    return reply(UNDONE_DROP.format(number=row.number, words=words))


async def _row(turn: EngagementTurn, args: Args, *, is_dropped: bool) -> Tripwire:
    number = args["number"]
    row = await tripwires.find(turn.session, engagement_id=turn.engagement.id, number=number)
    if row is None or (row.disarmed_at is not None) != is_dropped:
        raise UserError(CHANGED_SINCE.format(number=number))
    return row
