"""The playbook: lessons are kept, used, and repeatable once they worked twice."""

from handlers.playbook import keeping
from storage.tables import HistoryEvent
from tests.handlers.play import CHANNEL, button

DANA, TOM = "U_DANA", "U_TOM"


async def test_a_lesson_is_kept_used_and_repeatable_after_it_worked_twice(northwind):
    assert "No lesson is kept yet" in await northwind.say(TOM, "playbook")
    await northwind.say(DANA, 'playbook add "Call at once"')
    assert "Lesson 2 is in the playbook" in await northwind.say(DANA, 'playbook add "Start small", borrowed')
    assert "Lesson 3 is in the playbook: Ask first" in await northwind.say(
        DANA, 'playbook add borrowed "Ask first"'
    )
    assert "borrowed from others" in await northwind.say(TOM, "playbook 3")
    await northwind.say(TOM, 'playbook used 1 "autumn mailing" worked')
    await northwind.say(TOM, 'playbook used 2 "spring fair" did not work')
    said = await northwind.say(TOM, "playbook used 1 spring fair: worked")
    assert keeping.REPEATABLE in said
    listed = await northwind.say(TOM, "playbook")
    assert "1. Call at once (repeatable: it worked 2 of 2 times; noted by hand)" in listed
    assert "2. Start small (used once, and it did not work; borrowed from others)" in listed
    shown = await northwind.say(TOM, "playbook show 1")
    assert "16 November 2026: autumn mailing: worked" in shown
    assert "16 November 2026: spring fair: worked" in shown


async def test_each_is_taken_back_while_nothing_came_after(northwind):
    await northwind.say(DANA, 'playbook add "Call at once"')
    added = northwind.last[DANA, CHANNEL]
    await northwind.say(DANA, "playbook used 1 autumn worked")
    used = northwind.last[DANA, CHANNEL]
    assert keeping.CHANGED_SINCE.format(number=1) in await northwind.click(DANA, button(added, "Undo"))
    assert "is taken back" in await northwind.click(DANA, button(used, "Undo"))
    assert "not used again yet" in await northwind.say(TOM, "playbook")
    told = [row.what for row in await northwind.rows(HistoryEvent, HistoryEvent.subject == "lesson:1")]
    assert told == [
        "put lesson 1 into the playbook: Call at once",
        "noted that lesson 1 worked: autumn",
        "took back a use of lesson 1",
    ]


async def test_what_cannot_be_read_is_refused(northwind):
    await northwind.say(DANA, 'playbook add "Call at once"')
    for typed, why in {
        "playbook add": "Write it as in",
        'playbook add "call at ONCE"': "It is lesson 1 of the playbook already",
        "playbook used 1 autumn": "did not work",
        "playbook used 1 worked": "Write it as in",
        "playbook used 4 autumn worked": "There is no lesson 4.",
        "playbook show": "Which one?",
        "playbook use 1": 'Write it as in `playbook used 1 "autumn mailing" worked`',
        "playbook worked 1 2": 'Write it as in `playbook used 1 "autumn mailing" worked`',
        "playbook list": "1. Call at once",
    }.items():
        assert why in await northwind.say(DANA, typed), typed
