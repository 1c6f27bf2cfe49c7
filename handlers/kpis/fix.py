"""Correcting a number that was reported: the old value stays readable, with the reason beside it."""

from dataclasses import replace

from domain.chat import (
    Args,
    Button,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Reply,
    Values,
    given,
    note,
    one,
    reply,
)
from domain.errors import Unreadable, UserError
from domain.permissions import Action
from domain.typed_fields import is_too_short
from handlers import buttons, permissions, reasons, story
from handlers.kpis.entry import number_fields, read_fields
from handlers.kpis.meaning import figures_after, lines_of, more_buttons
from handlers.kpis.reported import Reported, doubts_of, form_args, from_args, read, to_args, with_series
from handlers.kpis.saving import link_of
from handlers.kpis.series import period_name, shown, typed
from handlers.permissions import NotAllowed
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis

CORRECTED = "Corrected: {name} for {period} is {new} now, it was {old}."
REASON_NEEDED = (
    "Please say why in a few words (at least 3 characters): the reason stays beside the correction."
)
ONE_AT_A_TIME = (
    'Please correct one number at a time, as in `kpi fix leads 97 sep "webinar leads were missing"`.'
)
NOTHING_THERE = (
    "Nothing is reported for {name} in {period}, so there is nothing to correct."
    " Record it with `kpi {key} {value} {code}`."
)
SAME = "{name} for {period} is {new} already. Nothing to change."
NOT_YOURS = (
    "Only the owner of {name}, a fractional CMO, marketing director or marketing manager can correct it."
)
ASK = "Please check before I correct it:"
NOTHING_SAVED = "Nothing is saved yet."

router = Router()


@router.command(
    "kpi fix",
    action=Action.WRITE_KPI,
    usage='kpi fix KEY VALUE [PERIOD] "REASON"',
    summary="Correct a number that was reported; the old one stays in the history",
    opens_form=True,
)
async def fix(turn: EngagementTurn, text: str) -> Reply:
    """Correct one number, or show the form where the reason is missing."""
    if not text:
        return Reply(form=FormRef(name="kpi fix"))
    r = await _read_one(turn, text)
    if is_too_short(r.item.note):
        return reasons.ask("kpi fix", form_args(turn, r), REASON_NEEDED)
    return await correct(turn, r, reason=r.item.note)


@router.command(
    "fix",
    action=Action.WRITE_KPI,
    usage='fix KEY VALUE [PERIOD] "REASON"',
    summary="The same as kpi fix",
    opens_form=True,
)
async def fix_short(turn: EngagementTurn, text: str) -> Reply:
    """Correct one number."""
    return await fix(turn, text)


async def _read_one(turn: EngagementTurn, text: str) -> Reported:
    reported = await read(turn, text)
    if len(reported) != 1:
        raise Unreadable(ONE_AT_A_TIME)
    return reported[0]


async def correct(turn: EngagementTurn, r: Reported, *, reason: str, is_checked: bool = False) -> Reply:
    """Append the correction. Raises UserError where there is nothing to correct, or no right to."""
    if not permissions.is_writer(turn, r.kpi):
        raise NotAllowed(NOT_YOURS.format(name=r.kpi.name))
    words = _words(turn, r)
    if r.head is None or r.head.value is None:
        value = typed(turn, r.item.value)
        raise UserError(NOTHING_THERE.format(**words, key=r.kpi.key, value=value, code=r.item.period))
    if r.head.value == r.item.value:
        return reply(SAME.format(**words))
    if not is_checked and (doubts := doubts_of(turn, r)):
        return _ask(turn, r, doubts, reason)
    correction = replace(link_of(turn, r), kind="correction", note="", reason=reason)
    rows = await kpis.append(turn.session, [correction], engagement_id=turn.engagement.id, now=turn.now)
    await story.tell(
        turn,
        subject=f"kpi:{r.kpi.key}:{r.item.period}",
        what="corrected {name} for {period} from {old} to {new}".format(**words),
        before={"value": str(r.head.value)},
        after={"value": str(r.item.value)},
        reason=reason,
    )
    asides = [note(sentence) for sentence in r.item.assumed]
    undo = buttons.undo("kpi undo", {"updates": [row.id for row in rows]})
    figures = (await figures_after(turn, [r.series], rows))[r.kpi.id]
    means = lines_of(turn, figures, rows[0])
    choices = Buttons((undo, *more_buttons([r.kpi.id])))
    return reply(CORRECTED.format(**words), *means, *asides, choices)


def _words(turn: EngagementTurn, r: Reported) -> dict[str, str]:
    return {
        "name": r.kpi.name,
        "period": period_name(turn, r.item.period),
        "old": shown(turn, r.kpi, r.head.value if r.head else None),
        "new": shown(turn, r.kpi, r.item.value),
    }


def _ask(turn: EngagementTurn, r: Reported, doubts: list[str], reason: str) -> Reply:
    args = {"item": to_args(r.item), "reason": reason}
    save = Button(label="Save", route="kpi correct", args=args, style="primary")
    edit = buttons.ask_by_form("kpi fix", {**form_args(turn, r), "note": reason}, label="Edit")
    return reply(ASK, *doubts, Buttons((save, edit)), note(NOTHING_SAVED))


@router.click("kpi correct", action=Action.WRITE_KPI)
async def correct_checked(turn: EngagementTurn, args: Args) -> Reply:
    """Correct a number that looked odd, now that a person has checked it."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    (reported,) = await with_series(turn, [from_args(args["item"])], rows)
    return await correct(turn, reported, reason=args["reason"], is_checked=True)


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form for one correction, with what is known already."""
    why = Field(
        name="reason",
        label="Why",
        hint="It stays beside the correction, for everybody to read.",
        value=given(args, "note"),
    )
    fields = (*await number_fields(turn, args, value_label="The right value"), why)
    return Form(title="Correct a number", submit_label="Correct", fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Correct the number that was entered."""
    if is_too_short(one(values, "reason")):
        return FieldErrors({"reason": REASON_NEEDED})
    read = await read_fields(turn, values)
    if isinstance(read, FieldErrors):
        return read
    return await correct(turn, read, reason=one(values, "reason"))


router.form("kpi fix", action=Action.WRITE_KPI, build=build_form, submit=submit_form)
