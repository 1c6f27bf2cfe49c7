"""The ten kinds of pivot: the list, one of them, and questions about them in plain words."""

from domain.chat import Buttons, Fields, Heading, Reply, Table, note, reply, say
from domain.errors import UserError
from domain.numbers.typed import quoted
from domain.permissions import Action
from domain.pivots import PivotType, asked_pivot, find_pivot, is_asking_for_all, pivots, resembles_pivot
from handlers import buttons
from handlers.routing import Router
from handlers.turn import EngagementTurn

TITLE = "The ten kinds of pivot"
WHAT = "A pivot is another strategy for the same vision: one foot stays in what was learned, the other moves."
COLUMNS = ("Kind", "What it is")
MORE = "More about one of them: `pivot value capture`. What was decided: `decisions`."
NAME = "{name} pivot"
EXAMPLE, STAYS, CUE = "For example", "What usually stays", "Worth discussing where"
NO_VERDICT = "Such a sign is a reason to talk about it, and no more than that. People decide: `decide pivot`."
UNKNOWN = "I know ten kinds of pivot, and {typed} is none of them: {names}."
NO_KIND = (
    "`pivots` explains the ten kinds of pivot. What speaks for a pivot or for persevering: `evidence`."
    " The meetings where that is decided: `meet`."
)
ALL = "All ten kinds"

router = Router()


@router.command(
    "pivots",
    action=Action.READ_CARD,
    usage="pivots",
    summary="Show the ten kinds of pivot",
    reads=True,
)
async def show_all(turn: EngagementTurn, text: str) -> Reply:
    """Every kind in a line."""
    return _all()


@router.command(
    "pivot",
    action=Action.READ_CARD,
    usage="pivot KIND",
    summary="Explain a kind of pivot, as in: pivot zoom-out",
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """One kind, with an example and what points to it."""
    if not text.strip():
        return _all()
    found = find_pivot(text)
    if found is None and not resembles_pivot(text):
        raise UserError(NO_KIND)
    if found is None:
        names = ", ".join(kind.name.lower() for kind in pivots().values())
        raise UserError(UNKNOWN.format(typed=quoted(text), names=names))
    return _one(found)


@router.words(action=Action.READ_CARD)
async def answer(turn: EngagementTurn, text: str) -> Reply | None:
    """Answer what a kind of pivot is, or which there are; leave every other question alone."""
    if is_asking_for_all(text):
        return _all()
    found = asked_pivot(text)
    return None if found is None else _one(found)


def _all() -> Reply:
    rows = tuple(((kind.name,), (kind.meaning,)) for kind in pivots().values())
    return reply(Heading(TITLE), say(WHAT), Table(columns=COLUMNS, rows=rows), note(MORE))


def _one(kind: PivotType) -> Reply:
    pairs = ((EXAMPLE, (kind.example,)), (STAYS, (kind.stays,)), (CUE, (f"{kind.cue}.",)))
    more = Buttons((buttons.run(ALL, "pivots"),))
    title = Heading(NAME.format(name=kind.name))
    return reply(title, say(kind.meaning), Fields(pairs), note(NO_VERDICT), more)
