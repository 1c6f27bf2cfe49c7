"""From the outbox into Slack over real HTTP: each post once, whatever breaks on the way."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.chat import Sender, reply
from scheduler.delivery import LOOK_AFTER_SECONDS, MAX_ATTEMPTS
from storage import engagements, members, people, schema
from storage.database import Database
from storage.tables import Engagement, Hold
from tests.bot.slack.office import channel, direct, office_on
from tests.slack.conftest import northwind
from tests.slack.server import local_slack

LONG_SECONDS = 400.0


@pytest.fixture
async def database(database_url):
    made = Database(database_url)
    await schema.migrate(made)
    yield made
    await made.close()


@pytest.fixture
async def office(database):
    async with local_slack(northwind()) as slack, office_on(slack, database) as office:
        yield office


@pytest.fixture
def faults(office):
    return office.slack.faults


async def test_a_post_whose_answer_was_lost_is_found_and_not_posted_again(office, faults):
    office.may("channels:history")
    delivery = office.delivery()
    faults.lose_answer("chat.postMessage")
    await office.add("1")
    assert await delivery.deliver(office.now) == []
    kept = await office.row("1")
    assert (kept.state, kept.is_uncertain) == ("pending", True)
    assert kept.next_send_at >= office.now + timedelta(seconds=LOOK_AFTER_SECONDS)
    assert len(await delivery.deliver(office.later(seconds=20))) == 1
    kept = await office.row("1")
    assert (kept.state, kept.message_id, kept.is_uncertain) == ("sent", office.posts()[0].ts, False)
    assert office.keys() == ["1"]


async def test_a_post_that_was_lost_before_slack_read_it_is_posted_again(office, faults):
    office.may("channels:history")
    delivery = office.delivery()
    faults.drop("chat.postMessage")
    await office.add("1")
    await delivery.deliver(office.now)
    await delivery.deliver(office.later(seconds=20))
    assert (office.keys(), (await office.row("1")).state) == (["1"], "sent")


async def test_where_the_history_cannot_be_read_a_lost_post_stays_uncertain(office, faults):
    delivery = office.delivery()
    faults.lose_answer("chat.postMessage")
    await office.add("1")
    await delivery.deliver(office.now)
    await delivery.deliver(office.later(seconds=20))
    await delivery.deliver(office.later(days=1))
    assert (office.keys(), (await office.row("1")).state) == (["1"], "uncertain")


async def test_a_lost_answer_for_one_person_alone_is_shown_again(office, faults):
    delivery = office.delivery()
    faults.drop("chat.postEphemeral")
    await office.add("1", channel(seen_by="U_DANA"))
    await delivery.deliver(office.now)
    await delivery.deliver(office.later(seconds=20))
    assert [(post.text, post.seen_by) for post in office.posts()] == [("This is 1.", "U_DANA")]


@pytest.mark.parametrize("fault", ["drop", "lose_answer"])
async def test_a_lost_edit_is_made_again(office, faults, fault):
    delivery = office.delivery()
    await office.add("1")
    await office.add("2", edits="1", reply=reply("Now it is 2."))
    getattr(faults, fault)("chat.update")
    await delivery.deliver(office.now)
    assert (await office.row("2")).state == "pending"
    await delivery.deliver(office.later(seconds=20))
    assert [post.text for post in office.posts()] == ["Now it is 2."]
    kept = await office.row("2")
    assert (kept.state, kept.message_id) == ("sent", (await office.row("1")).message_id)


async def test_an_edit_of_a_message_that_somebody_deleted_is_posted_anew(office):
    delivery = office.delivery()
    await office.add("1")
    await delivery.deliver(office.now)
    office.slack.world.messages.clear()
    await office.add("2", edits="1")
    await delivery.deliver(office.now)
    await office.add("3", edits="1", reply=reply("Third."))
    await delivery.deliver(office.now)
    assert [post.text for post in office.posts()] == ["Third."]


async def test_the_seconds_of_a_limit_hold_for_every_process_and_conversation(office, faults):
    first, second = office.delivery(), office.delivery()
    faults.limit("chat.postMessage", retry_after=30)
    await office.add("1")
    await first.deliver(office.now)
    await office.add("2", direct())
    called = len(office.slack.called("chat.postMessage"))
    assert await second.deliver(office.later(seconds=29)) == []
    assert len(office.slack.called("chat.postMessage")) == called
    async with office.database.read() as session:
        held = (await session.execute(select(Hold.workspace, Hold.method))).all()
    assert [tuple(row) for row in held] == [(f"slack/{channel().workspace}", "post")]
    sent = await second.deliver(office.later(seconds=4))
    assert {post.key for post in sent} >= {"1", "2"}


async def test_a_limit_on_edits_does_not_hold_posts(office, faults):
    delivery = office.delivery()
    await office.add("1")
    await office.add("2", edits="1")
    faults.limit("chat.update", retry_after=30)
    await delivery.deliver(office.now)
    await office.add("3", direct())
    assert [post.key for post in await delivery.deliver(office.now)] == ["3"]
    assert [post.key for post in await delivery.deliver(office.later(seconds=40))] == ["2"]


async def test_a_budget_of_one_a_second_is_kept_and_everything_arrives(office, faults):
    faults.budget("chat.postMessage", 1, seconds=1, per_channel=True)
    delivery = office.delivery()
    for key in range(6):
        await office.add(f"{key}")
    for _second in range(40):
        await delivery.deliver(office.later(seconds=3))
    assert office.keys() == [str(key) for key in range(6)]


async def test_an_open_limit_never_ends_a_post(office, faults):
    delivery = office.delivery()
    faults.limit("chat.postMessage", retry_after=1, times=MAX_ATTEMPTS + 5)
    await office.add("1")
    for _try in range(MAX_ATTEMPTS + 6):
        await delivery.deliver(office.later(seconds=LONG_SECONDS))
    assert (await office.row("1")).state == "sent"


async def test_a_post_that_slack_will_never_take_ends_at_once(office):
    delivery = office.delivery()
    await office.add("1", channel("C_AWAY"))
    await office.add("2", channel("C_AWAY"))
    await delivery.deliver(office.now)
    rows = [await office.row(key) for key in ("1", "2")]
    assert [(row.state, row.reason, row.attempts) for row in rows] == [
        ("failed", "chat.postMessage: not_in_channel", 1)
    ] * 2


async def test_a_post_of_a_process_that_died_is_looked_for(office):
    office.may("channels:history")
    delivery = office.delivery(send_seconds=30)
    gate = office.slack.faults.hold("chat.postMessage")
    await office.add("1")
    await delivery.start(office.now)
    await asyncio.sleep(0.2)
    await delivery.stop(seconds=0.05)
    gate.set()
    await asyncio.sleep(0.2)
    arrived = office.keys()
    await office.change("1", lease_until=office.now - timedelta(days=1))
    await office.delivery().deliver(office.later(seconds=70))
    assert (await office.row("1")).state == "sent"
    assert office.keys() == ["1"]
    assert len(arrived) <= 1


async def test_the_lead_hears_in_slack_what_went_wrong_once_and_again_after_it_worked(office):
    engagement_id = await lead_by(office, "U_DANA")
    delivery = office.delivery()
    inside = office.slack.world.channels["C_NORTHWIND"].members
    bot = office.made.bot_user_id

    async def post(*keys):
        for key in keys:
            await office.add(key, engagement_id=engagement_id)
            await delivery.deliver(office.later(minutes=1))

    inside.discard(bot)
    await post("1", "2")
    inside.add(bot)
    await post("3")
    inside.discard(bot)
    await post("4", "5")
    told = [message for message in office.slack.world.messages if message.channel_id != "C_NORTHWIND"]
    assert len(told) == 2
    assert "I am not a member there. Invite me with /invite @Headway" in told[0].text
    assert office.slack.world.channels[told[0].channel_id].person_id == "U_DANA"


async def lead_by(office, account):
    """Let somebody lead an engagement that lives in #northwind."""
    async with office.database.write() as session:
        visitor = await people.welcome_visitor(
            session, address=channel(), sender=Sender(account=account, name="Dana"), now=office.now
        )
        engagement = Engagement(
            key="northwind",
            name="Northwind",
            aliases=[],
            currency="GBP",
            zone="Europe/London",
            locale="en-GB",
            start=office.now.date(),
            created_at=office.now,
        )
        home = {"workspace_id": visitor.workspace.id, "conversation": "C_NORTHWIND", "now": office.now}
        await engagements.add(session, engagement, **home)
        await members.begin(
            session,
            engagement_id=engagement.id,
            person_id=visitor.person.id,
            role="cmo",
            now=office.now,
        )
        return engagement.id
