"""The pages over HTTP: by a signed link, checked at every opening, and nothing at all for anybody else."""

from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlalchemy import update

from bot.app import build
from bot.reports import opening
from bot.reports.links import ReportLinks
from bot.settings import Settings
from domain.evidence import pack_of
from domain.evidence.inputs import MoneyFacts
from storage import evidence, members, reports, schema
from storage.tables import Account, Membership, ReportLink
from tests.bot.reports.made import alder
from tests.storage.made import NOW, make_engagement, make_visitor

PUBLIC_URL = "https://headway.example"
KEYS = "the-new-one,the-old-one"
MONEY = MoneyFacts(runway_months=2.5, worst_runway_months=1.7, balance_on=NOW.date())


class Clock:
    """The moment, as the test says."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
async def app(sqlite_url):
    settings = Settings(database_url=sqlite_url, public_url=PUBLIC_URL, secret_key=SecretStr(KEYS))
    made = build(settings, clock=Clock())
    await schema.migrate(made.database)
    yield made
    await made.database.close()


@pytest.fixture
async def client(app):
    async with TestClient(TestServer(app.web)) as made:
        yield made


@pytest.fixture
async def link(app):
    """Dana's link to a pack that knows of money; she is the CMO."""
    async with app.database.write() as session:
        engagement = await make_engagement(session, name="Alder Physio")
        _workspace, dana = await make_visitor(session)
        e = engagement.id
        await members.begin(session, engagement_id=e, person_id=dana.id, role="cmo", now=NOW)
        inputs = alder(money=MONEY)
        frozen = await evidence.freeze(
            session,
            engagement_id=e,
            inputs=inputs,
            pack=pack_of(inputs),
            cause="asked",
            meeting_id=None,
            by_id=dana.id,
            now=NOW,
        )
        return await reports.give(session, engagement_id=e, person_id=dana.id, snapshot_id=frozen.id, now=NOW)


def path_of(app, link):
    return app.services.report_url(link_id=link).removeprefix(PUBLIC_URL)


async def look(client, path, method="GET"):
    async with client.request(method, path) as answer:
        return answer.status, await answer.text(), answer.headers


async def test_a_link_opens_the_page_as_often_as_it_is_opened_and_nothing_keeps_it(app, client, link):
    path = path_of(app, link)
    for _time in range(2):
        status, body, headers = await look(client, path)
        assert status == 200
    assert "<h1>Alder Physio</h1>" in body
    assert "This link is for Dana alone." in body
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Robots-Tag"].startswith("noindex")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    status, nothing, same = await look(client, path, "HEAD")
    assert (status, nothing) == (200, "")
    assert (same["Content-Length"], same["X-Robots-Tag"]) == (
        headers["Content-Length"],
        headers["X-Robots-Tag"],
    )


async def test_to_look_is_all_that_is_taken_and_every_answer_has_the_same_headers(app, client, link):
    path = path_of(app, link)
    _status, _body, usual = await look(client, path)
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        status, body, headers = await look(client, path, method)
        assert (status, headers["Allow"]) == (405, "GET, HEAD")
        assert "Alder" not in body
        for name in ("Content-Security-Policy", "Referrer-Policy", "X-Robots-Tag", "Cache-Control"):
            assert headers[name] == usual[name]


async def test_whatever_is_wrong_with_a_link_nothing_is_there_in_the_same_way(app, client, link):
    good = path_of(app, link)
    gone = path_of(app, await _ended(app))
    wrong = (
        path_of(app, 99),
        gone,
        good[:-1],
        good + "x",
        ReportLinks(url="", secret_key="another").address(link_id=link),
        "/reports/",
        "/reports/a/b?c=d",
        f"/reports/{'x' * 300}",
    )
    answers = [await look(client, path) for path in wrong]
    assert {status for status, _body, _headers in answers} == {404}
    assert len({body for _status, body, _headers in answers}) == 1
    assert len({(h["Content-Security-Policy"], h["X-Robots-Tag"]) for _s, _b, h in answers}) == 1
    old = ReportLinks(url="", secret_key="the-old-one").address(link_id=link)
    assert (await look(client, old))[0] == 200


