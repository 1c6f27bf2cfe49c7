"""Activities as Teams sends them, as small as a test needs them."""

from typing import Any

from bot.teams.arrival import Arrival

APP = "0b8e0a49-2a0c-4a5c-9f53-3f8f4e2a7a01"
TENANT = "5f1a1f0e-6a55-4a60-9a0b-1d2c3b4a5f60"
DANA = "11111111-1111-4111-8111-111111111111"
TOM = "22222222-2222-4222-8222-222222222222"
BOT = f"28:{APP}"
CHANNEL = "19:northwind@thread.tacv2"


def message(text: str | None, **more: Any) -> Arrival:
    """A message of Dana's in the personal chat; `more` are other parts of the activity."""
    body: dict[str, Any] = {
        "type": "message",
        "id": "1700000000001",
        "text": text,
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:dana", "name": "Dana Reed", "aadObjectId": DANA},
        "recipient": {"id": BOT, "name": "Headway"},
        "conversation": {"id": "a:dana", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        **more,
    }
    return Arrival(app_id=APP, body=body)


def in_channel(text: str, *mentions: dict[str, Any], thread: str = "1700000000000") -> Arrival:
    """A message of Dana's in the channel, in the thread."""
    return message(
        text,
        conversation={"id": f"{CHANNEL};messageid={thread}", "conversationType": "channel"},
        channelData={"tenant": {"id": TENANT}, "team": {"id": "19:team"}, "channel": {"id": CHANNEL}},
        entities=list(mentions),
    )


def mention(name: str, member: str) -> dict[str, Any]:
    """Somebody who is mentioned, as Teams says it beside the text."""
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": member, "name": name}}


US = mention("Headway", BOT)
