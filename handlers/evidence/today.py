"""`evidence`: the pack of today in a dozen lines; where there is nothing yet, what to do first."""

import re
from collections.abc import Iterator, Sequence

from domain.chat import Block, Bullets, Button, Buttons, Heading, Reply, Spans, note, reply, say
from domain.errors import UserError
from domain.evidence.inputs import Inputs
from domain.permissions import Action, is_allowed
from handlers import buttons, story
from handlers.evidence.freezing import frozen_today
from handlers.evidence.hiding import hides_lean_of, sees_money
from handlers.evidence.opening import buttons_of
from handlers.evidence.words import summary, title
from handlers.meetings.ahead import Ahead, timeline_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage.evidence import Frozen

NOTHING = "Not enough evidence: nothing is recorded yet that could speak for going on or for a change."
FIRST = "What to do first, the cheapest first:"
ASSUME = "Write down what has to be true for the strategy to work, and which number would support it."
NUMBERS = "Report the last 12 months of each number that must move: paste them, or drop a table."
DRIVER = "Say which numbers must move if the strategy works: `kpi driver`."
LISTEN = "Note what customers and prospects say, good and bad."
TEST = "Plan one small test of the riskiest assumption, with its threshold written first."
NUMBER = "Pack {number}. `evidence list` shows the earlier ones."
NOT_A_COMMAND = (
    "`evidence` shows the pack of today. There is also `evidence list`, `evidence show 3`,"
    " `evidence settings` and `evidence links off`."
)

# Neither a yes nor a no: people decide, and the answer is what the evidence leans to and who does.
VERDICT = re.compile(
    r"(?:so |and |well |now )*(?:(?:should|shall|must|do) we|is it time to|time to) "
    r"(?:pivot|persevere|stop|change course|carry on|go on|continue|give up)"
    r"(?: or [\w ]{2,40}| now| yet| at all| here)?[ ?.!]*",
    re.IGNORECASE,
)

router = Router()


@router.command(
    "evidence",
    action=Action.READ_EVIDENCE,
    usage="evidence",
    summary="Show what the recorded evidence leans towards: pivot, persevere or stop",
)
async def show_today(turn: EngagementTurn, text: str) -> Reply:
    """Show the pack of today; it is frozen where something changed since the last one."""
    if text.strip(" ?"):
        raise UserError(NOT_A_COMMAND)
    return await _of_today(turn)


@router.words(action=Action.READ_EVIDENCE)
async def answer(turn: EngagementTurn, text: str) -> Reply | None:
    """Answer whether to pivot, persevere or stop with the evidence of today; leave other words alone."""
    return await _of_today(turn) if VERDICT.fullmatch(text.strip()) else None


async def _of_today(turn: EngagementTurn) -> Reply:
    timeline = await timeline_of(turn)
    frozen = await frozen_today(turn, cause="asked", by_id=turn.person.id, timeline=timeline)
    if frozen.at == turn.now:
        await story.tell(
            turn, subject=f"evidence:{frozen.number}", what=f"asked for the evidence: pack {frozen.number}"
        )
    return await shown(turn, frozen, timeline.meetings)


async def shown(turn: EngagementTurn, frozen: Frozen, meetings: Sequence[Ahead]) -> Reply:
    """A pack in a dozen lines, as the person may see it."""
    if is_empty(frozen.inputs):
        return _nothing(turn, frozen)
    shows_lean = not await hides_lean_of(turn, frozen, meetings)
    return reply(
        *summary(turn, frozen, shows_lean=shows_lean, shows_money=sees_money(turn.role)),
        note(NUMBER.format(number=frozen.number)),
        buttons_of(frozen),
    )


def is_empty(inputs: Inputs) -> bool:
    """Whether nothing at all went in."""
    has_values = any(one.points for one in inputs.kpis)
    return not (has_values or inputs.assumptions or inputs.experiments or inputs.feedback)


def _nothing(turn: EngagementTurn, frozen: Frozen) -> Reply:
    steps = [
        (line, button) for line, button, action in _steps(frozen.inputs) if is_allowed(turn.role, action)
    ]
    items: tuple[Spans, ...] = tuple((line,) for line, _button in steps)
    blocks: list[Block] = [Heading(title(turn, frozen)), say(NOTHING), say(FIRST), Bullets(items)]
    return reply(*blocks, Buttons(tuple(button for _line, button in steps)))


def _steps(inputs: Inputs) -> Iterator[tuple[str, Button, Action]]:
    """What to do first: in words, by a button, with which right."""
    assume = buttons.run("Write an assumption", "assume", opens_form=True)
    yield ASSUME, assume, Action.WRITE_ASSUMPTION
    yield NUMBERS, buttons.run("Bring numbers", "kpi import", opens_form=True), Action.WRITE_KPI
    if inputs.kpis and not any(one.is_driver for one in inputs.kpis):
        yield DRIVER, buttons.run("Choose drivers", "kpi driver", opens_form=True), Action.DEFINE_KPI
    yield LISTEN, buttons.run("Note feedback", "feedback", opens_form=True), Action.GIVE_FEEDBACK
    yield TEST, buttons.run("Plan a test", "exp", opens_form=True), Action.WRITE_EXPERIMENT
