"""What is in the way: none, the same again, and how it stands in the register."""

import pytest

from domain.checkins import blockers_of, is_nothing, same_as
from domain.checkins.blockers import LONGEST_BLOCKER


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "—", "none", "None.", "no", "Nope!", "n/a", "nothing", "nothing new", "all good", "0"),
        *(
            "no blockers",
            "No blockers right now",
            "Nothing at the moment.",
            "none, thanks",
            "there is nothing",
        ),
        *("nothing to add", "I have none", "nothing is in my way", "not blocked"),
    ],
)
def test_nothing_is_said_in_many_ways(text):
    assert is_nothing(text)


@pytest.mark.parametrize(
    "text",
    ["no access to ads", "no answer from legal", "nobody answers me", "nothing works", "not sure", "legal"],
)
def test_something_is_not_nothing(text):
    assert not is_nothing(text)


@pytest.mark.parametrize(
    ("text", "earlier", "is_same"),
    [
        ("Still waiting for Legal.", "waiting for legal", True),
        ("we're waiting for the contract", "waiting for contracts", True),
        ("waiting for tom", "waiting for tim", False),
        ("waiting for legal", "waiting for finance", False),
        ("waiting for legal", "waiting for legal in France", False),
        ("pixel", "pixel", True),
    ],
)
def test_the_same_blocker_is_known_again_but_for_a_slip(text, earlier, is_same):
    assert same_as(text, ["something else", earlier]) == (earlier if is_same else None)


def test_each_line_is_a_blocker_in_one_line_and_not_endless():
    assert blockers_of("* legal \n  review\n\n2) the pixel;\nthe pixel") == ["legal", "review", "the pixel"]
    (long,) = blockers_of("x" * 999)
    assert len(long) == LONGEST_BLOCKER
