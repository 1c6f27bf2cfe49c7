"""Finding the experiment that somebody means, in the state in which it has to be."""

from domain.assumptions import Assumed
from domain.errors import UserError
from domain.experiments import Experimented
from handlers import numbered
from handlers.turn import Here
from storage import assumptions, experiments

NO_SUCH = "There is no experiment {number}. `exp list` shows them."
NOT_STARTED = "Experiment {number} has not started. Start it first: `exp start {number}`."
IS_OVER = "Experiment {number} is {outcome} already. Nothing was changed."
WHICH = "Which one? Write its number, as in `{command} 2{more}`. `exp list` shows them."
# `exp` alone takes any words: `exp start page` may be meant as such.
IN_QUOTES = ' Words that begin so go in quotes, as in `exp "{second} …"`.'


def read_number(text: str, *, command: str, more: str = "") -> tuple[int, str]:
    """The number that the text begins with, and the rest. Raises UserError where it begins with none."""
    aside = IN_QUOTES.format(second=command.removeprefix("exp ")) if text.strip() else ""
    return numbered.read_number(text, which=WHICH.format(command=command, more=more) + aside)


async def find(here: Here, number: int) -> Experimented:
    """The experiment with this number. Raises UserError where there is none."""
    found = await experiments.find(here.session, engagement_id=here.engagement.id, number=number)
    if found is None:
        raise UserError(NO_SUCH.format(number=number))
    return found


async def find_open(here: Here, number: int) -> Experimented:
    """The experiment, planned or running. Raises UserError for one that is over."""
    found = await find(here, number)
    if found.is_over:
        raise UserError(IS_OVER.format(number=number, outcome=found.outcome))
    return found


async def find_running(here: Here, number: int) -> Experimented:
    """The experiment, running. Raises UserError for one that has not started, or is over."""
    found = await find_open(here, number)
    if found.started_on is None:
        raise UserError(NOT_STARTED.format(number=number))
    return found


async def assumption_of(here: Here, found: Experimented) -> Assumed | None:
    """The assumption that it tests."""
    if found.assumption_id is None:
        return None
    e = here.engagement.id
    return await assumptions.with_id(here.session, engagement_id=e, assumption_id=found.assumption_id)
