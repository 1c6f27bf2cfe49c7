"""The meetings for calendar programs: a signed link for each person, checked at every request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import structlog
from aiohttp import web
from itsdangerous import BadData, URLSafeSerializer

from domain.permissions import Action, Role, is_allowed
from handlers.meetings.ics import calendar_of
from handlers.services import Services
from handlers.turn import Unasked
from storage import meetings
from storage.failures import DATABASE_FAILURES

PATH = "/calendar/"
ROUTE = PATH + "{token:[A-Za-z0-9_.-]{1,200}}.ics"
# Keys for other uses of SECRET_KEY come of other words.
USE = b"headway: links to calendars"
NAMES = 3
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'inline; filename="headway.ics"',
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
AWAY = "The meetings cannot be read right now. Please try again in a minute.\n"
RETRY_SECONDS = "60"

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class CalendarLinks:
    """Makes and reads links. Signs with the first of the comma-separated keys, and takes any of them."""

    public_url: str
    secret_key: str = field(repr=False)

    def url(self, *, engagement_id: int, person_id: int, link_id: int) -> str:
        """The address at which this person reads the meetings of this engagement."""
        token = self._signer.dumps([engagement_id, person_id, link_id])
        return f"{self.public_url.rstrip('/')}{PATH}{token}.ics"

    def read(self, token: str) -> tuple[int, int, int] | None:
        """Engagement, person and link that we signed; None for anything else."""
        try:
            found = self._signer.loads(token)
        except BadData:
            return None
        is_ours = isinstance(found, list) and len(found) == NAMES and all(type(one) is int for one in found)
        return (found[0], found[1], found[2]) if is_ours else None

    @property
    def _signer(self) -> URLSafeSerializer:
        keys = [key.strip() for key in self.secret_key.split(",") if key.strip()]
        # itsdangerous signs with the last one.
        made = {"key_derivation": "hmac", "digest_method": sha256}
        return URLSafeSerializer(keys[::-1], salt=USE, signer_kwargs=made)


@dataclass(frozen=True, kw_only=True)
class Calendars:
    """What the route works with."""

    links: CalendarLinks
    services: Services
    clock: Callable[[], datetime]


CALENDARS = web.AppKey("calendars", Calendars)


def add_calendar(
    site: web.Application, *, links: CalendarLinks, services: Services, clock: Callable[[], datetime]
) -> None:
    """Serve the calendars."""
    site[CALENDARS] = Calendars(links=links, services=services, clock=clock)
    site.add_routes([web.get(ROUTE, show)])


async def show(request: web.Request) -> web.Response:
    """The meetings of the engagement that the link names, if it stands; else nothing at all is there."""
    it = request.app[CALENDARS]
    named = it.links.read(request.match_info["token"])
    if named is None:
        raise web.HTTPNotFound(headers=HEADERS)
    try:
        text = await _calendar(it, *named)
    except DATABASE_FAILURES as failure:
        # Not found would let calendar programs forget the meetings.
        log.error("database_away", error=type(failure).__name__)
        return web.Response(status=503, text=AWAY, headers={**HEADERS, "Retry-After": RETRY_SECONDS})
    if text is None:
        raise web.HTTPNotFound(headers=HEADERS)
    return web.Response(text=text, content_type="text/calendar", charset="utf-8", headers=HEADERS)


async def _calendar(it: Calendars, engagement_id: int, person_id: int, link_id: int) -> str | None:
    async with it.services.database.read() as session:
        reader = await meetings.reader(
            session, engagement_id=engagement_id, person_id=person_id, link_id=link_id
        )
        if reader is None or not is_allowed(Role(reader.role), Action.READ_SCHEDULES):
            return None
        return await calendar_of(Unasked(session=session, engagement=reader.engagement, now=it.clock()))
