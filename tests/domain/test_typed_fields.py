"""Fields behind a command."""

import pytest

from domain.errors import UserError
from domain.typed_fields import reason_in, split_fields

NAMES = ("threshold", "kpi", "type", "critical", "not critical")


@pytest.mark.parametrize(
    ("typed", "head", "named"),
    [
        ('"They pay" threshold "at least 3"', "They pay", {"threshold": "at least 3"}),
        ("They pay threshold: at least 3 kpi leads", "They pay", {"threshold": "at least 3", "kpi": "leads"}),
        ("“The type is critical” not critical", "The type is critical", {"not critical": ""}),
        ('"They pay" Type price, critical', "They pay", {"type": "price", "critical": ""}),
        ('A "quoted" word', 'A "quoted" word', {}),
        ("prototypes sell", "prototypes sell", {}),
        ('"it\'s "really" so" threshold 5', 'it\'s "really" so', {"threshold": "5"}),
        ('"A" and "B"', '"A" and "B"', {}),
        ("", "", {}),
        ("'Any type may pay' threshold '20%'", "Any type may pay", {"threshold": "20%"}),
        (
            "The studios' budget threshold 20% of guests'",
            "The studios' budget",
            {"threshold": "20% of guests'"},
        ),
        ("‘They don't pay’", "They don't pay", {}),
    ],
)
def test_what_is_quoted_is_never_parted(typed, head, named):
    found = split_fields(typed, NAMES)
    assert (found.head, dict(found.named)) == (head, named)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ('"nobody buys"', "nobody buys"),
        ("because nobody buys", "nobody buys"),
        ('Because: "nobody buys"', "nobody buys"),
        ('"because nobody buys"', "nobody buys"),
        ("because  of the cash", "because  of the cash"),
        ("nobody buys because of the price", "nobody buys because of the price"),
        ("because", ""),
    ],
)
def test_a_reason_loses_the_word_that_leads_to_it(typed, why):
    assert reason_in(typed) == why


def test_a_field_that_is_typed_twice_is_refused_since_only_one_could_be_kept():
    with pytest.raises(UserError, match="`type` stands there twice"):
        split_fields('"They pay" type channel type value', NAMES)
