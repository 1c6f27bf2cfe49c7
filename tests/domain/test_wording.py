"""How sentences count, list, begin and end."""

import pytest

from domain.tripwires import COMPARE, OP_WORDS
from domain.wording import capital, counted, ended, listed, sentence


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_listed_as_a_sentence_has_them(words, said):
    assert listed(words) == said


def test_choices_are_listed_with_their_own_last_word():
    assert listed(["a", "b", "c"], last="or") == "a, b or c"


@pytest.mark.parametrize(("n", "said"), [(0, "0 replies"), (1, "1 reply"), (3, "3 replies")])
def test_things_are_counted_with_their_own_plural(n, said):
    assert counted(n, "reply", "replies") == said


@pytest.mark.parametrize(
    ("words", "said"),
    [("done", "done."), ("done.", "done."), ("why?", "why?"), ("no!", "no!"), ("so…", "so…"), ("", "")],
)
def test_a_full_stop_ends_what_no_mark_ends(words, said):
    assert ended(words) == said


def test_a_capital_letter_begins_and_the_rest_stays():
    assert (capital("kPI"), capital(""), sentence("a KPI")) == ("KPI", "", "A KPI.")


def test_each_comparison_is_read_alike_everywhere():
    assert OP_WORDS == {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
    assert OP_WORDS.keys() == COMPARE.keys()
