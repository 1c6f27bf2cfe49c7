"""[Who gets what, when] and [Send to me first]: what is to come, before anybody else sees it."""

from datetime import timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from domain.chat import (
    Address,
    Args,
    Block,
    Bullets,
    Buttons,
    Heading,
    Reply,
    Spans,
    Strong,
    note,
    reply,
    say,
)
from domain.errors import UserError
from domain.permissions import Action
from handlers import posts
from handlers.moments import clock, short_day
from handlers.routing import Router
from handlers.schedules import named
from handlers.schedules.applying import GONE
from handlers.schedules.audiences import where_or_whom
from handlers.schedules.coming import within
from handlers.schedules.first_run import SEND_ME_ROUTE, announce, send_me_button
from handlers.schedules.previews import PREVIEWS
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

TITLE = "Who gets what, when: {client}"
WITHIN = "The next two weeks, in {zone}. Only you see this."
SURE, IF_ANY = ": {day}, {time}, {where}.", ": from {day}, {time}, {where}."
AHEAD = ": {day}, {time}, {where}, {minutes} minutes before it begins."
ONLY_IF = "Only where there is something to say"
NOT_SOON = "Not within two weeks, or paused: {names}."
# What happens where nobody answers, or nothing is done about it.
SILENCE = {
    "checkin": (
        "Whoever has not answered gets one direct message on the next working day. On the one after that a"
        " digest says what was answered; only you hear who is missing."
    ),
    "kpi_due": (
        "Each owner once, on the third working day after the period; the backup owner on the sixth. After"
        " that the number stays “not reported”."
    ),
    "stale": "Again only once something else went stale.",
    "actions": "Each owner hears of their own, once a week.",
    "meeting": "An hour after it the channel is asked what was decided, unless somebody noted that.",
    "meeting_gaps": "30 days before a meeting, once.",
    "meeting_inputs": "A week before a meeting, once; nobody is reminded.",
    "meeting_pack": "Two days before a meeting, or on the working day before that.",
    "decision_due": "Three times for each draft, then the CMO alone.",
    "cadence_guard": "14 and 3 days before it closes; once it is closed, to the client's CEO as well.",
    "tripwires": "Each tripwire once.",
}
CONDITIONAL = frozenset(
    {
        *("kpi_due", "stale", "actions", "cadence_guard", "tripwires"),
        *("meeting_gaps", "meeting_inputs", "meeting_pack", "decision_due"),
    }
)
DAYS_AHEAD = 14

ONLY_YOU = "Only you see this. It is what “{name}” would say now."
BUTTONS = "What stands in [brackets] will be buttons."
SENT = "Sent to your direct messages: {names}."
NOTHING_NOW = "Nothing to say now: {names}."
NOTHING_TO_SEND = "There is nothing to send you: none of it has anything to say now."

router = Router()


@router.command(
    "schedule preview",
    action=Action.MANAGE_SCHEDULES,
    usage="schedule preview",
    summary="Show who gets what, when, in the next two weeks; nothing is posted before a lead saw it",
)
async def preview(turn: EngagementTurn, text: str) -> Reply:
    """Show the next date of everything, with whom it reaches and what comes after it."""
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    if not own:
        raise UserError(named.NONE_YET)
    await announce(turn, own)
    blocks: list[Block] = [
        Heading(TITLE.format(client=turn.engagement.name)),
        note(WITHIN.format(zone=turn.engagement.zone)),
    ]
    later: list[str] = []
    if_any: list[Spans] = []
    for scheduled in own:
        line = await _line(turn, scheduled)
        if not line:
            later.append(scheduled.name)
        elif scheduled.job in CONDITIONAL:
            if_any.append((*line, " ", SILENCE.get(scheduled.job, "")))
        else:
            blocks += [say(*line), *_after(scheduled)]
    if if_any:
        blocks += [say(Strong(ONLY_IF)), Bullets(tuple(if_any))]
    if later:
        blocks.append(say(NOT_SOON.format(names=", ".join(later))))
    return reply(*blocks, Buttons((send_me_button(None),)))


async def _line(turn: EngagementTurn, scheduled: Scheduled) -> Spans:
    """When it comes next and whom it reaches; empty where that is not soon."""
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    based = await schedules.with_base(turn.session, scheduled)
    near = list(islice(within(based, now=turn.now, holidays=holidays, days=DAYS_AHEAD), 1))
    if not near:
        return ()
    minutes = scheduled.settings.get("minutes_before", 0)
    posted = near[0].moment - timedelta(minutes=minutes)
    sentence = IF_ANY if scheduled.job in CONDITIONAL else AHEAD if minutes else SURE
    said = sentence.format(
        day=short_day(turn, posted.astimezone(ZoneInfo(scheduled.cadence.zone)).date()),
        time=clock(posted, scheduled.cadence.zone),
        minutes=minutes,
        where=await where_or_whom(turn.session, turn.engagement, scheduled, near[0].day),
    )
    return (Strong(scheduled.name), said)


def _after(scheduled: Scheduled) -> list[Block]:
    after = SILENCE.get(scheduled.job, "")
    return [note(after)] if after else []


# It changes nothing that anybody else sees, so it may be pressed as often as they like.
@router.click(SEND_ME_ROUTE, action=Action.MANAGE_SCHEDULES, reads=True)
async def send_me(turn: EngagementTurn, args: Args) -> Reply:
    """Post to one's own direct messages what would be said now."""
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    meant = [one for one in own if args["schedule"] in (None, one.id)]
    if not meant:
        raise UserError(GONE)
    sent = [one.name for one in meant if await _send(turn, one)]
    silent = [one.name for one in meant if one.name not in sent]
    if not sent:
        return reply(NOTHING_TO_SEND)
    said = [SENT.format(names=", ".join(sent))]
    return reply(*said, *([NOTHING_NOW.format(names=", ".join(silent))] if silent else []))


async def _send(turn: EngagementTurn, scheduled: Scheduled) -> bool:
    """Post the preview of one schedule. Return False where it has nothing to say."""
    make = PREVIEWS.get(scheduled.job)
    said = await make(turn.session, turn.engagement, scheduled, now=turn.now) if make else None
    if said is None or not said.blocks:
        return False
    here = turn.request.address
    mark = note(ONLY_YOU.format(name=scheduled.name))
    end = [note(BUTTONS)] if any(said.buttons) else []
    await posts.post(
        turn,
        reply(mark, *map(_inactive, said.blocks), *end),
        address=Address(
            platform=here.platform, workspace=here.workspace, account=turn.request.sender.account
        ),
        key=f"preview/{scheduled.id}/{turn.person.id}/{turn.now.isoformat()}",
        person_id=turn.person.id,
    )
    return True


def _inactive(block: Block) -> Block:
    """Buttons as words: whoever looks at a preview does not answer it."""
    if not isinstance(block, Buttons):
        return block
    labels = " ".join(f"[{button.label}]" for button in block.items)
    return note(labels)
