"""Two accounts of one human become one person, by a code that proves both."""

import asyncio

import pytest
from sqlalchemy import update

from domain.chat import Reply
from domain.plain_text import plain_text
from storage.codec import reply_from_json
from storage.tables import Account, Kpi, LinkCode, Membership, OutboxPost
from tests.handlers.linking import OtherPlay, code_of, link, posted_to
from tests.handlers.play import DM, FREE_CHANNEL, Play, button, labels
from tests.handlers.test_setup_code import everything

WRONG = "This code does not work, or no longer does"


@pytest.fixture
async def there(northwind: Play) -> OtherPlay:
    """The other platform, on the database where Dana leads Northwind on the first one."""
    return OtherPlay(northwind.database, now=northwind.now)


async def person_of(play: Play, account: str) -> int:
    """The person behind an account."""
    (row,) = await play.rows(Account, Account.external_id == account)
    return int(row.person_id)


async def roles_of(play: Play, account: str) -> list[str]:
    """What the person behind the account is, in every engagement."""
    person = await person_of(play, account)
    rows = await play.rows(Membership, Membership.person_id == person, Membership.ended_at.is_(None))
    return [row.role for row in rows]


async def test_a_code_joins_the_account_that_types_it_with_the_one_that_showed_it(northwind, there):
    code = await code_of(northwind, "U_DANA")
    asked = await there.say("T_DANA", f"link {code.replace('-', '').lower()}", where=DM)
    assert "You are about to join this account with Dana Reed in Test." in asked
    assert await person_of(northwind, "T_DANA") != await person_of(northwind, "U_DANA")

    assert "both are you to me, and I call you Dana Reed." in await there.press("T_DANA", "Join", where=DM)
    assert await person_of(northwind, "T_DANA") == await person_of(northwind, "U_DANA")
    (told,) = await posted_to(northwind, "U_DANA")
    assert "Your account here was joined with Dana R. in Other" in told
    assert "linked two accounts: Dana R. and Dana Reed are one person" in await northwind.say(
        "U_DANA", "history members"
    )


async def test_a_code_stands_nowhere_in_the_clear_and_is_off_the_record(northwind):
    answer = await northwind.ask("U_DANA", "link", where=DM)
    assert isinstance(answer, Reply)
    assert answer.is_off_record
    code = plain_text(answer).split("code is ")[1][:9]
    stored = await everything(northwind)
    assert code not in stored
    assert code.replace("-", "") not in stored


async def test_cancelled_nothing_is_joined_and_the_code_is_gone(northwind, there):
    code = await code_of(northwind, "U_DANA")
    asked = await there.ask("T_DANA", f"link {code}", where=DM)
    assert "Nothing was joined" in await there.press("T_DANA", "Cancel", where=DM)
    assert "done already" in await there.click("T_DANA", button(asked, "Join"), where=DM)
    assert WRONG in await there.say("T_DANA", f"link {code}", where=DM)
    assert await roles_of(northwind, "T_DANA") == []


async def test_a_code_works_once_and_for_a_quarter_of_an_hour_and_the_newest_alone(northwind, there):
    first, second = await code_of(northwind, "U_DANA"), await code_of(northwind, "U_DANA")
    assert WRONG in await there.say("T_DANA", f"link {first}", where=DM)
    await there.pass_time(minutes=15)
    assert WRONG in await there.say("T_DANA", f"link {second}", where=DM)
    third = await code_of(northwind, "U_DANA")
    await there.pass_time(minutes=-15)
    assert "about to join" in await there.say("T_DANA", f"link {third}", where=DM)
    assert WRONG in await there.say("T_KIT", f"link {third}", where=DM)


async def test_whoever_guesses_has_to_wait_but_words_that_are_no_code_are_no_guess(northwind, there):
    code = await code_of(northwind, "U_DANA")
    for _try in range(5):
        assert WRONG in await there.say("T_KIT", "link AAAA-AAAA", where=DM)
    for _try in range(2):
        assert "Please wait for 15 minutes" in await there.say("T_KIT", f"link {code}", where=DM)
    for _try in range(6):
        assert "is no code" in await there.say("T_DANA", "link to the report", where=DM)
    assert "about to join" in await there.say("T_DANA", f"link `{code}`", where=DM)
    await there.pass_time(minutes=15)
    assert WRONG in await there.say("T_KIT", "link AAAA-AAAA", where=DM)


