"""Finding the schedule that somebody means: by job, title or name, however they write it."""

import re
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process

from domain.chat import Buttons, Reply, reply
from domain.errors import UserError
from domain.jobs import Job, jobs
from domain.wording import listed
from handlers import buttons
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

WHICH = "Which one?"
UNKNOWN = "I know no schedule called {typed} here.{near} `schedule` shows them all."
NEAR = " Did you mean {names}?"
SEVERAL = "{typed} could be {names}. Please write the whole name."
FOLLOWS = {
    "checkin": "{title} follows the check-in. Change that one: `schedule change checkin`.",
    "meeting": "{title} follows each meeting. Change those: `meet list`.",
}
NO_MEETING = "There is no meeting planned yet. Plan one with `meet`."
NOT_BEGUN = "{title} is not scheduled here."
NONE_YET = "Nothing is scheduled here yet."
LEFT_OVER = "{name}: I did not understand {rest}. Nothing was changed. {how}"
NAME_ALONE = "Write its name alone, and one at a time."

ALIASES = {
    "checkin": ("check in", "standup", "weekly"),
    "checkin_reminder": ("reminder",),
    "checkin_digest": ("digest",),
    "kpi_due": ("kpi", "numbers", "due", "due numbers"),
    "stale": ("stale numbers", "stale data"),
    "actions": ("action", "overdue"),
    "meeting": ("meet", "pivot meeting", "pivot"),
    "cadence_guard": ("guard", "window"),
    "tripwires": ("tripwire",),
}
SURE_ENOUGH, NEAR_ENOUGH = 88, 60
SHORTEST_GUESS = 4
MOST_NEAR, MOST_WORDS = 3, 20

_NOT_A_LETTER = re.compile(r"[\W_]+")
_CHECK_IN = re.compile(r"\bcheck in")


def handle_of(scheduled: Scheduled, beside: Iterable[Scheduled]) -> str:
    """What to type for it: its job, or its name where the job has several."""
    several = sum(one.job == scheduled.job for one in beside) > 1
    return scheduled.name if several else scheduled.job


async def find(turn: EngagementTurn, typed: str, *, how: str = NAME_ALONE) -> Scheduled:
    """The one schedule that is meant. Raises UserError with the nearest names.

    Where more than a name was typed nothing is guessed: the refusal says `how` to write it.
    """
    found, rest = await find_first(turn, typed)
    if rest:
        raise left_over(found.name, rest, how)
    return found


async def find_first(turn: EngagementTurn, typed: str) -> tuple[Scheduled, str]:
    """The one schedule with whose name the words begin, and the words after it. Raises UserError for none."""
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    words = typed.split()
    # A name may hold any word, so the longest one that fits is meant.
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        name = " ".join(words[:count])
        found = _exact(_bare(name), own) or _alike(name, own)[:1]
        if found:
            return _planned(_single(name, found)), " ".join(words[count:])
    raise UserError(_unknown(typed, own))


def left_over(name: str, rest: str, how: str) -> UserError:
    """The refusal of words after a name that mean nothing there."""
    return UserError(LEFT_OVER.format(name=name, rest=f"“{rest[:40]}”", how=how))


def _single(typed: str, found: Sequence[Scheduled | Job]) -> Scheduled | Job:
    if len(found) > 1:
        names = listed((one.name for one in found if isinstance(one, Scheduled)), last="or")
        raise UserError(SEVERAL.format(typed=f"“{typed[:40]}”", names=names))
    return found[0]


async def ask_which(turn: EngagementTurn, verb: str, *, opens_form: bool = False) -> Reply:
    """Ask which schedule is meant, with a button for each that does `schedule VERB` with it."""
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    if not own:
        raise UserError(NONE_YET)
    choices = (
        buttons.run(one.name, f"schedule {verb} {handle_of(one, own)}", opens_form=opens_form) for one in own
    )
    return reply(WHICH, Buttons(tuple(choices)))


def _bare(words: str) -> str:
    """The letters and digits alone, without an s at the end: Check-ins is checkin."""
    return _words(words).replace(" ", "").removesuffix("s")


def _words(typed: str) -> str:
    """The words in small letters without the article; check-in is one of them."""
    words = _NOT_A_LETTER.sub(" ", typed.casefold()).strip().removeprefix("the ")
    return _CHECK_IN.sub("checkin", words)


def _called(own: Sequence[Scheduled]) -> list[tuple[str, Scheduled | Job]]:
    """Every name of what is scheduled, then of what stands in the catalogue alone."""
    names: list[tuple[str, Scheduled | Job]] = [
        (name, one) for one in own for name in (one.name, *_names_of(jobs()[one.job]))
    ]
    there = {one.job for one in own}
    return names + [
        (name, job) for job in jobs().values() if job.name not in there for name in _names_of(job)
    ]


def _names_of(job: Job) -> tuple[str, ...]:
    return job.title, job.name, *ALIASES.get(job.name, ())


def _exact(bare: str, own: Sequence[Scheduled]) -> list[Scheduled | Job]:
    by_name: list[Scheduled | Job] = [one for one in own if _bare(one.name) == bare]
    if by_name or not bare:
        return by_name
    return _once(one for name, one in _called(own) if _bare(name) == bare)


def _alike(typed: str, own: Sequence[Scheduled]) -> list[Scheduled | Job]:
    """What is called nearly so. A word more is no slip of the pen: it may say until when, or what not."""
    words = _words(typed)
    called = [(name, one) for name, one in _called(own) if _length(name) == _length(words)]
    return _nearest(words, called, fuzz.token_sort_ratio, SURE_ENOUGH)


def _length(name: str) -> int:
    return len(_words(name).split())


def _nearest(
    words: str,
    called: Sequence[tuple[str, Scheduled | Job]],
    scorer: Callable[..., float],
    at_least: int,
) -> list[Scheduled | Job]:
    if len(words) < SHORTEST_GUESS:
        return []
    names = [_words(name) for name, _one in called]
    near = process.extract(words, names, scorer=scorer, limit=MOST_NEAR, score_cutoff=at_least)
    return _once(called[index][1] for _name, _score, index in near)


def _once(found: Iterable[Scheduled | Job]) -> list[Scheduled | Job]:
    """Each of them once, in order."""
    distinct: list[Scheduled | Job] = []
    for one in found:
        if one not in distinct:
            distinct.append(one)
    return distinct


def _unknown(typed: str, own: Sequence[Scheduled]) -> str:
    guessed = _nearest(_words(typed), _called(own), fuzz.token_set_ratio, NEAR_ENOUGH)
    near = [one for one in guessed if isinstance(one, Scheduled)]
    names = listed((f"`{handle_of(one, own)}`" for one in near), last="or")
    return UNKNOWN.format(typed=f"“{typed[:40]}”", near=NEAR.format(names=names) if names else "")


def _planned(found: Scheduled | Job) -> Scheduled:
    """The schedule; a job that has none is refused in words."""
    if isinstance(found, Scheduled):
        return found
    if found.begins == "meeting":
        raise UserError(NO_MEETING)
    raise UserError(FOLLOWS.get(found.follows, NOT_BEGUN).format(title=found.title))
