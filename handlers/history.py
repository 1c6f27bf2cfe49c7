"""The engagement's story: who did what, when and why."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.chat import Args, Bullets, Button, Buttons, Heading, Reply, Typed, note, reply
from domain.permissions import Action
from handlers.kpis.named import named
from handlers.moments import day, moment
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import history, kpis
from storage.tables import HistoryEvent

TITLE = "History of {name}"
EMPTY = "Nothing has happened here yet."
BEGINNING = "This is where the story begins."
SOMEBODY = "somebody"
PAGE = 15
USAGE = "history [KPI | members | feedback | settings | schedule | checkin | meeting | register | tripwires]"
WHICH = "Write it as in `history leads`, `history members` or `history feedback`."

# What people may name beside a KPI -> the subjects under which lines are written.
SUBJECTS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("members", "people"), "member")
    | {"feedback": "feedback", "settings": "settings"}
    | dict.fromkeys(("schedule", "schedules"), "schedule post date")
    | dict.fromkeys(("checkin", "checkins", "check-in", "check-ins"), "checkin schedule:checkin")
    | dict.fromkeys(("meeting", "meetings"), "meeting schedule:meeting")
    | dict.fromkeys(("tripwire", "tripwires"), "tripwire tripwires schedule:tripwires")
    | dict.fromkeys(("register", "registers"), "action blocker")
    | dict.fromkeys(("action", "actions"), "action schedule:actions")
    | dict.fromkeys(("blocker", "blockers"), "blocker")
    | dict.fromkeys(("assumption", "assumptions"), "assumption")
    | dict.fromkeys(("experiment", "experiments"), "experiment")
    | dict.fromkeys(("playbook", "lesson", "lessons"), "lesson")
)

router = Router()


@router.command(
    "history",
    action=Action.READ_HISTORY,
    usage=USAGE,
    summary="Show what happened: who, when, and why",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the newest lines of the story."""
    return await _page(turn, about=await _subject(turn, text.strip()), before_id=None)


async def _subject(turn: EngagementTurn, text: str) -> str:
    """The subjects that are meant, in one line; a KPI that is called exactly so goes before our own words."""
    words = text.casefold()
    if not words:
        return ""
    if words in SUBJECTS and not await _is_kpi(turn, words):
        return SUBJECTS[words]
    kpi = await named(turn, text, otherwise=WHICH, also_retired=True)
    return f"kpi:{kpi.key}"


async def _is_kpi(turn: EngagementTurn, words: str) -> bool:
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    return any(words in (kpi.key, kpi.name.casefold()) for kpi in rows)


@router.click("history earlier", action=Action.READ_HISTORY)
async def earlier(turn: EngagementTurn, args: Args) -> Reply:
    """Show the lines before those that were shown."""
    return await _page(turn, about=args["about"], before_id=args["before"])


async def _page(turn: EngagementTurn, *, about: str, before_id: int | None) -> Reply:
    here = {"engagement_id": turn.engagement.id, "limit": PAGE + 1}
    rows = await history.latest(turn.session, **here, before_id=before_id, about=about.split())
    if not rows:
        return reply(EMPTY if before_id is None else BEGINNING)
    lines = Bullets(tuple((Typed(_line(turn, event, who)),) for event, who in rows[:PAGE]))
    heading = Heading(TITLE.format(name=turn.engagement.name))
    if len(rows) <= PAGE:
        return reply(heading, lines, note(BEGINNING))
    args = {"about": about, "before": rows[PAGE - 1][0].id}
    more = Button(label="Earlier", route="history earlier", args=args, is_single_choice=False)
    return reply(heading, lines, Buttons((more,)))


def _line(turn: EngagementTurn, event: HistoryEvent, who: str | None) -> str:
    # What somebody said anonymously is dated by its day alone.
    when = day(turn, event.at.date()) if who is None else moment(turn, event.at)
    because = f" because: {event.reason}" if event.reason else ""
    return f"{when}: {who or SOMEBODY} {event.what}{because} ({event.source})"
