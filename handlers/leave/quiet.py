"""What somebody is told unasked, and how they stop it: for a while, or one kind of it.

What one person wants to hear is nobody else's business: it is not in the history that all can read.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from domain.chat import Args, Block, Bullets, Button, Buttons, Heading, Reply, note, reply
from domain.errors import UserError
from domain.jobs import jobs
from domain.leave import Span, read_span
from domain.permissions import LEADS, Action, Role
from handlers import people
from handlers.leave.changes import (
    Somebody,
    add,
    asker,
    day_in_words,
    days_in_words,
    end,
    member,
    take_back,
    undo_button,
    wished,
)
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import wishes
from storage.wishes import Wish

TITLE = "What I send you about {client} without being asked"
SENT = "{title}: {what}. `quiet {word}` stops it."
STOPPED = "{title}: stopped. `quiet off {word}` brings it back."
STOPPED_UNTIL = "{title}: stopped until {day}, that day included. `quiet off {word}` brings it back now."
QUIET_NOW = "You have quiet {days}. `quiet off` ends it."
COPIES = "{title}: a copy of each one. `digest off` stops it."
COPIES_STOPPED = "{title}: stopped. `digest me` brings it back."
NOT_ASKED = "Observers are neither asked nor reminded."
FOR_A_WHILE = "All of it stops for a while with `quiet until monday`. What you ask me, I always answer."
COUNTED = "You are asked in the channel and counted as before; while you are away, type `away until 3 Jan`."
AT_MOST = "It is never more than two messages a week."
QUIET = "You hear nothing from me unasked {days}. {counted} `quiet off` ends it."
NO_MORE = "I no longer send you “{title}”{days}. `quiet off {word}` brings it back."
LOUD = "I write to you again as usual. `quiet` shows what that is."
LOUD_JOB = "I send you “{title}” again."
WAS_LOUD = "You had not stopped that, so nothing was changed. `quiet` shows what you get."
NOT_READ = "I could not read {typed}. Write `quiet until monday`, `quiet {words}`, or `quiet off`."
UNDONE = "Undone. `quiet` shows what you get."
UNDO = "quiet undo"
OFF = "off"

# What people call each job that writes to them; the first word is the one that we say.
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kpi_due": ("kpi", "kpis", "number", "numbers"),
        "checkin_reminder": ("checkins", "checkin", "check-in", "check-ins", "reminder", "reminders"),
        "actions": ("actions", "action"),
        "checkin_digest": ("digest", "digests", "missing"),
        "stale": ("stale",),
        "cadence_guard": ("window", "meetings"),
    }
)
WHAT: Mapping[str, str] = MappingProxyType(
    {
        "kpi_due": "one message when a number of yours is due",
        "checkin_reminder": "one reminder, where you have not answered a day later",
        "actions": "your own, once a week",
        "checkin_digest": "who is missing, for you alone",
        "stale": "for you alone, where nobody brought the number",
        "cadence_guard": "before it closes without a date",
    }
)
COPIED = "checkin_digest"
FOR_LEADS = frozenset({"checkin_digest", "stale", "cadence_guard"})

router = Router()


@router.command(
    "quiet",
    action=Action.READ_CARD,
    usage="quiet [until DAY | kpi | checkins | actions | off]",
    summary="Show what I send you unasked, and stop it for a while or one kind of it",
)
async def quiet(turn: EngagementTurn, text: str) -> Reply:
    """Show what the person gets, stop it, or bring it back."""
    who, words = await asker(turn), text.casefold().split()
    if not words:
        return await _show(turn, who)
    if OFF in (words[0], words[-1]):
        return await _loud(turn, who, [word for word in words if word != OFF])
    job = _job(words[0])
    if job:
        return await _stop_job(turn, who, job, " ".join(words[1:]))
    return await _stop_all(turn, who, text)


def _job(word: str) -> str:
    return next((job for job, called in WORDS.items() if word.strip(",.") in called), "")


def _read(turn: EngagementTurn, who: Somebody, typed: str) -> Span:
    try:
        return read_span(typed, today=who.today, locale=turn.engagement.locale)
    except UserError as error:
        if "is over" in error.sentence:
            raise
        words = "`, `quiet ".join(called[0] for job, called in WORDS.items() if job not in FOR_LEADS)
        raise UserError(NOT_READ.format(typed=f"“{typed.strip()[:40]}”", words=words)) from None


async def _stop_all(turn: EngagementTurn, who: Somebody, typed: str) -> Reply:
    span = _read(turn, who, typed)
    before = [wish for wish in await wished(turn, who) if wish.kind == wishes.QUIET]
    ended = await end(turn, who, before)
    added = [await add(turn, who, wishes.QUIET, span)]
    days = days_in_words(turn, span, who.today)
    counted = COUNTED if turn.role is not Role.OBSERVER else ""
    said = QUIET.format(days=days, counted=counted)
    return reply(" ".join(said.split()), Buttons((undo_button(UNDO, who, added=added, ended=ended),)))


async def _stop_job(turn: EngagementTurn, who: Somebody, job: str, typed: str) -> Reply:
    span = _read(turn, who, typed) if typed else Span(first=who.today, last=None)
    before = [wish for wish in await wished(turn, who) if wish.kind == wishes.OPT_OUT and wish.job == job]
    ended = await end(turn, who, before)
    added = [await add(turn, who, wishes.OPT_OUT, span, job=job)]
    days = f" {days_in_words(turn, span, who.today)}" if typed else ""
    title = jobs()[job].title
    said = NO_MORE.format(title=title, days=days, word=WORDS[job][0])
    return reply(said, Buttons((undo_button(UNDO, who, added=added, ended=ended),)))


async def _loud(turn: EngagementTurn, who: Somebody, words: Sequence[str]) -> Reply:
    """Bring everything back, or one kind of it."""
    job = _job(words[0]) if words else ""
    if words and not job:
        _read(turn, who, " ".join(words))
    stops = [wish for wish in await wished(turn, who) if wish.kind in (wishes.QUIET, wishes.OPT_OUT)]
    ending = [wish for wish in stops if not words or wish.job == job]
    if not ending:
        return reply(WAS_LOUD)
    ended = await end(turn, who, ending)
    said = LOUD_JOB.format(title=jobs()[job].title) if job else LOUD
    return reply(said, Buttons((undo_button(UNDO, who, ended=ended),)))


@router.click(UNDO, action=Action.READ_CARD)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back what they wanted before."""
    who = await member(turn, await people.find(turn, args["account"]))
    await take_back(turn, who, args)
    return reply(UNDONE)


