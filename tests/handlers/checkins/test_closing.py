"""How a round ends: its post says so in time, whatever becomes of its digest and its schedule."""

from tests.handlers.checkins.rounds import answer, begin, go_on, in_channel
from tests.handlers.occurring import at, posts_of, reasons, words_of
from tests.handlers.play import DM


async def test_a_pause_lets_an_open_round_finish_without_its_reminder(asked):
    await answer(asked, "U_TOM", q1="a long answer")
    said = await asked.say("U_DANA", "schedule pause checkin until 4 Jan")
    assert "Check-in 1 is open still. It closes on Wed 25 Nov, 9:30, with its digest; nobody is remin" in said
    await go_on(asked, "2026-11-24 09:30")
    await go_on(asked, "2026-11-25 09:30")
    assert await reasons(asked, "checkin_reminder") == []
    digest, *private = await posts_of(asked, "checkin_digest")
    assert "Tom Hale: a long answer" in words_of(digest)
    (missing,) = [words_of(one) for one in private if one.target.endswith("U_DANA")]
    assert "Not answered: Ann Berg, you" in missing
    assert "They were reminded" not in missing
    assert "Closed: 1 of 3 have answered." in await in_channel(asked)


async def test_the_post_says_that_it_is_closed_where_the_digest_was_missed(asked):
    await go_on(asked, "2026-11-24 09:30")
    await go_on(asked, "2026-11-25 18:00")
    assert await posts_of(asked, "checkin_digest") == []
    assert "Closed: 0 of 3 have answered." in await in_channel(asked)


async def test_a_pause_of_everything_says_so_too(asked):
    assert "Check-in 1 is open still." in await asked.say("U_DANA", "schedule pause all", where=DM)


async def test_what_an_undo_after_the_close_brings_back_was_in_time(asked):
    asked.now = at("2026-11-25 09:20")
    await answer(asked, "U_TOM", q1="first words")
    await answer(asked, "U_TOM", q1="second words")
    await go_on(asked, "2026-11-25 09:31")
    await asked.press("U_TOM", "Undo", where=DM)
    shown = await asked.say("U_ANN", "checkin show", where=DM)
    assert "first words" in shown
    assert "(late)" not in shown
    await begin(asked, "2026-11-30 09:30")
    await go_on(asked, "2026-12-02 09:30")
    assert "first words" not in words_of((await posts_of(asked, "checkin_digest"))[-2])


async def test_the_post_counts_as_the_digest_does_and_away_are_only_those_whom_it_asks(asked):
    await asked.say("U_DANA", "checkin set people @Tom Hale @Dana Reed", where=DM)
    await asked.say("U_ANN", "away until 3 Jan", where=DM)
    await begin(asked, "2026-11-30 09:30")
    await answer(asked, "U_DANA", q1="the page")
    await asked.say("U_TOM", "checkin skip", where=DM)
    assert "1 of 2 have answered, 1 skipped." in await in_channel(asked)
    await go_on(asked, "2026-12-02 09:30")
    assert "Closed: 1 of 2 have answered, 1 skipped." in await in_channel(asked)
    posts = await posts_of(asked, "checkin_digest")
    told = "\n".join(words_of(post) for post in posts if post.state == "sent")
    assert "1 of 2 answered, 1 skipped." in told
    assert "Skipped: Tom Hale" in told
    assert "Ann Berg" not in told
