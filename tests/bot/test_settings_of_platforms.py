"""Settings of Slack and Teams: each way of connecting, and what is missing or in the wrong place."""

import pytest

from bot import platforms
from bot.settings import SettingsError, check_start, read_settings, sentences
from domain.wording import listed

SLACK = {"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-1", "SECRET_KEY": "k"}
MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "c",
    "PUBLIC_URL": "https://a.example",
    "SECRET_KEY": "k",
}
TEAMS = {"TEAMS_APP_ID": "a", "TEAMS_APP_PASSWORD": "p", "TEAMS_TENANT_ID": "t", "SECRET_KEY": "k"}


@pytest.fixture
def start(environment):
    def read(**variables):
        for name, value in variables.items():
            environment(name, value)
        made = read_settings()
        check_start(made)
        return made

    return read


def refusal(start, **environment):
    with pytest.raises(SettingsError) as refused:
        start(**environment)
    assert "\n" not in refused.value.sentence
    return refused.value.sentence


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (("SLACK_BOT_TOKEN",), "SLACK_SIGNING_SECRET"),
        (("SLACK_SIGNING_SECRET",), "SLACK_BOT_TOKEN"),
        (("SLACK_APP_TOKEN",), "SLACK_BOT_TOKEN"),
        (("SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID"), "SLACK_CLIENT_SECRET"),
        (("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"), "SLACK_SIGNING_SECRET"),
        (("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"), "PUBLIC_URL"),
        (("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_APP_TOKEN"), "PUBLIC_URL"),
        (("SLACK_CLIENT_SECRET", "SLACK_APP_TOKEN"), "SLACK_CLIENT_ID"),
        (("TEAMS_APP_ID", "TEAMS_TENANT_ID"), "TEAMS_APP_PASSWORD"),
        (("TEAMS_APP_PASSWORD",), "TEAMS_APP_ID"),
        (("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"), "SECRET_KEY"),
        (("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"), "SECRET_KEY"),
        (("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"), "SECRET_KEY"),
    ],
)
def test_a_half_set_platform_stops_the_start_and_names_what_is_missing(start, given, missing):
    shapes = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    environment = {name: shapes.get(name, "value") for name in given}
    assert refusal(start, **environment).startswith(f"{missing} is missing")
    assert not read_settings().has_slack


@pytest.mark.parametrize(
    "given",
    [
        SLACK,
        SLACK | {"PUBLIC_URL": "https://a.example"},
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SECRET_KEY": "k"},
        SLACK | {"SLACK_APP_TOKEN": "xapp-1"},
        MANY | {"SLACK_SIGNING_SECRET": "s"},
        MANY | {"SLACK_APP_TOKEN": "xapp-1"},
    ],
)
def test_each_way_of_connecting_slack_starts(start, given):
    assert start(**given).has_slack


def test_without_slack_there_is_none(start):
    assert not start().has_slack


@pytest.mark.parametrize("given", [("SLACK_CLIENT_ID",), ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")])
def test_a_token_for_one_workspace_does_not_go_with_those_for_many(start, given):
    sentence = refusal(start, **SLACK | dict.fromkeys(given, "value"))
    assert sentence == platforms.ONE_OR_MANY.format(given=listed(given))
    assert "Remove SLACK_BOT_TOKEN to serve many" in sentence


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-secret", platforms.NOT_THE_BOTS),
        ("SLACK_BOT_TOKEN", "xapp-secret", platforms.NOT_THE_BOTS),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-secret", platforms.ENDS_SOON),
        ("SLACK_APP_TOKEN", "xoxb-secret", platforms.NOT_THE_APPS),
    ],
)
def test_a_token_in_the_wrong_place_is_seen_at_once_and_not_shown(start, name, value, sentence):
    assert refusal(start, **SLACK | {name: value}) == sentence
    assert "secret" not in sentence.lower().replace("client_secret", "")


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
@pytest.mark.parametrize("odd", ["se\ncret", "se cret", "se\x01cret", "sécret", "se\u20accret", "se\x7fcret"])
def test_a_secret_that_no_header_takes_is_seen_at_once_and_not_shown(start, name, odd):
    shape = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}.get(name, "")
    sentence = refusal(start, **SLACK | {name: shape + odd})
    assert sentence == platforms.ODD.format(name=name)
    assert odd not in sentence


@pytest.mark.parametrize("key", [",", " , ,", ",,,"])
def test_a_secret_key_of_commas_alone_is_none(start, key):
    assert refusal(start, **SLACK | {"SECRET_KEY": key}) == sentences.KEYLESS


@pytest.mark.parametrize("name", ["PUBLIC_URL", "SLACK_API_URL", "TEAMS_LOGIN_URL"])
@pytest.mark.parametrize(
    "url",
    [
        "https://[::1/api",
        "https://a.example:port/api",
        "https://a.example:99999/api",
        "https://a.example:0/api",
        "https://:443/api",
        "https://a.example/a b",
        "https://a.example\x01/api",
        "https://a.example/api?x=1",
        "ftp://a.example/api",
        "a.example",
    ],
)
def test_an_address_that_is_none_is_refused_in_a_line(start, name, url):
    assert refusal(start, **{name: url}) == sentences.BAD[name].format(value=url)


