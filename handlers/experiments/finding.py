"""Finding the experiment that somebody means, in the state in which it has to be."""

from domain.assumptions import Assumed
from domain.errors import UserError
from domain.experiments import Experimented
from handlers.assumptions import finding
from handlers.turn import Here
from storage import assumptions, experiments

NO_SUCH = "There is no experiment {number}. `exp list` shows them."
NOT_STARTED = "Experiment {number} has not started. Start it first: `exp start {number}`."
IS_OVER = "Experiment {number} is {outcome} already. Nothing was changed."
LIST = "exp list"


def read_number(text: str, *, command: str, more: str = "") -> tuple[int, str]:
    """The number that the text begins with, and the rest. Raises UserError where it begins with none."""
    return finding.read_number(text, command=command, more=more, list_=LIST)


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
    return await assumptions.find(here.session, engagement_id=e, assumption_id=found.assumption_id)
