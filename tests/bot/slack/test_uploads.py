"""Charts and files on their way to Slack."""

import pytest

from bot.slack.render import SlackFile
from bot.slack.uploads import chart_files, share_files
from domain.chat import reply
from tests.bot.slack.office import chart, small_office
from tests.slack.conftest import TEAM

FILES = (SlackFile(name="a.csv", content="Month\n"), SlackFile(name="b.txt", content="naïve\n"))


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        yield office


@pytest.fixture
def edge(office):
    return office.messenger().edge


@pytest.fixture
async def client(edge):
    return await edge.api.client(TEAM)


async def test_each_chart_has_its_place_and_its_own_file(office, edge, client):
    files = await chart_files(edge, client, reply("Now.", chart("Leads"), "And.", chart("CPL")))
    kept = office.slack.world.files
    assert {at: kept[file].title for at, file in files.items()} == {1: "Leads", 3: "CPL"}
    assert {kept[file].content for file in files.values()} == {b"not really"}


async def test_a_reply_without_charts_costs_no_call(office, edge, client):
    assert await chart_files(edge, client, reply("Now.")) == {}
    assert not await chart_files(edge, client, reply())
    assert office.slack.called("files.getUploadURLExternal") == []


async def test_a_chart_that_fails_takes_no_other_with_it(office, edge, client):
    office.slack.faults.fail("files.completeUploadExternal")
    assert list(await chart_files(edge, client, reply(chart("Leads"), chart("CPL")))) == [1]


async def test_charts_that_are_there_are_used_where_another_is_over_the_limit(office, edge, client):
    office.slack.faults.budget("files.getUploadURLExternal", 1)
    assert list(await chart_files(edge, client, reply(chart("Leads"), chart("CPL")))) == [0]


async def test_a_picture_that_is_never_ready_is_not_waited_for(office, edge, client):
    office.slack.world.looks_until_ready = 10_000
    assert await chart_files(edge, client, reply(chart()), seconds=0.3) == {}


async def test_a_chart_that_cannot_be_drawn_is_left_out(edge, client):
    await edge.charts.close()
    assert await chart_files(edge, client, reply(chart())) == {}


async def test_files_are_shown_together_where_they_belong(office, edge, client):
    assert await share_files(edge, client, FILES, channel="C_NORTHWIND", thread="1.000001")
    (message,) = office.posts()
    assert [file["name"] for file in message.files] == ["a.csv", "b.txt"]
    assert message.thread_ts == "1.000001"
    assert [file.content for file in office.slack.world.files.values()] == [b"Month\n", "naïve\n".encode()]


async def test_no_files_are_no_message(office, edge, client):
    assert await share_files(edge, client, (), channel="C_NORTHWIND")
    assert (office.posts(), office.slack.called("files.completeUploadExternal")) == ([], [])


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", ["drop", "limit", "fail"])
async def test_files_that_slack_does_not_take_are_not_shown(office, edge, client, method, fault):
    getattr(office.slack.faults, fault)(method)
    assert not await share_files(edge, client, FILES, channel="C_NORTHWIND")
    assert office.posts() == []


async def test_files_are_not_shown_where_the_app_is_not(office, edge, client):
    assert not await share_files(edge, client, FILES, channel="C_AWAY")
    assert office.posts("C_AWAY") == []
