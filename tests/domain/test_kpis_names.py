"""Finding the KPI that a text begins with."""

import unicodedata

import pytest

from domain.kpis import KpiName, UnknownKpi, find_kpi, split_kpi
from domain.kpis.names import fold, nearest


def name(id: int, words: str, *aliases: str, key: str = "") -> KpiName:
    return KpiName(id=id, key=key or words.casefold().replace(" ", "_"), name=words, aliases=aliases)


LEADS = name(1, "Leads")
ACCEPTED = name(2, "Leads accepted")
CPL = name(3, "Cost per lead", "cpl")
THREE = (LEADS, ACCEPTED, CPL)


@pytest.mark.parametrize(
    ("typed", "found", "rest"),
    [
        ("leads 103", LEADS, "103"),
        ("Lead 103", LEADS, "103"),
        ("leads accepted 5", ACCEPTED, "5"),
        ("leads_accepted 5", ACCEPTED, "5"),
        ("leads-accepted: 5", ACCEPTED, "5"),
        ("CPL £219", CPL, "£219"),
        ("leads=103", LEADS, "103"),
        ("leads:103 sep", LEADS, "103 sep"),
        ("leads = 103", LEADS, "103"),
        ("  leads  103", LEADS, "103"),
    ],
)
def test_the_longest_name_at_the_beginning_wins(typed, found, rest):
    assert split_kpi(typed, THREE) == (found, rest)


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("30-day churn", "30-day churn 5"),
        ("Q3 pipeline", "q3 pipeline 5"),
        ("Sales and marketing cost", "sales and marketing cost 5"),
        ("Leads, qualified", "leads, qualified 5"),
        ("Myyntiliidit", "MYYNTILIIDIT 5"),
        ("Größe der Liste", "grösse der liste 5"),
        ("العملاء المحتملون", "العملاء المحتملون 5"),
        ("العملاء", "\u200fالعملاء\u200e 5"),
        ("🚀 launches", "🚀 launches 5"),
    ],
)
def test_names_of_every_kind_are_found(words, typed):
    kpi = name(7, words, key="kpi_7")
    assert split_kpi(typed, [LEADS, kpi]) == (kpi, "5")


def test_a_letter_with_its_accent_apart_is_the_same_letter():
    typed = unicodedata.normalize("NFD", "kävijät 5")
    assert split_kpi(typed, [name(7, "Kävijät")]) == (name(7, "Kävijät"), "5")


def test_a_name_that_two_have_is_asked_about():
    with pytest.raises(UnknownKpi, match="could be Leads or Calls"):
        split_kpi("mqls 5", [name(1, "Leads", "mqls"), name(2, "Calls", "mqls")])


def test_a_name_of_marks_alone_takes_no_text():
    assert split_kpi("... 5", [name(1, "!!!", key="---")]) is None


@pytest.mark.parametrize(
    ("typed", "near"),
    [("leeds", "Leads"), ("leads acepted", "Leads accepted"), ("clp", "Cost per lead")],
)
def test_an_unknown_name_is_answered_with_the_nearest(typed, near):
    with pytest.raises(UnknownKpi, match=f"Did you mean .*{near}"):
        find_kpi(typed, THREE)


def test_nothing_near_is_not_guessed():
    assert nearest("headcount", THREE) == []


def test_the_first_kpi_is_invited_where_there_is_none():
    with pytest.raises(UnknownKpi, match="kpi add"):
        find_kpi("leads", [])


def test_a_name_with_something_behind_it_is_not_the_name():
    with pytest.raises(UnknownKpi):
        find_kpi("leads 103", THREE)


@pytest.mark.parametrize(("one", "other"), [("Press", "press"), ("wins", "Win"), ("AOV", "aov")])
def test_words_are_compared_without_case_and_plural(one, other):
    assert fold(one) == fold(other)
