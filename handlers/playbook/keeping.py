"""Keeping a lesson, noting where it was used, and taking either back."""

import re

from domain.chat import Args, Buttons, Reply, Typed, note, reply, say
from domain.errors import UserError
from domain.lessons import Learned
from domain.permissions import Action
from domain.typed_fields import unquoted, within
from domain.wording import capital
from handlers import buttons, story
from handlers.experiments.finding import find as find_experiment
from handlers.playbook.words import find, read_number, state_words
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import lessons

ADDED = "Lesson {number} is in the playbook: "
HOW = 'Write it as in `playbook add "Call within ten minutes"`, with `borrowed` where others learned it.'
NO_LESSON = "Experiment {number} has no lesson yet. Write it first: `exp lesson {number}`."
IS_THERE = "It is lesson {lesson} of the playbook already. Nothing was changed."
USED = "Noted: lesson {number} {how}: "
HOW_USED = 'Write it as in `playbook used {number} "autumn mailing" worked`, or `did not work`.'
IT_WORKED, IT_DID_NOT = "worked", "did not work"
REPEATABLE = "It worked twice now, so it counts as repeatable."
UNDONE = "Undone: lesson {number} is taken back."
UNDONE_USE = "Undone: that use of lesson {number} is taken back."
CHANGED_SINCE = "Lesson {number} was used since then, so I left it."
UNDO_ADDING, UNDO_USE, FROM = "playbook undo", "playbook undo use", "playbook from"
LONGEST = 1000
NOTED = "noted"

_ENDING = re.compile(
    r"(?P<where>.*?)[\s,:]*\b(?P<how>did not work|didn't work|failed|worked)\W*", re.I | re.S
)
_BORROWED = re.compile(
    r"borrowed(?:\s*:|\s+(?=[\"“„«]))\s*(?P<behind>.+)|(?P<before>.*?)[\s,]+borrowed\W*", re.I | re.S
)

router = Router()


@router.command(
    "playbook add",
    action=Action.WRITE_EXPERIMENT,
    usage='playbook add "LESSON" [borrowed]',
    summary="Keep a lesson; `borrowed` where somebody else learned it",
)
async def add(turn: EngagementTurn, text: str) -> Reply:
    """Keep the lesson that was typed."""
    borrowed = _BORROWED.fullmatch(text)
    words = unquoted((borrowed["behind"] or borrowed["before"]) if borrowed else text)
    if not words:
        raise UserError(HOW)
    return await _keep(turn, words, origin="" if borrowed else NOTED)


@router.click(FROM, action=Action.WRITE_EXPERIMENT)
async def add_from(turn: EngagementTurn, args: Args) -> Reply:
    """Keep the lesson of an experiment."""
    found = await find_experiment(turn, args["number"])
    if not found.lesson:
        raise UserError(NO_LESSON.format(number=found.number))
    return await _keep(turn, found.lesson, origin=f"experiment:{found.number}")


async def _keep(turn: EngagementTurn, words: str, *, origin: str) -> Reply:
    e, text = turn.engagement.id, within(words, LONGEST, what="lesson")
    for known in await lessons.all_of(turn.session, engagement_id=e):
        if known.text.casefold() == text.casefold():
            raise UserError(IS_THERE.format(lesson=known.number))
    kept = await lessons.add(
        turn.session,
        engagement_id=e,
        text=text,
        origin=origin,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    number = kept.number
    await story.tell(turn, subject=f"lesson:{number}", what=f"put lesson {number} into the playbook: {text}")
    undo = buttons.undo(UNDO_ADDING, {"number": number})
    return reply(say(ADDED.format(number=number), Typed(text)), Buttons((undo,)))


@router.command(
    "playbook used",
    action=Action.WRITE_EXPERIMENT,
    usage='playbook used NUMBER "WHERE" worked | did not work',
    summary="Note where a lesson was used again, and whether it worked there",
)
async def used(turn: EngagementTurn, text: str) -> Reply:
    """Note that a lesson was used."""
    number, rest = read_number(text, command="playbook used", more=' "autumn mailing" worked')
    found = await find(turn, number)
    typed = _ENDING.fullmatch(rest)
    where = unquoted(typed["where"]) if typed else ""
    if typed is None or not where:
        raise UserError(HOW_USED.format(number=number))
    return await _use(
        turn, found, within(where, LONGEST, what="place"), has_worked=typed["how"].casefold() == IT_WORKED
    )


async def _use(turn: EngagementTurn, found: Learned, where: str, *, has_worked: bool) -> Reply:
    how = IT_WORKED if has_worked else IT_DID_NOT
    use_id = await lessons.add_use(
        turn.session,
        engagement_id=turn.engagement.id,
        lesson_id=found.id,
        words=where,
        has_worked=has_worked,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    told = f"noted that lesson {found.number} {how}: {where}"
    await story.tell(turn, subject=f"lesson:{found.number}", what=told)
    after = await find(turn, found.number)
    is_new = after.is_repeatable and not found.is_repeatable
    state = state_words(after)
    aside = note(REPEATABLE if is_new else f"{capital(state)}.")
    undo = buttons.undo(UNDO_USE, {"number": found.number, "use": use_id})
    return reply(say(USED.format(number=found.number, how=how), Typed(where)), aside, Buttons((undo,)))


@router.click(UNDO_ADDING, action=Action.WRITE_EXPERIMENT)
async def undo_adding(turn: EngagementTurn, args: Args) -> Reply:
    """Take a lesson back that was just kept, if it was not used since."""
    number, e = args["number"], turn.engagement.id
    found = await find(turn, number)
    if found.uses:
        raise UserError(CHANGED_SINCE.format(number=number))
    await lessons.withdraw(turn.session, engagement_id=e, lesson_id=found.id, now=turn.now)
    await story.tell(turn, subject=f"lesson:{number}", what=f"took back lesson {number}")
    return reply(UNDONE.format(number=number))


@router.click(UNDO_USE, action=Action.WRITE_EXPERIMENT)
async def undo_use(turn: EngagementTurn, args: Args) -> Reply:
    """Take back that a lesson was used."""
    number, e = args["number"], turn.engagement.id
    await lessons.withdraw_use(turn.session, engagement_id=e, use_id=args["use"], now=turn.now)
    await story.tell(turn, subject=f"lesson:{number}", what=f"took back a use of lesson {number}")
    return reply(UNDONE_USE.format(number=number))
