"""`meet start`: the meeting begins, and everybody sees the votes and the lean."""

from collections import Counter
from collections.abc import Sequence

from domain.chat import Block, Button, Buttons, Heading, Reply, Spans, Strong, Table, Typed, note, reply, say
from domain.errors import UserError
from domain.meetings.lead import inputs_day
from domain.permissions import Action
from handlers import buttons, story
from handlers.decisions.recording import record_button
from handlers.evidence.opening import open_button
from handlers.meetings.ahead import Ahead, everything, merge_records
from handlers.meetings.attending import FEWEST_VOTERS, attendees
from handlers.meetings.recording import add_step
from handlers.meetings.words import when
from handlers.moments import moment
from handlers.posts import tell_channel
from handlers.preparing.leaning import changed_lines, lean_blocks
from handlers.preparing.pack import pack_of_meeting
from handlers.preparing.voting import NAMES, votes_for
from handlers.preparing.words import for_everyone, of_whom
from handlers.routing import Router
from handlers.turn import EngagementTurn, Here
from storage.meeting_records import Voted
from storage.tables import Person

START = "Start"
NOT_YET = "The meeting on {when} can begin an hour before that, and until the end of its day."
LATE_STARTED = "The votes for the meeting of {when} are revealed."
LATE_TITLE = "The private votes for the meeting of {when}"
NONE_NOW = "No meeting is planned that could begin. `meet list` shows them."
BEGAN = "That meeting began on {moment} already. Nothing was changed."
STARTED = "The meeting began. The votes and the lean are in the channel."
STARTED_HERE = "The meeting began. There is no channel, so nobody else saw this:"
TITLE = "The meeting begins"
COLUMNS = ("Who", "Would", "Why")
VOTES = "The private votes: {counts}."
NO_NAMES = "Fewer than three people are expected, so nobody's vote is shown with a name."
NO_VOTES = "No private vote came in."
NOT_IN, ONE_NOT_IN = " {count} people did not vote.", " One person did not vote."
NO_PACK = "No pack was posted for this meeting. `evidence` shows the evidence of now."

router = Router()


def start_button() -> Button:
    """[Start]."""
    return for_everyone(buttons.run(START, "meet start"))


@router.command(
    "meet start",
    action=Action.BEGIN_MEETING,
    usage="meet start",
    summary="Begin the meeting: the private votes and the lean are shown to everybody",
)
async def start(turn: EngagementTurn, text: str) -> Reply:
    """Begin the meeting of now, or reveal the votes that wait since the last one. It counts once."""
    meeting = await _meeting(turn)
    if meeting.started_at is not None:
        return reply(BEGAN.format(moment=moment(turn, meeting.started_at)))
    own = await merge_records(turn, meeting)
    blocks = await _revealed(turn, meeting, own.id)
    step_id = await add_step(turn, own.id, "start")
    is_late, day = meeting.day < turn.today, when(turn, meeting)
    what = f"had the votes for the meeting of {day} revealed" if is_late else f"began the meeting of {day}"
    await story.tell(turn, subject="meeting", what=what)
    # One that was put off begins a second time.
    key = f"meeting/start/{own.id}/{step_id}"
    if not await tell_channel(turn, reply(*blocks, everyone=True), key=key):
        return reply(STARTED_HERE, *blocks)
    return reply(LATE_STARTED.format(when=day) if is_late else STARTED)


async def _meeting(turn: EngagementTurn) -> Ahead:
    """The first meeting that can begin now, one that is over last; else the one that began, or a late one.

    Raises UserError.
    """
    meetings = await everything(turn)
    near = [one for one in meetings if one.day >= turn.today]
    now = sorted((one for one in near if one.can_begin(turn)), key=lambda one: one.ends <= turn.now)
    if found := next((one for one in now if one.started_at is None), None):
        return found
    if now:
        return now[-1]
    late = [one for one in meetings if one.day < turn.today]
    if late and await _waits(turn, late[-1], near):
        return late[-1]
    raise UserError(NOT_YET.format(when=when(turn, near[0])) if near else NONE_NOW)


async def _waits(here: Here, last: Ahead, near: Sequence[Ahead]) -> bool:
    """Whether votes for the last meeting are sealed still, and nobody is asked for the next ones yet."""
    is_asked_again = bool(near) and here.today >= inputs_day(near[0].day)
    return not is_asked_again and last.started_at is None and bool(await votes_for(here, last))


async def _revealed(turn: EngagementTurn, meeting: Ahead, record_id: int) -> list[Block]:
    people = await attendees(turn, meeting.day)
    votes = await votes_for(turn, meeting)
    frozen = await pack_of_meeting(turn, meeting)
    lean: list[Block] = [say(NO_PACK)]
    if frozen is not None:
        lean = [*lean_blocks(turn, frozen, meets_on=meeting.day), *await changed_lines(turn, frozen)]
    opens = [open_button(frozen)] if frozen else []
    record = for_everyone(record_button(meeting_id=record_id))
    title = LATE_TITLE.format(when=when(turn, meeting)) if meeting.day < turn.today else TITLE
    return [Heading(title), *votes_blocks(votes, people), *lean, Buttons((record, *opens))]


def votes_blocks(votes: Sequence[Voted], people: Sequence[Person]) -> list[Block]:
    """Who would do what, and why; of those who did not vote only how many they are.

    With fewer people than vote in private only how many would do what is said.
    """
    if not votes:
        return [say(NO_VOTES)] if len(people) >= FEWEST_VOTERS else []
    counted = Counter(one.choice for one in votes)
    counts = ", ".join(f"{counted[choice]} {name}" for choice, name in NAMES.items() if counted[choice])
    missing = of_whom(votes, people) - len(votes)
    if len(people) < FEWEST_VOTERS:
        return [say(Strong(VOTES.format(counts=counts))), note(NO_NAMES)]
    aside = {0: "", 1: ONE_NOT_IN}.get(missing, NOT_IN.format(count=missing))
    rows: tuple[tuple[Spans, ...], ...] = tuple(
        ((Typed(one.name),), (NAMES[one.choice],), (Typed(one.why),) if one.why else ("",)) for one in votes
    )
    return [say(Strong(VOTES.format(counts=counts)), aside), Table(COLUMNS, rows)]
