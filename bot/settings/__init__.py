"""Settings from the environment."""

from bot.settings.addresses import is_loopback, is_safe_address
from bot.settings.reading import DEFAULT_DATABASE_URL, Settings, read_settings
from bot.settings.sentences import SettingsError
from bot.settings.starting import check_platforms, check_start

__all__ = [
    "DEFAULT_DATABASE_URL",
    "Settings",
    "SettingsError",
    "check_platforms",
    "check_start",
    "is_loopback",
    "is_safe_address",
    "read_settings",
]
