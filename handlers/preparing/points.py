"""`agenda`: what the next meeting will talk about; items are added and removed."""

from dataclasses import replace

from domain.chat import (
    Args,
    Button,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Heading,
    Option,
    Reply,
    Typed,
    Values,
    one,
    reply,
    say,
)
from domain.errors import UserError
from domain.meetings.typed import PointDraft, read_point
from domain.permissions import Action, is_allowed
from handlers import buttons, story
from handlers.meetings.ahead import Ahead, ensure_record, everything
from handlers.meetings.words import when
from handlers.preparing.agenda import FIRST_POINT, KINDS, MINUTES, Agenda, agenda_of, blocks_of
from handlers.preparing.chosen import meeting_of, record_in
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import meeting_records

TITLE = "Meeting on {when}"
ADDED = ("On the agenda of the meeting on {when} as number {number}: ", " ({minutes}{kind}).")
REMOVED = ("Off the agenda of the meeting on {when}: ", ".")
BACK = "Undone: it is on the agenda again."
UNDONE = "Undone: it is off the agenda."
SINCE = "That was changed since then, so I left it."
STAY = "The two standing questions stay on every agenda. What people added can be removed: {from_} and up."
PROMISES_STAY = "What was promised last time comes first in every meeting. Items of people can be removed."
NO_SUCH = "There is no item {typed}. `agenda` shows them with their numbers."
WHICH = "Which one? Write its number, as in `agenda remove 4`. `agenda` shows them."
NOT_YOURS = "That item is {name}'s. Whoever added it can remove it, or whoever plans the meetings."
ADD = "Add an agenda item"
WHAT, HOW_LONG, WHAT_FOR = "What is it about?", "Minutes", "To decide, or to tell?"
SAY_IT, BAD_MINUTES = "Please say in a few words what it is about.", "1 to 240 minutes, or leave it empty."
LONGEST, LONGEST_MINUTES = 300, 240
FORM = "agenda add"

router = Router()