async def test_a_code_is_neither_shown_nor_taken_in_a_channel_nor_by_the_account_that_showed_it(
    northwind, there
):
    assert "in a chat with me alone" in await northwind.say("U_DANA", "link")
    assert await northwind.rows(LinkCode) == []
    code = await code_of(northwind, "U_DANA")
    assert "this code works no more" in await there.say("T_DANA", f"link {code}")
    assert WRONG in await there.say("T_DANA", f"link {code}", where=DM)
    code = await code_of(northwind, "U_DANA")
    assert "the code of this very account" in await northwind.say("U_DANA", f"link {code}", where=DM)
    assert "about to join" in await there.say("T_DANA", f"link {code}", where=DM)


async def test_colleagues_of_one_workspace_stay_two_people(northwind, there):
    code = await code_of(northwind, "U_DANA")
    assert "I take them for two people" in await northwind.say("U_TOM", f"link {code}", where=DM)
    await link(northwind, "U_DANA", there, "T_DANA")
    code = await code_of(there, "T_DANA")
    assert "I take them for two people" in await northwind.say("U_TOM", f"link {code}", where=DM)


async def test_the_question_of_one_account_is_answered_by_nobody_else(northwind, there):
    asked = await there.ask("T_DANA", f"link {await code_of(northwind, 'U_DANA')}", where=DM)
    said = await there.click("T_KIT", button(asked, "Join"), where=DM)
    assert said == "That was offered to somebody else. Nothing was changed."
    assert await roles_of(northwind, "T_KIT") == []


async def test_an_account_that_was_switched_off_proves_nothing_any_more(northwind, there):
    code, later = await code_of(northwind, "U_DANA"), await code_of(northwind, "U_TOM")
    asked = await there.ask("T_DANA", f"link {code}", where=DM)
    await northwind.change(update(Account).values(left_at=northwind.now))
    assert "no longer works" in await there.click("T_DANA", button(asked, "Join"), where=DM)
    assert WRONG in await there.say("T_TOM", f"link {later}", where=DM)


async def owners(play: Play) -> set[tuple[int, int | None]]:
    """Who owns the KPIs, and who backs them up."""
    return {(row.owner_id, row.backup_owner_id) for row in await play.rows(Kpi)}


async def test_memberships_numbers_buttons_and_names_go_over_and_history_stays(northwind, there):
    await there.set_up("T_DANA", name="Birch", where="19:birch")
    await there.say("T_DANA", "kpi revenue 100 for oct", where="19:birch")
    undoable = there.last["T_DANA", "19:birch"]
    before = await person_of(northwind, "T_DANA")
    await link(northwind, "U_DANA", there, "T_DANA")
    dana = await person_of(northwind, "U_DANA")
    assert await roles_of(northwind, "U_DANA") == ["cmo", "cmo"]
    assert await owners(northwind) == {(dana, None)}
    assert "Dana R." in await there.say("T_DANA", "history", where="19:birch")
    assert "Undone" in await there.click("T_DANA", button(undoable, "Undo"), where="19:birch")
    await northwind.ask("U_DANA", "setup", where=FREE_CHANNEL)
    form = await northwind.fill("U_DANA", where=FREE_CHANNEL, name="Birch")
    assert "type `channels join Birch`" in plain_text(form)
    rows = await northwind.rows(Membership, Membership.person_id == before)
    assert [row.ended_at is not None for row in rows] == [True]


async def test_of_two_roles_in_one_engagement_the_stronger_one_stays(northwind, there):
    await there.join("T_DANA", "client_ceo")
    await link(northwind, "U_DANA", there, "T_DANA")
    assert await roles_of(northwind, "U_DANA") == ["cmo"]
    assert "are one person, as fractional CMO" in await northwind.say("U_DANA", "history members")
    await there.press("T_DANA", "Take it back", where=DM)
    assert (await roles_of(northwind, "U_DANA"), await roles_of(northwind, "T_DANA")) == (
        ["cmo"],
        ["client_ceo"],
    )


