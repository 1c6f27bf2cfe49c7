"""What a message says at the moment when it leaves, or why it does not leave any more."""

from domain.chat import Reply
from handlers import BUILDERS, morning
from handlers.morning import adding, building
from storage import schedules
from storage.codec import reply_from_json
from tests.handlers.morning.steps import FIRST, MONDAY, SECOND, THIRD, messages, tell, wish
from tests.handlers.occurring import at, engagement_id, posts_of, words_of


async def nothing(session, item):
    """A job that is done by now."""
    return


async def test_what_several_jobs_have_comes_in_one_message_what_is_urgent_first(said):
    await tell(said, "U_TOM", FIRST, SECOND, THIRD)
    (post,) = await messages(said, "U_TOM")
    assert post.key == f"morning/{post.engagement_id}/{post.person_id}/2026-11-16"
    await said.deliver()
    (post,) = await messages(said, "U_TOM")
    assert post.state == "sent"
    assert words_of(post).splitlines() == [
        "Northwind Ltd",
        *(THIRD, f"1 do {THIRD}"),
        *(SECOND, f"2 do {SECOND}"),
        *(FIRST, f"3 do {FIRST}"),
        building.STOP,
    ]
    reply = reply_from_json(post.reply)
    assert isinstance(reply, Reply)
    assert all(button.id for button in reply.buttons)


async def test_an_item_that_is_done_by_then_leaves_the_message_and_the_last_one_cancels_it(said, monkeypatch):
    await tell(said, "U_TOM", FIRST)
    monkeypatch.setitem(BUILDERS, "morning", morning.make_builder({FIRST: nothing}))
    await said.deliver()
    (post,) = await messages(said, "U_TOM")
    assert (post.state, post.reason) == ("cancelled", building.NOTHING_LEFT)


async def test_whoever_goes_away_or_wants_quiet_before_it_leaves_does_not_get_it(said):
    said.now = at("2026-11-16 08:00")
    await tell(said, "U_TOM", FIRST)
    await tell(said, "U_DANA", SECOND)
    await wish(said, "U_TOM", "away", MONDAY)
    await wish(said, "U_DANA", "quiet")
    said.now = at("2026-11-16 09:00")
    await said.deliver()
    ended = [(await messages(said, who))[0] for who in ("U_TOM", "U_DANA")]
    assert [(post.state, post.reason) for post in ended] == [
        ("cancelled", adding.AWAY),
        ("cancelled", adding.QUIET),
    ]


async def test_a_message_that_could_not_leave_in_their_hours_moves_to_the_next_morning_once(said):
    await tell(said, "U_TOM", FIRST)
    await said.deliver()
    await tell(said, "U_TOM", SECOND, latest_hours=24)
    said.now = at("2026-11-16 20:00")
    await said.deliver()
    _sent, late, moved = await messages(said, "U_TOM")
    assert (late.state, moved.state) == ("cancelled", "pending")
    assert moved.next_send_at == at("2026-11-17 09:00")
    assert [post.id for post in await posts_of(said, SECOND)] == [moved.id]
    said.now = at("2026-11-17 09:00")
    await said.deliver()
    assert (await messages(said, "U_TOM"))[2].state == "sent"


async def test_an_item_of_a_schedule_that_was_ended_leaves_the_message(said):
    said.now = at("2026-11-16 08:00")
    await tell(said, "U_TOM", FIRST, SECOND)
    e = await engagement_id(said)
    async with said.database.write() as session:
        found = await schedules.of_job(session, engagement_id=e, job=FIRST)
        assert found is not None
        await schedules.end(session, engagement_id=e, schedule_id=found.id, now=said.now)
    said.now = at("2026-11-16 09:00")
    await said.deliver()
    (post,) = await messages(said, "U_TOM")
    assert SECOND in words_of(post)
    assert FIRST not in words_of(post)
