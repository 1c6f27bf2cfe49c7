"""The tests against scipy where it has the same method, and against counting every order where it has not."""

from itertools import accumulate, combinations, permutations, product
from math import factorial, prod

import pytest
from scipy import stats

from domain.trends import trend_of
from domain.trends.counts import inversions, inversions_cut, rank_sums, rank_sums_cut
from tests.domain.trends.making import flow, noise, points, stock


def score(values):
    return sum((b > a) - (b < a) for a, b in combinations(values, 2))


@pytest.mark.parametrize("n", range(4, 25))
def test_exact_p_is_that_of_kendalls_tau(n):
    random = noise(n)
    for slope in (0.0, 0.1, 0.5):
        values = [slope * i + random.gauss(0, 1) for i in range(n)]
        expected = stats.kendalltau(range(n), values, method="exact").pvalue
        assert flow(*values).exact_p == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("n", range(4, 25))
def test_slope_is_that_of_theil_and_sen(n):
    random = noise(n)
    at = sorted(random.sample(range(40), n))
    values = [round(0.2 * i + random.gauss(0, 1), 1) for i in at]
    expected = stats.theilslopes(values, at).slope
    assert trend_of(points(values, at=at), is_stock=False).slope == pytest.approx(expected)


@pytest.mark.parametrize("n", range(5, 25))
def test_p_of_a_stock_is_that_of_wilcoxon(n):
    random = noise(n)
    for drift in (0.0, 0.5):
        changes = [random.gauss(drift, 1) for _ in range(n - 1)]
        expected = stats.wilcoxon(changes, method="exact").pvalue
        assert stock(*accumulate(changes, initial=50.0)).p == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    "values",
    [
        (1, 1, 2, 2),
        (1, 2, 2, 3, 3),
        (1, 1, 1, 2, 3),
        (1, 1, 2, 2, 3, 3),
        (4, 1, 1, 1, 1, 5),
        (1, 1, 2, 2, 2, 3, 4),
    ],
)
def test_p_with_ties_counts_every_order(values):
    scores = [abs(score(order)) for order in permutations(values)]
    seen = set()
    for order in permutations(values):
        if (own := abs(score(order))) not in seen:
            seen.add(own)
            share = sum(one >= own for one in scores) / len(scores)
            assert flow(*order).exact_p == pytest.approx(share, rel=1e-12)
    assert len(seen) > 2


@pytest.mark.parametrize(
    "changes",
    [
        (1, 1, 1, 1, 2),
        (1, -1, 2, 2, 3, 3),
        (1, 0, 2, -2, 3, 4),
        (-5, 1, 1, 1, 2, 2, 2),
        (3, 3, -3, -3, -3, 0, 1),
    ],
)
def test_p_with_ties_and_zeros_counts_every_sign(changes):
    sizes = [abs(change) for change in changes if change]
    ranks = stats.rankdata(sizes)

    def distance(signs):
        return abs(sum(sign * rank for sign, rank in zip(signs, ranks, strict=True)))

    own = distance([1 if change > 0 else -1 for change in changes if change])
    every = [distance(signs) for signs in product((-1, 1), repeat=len(sizes))]
    expected = sum(one >= own for one in every) / len(every)
    assert stock(*accumulate(changes, initial=100)).p == pytest.approx(expected, rel=1e-12)


def test_p_by_season_counts_every_order_within_the_seasons():
    blocks = [(1, 2, 2), (3, 1, 4), (2, 2)]
    scores = [sum(map(score, orders)) for orders in product(*(list(permutations(block)) for block in blocks))]
    counts = inversions((2, 3, 3), (2, 2))
    untied = 6
    for own in set(map(abs, scores)):
        share = sum(abs(one) >= own for one in scores) / len(scores)
        assert counts.two_sided((untied - own) // 2) == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize(
    ("sizes", "ties"), [((24,), ()), ((24,), (12, 12)), ((9,) * 4, (3, 2)), ((3,) * 52, ())]
)
def test_counts_add_up_to_every_order(sizes, ties):
    pairs = sum(size * (size - 1) for size in sizes) // 2 - sum(tie * (tie - 1) for tie in ties) // 2
    assert inversions(sizes, ties).at_most(pairs) == prod(map(factorial, sizes)) // prod(map(factorial, ties))


def test_the_cut_leaves_at_most_five_percent_below_and_no_smaller_one_would():
    for n in range(4, 25):
        counts, cut = inversions((n,)), inversions_cut((n,))
        assert cut is not None
        assert counts.at_most(cut) / counts.total <= 0.05 < counts.at_most(cut + 1) / counts.total
    assert inversions_cut((3,)) is None


def test_changes_have_a_range_from_five_on_with_the_tabled_cuts():
    assert [rank_sums_cut(size) for size in range(4, 11)] == [None, 0, 2, 3, 5, 8, 10]
    assert rank_sums((1, 2, 3)).at_most(3) == 5
