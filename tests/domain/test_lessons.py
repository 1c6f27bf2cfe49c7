"""Lessons: repeatable after they worked twice."""

from datetime import UTC, date, datetime

from domain.lessons import Learned, Use


def test_a_lesson_is_repeatable_once_it_worked_twice():
    at = datetime(2026, 11, 16, tzinfo=UTC)
    uses = [Use(id=n, words="x", has_worked=has, at=at) for n, has in enumerate([True, False, True])]
    found = [
        Learned(id=1, number=1, text="x", noted_on=date(2026, 11, 16), uses=tuple(uses[:n])) for n in range(4)
    ]
    assert [one.is_repeatable for one in found] == [False, False, False, True]
