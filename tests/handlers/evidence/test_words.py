"""A pack in a dozen lines: what never falls out, and what tells no lean while it is hidden."""

from dataclasses import replace
from datetime import date
from typing import Any, get_args

from domain.chat import Strong, Typed, reply, say
from domain.evidence import pack_of
from domain.evidence.inputs import Inputs, Lean, TripwireFacts
from domain.plain_text import plain_text
from handlers.evidence.hiding import without_money
from handlers.evidence.words import MISSING, MOST_LINES, opening_of_any, summary
from handlers.turn import Unasked
from storage.evidence import Frozen
from storage.tables import Engagement
from tests.domain.evidence.making import falling, going_on, make_assumption, make_feedback, rising
from tests.handlers.evidence.conftest import NOON

HERE = Unasked(
    session=None,  # type: ignore[arg-type]  # nothing is asked of it
    engagement=Engagement(name="Alder Physio", locale="en-GB", zone="Europe/London"),
    now=NOON,
)


def frozen_of(inputs: Inputs, **found: Any) -> Frozen:
    """The pack of these inputs, with parts of what was found replaced."""
    return Frozen(
        id=1,
        number=1,
        meeting_id=None,
        cause="asked",
        as_of=inputs.as_of,
        method=1,
        inputs=inputs,
        pack=replace(pack_of(inputs), **found),
        by_id=None,
        at=inputs.as_of,
    )


def lines_of(frozen: Frozen, *, shows_lean: bool) -> list[str]:
    """The lines below the heading."""
    blocks = summary(HERE, frozen, shows_lean=shows_lean)
    return [line.removeprefix("- ") for line in plain_text(reply(*blocks[1:])).splitlines()]


def wire(number: int) -> TripwireFacts:
    return TripwireFacts(
        number=number, kpi_key="one", words=f"W{number}", armed_on=date(2026, 6, 24), hit_on=date(2026, 8, 1)
    )


def test_however_many_tripwires_were_hit_the_lean_its_counter_and_the_fixed_sentence_stay():
    worst = {
        "kpis": (falling("one"), falling("two"), falling("three")),
        "feedback": make_feedback(*["negative"] * 6),
    }
    for hits, told in ((1, 1), (2, 2), (3, 1), (14, 1)):
        frozen = frozen_of(going_on(tripwires=tuple(map(wire, range(1, hits + 1))), **worst))
        lines = lines_of(frozen, shows_lean=True)
        assert len(lines) <= MOST_LINES
        for part in ("Leans to pivot. ", "Speaks against that: ", "It is not a decision."):
            assert [line for line in lines if part in line], (hits, part)
        assert sum("ripwire hit: " in line or "tripwires hit: " in line for line in lines) == told
    assert lines[0].startswith("14 tripwires hit: W1. ")
    assert lines[0].endswith("(and 12 more under [Details])")


def test_while_the_lean_is_hidden_the_lines_are_the_same_for_every_lean():
    inputs = going_on(assumptions=(make_assumption(1, "supported"), make_assumption(2)))
    opening = opening_of_any(inputs)
    told = {
        lean: lines_of(
            frozen_of(inputs, lean=lean, opening=opening if lean == "not_enough" else ()), shows_lean=False
        )
        for lean in get_args(Lean)
    }
    assert all(lines == told["not_enough"] for lines in told.values())
    assert [line for line in told["mixed"] if line.startswith(MISSING.strip())]
    assert opening[0].in_full in told["mixed"]


def test_a_pack_without_money_stays_the_one_that_is_stored_by_whatever_rules_it_was_made():
    old = frozen_of(going_on(), because="As the rules were.")
    assert without_money(old) is old


def test_a_name_with_a_colon_in_it_is_a_label_as_a_whole():
    behind = rising("one", name="Paid: clicks", band="behind", pace="Behind.")
    blocks = summary(HERE, frozen_of(going_on(assumptions=(), kpis=(behind,))), shows_lean=True)
    assert say(Strong("Paid: clicks: "), Typed("Behind.")) in blocks
