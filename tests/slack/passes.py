"""What lets the app do something: tokens, triggers, addresses for answers, and codes."""

from dataclasses import dataclass


@dataclass
class Installation:
    """A token and what it may do; without a team it is for a whole organisation."""

    token: str
    team_id: str | None
    scopes: frozenset[str]
    bot_user_id: str
    bot_id: str
    enterprise_id: str | None = None
    refresh_token: str | None = None
    expires_at: float | None = None
    is_revoked: bool = False


@dataclass
class Trigger:
    """What a click or a command brings to open one view with."""

    id: str
    user_id: str
    team_id: str
    expires_at: float
    view_id: str | None = None
    is_used: bool = False


@dataclass
class ResponseUrl:
    """An address that takes answers to one interaction."""

    id: str
    user_id: str
    channel_id: str
    expires_at: float
    message_ts: str | None = None
    uses_left: int = 5


@dataclass
class Grant:
    """A code that an administrator's [Allow] made."""

    code: str
    team_id: str | None
    enterprise_id: str | None
    user_id: str
    scopes: frozenset[str]
    redirect_uri: str
    expires_at: float
    is_used: bool = False
