"""Wilson's interval, against scipy and the domain's examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from domain.proportions import share_words, wilson

shares = st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("hits", "of", "level", "low", "high"),
    [
        (0, 5, 0.95, 0, 43),
        (1, 10, 0.95, 2, 40),
        (9, 10, 0.95, 60, 98),
        (3, 4, 0.95, 30, 95),
        (9, 10, 0.80, 72, 97),
        (4, 8, 0.80, 29, 71),
    ],
)
def test_the_domains_examples_come_out(hits, of, level, low, high):
    found = wilson(hits, of, level=level)
    assert (round(100 * found.low), round(100 * found.high)) == (low, high)


@given(shares, st.sampled_from([0.5, 0.8, 0.95, 0.999]))
def test_it_is_scipys_interval_and_holds_the_share(share, level):
    hits, of = share
    found = wilson(hits, of, level=level)
    expected = stats.binomtest(hits, of).proportion_ci(confidence_level=level, method="wilson")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert 0 <= found.low <= hits / of <= found.high <= 1


@given(shares)
def test_those_who_did_and_those_who_did_not_are_each_others_mirror(share):
    hits, of = share
    one, other = wilson(hits, of), wilson(of - hits, of)
    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-12)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (1, 0), (6, 5), (-1, 5), (0, -3)])
def test_what_is_no_share_is_refused(hits, of):
    with pytest.raises(ValueError, match="observed"):
        wilson(hits, of)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, float("nan")])
def test_what_is_no_level_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        wilson(1, 2, level=level)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en-GB", "6 of 74 (8.1%, 95% range 3.8% to 16.6%)"),
        ("de-DE", "6 of 74 (8,1\u00a0%, 95\u00a0% range 3,8\u00a0% to 16,6\u00a0%)"),
    ],
)
def test_it_is_written_by_the_marks_of_the_locale(locale, words):
    assert share_words(6, 74, locale=locale) == words


def test_none_of_five_is_not_never():
    assert share_words(0, 5, locale="en-GB") == "0 of 5 (0%, 95% range 0% to 43.4%)"