@pytest.mark.parametrize("name", ["PUBLIC_URL", "SLACK_API_URL"])
@pytest.mark.parametrize(
    "url",
    ["https://user:secret@a.example/api", "https://secret@a.example:x", "http://127.0.0.1@secret.example/"],
)
def test_a_password_in_an_address_is_refused_and_not_shown(start, name, url):
    sentence = refusal(start, **{name: url})
    assert sentence == sentences.NAMED.format(name=name)
    assert "secret" not in sentence


@pytest.mark.parametrize(
    ("given", "names"),
    [("listen", ("listen",)), ("agent", ("agent",)), ("agent, listen", ("agent", "listen"))],
)
def test_what_the_app_can_do_beyond_is_chosen_by_name(start, given, names):
    assert start(SLACK_OPTIONS=given).slack_option_names == names


def test_without_a_choice_the_app_can_do_what_is_needed(start):
    assert start().slack_option_names == ()


@pytest.mark.parametrize("given", ["hear", "listen,", "listen agent", "LISTEN"])
def test_an_option_that_slack_has_not_is_refused(start, given):
    assert refusal(start, SLACK_OPTIONS=given) == sentences.BAD["SLACK_OPTIONS"].format(value=given)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://slack-gov.com/api", "https://slack-gov.com/api/"),
        ("http://127.0.0.1:8000/api/", "http://127.0.0.1:8000/api/"),
        ("http://localhost:8000/api", "http://localhost:8000/api/"),
        ("http://[::1]:8000/api/", "http://[::1]:8000/api/"),
    ],
)
def test_the_web_api_may_be_elsewhere_and_its_address_ends_with_a_slash(start, url, taken):
    assert start(SLACK_API_URL=url).slack_api_url == taken


def test_the_slash_commands_stand_for_their_words(start):
    assert start().slack_command_words() == {"headway": "", "kpi": "kpi", "feedback": "feedback"}


def test_the_slash_commands_may_have_other_names(start):
    made = start(SLACK_COMMANDS="/hw, my-kpi_2,say")
    assert made.slack_command_words() == {"hw": "", "my-kpi_2": "kpi", "say": "feedback"}


def test_teams_starts_with_one_bot(start):
    made = start(**TEAMS)
    assert made.has_teams
    assert not made.has_slack
    assert made.teams_service_host_names == ()
    assert not {"p", "k"} & {*repr(made).split("'")}


def test_the_local_mode_starts_without_a_bot(start):
    assert start(TEAMS_LOCAL="1").has_teams


@pytest.mark.parametrize(
    "given", [("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"), ("SLACK_APP_TOKEN",)]
)
def test_the_local_mode_starts_beside_nothing_that_is_real(start, given):
    sentence = refusal(start, TEAMS_LOCAL="1", SECRET_KEY="k", **dict.fromkeys(given, "value"))
    assert sentence == sentences.UNSIGNED_WITH.format(given=listed(given))
    assert all(name in sentence for name in (*given, "TEAMS_LOCAL"))


def test_without_teams_there_is_none(start):
    assert not start(TEAMS_LOCAL="0", **SLACK).has_teams


@pytest.mark.parametrize("missing", ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID", "SECRET_KEY"])
def test_a_bot_that_is_half_set_up_stops_the_start(start, missing):
    given = {name: value for name, value in TEAMS.items() if name != missing}
    assert refusal(start, **given).startswith(f"{missing} is missing")
    assert not read_settings().has_teams


def test_ids_are_kept_in_small_letters_and_secrets_as_they_are(start):
    made = start(**TEAMS | {"TEAMS_APP_ID": "ABC", "TEAMS_TENANT_ID": "DEF", "TEAMS_APP_PASSWORD": "GHI"})
    ids = (made.teams_app_id, made.teams_tenant_id, made.teams_app_password.get_secret_value())
    assert ids == ("abc", "def", "GHI")


@pytest.mark.parametrize("tenant", ["northwind.onmicrosoft.com", "common", "Organizations"])
def test_a_tenant_that_no_activity_names_is_refused(start, tenant):
    assert refusal(start, **TEAMS | {"TEAMS_TENANT_ID": tenant}) == platforms.NO_TENANT


@pytest.mark.parametrize("name", ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"])
def test_what_microsoft_never_gives_is_seen_at_once_and_not_shown(start, name):
    sentence = refusal(start, **TEAMS | {name: "se cret"})
    assert sentence == platforms.NOT_TEAMS.format(name=name)


@pytest.mark.parametrize("name", ["TEAMS_LOGIN_URL", "TEAMS_OPENID_METADATA_URL"])
@pytest.mark.parametrize("url", ["https://login.example/", "http://127.0.0.1:8000", "http://localhost/a"])
def test_keys_and_tokens_may_come_from_elsewhere(start, name, url):
    assert getattr(start(**{name: url}), name.lower()) == url.rstrip("/")


def test_the_hosts_that_are_trusted_are_names_with_commas_between_them(start):
    given = "127.0.0.1:8000, *.teams.microsoft.us,[::1]"
    made = start(TEAMS_SERVICE_HOSTS=given)
    assert made.teams_service_host_names == ("127.0.0.1:8000", "*.teams.microsoft.us", "[::1]")
