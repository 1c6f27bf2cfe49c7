"""What holds for every amount and every text."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UserError
from domain.numbers import format_amount, read_amount

LOCALES = ["en", "en-GB", "de", "fr", "fi", "de-CH", "sv", "en-IN", "en-FI", "es", "pl", "ar", "xx"]
CURRENCIES = ["GBP", "EUR", "USD", "SEK", "CHF", "PLN"]
UNITS = ["count", "currency", "percent", "ratio", "days", "score"]
values = st.decimals(min_value="-1e12", max_value="1e12", places=6, allow_nan=False, allow_infinity=False)
typed = st.text(alphabet=st.sampled_from("0123456789.,' ’-+()%$£€xkMbnEURw/\u00a0\u202f٣٫٬"), max_size=30)


@given(values, st.sampled_from(UNITS), st.sampled_from(LOCALES), st.sampled_from(CURRENCIES))
def test_what_is_written_is_read_back_as_the_same_value(value, unit, locale, currency):
    text = format_amount(value, unit=unit, locale=locale, currency=currency)
    amount = read_amount(text, locale=locale, currency=currency)
    assert amount.value == value
    assert amount.currency == (currency if unit == "currency" else None)
    assert amount.unit == (unit if unit in ("currency", "percent", "ratio") else "plain")


@given(st.one_of(st.text(), typed), st.sampled_from(LOCALES))
def test_the_reader_raises_nothing_but_user_errors_and_gives_only_finite_values(text, locale):
    with contextlib.suppress(UserError):
        assert read_amount(text, locale=locale, currency="EUR").value.is_finite()


@given(st.integers(0, 10**30), st.sampled_from([("k", 3), ("m", 6), ("M", 6), ("bn", 9)]), st.booleans())
def test_a_multiplier_and_a_sign_lose_no_digit(number, multiplier, is_negative):
    word, exponent = multiplier
    text = f"({number}{word})" if is_negative else f"{number}{word}"
    value = number * 10**exponent
    assert int(read_amount(text, locale="en", currency="USD").value) == (-value if is_negative else value)


@pytest.mark.parametrize("piece", ["1", "1,", "9 ", "(", "$", "k", "1e", "é", "٣", "\u200b", "-", ". "])
def test_forty_thousand_characters_take_no_time(piece):
    text = (piece * 40_000)[:40_000]
    before = time.perf_counter()
    for locale in LOCALES:
        with pytest.raises(UserError):
            read_amount(text, locale=locale, currency="USD")
    assert time.perf_counter() - before < 0.5
