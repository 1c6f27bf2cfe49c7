"""Changing a schedule by a form: when, at what time, what happens on holidays, and whom a check-in asks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any, get_args

from domain.cadence import Cadence, EachWorkingDay, OnHoliday
from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one, reply
from domain.errors import UserError
from domain.literals import one_of
from domain.permissions import Action, Role
from handlers import people
from handlers.people import Known
from handlers.routing import Router
from handlers.schedules import named
from handlers.schedules.adopting import CHECKIN
from handlers.schedules.applying import GONE, answer, apply, next_in_words
from handlers.schedules.periods import begin_with_next
from handlers.schedules.reading import read_beside, read_when, require_movable, time_alone, when_in_words
from handlers.turn import EngagementTurn
from storage import members, schedules
from storage.schedules import Scheduled

WHEN, TIME, HOLIDAYS, WHOM = "When", "Time", "On a holiday", "Who is asked"
WHEN_HINT = (
    "As in: every monday, every 2 weeks on tue, last friday of the month, 3rd working day of the month."
)
TIME_HINT = "In {zone}."
WHOM_HINT = "Nobody picked means everybody but observers."
ON_HOLIDAY: dict[OnHoliday, str] = {
    "skip": "It is left out",
    "next": "It moves to the next working day",
    "keep": "It comes all the same",
}
NO_TIME = "I could not read that as a time. Write it as in 9:30 or 2pm."
PICK = "Please pick one of these."
NOTHING_CHANGED = "Nothing was changed."
CHANGED = "{name}: {what}. {next}"
COMES, HOLIDAY_NOW, ASKS = "{when} from now on", "on a holiday {what}", "it asks {names}"
EVERYBODY = "everybody but observers"
TOLD = "changed {name}: {what}"

router = Router()


@router.command(
    "schedule change",
    action=Action.MANAGE_SCHEDULES,
    usage="schedule change NAME",
    summary="Change days, time, holidays and people of a schedule in a form",
)
async def change(turn: EngagementTurn, text: str) -> Reply:
    """Show the form of one schedule."""
    if not text:
        return await named.ask_which(turn, "change", opens_form=True)
    found = await named.find(turn, text)
    require_movable(found)
    return Reply(form=FormRef(name="schedule change", args={"schedule": found.id}))


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The schedule as it is."""
    scheduled = await _scheduled(turn, args)
    cadence = scheduled.cadence
    days, _, at = (await when_in_words(turn, cadence)).rpartition(" at ")
    fields = [
        Field(name="time", label=TIME, value=(at,), hint=TIME_HINT.format(zone=cadence.zone), max_length=20)
    ]
    if not isinstance(cadence.rule, EachWorkingDay):
        fields.insert(0, Field(name="when", label=WHEN, value=(days,), hint=WHEN_HINT, max_length=100))
        fields.append(_holiday_field(cadence))
    if scheduled.job == CHECKIN:
        fields.append(await _people_field(turn, scheduled))
    return Form(title=scheduled.name, fields=tuple(fields))


def _holiday_field(cadence: Cadence) -> Field:
    options = tuple(Option(value=value, label=label) for value, label in ON_HOLIDAY.items())
    return Field(
        name="on_holiday", label=HOLIDAYS, kind="choice", options=options, value=(cadence.on_holiday,)
    )


async def _people_field(turn: EngagementTurn, scheduled: Scheduled) -> Field:
    here = await _may_be_asked(turn)
    meant = scheduled.settings.get("people") or ()
    return Field(
        name="people",
        label=WHOM,
        kind="people",
        options=tuple(Option(value=known.account.external_id, label=known.person.name) for known in here),
        value=tuple(known.account.external_id for known in here if known.person.id in meant),
        is_required=False,
        hint=WHOM_HINT,
    )


