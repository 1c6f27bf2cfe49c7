"""To which meeting a record belongs, what its steps say, when what is prepared, and what people type."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.errors import Unreadable
from domain.holidays import Holidays
from domain.meetings import Recorded, fold, tie
from domain.meetings.lead import gaps_day, inputs_day, needed_day, pack_day
from domain.meetings.typed import PointDraft, VoteDraft, read_point, read_vote
from domain.steps import Step

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
JANUARY, FEBRUARY, MARCH = (7, date(2027, 1, 5)), (7, date(2027, 2, 2)), (7, date(2027, 3, 2))
PLAIN = Recorded(
    id=1,
    number=1,
    kind="regular",
    schedule_id=7,
    named=JANUARY[1],
    at=None,
    minutes=60,
    origin="",
    reason="",
    created_at=NOW,
    changed_at=NOW,
)


def step(number: int, kind: str, reason: str = "", **data) -> Step:
    return Step(
        id=number,
        kind=kind,
        data=data,
        reason=reason,
        by_id=4,
        name="Dana",
        at=NOW + timedelta(hours=number),
    )


def test_a_record_is_what_its_steps_left_of_it():
    folded = fold(
        PLAIN,
        [
            step(1, "postpone", "the CEO is ill", was="2027-01-05"),
            step(2, "leave_out", "a slip", was="2027-01-12"),
            step(3, "undo", step=2),
            step(4, "pack", snapshot=9),
            step(5, "lean"),
            step(6, "override", "the board", to="2027-02-20", last="2027-02-16"),
        ],
    )
    assert [(one.was, one.reason) for one in folded.postponements] == [(date(2027, 1, 5), "the CEO is ill")]
    assert (folded.pack_snapshot_id, folded.lean_shown_at) == (9, NOW + timedelta(hours=5))
    assert folded.override is not None
    assert (folded.override.by, folded.override.last) == ("Dana", date(2027, 2, 16))
    assert folded.started_at is None


def test_a_meeting_that_was_put_off_after_its_start_did_not_start_though_its_votes_were_seen():
    steps = [step(1, "start"), step(2, "postpone", was="2027-01-05")]
    assert (fold(PLAIN, steps).started_at, fold(PLAIN, steps).revealed_at) == (None, steps[0].at)
    undone = [*steps, step(3, "undo", step=2)]
    assert fold(PLAIN, undone).started_at == steps[0].at


def test_a_pack_that_is_posted_anew_has_a_lean_that_nobody_showed():
    assert fold(PLAIN, [step(1, "pack"), step(2, "lean"), step(3, "pack")]).lean_shown_at is None


def test_a_record_whose_meeting_does_not_stand_belongs_to_the_next_one_unless_it_began():
    mine, stray = PLAIN, replace(PLAIN, id=2, named=date(2026, 12, 1))
    tied = tie([mine, stray], past=[], coming=[JANUARY, MARCH])
    assert tied == {JANUARY: (mine, stray)}
    assert tie([mine, stray], past=[JANUARY], coming=[MARCH]) == {JANUARY: (mine,), MARCH: (stray,)}
    began = replace(stray, started_at=NOW)
    assert tie([began], past=[], coming=[MARCH]) == {}
    held = replace(PLAIN, schedule_id=None)
    assert tie([held], past=[], coming=[FEBRUARY]) == {}


def test_a_record_that_was_merged_stays_with_its_heir_unless_its_own_meeting_stands_again():
    mine, heir = replace(PLAIN, merged_into=2), replace(PLAIN, id=2, named=FEBRUARY[1], started_at=NOW)
    records = [mine, heir]
    assert tie(records, past=[FEBRUARY], coming=[MARCH]) == {FEBRUARY: (heir, mine)}
    assert tie(records, past=[JANUARY, FEBRUARY], coming=[MARCH]) == {JANUARY: (mine,), FEBRUARY: (heir,)}
    # Each was merged into the other one, as one of them was brought back in between.
    both = [mine, replace(heir, started_at=None, merged_into=1)]
    assert tie(both, past=[], coming=[MARCH]) == {MARCH: (both[1], both[0])}


def test_a_pack_is_posted_two_days_before_or_on_the_working_day_before_that():
    holidays = Holidays(own={date(2027, 1, 8): "the house moves"})
    assert pack_day(date(2027, 1, 7), holidays=holidays) == date(2027, 1, 5)
    assert pack_day(date(2027, 1, 12), holidays=holidays) == date(2027, 1, 7)
    assert (gaps_day(date(2027, 1, 31)), inputs_day(date(2027, 1, 5))) == (
        date(2027, 1, 1),
        date(2026, 12, 29),
    )


def test_what_a_pack_is_to_say_is_needed_on_the_working_day_before_it():
    assert needed_day(date(2026, 12, 7), holidays=Holidays()) == date(2026, 12, 3)
    christmas = Holidays(own={date(2026, 12, day): "Christmas" for day in (24, 25)})
    assert needed_day(date(2026, 12, 29), holidays=christmas) == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("typed", "choice", "why"),
    [
        ('pivot "nobody renews"', "pivot", "nobody renews"),
        ("persevere: too early to tell", "persevere", "too early to tell"),
        ("Go on because it is early", "persevere", "it is early"),
        ('stop, "because nobody buys"', "stop", "nobody buys"),
        ("not sure", "unsure", ""),
        ("don’t know, I was away", "unsure", "I was away"),
        ("for stop", "stop", ""),
        ("pivot - nobody renews", "pivot", "nobody renews"),
    ],
)
def test_a_vote_is_read_with_its_reason(typed, choice, why):
    assert read_vote(typed) == VoteDraft(choice=choice, why=why)


@pytest.mark.parametrize(
    "typed",
    ["maybe", "stopgap", '"pivot"', "change nothing", "stop experimenting and persevere", "pivot-like"],
)
def test_any_other_vote_is_not_read(typed):
    with pytest.raises(Unreadable):
        read_vote(typed)


@pytest.mark.parametrize(
    ("typed", "draft"),
    [
        (
            '"prices for spring" 10 min decide',
            PointDraft(text="prices for spring", minutes=10, is_to_decide=True),
        ),
        ("prices to decide, 15 minutes", PointDraft(text="prices", minutes=15, is_to_decide=True)),
        ("the press", PointDraft(text="the press")),
        ('what "done" means', PointDraft(text='what "done" means')),
        ("who we tell", PointDraft(text="who we tell")),
        ('"prices" tell', PointDraft(text="prices")),
        ("hiring, decide, 5m", PointDraft(text="hiring", minutes=5, is_to_decide=True)),
    ],
)
def test_an_item_is_read_with_its_minutes_and_what_it_is_for(typed, draft):
    assert read_point(typed) == draft


@pytest.mark.parametrize("typed", ["10 min", '""', "prices 500 min", "prices 0 min"])
def test_an_item_needs_words_and_a_length_that_fits(typed):
    with pytest.raises(Unreadable):
        read_point(typed)
