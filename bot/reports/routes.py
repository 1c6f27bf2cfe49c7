"""The route of the pages: each is for whoever was given its link, and for nobody else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiohttp import web

from bot.reports.links import PATH, ReportLinks
from bot.reports.opening import Expired, open_link
from bot.reports.page import STYLE_HASH, Shown, notice_html, page_html
from storage.database import Database
from storage.failures import DATABASE_FAILURES

# Whatever is asked for below it is answered here, so that all that is not there looks the same.
ROUTE = PATH + "{token:.*}"
LONGEST_TOKEN = 200
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
NOT_THERE = notice_html(
    title="There is nothing here",
    sentence="If somebody sent you this link: each person has their own. Type `evidence` in the chat.",
)
OVER = notice_html(title="This link is over", sentence="Type `evidence` in the chat for a new one.")
AWAY = notice_html(
    title="The page cannot be shown right now", sentence="Please try again in a minute. Nothing is lost."
)
RETRY_SECONDS = "60"
READING = ("GET", "HEAD")

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Reports:
    """What the route works with."""

    links: ReportLinks
    database: Database
    clock: Callable[[], datetime]


REPORTS = web.AppKey("reports", Reports)


def add_reports(
    site: web.Application, *, links: ReportLinks, database: Database, clock: Callable[[], datetime]
) -> None:
    """Serve the pages."""
    site[REPORTS] = Reports(links=links, database=database, clock=clock)
    site.add_routes([web.route("*", ROUTE, show)])


async def show(request: web.Request) -> web.Response:
    """The page that the link opens today; else the same answer, whatever is wrong with it."""
    if request.method not in READING:
        return _answer(NOT_THERE, 405, {"Allow": ", ".join(READING)})
    it, token = request.app[REPORTS], request.match_info["token"]
    link_id = it.links.read(token) if len(token) <= LONGEST_TOKEN else None
    if link_id is None:
        return _answer(NOT_THERE, 404)
    try:
        async with it.database.read() as session:
            found = await open_link(session, link_id=link_id, now=it.clock())
    except DATABASE_FAILURES as failure:
        log.error("database_away", error=type(failure).__name__)
        return _answer(AWAY, 503, {"Retry-After": RETRY_SECONDS})
    if isinstance(found, Shown):
        return _answer(page_html(found), 200)
    return _answer(OVER, 410) if isinstance(found, Expired) else _answer(NOT_THERE, 404)


def _answer(html: str, status: int, more: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        text=html,
        status=status,
        content_type="text/html",
        charset="utf-8",
        headers={**HEADERS, **(more or {})},
    )
