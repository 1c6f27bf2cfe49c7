"""The doctor: each finding is one line, and a bad one names its cure."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from bot import doctor
from bot.app import build
from bot.findings import fine
from bot.settings import Settings
from bot.slack.doctor import ONLY_ONE_WORKSPACE
from storage import schema
from storage.database import Database

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


async def found_in_database(url):
    return [finding async for finding in doctor.look_at_database(url)]


def test_a_fresh_installation_is_well(headway):
    ran = headway("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert all(line.startswith("ok ") for line in ran.out.splitlines())
    assert "var/headway.db will be made at the first start" in ran.out


def test_a_used_installation_is_well(headway):
    assert headway("migrate").status == 0
    ran = headway("doctor")
    assert ran.status == 0
    assert "journal mode wal" in ran.out


def test_a_wrong_setting_is_all_that_it_says(headway, environment):
    environment("PORT", "many")
    ran = headway("doctor")
    assert ran.status == 1
    assert ran.out == "BAD  PORT is 'many'. It must be a number from 0 to 65535.\n"


def test_a_half_set_platform_is_found(headway, environment):
    environment("TEAMS_APP_ID", "an id")
    ran = headway("doctor")
    assert ran.status == 1
    assert "BAD  TEAMS_APP_PASSWORD is missing" in ran.out
    assert "tokens" not in ran.out


def test_posting_on_trial_without_slack_is_said_to_be_impossible(headway):
    ran = headway("doctor", "--live", "#general")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.endswith(f"BAD  {ONLY_ONE_WORKSPACE}\n")


async def test_a_migrated_database_is_well(database_url):
    database = Database(database_url)
    await schema.migrate(database)
    await database.close()
    findings = await found_in_database(database_url)
    assert [finding.is_bad for finding in findings] == [False, False, False]


@pytest.mark.without_tables
async def test_an_empty_server_is_told_to_migrate(postgresql_url):
    findings = await found_in_database(postgresql_url)
    assert [finding.says for finding in findings if finding.is_bad] == [
        f"The database is at revision none, and this version needs {schema.HEAD}. Run `headway migrate`."
    ]


async def test_a_database_of_a_newer_version_is_told_to_update(database_url):
    database = Database(database_url)
    await schema.migrate(database)
    async with database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    findings = await found_in_database(database_url)
    assert [finding.says for finding in findings if finding.is_bad] == [
        schema.TOO_NEW.format(revision="9999")
    ]


def test_an_address_that_the_driver_does_not_take_is_one_finding(headway, environment):
    environment("DATABASE_URL", "postgresql+asyncpg://u:p%zz@127.0.0.1/x?foo=bar")
    ran = headway("doctor")
    assert (ran.status, ran.err) == (1, "")
    assert "'foo'). Correct or remove it." in ran.out
    assert "p%zz" not in ran.out
    assert ran.out.count("BAD") == 1
    assert "time zones" in ran.out


async def test_a_server_that_is_away_is_found():
    findings = await found_in_database("postgresql+asyncpg://u:secret@127.0.0.1:1/headway")
    assert [finding.is_bad for finding in findings] == [True]
    assert "does not answer at 127.0.0.1:1" in findings[0].says


def test_a_folder_in_the_way_is_found(tmp_path):
    (tmp_path / "file").write_text("in the way")
    finding = doctor.look_at_folder(tmp_path / "file" / "headway.db")
    assert finding.is_bad
    assert str(tmp_path / "file") in finding.says


@pytest.mark.parametrize(("seconds", "is_bad"), [(0, False), (5, False), (-6, True), (90, True)])
def test_clocks_that_disagree_are_found(seconds, is_bad):
    finding = doctor.look_at_clock(ours=NOW, theirs=NOW + timedelta(seconds=seconds))
    assert finding.is_bad is is_bad


async def test_a_free_port_is_well():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert not (await doctor.look_at_port("127.0.0.1", port)).is_bad


async def test_a_port_of_another_program_is_found():
    async def stranger(reader, writer):
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    server = await asyncio.start_server(stranger, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        finding = await doctor.look_at_port("127.0.0.1", port)
    assert finding.is_bad
    assert "Set PORT to another one" in finding.says


async def test_our_own_server_at_the_port_is_well(sqlite_url):
    app = build(Settings(database_url=sqlite_url))
    async with TestServer(app.web) as server:
        assert server.port is not None
        expected = fine(doctor.PORT_OURS.format(port=server.port))
        assert await doctor.look_at_port("127.0.0.1", server.port) == expected
    await app.database.close()


async def test_a_host_that_is_not_ours_is_found():
    assert (await doctor.look_at_port("192.0.2.1", 3978)).is_bad
