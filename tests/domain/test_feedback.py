"""Feedback as people type it."""

import pytest

from domain.errors import Unreadable
from domain.feedback import SENTIMENTS, SIGNS, SOURCES, Typed, read_feedback


@pytest.mark.parametrize(
    ("typed", "text", "sentiment", "source"),
    [
        ('- "returns form took 20 minutes" customer', "returns form took 20 minutes", "negative", "customer"),
        ('-"too slow" customers', "too slow", "negative", "customer"),
        ('+ "great" Prospect.', "great", "positive", "prospect"),
        ('~ "fine" ', "fine", "indifferent", ""),
        ('o "no opinion" sales', "no opinion", "neutral", "sales"),
        ('mixed: "good and bad"', "good and bad", "mixed", ""),
        ("− “minus sign”", "minus sign", "negative", ""),
        ('"no sign at all" partner', "no sign at all", "", "partner"),
        ("- the form is slow", "the form is slow", "negative", ""),
        ("the form is slow customer", "the form is slow", "", "customer"),
        ("customer", "customer", "", ""),
        ('"he said "wow" twice" ceo', 'he said "wow" twice', "", "ceo"),
        ('customer: "too slow"', "too slow", "", "customer"),
        ('- "two\nlines"', "two\nlines", "negative", ""),
        ('+ "הטופס ארוך מדי" customer', "הטופס ארוך מדי", "positive", "customer"),
        ("-5 points for the form", "-5 points for the form", "", ""),
        ('12" screen is too small', '12" screen is too small', "", ""),
    ],
)
def test_sign_words_and_source_are_told_apart(typed, text, sentiment, source):
    assert read_feedback(typed) == Typed(text=text, sentiment=sentiment, source=source)


@pytest.mark.parametrize("typed", ["", " ", "-", "+ ", '- " "', "negative"])
def test_no_words_are_asked_for(typed):
    with pytest.raises(Unreadable, match="What was said"):
        read_feedback(typed)


def test_every_sign_means_one_of_the_five():
    assert set(SIGNS.values()) <= set(SENTIMENTS)
    assert len(SENTIMENTS) == 5


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_can_be_typed(source):
    assert read_feedback(f'+ "x" {source}').source == source


def test_long_feedback_is_kept_whole():
    words = "\u202e<b>&amp;*_~` 😀 " * 2500
    assert read_feedback(f'- "{words}" customer').text == words.strip()


@pytest.mark.parametrize("typed", ['- customer said "too slow" twice', '+ "x" martian'])
def test_words_outside_the_quotation_marks_are_kept(typed):
    assert read_feedback(typed).text == typed[2:]


def test_empty_quotation_marks_are_no_words():
    with pytest.raises(Unreadable):
        read_feedback('+ ""')
