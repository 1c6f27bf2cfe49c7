"""Settings: what is missing or wrong stops the start, in one line that names it."""

import os

import pytest

from bot.settings import DEFAULT_DATABASE_URL, Settings, SettingsError, check_start, read_settings, sentences

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens here


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for name in [*os.environ]:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)


@pytest.fixture
def start(monkeypatch):
    def read(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        made = read_settings()
        check_start(made)
        return made

    return read


def refusal(start, **environment):
    with pytest.raises(SettingsError) as refused:
        start(**environment)
    assert "\n" not in refused.value.sentence
    return refused.value.sentence


def test_an_empty_environment_is_enough(start):
    made = start()
    assert made.database_url == DEFAULT_DATABASE_URL
    assert (made.host, made.port, made.console, made.logs_json) == ("127.0.0.1", 3978, False, False)


def test_what_is_set_is_taken(start):
    made = start(PORT=" 4000 ", CONSOLE="1", LOG_LEVEL="WARNING", LOG_FORMAT="json", HOST="localhost")
    assert (made.port, made.console, made.log_level, made.logs_json) == (4000, True, "warning", True)


@pytest.mark.parametrize("name", sorted(name.upper() for name in Settings.model_fields))
def test_a_blank_variable_stops_the_start(start, name):
    assert refusal(start, **{name: "  "}) == f"{name} is blank. Give it a value, or remove it."


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:secret@host/name",
        "postgresql+psycopg://user:secret@host/name",
        "postgres://user:secret@host/name",
        "sqlite:///var/headway.db",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "postgresql+asyncpg://user:secret@host:port/name",
        "postgresql+asyncpg://user:secret@host",
        "headway.db",
    ],
)
def test_a_wrong_database_url_is_answered_with_the_right_form(start, url):
    sentence = refusal(start, DATABASE_URL=url)
    assert sentence == sentences.BAD_DATABASE
    assert "secret" not in sentence


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:///var/headway.db",
        "sqlite+aiosqlite:////srv/headway.db",
        "postgresql+asyncpg://user:secret@host:5432/name",
        "postgresql+asyncpg://user@[::1]/name?ssl=require",
        "postgresql+asyncpg://postgres@/name?host=/run/postgresql",
    ],
)
def test_a_right_database_url_is_taken(start, url):
    assert start(DATABASE_URL=url).database_url == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("CONSOLE", "maybe"),
        ("TEAMS_LOCAL", "2"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
        ("PUBLIC_URL", "http://example.com"),
        ("PUBLIC_URL", "https://example.com/?a=b"),
        ("SLACK_API_URL", "slack.com/api/"),
        ("SLACK_API_URL", "http://slack.example/api/"),
        ("SLACK_API_URL", "http://127.0.0.1.example/api/"),
        ("SLACK_API_URL", "http://[/"),
        ("TEAMS_LOGIN_URL", "http://login.example"),
        ("TEAMS_OPENID_METADATA_URL", "http://127.0.0.1.example/openid"),
        ("TEAMS_SERVICE_HOSTS", "https://smba.trafficmanager.net"),
        ("TEAMS_SERVICE_HOSTS", "smba.trafficmanager.net,"),
        ("TEAMS_SERVICE_HOSTS", "*"),
        ("TEAMS_SERVICE_HOSTS", "*.*.example"),
        ("SLACK_COMMANDS", "headway"),
        ("SLACK_COMMANDS", "headway,kpi,kpi"),
        ("SLACK_COMMANDS", "headway,kpi,feedback,more"),
        ("SLACK_COMMANDS", "headway,,feedback"),
        ("SLACK_COMMANDS", "headway,KPI,feedback"),
        ("SLACK_COMMANDS", "head way,kpi,feedback"),
        ("SLACK_COMMANDS", f"{'h' * 32},kpi,feedback"),
    ],
)
def test_a_wrong_value_is_named_and_shown(start, name, value):
    sentence = refusal(start, **{name: value})
    assert sentence.startswith(f"{name} is {value!r}")


def test_the_console_never_goes_with_a_public_address(start):
    assert refusal(start, CONSOLE="1", PUBLIC_URL="https://example.com") == sentences.CONSOLE_IN_PUBLIC


@pytest.mark.parametrize("host", [EVERYWHERE, "192.168.1.4", "example.com", "::"])
def test_the_console_is_for_this_computer_only(start, host):
    assert host in refusal(start, CONSOLE="1", HOST=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_the_console_may_have_any_loopback_address(start, host):
    assert start(CONSOLE="1", HOST=host).console


def test_an_address_loses_its_last_slash(start):
    assert start(PUBLIC_URL="https://a.example/headway/").public_url == "https://a.example/headway"


def test_unsigned_messages_are_for_this_computer_only(start):
    assert refusal(start, TEAMS_LOCAL="1", HOST=EVERYWHERE) == sentences.UNSIGNED_ELSEWHERE.format(
        host=EVERYWHERE
    )


def test_unsigned_messages_never_go_with_a_public_address(start):
    sentence = refusal(start, TEAMS_LOCAL="1", PUBLIC_URL="https://example.com")
    assert sentence == sentences.UNSIGNED_IN_PUBLIC


def test_secrets_are_not_shown(start, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    made = read_settings()
    assert "xoxb-secret" not in repr(made)
    assert made.has_platform
    assert made.logs_json
