"""Columns keep exactly what was given."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from storage.database import Database
from storage.types import ExactDecimal, JsonValue, UtcDateTime

pytestmark = pytest.mark.without_tables

KEPT = Table(
    "kept",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
    Column("number", ExactDecimal),
    Column("json", JsonValue),
)


@pytest.fixture
async def database(database_url: str):
    database = Database(database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(KEPT.create)
    yield database
    await database.close()


async def back(database: Database, **values):
    async with database.write() as session:
        await session.execute(insert(KEPT).values(**values))
    async with database.read() as session:
        row = (await session.execute(select(KEPT).order_by(KEPT.c.id.desc()))).mappings().first()
        assert row is not None
        return dict(row)


@pytest.mark.parametrize(
    "number",
    [
        "0",
        "-0.10",
        "103",
        "41500.00",
        "1.234567890123456789",
        "0.1",
        "12345678901234567890.123456789",
        "1E+3",
        "1E-7",
    ],
)
async def test_a_decimal_comes_back_exactly(database, number):
    found = (await back(database, number=Decimal(number)))["number"]
    assert isinstance(found, Decimal)
    assert found == Decimal(number)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_no_decimal_is_written_with_an_exponent_on_sqlite(number):
    written = ExactDecimal().process_bind_param(number, sqlite.dialect())
    assert isinstance(written, str)
    assert "E" not in written
    assert Decimal(written) == number


async def test_a_moment_comes_back_as_the_same_moment_in_utc(database):
    at = datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=13)))
    found = (await back(database, at=at))["at"]
    assert found == at
    assert found.tzinfo is UTC or found.utcoffset() == timedelta(0)


async def test_a_moment_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="needs its time zone"):
        await back(database, at=datetime(2026, 1, 1))  # noqa: DTZ001 - this is what is refused


async def test_json_comes_back_and_none_is_null(database):
    value: dict[str, Any] = {"text": "😀 \u202e<b>", "list": [1, 2.5, None, {"a": []}]}
    assert (await back(database, json=value))["json"] == value
    assert (await back(database, json=None, number=None, at=None))["json"] is None
