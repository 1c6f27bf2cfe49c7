"""What becomes of an item of the register, step by step, each with [Undo]."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.chat import Args, Buttons, Reply, Typed, reply, say
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, numbered, story
from handlers.moments import day
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import registers
from storage.registers import ACTION, BLOCKER, DONE, DROPPED, OPEN, WITHDRAWN, Item

WHICH = "Which one? Write its number, as in `{command} 3{more}`. `{list}` shows them."
NO_SUCH = "There is no {kind} with the number {number}. `{list}` shows them."
OTHER_KIND = "Number {number} is a{n} {kind}. `{list}` shows them."
ENDED = "{name} {number} is {status} already. Nothing was changed."
UNDONE = "Undone: {name} {number} is {status} again."
WITHDREW = "Undone: {name} {number} is taken back."
CHANGED_SINCE = "That was changed again since then, so I left it as it is."
NAMES = {ACTION: "Action", BLOCKER: "Blocker"}
LISTS = {ACTION: "action list", BLOCKER: "blockers"}
STATUSES: Mapping[str, Mapping[str, str]] = {
    ACTION: {OPEN: "open", DONE: "done", DROPPED: "dropped", WITHDRAWN: "taken back"},
    BLOCKER: {OPEN: "open", DONE: "solved", DROPPED: "dropped", WITHDRAWN: "taken back"},
}
TOLD, DUE = "noted that {kind} {number} is {what}", "due {day}"
TOLD_ADDED = "added {kind} {number}: {text}"
UNDO, UNDO_ADDING = "register undo", "register add undo"

router = Router()


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of an item: another status or day, with the words about it."""

    status: str = ""
    due: date | None = None
    words: str = ""


def read_number(text: str, *, kind: str, command: str, more: str = "") -> tuple[int, str]:
    """The number that the text begins with, and the rest. Raises UserError where it begins with none."""
    return numbered.read_number(text, which=WHICH.format(command=command, more=more, list=LISTS[kind]))


async def find(turn: EngagementTurn, kind: str, number: int) -> Item:
    """The item with this number. Raises UserError where there is none of the kind."""
    found = await _any(turn, kind, number)
    if found is not None and found.status != WITHDRAWN:
        return found
    other = BLOCKER if kind == ACTION else ACTION
    if found is None and await _any(turn, other, number) is not None:
        n = "n" if other == ACTION else ""
        raise UserError(OTHER_KIND.format(number=number, n=n, kind=other, list=LISTS[other]))
    raise UserError(NO_SUCH.format(kind=kind, number=number, list=LISTS[kind]))


async def find_open(turn: EngagementTurn, kind: str, number: int) -> Item:
    """The open item with this number. Raises UserError for one that is not."""
    item = await find(turn, kind, number)
    if not item.is_open:
        raise UserError(ENDED.format(name=NAMES[kind], number=number, status=status_of(item)))
    return item


async def _any(turn: EngagementTurn, kind: str, number: int) -> Item | None:
    here = {"engagement_id": turn.engagement.id}
    return await registers.find(turn.session, **here, kind=kind, number=number)


def status_of(item: Item) -> str:
    """What became of it, in a word."""
    return STATUSES[item.kind][item.status]


async def step(turn: EngagementTurn, before: Item, change: Change, *, said: str) -> Reply:
    """Write down what became of it, and offer to undo that. `said` is the answer, with words of people."""
    after = await add_step(turn, before, change)
    args = {
        "kind": before.kind,
        "number": before.number,
        "step": after.step_id,
        "status": before.status if change.status else "",
        "due": before.due.isoformat() if change.due and before.due else "",
    }
    return reply(say(Typed(said)), Buttons((buttons.undo(UNDO, args),)))


async def add_step(turn: EngagementTurn, before: Item, change: Change) -> Item:
    """Write the step down, with its line of history."""
    after = await registers.add_step(
        turn.session,
        engagement_id=turn.engagement.id,
        item_id=before.id,
        status=change.status,
        due=change.due,
        words=change.words,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    what = DUE.format(day=day(turn, change.due)) if change.due else status_of(after)
    await story.tell(
        turn,
        subject=f"{before.kind}:{before.number}",
        what=TOLD.format(kind=before.kind, number=before.number, what=what),
        before=_state(before),
        after={**_state(after), "words": change.words},
        reason=change.words if change.status == DROPPED else "",
    )
    return after


def _state(item: Item) -> dict[str, str]:
    return {"status": item.status, "due": item.due.isoformat() if item.due else ""}


@router.click(UNDO, action=Action.WRITE_REGISTER)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back what counted before the step, by another one."""
    item = await find(turn, args["kind"], args["number"])
    if item.step_id != args["step"]:
        raise UserError(CHANGED_SINCE)
    due = date.fromisoformat(args["due"]) if args["due"] else None
    after = await add_step(turn, item, Change(status=args["status"], due=due))
    status = DUE.format(day=day(turn, due)) if due else status_of(after)
    return reply(UNDONE.format(name=NAMES[item.kind], number=item.number, status=status))


@router.click(UNDO_ADDING, action=Action.WRITE_REGISTER)
async def undo_adding(turn: EngagementTurn, args: Args) -> Reply:
    """Take back what was just added, if nothing became of it yet."""
    item = await find(turn, args["kind"], args["number"])
    if item.step_id is not None:
        raise UserError(CHANGED_SINCE)
    await add_step(turn, item, Change(status=WITHDRAWN))
    return reply(WITHDREW.format(name=NAMES[item.kind], number=item.number))


async def added(turn: EngagementTurn, item: Item, said: str) -> Reply:
    """Tell that the item was added, and offer to undo that."""
    await story.tell(
        turn,
        subject=f"{item.kind}:{item.number}",
        what=TOLD_ADDED.format(kind=item.kind, number=item.number, text=item.text),
        after=_state(item),
    )
    undo_it = buttons.undo(UNDO_ADDING, {"kind": item.kind, "number": item.number})
    return reply(say(Typed(said)), Buttons((undo_it,)))
