"""Activities as Teams sends them: what all have in common, and where they happened."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.slack.things import Json
from tests.teams.state import IN_THREAD, World
from tests.teams.things import Bot, Place, User

CHANNEL_ID = "msteams"


def activity(world: World, bot: Bot, user: User, place: Place, *, type: str, thread: str = "") -> Json:
    """Make what every activity says: who did it, where, when, and to which bot."""
    now = datetime.fromtimestamp(world.clock.now(), UTC)
    zone = user.zone
    return {
        "type": type,
        "id": world.new_id(),
        "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "localTimestamp": now.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds"),
        "localTimezone": zone,
        "locale": user.locale,
        "channelId": CHANNEL_ID,
        "serviceUrl": world.service_url,
        "from": sender(bot, user),
        "recipient": {"id": bot.id, "name": bot.name},
        "conversation": conversation(place, thread),
        "entities": [client_info(user)],
        "channelData": channel_data(world, place),
    }


def sender(bot: Bot, user: User) -> Json:
    """Make the account of whoever acts; an anonymous guest of a meeting has no directory id."""
    account = {"aadObjectId": user.account} if user.account else {}
    return {"id": user.member(bot.app_id), "name": user.name, **account}


def conversation(place: Place, thread: str = "") -> Json:
    """Make where it happened. A thread of a channel stands in the id (platform rule E2)."""
    in_thread = f"{IN_THREAD}{thread}" if thread and place.kind == "channel" else ""
    group: Json = {} if place.kind == "personal" else {"isGroup": True}
    named: Json = {"name": place.name} if place.kind == "groupChat" and place.name else {}
    tenant: Json = {"conversationType": place.kind, "tenantId": place.tenant_id}
    return {**group, **named, **tenant, "id": f"{place.id}{in_thread}"}


def client_info(user: User) -> Json:
    """Make what the client says of itself."""
    country = user.locale.partition("-")[2] or "GB"
    shown: Json = {"locale": user.locale, "country": country, "platform": "Web", "timezone": user.zone}
    return {**shown, "type": "clientInfo"}


def channel_data(world: World, place: Place) -> Json:
    """Make what Teams alone says: the tenant, and of a channel its ids; messages name no channel."""
    tenant: Json = {"tenant": {"id": place.tenant_id}}
    if place.kind != "channel":
        return tenant
    ids: Json = {"teamsChannelId": place.id, "teamsTeamId": place.team_id}
    return {**ids, "channel": {"id": place.id}, "team": {"id": place.team_id}, **tenant}


def team_data(world: World, place: Place, event: str) -> Json:
    """Make what Teams says of a team or channel to which something happened, with all the names."""
    team = world.teams[place.team_id]
    channel: Json = {"id": place.id, "name": place.name, "type": place.privacy}
    tenant: Json = {"tenant": {"id": place.tenant_id}}
    return {"channel": channel, "team": team.shown(), "eventType": event, **tenant}
