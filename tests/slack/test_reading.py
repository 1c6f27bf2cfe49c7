"""What the app may read: people, channels and histories."""

from tests.slack.things import Channel


async def test_auth_test_says_whose_token_it_is(client, made):
    said = await client.auth_test()
    assert (said["team_id"], said["user_id"], said["bot_id"]) == (made.team_id, made.bot_user_id, made.bot_id)
    assert said["is_enterprise_install"] is False


async def test_a_user_has_a_zone_and_a_locale_only_when_asked(client):
    tom = (await client.users_info(user="U_TOM", include_locale=True))["user"]
    assert (tom["tz"], tom["locale"], tom["tz_offset"] < 0) == ("America/New_York", "en-US", True)
    assert "locale" not in (await client.users_info(user="U_TOM"))["user"]
    assert "email" not in tom["profile"]


async def test_guests_leavers_bots_and_strangers_are_told_apart(slack, client, refused, made):
    assert await refused(client.users_info(user="U_STRANGER")) == "user_not_found"
    slack.world.channels["C_NORTHWIND"].members.add("U_STRANGER")
    shown = {
        name: (await client.users_info(user=name))["user"]
        for name in ("U_GUEST", "U_GONE", "U_STRANGER", made.bot_user_id)
    }
    assert shown["U_GUEST"]["is_ultra_restricted"]
    assert shown["U_GONE"]["deleted"]
    assert shown["U_STRANGER"]["is_stranger"]
    assert shown["U_STRANGER"]["team_id"] == "T0ELSEWHERE"
    assert shown[made.bot_user_id]["is_bot"]


async def test_the_users_come_in_pages(client):
    first = await client.users_list(limit=2)
    rest = await client.users_list(limit=100, cursor=first["response_metadata"]["next_cursor"])
    names = [user["id"] for page in (first, rest) for user in page["members"]]
    assert len(first["members"]) == 2
    assert names == sorted(set(names))
    assert "U_STRANGER" not in names


async def test_a_channel_says_whether_the_bot_is_in_it_and_who_shares_it(slack, client, refused):
    slack.world.channels["C_NORTHWIND"].shared_with.add("T0ELSEWHERE")
    here = (await client.conversations_info(channel="C_NORTHWIND"))["channel"]
    away = (await client.conversations_info(channel="C_AWAY"))["channel"]
    assert (here["is_member"], here["is_ext_shared"], away["is_member"]) == (True, True, False)
    assert here["shared_team_ids"] == ["T0ELSEWHERE", "T0NORTHWIND"]
    assert "num_members" not in here
    counted = await client.conversations_info(channel="C_NORTHWIND", include_num_members=True)
    assert counted["channel"]["num_members"] == 4
    assert await refused(client.conversations_info(channel="C_SECRET")) == "channel_not_found"


async def test_the_members_come_in_pages(slack, client):
    first = await client.conversations_members(channel="C_NORTHWIND", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_members(channel="C_NORTHWIND", limit=3, cursor=cursor)
    assert {*first["members"], *rest["members"]} == slack.world.channels["C_NORTHWIND"].members


async def test_private_channels_are_listed_only_with_the_bot_in_them(slack, client, made):
    slack.world.add_channel(Channel("C_OURS", "ours", "T0NORTHWIND", "private", {made.bot_user_id}))
    found = await client.conversations_list(types="public_channel,private_channel")
    assert {c["id"] for c in found["channels"]} == {"C_NORTHWIND", "C_AWAY", "C_OURS"}


async def test_listing_takes_the_scope_of_each_kind_and_kinds_that_are(client, made, refused):
    assert await refused(client.conversations_list(types="public_channel,letterbox")) == "invalid_types"
    made.scopes -= {"groups:read"}
    assert await refused(client.conversations_list(types="public_channel,private_channel")) == "missing_scope"


async def test_direct_messages_open_once_and_not_with_bots_leavers_or_nobody(client, made, refused):
    once = await client.conversations_open(users="U_DANA")
    again = await client.conversations_open(users="U_DANA")
    assert once["channel"]["id"] == again["channel"]["id"]
    assert once["channel"]["id"].startswith("D")
    assert await refused(client.conversations_open(users=made.bot_user_id)) == "cannot_dm_bot"
    assert await refused(client.conversations_open(users="U_GONE")) == "user_disabled"
    assert await refused(client.conversations_open(users="U_NOBODY")) == "user_not_found"


async def test_a_history_takes_its_scope_and_shows_metadata_when_asked(slack, client, made, refused):
    metadata = {"event_type": "outbox", "event_payload": {"key": "one"}}
    sent = await client.chat_postMessage(channel="C_NORTHWIND", text="One", metadata=metadata)
    await client.chat_postMessage(channel="C_NORTHWIND", text="Reply", thread_ts=sent["ts"])
    assert await refused(client.conversations_history(channel="C_NORTHWIND")) == "missing_scope"
    made.scopes |= {"channels:history"}
    plain = await client.conversations_history(channel="C_NORTHWIND")
    full = await client.conversations_history(channel="C_NORTHWIND", include_all_metadata=True)
    assert [m["text"] for m in plain["messages"]] == ["One"]
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata
    assert await refused(client.conversations_history(channel="C_AWAY")) == "not_in_channel"


async def test_a_thread_is_read_from_its_first_message(client, made, refused):
    made.scopes |= {"channels:history"}
    sent = await client.chat_postMessage(channel="C_NORTHWIND", text="One")
    await client.chat_postMessage(channel="C_NORTHWIND", text="Two", thread_ts=sent["ts"])
    thread = await client.conversations_replies(channel="C_NORTHWIND", ts=sent["ts"])
    assert [m["text"] for m in thread["messages"]] == ["One", "Two"]
    assert await refused(client.conversations_replies(channel="C_NORTHWIND", ts="1.1")) == "thread_not_found"


async def test_an_organisation_wide_token_acts_in_each_of_its_workspaces(slack, client):
    slack.world.add_team("T0ONE", "One", enterprise_id="E0ORG")
    slack.world.add_team("T0TWO", "Two", enterprise_id="E0ORG")
    made = slack.world.install(None, enterprise_id="E0ORG")
    slack.world.add_channel(Channel("C_TWO", "two", "T0TWO", "public", {made.bot_user_id}))
    client.token = made.token
    said = await client.auth_test()
    assert (said["team_id"], said["enterprise_id"], said["is_enterprise_install"]) == (None, "E0ORG", True)
    assert (await client.chat_postMessage(channel="C_TWO", text="Hello"))["ok"]


async def test_a_workspace_that_shares_a_channel_is_named_to_whoever_may_ask(slack, client, refused):
    assert await refused(client.team_info(team="T0ELSEWHERE")) == "missing_scope"
    client.token = slack.world.install("T0NORTHWIND", scopes=("team:read",)).token
    assert await refused(client.team_info(team="T0ELSEWHERE")) == "team_not_found"
    slack.world.channels["C_NORTHWIND"].shared_with.add("T0ELSEWHERE")
    assert (await client.team_info(team="T0ELSEWHERE"))["team"]["name"] == "Elsewhere"
    assert (await client.team_info())["team"]["name"] == "Northwind"