@router.command(
    "agenda",
    action=Action.READ_SCHEDULES,
    usage="agenda",
    summary="Show what the next meeting will talk about",
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the agenda of the meeting at hand."""
    meeting = await meeting_of(turn, None)
    blocks = blocks_of(turn, await agenda_of(turn, meeting, await everything(turn)), names_owners=True)
    can_add = is_allowed(turn.role, Action.VOTE)
    add = [Buttons((add_button(meeting.record_id),))] if can_add else []
    return reply(Heading(TITLE.format(when=when(turn, meeting))), *blocks[1:], *add)


def add_button(record_id: int | None) -> Button:
    """[Add an agenda item]."""
    made = buttons.open_form(FORM, {} if record_id is None else {"meeting": record_id}, label=ADD)
    return replace(made, style="plain")


@router.command(
    "agenda add",
    action=Action.VOTE,
    usage='agenda add "WHAT" [10 min] [decide]',
    summary="Put something on the agenda of the next meeting",
    opens_form=True,
)
async def add(turn: EngagementTurn, text: str) -> Reply:
    """Add the item that was typed, or open the form."""
    if not text.strip():
        return Reply(form=FormRef(name=FORM))
    return await _add(turn, read_point(text), await meeting_of(turn, None))


async def _add(turn: EngagementTurn, draft: PointDraft, meeting: Ahead) -> Reply:
    own = await ensure_record(turn, meeting)
    point_id = await meeting_records.add_point(
        turn.session,
        engagement_id=turn.engagement.id,
        meeting_id=own.id,
        text=draft.text[:LONGEST],
        minutes=draft.minutes,
        is_to_decide=draft.is_to_decide,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    await _tell(turn, f"put an item on the agenda of {when(turn, meeting)}: {draft.text[:LONGEST]}")
    points = await meeting_records.agenda_of(
        turn.session, engagement_id=turn.engagement.id, meeting_ids={own.id, *meeting.record_ids}
    )
    minutes = MINUTES.format(n=draft.minutes) + ", " if draft.minutes else ""
    kind = KINDS["decide" if draft.is_to_decide else "inform"]
    number = len(points) + FIRST_POINT - 1
    said = say(
        ADDED[0].format(when=when(turn, meeting), number=number),
        Typed(draft.text[:LONGEST]),
        ADDED[1].format(minutes=minutes, kind=kind),
    )
    undo = buttons.undo("agenda undo", {"point": point_id, "is_there": True})
    return reply(said, Buttons((undo,)))


@router.command(
    "agenda remove",
    action=Action.VOTE,
    usage="agenda remove NUMBER",
    summary="Take an item off the agenda of the next meeting",
)
async def remove(turn: EngagementTurn, text: str) -> Reply:
    """Take the item with this number off. Raises UserError for what stands on every agenda."""
    meeting = await meeting_of(turn, None)
    typed = text.strip().lstrip("#")
    if not typed:
        raise UserError(WHICH)
    point = _point(await agenda_of(turn, meeting, await everything(turn)), typed)
    if point.by_id != turn.person.id and not is_allowed(turn.role, Action.MANAGE_MEETINGS):
        raise UserError(NOT_YOURS.format(name=point.by))
    await meeting_records.set_point_withdrawn(
        turn.session, engagement_id=turn.engagement.id, point_id=point.id, now=turn.now
    )
    await _tell(turn, f"took an item off the agenda of {when(turn, meeting)}: {point.text}")
    said = say(REMOVED[0].format(when=when(turn, meeting)), Typed(point.text), REMOVED[1])
    undo = buttons.undo("agenda undo", {"point": point.id, "is_there": False})
    return reply(said, Buttons((undo,)))


def _point(agenda: Agenda, typed: str) -> meeting_records.Point:
    number = int(typed) if typed.isdecimal() and len(typed) < len(str(LONGEST)) + 1 else 0
    if number == 1:
        raise UserError(PROMISES_STAY)
    if 1 < number < FIRST_POINT:
        raise UserError(STAY.format(from_=FIRST_POINT))
    point = agenda.point(number)
    if point is None:
        raise UserError(NO_SUCH.format(typed=typed[:20]))
    return point


@router.click("agenda undo", action=Action.VOTE)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take back that an item was added, or removed."""
    was_added = args["is_there"]
    is_done = await meeting_records.set_point_withdrawn(
        turn.session,
        engagement_id=turn.engagement.id,
        point_id=args["point"],
        now=turn.now if was_added else None,
    )
    if not is_done:
        raise UserError(SINCE)
    await _tell(turn, "took back an item of the agenda" if was_added else "put an item back on the agenda")
    return reply(UNDONE if was_added else BACK)


async def _tell(turn: EngagementTurn, what: str) -> None:
    await story.tell(turn, subject="meeting", what=what)


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form for one item."""
    meeting = await meeting_of(turn, record_in(args))
    kinds = tuple(Option(value=value, label=label.capitalize()) for value, label in KINDS.items())
    fields = (
        Field(name="text", label=WHAT, max_length=LONGEST),
        Field(name="minutes", label=HOW_LONG, kind="number", is_required=False),
        Field(name="kind", label=WHAT_FOR, kind="choice", options=kinds, value=("inform",)),
    )
    return Form(title=ADD, intro=TITLE.format(when=when(turn, meeting)), fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Put what was entered on the agenda."""
    text, minutes = " ".join(one(values, "text").split()), one(values, "minutes").strip()
    if not text:
        return FieldErrors({"text": SAY_IT})
    if minutes and not (minutes.isdecimal() and 1 <= int(minutes) <= LONGEST_MINUTES):
        return FieldErrors({"minutes": BAD_MINUTES})
    draft = PointDraft(
        text=text,
        minutes=int(minutes) if minutes else None,
        is_to_decide=one(values, "kind") == "decide",
    )
    return await _add(turn, draft, await meeting_of(turn, record_in(args)))


router.form(FORM, action=Action.VOTE, build=build_form, submit=submit_form)
