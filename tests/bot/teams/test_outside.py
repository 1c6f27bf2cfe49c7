"""Our own connections: by the proxy of the environment, and with nobody's password but ours."""

import pytest
from yarl import URL

from bot.teams.outside import way_out
from domain.chat import reply
from tests.bot.teams.office import small_office


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


async def test_a_netrc_of_the_machine_changes_nothing(sqlite_url, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login x password y\n")
    monkeypatch.setenv("NETRC", str(netrc))
    async with small_office(sqlite_url) as office:
        await office.hear()
        assert await office.messenger().send(office.channel(), reply("Hello."), "1")


def test_the_proxy_of_the_environment_is_used_with_its_own_password(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://us:secret@proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "login.example")
    way = way_out("https://smba.example/v3")
    assert way["proxy"] == URL("http://proxy.example:3128")
    assert way["proxy_auth"] is not None
    assert way["proxy_auth"].password == "secret"
    assert (way_out("https://login.example/x"), way_out("http://smba.example/")) == ({}, {})
