"""[Ask]: one direct message to the person who can fill a gap of the evidence, in their working hours."""

from collections.abc import Sequence

from domain.chat import Address, Args, Block, Button, Buttons, Heading, Reply, Typed, reply, say
from domain.errors import UserError
from domain.evidence.inputs import Inputs
from domain.evidence.pack import Gap
from domain.permissions import Action
from handlers import buttons, story
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead
from handlers.meetings.words import when
from handlers.moments import moment, short_day
from handlers.morning import Reader, Unreached, first_moment, reader_of
from handlers.occasions import Unfit
from handlers.preparing.chosen import meeting_of
from handlers.preparing.fillers import KPI
from handlers.preparing.gaps import ASK_ROUTE, JOB, gaps_of
from handlers.routing import Router
from handlers.turn import EngagementTurn, Unasked
from storage import engagements, offers, outbox, people
from storage.database import Session
from storage.offers import Place
from storage.outbox import Post

WHAT = "meeting ask"
ASKING = "I ask {name} on {moment}: "
ASKED_BEFORE = "{name} was asked for that already. One message is enough."
CANNOT = "I could not ask {name}: {why}."
FILLED = "That is there by now. Nobody was asked."
IS_NOT_HERE = "no account here that can be written to"
IS_THERE, NO_MEETING = "it was filled by then", "the meeting was moved or left out"
TITLE = "Something for the next meeting of {client}"
INTRO = ("It is on {when}, and ", " asks you for what its evidence cannot say yet:")
BY = "It helps if it is there by {day}."
ENTER = "Enter"
TOLD = "had {name} asked for what the evidence lacks: {what}"
SAYS_DOT = ".!?"

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
        at = await first_moment(turn.session, reader, job=JOB, after=turn.now, latest_at=meeting.moment)
        address = await _address(turn, reader)
    except Unreached as why:
        raise UserError(CANNOT.format(name=name, why=why)) from why
    is_new = await outbox.add(
        turn.session,
        key=f"meeting/ask/{meeting.record_id}/{gap.about}/{reader.person.id}",
        engagement_id=turn.engagement.id,
        address=address,
        reply=None,
        builds={
            "what": WHAT,
            "meeting": meeting.record_id,
            "about": gap.about,
            "by": turn.person.name,
            "person": reader.person.id,
        },
        job=JOB,
        person_id=reader.person.id,
        send_at=at,
        latest_at=meeting.moment,
        now=turn.now,
    )
    if not is_new:
        return reply(ASKED_BEFORE.format(name=name))
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


async def build(session: Session, post: Post) -> Reply | None:
    """The question, unless it was answered by then. Raises Unfit."""
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    if engagement is None or post.builds is None:
        return None
    here = Unasked(session=session, engagement=engagement, now=post.claimed_at)
    meeting = await ahead.find(here, post.builds["meeting"])
    if meeting is None:
        raise Unfit(NO_MEETING)
    inputs, missing = await gaps_of(here)
    gap = next((one.gap for one in missing if one.gap.about == post.builds["about"]), None)
    if gap is None:
        raise Unfit(IS_THERE)
    place = Place(
        engagement_id=engagement.id,
        person_id=post.builds["person"],
        conversation=post.address.place,
        now=here.now,
    )
    blocks = _blocks(here, meeting, gap, post.builds["by"])
    return await offers.save_buttons(session, reply(*blocks, *_choices(inputs, gap)), place)


def _blocks(here: Unasked, meeting: Ahead, gap: Gap, by: str) -> list[Block]:
    what = gap.what if gap.what[-1:] in SAYS_DOT else f"{gap.what}."
    return [
        Heading(TITLE.format(client=here.engagement.name)),
        say(INTRO[0].format(when=when(here, meeting)), Typed(by), INTRO[1]),
        say(Typed(what), f" {gap.how}" if gap.how else ""),
        *([say(BY.format(day=short_day(here, gap.by)))] if gap.by else []),
    ]


def _choices(inputs: Inputs, gap: Gap) -> Sequence[Buttons]:
    """[Enter], where numbers are missing."""
    kpi = next((one for one in inputs.kpis if f"{KPI}{one.key}" == gap.about), None)
    if kpi is None:
        return []
    # Of a number that is late there is a form of its own; of an older one the period has to be named.
    numbers = [[kpi.kpi_id, code] for code in kpi.late]
    form, args = ("kpi owed", {"numbers": numbers}) if numbers else ("kpi record", {"kpi": kpi.key})
    enter: Button = buttons.open_form(form, args, label=ENTER)
    return [Buttons((enter,))]
