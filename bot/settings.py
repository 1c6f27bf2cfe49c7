"""Settings from the environment: the only module that reads it."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.platforms import SHARED, SLACK, TEAMS, slack_trouble, teams_trouble
from bot.slack.registrations import COMMANDS, OPTIONS
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
    "SLACK_API_URL": "SLACK_API_URL is {value!r}. It must be an address that begins with https://.",
    "SLACK_OPTIONS": "SLACK_OPTIONS is {value!r}. It must be listen, agent, or listen,agent.",
    "SLACK_COMMANDS": (
        "SLACK_COMMANDS is {value!r}. It must be three different names, in the order of"
        " headway,kpi,feedback: small letters, digits, - and _, at most 31 of them each."
    ),
}
UNREADABLE = "{name} cannot be read."
# What stands before the @ may be a password: it is not shown.
NAMED = "{name} holds a name or a password. Remove what stands before the @, and the @."
KEYLESS = "SECRET_KEY holds no key, only commas. Give it a long random value."
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
FILE_URL = re.compile(r"sqlite\+aiosqlite:///(?!:memory:)[^?\s][^?]*")
ADDRESS = re.compile(r"https?://[^\s/?#\x00-\x1f\x7f]+[^\s?#\x00-\x1f\x7f]*")
# Slack allows a command 32 characters, and its slash is one of them.
COMMAND = re.compile(r"[a-z0-9_-]{1,31}")
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
    slack_commands: str = ",".join(command.name for command in COMMANDS)
    slack_options: str = ""
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

    @field_validator("secret_key")
    @classmethod
    def _with_a_key(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().replace(",", " ").strip():
            raise SettingsError(KEYLESS)
        return value

    @field_validator("public_url")
    @classmethod
    def _over_https(cls, value: str) -> str:
        if _address("PUBLIC_URL", value).scheme != "https":
            raise SettingsError(BAD["PUBLIC_URL"].format(value=value))
        return value.rstrip("/")

    @field_validator("slack_api_url")
    @classmethod
    def _over_https_or_loopback(cls, value: str) -> str:
        """The address with a slash at its end. Tokens go there: in the clear, only to ourselves."""
        address = _address("SLACK_API_URL", value)
        if address.scheme == "http" and not is_loopback(address.hostname or ""):
            raise SettingsError(BAD["SLACK_API_URL"].format(value=value))
        return value.rstrip("/") + "/"

    @field_validator("slack_commands")
    @classmethod
    def _three_commands(cls, value: str) -> str:
        """The names without slashes and spaces."""
        names = [name.strip().removeprefix("/") for name in value.split(",")]
        if len({*names}) != len(COMMANDS) or len(names) != len(COMMANDS):
            raise SettingsError(BAD["SLACK_COMMANDS"].format(value=value))
        if not all(COMMAND.fullmatch(name) for name in names):
            raise SettingsError(BAD["SLACK_COMMANDS"].format(value=value))
        return ",".join(names)

    @field_validator("slack_options")
    @classmethod
    def _known_options(cls, value: str) -> str:
        names = [name.strip() for name in value.split(",")]
        if not OPTIONS.keys() >= {*names}:
            raise SettingsError(BAD["SLACK_OPTIONS"].format(value=value))
        return ",".join(names)

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this computer can reach us."""
        return is_loopback(self.host)

    @property
    def has_platform(self) -> bool:
        """Whether Slack or Teams is set up, or was begun to be."""
        return bool(self.given(SLACK) or self.given(TEAMS) or self.teams_local)

    @property
    def has_slack(self) -> bool:
        """Whether Slack is set up completely, as far as this can be told without asking it."""
        return bool(self.given(SLACK)) and not slack_trouble(self.values(*SLACK, *SHARED))

    @property
    def logs_json(self) -> bool:
        """Whether logs are for machines."""
        return self.log_format == "json" or (not self.log_format and self.has_platform)

    def given(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of these variables that are set."""
        return tuple(self.values(*names))

    def values(self, *names: str) -> Mapping[str, str]:
        """What those of these variables are set to that are set. Secrets are among them: show none."""
        texts = {name: _text(getattr(self, name.lower())) for name in names}
        return {name: text for name, text in texts.items() if text}

    @property
    def slack_option_names(self) -> tuple[str, ...]:
        """What the Slack app can do beyond what is needed."""
        return tuple(name for name in self.slack_options.split(",") if name)

    def slack_command_words(self) -> dict[str, str]:
        """The names of the slash commands here, and the words that each stands for."""
        return dict(zip(self.slack_commands.split(","), (one.words for one in COMMANDS), strict=True))


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
    given = dict(settings.values(*SLACK, *TEAMS, *SHARED))
    if settings.teams_local:
        given["TEAMS_LOCAL"] = "1"
    if trouble := slack_trouble(given) or teams_trouble(given):
        raise SettingsError(trouble)


def _address(name: str, value: str) -> SplitResult:
    """The parts of an address of a server, by http or https. Raises SettingsError for anything else."""
    try:
        found = urlsplit(value)
        # Reading a port raises ValueError where it is none.
        is_usable = bool(ADDRESS.fullmatch(value) and found.hostname) and found.port != 0
    except ValueError:
        found, is_usable = urlsplit(""), False
    if "@" in value:
        raise SettingsError(NAMED.format(name=name))
    if not is_usable:
        raise SettingsError(BAD[name].format(value=value))
    return found


def _text(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
