"""[Ask]: one direct message to the person who can fill a gap of the evidence, in their working hours."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.chat import Address, Args, Block, Button, Buttons, Heading, Reply, Typed, reply, say
from domain.errors import UserError
from domain.evidence.inputs import Inputs
from domain.evidence.kpi_facts import KpiFacts
from domain.evidence.pack import Gap
from domain.permissions import Action
from domain.wording import ended, listed
from handlers import buttons, story
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead
from handlers.meetings.words import when
from handlers.moments import moment, short_day
from handlers.morning import Reader, Unreached, first_moment, reader_of
from handlers.occasions import Unfit
from handlers.posts import worded_by
from handlers.preparing.ask_messages import Asks, put, was_asked
from handlers.preparing.chosen import meeting_of
from handlers.preparing.fillers import KPI
from handlers.preparing.gaps import ASK_ROUTE, JOB, gaps_of
from handlers.routing import Router
from handlers.turn import EngagementTurn, Unasked
from storage import people
from storage.outbox import Post

ASKING = "I ask {name} on {moment}: "
ASKED_BEFORE = "{name} was asked for that already. One message is enough."
CANNOT = "I could not ask {name}: {why}."
FILLED = "That is there by now. Nobody was asked."
IS_NOT_HERE = "no account here that can be written to"
IS_THERE, NO_MEETING = "it was filled by then", "the meeting was moved or left out"
TITLE = "Something for the next meeting of {client}"
INTRO = ("It is on {when}, and ", " asks you for what its evidence cannot say yet:")
BY = "It helps if it is there by {day}."
INTRO_OF_SEVERAL = " ask you for what its evidence cannot say yet:"
ENTER, ENTER_ONE = "Enter", "Enter {key}"
TOLD = "had {name} asked for what the evidence lacks: {what}"

router = Router()


@router.click(ASK_ROUTE, action=Action.MANAGE_MEETINGS)
async def ask(turn: EngagementTurn, args: Args) -> Reply:
    """Have the person asked for the gap, once. Raises UserError where they cannot be reached."""
    meeting = await meeting_of(turn, args["meeting"])
    _inputs, missing = await gaps_of(turn)
    gap = next((one.gap for one in missing if one.gap.about == args["about"]), None)
    if gap is None:
        return reply(FILLED)
    person = await people.find(turn.session, person_id=args["person"])
    name = person.name if person is not None else ""
    try:
        reader = await reader_of(turn.session, turn.engagement, person_id=args["person"])
        asks = Asks(
            meeting_id=args["meeting"],
            reader=reader,
            address=await _address(turn, reader),
            by_gap={gap.about: turn.person.name},
            latest_at=meeting.moment,
        )
        if await was_asked(turn.session, asks):
            return reply(ASKED_BEFORE.format(name=name))
        at = await put(turn.session, asks, now=turn.now)
    except Unreached as why:
        raise UserError(CANNOT.format(name=name, why=why)) from why
    await story.tell(turn, subject="meeting", what=TOLD.format(name=name, what=gap.what))
    return reply(say(ASKING.format(name=name, moment=moment(turn, at)), Typed(gap.what)))


async def _address(turn: EngagementTurn, reader: Reader) -> Address:
    found = await people.reachable(
        turn.session,
        engagement_id=turn.engagement.id,
        person_id=reader.person.id,
        workspace_id=turn.workspace.id,
    )
    if found is None:
        raise Unreached(IS_NOT_HERE)
    account, at = found
    return Address(platform=at.platform, workspace=at.external_id, account=account.external_id)


@worded_by
async def build(here: Unasked, post: Post, builds: Mapping[str, Any]) -> Reply | None:
    """The questions that are open still. Raises Unfit; one whose reader is away or not at work waits on."""
    meeting = await ahead.find(here, builds["meeting"])
    if meeting is None or meeting.moment <= here.now:
        raise Unfit(NO_MEETING)
    try:
        if await _put_off(here, meeting, post):
            return None
    except Unreached as why:
        raise Unfit(str(why)) from why
    inputs, missing = await gaps_of(here)
    gaps = [one.gap for one in missing if one.gap.about in builds["asks"]]
    if not gaps:
        raise Unfit(IS_THERE)
    return reply(*_blocks(here, meeting, gaps, builds["asks"]), *_choices(inputs, gaps))


async def _put_off(here: Unasked, meeting: Ahead, post: Post) -> bool:
    """Have it wait for the person's next day where they do not want it now. Raises Unreached."""
    builds = post.builds or {}
    reader = await reader_of(here.session, here.engagement, person_id=builds["person"])
    at = await first_moment(here.session, reader, job=JOB, after=here.now, latest_at=meeting.moment)
    if at <= here.now:
        return False
    asks = Asks(
        meeting_id=builds["meeting"],
        reader=reader,
        address=post.address,
        by_gap=builds["asks"],
        latest_at=meeting.moment,
    )
    await put(here.session, asks, now=here.now)
    return True


def _blocks(here: Unasked, meeting: Ahead, gaps: Sequence[Gap], asks: Mapping[str, str]) -> list[Block]:
    names = list(dict.fromkeys(asks[gap.about] for gap in gaps))
    intro = INTRO[0].format(when=when(here, meeting))
    blocks: list[Block] = [
        Heading(TITLE.format(client=here.engagement.name)),
        say(intro, Typed(listed(names)), INTRO[1] if len(names) == 1 else INTRO_OF_SEVERAL),
    ]
    for gap in gaps:
        blocks.append(say(Typed(ended(gap.what)), f" {gap.how}" if gap.how else ""))
        blocks += [say(BY.format(day=short_day(here, gap.by)))] if gap.by else []
    return blocks


def _choices(inputs: Inputs, gaps: Sequence[Gap]) -> Sequence[Buttons]:
    """[Enter] for each number that is missing."""
    abouts = {gap.about for gap in gaps}
    asked = [one for one in inputs.kpis if f"{KPI}{one.key}" in abouts]
    made = [_enter(one, label=ENTER if len(asked) == 1 else ENTER_ONE.format(key=one.key)) for one in asked]
    return [Buttons(tuple(made))] if made else []


def _enter(kpi: KpiFacts, *, label: str) -> Button:
    # Of a number that is late there is a form of its own; of an older one the period has to be named.
    numbers = [[kpi.kpi_id, code] for code in kpi.late]
    form, args = ("kpi owed", {"numbers": numbers}) if numbers else ("kpi record", {"kpi": kpi.key})
    return buttons.open_form(form, args, label=label)
