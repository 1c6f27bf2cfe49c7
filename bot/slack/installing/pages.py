"""The pages of an install, as whoever installs sees them in a browser."""

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.slack.registrations import INSTALL_PATH

INSTALLED = "Headway is installed in {team}"
INSTALLED_LINES = ("I wrote the same to you in Slack, with a code for a lead who is a guest there.",)
STEPS = (
    "Go to the client's channel and type `/invite @Headway`.",
    "Type `/{command} setup` there. Whoever does that becomes the lead.",
)
FOR_ALL = "Headway is installed in your organisation"
FOR_ALL_LINES = ("Now choose the workspaces that may use it. I will write to you in the first of them.",)
FOR_ALL_STEPS = (
    "In Slack's organisation settings, open Integrations and add Headway to a workspace.",
    *STEPS,
)
OPEN_SLACK = "Open Slack"
CANCELLED = "Nothing was installed"
CANCELLED_LINES = ("You pressed Cancel in Slack, and that is fine. You can come back whenever you like.",)
EXPIRED = "Please start again"
EXPIRED_LINES = (
    "This page works once, for ten minutes, in the browser where the install began.",
    "If you were told that Headway is installed, all is well: just open Slack.",
)
NOT_DONE = "Slack did not finish the install"
NOT_DONE_LINES = ("Nothing is lost: please start again. If that does not help, tell whoever runs Headway.",)
SILENT_LINES = ("Slack did not answer. Please start again in a minute.",)
AWAY = "Headway is not ready"
AWAY_LINES = ("I can't reach my memory right now, so nothing was noted. Please start again in a minute.",)
START_AGAIN = "Install Headway"

FOLDER = Path(__file__).parent / "templates"
STYLE = (FOLDER / "page.css").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, kw_only=True)
class _Link:
    """Where a page leads."""

    label: str
    url: str


def _with_code(text: str) -> Markup:
    # Escaped first: nothing in the text can become a tag.
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - what goes in is escaped


_PAGES = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_PAGES.filters["with_code"] = _with_code
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The address of the page holds a code and a state.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def installed(*, team_id: str, team_name: str, command: str, open_url: str) -> web.Response:
    """It worked: what to do first."""
    title = INSTALLED.format(team=team_name or team_id) if team_id else FOR_ALL
    steps = tuple(step.format(command=command) for step in (STEPS if team_id else FOR_ALL_STEPS))
    lines = INSTALLED_LINES if team_id else FOR_ALL_LINES
    return _page(title, lines, steps=steps, link=_Link(label=OPEN_SLACK, url=open_url))


def cancelled(public_url: str) -> web.Response:
    """They pressed Cancel."""
    return _page(CANCELLED, CANCELLED_LINES, link=_again(public_url))


def expired(public_url: str) -> web.Response:
    """It began elsewhere, or too long ago, or this page was opened before."""
    return _page(EXPIRED, EXPIRED_LINES, link=_again(public_url), status=400)


def not_done(public_url: str) -> web.Response:
    """Slack refused."""
    return _page(NOT_DONE, NOT_DONE_LINES, link=_again(public_url), status=400)


def silent(public_url: str) -> web.Response:
    """Slack did not answer."""
    return _page(NOT_DONE, SILENT_LINES, link=_again(public_url), status=502)


def away(public_url: str) -> web.Response:
    """The database is away."""
    return _page(AWAY, AWAY_LINES, link=_again(public_url), status=503)


def open_url(*, api_url: str, app_id: str, team_id: str) -> str:
    """Where the app is opened in Slack."""
    slack = urlsplit(api_url)
    query = {"app": app_id, **({"team": team_id} if team_id else {})}
    return f"{slack.scheme}://{slack.netloc}/app_redirect?{urlencode(query)}"


def _again(public_url: str) -> _Link:
    return _Link(label=START_AGAIN, url=public_url + INSTALL_PATH)


def _page(
    title: str, lines: tuple[str, ...], *, link: _Link, steps: tuple[str, ...] = (), status: int = 200
) -> web.Response:
    html = _PAGES.get_template("page.html").render(
        title=title,
        lines=lines,
        steps=steps,
        link=link,
        style=Markup(STYLE),  # noqa: S704 - our own file
    )
    return web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)
