"""Starting an experiment, and abandoning one."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from domain.chat import (
    Args,
    Block,
    Buttons,
    FieldErrors,
    Form,
    FormRef,
    Reply,
    Typed,
    Values,
    note,
    one,
    reply,
    say,
)
from domain.errors import UserError
from domain.experiments import FIELDS, FIXED, Experimented
from domain.experiments.days import read_start_day
from domain.experiments.judging import missing_before_start
from domain.permissions import Action
from domain.steps import standing
from domain.typed_fields import is_too_short, reason_in
from domain.wording import capital, listed
from handlers import buttons, reasons
from handlers.experiments.finding import find_open, read_number
from handlers.experiments.planning import NEEDED, STILL_MISSING
from handlers.experiments.reading import LONGEST
from handlers.experiments.steps import step, undo_button
from handlers.moments import day
from handlers.routing import Router
from handlers.steps import Becomes
from handlers.turn import EngagementTurn
from storage import experiments

STARTED = "Experiment {number} runs since {day}, until {stop}: "
FIXED_NOW = "Measure, threshold, planned sample and stop date stand from now on; a change stays marked."
WRITTEN_LATE = "{names} {verb} written after that day. That stays marked."
TOLD = "started experiment {number} on {day}"
RUNS = "Experiment {number} runs already, since {day}. Nothing was changed."
STOP_IS_OVER = (
    "Its stop date, {day}, does not lie ahead. Set another one first: `exp change {number} stop DAY`."
)
ABANDONED = "Experiment {number} is abandoned: "
WHY = "Why is it abandoned?"
SAY_WHY = "Please say why in a few words: that is worth knowing later."
LEARNED = "If it taught you something all the same: `exp lesson {number}`."
ENTER, LESSON = "Enter result", "Write the lesson"

router = Router()


@router.command(
    "exp start",
    action=Action.WRITE_EXPERIMENT,
    usage="exp start NUMBER [on DAY]",
    summary="Say that an experiment runs, from today or another day",
)
async def start(turn: EngagementTurn, text: str) -> Reply:
    """Start an experiment; where something is missing, show its form."""
    number, rest = read_number(text, command="exp start")
    found = await find_open(turn, number)
    if found.started_on is not None:
        raise UserError(RUNS.format(number=number, day=day(turn, found.started_on)))
    if missing := missing_before_start(found):
        why = STILL_MISSING.format(names=", ".join(NEEDED[name] for name in missing))
        return Reply(form=FormRef(name="exp", args={"number": number}), blocks=reply(why).blocks)
    on = read_start_day(rest, today=turn.today, locale=turn.engagement.locale) if rest else turn.today
    stop = found.stop_on or on
    if stop <= on or stop < turn.today:
        raise UserError(STOP_IS_OVER.format(number=number, day=day(turn, stop)))
    late = await _written_after(turn, found, on)
    told = TOLD.format(number=number, day=day(turn, on))
    data = {"on": on.isoformat(), "late": late}
    step_id = await step(turn, found, Becomes(kind="start", data=data, told=told))
    head = STARTED.format(number=number, day=day(turn, on), stop=day(turn, stop))
    lines: list[Block] = [say(head, Typed(found.name)), note(FIXED_NOW)]
    if late:
        names = capital(listed(FIELDS[name] for name in late))
        lines.append(note(WRITTEN_LATE.format(names=names, verb="was" if len(late) == 1 else "were")))
    enter = buttons.open_form("exp result", {"number": number}, label=ENTER)
    return reply(*lines, Buttons((undo_button(number, [step_id]), enter)))


async def _written_after(turn: EngagementTurn, found: Experimented, on: date) -> Mapping[str, str]:
    """What is fixed at the start and was last written after that day -> the day on which it was."""
    zone = ZoneInfo(turn.engagement.zone)
    late: dict[str, str] = {}
    e = turn.engagement.id
    for each in standing(await experiments.steps_of(turn.session, engagement_id=e, experiment_id=found.id)):
        written = each.day(zone)
        if each.kind == "plan" and written > on:
            late |= {name: written.isoformat() for name in FIXED if each.data.get(name)}
    return late


@router.command(
    "exp abandon",
    action=Action.WRITE_EXPERIMENT,
    usage='exp abandon NUMBER "WHY"',
    summary="Say that an experiment will not be finished, and why",
)
async def abandon(turn: EngagementTurn, text: str) -> Reply:
    """Abandon an experiment; without a reason, ask for it."""
    number, rest = read_number(text, command="exp abandon", more=' "why"')
    found, why = await find_open(turn, number), reason_in(rest)
    if is_too_short(why):
        return reasons.ask("exp abandon", {"number": number}, SAY_WHY, typed=why)
    return await _abandon(turn, found, why)


async def _abandon(turn: EngagementTurn, found: Experimented, why: str) -> Reply:
    number, data = found.number, {"on": turn.today.isoformat()}
    told = f"abandoned experiment {number}"
    step_id = await step(turn, found, Becomes(kind="abandon", data=data, reason=why, told=told))
    learned = note(LEARNED.format(number=number))
    lesson = buttons.open_form("exp lesson", {"number": number}, label=LESSON)
    head = say(ABANDONED.format(number=number), Typed(why))
    return reply(head, learned, Buttons((undo_button(number, [step_id]), lesson)))


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The question why it is abandoned."""
    found = await find_open(turn, args["number"])
    title = f"Abandon experiment {found.number}"
    return reasons.question(title, about=found.name, label=WHY, longest=LONGEST, typed=args.get("why", ""))


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Abandon it for what was entered."""
    if is_too_short(one(values, "why")):
        return FieldErrors({"why": SAY_WHY})
    return await _abandon(turn, await find_open(turn, args["number"]), one(values, "why"))


router.form("exp abandon", action=Action.WRITE_EXPERIMENT, build=build_form, submit=submit_form)
