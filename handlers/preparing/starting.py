"""`meet start`: the meeting begins, and everybody sees the votes and the lean."""

from collections import Counter
from collections.abc import Sequence

from domain.chat import Block, Button, Buttons, Heading, Reply, Spans, Strong, Table, Typed, reply, say
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, story
from handlers.decisions.recording import record_button
from handlers.evidence.opening import open_button
from handlers.meetings.ahead import Ahead, from_today, record_of
from handlers.meetings.attending import FEWEST_VOTERS, attendees
from handlers.meetings.recording import add_step
from handlers.meetings.words import when
from handlers.moments import moment
from handlers.preparing.channel import tell_channel
from handlers.preparing.leaning import changed_lines, lean_blocks
from handlers.preparing.pack import pack_of_meeting
from handlers.preparing.voting import NAMES, votes_for
from handlers.preparing.words import for_everyone, of_whom
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage.meeting_records import Voted
from storage.tables import Person

START = "Start"
NOT_YET = "The meeting on {when} can begin an hour before that, and until the end of its day."
NONE_NOW = "No meeting is planned that could begin. `meet list` shows them."
BEGAN = "That meeting began on {moment} already. Nothing was changed."
STARTED = "The meeting began. The votes and the lean are in the channel."
STARTED_HERE = "The meeting began. There is no channel, so nobody else saw this:"
TITLE = "The meeting begins"
COLUMNS = ("Who", "Would", "Why")
VOTES = "The private votes: {counts}."
NO_VOTES = "No private vote came in."
NOT_IN, ONE_NOT_IN = " {count} people did not vote.", " One person did not vote."
NO_PACK = "No pack was posted for this meeting. `evidence` shows the evidence of now."

router = Router()


def start_button() -> Button:
    """[Start]."""
    return for_everyone(buttons.run(START, "meet start"))


@router.command(
    "meet start",
    action=Action.MANAGE_MEETINGS,
    usage="meet start",
    summary="Begin the meeting: the private votes and the lean are shown to everybody",
)
async def start(turn: EngagementTurn, text: str) -> Reply:
    """Begin the meeting of now. A second time changes nothing."""
    meeting = await _meeting(turn)
    if meeting.started_at is not None:
        return reply(BEGAN.format(moment=moment(turn, meeting.started_at)))
    own = await record_of(turn, meeting)
    blocks = await _revealed(turn, meeting, own.id)
    await add_step(turn, own.id, "start")
    await story.tell(turn, subject="meeting", what=f"began the meeting of {when(turn, meeting)}")
    is_told = await tell_channel(turn, reply(*blocks, everyone=True), key=f"meeting/start/{own.id}")
    return reply(STARTED) if is_told else reply(STARTED_HERE, *blocks)


async def _meeting(turn: EngagementTurn) -> Ahead:
    """The first meeting that can begin now, else the one that began. Raises UserError."""
    near = await from_today(turn)
    now = [one for one in near if one.can_begin(turn)]
    if not now:
        raise UserError(NOT_YET.format(when=when(turn, near[0])) if near else NONE_NOW)
    return next((one for one in now if one.started_at is None), now[-1])


async def _revealed(turn: EngagementTurn, meeting: Ahead, record_id: int) -> list[Block]:
    people = await attendees(turn, meeting.day)
    votes = await votes_for(turn, meeting)
    frozen = await pack_of_meeting(turn, meeting)
    lean = [*lean_blocks(turn, frozen), *await changed_lines(turn, frozen)] if frozen else [say(NO_PACK)]
    opens = [open_button(frozen)] if frozen else []
    record = for_everyone(record_button(meeting_id=record_id))
    return [Heading(TITLE), *votes_blocks(votes, people), *lean, Buttons((*opens, record))]


def votes_blocks(votes: Sequence[Voted], people: Sequence[Person]) -> list[Block]:
    """Who would do what, and why; of those who did not vote only how many they are."""
    if not votes:
        return [say(NO_VOTES)] if len(people) >= FEWEST_VOTERS else []
    counted = Counter(one.choice for one in votes)
    counts = ", ".join(f"{counted[choice]} {name}" for choice, name in NAMES.items() if counted[choice])
    missing = of_whom(votes, people) - len(votes)
    aside = {0: "", 1: ONE_NOT_IN}.get(missing, NOT_IN.format(count=missing))
    rows: tuple[tuple[Spans, ...], ...] = tuple(
        ((Typed(one.name),), (NAMES[one.choice],), (Typed(one.why),) if one.why else ("",)) for one in votes
    )
    return [say(Strong(VOTES.format(counts=counts)), aside), Table(COLUMNS, rows)]
