"""Which service URLs get our token."""

import pytest

from bot.teams.gate import Trust

GOOD = [
    "https://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net/amer/00000000-0000-0000-0000-000000000000/",
    "https://SMBA.trafficmanager.net",
    "https://smba.trafficmanager.net:443/teams/",
    "https://smba.infra.gcc.teams.microsoft.com",
]
BAD = [
    "",
    "smba.trafficmanager.net",
    "http://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net.example/",
    "https://example/smba.trafficmanager.net",
    "https://evil-smba.trafficmanager.net/",
    "https://a.smba.trafficmanager.net/",
    "https://trafficmanager.net/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example\\@smba.trafficmanager.net/",
    "https://evil.example#smba.trafficmanager.net",
    "https://evil.example?smba.trafficmanager.net",
    "https://smba.trafficmanager.net:8443/",
    "https://smba.trafficmanager.net:99999/",
    "https://smba.trafficmanager.net./",
    "https://smba.trafficmanager.net/{0}",
    "https://smba.trafficmanager.net/ \n",
    "https://smba.trafficmanager.net/\n",
    "https://ѕmba.trafficmanager.net/",
    "https://[::1",
    "ftp://smba.trafficmanager.net/",
    "http://127.0.0.1:3979/",
    "https://127.0.0.1/",
    "http://localhost:3979/",
]


@pytest.mark.parametrize("url", GOOD)
def test_the_hosts_of_the_public_cloud_are_trusted(url):
    assert Trust().is_trusted(url)


@pytest.mark.parametrize("url", BAD)
def test_nothing_else_is(url):
    assert not Trust().is_trusted(url)


@pytest.mark.parametrize(
    ("url", "is_trusted"),
    [
        ("https://smba.infra.gov.teams.microsoft.us/teams", True),
        ("https://a.b.teams.microsoft.us/", True),
        ("https://teams.microsoft.us/", False),
        ("https://evilteams.microsoft.us/", False),
        ("https://smba.infra.gov.teams.microsoft.us:8443/", False),
        ("https://smba.trafficmanager.net/", False),
        ("https://proxy.example:8443/", True),
        ("https://proxy.example/", False),
        ("http://127.0.0.1:3979/", True),
        ("https://127.0.0.1:1/", True),
        ("http://[::1]:3979/", True),
        ("http://localhost/", False),
    ],
)
def test_other_hosts_may_be_listed(url, is_trusted):
    hosts = ("*.Teams.microsoft.us", "proxy.example:8443", "127.0.0.1", "[::1]")
    assert Trust(hosts=hosts).is_trusted(url) is is_trusted


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:3979/", "http://localhost:56150/_connector", "http://[::1]/"]
)
def test_in_the_local_mode_this_computer_is_trusted_too(url):
    assert Trust(is_local=True).is_trusted(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1.example/", "http://10.0.0.1/", "http://127.0.0.1@a.example/"]
)
def test_and_nothing_that_looks_like_it(url):
    assert not Trust(is_local=True).is_trusted(url)
