"""Reading the environment: the only module that does."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.platforms import SHARED, SLACK, TEAMS, slack_trouble, teams_trouble
from bot.settings.addresses import is_loopback, is_safe_address, read_address
from bot.settings.sentences import BAD, BAD_DATABASE, BLANK, KEYLESS, UNREADABLE, SettingsError
from bot.slack.registrations import COMMANDS, OPTIONS

DEFAULT_DATABASE_URL = "sqlite+aiosqlite:///var/headway.db"

FILE_URL = re.compile(r"sqlite\+aiosqlite:///(?!:memory:)[^?\s][^?]*")
# Slack allows a command 32 characters, and its slash is one of them.
COMMAND = re.compile(r"[a-z0-9_-]{1,31}")
SERVICE_HOST = re.compile(
    r"(?:\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?|\[[0-9a-f:.]+\](?::[0-9]{1,5})?", re.IGNORECASE
)
SERVER_URL = re.compile(
    r"postgresql\+asyncpg://(?:[^@\s]*@)?(?:\[[\da-fA-F:.]+\]|[^:/?\s\[\]]*)(?::\d+)?/[^\s]+"
)


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
        if read_address("PUBLIC_URL", value).scheme != "https":
            raise SettingsError(BAD["PUBLIC_URL"].format(value=value))
        return value.rstrip("/")

    @field_validator("slack_api_url", "teams_openid_metadata_url", "teams_login_url")
    @classmethod
    def _over_https_or_loopback(cls, value: str, info: ValidationInfo) -> str:
        """The address; Slack's with a slash at its end. Secrets go there: in the clear, only to ourselves."""
        name = str(info.field_name).upper()
        read_address(name, value)
        if not is_safe_address(value):
            raise SettingsError(BAD[name].format(value=value))
        return value.rstrip("/") + ("/" if name == "SLACK_API_URL" else "")

    @field_validator("teams_service_hosts")
    @classmethod
    def _known_hosts(cls, value: str) -> str:
        """The hosts without spaces."""
        names = [name.strip() for name in value.split(",")]
        if not all(SERVICE_HOST.fullmatch(name) for name in names):
            raise SettingsError(BAD["TEAMS_SERVICE_HOSTS"].format(value=value))
        return ",".join(names)

    @field_validator("teams_app_id", "teams_tenant_id")
    @classmethod
    def _in_small_letters(cls, value: str) -> str:
        """The id as it is kept: Microsoft does not look at the case."""
        return value.lower()

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
    def has_teams(self) -> bool:
        """Whether Teams is set up completely, as far as this can be told without asking it."""
        is_begun = bool(self.given(TEAMS) or self.teams_local)
        return is_begun and not teams_trouble(self.values(*TEAMS, *SHARED))

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

    @property
    def teams_service_host_names(self) -> tuple[str, ...]:
        """The hosts to which our tokens for Teams may be sent; none where it is the public cloud's."""
        return tuple(name for name in self.teams_service_hosts.split(",") if name)

    def slack_command_words(self) -> dict[str, str]:
        """The names of the slash commands here, and the words that each stands for."""
        return dict(zip(self.slack_commands.split(","), (one.words for one in COMMANDS), strict=True))


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError, in one line that names the variable."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsError(BAD.get(name, UNREADABLE).format(name=name, value=first["input"])) from error


def _text(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
