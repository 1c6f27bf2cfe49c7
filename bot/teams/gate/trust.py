"""Which service URLs are Teams' own: our token is sent there, and an activity says where to."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.settings import is_loopback
from bot.teams.gate.clouds import SERVICE_HOSTS

# Nothing that two readers of URLs could read in two ways; the SDK also fills in what stands in braces.
PLAIN = re.compile(
    r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[\w./~%+-]*)?", re.ASCII | re.IGNORECASE
)
ANY_BELOW = "*."
HTTPS_PORT = 443


@dataclass(frozen=True, kw_only=True)
class Trust:
    """The hosts that are trusted: `name`, `name:port`, or `*.name` for every host below it.

    In the local mode those of this computer are trusted too.
    """

    hosts: tuple[str, ...] = SERVICE_HOSTS
    is_local: bool = False

    def is_trusted(self, url: str) -> bool:
        """Whether a message may be sent there: by https, and in the clear to this computer alone."""
        place = place_of(url)
        if place is None:
            return False
        scheme, host, port = place
        is_here = is_loopback(host)
        if self.is_local and is_here:
            return True
        if scheme != "https" and not is_here:
            return False
        is_usual = is_here or port == HTTPS_PORT
        return any(_is_meant(entry, host, port, is_usual=is_usual) for entry in self.hosts)


def place_of(url: str) -> tuple[str, str, int] | None:
    """The scheme, host and port of a service URL, in small letters; None where it is none."""
    if not PLAIN.fullmatch(url):
        return None
    parts = urlsplit(url.lower())
    try:
        port = parts.port or (HTTPS_PORT if parts.scheme == "https" else 80)
    except ValueError:
        return None
    return parts.scheme, parts.hostname or "", port


def is_here(url: str) -> bool:
    """Whether a service URL is one of this computer."""
    place = place_of(url)
    return place is not None and is_loopback(place[1])


def _is_meant(entry: str, host: str, port: int, *, is_usual: bool) -> bool:
    """Whether the entry of the list stands for the host at that port."""
    entry = entry.lower()
    if entry in (f"{host}:{port}", f"[{host}]:{port}"):
        return True
    if entry.startswith(ANY_BELOW):
        return is_usual and host.endswith(entry.removeprefix("*"))
    return is_usual and entry.strip("[]") == host
