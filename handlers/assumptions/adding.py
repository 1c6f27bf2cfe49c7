"""Writing an assumption down: from a command, a form, or another feature."""

from domain.assumptions import Assumed, Draft
from domain.chat import Block, Buttons, Reply, Typed, note, reply, say
from domain.errors import UserError
from domain.typed_fields import unquoted_start, within
from handlers import buttons, story
from handlers.assumptions.earlier import earlier_lines
from handlers.assumptions.finding import kpi_of
from handlers.assumptions.steps import undo_button
from handlers.assumptions.words import held_for, side_lines, tells, weight
from handlers.turn import EngagementTurn, Here
from storage import assumptions
from storage.tables import Kpi

WRITTEN = "Assumption {number} is written down ({kind}, {weight}): "
THRESHOLD = "Supported means: "
SAY_WHAT = "Please say in a sentence what you assume."
SAY_THRESHOLD = (
    "Please write what will count as supported, before any result comes in, as in:"
    " at least 40% of new patients."
)
SAME = "That is assumption {number} already. Nothing was changed."
PLAN = "Plan an experiment"
TOLD = "wrote down assumption {number}: {text}"
LONGEST = 500


def draft_of(here: Here, draft: Draft, *, kpi: Kpi | None) -> Draft:
    """The draft, made ready to be written. Raises UserError where words or threshold miss or are too long."""
    text, threshold = draft.text.strip(), unquoted_start(draft.threshold)
    if not text:
        raise UserError(SAY_WHAT)
    if not threshold:
        raise UserError(SAY_THRESHOLD)
    return Draft(
        text=within(text, LONGEST, what="assumption"),
        threshold=within(threshold, LONGEST, what="threshold"),
        kind=draft.kind,
        is_critical=draft.is_critical,
        kpi_id=kpi.id if kpi else None,
        held=held_for(here, kpi, threshold) if kpi else None,
    )


async def write(turn: EngagementTurn, draft: Draft, *, origin: str = "") -> Assumed:
    """Write the draft down, with its line of history. Raises UserError where it stands there already."""
    e = turn.engagement.id
    for known in await assumptions.all_of(turn.session, engagement_id=e):
        if not known.is_retired and known.text.casefold() == draft.text.casefold():
            raise UserError(SAME.format(number=known.number))
    written = await assumptions.add(
        turn.session,
        engagement_id=e,
        draft=draft,
        opened_on=turn.today,
        origin=origin,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    await story.tell(
        turn,
        subject=f"assumption:{written.number}",
        what=TOLD.format(number=written.number, text=draft.text),
        after={"threshold": draft.threshold, "is_critical": draft.is_critical, "type": draft.kind},
    )
    return written


async def add(turn: EngagementTurn, draft: Draft) -> Reply:
    """Write the draft down, say back what will tell, and offer to undo that."""
    found = await write(turn, draft)
    plan = buttons.open_form("exp", {"assumption": found.number}, label=PLAN)
    return reply(*await said_back(turn, found), Buttons((undo_button(found.number, None), plan)))


async def said_back(turn: EngagementTurn, found: Assumed) -> list[Block]:
    """What was written, and what will tell whether it holds."""
    kpi = await kpi_of(turn, found)
    head = WRITTEN.format(number=found.number, kind=found.kind, weight=weight(found))
    return [
        say(head, Typed(found.text)),
        say(THRESHOLD, Typed(found.threshold)),
        note(tells(turn, kpi, found.threshold)),
        *side_lines(turn, found),
        *await earlier_lines(turn, found),
    ]
