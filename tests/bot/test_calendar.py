"""The calendar of the meetings: over HTTP by a signed link, and as a file on the command line."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Calendar
from pydantic import SecretStr
from sqlalchemy import update

from bot.app import build
from bot.calendar import CalendarLinks
from bot.settings import Settings
from domain.cadence import Cadence, MonthlyOnWeekday
from storage import meetings, members, schedules, schema
from storage.tables import Membership
from tests.storage.made import NOW, make_engagement, make_visitor

PUBLIC_URL = "https://headway.example"
KEYS = "the-new-one,the-old-one"
CADENCE = Cadence(
    rule=MonthlyOnWeekday(nth=1, weekday=1), at=time(15), zone="Europe/London", starts=date(2026, 12, 1)
)
LATER = NOW + timedelta(days=1)
LONG_NAME = "Nörthwind & Söhne, Lieferanten für alles was man im Haushalt von heute braucht 🏠"


@pytest.fixture
async def app(sqlite_url):
    settings = Settings(database_url=sqlite_url, public_url=PUBLIC_URL, secret_key=SecretStr(KEYS))
    made = build(settings, clock=lambda: LATER)
    await schema.migrate(made.database)
    yield made
    await made.database.close()


@pytest.fixture
async def client(app):
    async with TestClient(TestServer(app.web)) as made:
        yield made


@pytest.fixture
async def link(app):
    """Dana's link to the calendar of an engagement with a meeting that was moved, and one left out."""
    async with app.database.write() as session:
        engagement = await make_engagement(session, name=LONG_NAME)
        _workspace, dana = await make_visitor(session)
        e = engagement.id
        await members.begin(session, engagement_id=e, person_id=dana.id, role="cmo", now=NOW)
        made = await schedules.add(
            session,
            engagement_id=e,
            job="meeting",
            name="x",
            cadence=CADENCE,
            settings={"minutes": 90},
            by_id=dana.id,
            source="test",
            now=NOW,
        )
        moves = {date(2026, 12, 1): None, date(2027, 4, 6): date(2027, 4, 13)}
        moved = replace(CADENCE, moved=moves, times={date(2027, 4, 13): time(16, 30)})
        await schedules.change(session, made, cadence=moved, by_id=dana.id, source="test", now=LATER)
        link_id = await meetings.current_link(session, engagement_id=e, person_id=dana.id, now=NOW)
    return {"engagement_id": e, "person_id": dana.id, "link_id": link_id}


def path_of(app, link, **changes):
    return app.services.calendar_url(**{**link, **changes}).removeprefix(PUBLIC_URL)


def parsed(body) -> Any:
    """The one calendar in it."""
    (calendar,) = Calendar.from_ical(body, multiple=True)
    return calendar


async def look(client, path):
    async with client.get(path) as answer:
        return answer.status, await answer.read(), answer.headers


async def test_calendar_programs_read_the_dates_and_nothing_keeps_them(app, client, link):
    status, body, headers = await look(client, path_of(app, link))
    assert status == 200
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert body.count(b"\n") == body.count(b"\r\n")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    calendar = parsed(body)
    assert (calendar["VERSION"], calendar["NAME"]) == ("2.0", f"{LONG_NAME}: meetings")
    assert calendar["X-WR-CALNAME"] == calendar["NAME"]
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["X-PUBLISHED-TTL"] == "PT6H"
    assert {name for event in calendar.events for name in event} == {
        *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS")
    }


async def test_a_moved_meeting_keeps_its_uid_and_one_left_out_is_cancelled(app, client, link):
    _status, body, _headers = await look(client, path_of(app, link))
    events = {str(event["UID"]): event for event in parsed(body).events}
    december, january, april = (
        events[f"meeting-1-{day}-northwind@headway"] for day in ("20261201", "20270105", "20270406")
    )
    assert (december["STATUS"], december["SEQUENCE"]) == ("CANCELLED", 1)
    assert (january["STATUS"], january["SEQUENCE"], january["DTSTAMP"].dt) == ("CONFIRMED", 0, NOW)
    assert january["DTSTART"].dt == datetime(2027, 1, 5, 15, tzinfo=UTC)
    assert january["DTEND"].dt - january["DTSTART"].dt == timedelta(minutes=90)
    assert (april["STATUS"], april["SEQUENCE"], april["DTSTAMP"].dt) == ("CONFIRMED", 1, LATER)
    assert april["DTSTART"].dt == datetime(2027, 4, 13, 15, 30, tzinfo=UTC)


async def test_whatever_is_wrong_with_a_link_nothing_is_there(app, client, link):
    good = path_of(app, link)
    broken = [
        path_of(app, link, link_id=99),
        path_of(app, link, person_id=99),
        path_of(app, link, engagement_id=99),
        good.replace("/calendar/", "/calendar/x"),
        CalendarLinks(public_url="", secret_key="another").url(**link),
        "/calendar/x.ics",
        "/calendar/.ics",
        f"/calendar/{'x' * 300}.ics",
        "/calendar/WzEsMl0.ics",
    ]
    assert [(await look(client, path))[0] for path in broken] == [404] * len(broken)
    old = CalendarLinks(public_url="", secret_key="the-old-one").url(**link)
    assert [(await look(client, path))[0] for path in (good, old)] == [200, 200]


async def test_a_link_ends_with_the_membership_with_the_right_and_by_a_new_one(app, client, link):
    path = path_of(app, link)
    whose = {"engagement_id": link["engagement_id"], "person_id": link["person_id"]}
    for role, status in (("observer", 404), ("team", 200)):
        async with app.database.write() as session:
            await session.execute(update(Membership).values(role=role))
        assert (await look(client, path))[0] == status
    async with app.database.write() as session:
        await meetings.end_link(session, **whose, now=LATER)
        link_id = await meetings.current_link(session, **whose, now=LATER)
    assert (await look(client, path))[0] == 404
    assert (await look(client, path_of(app, link, link_id=link_id)))[0] == 200
    async with app.database.write() as session:
        await session.execute(update(Membership).values(ended_at=LATER))
    assert (await look(client, path_of(app, link, link_id=link_id)))[0] == 404


async def test_a_database_that_is_away_does_not_look_like_no_meetings(app, client, link, monkeypatch):
    def away():
        raise OSError

    monkeypatch.setattr(app.database, "read", away)
    status, _body, headers = await look(client, path_of(app, link))
    assert (status, headers["Retry-After"]) == (503, "60")


def test_without_an_address_or_a_key_there_are_no_links(sqlite_url):
    for given in ({"public_url": PUBLIC_URL}, {"secret_key": SecretStr(KEYS)}):
        assert build(Settings(database_url=sqlite_url, **given)).services.calendar_url is None


def test_a_secret_is_in_no_text_of_the_links():
    assert KEYS not in repr(CalendarLinks(public_url=PUBLIC_URL, secret_key=KEYS))


def test_the_command_line_writes_the_calendar_as_it_is(sample, tmp_path):
    assert sample("export", "alder", "--format", "ics", "--out", "meetings.ics").status == 0
    written = (tmp_path / "meetings.ics").read_bytes()
    assert parsed(written)["NAME"] == "Alder Physio: meetings"
    assert sample("export", "alder", "--format", "ics").out.startswith("BEGIN:VCALENDAR")
