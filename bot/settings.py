"""Settings from the environment: the only module that reads it."""

import re
from ipaddress import ip_address
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import UserError

DEFAULT_DATABASE_URL = "sqlite+aiosqlite:///var/headway.db"

BLANK = "{name} is blank. Give it a value, or remove it."
BAD_DATABASE = (
    "DATABASE_URL must look like sqlite+aiosqlite:///var/headway.db"
    " or postgresql+asyncpg://user:password@host/name."
)
BAD = {
    "PORT": "PORT is {value!r}. It must be a number from 0 to 65535.",
    "PUBLIC_URL": "PUBLIC_URL is {value!r}. It must be an address that begins with https://.",
    "CONSOLE": "CONSOLE is {value!r}. It must be 1 or 0.",
    "TEAMS_LOCAL": "TEAMS_LOCAL is {value!r}. It must be 1 or 0.",
    "LOG_FORMAT": "LOG_FORMAT is {value!r}. It must be json or text.",
    "LOG_LEVEL": "LOG_LEVEL is {value!r}. It must be debug, info, warning or error.",
}
UNREADABLE = "{name} cannot be read."
CONSOLE_IN_PUBLIC = (
    "CONSOLE and PUBLIC_URL are both set. The console speaks as anyone, so it never goes with a"
    " public address: remove one of them."
)
CONSOLE_ELSEWHERE = (
    "CONSOLE is set and HOST is {host}. The console answers on this computer only: set HOST to 127.0.0.1."
)
UNSIGNED_ELSEWHERE = (
    "TEAMS_LOCAL is set and HOST is {host}. It takes unsigned messages: set HOST to 127.0.0.1."
)
MISSING = "{name} is missing: {platform} needs it beside {given}."
KEYLESS = "SECRET_KEY is missing: {platform} needs one to keep tokens and links safe."
NOT_SERVED = (
    "{platform} is set up, but this version of Headway does not serve it yet. Remove {given} to start."
)

SLACK = (
    "SLACK_SIGNING_SECRET",
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_APP_TOKEN",
)
TEAMS = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID")
FILE_URL = re.compile(r"sqlite\+aiosqlite:///(?!:memory:)[^?\s][^?]*")
SERVER_URL = re.compile(
    r"postgresql\+asyncpg://(?:[^@\s]*@)?(?:\[[\da-fA-F:.]+\]|[^:/?\s\[\]]*)(?::\d+)?/[^\s]+"
)


class SettingsError(UserError):
    """A setting cannot be used."""


class Settings(BaseSettings):
    """Everything that the environment decides. `read_settings` makes one, and says what is wrong."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", validate_default=False)

    database_url: str = DEFAULT_DATABASE_URL
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3978
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    console: bool = False
    log_format: Literal["", "json", "text"] = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    slack_signing_secret: SecretStr = SecretStr("")
    slack_bot_token: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    teams_app_id: str = ""
    teams_app_password: SecretStr = SecretStr("")
    teams_tenant_id: str = ""
    teams_openid_metadata_url: str = ""
    teams_login_url: str = ""
    teams_service_hosts: str = ""
    teams_local: bool = False

    @field_validator("*", mode="before")
    @classmethod
    def _not_blank(cls, value: Any, info: ValidationInfo) -> Any:
        """Take the spaces off. Nothing in a variable is a mistake, not a default."""
        text = value.strip() if isinstance(value, str) else value
        if text == "":
            raise SettingsError(BLANK.format(name=str(info.field_name).upper()))
        return text.lower() if info.field_name in ("log_format", "log_level") else text

    @field_validator("database_url")
    @classmethod
    def _with_its_driver(cls, value: str) -> str:
        # The value may hold a password: it is not shown.
        if not (FILE_URL.fullmatch(value) or SERVER_URL.fullmatch(value)):
            raise SettingsError(BAD_DATABASE)
        return value

    @field_validator("public_url")
    @classmethod
    def _over_https(cls, value: str) -> str:
        if not re.fullmatch(r"https://[^\s/]+\S*", value):
            raise SettingsError(BAD["PUBLIC_URL"].format(value=value))
        return value

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this computer can reach us."""
        return is_loopback(self.host)

    @property
    def has_platform(self) -> bool:
        """Whether Slack or Teams is set up, or was begun to be."""
        return bool(self.given(SLACK) or self.given(TEAMS) or self.teams_local)

    @property
    def logs_json(self) -> bool:
        """Whether logs are for machines."""
        return self.log_format == "json" or (not self.log_format and self.has_platform)

    def given(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of these variables that are set."""
        return tuple(name for name in names if _text(getattr(self, name.lower())))


def is_loopback(host: str) -> bool:
    """Whether the host name or address is this computer's own."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError, in one line that names the variable."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsError(BAD.get(name, UNREADABLE).format(name=name, value=first["input"])) from error


def check_start(settings: Settings) -> None:
    """Raise SettingsError where a server must not start with these settings."""
    if settings.console and settings.public_url:
        raise SettingsError(CONSOLE_IN_PUBLIC)
    if settings.console and not settings.is_loopback:
        raise SettingsError(CONSOLE_ELSEWHERE.format(host=settings.host))
    if settings.teams_local and not settings.is_loopback:
        raise SettingsError(UNSIGNED_ELSEWHERE.format(host=settings.host))
    check_platforms(settings)


def check_platforms(settings: Settings) -> None:
    """Raise SettingsError for a platform that is half set up, or that this version does not serve."""
    slack, teams = settings.given(SLACK), settings.given(TEAMS)
    if slack:
        _require(settings, "Slack", slack, _needed_by_slack(slack))
    if teams:
        _require(settings, "Teams", teams, TEAMS)
    for platform, given in (("Slack", slack), ("Teams", teams)):
        if given and not _text(settings.secret_key):
            raise SettingsError(KEYLESS.format(platform=platform))
        if given:
            raise SettingsError(NOT_SERVED.format(platform=platform, given=_listed(given)))
    if settings.teams_local:
        raise SettingsError(NOT_SERVED.format(platform="Teams", given="TEAMS_LOCAL"))


def _needed_by_slack(given: tuple[str, ...]) -> tuple[str, ...]:
    """What this way of connecting Slack needs: Socket Mode or HTTP, one workspace or many."""
    way = () if "SLACK_APP_TOKEN" in given else ("SLACK_SIGNING_SECRET",)
    has_oauth = "SLACK_CLIENT_ID" in given or "SLACK_CLIENT_SECRET" in given
    return (*way, "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET") if has_oauth else (*way, "SLACK_BOT_TOKEN")


def _require(settings: Settings, platform: str, given: tuple[str, ...], needed: tuple[str, ...]) -> None:
    there = settings.given(needed)
    for name in needed:
        if name not in there:
            raise SettingsError(MISSING.format(name=name, platform=platform, given=_listed(given)))


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _text(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
