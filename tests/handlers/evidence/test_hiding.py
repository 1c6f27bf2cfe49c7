"""What of a pack is hidden: the lean while private votes are open, and money from whom it is none of."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete

from domain.chat import reply
from domain.evidence import pack_of
from domain.evidence.inputs import MoneyFacts
from domain.permissions import Role
from domain.plain_text import plain_text
from handlers.evidence import hiding, listing, words
from handlers.evidence.freezing import freeze_now
from handlers.turn import Unasked
from storage import meeting_records
from storage.tables import Engagement, EvidenceSnapshot
from tests.handlers.evidence.conftest import NOON

GWEN, MAREN = "U_GWEN", "U_MAREN"
TELLING = ("Leans to pivot", "Speaks against", "Fragile", "Zoom-in", "Patience", "It is not a decision")


async def plan_a_meeting(alder) -> int:
    """Plan a special review of tomorrow, for which votes were asked."""
    (engagement,) = await alder.play.rows(Engagement)
    async with alder.play.database.write() as session:
        made = await meeting_records.add_special(
            session,
            engagement_id=engagement.id,
            at=NOON + timedelta(days=1),
            minutes=60,
            origin="tripwire:2",
            reason="x",
            by_id=None,
            source="test",
            now=NOON,
        )
    await take_step(alder, made.id, "inputs")
    return made.id


async def take_step(alder, meeting_id: int, kind: str) -> None:
    """Write down what became of the meeting."""
    (engagement,) = await alder.play.rows(Engagement)
    async with alder.play.database.write() as session:
        await meeting_records.add_step(
            session,
            engagement_id=engagement.id,
            meeting_id=meeting_id,
            kind=kind,
            by_id=None,
            source="test",
            now=alder.play.now,
        )


async def test_while_votes_are_open_nothing_tells_the_lean_until_somebody_has_it_shown(alder):
    meeting_id = await plan_a_meeting(alder)
    summary = await alder.say(GWEN, "evidence")
    details = await alder.press(GWEN, "Details")
    shown = await alder.say(GWEN, "evidence show 2")
    for said in (summary, details, shown):
        assert words.LEAN_LATER in said
        assert not [part for part in TELLING if part in said]
    assert "Drivers (S2): for changing." in summary
    listed = await alder.say(MAREN, "evidence list")
    assert listing.HIDDEN in listed
    assert "Mixed" in listed  # the pack of the last meeting is known
    await take_step(alder, meeting_id, "lean")
    assert "Leans to pivot. " in await alder.say(GWEN, "evidence")
    assert listing.HIDDEN not in await alder.say(MAREN, "evidence list")


async def test_the_packs_of_earlier_days_are_known_those_of_today_are_the_same_evidence(alder):
    meeting_id = await plan_a_meeting(alder)
    (engagement,) = await alder.play.rows(Engagement)
    async with alder.play.database.write() as session:
        here = Unasked(session=session, engagement=engagement, now=NOON)
        await freeze_now(here, cause="special", meeting_id=meeting_id)
    for days, known in ((0, [(1, False)]), (2, [(1, False), (2, False)])):
        alder.play.now = NOON + timedelta(days=days)
        assert [(one.number, one.is_on_request) for one in (await alder.gathered()).earlier] == known


async def test_the_first_warning_stays_where_it_was_however_often_somebody_asks(alder):
    async with alder.play.database.write() as session:
        await session.execute(delete(EvidenceSnapshot))
    told = []
    for day in (15, 20, 25):
        alder.play.now = NOON.replace(day=day)
        said = await alder.say(GWEN, "evidence")
        told += [line for line in said.splitlines() if line.startswith("First warning: ")]
    assert [line.partition(" on ")[2] for line in told] == [
        "15 November 2026, 5 days ago; no meeting since.",
        "15 November 2026, 10 days ago; no meeting since.",
    ]


async def test_only_those_who_read_the_terms_read_of_cash_and_no_lean_tells_of_it_either(alder):
    await alder.say(GWEN, "evidence")
    frozen = await alder.frozen(2)
    money = MoneyFacts(runway_months=2.5, worst_runway_months=2.0, balance_on=frozen.inputs.today)
    inputs = replace(frozen.inputs, money=money)
    short = replace(frozen, inputs=inputs, pack=pack_of(inputs))
    assert short.pack.lean == "stop"
    for role in Role:
        may_read = role in (Role.CMO, Role.CLIENT_CEO, Role.FINANCE)
        assert hiding.for_role(short, role).pack == (short if may_read else frozen).pack
    here = Unasked(session=None, engagement=(await alder.play.rows(Engagement))[0], now=NOON)  # type: ignore[arg-type]  # asked nothing
    told = {
        is_seen: words.summary(here, short, shows_lean=True, shows_money=is_seen) for is_seen in (True, False)
    }
    assert "Cash (S6)" in plain_text(reply(*told[True]))
    assert "Cash (S6)" not in plain_text(reply(*told[False]))
    assert all(len(blocks) <= words.MOST_LINES + 1 for blocks in told.values())
