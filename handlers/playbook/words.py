"""Lessons in words, and finding the one that somebody means."""

from domain.errors import UserError
from domain.lessons import Learned
from handlers import numbered
from handlers.turn import Here
from storage import lessons

WHICH = "Which one? Write its number, as in `{command} 2{more}`. `playbook` shows them."
NO_SUCH = "There is no lesson {number}. `playbook` shows them."
REPEATABLE, NOTED = "repeatable: it worked {worked} of {n} times", "noted, not used again yet"
USED = "used {n} times, worked {worked} times"
USED_ONCE = {True: "used once, and it worked", False: "used once, and it did not work"}
FROM_EXPERIMENT, FROM_FEEDBACK = "from experiment {number}", "from feedback {number}"
BORROWED, OWN = "borrowed from others", "noted by hand"


def read_number(text: str, *, command: str, more: str = "") -> tuple[int, str]:
    """The number that the text begins with, and the rest. Raises UserError where it begins with none."""
    return numbered.read_number(text, which=WHICH.format(command=command, more=more))


async def find(here: Here, number: int) -> Learned:
    """The lesson with this number. Raises UserError where there is none."""
    found = await lessons.find(here.session, engagement_id=here.engagement.id, number=number)
    if found is None:
        raise UserError(NO_SUCH.format(number=number))
    return found


def state_words(found: Learned) -> str:
    """Whether it can be counted on."""
    n, worked = len(found.uses), found.worked
    if found.is_repeatable:
        return REPEATABLE.format(n=n, worked=worked)
    if not n:
        return NOTED
    return USED_ONCE[worked == 1] if n == 1 else USED.format(n=n, worked=worked)


def origin_words(found: Learned) -> str:
    """Where it comes from."""
    kind, _, number = found.origin.partition(":")
    if number:
        return (FROM_EXPERIMENT if kind == "experiment" else FROM_FEEDBACK).format(number=number)
    return OWN if found.origin else BORROWED
