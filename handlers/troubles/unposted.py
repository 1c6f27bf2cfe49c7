"""What a job was to post came to nothing: the leads hear of it, of everything at once in one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import structlog

from domain.at_work import next_moment_at_work
from domain.chat import Block, Button, Buttons, Heading, Reply, Span, Typed, note, reply, say
from domain.jobs import jobs
from domain.permissions import LEADS
from handlers import leads
from handlers.leads import Contact
from handlers.moments import clock, short_day
from handlers.troubles.lapsed import why_lapsed
from handlers.troubles.words import What, place_of, words_of
from handlers.turn import Here, Unasked
from storage import engagements, members, offers, outbox, people, schedules, unposted
from storage.database import Session
from storage.offers import Place
from storage.outbox import AGAIN, Post
from storage.tables import Engagement, Occurrence, Workspace
from storage.unposted import Kind, Unposted

UNPOSTED = "unposted"
TITLE = "Not posted for {client}"
IN_DOUBT = "Not sure to be posted for {client}"
# The title of the job, and when it should have come.
NAME = "{title} of {day}, {time}"
MISSED = ("I did not post it in ", ", because its time was over.")
MISSED_TO = ("I did not send it to ", ", because its time was over.")
NOT_MADE = "I did not post it, because its time was over."
FAILED = "something went wrong on my side, so I did not post it."
DECIDE = "Post now posts it as it would read now. Leave only takes it off this list."
MORE = "And {n} more: `posts` shows them all."
TITLES = {"morning": "Message"}
POST_NOW, LEAVE = "Post now", "Leave"
NOW_ROUTE, LEAVE_ROUTE = "post now", "post leave"
# What ends within so long stands in one message.
GATHERED = timedelta(minutes=2)
MOST_SHOWN = 5

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A post, or a date without one, about which the leads of an engagement are to hear.

    It may be posted with some use until `useful_until`.
    """

    engagement_id: int
    kind: Kind
    id: int
    useful_until: datetime | None = None


def is_meant(post: Post) -> bool:
    """Whether a job made the post, and it says something of its own."""
    return bool(post.job) and (not post.is_edit or post.key.endswith(AGAIN))


async def tell(session: Session, post: Post, trouble: What, *, now: datetime) -> int:
    """Have the leads hear that the post ended as missed, failed or uncertain. Return how many will."""
    if post.engagement_id is None or not (trouble == "missed" or words_of(post.target, trouble)):
        return 0
    platform, external_id = post.target.split("/", 2)[:2]
    workspace = await people.find_workspace(session, platform=platform, external_id=external_id)
    loss = Loss(engagement_id=post.engagement_id, kind="post", id=post.id, useful_until=post.latest_at)
    return await _tell_all(session, loss, workspace, now)


async def tell_ended(session: Session, occurrence: Occurrence, reason: str) -> None:
    """Have the leads hear that the occurrence ended before anything was made of it."""
    log.warning("occurrence_not_posted", occurrence=occurrence.id, reason=reason)
    engagement_id, now = occurrence.engagement_id, occurrence.ended_at or occurrence.due_at
    homes = await engagements.channels_of(session, engagement_id=engagement_id)
    loss = Loss(engagement_id=engagement_id, kind="date", id=occurrence.id, useful_until=occurrence.latest_at)
    await _tell_all(session, loss, homes[0][1] if homes else None, now)


async def _tell_all(session: Session, loss: Loss, workspace: Workspace | None, now: datetime) -> int:
    if workspace is None:
        log.warning("no_lead_told", engagement=loss.engagement_id, kind=loss.kind, id=loss.id)
        return 0
    there = await leads.in_reach(
        session, engagement_id=loss.engagement_id, workspace_id=workspace.id, roles=LEADS
    )
    for lead in there:
        await _tell_one(session, loss, lead, now)
    if not there:
        log.warning("no_lead_told", engagement=loss.engagement_id, kind=loss.kind, id=loss.id)
    return len(there)


async def _tell_one(session: Session, loss: Loss, lead: Contact, now: datetime) -> None:
    """Add it to the notice that waits for the lead, or begin one."""
    send_at = await _moment(session, loss, lead, now)
    prefix = f"{UNPOSTED}/{loss.engagement_id}/{lead.person.id}/"
    if await unposted.join(session, prefix=prefix, kind=loss.kind, item_id=loss.id, send_at=send_at):
        return
    await outbox.add(
        session,
        key=f"{prefix}{loss.kind}{loss.id}/{now.isoformat()}",
        engagement_id=loss.engagement_id,
        address=lead.address,
        reply=None,
        builds={
            "what": UNPOSTED,
            "person": lead.person.id,
            "posts": [],
            "dates": [],
            f"{loss.kind}s": [loss.id],
        },
        now=now,
        send_at=send_at,
    )


