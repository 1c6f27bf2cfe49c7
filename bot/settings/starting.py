"""What has to be right before a server starts, and may be wrong for a command."""

from bot.platforms import SHARED, SLACK, TEAMS, slack_trouble, teams_trouble
from bot.settings.reading import Settings
from bot.settings.sentences import (
    CONSOLE_ELSEWHERE,
    CONSOLE_IN_PUBLIC,
    UNSIGNED_ELSEWHERE,
    UNSIGNED_IN_PUBLIC,
    UNSIGNED_WITH,
    SettingsError,
)
from domain.wording import listed


def check_start(settings: Settings) -> None:
    """Raise SettingsError where a server must not start with these settings."""
    if settings.console and settings.public_url:
        raise SettingsError(CONSOLE_IN_PUBLIC)
    if settings.console and not settings.is_loopback:
        raise SettingsError(CONSOLE_ELSEWHERE.format(host=settings.host))
    if settings.teams_local and not settings.is_loopback:
        raise SettingsError(UNSIGNED_ELSEWHERE.format(host=settings.host))
    if settings.teams_local and settings.public_url:
        raise SettingsError(UNSIGNED_IN_PUBLIC)
    if settings.teams_local and (given := settings.given((*TEAMS, *SLACK))):
        raise SettingsError(UNSIGNED_WITH.format(given=listed(given)))
    check_platforms(settings)


def check_platforms(settings: Settings) -> None:
    """Raise SettingsError for a platform that is half set up."""
    given = settings.values(*SLACK, *TEAMS, *SHARED)
    if trouble := slack_trouble(given) or teams_trouble(given):
        raise SettingsError(trouble)