async def _ended(app):
    """A second link of Dana's, of which only the first still works."""
    async with app.database.write() as session:
        frozen = await evidence.latest(session, engagement_id=1)
        assert frozen is not None
        person = await session.get_one(Membership, 1)
        link = await reports.give(
            session, engagement_id=1, person_id=person.person_id, snapshot_id=frozen.id, now=NOW
        )
        await session.execute(update(ReportLink).where(ReportLink.id == link).values(ended_at=NOW))
        return link


async def test_a_link_ends_with_membership_account_and_right(app, client, link):
    path = path_of(app, link)
    ending = (
        (update(Membership).values(role="observer"), update(Membership).values(role="team")),
        (update(Account).values(left_at=NOW), update(Account).values(left_at=None)),
        (update(Membership).values(ended_at=NOW), update(Membership).values(ended_at=None)),
    )
    for end, again in ending:
        for step, status in ((end, 404), (again, 200)):
            async with app.database.write() as session:
                await session.execute(step)
            assert (await look(client, path))[0] == status
    async with app.database.write() as session:
        assert await reports.end_all(session, engagement_id=1, now=NOW) == 1
    assert (await look(client, path))[0] == 404


async def test_a_link_whose_days_are_over_says_how_to_get_another_to_members_alone(app, client, link):
    path = path_of(app, link)
    app.clock.now = NOW + timedelta(days=7)
    status, body, headers = await look(client, path)
    assert status == 410
    assert "Type <code>evidence</code> in the chat for a new one." in body
    assert "Alder" not in body
    assert headers["Cache-Control"] == "no-store"
    async with app.database.write() as session:
        await session.execute(update(Membership).values(ended_at=NOW))
    assert (await look(client, path))[0] == 404


async def test_facts_about_money_are_for_cmo_ceo_and_finance(app, client, link):
    path = path_of(app, link)
    for role, sees in (("cmo", True), ("client_ceo", True), ("finance", True), ("team", False)):
        async with app.database.write() as session:
            await session.execute(update(Membership).values(role=role))
        _status, body, _headers = await look(client, path)
        assert ("1.7 months" in body) is sees, role
        assert ("shown to the CMO" in body) is not sees


async def test_the_lean_is_hidden_as_long_as_it_is_hidden_in_the_chat(app, client, link, monkeypatch):
    async def hides(_here, _frozen, _meetings):
        return True

    path = path_of(app, link)
    assert "The lean is hidden" not in (await look(client, path))[1]
    monkeypatch.setattr(opening, "hides_lean_of", hides)
    assert "The lean is hidden" in (await look(client, path))[1]


async def test_a_database_that_is_away_is_no_missing_page(app, client, link, monkeypatch):
    def away():
        raise OSError

    monkeypatch.setattr(app.database, "read", away)
    status, body, headers = await look(client, path_of(app, link))
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "try again in a minute" in body


async def test_a_console_gives_links_to_itself_that_outlive_a_restart(sqlite_url):
    tokens = []
    for _start in range(2):
        made = build(Settings(database_url=sqlite_url, console=True), clock=Clock())
        await schema.migrate(made.database)
        await made.prepare()
        assert made.report_links is not None
        tokens.append(made.report_links.address(link_id=5))
        assert made.report_links.read(tokens[0].rpartition("/")[2]) == 5
        await made.database.close()
    assert tokens[0].startswith("http://127.0.0.1:3978/reports/")
    assert tokens[0] == tokens[1]


def test_without_an_address_that_people_reach_there_are_no_links(sqlite_url):
    slack = {"slack_bot_token": SecretStr("xoxb-1"), "slack_signing_secret": SecretStr("s")}
    for given in ({"public_url": PUBLIC_URL}, {"host": "0.0.0.0"}, slack):  # noqa: S104 - listens nowhere
        made = build(Settings(database_url=sqlite_url, **given))
        assert made.services.report_url is None


def test_a_secret_is_in_no_text_of_the_links():
    assert KEYS not in repr(ReportLinks(url=PUBLIC_URL, secret_key=KEYS))
