"""Words as literals."""

import pytest

from domain.literals import literal, one_of

KNOWN = ("open", "done", "")


def test_a_known_word_is_itself_even_an_empty_one():
    assert [one_of(word, KNOWN) for word in ("done", "", "Done", "don")] == ["done", "", None, None]
    assert literal("", KNOWN) == ""


def test_an_unknown_word_that_has_to_be_one_is_an_error():
    with pytest.raises(ValueError, match="'closed' is none of"):
        literal("closed", KNOWN)
