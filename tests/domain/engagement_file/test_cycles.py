"""The cycles of a file follow from the meetings that were held."""

from datetime import date

from domain.engagement_file.cycles import agree, cycles_of

START, AS_OF = date(2026, 2, 16), date(2026, 11, 15)
HELD = [date(2026, 6, 24), date(2026, 4, 15)]
OURS = [
    {"n": 1, "from": "2026-02-16", "to": "2026-04-15"},
    {"n": 2, "from": "2026-04-15", "to": "2026-06-24"},
    {"n": 3, "from": "2026-06-24", "to": None},
]


def test_each_meeting_closes_one_and_opens_the_next():
    assert cycles_of(START, HELD) == OURS
    assert cycles_of(START, []) == [{"n": 1, "from": "2026-02-16", "to": None}]
    assert cycles_of(START, [START, *HELD, HELD[0]]) == OURS


def test_a_file_that_knew_of_fewer_meetings_agrees():
    assert agree(OURS, OURS, as_of=AS_OF)
    assert agree([OURS[0], {**OURS[1], "to": None}], OURS, as_of=AS_OF)
    # The meeting that was planned when it was written.
    assert agree([OURS[0], {**OURS[1], "to": "2026-12-01"}], OURS, as_of=AS_OF)


def test_another_day_another_number_and_one_too_many_do_not():
    assert not agree([{**OURS[0], "to": "2026-04-16"}], OURS, as_of=AS_OF)
    assert not agree([{**OURS[0], "from": "2026-02-17"}], OURS, as_of=AS_OF)
    assert not agree([{"n": 4, "from": "2026-08-26", "to": None}], OURS, as_of=AS_OF)
