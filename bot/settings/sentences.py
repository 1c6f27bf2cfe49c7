"""What is said of settings that are missing or wrong; each sentence names its variable."""

from domain.errors import UserError

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
    "TEAMS_OPENID_METADATA_URL": (
        "TEAMS_OPENID_METADATA_URL is {value!r}. It must be an address that begins with https://."
    ),
    "TEAMS_LOGIN_URL": "TEAMS_LOGIN_URL is {value!r}. It must be an address that begins with https://.",
    "TEAMS_SERVICE_HOSTS": (
        "TEAMS_SERVICE_HOSTS is {value!r}. It must be names of hosts with commas between them, such as"
        " smba.trafficmanager.net or *.teams.microsoft.us."
    ),
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
UNSIGNED_IN_PUBLIC = (
    "TEAMS_LOCAL and PUBLIC_URL are both set. It takes unsigned messages, so it never goes with a public"
    " address: remove one of them."
)
UNSIGNED_WITH = (
    "TEAMS_LOCAL is set beside {given}. It takes unsigned messages, so it never goes with a real bot or"
    " workspace: remove TEAMS_LOCAL, or the other."
)


class SettingsError(UserError):
    """A setting cannot be used."""
