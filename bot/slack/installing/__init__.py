"""Installing: many workspaces by OAuth, their tokens, and what follows when the app is removed."""

from bot.slack.installing.events import (
    ended,
    on_app_uninstalled,
    on_team_access_granted,
    on_team_access_revoked,
    on_tokens_revoked,
)
from bot.slack.installing.health import look_at_installations, reseal_tokens
from bot.slack.installing.oauth import OAuthApp
from bot.slack.installing.routes import add_installing, oauth_app
from bot.slack.installing.workspaces import ManyWorkspaces

__all__ = [
    "ManyWorkspaces",
    "OAuthApp",
    "add_installing",
    "ended",
    "look_at_installations",
    "oauth_app",
    "on_app_uninstalled",
    "on_team_access_granted",
    "on_team_access_revoked",
    "on_tokens_revoked",
    "reseal_tokens",
]
