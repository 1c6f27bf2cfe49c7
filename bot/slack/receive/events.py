"""Which function hears of which event. Slack sends an event again until it is answered with 200."""

from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.misshapen import MISSHAPEN, place_of
from bot.slack import channels, home, people
from bot.slack.edge import Edge
from bot.slack.installing import events as installing
from bot.slack.receive.kinds import Ack, Body, Kind
from bot.slack.receive.messages import on_message

Listener = Callable[[Edge, Body], Awaitable[None]]

log = structlog.get_logger()


async def ignore(_edge: Edge, _body: Body) -> None:
    """Leave it alone: it is heard so that Slack does not send it again."""


LISTENERS: Mapping[str, Listener] = {
    "app_home_opened": home.on_app_home_opened,
    "app_mention": on_message,
    "app_uninstalled": installing.on_app_uninstalled,
    "channel_archive": channels.on_channel_archive,
    "channel_deleted": channels.on_channel_deleted,
    "channel_id_changed": channels.on_channel_id_changed,
    "channel_left": channels.on_channel_left,
    "channel_rename": channels.on_channel_rename,
    "channel_shared": channels.on_channel_shared,
    "channel_unarchive": channels.on_channel_unarchive,
    "channel_unshared": channels.on_channel_unshared,
    "group_archive": channels.on_channel_archive,
    "group_deleted": channels.on_channel_deleted,
    "group_left": channels.on_channel_left,
    "group_rename": channels.on_channel_rename,
    "group_unarchive": channels.on_channel_unarchive,
    "member_joined_channel": channels.on_member_joined_channel,
    "member_left_channel": channels.on_member_left_channel,
    "message": on_message,
    "team_access_granted": installing.on_team_access_granted,
    "team_access_revoked": installing.on_team_access_revoked,
    "team_join": people.on_team_join,
    "tokens_revoked": installing.on_tokens_revoked,
    "user_change": people.on_user_change,
}


async def work(edge: Edge, body: Body) -> Ack:
    """Let whoever listens to it know of the event. One that is not as Slack's are is left alone."""
    kind = str(body["event"].get("type"))
    try:
        await LISTENERS.get(kind, ignore)(edge, body)
    except MISSHAPEN as error:
        log.error("event_misshapen", type=kind, error=type(error).__name__, at=place_of(error))
    return None


EVENT = Kind(name="event", work=work, key=lambda body: str(body.get("event_id")))
