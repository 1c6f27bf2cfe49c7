"""The correction for neighbours that resemble each other, against the same formulas written out plainly."""

from collections import Counter
from itertools import accumulate, pairwise

import numpy as np
import pytest
from scipy import stats

from domain.trends import trend_of
from tests.domain.trends.making import START, flow, noise, points


def correlation_of(at, values):
    rests = np.array(values) - stats.theilslopes(values, at).slope * np.array(at)
    rests -= rests.mean()
    products = [rests[i] * rests[i + 1] for i, (one, other) in enumerate(pairwise(at)) if other - one == 1]
    if len(products) < 6:
        return 0.3
    n = len(values)
    lag_1 = np.mean(products) / (np.sum(rests**2) / (n - 1))
    return float(np.clip((n * lag_1 + 2) / (n - 4), 0, 0.9))


def normal_p(values, correlation):
    n = len(values)
    ties = Counter(values).values()
    score = abs(sum(np.sign(b - a) for j, b in enumerate(values) for a in values[:j]))
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    inflation = 1 + 2 * sum((1 - k / n) * correlation**k for k in range(1, n))
    return 2 * stats.norm.sf((score - 1) / np.sqrt(variance * inflation)) if score else 1.0


def made(seed, *, missing=0):
    """A rising series whose neighbours resemble each other, with ties and missing periods."""
    random = noise(seed)
    n = random.randint(8 + missing, 20)
    share = random.choice([-0.5, 0.0, 0.5, 1.0])
    rests = accumulate((random.gauss(0, 1) for _ in range(n)), lambda before, new: share * before + new)
    values = [round(0.3 * i + rest, 1) for i, rest in enumerate(rests)]
    at = sorted(random.sample(range(n), n - missing))
    return at, [values[i] for i in at]


@pytest.mark.parametrize("missing", [0, 1, 2, 4])
def test_p_is_the_larger_of_the_exact_and_the_corrected_one(missing):
    correlations = set()
    for seed in range(40):
        at, values = made(seed, missing=missing)
        correlation = correlation_of(at, values)
        correlations.add(correlation)
        trend = trend_of(points(values, at=at), is_stock=False)
        assert trend.p == pytest.approx(max(trend.exact_p, normal_p(values, correlation)), rel=1e-9)
    assert {0.0, 0.9} <= correlations
    assert (0.3 in correlations) is (missing > 1)


def test_ties_can_make_the_exact_p_the_larger_one():
    trend = flow(1, 2, 1, 2, 1, 2, 1, 2)
    assert trend.p == trend.exact_p


@pytest.mark.parametrize("step", [0.1, 0.3, 1 / 3, 0.7, 1.1, 12.34])
def test_a_straight_line_of_floats_is_no_noise(step):
    whole = flow(*range(12))
    assert whole.p == pytest.approx(normal_p(range(12), 2 / 8))
    assert flow(*(7.7 + step * i for i in range(12))).p == whole.p


def test_a_value_is_left_out_with_the_correlation_of_all_of_them():
    turned = 0
    for seed in range(60):
        at, values = made(seed)
        trend = trend_of(points(values, at=at), is_stock=False)
        if not trend.is_called:
            continue
        level = 0.10 if trend.verdict == "likely" else 0.05
        correlation = correlation_of(at, values)
        failing = []
        for left_out in range(len(values)):
            rest = values[:left_out] + values[left_out + 1 :]
            exact = trend_of(points(rest), is_stock=False).exact_p
            if (p := max(exact, normal_p(rest, correlation))) > level:
                failing.append((round(p, 12), START + at[left_out]))
        assert trend.turns_on == (max(failing)[1] if failing else None)
        turned += bool(failing)
    assert turned > 5
