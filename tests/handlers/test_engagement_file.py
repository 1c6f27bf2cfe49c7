"""Bringing an engagement file into a conversation: who may, and what is said."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from domain.chat import Address, Bullets, Request, Sender, Upload
from domain.engagement_file import sample
from domain.errors import UserError
from handlers.engagement_file import NotTheirs, take_file
from handlers.turn import Turn
from storage.database import Database
from storage.engagement_file import find_by_key, import_file, parse_file
from storage.people import ensure_workspace, welcome_visitor
from storage.tables import Engagement, KpiUpdate

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)


@pytest.fixture
async def database(sqlite_url):
    made = Database(sqlite_url)
    yield made
    await made.close()


def file_of(*keys, change=lambda _document: None):
    document = json.loads(sample())
    document["engagements"] = [e for e in document["engagements"] if e["key"] in keys]
    change(document)
    return json.dumps(document).encode()


async def bring(session, data, *, who="U_MAREN", is_guest=False, workspace="console", name="alder.json"):
    address = Address(platform="console", workspace=workspace, conversation="dm:x", account=who)
    sender = Sender(account=who, name=who, is_guest=is_guest)
    upload = Upload(name=name, data=data)
    visitor = await welcome_visitor(session, address=address, sender=sender, now=NOW)
    request = Request(key="k", sender=sender, address=address, act=upload)
    turn = Turn(session=session, request=request, now=NOW, person=visitor.person, workspace=visitor.workspace)
    return await take_file(turn, upload)


async def set_up(session, *keys):
    place = await ensure_workspace(session, platform="console", external_id="console", now=NOW)
    await import_file(session, parse_file(file_of(*keys)), workspace_id=place.id, now=NOW)


def lines(answer):
    (listed,) = [block for block in answer.blocks if isinstance(block, Bullets)]
    return [line[0] for line in listed.items]


async def test_a_full_member_who_is_named_as_cmo_sets_up_an_engagement(database):
    async with database.write() as session:
        answer = await bring(session, file_of("alder"))
        assert await find_by_key(session, key="alder") is not None
    assert answer.visible_to == "asker"
    assert "Alder Physio: set up from the file with 7 members, 9 KPIs" in " ".join(lines(answer))
    assert "not carried over yet: channels, budget_lines" in " ".join(lines(answer))


async def test_so_does_a_marketing_director_who_leads_it(database):
    def lead(document):
        document["engagements"][0]["members"][0]["role"] = "marketing_director"

    async with database.write() as session:
        await bring(session, file_of("alder", change=lead))
        assert await find_by_key(session, key="alder") is not None


@pytest.mark.parametrize(
    "who", [{"is_guest": True}, {"is_guest": None}, {"who": "U_GWEN"}, {"who": "U_STRANGER"}]
)
async def test_nobody_else_does(database, who):
    async with database.write() as session:
        with pytest.raises(NotTheirs):
            await bring(session, file_of("alder"), **who)
        assert await session.scalar(select(func.count()).select_from(Engagement)) == 0


async def test_a_past_cmo_does_not_either(database):
    def leave(document):
        members = document["engagements"][0]["members"]
        members[0] |= {"to": "2026-10-31"}
        members.append({"person": "U_KIT", "role": "cmo"})

    async with database.write() as session:
        with pytest.raises(NotTheirs):
            await bring(session, file_of("alder", change=leave))


@pytest.mark.parametrize(("key", "who"), [("alder", "U_MAREN"), ("birch", "U_MAREN"), ("birch", "U_HENNA")])
async def test_who_leads_an_engagement_may_bring_a_file_of_it(database, key, who):
    async with database.write() as session:
        await set_up(session, "alder", "birch")
        answer = await bring(session, file_of(key), who=who, is_guest=True)
    assert "nothing new" in lines(answer)[0]


@pytest.mark.parametrize(
    ("keys", "who", "workspace"),
    [
        (("alder",), "U_IDRIS", "console"),
        (("alder",), "U_GWEN", "console"),
        (("alder",), "U_KIT", "console"),
        (("alder",), "U_HENNA", "console"),
        (("alder", "birch"), "U_HENNA", "console"),
        (("alder",), "U_MAREN", "another"),
    ],
)
async def test_the_refusal_is_the_same_whether_or_not_the_engagement_exists(database, keys, who, workspace):
    # A full member becomes the lead of what is not there yet, so there it is a guest who asks.
    is_guest = workspace == "another"
    more = {"who": who, "workspace": workspace, "is_guest": is_guest}
    async with database.write() as session:
        before = await refusal_of(session, file_of(*keys), **more)
        await set_up(session, "alder", "birch")
        assert await refusal_of(session, file_of(*keys), **more) == before
    assert "Alder" not in before


async def refusal_of(session, data, **more):
    with pytest.raises(UserError) as caught:
        await bring(session, data, **more)
    return caught.value.sentence


async def test_a_key_of_another_workspace_is_refused_in_the_same_words(database):
    async with database.write() as session:
        await set_up(session, "alder")
        with pytest.raises(NotTheirs):
            await bring(session, file_of("alder"), workspace="another")


async def test_a_channel_that_is_taken_is_refused_in_the_same_words(database):
    def move(document):
        document["engagements"][0] |= {"key": "cedar", "aliases": [], "channel": "#birch-go-to-market"}

    async with database.write() as session:
        await set_up(session, "birch")
        with pytest.raises(NotTheirs):
            await bring(session, file_of("alder", change=move))


async def test_a_file_cannot_reach_an_engagement_that_its_bringer_does_not_lead(database):
    async with database.write() as session:
        await set_up(session, "alder", "birch")
        before = await session.scalar(select(func.count()).select_from(KpiUpdate))

    def add(document):
        for engagement in document["engagements"]:
            engagement["kpis"][0]["values"]["2025-10"] = 1

    with pytest.raises(NotTheirs):
        async with database.write() as session:
            await bring(session, file_of("birch", "alder", change=add), who="U_HENNA")
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(KpiUpdate)) == before


async def test_a_director_does_not_learn_the_retainer_by_comparing(database):
    def guess(document):
        document["engagements"][0] |= {"retainer_per_month": 1, "notice_days": 1}

    async with database.write() as session:
        await set_up(session, "birch")
        director = await bring(session, file_of("birch", change=guess), who="U_HENNA")
        leader = await bring(session, file_of("birch", change=guess))
    assert "birch.notice_days" in " ".join(lines(director))
    assert "retainer" not in " ".join(lines(director))
    assert "birch.retainer_per_month" in " ".join(lines(leader))


async def test_other_files_are_left_to_others(database):
    async with database.write() as session:
        assert await bring(session, b"a,b", name="kpis.csv") is None


async def test_a_file_that_cannot_be_read_says_where(database):
    async with database.write() as session:
        with pytest.raises(UserError, match=r"version: expected 1, found 2"):
            await bring(session, sample().replace(b'"version": 1', b'"version": 2'))
