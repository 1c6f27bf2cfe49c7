"""Who hears of a decision that is not finished: three times whoever finishes it, then the CMO alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import event

from domain.chat import Answer
from domain.plain_text import plain_text
from handlers.decisions import asking, drafts, due, status
from handlers.occasions import Nothing, Occasion, ToPerson
from handlers.turn import Unasked
from storage import decisions, meeting_records
from storage.codec import reply_from_json
from storage.database import Session
from storage.tables import Decision, Engagement, EvidenceSnapshot, OutboxPost
from tests.handlers.decisions.deciding import (
    ANN,
    DANA,
    LEO,
    REASON,
    TOM,
    fill_follow,
    fill_mind,
    in_force,
    persevere,
    press_fill,
)
from tests.handlers.occurring import at, engagement_id, happen, person_id, words_of
from tests.handlers.play import DM, Play


async def told(play: Play, day: int) -> dict[str, str]:
    """What each person is told by the job on that day of November."""
    play.now = datetime(2026, 11, day, 9, 30, tzinfo=ZoneInfo("Europe/London"))
    before = {row.id for row in await play.rows(OutboxPost)}
    await happen(play, due.JOB)
    await play.deliver()
    rows = [row for row in await play.rows(OutboxPost, OutboxPost.state == "sent") if row.id not in before]
    return {row.target.rsplit("@", 1)[-1]: words_of(row) for row in rows if "@" in row.target}


async def test_the_scribe_is_asked_on_three_working_days_and_the_cmo_told_on_the_fifth(stage: Play) -> None:
    await stage.say(LEO, f'decide persevere "{REASON}"', where=DM)
    found = await told(stage, 17)
    assert set(found) == {LEO}
    assert "draft without effect" in found[LEO]
    assert "a tripwire" in found[LEO]
    assert set(await told(stage, 18)) == {LEO}
    assert set(await told(stage, 19)) == set(), "two messages a week are enough"
    assert set(await told(stage, 20)) == set(), "the fourth day is quiet"
    found = await told(stage, 23)
    assert set(found) == {DANA}
    assert "lapses today" in found[DANA]
    assert await told(stage, 24) == {}


async def test_that_a_draft_lapsed_while_nothing_ran_is_said_at_the_next_run_and_not_again(
    stage: Play,
) -> None:
    await stage.say(LEO, f'decide persevere "{REASON}"', where=DM)
    assert set(await told(stage, 20)) == set(), "no run was missed that is known of"
    found = await told(stage, 25)
    assert set(found) == {DANA}
    assert "lapsed on Mon 23 Nov, and never had an effect" in found[DANA]
    assert await told(stage, 26) == {}


async def test_on_the_last_day_the_decider_of_a_complete_draft_can_still_confirm_it(stage: Play) -> None:
    await stage.say(DANA, f'decide persevere "{REASON}"', where=DM)
    await press_fill(stage, "What would change our mind", fill_mind)
    await press_fill(stage, "Actions, dissent, review", fill_follow, due="2026-12-10")
    found = await told(stage, 23)
    assert set(found) == {ANN, DANA}
    assert "waits for your word alone" in found[ANN]
    assert "takes effect once Ann Berg confirms it" in found[DANA]
    assert all("It lapses after today." in words for words in found.values())


async def test_a_question_that_was_cancelled_unread_is_asked_once_more(stage: Play) -> None:
    stage.now = at("2026-11-16 19:30")
    await persevere(stage)
    await stage.press(DANA, "Undo", where=DM)
    stage.now = at("2026-11-17 10:30")
    await stage.deliver()
    stage.now = at("2026-11-18 10:30")
    await stage.ask(DANA, "decisions show 1", where=DM)
    assert "I have asked Ann Berg" in await press_fill(stage, "Actions, dissent, review", fill_follow)
    await stage.deliver()
    asked = OutboxPost.key.startswith(asking.ASK)
    assert [row.state for row in await stage.rows(OutboxPost, asked)] == ["cancelled", "sent"]
    said = await press_fill(stage, status.MORE_DISSENT, fill_dissent)
    assert "asked" not in said, "once is enough"


async def fill_dissent(play: Play, who: str = DANA) -> Answer:
    """Another opinion."""
    tom = str(await person_id(play, TOM))
    return await play.fill(who, where=DM, dissent=tom, why="too early")


async def test_the_decider_is_asked_too_where_only_that_word_is_missing_and_can_click_there(
    complete: Play,
) -> None:
    found = await told(complete, 17)
    assert set(found) == {ANN, DANA}
    assert "waits for your word alone" in found[ANN]
    posts = await complete.rows(OutboxPost, OutboxPost.target.endswith(f"@{ANN}"))
    token = next(b.id for b in reply_from_json(posts[-1].reply).buttons if b.label == status.DECIDE)
    assert "is in force" in await complete.click(ANN, token, where=DM)
    assert await in_force(complete) == [1]
    complete.now += timedelta(days=1)
    assert await told(complete, 18) == {}
    assert plain_text(await complete.ask(ANN, "decisions", where=DM)).count("in force") == 1


async def meeting_today(play: Play) -> int:
    """A special review of this very morning."""
    async with play.database.write() as session:
        made = await meeting_records.add_special(
            session,
            engagement_id=await engagement_id(play),
            at=play.now,
            minutes=60,
            origin="",
            reason="the tripwire",
            by_id=None,
            source="test",
            now=play.now - timedelta(days=3),
        )
        return made.id


async def test_a_meeting_of_which_nothing_is_recorded_is_asked_about_and_the_decision_tied_to_it(
    stage: Play,
) -> None:
    meeting = await meeting_today(stage)
    found = await told(stage, 17)
    assert set(found) == {DANA}
    assert "Nothing is recorded of what was decided in the meeting of Mon 16 Nov." in found[DANA]
    posts = await stage.rows(OutboxPost, OutboxPost.target.endswith(f"@{DANA}"))
    token = next(b.id for b in reply_from_json(posts[-1].reply).buttons if b.opens_form)
    await stage.click(DANA, token, where=DM)
    said = plain_text(await stage.fill(DANA, where=DM, outcome="other", reason="wait"))
    assert "It is tied to the meeting of Mon 16 Nov." in said
    (row,) = await stage.rows(Decision)
    (pack,) = await stage.rows(EvidenceSnapshot)
    assert (row.meeting_id, pack.meeting_id, pack.cause) == (meeting, meeting, "special")
    found = await told(stage, 18)
    assert "meeting" not in found[DANA]
    assert "is a draft without effect" in found[DANA]


async def test_several_drafts_of_meetings_are_looked_at_with_as_many_queries_as_one(stage: Play) -> None:
    meeting, e = await meeting_today(stage), await engagement_id(stage)
    asked: list[object] = []
    counts: list[int] = []
    async with stage.database.write() as session:
        for n in range(3):
            await decisions.add(
                session,
                engagement_id=e,
                outcome="other",
                decider_id=await person_id(stage, ANN),
                reason=f"step {n}",
                meeting_id=meeting,
                snapshot_id=None,
                by_id=None,
                source="test",
                now=stage.now,
            )
        engagement = await session.get_one(Engagement, e)
        here = Unasked(session=session, engagement=engagement, now=stage.now)
        found = await decisions.all_of(session, engagement_id=e)
        event.listen(
            stage.database.engine.sync_engine, "before_cursor_execute", lambda *its: asked.append(its)
        )
        for some in (found[:1], found):
            await drafts.look_at(here, some)
            counts.append(len(asked))
    assert counts[1] == 2 * counts[0] > 0


async def test_the_job_looks_once_at_the_members_and_once_at_the_meetings(stage: Play) -> None:
    await meeting_today(stage)
    await stage.say(DANA, f'decide persevere "{REASON}"', where=DM)
    asked: list[str] = []

    async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
        """Let the job decide, and keep what it asks the database."""
        connection = (await session.connection()).sync_connection
        listening = (connection, "before_cursor_execute", lambda *its: asked.append(its[2]))
        event.listen(*listening)
        made = await due.decide(session, occasion)
        event.remove(*listening)
        return made

    stage.now += timedelta(days=1)
    await happen(stage, due.JOB, deciders={due.JOB: decide})
    for part in ("FROM memberships", "ORDER BY meetings.number"):
        assert len([one for one in asked if part in one]) == 1, part
