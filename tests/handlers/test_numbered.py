"""The number that a text begins with."""

import pytest

from domain.errors import UserError
from handlers.numbered import read_number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3", (3, "")),
        (" #12: they  pay ", (12, "they  pay")),
        ("3\nsaid on\ntwo lines", (3, "said on\ntwo lines")),
        ("123456789. x", (123456789, "x")),
    ],
)
def test_a_number_is_read_with_what_stands_behind_it(typed, read):
    assert read_number(typed, which="") == read


@pytest.mark.parametrize("typed", ["", "#", "three", "3x", "1234567890", "٣"])
def test_any_other_text_is_answered_by_the_sentence_of_the_caller(typed):
    with pytest.raises(UserError) as refused:
        read_number(typed, which="Which one?")
    assert refused.value.sentence == "Which one?"