async def _moment(session: Session, loss: Loss, lead: Contact, now: datetime) -> datetime:
    """When the lead works next, or in a while where it would be of no use any more by then."""
    soon = now + GATHERED
    engagement = await engagements.find(session, engagement_id=loss.engagement_id)
    if engagement is None:
        return soon
    works = members.working_time(lead.membership, lead.person, engagement)
    holidays = await schedules.holidays_of(session, engagement_id=engagement.id)
    at_work = next_moment_at_work(works, soon, holidays=holidays)
    is_urgent = loss.useful_until is not None and soon < loss.useful_until < at_work
    return soon if is_urgent else at_work


async def build_notice(session: Session, post: Post) -> Reply | None:
    """What came to nothing, about which nobody decided meanwhile; None where that is nothing."""
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    if engagement is None or post.builds is None:
        return None
    lost = await unposted.find_these(
        session,
        engagement_id=engagement.id,
        post_ids=post.builds["posts"],
        date_ids=post.builds["dates"],
    )
    if not lost:
        return None
    here = Unasked(session=session, engagement=engagement, now=post.claimed_at)
    place = Place(
        engagement_id=engagement.id,
        person_id=post.builds["person"],
        conversation=post.address.place,
        now=post.claimed_at,
    )
    return await offers.save_buttons(session, await notice(here, lost), place)


async def notice(here: Here, lost: Sequence[Unposted], *, most: int = MOST_SHOWN, more: str = MORE) -> Reply:
    """What came to nothing, each with what can be done about it."""
    title = TITLE if any(one.state != "uncertain" for one in lost) else IN_DOUBT
    blocks: list[Block] = [Heading(title.format(client=here.engagement.name))]
    for one in lost[:most]:
        lapsed = await why_lapsed(here, one)
        blocks += [say(*await line(here, one), f" {lapsed}".rstrip()), Buttons(choices(one, lapsed=lapsed))]
    left = [note(more.format(n=len(lost) - most))] if len(lost) > most else []
    return reply(*blocks, *left, note(DECIDE))


def choices(one: Unposted, *, lapsed: str) -> tuple[Button, ...]:
    """[Post now], unless it has nothing to say any more, and [Leave], each for itself."""
    args = {"kind": one.kind, "id": one.id}
    now = Button(label=POST_NOW, route=NOW_ROUTE, args=args, is_single_choice=False)
    leave = Button(label=LEAVE, route=LEAVE_ROUTE, args=args, is_single_choice=False)
    return (leave,) if lapsed else (now, leave)


async def line(here: Here, one: Unposted) -> Sequence[Span]:
    """What it was, of when, for where, and why it is not there."""
    return Typed(name_of(here, one)), ": ", *await _what_happened(here, one)


def name_of(here: Here, one: Unposted) -> str:
    """The job, and when it should have come."""
    job = jobs().get(one.job)
    title = job.title if job else TITLES.get(one.job, one.job)
    zone = here.engagement.zone
    # What waited in the outbox for its time, of no date of a schedule, says itself which time that was.
    due_at = datetime.fromisoformat(one.builds["at"]) if "at" in one.builds else one.due_at
    day = short_day(here, due_at.astimezone(ZoneInfo(zone)).date())
    return NAME.format(title=title, day=day, time=clock(due_at, zone))


async def _what_happened(here: Here, one: Unposted) -> Sequence[Span]:
    if one.kind == "date":
        return (NOT_MADE if one.state == "missed" else FAILED,)
    place = await _place(here.session, here.engagement, one)
    if one.state == "missed":
        before, after = MISSED_TO if one.account else MISSED
        return before, place, after
    trouble = cast(What, one.trouble) if one.state == "failed" else "uncertain"
    words = words_of(one.target, trouble) or words_of(one.target, "other")
    before, after = words.replace("{id}", str(one.id)).split("{place}")
    return before, place, after


async def _place(session: Session, engagement: Engagement, one: Unposted) -> Span:
    platform, external_id = one.target.split("/", 2)[:2]
    workspace = await people.find_workspace(session, platform=platform, external_id=external_id)
    if workspace is None:
        return Typed(engagement.name)
    span, _person_id = await place_of(
        session, target=one.target, account=one.account, engagement=engagement, workspace=workspace
    )
    return span
