"""The terms of an engagement, as typed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.engagements import (
    key_from,
    read_currency,
    read_locale,
    read_month,
    read_switch,
    read_zone,
    split_names,
)
from domain.errors import UserError

READERS = [read_zone, read_currency, read_locale, read_month, read_switch]


@pytest.mark.parametrize(
    ("read", "typed", "found"),
    [
        (read_zone, "europe/paris", "Europe/Paris"),
        (read_zone, " Auckland ", "Pacific/Auckland"),
        (read_zone, "UTC", "UTC"),
        (read_zone, "los angeles", "America/Los_Angeles"),
        (read_currency, "eur", "EUR"),
        (read_locale, "de-de", "de-DE"),
        (read_locale, "en_GB", "en-GB"),
        (read_locale, "en-FI", "en-FI"),
        (read_month, "4", 4),
        (read_month, " 12 ", 12),
        (read_month, "07", 7),
        (read_switch, "on", True),
        (read_switch, " YES ", True),
        (read_switch, "Off", False),
        (read_switch, "false", False),
    ],
)
def test_terms_are_read(read, typed, found):
    assert read(typed) == found


@pytest.mark.parametrize(
    ("read", "typed", "said"),
    [
        (read_zone, "Europe/Pariss", "Did you mean Europe/Paris"),
        (read_zone, "", "time zone"),
        (read_switch, "maybe", "on or off; I read “maybe”"),
        (read_switch, "", "on or off"),
        (read_currency, "€", "three letters"),
        (read_currency, "EURO", "three letters"),
        (read_locale, "klingon", "locale"),
        (read_locale, "", "locale"),
        (read_month, "13", "1 to 12"),
        (read_month, "0", "1 to 12"),
        (read_month, "²", "1 to 12"),
        (read_month, "٤", "1 to 12"),
        (read_month, "9" * 5000, "1 to 12"),
        (read_month, "april", "1 to 12"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(read, typed, said):
    with pytest.raises(UserError, match=said) as refused:
        read(typed)
    assert len(refused.value.sentence) < 200


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(typed=st.text(max_size=60))
def test_arbitrary_text_is_read_or_refused_in_words(read, typed):
    with suppress(UserError):
        read(typed)


@given(st.text(max_size=100))
def test_a_key_is_for_machines(name):
    key = key_from(name, otherwise="client")
    assert key.isascii()
    assert key.islower()
    assert key[0].isalpha()
    assert len(key) <= 64


@pytest.mark.parametrize(
    ("name", "key"),
    [("Northwind Ltd", "northwind_ltd"), ("3M", "client_3m"), ("العملاء", "client"), ("Größe", "gr_sse")],
)
def test_keys_look_like_names(name, key):
    assert key_from(name, otherwise="client") == key


def test_names_come_without_blanks_and_repetitions():
    assert split_names(" NW ,, North  wind,NW") == ["NW", "North wind"]
