"""Three days without any process of ours: what is of use is posted, the rest missed, and the lead knows."""

from datetime import timedelta

from tests.faults.replica import replica
from tests.faults.site import DAY, DUE, MONDAY, START, lay_out, site_of
from tests.faults.test_platform import told
from tests.faults.truth import finish, truth

WEEK = tuple(MONDAY + number * DAY for number in range(5))
THURSDAY = MONDAY + 3 * DAY
BACK = DUE + 3 * DAY + timedelta(minutes=5)
TIME_OVER = "its time was over"


async def test_what_came_while_all_were_down_is_posted_where_it_is_of_use_and_else_missed(slack, sqlite_url):
    site = site_of(slack, sqlite_url)
    async with replica(site) as before:
        laid = await lay_out(before.database, slack, jobs=["checkin", "actions"], days=WEEK)
        await before.tick(START)
    async with replica(site) as after:
        await finish(after, slack, BACK)
        found = await truth(after.database, slack, laid)
    became = {(one.job, one.local_date - MONDAY, one.state) for one in found.happened}
    days = [number * DAY for number in range(5)]
    # A check-in is of use until the end of the next working day, actions for six hours.
    assert became == {
        *(("checkin", day, "missed") for day in days[:2]),
        *(("checkin", day, "sent") for day in days[2:]),
        *(("checkin_digest", day, "sent") for day in days[2:]),
        *(("actions", day, "missed") for day in days[:3]),
        *(("actions", day, "sent") for day in days[3:]),
    }
    assert all(reason.startswith(TIME_OVER) for reason in found.reasons)
    assert "Not posted for Client C0" in told(slack)


async def test_what_waited_in_the_outbox_meanwhile_is_not_posted_late(slack, sqlite_url):
    site = site_of(slack, sqlite_url)
    async with replica(site) as before:
        laid = await lay_out(before.database, slack)
        await before.decide(DUE)
    async with replica(site) as after:
        await finish(after, slack, BACK)
        found = await truth(after.database, slack, laid)
    assert found.states.keys() == {"missed"}
    assert "Not posted for Client C0" in told(slack)
