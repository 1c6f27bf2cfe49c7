"""Installings that were begun: a state works once, for ten minutes."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from storage import slack_installing
from storage.tables import SlackInstalling
from tests.storage.made import NOW


async def test_a_state_works_once(migrated):
    async with migrated.write() as session:
        await slack_installing.issue_state(session, state="s", now=NOW)
        stored = (await session.scalars(select(SlackInstalling))).one()
    assert stored.fingerprint != "s"

    async def consume() -> bool:
        async with migrated.write() as session:
            return await slack_installing.consume_state(session, state="s", now=NOW)

    assert sorted(await asyncio.gather(*(consume() for _one in range(5)))) == [False] * 4 + [True]


async def test_a_state_runs_out_after_ten_minutes_and_is_swept(migrated):
    late_now = NOW + timedelta(seconds=600)
    async with migrated.write() as session:
        await slack_installing.issue_state(session, state="s", now=NOW)
        assert not await slack_installing.consume_state(session, state="foreign", now=NOW)
        assert not await slack_installing.consume_state(session, state="s", now=late_now)
        await slack_installing.issue_state(session, state="old", now=NOW)
        await slack_installing.issue_state(session, state="young", now=late_now)
        assert len((await session.scalars(select(SlackInstalling))).all()) == 1
