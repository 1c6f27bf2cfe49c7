"""The file as text, and what is said of an import."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.engagement_file import (
    Difference,
    Imported,
    ImportedEngagement,
    describe,
    read_json,
    to_text,
)
from domain.engagement_file.document import CARRIED
from domain.engagement_file.order import in_order

OCTOBER = "2026-10"


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=9)


def test_the_text_keeps_numbers_and_words_as_they_are(document):
    text = to_text(document)
    assert read_json(text.encode()) == document
    assert '"values": {"2025-11": 421,' in text
    assert '"baseline": {"value": 38.0,' in text
    assert "Brännberg" in text
    assert text.endswith("\n}\n")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | numbers
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(value=st.dictionaries(st.text(max_size=5), json_values))
def test_any_document_is_written_as_json(value):
    assert json.loads(to_text(value), parse_float=Decimal, parse_int=Decimal) == value


def test_fields_stand_in_the_order_of_the_schema_whatever_order_they_came_in(document):
    def turned(value):
        if isinstance(value, dict):
            return {name: turned(inner) for name, inner in reversed(value.items())}
        return [turned(inner) for inner in value] if isinstance(value, list) else value

    carried = [
        {name: part for name, part in alder.items() if name in CARRIED} for alder in document["engagements"]
    ]
    usual, mixed = ({**document, "engagements": version} for version in (carried, turned(carried)))
    assert to_text(in_order(mixed)) == to_text(in_order(usual))


def test_what_became_of_a_file_is_told_in_sentences():
    one = ImportedEngagement(
        engagement_id=1,
        key="alder",
        name="Alder Physio",
        is_new=False,
        added={"members": 0, "kpis": 1, "values": 12, "gaps": 1, "feedback": 0},
        differences=(Difference(path=("alder", "kpis", "leads", "values", OCTOBER), values=(434, None)),),
        not_carried=("spend", "goals"),
    )
    assert describe(Imported(people_added=2, engagements=(one,))) == (
        "New here: 2 people.",
        "Alder Physio: added 1 KPI, 12 values and 1 period without a value.",
        "Left as it stands here, though the file says something else:"
        " alder.kpis.leads.values.2026-10 (434 here, null in the file).",
        "Alder Physio: not carried over yet: spend, goals.",
    )
