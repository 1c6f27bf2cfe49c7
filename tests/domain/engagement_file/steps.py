"""Steps that the tests of the engagement file share."""

import copy

import pytest

from domain.engagement_file import (
    BadFile,
)


def refused(act, *args):
    with pytest.raises(BadFile) as caught:
        act(*args)
    assert "\n" not in caught.value.sentence
    return caught.value.sentence


def changed(document, change):
    """A copy of the sample after `change(document, Alder, its KPIs by key)`."""
    made = copy.deepcopy(document)
    alder = made["engagements"][0]
    change(made, alder, {kpi["key"]: kpi for kpi in alder["kpis"]})
    return made
