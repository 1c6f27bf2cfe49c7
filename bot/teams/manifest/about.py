"""The page that Teams leads to from the app's details: who runs this, what is kept, and under which terms."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from aiohttp import web

ABOUT_PATH = "/about"
# What the manifest has to name of its developer -> where that stands, below PUBLIC_URL.
ABOUT_URLS: Mapping[str, str] = MappingProxyType(
    {
        "websiteUrl": ABOUT_PATH,
        "privacyUrl": f"{ABOUT_PATH}#privacy",
        "termsOfUseUrl": f"{ABOUT_PATH}#terms",
    }
)
PAGE = (Path(__file__).parent / "about.html").read_text(encoding="utf-8")
_STYLE = PAGE.partition("<style>")[2].partition("</style>")[0]
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


async def show_about(_request: web.Request) -> web.Response:
    """The page. It is the same for everybody, and tells nothing of what is kept here."""
    return web.Response(text=PAGE, content_type="text/html", headers=HEADERS)
