"""The chains behind values, corrections and running numbers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.engagement_file.chains import Link, chains_of, continuation, record_of

NOVEMBER = "2026-11"


def written_moment(at):
    return at.isoformat()


def test_the_chains_of_the_sample_are_written_as_they_were_read(document):
    for kpi in (kpi for engagement in document["engagements"] for kpi in engagement["kpis"]):
        record = record_of(chains_of(kpi), moment=written_moment)
        assert record == {
            name: kpi[name] for name in ("values", "running", "corrections", "reported") if name in kpi
        }


def test_a_null_is_a_retraction_and_an_absent_period_is_nothing(document):
    members = next(kpi for kpi in document["engagements"][0]["kpis"] if kpi["key"] == "care_plan_members")
    chains = chains_of(members)
    assert [(link.kind, link.value) for link in chains["2026-04"]] == [("retraction", None)]
    assert "2025-10" not in chains


def link(value, **more):
    kind = "retraction" if value is None else "report"
    return Link(**{"kind": kind, "value": None if value is None else Decimal(value), "by": "U_A", **more})


AT = datetime(2026, 11, 4, 9, 12, tzinfo=UTC)
SO_FAR = {"is_provisional": True, "through": date(2026, 11, 13)}
CORRECTED = link(448, kind="correction", at=AT, reason="counted twice")


@pytest.mark.parametrize(
    ("chain", "record"),
    [
        (
            (link(188, **SO_FAR),),
            {"values": {}, "running": {"period": NOVEMBER, "value": 188, "through": "2026-11-13"}},
        ),
        ((link(188, **SO_FAR), link(434)), {"values": {NOVEMBER: 434}}),
        ((link(188, **SO_FAR), link(None, at=AT)), {"values": {}}),
        ((link(None), link(434)), {"values": {NOVEMBER: 434}}),
        (
            (link(188, **SO_FAR), link(434), link(188, kind="correction", **SO_FAR)),
            {"values": {}, "running": {"period": NOVEMBER, "value": 188, "through": "2026-11-13"}},
        ),
        (
            (link(434), link(None, at=AT)),
            {
                "values": {NOVEMBER: None},
                "corrections": [
                    {
                        "period": NOVEMBER,
                        "from": 434,
                        "to": None,
                        "by": "U_A",
                        "at": AT.isoformat(),
                        "reason": "no reason was given",
                    }
                ],
            },
        ),
    ],
)
def test_what_was_recorded_in_conversation_is_written_as_the_format_wants(chain, record):
    assert record_of({NOVEMBER: chain}, moment=written_moment) == record


@pytest.mark.parametrize(
    ("ours", "theirs", "added"),
    [
        ((), (link(434),), (link(434),)),
        ((link(434),), (link(434),), ()),
        (
            (link(474), link(448, noted_at=AT)),
            (link(474), link(448, at=AT, reason="no reason was given")),
            (),
        ),
        ((link(434, at=AT, by="U_B"),), (link(434),), ()),
        ((link(434),), (link(434, at=AT),), None),
        ((link(434),), (link(440),), None),
        ((link(474),), (link(474), CORRECTED), (CORRECTED,)),
        ((link(474), CORRECTED), (link(474),), None),
        ((link(None),), (link(434),), (link(434),)),
        ((link(434),), (link(None),), None),
        ((link(None),), (link(None),), ()),
        ((link(188, **SO_FAR),), (link(434),), (link(434),)),
        ((link(434),), (link(188, **SO_FAR),), ()),
        ((link(188, **SO_FAR),), (link(190, **SO_FAR),), None),
        ((link(188, **SO_FAR),), (link(170, is_provisional=True, through=date(2026, 11, 6)),), ()),
    ],
)
def test_a_file_only_adds_to_a_chain(ours, theirs, added):
    assert continuation(ours, theirs) == added


def test_a_later_number_so_far_follows_an_earlier_one():
    later = link(200, is_provisional=True, through=date(2026, 11, 20))
    added = continuation((link(188, **SO_FAR),), (later,))
    assert added is not None
    assert [(one.kind, one.value, one.through) for one in added] == [
        ("correction", Decimal(200), date(2026, 11, 20))
    ]


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=9)
values = st.dictionaries(
    st.sampled_from([f"2026-{month:02d}" for month in range(1, 11)]), st.none() | numbers
)


@given(
    values=values, changes=st.lists(st.tuples(st.sampled_from(["2026-02", "2026-03"]), st.none() | numbers))
)
def test_any_history_of_values_survives_reading_and_writing(values, changes):
    kpi: dict[str, Any] = {"owner": "U_A", "values": dict(values), "corrections": []}
    for step, (period, value) in enumerate(changes):
        at = AT + timedelta(minutes=step)
        kpi["corrections"].append(
            {
                "period": period,
                "from": kpi["values"].get(period),
                "to": value,
                "by": "U_B",
                "at": at.isoformat(),
                "reason": "checked",
            }
        )
        kpi["values"][period] = value
    record = record_of(chains_of(kpi), moment=written_moment)
    assert record["values"] == kpi["values"]
    assert record.get("corrections", []) == kpi["corrections"]
