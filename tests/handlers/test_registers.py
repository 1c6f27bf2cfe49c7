"""Blockers and actions, by command, by form, by button; and the message about what is overdue."""

from sqlalchemy import update

from domain.chat import Form
from storage.tables import HistoryEvent, Person, RegisterItem
from tests.handlers.occurring import at, happen, person_id, posts_of, reasons, words_of
from tests.handlers.play import Play, errors, labels


async def test_a_blocker_is_noted_listed_with_its_age_and_solved(northwind):
    noted = await northwind.say("U_TOM", 'blocker add "waiting for legal"')
    assert "Blocker 1 is noted for Tom Hale: waiting for legal" in noted
    await northwind.say("U_TOM", "blocker add budget is not approved <@U_DANA>")
    await northwind.pass_time(days=3)
    answer = await northwind.ask("U_DANA", "blockers")
    assert labels(answer) == ["Solved", "Solved"]
    listed = await northwind.say("U_DANA", "blockers")
    assert "1. waiting for legal (Tom Hale, for 3 days)" in listed
    assert "2. budget is not approved (Dana Reed, for 3 days)" in listed
    solved = await northwind.press("U_DANA", "Solved")
    assert "Blocker 1 is solved after 3 days: waiting for legal" in solved
    assert "1. waiting" not in await northwind.say("U_DANA", "blockers")
    assert "already" in await northwind.say("U_TOM", "blocker solve 1")
    what = [row.what for row in await northwind.rows(HistoryEvent)]
    assert what[-1] == "noted that blocker 1 is solved"


async def test_an_action_has_an_owner_and_a_day_wherever_they_stand(northwind):
    said = await northwind.say("U_TOM", "action add send the report by email <@U_DANA> by friday")
    assert "Action 1 for Dana Reed, by Fri 20 Nov: send the report by email" in said
    said = await northwind.say("U_TOM", "action add call Bob by 23 nov")
    assert "Action 2 for Tom Hale, by Mon 23 Nov: call Bob" in said
    listed = await northwind.ask("U_TOM", "action list")
    assert labels(listed) == ["Done", "Move"]
    (line, _undone) = (await northwind.press("U_TOM", "Done")).splitlines()
    assert line == "Action 2 is done: call Bob"
    assert "Undone: Action 2 is open again." in await northwind.press("U_TOM", "Undo")


async def test_the_form_asks_for_what_is_missing(northwind):
    form = await northwind.ask("U_TOM", "action add call Bob @dana")
    assert isinstance(form, Form)
    assert {f.name: f.value for f in form.fields} == {"text": ("call Bob",), "owner": ("U_DANA",), "due": ()}
    assert errors(await northwind.fill("U_TOM", due="soon"))["due"].startswith("I could not read")
    await northwind.fill("U_TOM", due="2026-11-20")
    (row,) = await northwind.rows(RegisterItem)
    assert (row.text, row.kind, row.due.isoformat()) == ("call Bob", "action", "2026-11-20")


async def test_adding_is_undone_unless_something_became_of_it(northwind):
    await northwind.say("U_TOM", "action add call Bob by friday")
    first = next(northwind.last["U_TOM", "#northwind"].buttons).id
    await northwind.say("U_TOM", "action move 1 to monday")
    assert "changed again" in await northwind.click("U_TOM", first)
    await northwind.say("U_TOM", "blocker add legal")
    assert "Blocker 2 is taken back" in await northwind.press("U_TOM", "Undo")
    assert "no blocker with the number 2" in await northwind.say("U_TOM", "blocker solve 2")


async def test_an_action_is_moved_and_dropped_with_undo(northwind):
    await northwind.say("U_TOM", "action add call Bob by friday")
    moved = await northwind.say("U_TOM", "action move 1 to next week")
    assert "Action 1 is due Mon 23 Nov now (was Fri 20 Nov): call Bob" in moved
    assert "due 20 November 2026 again" in await northwind.press("U_TOM", "Undo")
    await northwind.ask("U_TOM", "action move 1")
    assert "due Wed 25 Nov now" in str(await northwind.fill("U_TOM", due="2026-11-25"))
    await northwind.ask("U_TOM", "action drop 1")
    assert errors(await northwind.fill("U_TOM", why=" ")) == {"why": "Please say why in a few words."}
    await northwind.fill("U_TOM", why="Bob left")
    assert "Action 1 is dropped already" in await northwind.say("U_TOM", "action done 1")
    (line,) = [row for row in await northwind.rows(HistoryEvent) if "dropped" in row.what]
    assert line.reason == "Bob left"


async def test_what_cannot_be_done_is_said_with_the_way(northwind):
    await northwind.say("U_KIT", "help", where="dm")
    await northwind.say("U_TOM", "blocker add legal")
    await northwind.say("U_TOM", "action add call Bob by friday")
    said = {
        "action done": "Which one? Write its number, as in `action done 3`.",
        "action done 7": "There is no action with the number 7.",
        "action done 1": "Number 1 is a blocker.",
        "blocker add legal <@U_KIT>": "Kit Larkspur does not belong to this engagement yet.",
        "action move 2 to yesterday": "is over",
        "action move 2 to friday": "due Fri 20 Nov already",
    }
    for typed, answer in said.items():
        assert answer in await northwind.say("U_TOM", typed)


async def test_observers_neither_read_nor_write_the_register(northwind):
    await northwind.join("U_KIT", "observer")
    for typed in ("blockers", "action list", "blocker add legal"):
        assert (await northwind.say("U_KIT", typed)).startswith("Only ")


async def overdue(play: Play, text: str, who: str = "U_TOM") -> None:
    await play.say("U_DANA", f"action add {text} <@{who}> by tuesday")


async def test_each_owner_hears_of_their_own_overdue_actions_alone(northwind):
    await overdue(northwind, "call Bob")
    await overdue(northwind, "write it down")
    await overdue(northwind, "sign it", "U_DANA")
    await northwind.say("U_DANA", "action add something later <@U_TOM> by 30 nov")
    await northwind.pass_time(days=3, hours=5.5)
    await happen(northwind, "actions")
    await northwind.deliver()
    mine, theirs = (words_of(post) for post in await posts_of(northwind, "actions"))
    both = (mine, theirs) if "call Bob" in mine else (theirs, mine)
    assert "Actions of yours that are overdue\n1. call Bob (was due Tue 17 Nov)" in both[0]
    assert "2. write it down" in both[0]
    assert "sign it" not in both[0]
    assert "later" not in both[0]
    assert "An action of yours is overdue\n3. sign it" in both[1]


async def test_nothing_is_sent_of_what_is_done_by_then_or_not_overdue(northwind):
    await overdue(northwind, "call Bob")
    assert (await happen(northwind, "actions")).state == "cancelled"
    await northwind.pass_time(days=3)
    await happen(northwind, "actions")
    await northwind.say("U_TOM", "action done 1")
    await northwind.deliver()
    assert [state for state, _reason in await reasons(northwind, "actions")] == ["cancelled"]


async def test_who_works_no_more_that_day_hears_of_it_on_their_next_one(northwind):
    tom = Person.id == await person_id(northwind, "U_TOM")
    await northwind.change(update(Person).where(tom).values(zone="Asia/Tokyo"))
    await overdue(northwind, "call Bob")
    northwind.now = at("2026-11-19 15:00")
    await happen(northwind, "actions", latest_hours=6)
    (post,) = await posts_of(northwind, "actions")
    assert (post.state, post.next_send_at) == ("pending", at("2026-11-20 00:00"))
