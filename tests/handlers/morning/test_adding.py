"""Who gets a message, when and how often; and why not."""

from datetime import timedelta

from sqlalchemy import update

from domain.working_time import WORKING_WEEK
from handlers.morning import adding
from handlers.occasions import ToPerson
from storage import schedules
from storage.morning import ASKED_FOR
from storage.tables import Account, Engagement, Membership, OutboxPost, Person
from tests.handlers.morning.steps import FIRST, MONDAY, SECOND, THIRD, messages, tell, to, wish
from tests.handlers.occurring import at, engagement_id, happen, person_id, reasons, words_of
from tests.handlers.play import OTHER_CHANNEL


async def test_it_leaves_in_the_persons_own_hours(said):
    await said.change(
        update(Person).where(Person.id == await person_id(said, "U_TOM")).values(zone="America/New_York")
    )
    await tell(said, "U_TOM", FIRST)
    (post,) = await messages(said, "U_TOM")
    assert post.next_send_at == at("2026-11-16 14:00")
    await said.deliver()
    assert (await messages(said, "U_TOM"))[0].state == "pending"
    said.now = at("2026-11-16 14:00")
    await said.deliver()
    assert (await messages(said, "U_TOM"))[0].state == "sent"


async def test_who_wants_none_is_not_written_to_and_the_reason_is_kept(said):
    await wish(said, "U_TOM", "opt_out", job=FIRST)
    await tell(said, "U_TOM", FIRST)
    await wish(said, "U_TOM", "quiet", MONDAY)
    await tell(said, "U_TOM", SECOND)
    await wish(said, "U_TOM", "away", MONDAY)
    await tell(said, "U_TOM", THIRD)
    assert await messages(said, "U_TOM") == []
    assert [(await reasons(said, job))[0] for job in (FIRST, SECOND, THIRD)] == [
        ("cancelled", adding.QUIET),
        ("cancelled", adding.QUIET),
        ("cancelled", adding.AWAY),
    ]


async def test_an_opt_out_of_one_job_leaves_the_others(said):
    await wish(said, "U_TOM", "opt_out", job=FIRST)
    await tell(said, "U_TOM", FIRST, SECOND)
    await said.deliver()
    (post,) = await messages(said, "U_TOM")
    assert SECOND in words_of(post)
    assert FIRST not in words_of(post)


async def test_an_absence_that_ends_in_time_only_puts_it_off(said):
    await wish(said, "U_TOM", "away", MONDAY)
    await tell(said, "U_TOM", FIRST, latest_hours=30)
    (post,) = await messages(said, "U_TOM")
    assert post.next_send_at == at("2026-11-17 09:00")


async def test_who_does_not_work_in_time_left_or_cannot_be_reached_is_not_written_to(said):
    tom = await person_id(said, "U_TOM")
    await said.change(update(Membership).where(Membership.person_id == tom).values(working_days=[2]))
    await tell(said, "U_TOM", FIRST)
    await said.change(update(Account).where(Account.person_id == tom).values(left_at=said.now))
    await tell(said, "U_TOM", SECOND, latest_hours=100)
    await said.change(update(Membership).where(Membership.person_id == tom).values(ended_at=said.now))
    await tell(said, "U_TOM", THIRD)
    assert await messages(said, "U_TOM") == []
    assert [(await reasons(said, job))[0] for job in (FIRST, SECOND, THIRD)] == [
        ("cancelled", adding.TOO_LATE),
        ("cancelled", adding.UNREACHABLE),
        ("cancelled", adding.NO_MEMBER),
    ]


async def test_holidays_of_the_engagement_are_left_out(said):
    e = await engagement_id(said)
    async with said.database.write() as session:
        await schedules.add_holiday(session, engagement_id=e, now=said.now, day=MONDAY, name="Day off")
    await tell(said, "U_TOM", FIRST, latest_hours=30)
    assert (await messages(said, "U_TOM"))[0].next_send_at == at("2026-11-17 09:00")


async def test_over_a_month_of_jobs_a_member_gets_two_a_week_and_a_lead_as_many_as_there_are(said):
    both = [ToPerson(person_id=await person_id(said, who)) for who in ("U_TOM", "U_DANA")]

    async def decide(session, occasion):
        return both

    for day in range(0, 28, 2):
        said.now = at("2026-11-16 09:30") + timedelta(days=day)
        if said.now.weekday() in WORKING_WEEK:
            job = (FIRST, SECOND)[day % 4 // 2]
            await happen(said, job, deciders={job: decide})
            await said.deliver()
    weeks = [post.sent_at.isocalendar().week for post in await messages(said, "U_TOM")]
    assert weeks == [47, 47, 48, 48, 49, 49, 50, 50]
    assert len(await messages(said, "U_DANA")) == 10
    ended = [why for job in (FIRST, SECOND) for why in await reasons(said, job) if why[0] == "cancelled"]
    assert ended == [("cancelled", adding.ENOUGH)] * 2


async def test_what_joins_a_message_that_waits_costs_nothing_of_the_week(said):
    await tell(said, "U_TOM", FIRST)
    await said.deliver()
    said.now = at("2026-11-17 08:00")
    await tell(said, "U_TOM", FIRST, SECOND)
    said.now = at("2026-11-17 08:30")
    await tell(said, "U_TOM", THIRD)
    assert len(await messages(said, "U_TOM")) == 2
    said.now = at("2026-11-17 09:00")
    await said.deliver()
    assert THIRD in words_of((await messages(said, "U_TOM"))[1])


async def test_all_engagements_count_and_what_somebody_asked_for_does_not(said):
    tom = await person_id(said, "U_TOM")
    await said.set_up("U_KIT", name="Birch", where=OTHER_CHANNEL, team=["U_TOM"])
    other = (await said.rows(Engagement))[-1].id

    async def copy(session, occasion):
        return [ToPerson(person_id=tom, args={ASKED_FOR: True})]

    for day in (16, 17, 18):
        said.now = at(f"2026-11-{day} 09:30")
        await happen(said, FIRST, deciders={FIRST: copy} if day == 16 else {FIRST: to(tom)})
        await said.deliver()
    assert len(await messages(said, "U_TOM")) == 3
    await said.change(update(OutboxPost).where(OutboxPost.person_id == tom).values(engagement_id=other))
    said.now = at("2026-11-19 09:30")
    await tell(said, "U_TOM", SECOND)
    assert await reasons(said, SECOND) == [("cancelled", adding.ENOUGH)]
    await happen(said, THIRD, deciders={THIRD: copy})
    assert (await reasons(said, THIRD))[0][0] == "pending"
    led = (Membership.engagement_id == other, Membership.person_id == tom)
    await said.change(update(Membership).where(*led).values(role="cmo"))
    said.now = at("2026-11-20 09:30")
    await tell(said, "U_TOM", FIRST)
    assert (await reasons(said, FIRST))[-1][0] == "pending"
