"""Addresses in settings: which are one, and which may be told a secret."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from bot.settings.sentences import BAD, NAMED, SettingsError

ADDRESS = re.compile(r"https?://[^\s/?#\x00-\x1f\x7f]+[^\s?#\x00-\x1f\x7f]*")


def is_loopback(host: str) -> bool:
    """Whether the host name or address is this computer's own."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_safe_address(url: str) -> bool:
    """Whether a secret may be sent there: by https, and in the clear to this computer alone."""
    try:
        found = urlsplit(url)
    except ValueError:
        return False
    return found.scheme == "https" or (found.scheme == "http" and is_loopback(found.hostname or ""))


def read_address(name: str, value: str) -> SplitResult:
    """The parts of an address of a server, by http or https. Raises SettingsError for anything else."""
    try:
        found = urlsplit(value)
        # Reading a port raises ValueError where it is none.
        is_usable = bool(ADDRESS.fullmatch(value) and found.hostname) and found.port != 0
    except ValueError:
        found, is_usable = urlsplit(""), False
    if "@" in value:
        raise SettingsError(NAMED.format(name=name))
    if not is_usable:
        raise SettingsError(BAD[name].format(value=value))
    return found
