"""A month before a meeting: what its pack cannot say yet, and one message to whoever can fill that."""

from sqlalchemy import update

from domain.evidence.pack import Gap
from domain.permissions import Role
from handlers.preparing.fillers import filler_of
from storage.tables import Kpi, Membership, OutboxPost, Person
from tests.handlers.occurring import person_id, words_of
from tests.handlers.play import DM, Play, labels
from tests.handlers.preparing.test_the_day import run


async def told(play: Play, who: str, job: str = "") -> list[OutboxPost]:
    await play.deliver()
    rows = await play.rows(OutboxPost, OutboxPost.target.endswith(f"@{who}"))
    return [row for row in rows if row.state == "sent" and (not job or row.job == job)]


async def test_the_leads_hear_of_each_gap_once_and_ask_its_person_once(crew):
    tom = await person_id(crew, "U_TOM")
    leads = update(Kpi).where(Kpi.key == "qualified_leads")
    await crew.change(leads.values(owner_id=tom, is_driver=True))
    assert await run(crew, "meeting_gaps", "2026-12-04 09:20") == "no meeting is a month away"
    assert await run(crew, "meeting_gaps", "2026-12-07 09:20") == "decided"
    (post,) = await told(crew, "U_DANA", "morning")
    assert "What the pack cannot say yet\nThe next meeting is on Tue 5 Jan 2027, 15:00." in words_of(post)
    assert await told(crew, "U_TOM", "morning") == []
    crew.last["U_DANA", DM] = (await crew.posts("U_DANA"))[-1]
    (ask,) = [label for label in labels(crew.last["U_DANA", DM]) if label.startswith("Ask Tom")]
    assert "I ask Tom Hale on 7 December 2026" in await crew.press("U_DANA", ask, where=DM)
    crew.last["U_DANA", DM] = (await crew.posts("U_DANA"))[-1]
    assert "done already" in await crew.press("U_DANA", ask, where=DM)
    (asked,) = await told(crew, "U_TOM", "meeting_gaps")
    assert "Something for the next meeting of Northwind Ltd" in words_of(asked)
    assert "Dana Reed asks you for what its evidence cannot say yet" in words_of(asked)
    assert "1 enter" in words_of(asked)
    assert await run(crew, "meeting_gaps", "2026-12-08 09:20") == "no meeting is a month away"


def test_whoever_a_gap_means_is_asked_and_nobody_whose_name_is_a_part_of_theirs():
    crowd = [
        (Membership(role=role), Person(id=number, name=name))
        for number, role, name in (
            (1, Role.TEAM, "Ann"),
            (2, Role.CMO, "Annabel Berg"),
            (3, Role.OBSERVER, "Dana Ruiz"),
        )
    ]
    gap = Gap(about="money", what="Old", who="Dana Ruiz and Annabel Berg", how="Look", who_ids=(3, 2))
    found = filler_of(gap, crowd, [])
    assert found is not None
    assert found.name == "Annabel Berg"
