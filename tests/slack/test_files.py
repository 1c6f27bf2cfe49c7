"""Uploads, downloads, and pictures in blocks."""

from aiohttp import ClientSession

from tests.slack.conftest import OTHER
from tests.slack.kit import section

PNG = b"\x89PNG not really"


async def upload(client, content=PNG, **where):
    """Upload a picture in Slack's three steps."""
    promised = await client.files_getUploadURLExternal(
        filename="chart.png", length=len(PNG), alt_txt="A chart"
    )
    async with ClientSession() as http, http.post(promised["upload_url"], data=content) as response:
        status = response.status
    if status != 200:
        return status
    done = await client.files_completeUploadExternal(files=[{"id": promised["file_id"]}], **where)
    return done["files"][0]


def picture(file_id):
    """Make an image block of a file."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "A chart"}


async def test_an_unshared_picture_stands_in_a_block(slack, client):
    file = await upload(client)
    assert (file["mimetype"], file["alt_txt"], file["channels"]) == ("image/png", "A chart", [])
    await client.chat_postMessage(channel="C_NORTHWIND", text="Chart", blocks=[picture(file["id"])])
    assert slack.world.messages[-1].blocks[0]["slack_file"] == {"id": file["id"]}


async def test_a_picture_that_slack_still_works_on_is_refused_in_blocks(slack, client, refused):
    slack.world.looks_until_ready = 1
    file = await upload(client)
    content = {"channel": "C_NORTHWIND", "text": "Chart", "blocks": [picture(file["id"])]}
    assert await refused(client.chat_postMessage(**content)) == "invalid_blocks"
    assert (await client.files_info(file=file["id"]))["file"]["mimetype"] == ""
    await client.chat_postMessage(**content)


async def test_a_picture_that_is_not_there_is_refused_in_blocks(client, refused):
    content = {"text": "Chart", "blocks": [section("x"), picture("F_NOWHERE")]}
    assert await refused(client.chat_postMessage(channel="C_NORTHWIND", **content)) == "invalid_blocks"


async def test_files_upload_v2_shares_a_file_with_its_comment(slack, client):
    await client.files_upload_v2(
        channel="C_NORTHWIND", filename="history.csv", content="Month\n", initial_comment="All of it"
    )
    message = slack.world.messages[-1]
    assert (message.text, message.files[0]["name"]) == ("All of it", "history.csv")
    assert message.files[0]["channels"] == ["C_NORTHWIND"]


async def test_a_file_is_not_shared_where_the_bot_is_not(client, refused):
    assert await refused(upload(client, channel_id="C_AWAY")) == "not_in_channel"
    assert await refused(upload(client, channel_id="#northwind")) == "channel_not_found"


async def test_an_upload_has_the_promised_length_and_is_finished_once_it_is_there(client, refused):
    assert await upload(client, content=PNG + b"more") == 400
    empty = client.files_getUploadURLExternal(filename="a.png", length=0)
    assert await refused(empty) == "invalid_arguments"
    assert await refused(client.files_completeUploadExternal(files=[])) == "invalid_arguments"
    promised = await client.files_getUploadURLExternal(filename="a.png", length=3)
    unsent = client.files_completeUploadExternal(files=[{"id": promised["file_id"]}])
    assert await refused(unsent) == "file_not_found"
    assert await refused(client.files_info(file=promised["file_id"])) == "file_not_found"


async def test_a_file_is_read_with_a_token_of_its_workspace_alone(slack, made, dana, app):
    await dana.drop_file("months.csv", b"Month,Leads\n")
    url = slack.world.messages[-1].files[0]["url_private"]
    assert await download(url, made.token) == ("text/csv", b"Month,Leads\n")
    for token in ("xoxb-none", slack.world.install(OTHER).token):
        kind, content = await download(url, token)
        # The sign-in page, with 200: it must not be taken for a table.
        assert (kind, b"Sign in" in content) == ("text/html", True)


async def download(url, token):
    """Read a file, and say its type and content."""
    headers = {"Authorization": f"Bearer {token}"}
    async with ClientSession() as http, http.get(url, headers=headers) as response:
        assert response.status == 200
        return response.content_type, await response.read()
