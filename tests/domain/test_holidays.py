"""Public holidays of countries and their parts, own days, and how people name a country."""

import contextlib
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UserError
from domain.holidays import (
    PARTS_OF_ZONES,
    Holidays,
    country_in_words,
    country_of,
    holidays_of,
    read_country,
)

EPIPHANY, CHRISTMAS, BOXING_DAY = date(2027, 1, 6), date(2026, 12, 25), date(2026, 12, 26)


def test_a_part_of_a_country_has_days_that_the_others_have_not():
    assert holidays_of(["DE-BY"], {}).name_of(EPIPHANY) == "Epiphany"
    assert holidays_of(["DE"], {}).name_of(EPIPHANY) == ""
    assert holidays_of(["GB-SCT"], {}).name_of(date(2026, 1, 2)) != ""
    assert holidays_of(["GB-ENG"], {}).name_of(date(2026, 1, 2)) == ""


def test_several_countries_have_the_days_of_all_and_say_each_name_once():
    both = holidays_of(["GB-ENG", "DE"], {})
    assert both.name_of(CHRISTMAS) == "Christmas Day"
    assert both.name_of(BOXING_DAY) == "Second Day of Christmas / Boxing Day"
    assert both.name_of(date(2026, 10, 3)) == "German Unity Day"
    assert both.name_of(date(2026, 8, 31)) == "Late Summer Bank Holiday"
    assert both.name_of(date(2026, 8, 30)) == ""


def test_days_of_ones_own_stand_beside_those_of_the_country():
    own = {date(2026, 12, 24): "We are closed", CHRISTMAS: "Party"}
    assert holidays_of([], own).name_of(date(2026, 12, 24)) == "We are closed"
    assert holidays_of(["DE"], own).name_of(CHRISTMAS) == "Party / Christmas Day"
    assert Holidays().name_of(CHRISTMAS) == ""


def test_years_far_away_are_known_without_being_asked_for_first():
    germany = holidays_of(["DE"], {})
    assert [germany.name_of(date(year, 12, 25)) for year in (1995, 2026, 2050)] == ["Christmas Day"] * 3


def test_a_substitute_day_is_found_in_the_year_before():
    assert "New Year's Day" in holidays_of(["US"], {}).name_of(date(2027, 12, 31))


def test_a_part_that_is_not_known_any_more_counts_as_its_country_and_a_country_is_refused():
    assert holidays_of(["DE-XX"], {}) != holidays_of(["DE"], {})
    assert holidays_of(["DE-XX"], {}).name_of(CHRISTMAS) == "Christmas Day"
    with pytest.raises(ValueError, match="XX"):
        holidays_of(["DE", "XX"], {})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("DE", "DE"),
        ("deu", "DE"),
        ("Germany", "DE"),
        (" the netherlands ", "NL"),
        ("Deutschland", "DE"),
        ("Österreich", "AT"),
        ("germany by", "DE-BY"),
        ("DE-BY", "DE-BY"),
        ("de_by", "DE-BY"),
        ("Bavaria", "DE-BY"),
        ("Bayern, Germany", "DE-BY"),
        ("germany (north rhine-westphalia)", "DE-NW"),
        ("UK", "GB"),
        ("Great Britain", "GB"),
        ("England", "GB-ENG"),
        ("uk northern ireland", "GB-NIR"),
        ("USA", "US"),
        ("us ca", "US-CA"),
        ("California", "US-CA"),
        ("new york", "US-NY"),
        ("CA", "CA"),
        ("georgia", "GE"),
        ("us georgia", "US-GA"),
        ("zurich", "CH-ZH"),
        ("Zürich", "CH-ZH"),
        ("Côte d'Ivoire", "CI"),
        ("St. Lucia", "LC"),
        ("Antigua and Barbuda", "AG"),
        ("hong kong", "HK"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("South Korea", "KR"),
    ],
)
def test_a_country_is_read_as_people_write_it(typed, code):
    assert read_country(typed) == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Germny", 'I do not know the country "Germny". Did you mean Germany?'),
        ("bavarya", "Did you mean Germany (Bayern)?"),
        ("qqq", "Write it as in `Germany`, `UK` or `DE-BY`."),
        ("", "Which country?"),
        ("and", "Which country?"),
        ("de-xx", 'I know Germany, but no part of it called "xx". Its parts are BB, BE, BW, BY,'),
        ("Monaco Monte Carlo", "Write `MC` alone."),
        ("La Rioja", 'There is more than one "La Rioja": write `AR-F` or `ES-RI`.'),
    ],
)
def test_a_country_that_is_not_known_is_refused_with_the_nearest_name(typed, sentence):
    with pytest.raises(UserError) as refused:
        read_country(typed)
    assert sentence in refused.value.sentence


def test_a_code_is_said_as_a_person_reads_it_and_read_back():
    assert country_in_words("DE") == "Germany"
    assert country_in_words("DE-BY") == "Germany (Bayern)"
    for code in ("DE-BY", "GB-ENG", "US-GA", "AT-9", "CH-ZH", "FR-57", "TR", "CI"):
        assert read_country(country_in_words(code)) == code
    with pytest.raises(ValueError, match="XX"):
        country_in_words("XX")


@given(st.text(max_size=20))
def test_any_text_is_read_as_a_known_country_or_refused(typed):
    with contextlib.suppress(UserError):
        code = read_country(typed)
        assert holidays_of([code], {}).countries == (code,)


def test_a_start_does_not_pay_for_the_list_of_holidays():
    asked = "import sys, domain.cadence, domain.holidays; print('holidays' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("locale", "zone", "country"),
    [
        ("en-GB", "", "GB"),
        ("en-GB", "Europe/London", "GB-ENG"),
        ("de-AT", "Europe/London", "AT"),
        ("en", "Europe/London", ""),
        ("nonsense", "", ""),
        ("en-001", "", ""),
        ("", "", ""),
    ],
)
def test_the_country_comes_of_the_locale_and_the_part_of_the_zone(locale, zone, country):
    assert country_of(locale, zone=zone) == country


def test_every_part_that_a_zone_names_has_holidays_of_its_own():
    for zone, code in PARTS_OF_ZONES.items():
        assert read_country(code) == code, zone
    assert holidays_of(["GB-ENG"], {}).name_of(date(2027, 3, 29)) == "Easter Monday"
