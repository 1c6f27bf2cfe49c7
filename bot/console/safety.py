"""Who may talk to the console: a page of our own, on this machine, and nobody else.

Any web page can reach a loopback port, and the console speaks as anyone. So each request has to show
that it comes from a page that we served.
"""

import hmac
import secrets
from ipaddress import ip_address

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

PATH = "/console"
# Streams and pictures are asked for by their address alone: the browser sends no header of ours with them.
CHARTS = f"{PATH}/charts/"
TOKEN_HEADER = "X-Page-Token"  # noqa: S105  # the name of a header
TOKEN_FIELD = "token"  # noqa: S105  # the name of a query field
STALE = "This page is out of date. Please reload it."
NOT_LOCAL = "The console answers on this computer only."
NOT_OURS = "This request does not come from the console's own page."
FORWARDED = "The console does not answer through a proxy."

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
PROXY_PREFIXES = (
    *("x-forwarded", "forwarded", "via", "x-real-ip", "x-original-"),
    *("cf-connecting-ip", "true-client-ip"),
)
HTTP_PORT = 80
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def new_token() -> str:
    """A page token for the life of this process."""
    return secrets.token_urlsafe(32)


def guard(token: str) -> Middleware:
    """The middleware that refuses what does not come from our own page."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_console(request.path):
            return await handler(request)
        refusal = why_refused(request, token)
        if refusal:
            return web.Response(status=403, text=refusal + "\n")
        return await handler(request)

    return check


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser what the console's pages may do."""
    if not is_console(request.path):
        return
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = _caching(request.path)


def _caching(path: str) -> str:
    if not path.startswith(f"{PATH}/static/"):
        return "no-store"
    # A picture stands beside every message; script and style have to be of the version that serves them.
    return "max-age=3600" if path.endswith(".svg") else "no-cache"


def is_console(path: str) -> bool:
    """Whether the path belongs to the console."""
    return path == PATH or path.startswith(f"{PATH}/")


def why_refused(request: web.Request, token: str) -> str:
    """Why the request is refused, in one line; empty when it is not."""
    if any(name.lower().startswith(PROXY_PREFIXES) for name in request.headers):
        return FORWARDED
    if not (_is_from_here(request) and _is_to_here(request)):
        return NOT_LOCAL
    if not (_is_same_origin(request) and _is_same_site(request)):
        return NOT_OURS
    return "" if _has_token(request, token) else STALE


def _is_from_here(request: web.Request) -> bool:
    peer = request.get_extra_info("peername")
    return isinstance(peer, tuple) and ip_address(peer[0].partition("%")[0]).is_loopback


def _is_to_here(request: web.Request) -> bool:
    served = request.get_extra_info("sockname")
    if not isinstance(served, tuple):
        return False
    port = served[1]
    endings = (f":{port}", "") if port == HTTP_PORT else (f":{port}",)
    allowed = {name + ending for name in LOOPBACK_NAMES for ending in endings}
    hosts = request.headers.getall("Host", [])
    return len(hosts) == 1 and hosts[0].lower() in allowed


def _is_same_origin(request: web.Request) -> bool:
    origins = request.headers.getall("Origin", [])
    if not origins:
        return request.method in ("GET", "HEAD")
    return origins == [f"http://{request.headers['Host'].lower()}"]


def _is_same_site(request: web.Request) -> bool:
    # "same-site" is another port of this computer: not ours either.
    return request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")


def _has_token(request: web.Request, token: str) -> bool:
    if request.method in ("GET", "HEAD") and (
        request.path == PATH or request.path.startswith(f"{PATH}/static/")
    ):
        return True
    shown = request.headers.get(TOKEN_HEADER, "")
    if request.path == f"{PATH}/events" or request.path.startswith(CHARTS):
        shown = shown or request.query.get(TOKEN_FIELD, "")
    return hmac.compare_digest(shown.encode(errors="replace"), token.encode())
