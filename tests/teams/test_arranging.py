"""The app comes and goes, and what people change around it is told as Teams tells it."""

import pytest

from tests.teams.person import person


async def test_an_install_in_the_personal_chat_is_told_twice(bot, teams, tom):
    answers = await tom.install()
    assert [answer.is_taken for answer in answers] == [True, True]
    update, installation = bot.heard
    ids = [one["id"] for one in update["membersAdded"]]
    assert ids == [tom.user.member(teams.world.bot.app_id), teams.world.bot.id]
    assert (installation["type"], installation["action"]) == ("installationUpdate", "add")
    assert (await bot.send(tom.chat.id, {"text": "Hello"}))[0] == 201


async def test_an_install_in_a_team_is_the_whole_teams(bot, teams, dana):
    team = next(iter(teams.world.teams.values()))
    await dana.uninstall("#northwind")
    assert (await bot.send(teams.world.place("#northwind").id, {"text": "Hello"}))[0] == 403
    await dana.install("#northwind")
    removal, _left, added, installation = bot.heard
    assert removal["action"] == "remove"
    assert added["channelData"]["eventType"] == "teamMemberAdded"
    assert added["channelData"]["team"]["name"] == team.name
    assert installation["conversation"]["id"] == team.id
    chosen = installation["channelData"]["settings"]["selectedChannel"]["id"]
    assert chosen == teams.world.place("#northwind").id


async def test_an_upgrade_takes_nothing_away(bot, dana):
    await dana.uninstall(is_upgrade=True)
    await dana.install(is_upgrade=True)
    assert [heard["action"] for heard in bot.heard] == ["remove-upgrade", "add-upgrade"]
    assert (await dana.say("status")).is_taken


async def test_changes_of_channels_and_teams_are_told(bot, teams, dana):
    team = next(iter(teams.world.teams.values()))
    place = teams.world.place("#northwind")
    await dana.rename_channel("#northwind", "acme")
    await dana.delete_channel("#acme")
    await dana.restore_channel(place)
    await dana.make_channel("plans", team)
    await dana.rename_team(team, "Acme Marketing")
    await dana.archive_team(team)
    await dana.archive_team(team, is_archived=False)
    await dana.delete_team(team)
    assert [heard["channelData"]["eventType"] for heard in bot.heard] == [
        "channelRenamed",
        "channelDeleted",
        "channelRestored",
        "channelCreated",
        "teamRenamed",
        "teamArchived",
        "teamUnarchived",
        "teamDeleted",
    ]
    assert bot.heard[0]["channelData"]["channel"]["name"] == "acme"
    with pytest.raises(LookupError):
        teams.world.place("#plans")


async def test_people_join_and_leave(bot, teams, dana):
    stranger = person(teams, "U_STRANGER")
    await dana.add_member("U_STRANGER", "#northwind")
    assert (await stranger.mention("#northwind", "status")).is_taken
    await dana.remove_member("U_STRANGER", "#northwind")
    joined, _words, left = bot.heard
    assert joined["membersAdded"][0]["aadObjectId"] == stranger.user.account
    assert left["membersRemoved"] == joined["membersAdded"]
    with pytest.raises(LookupError):
        stranger.seen("#northwind")
