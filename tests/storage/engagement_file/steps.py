"""Steps that the tests of importing and exporting share."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from domain.engagement_file import BadFile, to_text
from domain.engagement_file.document import CARRIED, LEARNED
from storage.engagement_file import actions, export_engagement, find_by_key, import_file, parse_file
from storage.people import ensure_workspace
from storage.tables import (
    Base,
    Kpi,
    KpiUpdate,
)

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
TODAY = date(2026, 11, 15)


def only(document, key):
    """The sample with one of its engagements."""
    return {**document, "engagements": [e for e in document["engagements"] if e["key"] == key]}


def carried(engagement):
    """What of an engagement of a file comes out again: actions without goals, which do not."""
    kept = {name: part for name, part in engagement.items() if name in CARRIED and part != []}
    kept |= {name: engagement[name] for name in ("aliases", "kpis")}
    return kept | (
        {"actions": [actions.carried(one) for one in kept["actions"]]} if "actions" in kept else {}
    )


def without_learning(engagement):
    """The same before anything was assumed, tested or decided; actions of a meeting go with it."""
    kept = {name: part for name, part in engagement.items() if name not in LEARNED}
    return kept | {"actions": [one for one in kept.get("actions", ()) if "meeting" not in one]}


def bytes_of(document):
    return json.dumps(document).encode()


async def workspace_id(session, platform="console"):
    return (await ensure_workspace(session, platform=platform, external_id=platform, now=NOW)).id


async def bring(session, document, *, platform="console", now=NOW, imported_by=None):
    data = document if isinstance(document, bytes) else bytes_of(document)
    place = await workspace_id(session, platform)
    return await import_file(session, parse_file(data), workspace_id=place, now=now, imported_by=imported_by)


async def found(session, key):
    engagement = await find_by_key(session, key=key)
    assert engagement is not None
    return engagement


async def taken_out(session, key):
    engagement = await found(session, key)
    return to_text(await export_engagement(session, engagement_id=engagement.id, as_of=TODAY))


async def passage(database, data, key):
    """Import into an empty database, export, and leave the database empty."""
    async with database.read() as session:
        await bring(session, data)
        return await taken_out(session, key)


async def rows_of(session, table):
    return (await session.scalars(select(table).order_by(table.id))).all()


async def counts(session):
    tables = [table for table in Base.metadata.sorted_tables if table.name != "alembic_version"]
    return {table.name: await session.scalar(select(func.count()).select_from(table)) for table in tables}


async def chain(session, key, period):
    query = select(KpiUpdate).join(Kpi).where(Kpi.key == key, KpiUpdate.period == period)
    return (await session.scalars(query.order_by(KpiUpdate.id))).all()


async def refusal_of(database, document, **more):
    with pytest.raises(BadFile) as caught:
        async with database.write() as session:
            await bring(session, document, **more)
    assert "\n" not in caught.value.sentence
    return caught.value.sentence


def alder_of(document):
    return document["engagements"][0]


def kpi_of(document, key):
    return next(kpi for kpi in alder_of(document)["kpis"] if kpi["key"] == key)