async def _show(turn: EngagementTurn, who: Somebody) -> Reply:
    stops = [wish for wish in await wished(turn, who) if wish.kind in (wishes.QUIET, wishes.OPT_OUT)]
    is_observer = turn.role is Role.OBSERVER
    lines = [_line(turn, who, job, stops) for job in _jobs_of(turn.role)]
    silence = [wish for wish in stops if wish.kind == wishes.QUIET]
    blocks: list[Block | str] = [Heading(TITLE.format(client=turn.engagement.name))]
    blocks += [QUIET_NOW.format(days=days_in_words(turn, wish.span, who.today)) for wish in silence]
    blocks.append(Bullets(tuple((line,) for line in lines)))
    hints = [NOT_ASKED] if is_observer else [] if turn.role in LEADS else [AT_MOST]
    return reply(*blocks, note(" ".join((*hints, FOR_A_WHILE))), *_buttons(stops))


def _buttons(stops: Sequence[Wish]) -> list[Block]:
    if not stops:
        return []
    return [Buttons((Button(label="Write to me again", route="quiet off", is_single_choice=False),))]


@router.click("quiet off", action=Action.READ_CARD)
async def loud_clicked(turn: EngagementTurn, args: Args) -> Reply:
    """Bring everything back."""
    return await _loud(turn, await asker(turn), ())


def _jobs_of(role: Role) -> list[str]:
    """The jobs that write to members with this role."""
    if role is Role.OBSERVER:
        return [COPIED]
    return [job for job in WORDS if role in LEADS or job not in FOR_LEADS]


def _line(turn: EngagementTurn, who: Somebody, job: str, stops: Sequence[Wish]) -> str:
    told = {"title": jobs()[job].title, "word": WORDS[job][0]}
    stop = next((wish for wish in stops if wish.job == job and wish.holds_on(who.today)), None)
    if job == COPIED and turn.role is Role.OBSERVER and (stop is None or stop.last_day is None):
        return (COPIES if stop is None else COPIES_STOPPED).format(**told)
    if stop is None:
        return SENT.format(what=WHAT[job], **told)
    if stop.last_day is None:
        return STOPPED.format(**told)
    return STOPPED_UNTIL.format(day=day_in_words(turn, stop.last_day, who.today), **told)
