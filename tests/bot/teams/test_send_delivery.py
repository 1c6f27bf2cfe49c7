"""From the outbox into Teams over real HTTP: each post once, whatever breaks on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from domain.chat import Sender, reply
from scheduler.delivery import MAX_ATTEMPTS
from storage import outbox, people
from storage.tables import Hold, OutboxPost
from tests.bot.teams.leading import lead_by
from tests.bot.teams.office import account, direct, small_office
from tests.teams.seeing import words

HOUR = 3600.0


@pytest.fixture
async def office(sqlite_url):
    async with small_office(sqlite_url) as office:
        await office.hear()
        yield office


@pytest.fixture
def faults(office):
    return office.teams.faults


def shown(office, conversation=""):
    return [words(post) for post in office.posts(conversation)]


async def test_what_passes_is_sent_again_with_growing_pauses_and_arrives_once(office, faults):
    delivery = office.delivery()
    for status in (412, 502, 503, 504):
        faults.fail_next(status, code="ServiceError")
    await office.add("1")
    pauses = []
    for _time in range(4):
        await delivery.deliver(office.now)
        kept = await office.row("1")
        pauses.append((kept.next_send_at - office.now).total_seconds())
        office.now = kept.next_send_at
    await delivery.deliver(office.now)
    assert (shown(office), (await office.row("1")).state) == (["This is 1."], "sent")
    assert all(1.0 <= pause <= 16.0 for pause in pauses)
    assert pauses == sorted(pauses)


async def test_a_limit_of_one_conversation_holds_it_for_every_process_and_no_other(office, faults):
    first, second = office.delivery(), office.delivery()
    faults.fail_next(429, code="Throttled", retry_after=30)
    await office.add("1")
    await first.deliver(office.now)
    await office.add("2")
    await office.add("3", edits="1")
    await office.add("4", direct())
    assert [post.key for post in await second.deliver(office.later(seconds=29))] == ["4"]
    async with office.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Hold)) == 0
    office.later(seconds=4)
    assert [post.key for post in await second.deliver(office.now)] == ["1", "2", "3"]


async def test_an_open_limit_never_ends_a_post(office, faults):
    delivery = office.delivery()
    faults.fail_next(429, code="Throttled", retry_after=1, times=MAX_ATTEMPTS + 2)
    await office.add("1")
    for _time in range(MAX_ATTEMPTS + 3):
        # Our own pace has a clock of its own.
        await office.sleep(2.0)
        await delivery.deliver(office.later(seconds=HOUR))
    assert (await office.row("1")).state == "sent"


@pytest.mark.parametrize("fault", ["drop_next", "cut_next"])
async def test_a_post_of_which_nobody_knows_is_never_repeated(office, faults, fault):
    delivery = office.delivery()
    getattr(faults, fault)()
    await office.add("1")
    for _time in range(3):
        await delivery.deliver(office.later(seconds=HOUR))
    assert (office.sent(), (await office.row("1")).state) == (1, "uncertain")


async def test_an_edit_of_a_message_that_somebody_deleted_is_posted_anew(office):
    delivery = office.delivery()
    await office.add("1")
    await delivery.deliver(office.now)
    office.world.messages.clear()
    await office.add("2", edits="1", reply=reply("Second."))
    await delivery.deliver(office.now)
    await office.add("3", edits="1", reply=reply("Third."))
    await delivery.deliver(office.now)
    assert shown(office) == ["Third."]


async def test_a_process_that_knows_nothing_posts_into_the_chat_that_another_one_began(office):
    for key in ("1", "2"):
        await office.add(key, direct())
        await office.delivery().deliver(office.now)
    assert len(office.teams.called("POST", "/conversations")) == 1
    assert len(office.posts(office.world.personal(office.world.bot, "U_DANA").id)) == 2


async def test_the_lead_hears_in_teams_what_went_wrong_once_and_again_after_it_worked(office):
    engagement_id = await lead_by(office, "U_DANA")
    chat = await office.chat_with("U_DANA")
    delivery = office.delivery()
    (team,) = office.world.teams.values()
    installed = (office.world.bot.app_id, team.id)

    async def post(*keys):
        for key in keys:
            await office.add(key, engagement_id=engagement_id)
            await delivery.deliver(office.later(minutes=1))

    office.world.installs.discard(installed)
    await post("1", "2")
    office.world.installs.add(installed)
    await office.hear()
    await post("3")
    office.world.installs.discard(installed)
    await post("4", "5")
    told = shown(office, chat)
    assert len(told) == 2
    assert "the Headway app is not there any more. Add it again" in told[0]
    assert "invite" not in told[0]


async def test_people_who_cannot_be_written_to_are_named_to_the_lead_once_each(office):
    engagement_id = await lead_by(office, "U_DANA")
    chat = await office.chat_with("U_DANA")
    delivery = office.delivery()
    async with office.database.write() as session:
        una = Sender(account=account("U_UNA"), name="Una Alone")
        await people.welcome_visitor(session, address=direct("U_UNA"), sender=una, now=office.now)
    for key in ("1", "2"):
        await office.add(key, direct("U_UNA"), engagement_id=engagement_id)
        await delivery.deliver(office.later(minutes=1))
    (told,) = shown(office, chat)
    assert "Una Alone" in told
    assert "choose Add, my messages reach them" in told
    assert len(office.teams.called("POST", "/conversations")) == 1


@pytest.mark.parametrize(
    ("code", "said"), [("BotDisabledByAdmin", "admin center"), ("ConversationBlockedByUser", "blocked")]
)
async def test_each_way_of_being_shut_out_has_words_of_its_own(office, faults, code, said):
    engagement_id = await lead_by(office, "U_DANA")
    chat = await office.chat_with("U_DANA")
    faults.fail_next(403, code=code)
    await office.add("1", engagement_id=engagement_id)
    for _time in range(2):
        await office.delivery().deliver(office.later(minutes=1))
    (told,) = shown(office, chat)
    assert said in told
    assert "{" not in told


@pytest.mark.parametrize("fault", ["drop_next", "cut_next", "gateway"])
async def test_an_answer_in_a_chat_of_which_nobody_knows_is_sent_once_more(office, faults, fault):
    chat = await office.chat_with("U_DANA")
    faults.fail_next(502) if fault == "gateway" else getattr(faults, fault)()
    await office.add("answer/1", direct())
    for _time in range(3):
        await office.delivery().deliver(office.later(seconds=HOUR))
    assert set(shown(office, chat)) == {"This is answer/1."}
    assert (office.sent(), (await office.row("answer/1")).state) == (2, "sent")


async def test_an_answer_of_a_process_that_died_is_sent_by_another_one(office):
    chat = await office.chat_with("U_DANA")
    await office.add("answer/1", direct())
    async with office.database.write() as session:
        await outbox.claim(session, post_id=(await office.row("answer/1")).id, now=office.now)
        long_ago = office.now - timedelta(days=1)
        await session.execute(update(OutboxPost).values(lease_until=long_ago))
    await office.delivery().deliver(office.now)
    assert shown(office, chat) == ["This is answer/1."]


async def test_an_answer_of_which_twice_nobody_knows_is_told_to_whoever_asked(office, faults):
    chat = await office.chat_with("U_DANA")
    faults.fail_next(502, times=2)
    await office.add("answer/1", direct())
    for _time in range(4):
        await office.delivery().deliver(office.later(seconds=HOUR))
    assert (await office.row("answer/1")).state == "uncertain"
    (told,) = shown(office, chat)
    assert "I can't tell whether my answer reached you" in told


async def test_every_refused_answer_is_told_of_to_whoever_asked(office, faults):
    chat = await office.chat_with("U_DANA")
    for key in ("answer/1", "good", "answer/2"):
        if key != "good":
            faults.fail_next(400, code="BadSyntax")
        await office.add(key, direct())
        await office.delivery().deliver(office.later(minutes=1))
    await office.delivery().deliver(office.later(minutes=1))
    refused = "I could not show you my answer"
    assert [refused in one for one in shown(office, chat)] == [True, False, True]


async def test_without_a_token_a_post_waits_as_for_a_limit(office, faults):
    delivery = office.delivery()
    faults.fail_next(503, on="login", times=MAX_ATTEMPTS + 2)
    await office.add("1")
    for _time in range(MAX_ATTEMPTS + 3):
        await delivery.deliver(office.later(seconds=HOUR))
    assert (await office.row("1")).state == "sent"


async def test_an_answer_that_cannot_reach_anybody_is_told_to_nobody(office, faults):
    faults.fail_next(403, code="BotDisabledByAdmin", times=2)
    await office.add("1", office.channel(seen_by=account("U_TOM")))
    await office.delivery().deliver(office.now)
    assert (await office.row("1")).state == "failed"
    async with office.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(OutboxPost)) == 1
