"""Secrets at rest: only our keys open them, and keys can be changed."""

import pytest

from bot.sealing import KeyMissing, Sealer, Unopenable

TOKEN = "xoxb-1-secret"


def test_a_secret_comes_back_and_stands_nowhere_in_what_is_stored():
    sealer = Sealer("key")
    sealed = sealer.seal(TOKEN)
    assert TOKEN not in sealed
    assert sealer.seal(TOKEN) != sealed
    assert Sealer("key").open(sealed) == TOKEN


def test_no_secret_is_no_secret():
    assert Sealer("key").seal("") == ""
    assert Sealer("key").open("") == ""


def test_an_earlier_key_opens_and_the_first_one_seals():
    old = Sealer("old").seal(TOKEN)
    both = Sealer(" new , old ")
    assert both.open(old) == TOKEN
    anew = both.reseal(old)
    assert Sealer("new").open(anew) == TOKEN
    with pytest.raises(Unopenable):
        Sealer("old").open(anew)


OF_ANOTHER = Sealer("other").seal(TOKEN)


@pytest.mark.parametrize(
    "sealed", [OF_ANOTHER, TOKEN, "gAAAA", "é", "=" * 9], ids=("another", "bare", "cut", "letter", "signs")
)
def test_what_no_key_opens_says_what_to_do(sealed):
    with pytest.raises(Unopenable, match="Put the earlier key behind the new one, with a comma") as caught:
        Sealer("key").open(sealed)
    assert "install Headway in that workspace again" in caught.value.sentence


@pytest.mark.parametrize("key", ["", "  ", ",", " , "])
def test_an_empty_key_seals_nothing(key):
    with pytest.raises(KeyMissing):
        Sealer(key)


def test_the_key_is_not_shown():
    assert "hush" not in repr(Sealer("hush"))
