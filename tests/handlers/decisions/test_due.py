"""Who hears of a decision that is not finished: three times whoever finishes it, then the CMO alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.plain_text import plain_text
from handlers.decisions import due, status
from storage import meeting_records
from storage.codec import reply_from_json
from storage.tables import Decision, EvidenceSnapshot, OutboxPost
from tests.handlers.decisions.deciding import ANN, DANA, LEO, REASON, in_force
from tests.handlers.occurring import engagement_id, happen, words_of
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
    assert set(await told(stage, 20)) == set(), "the fourth day is quiet"
    found = await told(stage, 23)
    assert set(found) == {DANA}
    assert "lapses today" in found[DANA]
    assert await told(stage, 24) == {}


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
    assert (row.meeting_id, pack.meeting_id, pack.cause) == (meeting, meeting, "meeting")
    found = await told(stage, 18)
    assert "meeting" not in found[DANA]
    assert "is a draft without effect" in found[DANA]
