"""How rosters and activities of Teams describe a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.teams.arrival import Arrival, text_at
from bot.teams.places import is_bot
from bot.teams.registrations import LOCAL_TENANT
from domain.chat import Sender
from storage.profiles import Profile

GUESTS = frozenset({"guest", "anonymous"})
# Stands in the sign-in name of everybody who is invited from elsewhere.
INVITED = "#ext#"
CLIENT = "clientinfo"


@dataclass(frozen=True, kw_only=True)
class Met:
    """Somebody as a roster describes them; `member` is the id by which this bot knows them."""

    profile: Profile
    member: str


def met_in(described: Any, tenant: str, said: Sender | None = None) -> Met | None:
    """A person of a roster; None for a bot, and for what is no member."""
    profile = profile_of(described, tenant, said)
    if profile is None or profile.is_bot:
        return None
    return Met(profile=profile, member=text_at(described, "id") or profile.account)


def profile_of(described: Any, tenant: str, said: Sender | None = None) -> Profile | None:
    """A member of a roster, as seen from the tenant; None for what is none. `said` is what their act tells.

    Guests, people of other organisations, anonymous ones and bots are no full members.
    """
    member, home = text_at(described, "id"), home_of(described)
    account = account_of(described) or ("" if said is None else said.account) or member
    if not account:
        return None
    is_ours = is_from(home, tenant)
    return Profile(
        account=account,
        name=_name(described) or ("" if said is None else said.name),
        handle=_words(text_at(described, "userPrincipalName")),
        zone="" if said is None else said.zone,
        locale="" if said is None else said.locale,
        home="" if is_ours else home,
        is_guest=is_guest(described) or account == member or is_bot(member) or not is_ours,
        is_bot=is_bot(member),
        is_gone=False,
    )


def account_of(described: Any) -> str:
    """The id that is the same for every bot; the REST interface has its own word for an activity's."""
    return text_at(described, "aadObjectId") or text_at(described, "objectId")


def home_of(described: Any) -> str:
    """The tenant that a member of a roster belongs to; empty where that was not said."""
    return text_at(described, "tenantId")


def is_from(home: str, tenant: str) -> bool:
    """Whether whoever has this home belongs to the tenant; in the local mode there is but one."""
    return home in ("", tenant) or tenant == LOCAL_TENANT


def is_guest(described: Any) -> bool:
    """Whether the roster marks a member as a guest, or as somebody without an account."""
    role, name = text_at(described, "userRole"), text_at(described, "userPrincipalName")
    return role.casefold() in GUESTS or INVITED in name.casefold()


def said_by(arrival: Arrival) -> Sender:
    """Whoever acts, as the activity itself describes them: it never says that they are a full member."""
    home, client = home_of(arrival.body.get("from")), _client(arrival)
    is_stranger = arrival.account == arrival.member or not is_from(home, arrival.tenant)
    return Sender(
        account=arrival.account,
        name=_words(text_at(arrival.body, "from", "name")),
        zone=_zone(text_at(arrival.body, "localTimezone") or text_at(client, "timezone")),
        locale=text_at(arrival.body, "locale") or text_at(client, "locale"),
        is_guest=True if is_stranger else None,
    )


def _client(arrival: Arrival) -> Mapping[str, Any]:
    """What the activity says of the app in which somebody acted."""
    entities = arrival.body.get("entities")
    found = entities if isinstance(entities, list) else []
    return next((one for one in found if text_at(one, "type").casefold() == CLIENT), {})


def _name(described: Any) -> str:
    both = f"{text_at(described, 'givenName')} {text_at(described, 'surname')}"
    return _words(text_at(described, "name")) or _words(both)


def _words(text: str) -> str:
    return " ".join(text.split())


def _zone(name: str) -> str:
    """The time zone, if it is one that can be computed with."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
