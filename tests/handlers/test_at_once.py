"""Many at once: nobody meets a lock, nothing is lost, nothing is done twice."""

import asyncio

import pytest

from domain.chat import Click, Reply
from domain.plain_text import plain_text
from storage.tables import Account, Feedback, Kpi, KpiUpdate, Membership
from tests.handlers.linking import OtherPlay, code_of, link
from tests.handlers.play import CHANNEL, DM, OTHER_CHANNEL, OUTSIDE


async def test_a_resend_while_the_first_is_still_at_work_is_handled_once(play_on_both):
    await play_on_both.set_up()
    said = await asyncio.gather(
        *(play_on_both.say("U_DANA", "kpi leads 103 sep", key="same") for _again in range(8))
    )
    assert len(set(said)) == 1
    assert len(await play_on_both.rows(KpiUpdate)) == 1


async def test_a_new_person_is_written_down_at_their_first_word_once(play_on_both):
    await asyncio.gather(*(play_on_both.say("U_KIT", "help", where=DM) for _again in range(6)))
    assert (await play_on_both.counts())["people"] == 1


async def test_reading_with_buttons_meets_no_lock_while_others_write(play_on_both):
    play = play_on_both
    await play.set_up(team=["U_TOM"])
    for number in range(16):
        await play.say("U_DANA", f'feedback - "thing {number}" customer')

    async def read() -> list[str]:
        return [await play.say("U_DANA", text) for text in ("feedback list", "history") * 10]

    async def write() -> list[str]:
        return [await play.say("U_TOM", f'feedback + "more {n}" team') for n in range(20)]

    said = [line for lines in await asyncio.gather(read(), write(), write()) for line in lines]
    assert [line for line in said if "went wrong" in line] == []
    numbers = [row.number for row in await play.rows(Feedback)]
    assert sorted(numbers) == list(range(1, 57))


async def test_twice_at_once_two_people_set_up_one_channel(play_on_both):
    play = play_on_both
    forms = {}
    for who in ("U_DANA", "U_KIT"):
        forms[who] = await play.ask(who, "setup")
    said = await asyncio.gather(*(play.send(who, form, name="Northwind Ltd") for who, form in forms.items()))
    words = sorted(plain_text(answer) for answer in said)
    assert sum("is set up" in text for text in words) == 1
    assert sum(OUTSIDE in text for text in words) == 1
    counts = await play.counts()
    assert (counts["engagements"], counts["memberships"], counts["outbox"]) == (1, 1, 1)


async def test_the_same_client_is_set_up_at_once_in_two_channels(play_on_both):
    play = play_on_both
    where = {"U_DANA": CHANNEL, "U_KIT": OTHER_CHANNEL}
    forms = {who: await play.ask(who, "setup", where=place) for who, place in where.items()}
    said = await asyncio.gather(
        *(play.send(who, form, where=where[who], name="Northwind Ltd") for who, form in forms.items())
    )
    assert all("is set up" in plain_text(answer) for answer in said)
    assert (await play.counts())["engagements"] == 2


@pytest.mark.parametrize(
    "lines",
    [
        ("kpi leads 103 sep", "kpi leads 104 sep"),
        ("kpi add churn", "kpi add churn"),
        ("members add @Kit Larkspur", "members add @Kit Larkspur"),
        ('feedback - "one"', 'feedback + "two"'),
    ],
)
async def test_two_who_want_the_same_at_once_are_both_answered_in_words(play_on_both, lines):
    play = play_on_both
    await play.set_up()
    await play.say("U_KIT", "help", where=DM)
    said = await asyncio.gather(*(play.say("U_DANA", line) for line in lines))
    assert not any("went wrong" in text for text in said)
    roots = await play.rows(KpiUpdate, KpiUpdate.supersedes_id.is_(None))
    assert len(roots) == int("leads" in lines[0])
    assert len(await play.rows(Membership, Membership.ended_at.is_(None))) == 1 + ("Kit" in lines[0])


async def test_of_the_choices_in_one_message_one_is_taken(play_on_both):
    await play_on_both.set_up()
    asked = await play_on_both.ask("U_DANA", 'feedback "the form is long" customer')
    assert isinstance(asked, Reply)
    clicks = [Click(button=button.id) for button in asked.buttons]
    said = await asyncio.gather(*(play_on_both.act("U_DANA", click) for click in clicks))
    assert sum("is saved" in plain_text(answer) for answer in said) == 1
    assert len(await play_on_both.rows(Feedback)) == 1


async def test_two_leads_cannot_remove_each_other(play_on_both):
    play = play_on_both
    await play.set_up()
    await play.say("U_DANA", "members role @Tom Hale director")
    await asyncio.gather(
        play.say("U_DANA", "members remove @Tom Hale"), play.say("U_TOM", "members remove @Dana Reed")
    )
    current = await play.rows(Membership, Membership.ended_at.is_(None))
    assert len(current) == 1


async def test_a_kpi_that_is_added_many_times_at_once_is_followed_once(play_on_both):
    await play_on_both.set_up()
    await asyncio.gather(*(play_on_both.say("U_DANA", "kpi add churn") for _again in range(4)))
    assert len(await play_on_both.rows(Kpi, Kpi.name == "Churn rate")) == 1


async def test_one_person_never_gets_two_accounts_of_a_workspace_however_fast_they_are_linked(play_on_both):
    here, there = play_on_both, OtherPlay(play_on_both.database)
    await link(here, "U_DANA", there, "T_DANA")
    for number in range(4):
        third = OtherPlay(here.database, workspace=f"third {number}")
        asked = {"T_KIT": (here, "U_DANA"), "T_TOM": (there, "T_DANA")}
        for who, (play, account) in asked.items():
            await third.say(who, f"link {await code_of(play, account)}", where=DM)
        said = await asyncio.gather(*(third.press(who, "Join", where=DM) for who in asked))
        assert sum("both are you to me" in text for text in said) == 1
        assert sum("one and the same workspace" in text for text in said) == 1
        rows = await here.rows(Account, Account.external_id.in_(asked))
        assert len({row.person_id for row in rows[-2:]}) == 2
