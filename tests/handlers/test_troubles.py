"""A word about what did not arrive: to whom, how often, and in which words."""

import pytest
from sqlalchemy import select, update

from domain.chat import Address, reply
from domain.plain_text import plain_text
from handlers import troubles
from handlers.troubles import NOT_ANSWERED, NOT_SURE
from storage import outbox
from storage.codec import reply_from_json
from storage.engagements import channels_of
from storage.people import find_visitor
from storage.tables import Account, Channel, Engagement, OutboxPost


@pytest.fixture
async def here(northwind):
    """The home of Northwind."""
    async with northwind.database.read() as session:
        engagement_id = await session.scalar(select(Engagement.id))
        assert engagement_id is not None
        ((home, workspace),) = await channels_of(session, engagement_id=engagement_id)
        return Address(
            platform=workspace.platform, workspace=workspace.external_id, conversation=home.conversation
        )


async def fail(play, key, trouble, address, **more):
    """Let a post not arrive, and say how many were told."""
    # Nothing waits before it.
    await play.change(update(OutboxPost).where(OutboxPost.state == "pending").values(state="cancelled"))
    async with play.database.write() as session:
        values = {"engagement_id": await session.scalar(select(Engagement.id)), **more}
        await outbox.add(
            session, key=key, address=address, reply=reply("Leads: 103."), now=play.now, **values
        )
        post_id = await session.scalar(select(OutboxPost.id).where(OutboxPost.key == key))
        post = await outbox.claim(session, post_id=post_id, now=play.now)
        assert post is not None
        await outbox.end(session, post, state="failed", reason=trouble, now=play.now)
        return await troubles.tell(session, post, trouble, now=play.now)


async def told(play, who="U_DANA"):
    """What somebody was told about troubles."""
    mine = (OutboxPost.key.startswith("trouble/"), OutboxPost.target.endswith(f"/@{who}"))
    return [plain_text(reply_from_json(row.reply)) for row in await play.rows(OutboxPost, *mine)]


async def direct(here, account):
    return Address(platform=here.platform, workspace=here.workspace, account=account)


async def test_the_lead_hears_what_happened_and_what_to_do(northwind, here):
    assert await fail(northwind, "1", "not_a_member", here) == 1
    assert await told(northwind) == [
        "I could not post in #northwind: I am not a member there."
        " Invite me with /invite @Headway, and my next post will arrive."
    ]
    assert await told(northwind, "U_TOM") == []


async def test_the_lead_hears_it_once_until_it_works_again(northwind, here):
    for key in ("1", "2"):
        await fail(northwind, key, "not_a_member", here)
    assert len(await told(northwind)) == 1
    await fail(northwind, "3", "archived", here)
    assert len(await told(northwind)) == 2
    await northwind.change(update(OutboxPost).where(OutboxPost.key == "3").values(state="sent"))
    for key in ("4", "5"):
        await fail(northwind, key, "not_a_member", here)
    assert len(await told(northwind)) == 3


async def test_what_one_person_was_shown_there_does_not_mean_that_it_works_again(northwind, here):
    await fail(northwind, "1", "not_a_member", here)
    whisper = Address(
        platform=here.platform, workspace=here.workspace, conversation=here.conversation, seen_by="U_TOM"
    )
    await fail(northwind, "2", "person_gone", whisper)
    await northwind.change(update(OutboxPost).where(OutboxPost.key == "2").values(state="sent"))
    await fail(northwind, "3", "not_a_member", here)
    assert len(await told(northwind)) == 1


@pytest.mark.parametrize("trouble", sorted(troubles.WORDS))
async def test_every_trouble_has_words_that_name_the_place(northwind, here, trouble):
    await fail(northwind, "1", trouble, here)
    (words,) = await told(northwind)
    assert "#northwind" in words
    assert "{" not in words


async def test_where_the_app_is_gone_nobody_can_be_told(northwind, here):
    assert await fail(northwind, "1", "not_installed", here) == 0
    assert await told(northwind) == []


async def test_a_word_about_a_trouble_causes_no_other_one(northwind, here):
    assert await fail(northwind, "trouble/x", "archived", here) == 0


async def test_an_answer_for_one_person_is_told_to_that_person(northwind, here):
    whisper = Address(
        platform=here.platform, workspace=here.workspace, conversation=here.conversation, seen_by="U_TOM"
    )
    assert await fail(northwind, "1", "too_long", whisper, engagement_id=None) == 1
    assert (await told(northwind, "U_TOM"), await told(northwind)) == ([NOT_ANSWERED], [])
    assert await fail(northwind, "2", "person_gone", whisper) == 0


async def test_the_lead_hears_who_cannot_be_reached_unless_it_is_the_lead(northwind, here):
    assert await fail(northwind, "1", "person_gone", await direct(here, "U_TOM")) == 1
    (words,) = await told(northwind)
    assert "Tom" in words
    assert await fail(northwind, "2", "person_gone", await direct(here, "U_DANA")) == 0


async def test_whom_something_off_the_record_was_for_is_told_to_nobody(northwind, here):
    to_tom = await direct(here, "U_TOM")
    assert await fail(northwind, "1", "person_gone", to_tom, is_off_record=True) == 0
    assert await told(northwind) == []


async def test_a_post_of_no_engagement_is_in_the_log_alone(northwind, here):
    assert await fail(northwind, "1", "person_gone", await direct(here, "U_TOM"), engagement_id=None) == 0


async def test_a_lead_whose_account_is_gone_is_not_written_to(northwind, here):
    await northwind.change(
        update(Account).where(Account.external_id == "U_DANA").values(left_at=northwind.now)
    )
    assert await fail(northwind, "1", "archived", here) == 0


async def test_a_channel_is_called_by_its_name(northwind, here):
    async with northwind.database.write() as session:
        visitor = await find_visitor(session, address=here, account="U_DANA")
        assert visitor is not None
        session.add(
            Channel(
                workspace_id=visitor.workspace.id,
                external_id=here.conversation,
                name="marketing & more",
                organisations=[],
            )
        )
    await fail(northwind, "1", "archived", here)
    assert "in #marketing & more:" in (await told(northwind))[0]


async def test_a_channel_without_a_name_is_that_of_the_client(northwind, here):
    nameless = Address(platform=here.platform, workspace=here.workspace, conversation="C_1")
    await fail(northwind, "1", "no_channel", nameless)
    assert "in the channel of Northwind Ltd:" in (await told(northwind))[0]


async def test_an_answer_in_a_direct_conversation_is_told_of_each_time(northwind, here):
    to_tom = await direct(here, "U_TOM")
    for key in ("answer/1", "answer/2"):
        assert await fail(northwind, key, "other", to_tom, engagement_id=None) == 1
    assert await fail(northwind, "answer/3", "uncertain", to_tom, engagement_id=None) == 1
    assert await told(northwind, "U_TOM") == [NOT_ANSWERED, NOT_ANSWERED, NOT_SURE]
    assert await told(northwind) == []


async def test_what_is_told_of_an_answer_off_the_record_is_off_the_record(northwind, here):
    to_tom = await direct(here, "U_TOM")
    await fail(northwind, "answer/1", "other", to_tom, engagement_id=None, is_off_record=True)
    (row,) = await northwind.rows(OutboxPost, OutboxPost.key.startswith("trouble/"))
    assert row.is_off_record
    assert "U_TOM" not in row.key
