"""Whether a request comes from this computer itself: only such ones may be unsigned, in the local mode."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from bot.console.safety import PROXY_PREFIXES
from bot.settings import is_loopback


def is_from_here(request: web.Request) -> bool:
    """Whether a program of this computer sent it, and neither a proxy, a tunnel nor a web page."""
    if any(name.lower().startswith((*PROXY_PREFIXES, "origin")) for name in request.headers):
        return False
    peer = request.get_extra_info("peername")
    if not (isinstance(peer, tuple) and ip_address(peer[0].partition("%")[0]).is_loopback):
        return False
    hosts = request.headers.getall("Host", [])
    return len(hosts) == 1 and is_loopback(_name_of(hosts[0]))


def _name_of(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
