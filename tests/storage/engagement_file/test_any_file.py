"""Made-up files: whatever a file holds, it comes out again."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.engagement_file import read_json, sample, to_text
from tests.storage.engagement_file.steps import (
    carried,
    passage,
    without_learning,
)

MONTHS = [f"2026-{month:02d}" for month in range(1, 10)]
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**15, places=6)
short = st.integers(0, 10**12) | st.decimals(min_value=0, max_value=10**6, places=4).filter(
    lambda number: Decimal(repr(float(number))) == number
)
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
names = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=70)
people = st.sampled_from(["U_MAREN", "U_GWEN", "U_NOOR"])
moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants it


@st.composite
def histories(draw):
    values = draw(st.dictionaries(st.sampled_from(MONTHS), st.none() | numbers))
    ats = sorted(draw(st.lists(moments, max_size=4, unique=True)))
    corrections = []
    for at in ats:
        period, to = draw(st.sampled_from(MONTHS[:2])), draw(st.none() | numbers)
        entry = {
            "period": period,
            "from": values.get(period),
            "to": to,
            "by": draw(people),
            "at": at,
            "reason": "it was",
        }
        corrections.append(entry)
        values[period] = to
    reported = {period: {"by": draw(people), "at": draw(moments)} for period in values if draw(st.booleans())}
    running = {"period": "2026-11", "value": draw(numbers), "through": "2026-11-12"}
    made = {"values": dict(sorted(values.items())), "corrections": corrections, "reported": reported}
    return {name: part for name, part in made.items() if part or name == "values"} | (
        {"running": running} if draw(st.booleans()) else {}
    )


@st.composite
def kpi_lists(draw):
    made = []
    for number in range(draw(st.integers(1, 3))):
        target = {
            "kind": "per_period",
            "value": draw(short),
            "by": "2026-12",
            "plan": {"2026-11": draw(short)},
        }
        optional = {
            "formula": draw(words),
            "valid_max": 10**16,
            "seasonal": True,
            "backup_owner": draw(people),
        }
        made.append(
            {
                "key": f"k{number}",
                "name": f"k{number} {draw(names)}",
                "aliases": [],
                "definition": draw(words),
                "unit": "count",
                "aggregation": "sum",
                "direction": "up",
                "cadence": "monthly",
                "owner": draw(people),
                "driver": draw(st.booleans()),
                "in_sow": draw(st.booleans()),
                "baseline": draw(st.none() | st.just({"value": 1, "period": "2025-10"})),
                "targets": draw(st.lists(st.just(target), max_size=2)),
                **{name: value for name, value in optional.items() if draw(st.booleans())},
                **draw(histories()),
            }
        )
    return made


@st.composite
def feedback_lists(draw):
    made = []
    for number in range(draw(st.integers(1, 3))):
        status = draw(st.sampled_from(["new", "acknowledged", "acted", "declined", "closed"]))
        needed = {"acted": "did", "declined": "why"}.get(status)
        optional = {"voice", "did", "why"} - {needed}
        said = {name: draw(words) for name in sorted(optional) if draw(st.booleans())}
        author = draw(st.sampled_from([{}, {"by": "U_NOOR"}, {"anonymous": True}]))
        made.append(
            {
                "id": number + 1,
                "on": "2026-10-01",
                "source": "team",
                "sentiment": "mixed",
                "theme": draw(words),
                "text": draw(words),
                "status": status,
                **({needed: draw(words)} if needed else {}),
                **said,
                **author,
            }
        )
    return made


def in_london(value):
    """The same with moments as London writes them."""
    if isinstance(value, datetime):
        offset = timedelta(hours=1) if _is_summer(value) else timedelta()
        return (value + offset).replace(tzinfo=None).isoformat() + ("+01:00" if offset else "+00:00")
    if isinstance(value, dict):
        return {name: in_london(inner) for name, inner in value.items()}
    return [in_london(inner) for inner in value] if isinstance(value, list) else value


def _is_summer(at):
    summers = {2025: (30, 26), 2026: (29, 25)}
    first, last = summers[at.year]
    return datetime(at.year, 3, first, 1, tzinfo=UTC) <= at < datetime(at.year, 10, last, 1, tzinfo=UTC)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(made=kpi_lists(), said=feedback_lists())
async def test_any_file_comes_out_as_it_went_in(database, made, said):
    document = read_json(sample())
    alder = without_learning(carried(document["engagements"][0]))
    alder |= {"kpis": in_london(made), "feedback": said, "aliases": ["a-very-own-name"]}
    data = to_text({**document, "engagements": [alder]}).encode()
    text = await passage(database, data, "alder")
    assert read_json(text.encode())["engagements"] == [alder]
    assert await passage(database, text.encode(), "alder") == text
