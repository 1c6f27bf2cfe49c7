"""Reading answers to a check-in, whatever people type."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.checkins import Numbers, Question, blockers_said, is_question, read_spoken
from domain.kpis import KpiName
from domain.kpis.items import Habits

LEADS = KpiName(id=1, key="leads", name="Qualified leads", aliases=("mqls",))
CPL = KpiName(id=2, key="cpl", name="Cost per lead")
REVENUE = KpiName(id=3, key="revenue", name="Revenue")


def habits(unit):
    return Habits(
        unit=unit,
        cadence="monthly",
        today=date(2026, 11, 16),
        locale="en-GB",
        currency="GBP",
        fiscal_start_month=1,
    )


NUMBERS = Numbers(
    names=(LEADS, CPL, REVENUE),
    habits={1: habits("count"), 2: habits("currency"), 3: habits("currency")},
    locale="en-GB",
    currency="GBP",
)


def read(text):
    return read_spoken(text, questions=3, numbers=NUMBERS)


def numbers(text):
    return {(item.kpi_id, str(item.period)): item.value for item in read(text).items}


def test_numbers_a_blocker_and_nothing_else():
    spoken = read("104 leads, cpl 212, waiting for legal")
    assert [(item.kpi_id, item.value) for item in spoken.items] == [(1, Decimal(104)), (2, Decimal(212))]
    assert (spoken.blockers, spoken.words, spoken.bare) == (("waiting for legal",), "", ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("leads 104", {(1, "2026-10"): 104}),
        ("104 mqls in sep", {(1, "2026-09"): 104}),
        ("we had 44 leads in sep and cpl was £212", {(1, "2026-09"): 44, (2, "2026-10"): 212}),
        ("1,204 leads", {(1, "2026-10"): 1204}),
        ("our revenue was 41.5k; leads=103", {(3, "2026-10"): 41500, (1, "2026-10"): 103}),
        ("Shipped the page.\nleads 104 waiting for legal", {(1, "2026-10"): 104}),
        ("I'm waiting for legal but cpl is 212", {(2, "2026-10"): 212}),
        ("back at it: 104 leads", {(1, "2026-10"): 104}),
        # What merely mentions a number, or a KPI, reports none.
        ("We grew by 3 leads because of 2 campaigns", {}),
        ("3 case studies are out", {}),
        ("leads are coming in nicely", {}),
        ("leads 104 smarch", {}),
        ("shipped v2.1", {}),
    ],
)
def test_numbers_are_found_with_the_name_before_or_behind_them(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "blockers", "words"),
    [
        ("waiting on Tom", ["waiting on Tom"], ""),
        ("Finished the deck; blocked by the pixel", ["blocked by the pixel"], "Finished the deck"),
        (
            "Launched. Waiting for legal, who are on holiday.",
            ["Waiting for legal, who are on holiday"],
            "Launched.",
        ),
        ("stuck on tracking and waiting for the pixel", ["stuck on tracking", "waiting for the pixel"], ""),
        ("can't launch until legal answers", ["can't launch until legal answers"], ""),
        ("Blocker: no access to the ad account", ["no access to the ad account"], ""),
        ("the page is held up by design", ["the page is held up by design"], ""),
        ("no longer waiting for legal", [], "no longer waiting for legal"),
        ("not blocked by anything", [], "not blocked by anything"),
        ("nobody is waiting for us", [], "nobody is waiting for us"),
        ("blockers: none", [], "blockers: none"),
        ("wrote for 2 days, then tested", [], "wrote for 2 days, then tested"),
    ],
)
def test_what_is_in_the_way_is_found_and_the_rest_stays_as_it_was_said(text, blockers, words):
    spoken = read(text)
    assert (list(spoken.blockers), spoken.words) == (blockers, words)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("104", ("104",)),
        ("£212", ("£212",)),
        ("41.5k, waiting for legal", ("41.5k",)),
        ("104 leads, 212", ("212",)),
        ("16.11.2026", ()),
        ("at 9:30", ()),
        ("2 campaigns", ()),
    ],
)
def test_a_number_alone_is_bare(text, bare):
    assert read(text).bare == bare


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("1. page\n2. ads\n3. waiting for legal", ("page", "ads", "waiting for legal")),
        ("1) page 2) ads", ("page", "ads", "")),
        ("2. ads\nand emails\n3. none", ("", "ads\nand emails", "none")),
        ("1. page\n4. no such question", ()),
        ("2. ads\n1. page", ()),
        ("I did 1. page", ()),
    ],
)
def test_lines_with_numbers_belong_to_the_questions(text, texts):
    assert read(text).texts == texts


def test_numbers_and_blockers_are_found_in_numbered_lines_too():
    spoken = read("1. 104 leads came in, cpl 212\n2. ads\n3. waiting for legal")
    assert [(item.kpi_id, item.value) for item in spoken.items] == [(2, Decimal(212))]
    assert spoken.blockers == ("waiting for legal",)
    assert spoken.texts[0] == "104 leads came in, cpl 212"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what are our leads", True),
        ("What's next", True),
        ("how many leads did we get", True),
        ("Shipped it. Shall we launch?", True),
        ("show me the card", True),
        ("can you remind me", True),
        ("104 leads. Waiting for legal. What about the budget?", False),
        ("Could you tell legal to hurry? waiting for them", False),
        ("What are our leads? I need them for the board.", True),
        ("What moved: the landing page", False),
        ("how-to guide is done", False),
        ("Is done: the landing page", False),
        ("finished the deck", False),
    ],
)
def test_questions_are_no_answers(text, asks):
    assert is_question(text) is asks


def test_blockers_come_from_the_question_for_them_line_by_line_and_from_words():
    questions = (Question(key="q1", text="Done?"), Question(key="q2", text="In the way?", kind="blocker"))
    texts = ("waiting for nobody", "- legal review\n- none\n- the pixel.\n")
    assert blockers_said(questions, texts, "") == ["legal review", "the pixel"]
    assert blockers_said(questions, ("a", "None"), "deck done, stuck on tracking") == ["stuck on tracking"]


@given(st.text(alphabet="1234 .,;\nabkwaiting for legal£%-", max_size=60))
def test_nothing_that_was_said_is_lost(text):
    spoken = read(text)
    said = " ".join([*spoken.texts, spoken.words, *spoken.bare, *spoken.blockers])
    letters = [char for char in text if char.isalpha()]
    if not spoken.items:
        assert sorted(char for char in said if char.isalpha()) == sorted(letters)
