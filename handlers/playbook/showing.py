"""The playbook: its lessons, those that can be repeated first, and one of them with its uses."""

import re

from domain.chat import Block, Bullets, Heading, Reply, Spans, Strong, Typed, note, reply, say
from domain.errors import UserError
from domain.lessons import Learned
from domain.permissions import Action
from domain.wording import capital
from handlers.moments import day
from handlers.playbook.keeping import HOW_USED
from handlers.playbook.words import find, origin_words, read_number, state_words
from handlers.routing import Router
from handlers.turn import EngagementTurn, local_day
from storage import lessons

TITLE, LESSON = "Playbook of {client}", "Lesson {number}"
NONE_YET = 'No lesson is kept yet. `playbook add "…"` keeps one; so does [Add to playbook] on an experiment.'
TO_USE = 'Where you use one again, say how it went: `playbook used 1 "where" worked`.'
NOTED = "{origin}, {day}, {who}"
SOMEBODY = "somebody"
NOT_USED = "Not used again yet."
WORKED = {True: "worked", False: "did not work"}
PAGE = 25
SHOWN = "{shown} of {count} are shown. `playbook show NUMBER` shows any of them."

_USE = re.compile(r"\s*(?:use|worked|apply)\b\W*(?P<number>\d{1,6})?", re.IGNORECASE)
_LIST = re.compile(r"\W*(?:list|all)\W*", re.IGNORECASE)

router = Router()


@router.command(
    "playbook",
    action=Action.READ_LEARNING,
    usage="playbook [NUMBER]",
    summary="Show the lessons that are kept, and which can be repeated",
    reads=True,
)
async def show_all(turn: EngagementTurn, text: str) -> Reply:
    """Show the lessons, those that can be repeated first; behind a number, that one."""
    if meant := _USE.match(text):
        raise UserError(HOW_USED.format(number=meant["number"] or "NUMBER"))
    if text.strip() and not _LIST.fullmatch(text):
        return await show(turn, text)
    found = await lessons.all_of(turn.session, engagement_id=turn.engagement.id)
    if not found:
        return reply(NONE_YET)
    ordered = sorted(found, key=lambda one: (not one.is_repeatable, one.number))
    blocks: list[Block] = [
        Heading(TITLE.format(client=turn.engagement.name)),
        Bullets(tuple(_line(one) for one in ordered[:PAGE])),
    ]
    if len(ordered) > PAGE:
        blocks.append(note(SHOWN.format(shown=PAGE, count=len(ordered))))
    return reply(*blocks, note(TO_USE))


def _line(one: Learned) -> Spans:
    return (Strong(f"{one.number}."), " ", Typed(one.text), f" ({state_words(one)}; {origin_words(one)})")


@router.command(
    "playbook show",
    action=Action.READ_LEARNING,
    usage="playbook show NUMBER",
    summary="Show a lesson, and where it was used",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show a lesson with its uses."""
    number, _rest = read_number(text, command="playbook show")
    found = await find(turn, number)
    noted = NOTED.format(origin=origin_words(found), day=day(turn, found.noted_on), who=found.by or SOMEBODY)
    state = state_words(found)
    blocks: list[Block] = [Heading(LESSON.format(number=number)), say(Typed(found.text)), note(Typed(noted))]
    if not found.uses:
        return reply(*blocks, NOT_USED)
    uses = tuple(
        (
            f"{day(turn, local_day(turn.engagement, use.at))}: ",
            Typed(use.words),
            f": {WORKED[use.has_worked]}",
        )
        for use in found.uses
    )
    return reply(*blocks, say(f"{capital(state)}."), Bullets(uses))
