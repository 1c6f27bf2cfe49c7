"""Fields behind a command."""

import pytest

from domain.typed_fields import split_fields

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
    ],
)
def test_what_is_quoted_is_never_parted(typed, head, named):
    found = split_fields(typed, NAMES)
    assert (found.head, dict(found.named)) == (head, named)
