"""Recording numbers: typed as a command, said in plain words, or confirmed after a question."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from domain.chat import Buttons, FormRef, Reply, note, reply, say
from domain.kpis import UnknownKpi, split_kpi
from domain.kpis.names import COMMANDS, LONGEST_HEAD, nearest, unknown
from domain.permissions import Action
from handlers.kpis.confirm import (
    NOTHING_SAVED,
    doubts_about_all,
    edit_button,
    record_items,
    save_button,
)
from handlers.kpis.owed import nothing_owed
from handlers.kpis.reported import Reported, read
from handlers.kpis.saving import previous_value
from handlers.kpis.series import names_of, period_name, shown
from handlers.permissions import is_writer
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi

ASK_WORDS = "I understood this. Shall I save it?"
MEANT = "Or did you mean `kpi {name}`?"
UNDERSTOOD = "{name} = {value} for {period}{previous}"
NEAR_COMMAND = 75

_BEFORE_NUMBER = re.compile(r"\s*([^\d:=]{3,60}?)\s*(?:[:=]|was|were|is|are)?\s+\S*\d", re.IGNORECASE)
_OURS = re.compile(r"\s*(?:our|the|my)\s+", re.IGNORECASE)
_WE_HAD = re.compile(r"\s*(?:we|i)\s+(?:had|have|got|made)\s+(\S*\d\S*)\s+(.+)", re.IGNORECASE | re.DOTALL)
_IN_PERIOD = re.compile(r"\s+(?:in|for|during)\s+", re.IGNORECASE)

router = Router()


@router.command(
    "kpi",
    action=Action.WRITE_KPI,
    usage='kpi KEY VALUE [PERIOD] ["NOTE"]',
    summary="Record numbers, as in: kpi leads 103 sep, cpl 219. Alone, it opens a form with what you owe",
    opens_form=True,
)
async def record(turn: EngagementTurn, text: str) -> Reply:
    """Record the numbers in the text, or show the form of what is owed."""
    if not text:
        return await nothing_owed(turn) or Reply(form=FormRef(name="kpi owed"))
    try:
        return await record_items(turn, await read(turn, text))
    except UnknownKpi as error:
        near = process.extractOne(text, sorted(COMMANDS), scorer=fuzz.ratio, score_cutoff=NEAR_COMMAND)
        raise UnknownKpi(
            f"{error.sentence} {MEANT.format(name=near[0])}" if near else error.sentence
        ) from error


@router.command(
    "update",
    action=Action.WRITE_KPI,
    usage="update KEY VALUE [PERIOD]",
    summary="The same as kpi KEY VALUE",
    opens_form=True,
)
async def update(turn: EngagementTurn, text: str) -> Reply:
    """Record the numbers in the text."""
    return await record(turn, text)


@router.words(action=Action.WRITE_KPI)
async def understand(turn: EngagementTurn, text: str) -> Reply | None:
    """Offer to save numbers that somebody mentions in plain words."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    text = _kpi_first(text)
    if text.rstrip().endswith("?") or not any(char.isdigit() for char in text):
        return None
    if split_kpi(text, names_of(rows)) is None:
        _refuse_misspelt(text, rows)
        return None
    reported = await read(turn, text)
    lines = tuple(say(_understood(turn, r)) for r in reported)
    if all(is_writer(turn, r.kpi) for r in reported) and _is_odd(turn, reported):
        return await record_items(turn, reported)
    choices = Buttons((save_button(reported, is_checked=False), edit_button(turn, reported[0])))
    return reply(ASK_WORDS, *lines, choices, note(NOTHING_SAVED))


def _is_odd(turn: EngagementTurn, reported: Sequence[Reported]) -> bool:
    """Whether saving would ask by itself, so that nobody is asked twice."""
    return any(r.is_conflict for r in reported) or bool(doubts_about_all(turn, reported))


def _kpi_first(text: str) -> str:
    """What people say with the KPI at its beginning: "our leads were 3", "we had 44 leads in june"."""
    text = _OURS.sub("", text)
    if counted := _WE_HAD.match(text):
        number, rest = counted[1], counted[2]
        head, period = _IN_PERIOD.split(rest, maxsplit=1) if _IN_PERIOD.search(rest) else (rest, "")
        return f"{head} {number} {period}".strip()
    return text


def _refuse_misspelt(text: str, rows: Sequence[Kpi]) -> None:
    """Raise UnknownKpi where the words before the number are a slip away from a KPI's name."""
    words = _BEFORE_NUMBER.match(" ".join(text[:LONGEST_HEAD].split()))
    if words and nearest(words[1], names_of(rows)):
        raise unknown(text, names_of(rows))


def _understood(turn: EngagementTurn, r: Reported) -> str:
    return UNDERSTOOD.format(
        name=r.kpi.name,
        value=shown(turn, r.kpi, r.item.value),
        period=period_name(turn, r.item.period),
        previous=previous_value(turn, r.series, r.item.period),
    )
