"""Where and when the day's post is made or edited, and how long it gets."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from handlers import BUILDERS
from storage.codec import reply_from_json
from storage.tables import Channel, Engagement, EngagementChannel, KpiUpdate, Workspace
from tests.handlers.days import HEADING, lines, rows, told
from tests.handlers.play import CHANNEL, DM, OTHER_CHANNEL, button
from tests.scheduler.posts import make_delivery

LATE = datetime(2026, 11, 16, 23, 55, tzinfo=UTC)


async def test_what_was_sent_is_edited_and_not_sent_again(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.deliver()
    await northwind.say("U_DANA", "kpi leads 98 aug")
    await northwind.say("U_DANA", "kpi leads 97 jul")
    first, change = await rows(northwind)
    assert (change.edits_id, change.state) == (first.id, "pending")
    assert [line[:28] for line in await lines(northwind)] == [
        "Qualified leads, September 2",
        "Qualified leads, August 2026",
        "Qualified leads, July 2026: ",
    ]


async def test_a_number_recorded_in_direct_messages_is_told_in_the_channel(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep", where=DM)
    assert await lines(northwind) == ["Qualified leads, September 2026: 103, by Dana Reed"]
    assert (await rows(northwind))[0].target == f"test/W1/{CHANNEL}"


@pytest.mark.parametrize(
    ("zone", "heading"),
    [
        ("Europe/London", HEADING),
        ("Asia/Tokyo", "Recorded on Tue 17 Nov"),
        ("America/Los_Angeles", HEADING),
    ],
)
async def test_the_day_is_the_engagements_own(northwind, zone, heading):
    await northwind.say("U_DANA", f"settings zone {zone}")
    northwind.now = LATE
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert (await told(northwind))[0].startswith(heading)


async def test_a_number_that_is_proposed_is_told_once_it_is_confirmed(northwind):
    await northwind.say("U_TOM", "kpi leads 88 sep")
    assert await rows(northwind) == []
    (asked,) = await northwind.posts("U_DANA")
    await northwind.click("U_DANA", button(asked, "Save"), where=DM)
    assert await lines(northwind) == ["Qualified leads, September 2026: 88, by Dana Reed"]


async def test_a_doubtful_number_is_told_only_when_it_is_saved(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", "kpi leads 104 sep")
    assert await lines(northwind) == ["Qualified leads, September 2026: 103, by Dana Reed"]
    assert len(await rows(northwind)) == 1


async def test_a_number_that_is_there_already_changes_nothing(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.deliver()
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert len(await rows(northwind)) == 1


async def test_many_numbers_are_shortened_and_the_newest_ones_shown(northwind):
    months = [f"{2025 + at // 12}-{at % 12 + 1:02}" for at in range(18)]
    for month in months[:16]:
        await northwind.say("U_DANA", f"kpi leads 103 {month}")
    assert len(await lines(northwind)) == 16
    for month in months[16:]:
        await northwind.say("U_DANA", f"kpi leads 103 {month}")
    shown = await lines(northwind)
    assert shown[0] == "Qualified leads, April 2025: 103, by Dana Reed"
    assert shown[14:] == [
        "Qualified leads, June 2026: 103, by Dana Reed",
        "and 3 more, recorded before these",
    ]


async def test_a_flood_of_numbers_is_counted_to_a_hundred(northwind):
    months = [f"{2010 + at // 12}-{at % 12 + 1:02}" for at in range(104)]
    await northwind.say(
        "U_DANA", ", ".join(f"kpi leads 103 {month}" for month in months).replace(", kpi", ",")
    )
    assert (await lines(northwind))[-1] == "and at least 85 more, recorded before these"


async def test_names_are_shown_as_they_were_typed(northwind):
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", name="`Leads` <!channel>")
    await northwind.say("U_DANA", "kpi qualified_leads 103 sep")
    await northwind.deliver()
    (row,) = await rows(northwind)
    (bullets,) = [block for block in row.reply["blocks"] if block["kind"] == "bullets"]
    assert bullets["items"][0][0] == {"kind": "typed", "text": "`Leads` <!channel>"}


async def test_everybody_may_press_scorecard_and_it_stays_the_same_button(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.deliver()
    await northwind.say("U_DANA", "kpi leads 98 aug")
    await northwind.deliver()
    before, after = [reply_from_json(row.reply) for row in await rows(northwind)]
    assert button(before, "Scorecard") == button(after, "Scorecard")
    assert "Qualified leads" in await northwind.click("U_TOM", button(after, "Scorecard"))
    assert "Qualified leads" in await northwind.click("U_DANA", button(after, "Scorecard"))


@pytest.mark.parametrize("values", [{"is_paused": True}, {"closed": "archived"}])
async def test_a_channel_that_is_paused_or_closed_gets_no_post(northwind, values):
    (workspace,) = await northwind.rows(Workspace)
    usual = {"workspace_id": workspace.id, "external_id": CHANNEL, "organisations": []}
    row = {**usual, "name": "", "is_shared": True, "is_paused": False, "readers": 3, "closed": "", **values}
    await northwind.change(insert(Channel).values(row))
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert await rows(northwind) == []
    await northwind.change(update(Channel).values(is_paused=False, closed=""))
    await northwind.say("U_DANA", "kpi leads 98 aug")
    assert len(await lines(northwind)) == 2


async def test_each_home_has_a_post_of_its_own(northwind):
    (home,) = await northwind.rows(EngagementChannel)
    second = {"engagement_id": home.engagement_id, "workspace_id": home.workspace_id}
    await northwind.change(
        insert(EngagementChannel).values(**second, conversation=OTHER_CHANNEL, created_at=northwind.now)
    )
    await northwind.say("U_DANA", "kpi leads 103 sep")
    targets = [row.target for row in await rows(northwind)]
    assert targets == [f"test/W1/{CHANNEL}", f"test/W1/{OTHER_CHANNEL}"]


async def test_switched_off_nothing_is_posted_and_switched_on_the_whole_day_is(northwind):
    await northwind.say("U_DANA", "settings posts off")
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert await rows(northwind) == []
    await northwind.say("U_DANA", "settings posts on")
    await northwind.say("U_DANA", "kpi leads 98 aug")
    assert len(await lines(northwind)) == 2


async def test_what_changes_no_value_posts_nothing(northwind):
    for line in ("status", "kpi list", 'feedback - "slow form" customer', "kpi target leads 120 by 2027-03"):
        await northwind.say("U_DANA", line)
    assert await rows(northwind) == []


async def test_another_engagement_is_not_told(northwind):
    await northwind.set_up("U_KIT", name="Birch", where=OTHER_CHANNEL)
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_KIT", "kpi leads 7 sep", where=OTHER_CHANNEL)
    first, second = await told(northwind)
    assert ("103" in first, "103" in second) == (True, False)
    assert ("by Kit Larkspur" in first, "by Kit Larkspur" in second) == (False, True)


async def test_a_refused_command_leaves_the_post_as_it_is(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    changed = northwind.last["U_DANA", CHANNEL]
    await northwind.say("U_DANA", 'kpi fix leads 97 sep "webinar leads"')
    await northwind.deliver()
    assert "was changed again" in await northwind.click("U_DANA", button(changed, "Undo"))
    assert len(await rows(northwind)) == 1


async def test_numbers_of_two_people_at_once_stand_in_one_post(play_on_both):
    play = play_on_both
    await play.set_up()
    await play.join("U_KIT", "marketing_director")
    months = [f"2025-{month:02}" for month in range(1, 13)]
    await asyncio.gather(
        *(play.say(("U_DANA", "U_KIT")[at % 2], f"kpi leads 103 {month}") for at, month in enumerate(months))
    )
    assert len(await rows(play)) == 1
    assert len(await lines(play)) == 12


async def test_numbers_recorded_while_posts_go_out_are_all_told(play_on_both):
    play = play_on_both
    await play.set_up()
    months = [f"2025-{month:02}" for month in range(1, 13)]

    async def go_on_delivering():
        for _again in range(10):
            await play.deliver()

    recording = [play.say("U_DANA", f"kpi leads 103 {month}") for month in months]
    await asyncio.gather(*recording, go_on_delivering(), go_on_delivering())
    assert len(await lines(play)) == 12


async def test_a_files_values_are_not_the_days(northwind):
    """The day's post is about what people said that day; a file brings a past."""
    (engagement,) = await northwind.rows(Engagement)
    kpi = await northwind.kpi("qualified_leads")
    row = {
        "engagement_id": engagement.id,
        "kpi_id": kpi.id,
        "definition_version": 1,
        "period": "2026-08",
        "kind": "report",
        "value": 90,
        "is_provisional": False,
        "note": "",
        "reason": "",
        "source": "import",
        "reported_by": kpi.owner_id,
        "reported_at": None,
        "recorded_at": northwind.now - timedelta(minutes=5),
    }
    await northwind.change(insert(KpiUpdate).values(row))
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert await lines(northwind) == ["Qualified leads, September 2026: 103, by Dana Reed"]


async def test_delivered_the_channel_has_one_message_that_is_edited(play_on_both):
    play = play_on_both
    await play.set_up()
    messenger = play.messenger
    delivery = make_delivery(play.database, messenger, messengers={"test": messenger}, builders=BUILDERS)
    await play.say("U_DANA", "kpi leads 103 sep")
    await delivery.deliver(play.now)
    posts = [key for _place, key in messenger.sent if key.startswith("day/")]
    for line in ("kpi leads 98 aug", "kpi revenue 41.5k sep"):
        await play.say("U_DANA", line)
    assert await delivery.deliver(play.now) == []
    await play.pass_time(seconds=2)
    await delivery.deliver(play.now)
    await play.press("U_DANA", "Undo")
    await play.pass_time(seconds=2)
    await delivery.deliver(play.now)
    assert [key for _place, key in messenger.sent if key.startswith("day/")] == posts
    assert [text.count("\n- ") for _message, text in messenger.edited] == [3, 2]
    assert {message for message, _text in messenger.edited} == {f"message-{len(messenger.sent)}"}
