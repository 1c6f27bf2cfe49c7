"""Links to pages: whose they are, how long they work, and the key of an installation without one."""

from datetime import timedelta

from sqlalchemy import update

from storage import members, reports
from storage.tables import Account, EvidenceSnapshot, Membership, Workspace
from tests.storage.made import NOW, make_engagement, make_visitor

WEEK = timedelta(days=7)


async def make_snapshot(session, engagement, number=1):
    made = EvidenceSnapshot(
        engagement_id=engagement.id,
        number=number,
        meeting_id=None,
        cause="asked",
        as_of=NOW,
        method=1,
        inputs={},
        found={},
        lean="mixed",
        by_id=None,
        at=NOW,
    )
    session.add(made)
    await session.flush()
    return made.id


async def given(session, *accounts):
    """An engagement with a pack, and a link to it for each of these people."""
    engagement = await make_engagement(session)
    snapshot = await make_snapshot(session, engagement)
    links = []
    for account in accounts:
        _workspace, person = await make_visitor(session, account)
        await members.begin(session, engagement_id=engagement.id, person_id=person.id, role="team", now=NOW)
        link = await reports.give(
            session, engagement_id=engagement.id, person_id=person.id, snapshot_id=snapshot, now=NOW
        )
        links.append((person.id, link))
    return engagement, links


async def test_a_link_opens_for_a_member_with_an_account_until_its_days_are_over(migrated):
    async with migrated.write() as session:
        engagement, [(dana, link)] = await given(session, "U_DANA")
        opened = await reports.opened(session, link_id=link, now=NOW + WEEK - timedelta(seconds=1))
        assert opened is not None
        assert (opened.engagement.id, opened.person.id, opened.role) == (engagement.id, dana, "team")
        assert (opened.is_expired, opened.expires_at) == (False, NOW + WEEK)
        late = await reports.opened(session, link_id=link, now=NOW + WEEK)
        assert late is not None
        assert late.is_expired
        assert await reports.opened(session, link_id=link + 1, now=NOW) is None
        await session.execute(update(Account).values(left_at=NOW))
        assert await reports.opened(session, link_id=link, now=NOW) is None
        await session.execute(update(Account).values(left_at=None))
        await session.execute(update(Membership).values(ended_at=NOW))
        assert await reports.opened(session, link_id=link, now=NOW) is None


async def test_an_account_in_a_workspace_of_others_opens_nothing(migrated):
    async with migrated.write() as session:
        _engagement, [(_dana, link)] = await given(session, "U_DANA")
        elsewhere = Workspace(platform="test", external_id="W_OTHER", created_at=NOW)
        session.add(elsewhere)
        await session.flush()
        await session.execute(update(Account).values(workspace_id=elsewhere.id))
        assert await reports.opened(session, link_id=link, now=NOW) is None


async def test_the_links_of_one_person_end_or_those_of_all_and_of_no_other_engagement(migrated):
    later = NOW + timedelta(hours=1)
    async with migrated.write() as session:
        engagement, [(dana, first), (_tom, second)] = await given(session, "U_DANA", "U_TOM")
        e = engagement.id
        birch = await make_engagement(session, "birch")
        assert await reports.end_all(session, engagement_id=birch.id, now=later) == 0
        assert await reports.end_all(session, engagement_id=e, person_id=dana, now=later) == 1
        assert await reports.opened(session, link_id=first, now=later) is None
        assert await reports.opened(session, link_id=second, now=later) is not None
        assert await reports.end_all(session, engagement_id=e, now=later) == 1
        assert await reports.opened(session, link_id=second, now=later) is None
        assert await reports.end_all(session, engagement_id=e, now=later) == 0


async def test_an_installation_makes_one_key_for_a_use_and_keeps_it(migrated):
    async with migrated.write() as session:
        assert await reports.known_key(session, use="pages") == ""
        made = await reports.made_key(session, use="pages", now=NOW)
        assert len(made) > 40
        assert await reports.made_key(session, use="pages", now=NOW) == made
        assert await reports.made_key(session, use="others", now=NOW) != made
        assert await reports.known_key(session, use="pages") == made
