"""A schedule is moved or paused, a person or a channel goes, while its post waits or is on its way."""

from dataclasses import replace as with_changes
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from handlers import channels as places
from storage import channels, members, people, schedules
from tests.faults.replica import replica
from tests.faults.site import DUE, MEMBER, TEAM, ZONE, lay_out, site_of
from tests.faults.strikes import strike
from tests.faults.test_platform import told
from tests.faults.truth import finish, truth


async def move(session, slack, laid):
    """Let everything come at three in the afternoon, and then another minute later."""
    for scheduled in await all_of(session, laid):
        at = time(15, scheduled.version - 1)
        cadence = with_changes(scheduled.cadence, at=at)
        await schedules.change(session, scheduled, by_id=None, source="test", now=DUE, cadence=cadence)


async def pause(session, slack, laid):
    """Let nothing come any more."""
    for scheduled in await all_of(session, laid):
        await schedules.change(session, scheduled, by_id=None, source="test", now=DUE, is_paused=True)


async def remove_person(session, slack, laid):
    """Let Tom leave every engagement."""
    for engagement_id in {engagement_id for engagement_id, _schedule, _days in laid.schedules}:
        for membership, person in await members.current(session, engagement_id=engagement_id):
            if person.name == MEMBER.removeprefix("U_").title():
                await members.end(session, membership, now=DUE)


async def remove_channel(session, slack, laid):
    """Let the app be removed from every channel."""
    workspace = await people.find_workspace(session, platform="slack", external_id=TEAM)
    for channel in [one for one in slack.world.channels.values() if one.kind == "public"]:
        channel.members.discard(f"UBOT{TEAM}")
        gone = {"workspace": workspace, "external_id": channel.id, "why": channels.LEFT, "now": DUE}
        await places.close(session, **gone)


async def all_of(session, laid):
    found = [
        await schedules.find(session, engagement_id=engagement_id, schedule_id=schedule_id)
        for engagement_id, schedule_id, _days in laid.schedules
    ]
    return [one for one in found if one is not None]


WAITS, CLAIMED = "fire: after commit", "claim: after commit"
HOURS = {"checkin": 15, "checkin_digest": 16, "actions": 15, "kpi_due": 15}


@pytest.fixture
async def tell(slack, postgresql_url):
    """Let the change come where the first posts wait, or are claimed, and tell how everything ended."""
    site = site_of(slack, postgresql_url)
    async with replica(site) as one, replica(site) as other:
        laid = await lay_out(one.database, slack)

        async def tell(change, when, *, times=1):
            async def act():
                async with other.database.write() as session:
                    await change(session, slack, laid)

            # Of each engagement a check-in, then actions, then numbers.
            strike(when, act, nth=3 if when == WAITS else 1, times=times)
            await one.tick(DUE)
            await finish(one, slack, DUE)
            return await truth(one.database, slack, laid, is_paused=change is pause)

        yield tell


def hour_of(one):
    return one.due_at.astimezone(ZoneInfo(ZONE)).hour


async def test_what_waits_when_its_schedule_is_moved_comes_at_the_new_time(tell):
    found = await tell(move, WAITS)
    assert found.states == {"sent": 8}
    assert {one.job: hour_of(one) for one in found.happened} == HOURS


async def test_what_waits_may_be_moved_again_and_again(tell):
    found = await tell(move, WAITS, times=3)
    assert found.states == {"sent": 8}


async def test_what_is_on_its_way_when_its_schedule_is_moved_does_not_come_twice(tell):
    found = await tell(move, CLAIMED)
    assert found.states == {"sent": 8}
    checkins = [hour_of(one) for one in found.happened if one.job.startswith("checkin")]
    assert sorted(checkins) == [10, 10, 11, 11]


@pytest.mark.parametrize("when", [WAITS, CLAIMED])
async def test_a_pause_holds_back_whatever_is_not_on_its_way(tell, when):
    found = await tell(pause, when)
    sent = sorted({one.job for one in found.happened if one.state == "sent"})
    # What was on its way arrives, and its digest closes it.
    assert sent == ([] if when == WAITS else ["checkin", "checkin_digest"])
    assert found.states.keys() <= {"sent", "cancelled"}


@pytest.mark.parametrize("when", [WAITS, CLAIMED])
async def test_whoever_left_meanwhile_gets_nothing_and_the_others_do(tell, when):
    found = await tell(remove_person, when)
    states = {(one.job, one.state) for one in found.happened}
    assert states == {
        *((job, "sent") for job in ("checkin", "checkin_digest", "actions")),
        ("kpi_due", "cancelled"),
    }


@pytest.mark.parametrize("when", [WAITS, CLAIMED])
async def test_where_the_channel_is_gone_each_post_ends_with_that_reason(slack, tell, when):
    found = await tell(remove_channel, when)
    in_channel = {(one.state, one.reason) for one in found.happened if one.job != "kpi_due"}
    refused = set() if when == WAITS else {("failed", "chat.postMessage: not_in_channel")}
    assert in_channel == {("cancelled", "the channel is closed: left")} | refused
    assert "closed to me" in told(slack)
