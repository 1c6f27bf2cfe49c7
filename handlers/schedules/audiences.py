"""Where each job posts, and whom it reaches by name: for the eyes of leads."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from domain.jobs import jobs
from domain.permissions import LEADS, Role
from domain.working_time import instant
from handlers.channels.words import place_of
from handlers.meetings.standing import GUARD, standing_of
from handlers.schedules.adopting import CHECKIN
from handlers.turn import Unasked
from storage import channels, kpis, members, registers, wishes
from storage.database import Session
from storage.schedules import Scheduled
from storage.tables import Engagement

IN_CHANNEL = "in {channel}"
NOWHERE = "nowhere, since there is no channel"
ASKS = "{where}; it asks {names}"
ONLY_TO = "to {names}"
NOBODY = "nobody at the moment"
MORE = "{names} and {n} more"
ACTION = "action"
MOST_NAMES = 8


async def where_or_whom(session: Session, engagement: Engagement, scheduled: Scheduled, day: date) -> str:
    """Where it is posted on that day, or to whom it goes by name."""
    names = await _names(session, engagement, scheduled, day)
    if jobs()[scheduled.job].to != "channel":
        return ONLY_TO.format(names=_listed(names))
    where = await _channel(session, engagement)
    return ASKS.format(where=where, names=_listed(names)) if scheduled.job == CHECKIN else where


async def _channel(session: Session, engagement: Engagement) -> str:
    homes = await channels.homes(session, engagement_id=engagement.id)
    if not homes:
        return NOWHERE
    home, _workspace, channel = homes[0]
    return IN_CHANNEL.format(channel=place_of(channel, home.conversation))


async def _names(session: Session, engagement: Engagement, scheduled: Scheduled, day: date) -> list[str]:
    rows = await members.current(session, engagement_id=engagement.id)
    ids = await _ids(session, engagement, scheduled)
    roles = await _roles(session, engagement, scheduled, day)
    found = []
    for membership, person in rows:
        role = Role(membership.role)
        is_meant = role in roles if ids is None else person.id in ids and role != Role.OBSERVER
        who = {"engagement_id": engagement.id, "person_id": person.id}
        if is_meant and not await wishes.is_away(session, **who, day=day):
            found.append(person.name)
    return found


async def _roles(
    session: Session, engagement: Engagement, scheduled: Scheduled, day: date
) -> Collection[Role]:
    """Who is meant by role: the leads, and the client's CEO once the window for the next meeting is over."""
    if scheduled.job != GUARD:
        return LEADS
    at = instant(day, scheduled.cadence.at, ZoneInfo(scheduled.cadence.zone))
    standing = await standing_of(Unasked(session=session, engagement=engagement, now=at))
    return LEADS | {Role.CLIENT_CEO} if standing.is_late else LEADS


async def _ids(session: Session, engagement: Engagement, scheduled: Scheduled) -> set[int] | None:
    """The people whom the job means; None stands for its roles."""
    where: Mapping[str, int] = {"engagement_id": engagement.id}
    match scheduled.job:
        case "checkin":
            meant = scheduled.settings.get("people")
            rows = await members.current(session, **where)
            return {person.id for _membership, person in rows if meant is None or person.id in meant}
        case "meeting_inputs":
            return {person.id for _membership, person in await members.current(session, **where)}
        case "kpi_due":
            return {kpi.owner_id for kpi in await kpis.followed(session, **where) if kpi.owner_id}
        case "actions":
            open_ones = await registers.open_items(session, **where, kind=ACTION)
            return {item.owner_id for item in open_ones if item.owner_id}
        case _:
            return None


def _listed(names: Iterable[str]) -> str:
    all_names = list(names)
    if not all_names:
        return NOBODY
    more = len(all_names) - MOST_NAMES
    listed = ", ".join(all_names[:MOST_NAMES])
    return MORE.format(names=listed, n=more) if more > 0 else listed
