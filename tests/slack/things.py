"""The things a workspace is made of, as the local Slack keeps them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Json = dict[str, Any]
EVERYONE = ""


@dataclass
class Team:
    """A workspace."""

    id: str
    name: str
    domain: str
    enterprise_id: str | None = None
    is_deleted: bool = False


@dataclass
class User:
    """A person or a bot; a guest is restricted to some channels, or to one of them."""

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str = "Europe/London"
    locale: str = "en-GB"
    email: str = ""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False

    def shown(self, *, now: float, with_locale: bool = False, with_email: bool = False) -> Json:
        """Make the user object, as somebody of the same workspace gets it."""
        offset = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
        profile: Json = {"real_name": self.real_name, "display_name": self.name, "team": self.team_id}
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": profile | ({"email": self.email} if with_email else {}),
            "is_admin": False,
            "is_owner": False,
            "is_restricted": self.is_restricted or self.is_ultra_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now),
            **({"locale": self.locale} if with_locale else {}),
        }


@dataclass
class Channel:
    """A conversation: public, private, or the direct messages between one person and the app."""

    id: str
    name: str
    team_id: str
    kind: Literal["public", "private", "im"] = "public"
    members: set[str] = field(default_factory=set)
    shared_with: set[str] = field(default_factory=set)
    is_archived: bool = False
    person_id: str = ""

    @property
    def type(self) -> str:
        """What events call it."""
        return {"public": "channel", "private": "group", "im": "im"}[self.kind]

    @property
    def name_in_payloads(self) -> str:
        """What interactions and commands call it: a private channel's name stays private."""
        return {"public": self.name, "private": "privategroup", "im": "directmessage"}[self.kind]

    def shown(self) -> Json:
        """Make the conversation object."""
        common: Json = {"id": self.id, "is_archived": self.is_archived, "context_team_id": self.team_id}
        if self.kind == "im":
            return common | {"is_im": True, "user": self.person_id, "is_org_shared": False}
        return common | {
            "name": self.name,
            "is_channel": self.kind == "public",
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.kind == "private",
            "is_shared": bool(self.shared_with),
            "is_ext_shared": bool(self.shared_with),
            "is_org_shared": False,
            "shared_team_ids": sorted({self.team_id, *self.shared_with}),
        }


@dataclass
class Message:
    """A message; an ephemeral one is there for one person alone."""

    channel_id: str
    ts: str
    user_id: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    metadata: Json | None = None
    bot_id: str = ""
    files: list[Json] = field(default_factory=list)
    seen_by: str = EVERYONE
    is_edited: bool = False
    options: Json = field(default_factory=dict)  # unfurl_links and the like, as they were sent

    def shown(self, *, with_metadata: bool = False) -> Json:
        """Make the message object, as it stands in payloads and in the history."""
        return {
            "type": "message",
            "user": self.user_id,
            "ts": self.ts,
            "text": self.text,
            **({"bot_id": self.bot_id} if self.bot_id else {}),
            **({"blocks": self.blocks} if self.blocks else {}),
            **({"thread_ts": self.thread_ts} if self.thread_ts else {}),
            **({"files": self.files} if self.files else {}),
            **({"edited": {"user": self.user_id, "ts": self.ts}} if self.is_edited else {}),
            **({"metadata": self.metadata} if self.metadata and with_metadata else {}),
        }


@dataclass
class View:
    """A modal or a Home tab as one person has it; `values` is what they entered so far."""

    id: str
    user_id: str
    team_id: str
    body: Json
    hash: str
    installed_team_id: str
    app_id: str
    bot_id: str
    root_id: str = ""
    previous_id: str | None = None
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def shown(self) -> Json:
        """Make the view object."""
        defaults = {"private_metadata": "", "callback_id": "", "external_id": ""}
        flags = {"clear_on_close": False, "notify_on_close": False}
        return {
            **defaults,
            **flags,
            **self.body,
            "id": self.id,
            "team_id": self.team_id,
            "state": {"values": self.values},
            "hash": self.hash,
            "root_view_id": self.root_id or self.id,
            "previous_view_id": self.previous_id,
            "app_id": self.app_id,
            "app_installed_team_id": self.installed_team_id,
            "bot_id": self.bot_id,
        }


@dataclass
class File:
    """A file; it is `looks_until_ready` calls of files.info away from being usable in a block."""

    id: str
    name: str
    length: int
    user_id: str
    team_id: str
    content: bytes | None = None
    title: str = ""
    alt_text: str = ""
    mimetype: str = ""
    is_complete: bool = False
    channels: set[str] = field(default_factory=set)
    looks_until_ready: int = 0

    def shown(self, base_url: str) -> Json:
        """Make the file object."""
        url = f"{base_url}/files-pri/{self.team_id}-{self.id}/{self.name}"
        return {
            "id": self.id,
            "created": 0,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype if self.looks_until_ready == 0 else "",
            "filetype": self.name.rpartition(".")[2],
            "user": self.user_id,
            "user_team": self.team_id,
            "size": self.length,
            "mode": "hosted",
            "is_external": False,
            "file_access": "visible",
            "alt_txt": self.alt_text,
            "url_private": url,
            "url_private_download": f"{url}?download",
            "channels": sorted(self.channels),
        }