async def _may_be_asked(turn: EngagementTurn) -> list[Known]:
    """The members with an account here, without observers."""
    rows = await members.current(turn.session, engagement_id=turn.engagement.id)
    ids = {person.id for membership, person in rows if membership.role != Role.OBSERVER}
    return [known for known in await people.members_here(turn) if known.person.id in ids]


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Change what differs."""
    scheduled = await _scheduled(turn, args)
    errors: dict[str, str] = {}
    cadence = await _cadence(turn, scheduled, values, errors)
    settings = await _settings(turn, scheduled, values, errors)
    if errors:
        return FieldErrors(errors)
    cadence, waits = await begin_with_next(turn, scheduled, cadence)
    told = await _differences(turn, scheduled, cadence, settings)
    if not told:
        return reply(NOTHING_CHANGED)
    what = "; ".join(told)
    line = TOLD.format(name=scheduled.name, what=what)
    changed = await apply(turn, scheduled, line, cadence=cadence, settings=settings)
    said = CHANGED.format(name=scheduled.name, what=what, next=await next_in_words(turn, changed))
    return await answer(turn, said, [scheduled], [changed], hint=waits)


async def _scheduled(turn: EngagementTurn, args: Args) -> Scheduled:
    found = await schedules.find(turn.session, engagement_id=turn.engagement.id, schedule_id=args["schedule"])
    if found is None:
        raise UserError(GONE)
    return found


async def _cadence(
    turn: EngagementTurn, scheduled: Scheduled, values: Values, errors: dict[str, str]
) -> Cadence:
    """The cadence as it was entered; what is wrong goes into `errors`."""
    old = scheduled.cadence
    at = _time(turn, one(values, "time"))
    if at is None:
        errors["time"] = NO_TIME
        return old
    on_holiday = one_of(one(values, "on_holiday") or old.on_holiday, get_args(OnHoliday))
    if on_holiday is None:
        errors["on_holiday"] = PICK
        return old
    kept = replace(old, at=at, on_holiday=on_holiday)
    typed = one(values, "when")
    if not typed or typed == (await when_in_words(turn, old)).rpartition(" at ")[0]:
        return kept
    try:
        if beside := await read_beside(turn, scheduled, typed):
            return replace(beside, at=at, on_holiday=kept.on_holiday)
        return replace(read_when(turn, old, typed, default_at=at), on_holiday=kept.on_holiday)
    except UserError as error:
        errors["when"] = error.sentence
        return old


def _time(turn: EngagementTurn, typed: str) -> time | None:
    try:
        return time_alone(typed, turn.today)
    except UserError:
        return None


async def _settings(
    turn: EngagementTurn, scheduled: Scheduled, values: Values, errors: dict[str, str]
) -> Mapping[str, Any]:
    """The settings with whoever was picked; those whom this workspace does not show stay."""
    if scheduled.job != CHECKIN or "people" not in values:
        return scheduled.settings
    here = {known.account.external_id: known.person.id for known in await _may_be_asked(turn)}
    picked = [account for account in values["people"] if account]
    if not set(picked) <= set(here):
        errors["people"] = PICK
        return scheduled.settings
    elsewhere = set(scheduled.settings.get("people") or ()) - set(here.values())
    meant = sorted({here[account] for account in picked} | elsewhere)
    return {**scheduled.settings, "people": meant or None}


async def _differences(
    turn: EngagementTurn, scheduled: Scheduled, cadence: Cadence, settings: Mapping[str, Any]
) -> list[str]:
    old = scheduled.cadence
    told = []
    if (cadence.rule, cadence.at) != (old.rule, old.at):
        told.append(COMES.format(when=await when_in_words(turn, cadence)))
    if cadence.on_holiday != old.on_holiday:
        told.append(HOLIDAY_NOW.format(what=ON_HOLIDAY[cadence.on_holiday].casefold()))
    if settings.get("people") != scheduled.settings.get("people"):
        told.append(ASKS.format(names=await _names(turn, settings.get("people"))))
    return told


async def _names(turn: EngagementTurn, ids: list[int] | None) -> str:
    if ids is None:
        return EVERYBODY
    rows = await members.current(turn.session, engagement_id=turn.engagement.id)
    return ", ".join(person.name for _membership, person in rows if person.id in ids)


router.form("schedule change", action=Action.MANAGE_SCHEDULES, build=build_form, submit=submit_form)