async def test_a_weaker_first_account_gets_the_stronger_role_and_loses_it_again(northwind, there):
    await there.ask("T_DANA", "help", where=DM)
    await link(there, "T_DANA", northwind, "U_DANA")
    assert await roles_of(northwind, "T_DANA") == ["cmo"]
    assert "Northwind Ltd" in await northwind.say("U_DANA", "card")
    await northwind.press("U_DANA", "Take it back", where=DM)
    assert (await roles_of(northwind, "U_DANA"), await roles_of(northwind, "T_DANA")) == (["cmo"], [])
    assert "Northwind Ltd" in await northwind.say("U_DANA", "card")


async def test_whoever_was_joined_against_their_will_takes_it_back_with_all_that_is_theirs(northwind, there):
    await there.set_up("T_DANA", name="Birch", where="19:birch")
    form = await there.ask("T_DANA", "settings", where=DM)
    thief, dana = await person_of(northwind, "T_DANA"), await person_of(northwind, "U_DANA")
    await link(northwind, "U_DANA", there, "T_DANA")
    done = there.last["T_DANA", DM]
    (row,) = await northwind.rows(OutboxPost, OutboxPost.target == "test/W1/@U_DANA")
    told = reply_from_json(row.reply)
    assert labels(told) == ["Take it back"]
    assert "two people to me again" in await northwind.click("U_DANA", button(told, "Take it back"), where=DM)

    assert await person_of(northwind, "T_DANA") == thief
    assert await owners(northwind) == {(dana, None), (thief, None)}
    assert "I can only talk" in await there.say("T_DANA", "in Northwind Ltd: card", where=DM)
    assert "Also called is B now" in plain_text(await there.send("T_DANA", form, where=DM, aliases="B"))
    assert "no longer joined with Dana Reed in Test" in (await posted_to(northwind, "T_DANA"))[-1]
    assert "unlinked two accounts" in await northwind.say("U_DANA", "history")
    assert "taken back already" in await there.click("T_DANA", button(done, "Take it back"), where=DM)


async def test_what_a_lead_decided_since_then_is_left_when_it_is_taken_back(northwind, there):
    await there.ask("T_TOM", "help", where=DM)
    await link(there, "T_TOM", northwind, "U_TOM")
    await northwind.say("U_DANA", "members remove @U_TOM")
    await northwind.press("U_TOM", "Take it back", where=DM)
    assert (await roles_of(northwind, "U_TOM"), await roles_of(northwind, "T_TOM")) == ([], [])


async def test_a_form_that_was_open_before_can_be_sent_afterwards(northwind, there):
    await there.ask("T_KIT", "help", where=DM)
    await northwind.set_up("U_KIT", name="Oak", where=FREE_CHANNEL)
    form = await northwind.ask("U_KIT", "settings", where=DM)
    await link(there, "T_KIT", northwind, "U_KIT")
    saved = await northwind.send("U_KIT", form, where=DM, aliases="Oakwood")
    assert "Also called is Oakwood now" in plain_text(saved)


async def test_joined_both_ways_at_once_they_are_one_person_and_nobody_swaps(play_on_both):
    play = play_on_both
    await play.set_up()
    there = OtherPlay(play.database, now=play.now)
    await there.ask("T_DANA", f"link {await code_of(play, 'U_DANA')}", where=DM)
    question = there.last["T_DANA", DM]
    asked = await play.ask("U_DANA", f"link {await code_of(there, 'T_DANA')}", where=DM)
    said = await asyncio.gather(
        play.click("U_DANA", button(asked, "Join"), where=DM),
        there.click("T_DANA", button(question, "Join"), where=DM),
    )
    assert sum("both are you to me, and I call you" in words for words in said) == 1, said
    assert await person_of(play, "U_DANA") == await person_of(play, "T_DANA")
    assert await roles_of(play, "U_DANA") == ["cmo"]


async def test_typed_in_two_accounts_at_once_a_code_is_taken_in_one(play_on_both):
    play = play_on_both
    there = OtherPlay(play.database, now=play.now)
    code = await code_of(play, "U_DANA")
    said = await asyncio.gather(
        *(there.say(who, f"link {code}", where=DM) for who in ("T_DANA", "T_KIT", "T_TOM"))
    )
    assert sum("about to join" in words for words in said) == 1
    assert sum(WRONG in words for words in said) == 2
