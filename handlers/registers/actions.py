"""Who does what by when: adding actions, and the list of the open ones."""

import re
from datetime import date

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
    one,
    reply,
)
from domain.days import read_day
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, reasons
from handlers.moments import short_day
from handlers.people import Known, find_member, member_options
from handlers.registers.moving import MOVE, MOVE_FORM
from handlers.registers.owners import split_owner
from handlers.registers.showing import Listing, due_in_words, line_of
from handlers.registers.steps import Change, added, find_open, read_number, step
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import registers
from storage.registers import ACTION, DONE, DROPPED, Item

TITLE = "Actions of {client}"
NONE = "No action is open. `action add send the brief @tom by friday` notes one."
ADDED = "Action {number} for {owner}, by {day}: {text}"
DONE_IT = "Action {number} is done: {text}"
DROPPED_IT = "Action {number} is dropped ({why}): {text}"
ADD, DONE_LABEL = "Add an action", "Done"
WHAT, WHO, BY_WHEN, WHY = "What is to be done?", "Who does it?", "By when?", "Why is it dropped?"
SAY_IT, SAY_WHY = "Please say in a few words what is to be done.", "Please say why in a few words."
LONGEST = 1000

_BY = re.compile(r"(?:^|\s)(?:by|until|due|before)\s+(?=\S)", re.IGNORECASE)

router = Router()


@router.command(
    "action list",
    action=Action.READ_REGISTER,
    usage="action list",
    summary="Show the open actions, what is due first",
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the open actions."""
    return await _page(turn, since=0)


@router.click("actions more", action=Action.READ_REGISTER, reads=True)
async def show_more(turn: EngagementTurn, args: Args) -> Reply:
    """Show the next ones."""
    return await _page(turn, since=args["since"])


async def _page(turn: EngagementTurn, *, since: int) -> Reply:
    found = await registers.open_items(turn.session, engagement_id=turn.engagement.id, kind=ACTION)
    if not found:
        return reply(NONE, Buttons((buttons.open_form("action add", label=ADD),)))

    shown = Listing(
        title=TITLE.format(client=turn.engagement.name),
        line=lambda item: line_of(item, item.owner, due_in_words(item, turn)),
        choices=lambda item: choices(item) if item.owner_id == turn.person.id else (),
        more_route="actions more",
    )
    by_due = sorted(found, key=lambda item: (item.due or date.max, item.number))
    return shown.page(by_due, since=since)


def choices(item: Item) -> tuple[Button, ...]:
    """[Done] and [Move]."""
    args = {"number": item.number}
    move = Button(
        label=MOVE,
        route=buttons.OPEN_FORM,
        args={"form": MOVE_FORM, "args": args},
        opens_form=True,
        is_single_choice=False,
    )
    return Button(label=DONE_LABEL, route="action done", args=args, is_single_choice=False), move


@router.command(
    "action add",
    action=Action.WRITE_REGISTER,
    usage="action add WHAT [@OWNER] by DAY",
    summary="Note who does what by when, as in `action add send the brief @tom by friday`",
    opens_form=True,
    takes_people=True,
)
async def add(turn: EngagementTurn, text: str) -> Reply:
    """Note an action, or open the form for what is missing."""
    if not text.strip():
        return Reply(form=FormRef(name="action add"))
    words, owner = await split_owner(turn, text)
    words, due = _split_due(turn, words)
    if not words or due is None:
        args = {"text": words, "owner": owner.account.external_id, "due": due.isoformat() if due else ""}
        return Reply(form=FormRef(name="action add", args=args))
    return await _add(turn, words, owner, due)


def _split_due(turn: EngagementTurn, text: str) -> tuple[str, date | None]:
    """The words without the day behind the last "by", and that day; None where no day stands there."""
    found = list(_BY.finditer(text))
    if not found:
        return text, None
    try:
        due = read_day(text[found[-1].end() :], today=turn.today, locale=turn.engagement.locale)
    except UserError:
        return text, None
    return text[: found[-1].start()].strip(" ,"), due


async def _add(turn: EngagementTurn, words: str, owner: Known, due: date) -> Reply:
    item = await registers.open_item(
        turn.session,
        engagement_id=turn.engagement.id,
        kind=ACTION,
        text=words[:LONGEST],
        owner_id=owner.person.id,
        due=due,
        origin=turn.source,
        by_id=turn.person.id,
        now=turn.now,
    )
    day = short_day(turn, due)
    return await added(
        turn, item, ADDED.format(number=item.number, owner=item.owner, day=day, text=item.text)
    )


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form of an action, with what was typed already."""
    owner = args.get("owner") or turn.request.sender.account
    typed = {name: (args[name],) if args.get(name) else () for name in ("text", "due")}
    fields = (
        Field(name="text", label=WHAT, kind="long_text", max_length=LONGEST, value=typed["text"]),
        Field(name="owner", label=WHO, kind="person", options=await member_options(turn), value=(owner,)),
        Field(name="due", label=BY_WHEN, kind="date", value=typed["due"]),
    )
    return Form(title=ADD, fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Note what was entered."""
    if not one(values, "text"):
        return FieldErrors({"text": SAY_IT})
    try:
        due = read_day(one(values, "due"), today=turn.today, locale=turn.engagement.locale)
    except UserError as error:
        return FieldErrors({"due": error.sentence})
    return await _add(turn, one(values, "text"), await find_member(turn, one(values, "owner")), due)


router.form("action add", action=Action.WRITE_REGISTER, build=build_form, submit=submit_form)


@router.command(
    "action done",
    action=Action.WRITE_REGISTER,
    usage="action done NUMBER [WORDS]",
    summary="Say that an action is done",
)
async def done(turn: EngagementTurn, text: str) -> Reply:
    """Close an action."""
    number, words = read_number(text, kind=ACTION, command="action done")
    return await _done(turn, number, words)


@router.click("action done", action=Action.WRITE_REGISTER)
async def done_clicked(turn: EngagementTurn, args: Args) -> Reply:
    """Close an action."""
    return await _done(turn, args["number"], "")


async def _done(turn: EngagementTurn, number: int, words: str) -> Reply:
    item = await find_open(turn, ACTION, number)
    said = DONE_IT.format(number=number, text=item.text)
    return await step(turn, item, Change(status=DONE, words=words), said=said)


@router.command(
    "action drop",
    action=Action.WRITE_REGISTER,
    usage="action drop NUMBER WHY",
    summary="Say that an action will not be done, and why",
)
async def drop(turn: EngagementTurn, text: str) -> Reply:
    """Drop an action, or ask why."""
    number, why = read_number(text, kind=ACTION, command="action drop", more=" …")
    if not why:
        return Reply(form=FormRef(name="action drop", args={"number": number}))
    return await _drop(turn, number, why.strip('"“”'))


async def _drop(turn: EngagementTurn, number: int, why: str) -> Reply:
    item = await find_open(turn, ACTION, number)
    said = DROPPED_IT.format(number=number, why=why, text=item.text)
    return await step(turn, item, Change(status=DROPPED, words=why), said=said)


async def build_drop(turn: EngagementTurn, args: Args) -> Form:
    """The question why."""
    item = await find_open(turn, ACTION, args["number"])
    title = f"Action {item.number}"
    return reasons.question(title, about=item.text[:300], label=WHY, longest=LONGEST)


async def submit_drop(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Drop it for what was entered."""
    if not one(values, "why"):
        return FieldErrors({"why": SAY_WHY})
    return await _drop(turn, args["number"], one(values, "why"))


router.form("action drop", action=Action.WRITE_REGISTER, build=build_drop, submit=submit_drop)
