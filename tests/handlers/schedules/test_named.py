"""Finding the schedule that is meant, however it is written, and refusing what cannot be."""

from tests.handlers.play import CHANNEL, OUTSIDE

TITLES = {
    "checkin": "Weekly check-in",
    "Check-ins": "Weekly check-in",
    "the weekly check in": "Weekly check-in",
    "weekly chekin": "Weekly check-in",
    "kpi": "Numbers that are due",
    "number": "Numbers that are due",
    "kpi_due": "Numbers that are due",
    "overdue actions": "Overdue actions",
    "action": "Overdue actions",
    "tripwire": "Tripwires",
    "guard": "The window for the next meeting",
    "stale": "Numbers that went stale",
}
REFUSED = {
    "pause frobnicate": "I know no schedule called “frobnicate” here. `schedule` shows them all.",
    "pause overd": "Did you mean `actions`?",
    "pause digest": "Check-in digest follows the check-in.",
    "pause after a meeting": "After a meeting follows each meeting. Change those: `meet list`.",
    "pause meeting": "There is no meeting planned yet. Plan one with `meet`.",
    "pause checkin until someday": "I could not read",
    "skip checkin for ever": "I did not understand “for ever”. Nothing was changed. For one day, write"
    " `schedule skip checkin on 23 Nov`.",
    "pause all but checkin": "Everything: I did not understand “but checkin”.",
    "pause the checkin and the tripwires": "Weekly check-in: I did not understand “and the tripwires”.",
    "pause checkin on 3 jan": "Weekly check-in: I did not understand “on 3 jan”.",
    "resume checkin on 3 jan": "`schedule pause checkin until 3 Jan` lets it rest until a day.",
    "pause weekly checkin sometime": "Weekly check-in: I did not understand “sometime”.",
    "show checkin please": "Weekly check-in: I did not understand “please”.",
    "pause checkin until tue 5 apr 2027": "is a Monday. Which of the two do you mean?",
    "pause checkin until today": "A pause ends on a day after today",
    "skip checkin on 24 nov": "no date on Tue 24 Nov. The next dates: Mon 23 Nov, Mon 30 Nov, Mon 7 Dec.",
    "skip checkin on 28 dec": "Mon 28 Dec is left out anyway (Boxing Day",
    "move checkin": "Where to? As in `schedule move checkin to",
    "move checkin on 23 nov please to 24 nov": "I could not read",
    "move checkin to 1 dec and 8 dec 10:00": "That is no time that comes again.",
    "move checkin to 16 nov 8:00": "Mon 16 Nov at 8:00 is over.",
    "move checkin to whenever": "I could not read",
    "move checkin from 23 nov to 30 nov": "there is a date on Mon 30 Nov already",
    "move kpi to tuesday": "I look every working day",
    "resume checkin": "not paused. Nothing was changed.",
    "resume all": "Nothing is paused. Nothing was changed.",
    "holidays add": "Which country or day?",
    "holidays add Atlantis": "I do not know the country",
    "holidays add 32 dec": "I could not read",
    "holidays remove FR": "That does not count here",
}


async def test_a_schedule_is_found_as_people_write_it(northwind):
    for typed, title in TITLES.items():
        said = await northwind.say("U_DANA", f"schedule show {typed}")
        assert said.splitlines()[0] == title, typed


async def test_what_cannot_be_is_said_and_changes_nothing(northwind):
    before = await northwind.counts()
    for line, said in REFUSED.items():
        assert said in await northwind.say("U_DANA", f"schedule {line}"), line
    after = await northwind.counts()
    assert {name for name in after if after[name] != before[name]} == {"receipts"}


async def test_only_leads_change_what_is_posted(northwind):
    verbs = (
        "pause all",
        "resume all",
        "skip checkin",
        "move checkin to tuesday",
        "change checkin",
        "preview",
    )
    for verb in verbs:
        said = await northwind.say("U_TOM", f"schedule {verb}")
        assert said.startswith("Only a fractional CMO or marketing director can change what is posted when.")
        assert await northwind.say("U_KIT", f"schedule {verb}") == OUTSIDE


async def test_a_member_may_look_at_holidays_and_not_change_them(northwind):
    assert "Public holidays of United Kingdom" in await northwind.say("U_TOM", "schedule holidays")
    assert (await northwind.say("U_TOM", "schedule holidays add DE")).startswith("Only ")
    await northwind.join("U_ANN", "observer")
    assert (await northwind.say("U_ANN", "schedule", where=CHANNEL)).startswith("Only ")
