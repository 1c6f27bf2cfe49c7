"""Public holidays of countries and their parts, the days of one's own, and how people name a country."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from rapidfuzz import process

from domain.errors import UserError
from domain.numbers.typed import plain, quoted
from domain.periods.words import fold

NO_COUNTRY = "Which country? Write it as in `Germany`, `UK` or `DE-BY`."
UNKNOWN = "I do not know the country {typed}. Write it as in `Germany`, `UK` or `DE-BY`."
DID_YOU_MEAN = "I do not know the country {typed}. Did you mean {name}?"
UNKNOWN_PART = "I know {country}, but no part of it called {typed}. Its parts are {parts}."
NO_PARTS = "I know {country}, but not its parts. Write `{code}` alone."
SEVERAL = "There is more than one {typed}: write {codes}."
OR = " or "
BETWEEN_NAMES = " / "
WITH_PART = "{country} ({part})"

MOST_CALENDARS = 4096  # a country's year takes some kilobytes
LONGEST = 200  # letters of what was typed
SHORTEST_PART = 3  # two letters alone are always a country
ALIKE = 70  # of 100
OTHER_NAMES = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "usa": "US", "america": "US", "holland": "NL",
    "czech republic": "CZ", "korea": "KR", "uae": "AE", "burma": "MM", "ivory coast": "CI", "macedonia": "MK",
    "deutschland": "DE", "osterreich": "AT", "schweiz": "CH", "suisse": "CH", "svizzera": "CH",
    "espana": "ES", "italia": "IT", "nederland": "NL", "polska": "PL", "sverige": "SE", "norge": "NO",
    "danmark": "DK", "suomi": "FI", "brasil": "BR", "belgie": "BE", "belgique": "BE", "eire": "IE",
}  # fmt: skip
ENGLISH_PARTS = {
    "bavaria": "DE-BY", "hesse": "DE-HE", "lower saxony": "DE-NI", "north rhine westphalia": "DE-NW",
    "rhineland palatinate": "DE-RP", "saxony": "DE-SN", "saxony anhalt": "DE-ST", "thuringia": "DE-TH",
    "vienna": "AT-9", "tyrol": "AT-7", "styria": "AT-6", "carinthia": "AT-2", "upper austria": "AT-4",
    "lower austria": "AT-3", "geneva": "CH-GE", "lucerne": "CH-LU", "catalonia": "ES-CT",
    "andalusia": "ES-AN", "basque country": "ES-PV", "balearic islands": "ES-IB", "canary islands": "ES-CN",
}  # fmt: skip

# Zones that lie in one part of a country whose parts differ.
PARTS_OF_ZONES = {
    "Europe/London": "GB-ENG", "Europe/Belfast": "GB-NIR", "Australia/Sydney": "AU-NSW",
    "Australia/Melbourne": "AU-VIC", "Australia/Brisbane": "AU-QLD", "Australia/Perth": "AU-WA",
    "Australia/Adelaide": "AU-SA", "Australia/Hobart": "AU-TAS", "Australia/Darwin": "AU-NT",
    "America/Vancouver": "CA-BC", "America/Winnipeg": "CA-MB", "America/Regina": "CA-SK",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Holidays:
    """The holidays of some countries or parts of them, and days of one's own with their names."""

    countries: tuple[str, ...] = ()
    own: Mapping[date, str] = field(default_factory=dict)

    def name_of(self, day: date) -> str:
        """The name of the holiday, several of them joined; empty where it is none."""
        names = [self.own.get(day, ""), *(_year(code, day.year).get(day, "") for code in self.countries)]
        return BETWEEN_NAMES.join(dict.fromkeys(name for name in names if name))


def holidays_of(countries: Collection[str], own: Mapping[date, str]) -> Holidays:
    """Holidays of all these codes (DE, DE-BY) together. Raises ValueError for a country that is unknown.

    A part that the list of holidays does not know any more counts as its country.
    """
    unknown = [code for code in countries if code.partition("-")[0] not in _countries()] if countries else []
    if unknown:
        raise ValueError(f"no holidays are known of {', '.join(unknown)}")
    return Holidays(countries=tuple(sorted(set(countries))), own=dict(own))


def read_country(typed: str) -> str:
    """Read a country or a part of one as people write it: DE, Germany, germany by, DE-BY, UK, England.

    Returns its code (DE, GB-ENG). Raises UserError with the nearest name.
    """
    text = _folded(typed[:LONGEST])
    if not text:
        raise UserError(NO_COUNTRY)
    found = _names().get(text) or _part_alone(text, typed) or _with_part(text.split())
    if found is None:
        raise UserError(_unknown(text, typed))
    return found


def country_of(locale: str, *, zone: str = "") -> str:
    """The code of the country that a locale such as en-GB names, if its holidays are known; else empty.

    Where the zone lies in one part of that country it is the code of the part: GB-ENG.
    """
    try:
        territory = Locale.parse(locale.replace("-", "_")).territory
        country = read_country(territory) if territory else ""
    except (UnknownLocaleError, ValueError, UserError):
        return ""
    part = PARTS_OF_ZONES.get(zone, "")
    return part if country and part.startswith(f"{country}-") else country


def country_in_words(code: str) -> str:
    """A code as a person reads it: Germany, Germany (Bayern). Raises ValueError where it is unknown."""
    country, _, part = code.partition("-")
    if country not in _countries():
        raise ValueError(f"no holidays are known of {code}")
    names: dict[str, str] = {}
    for alias, value in _aliases(country).items():
        names.setdefault(value, alias)
    name = _english(country)
    return WITH_PART.format(country=name, part=names.get(part, part)) if part else name


@lru_cache(maxsize=MOST_CALENDARS)
def _year(code: str, year: int) -> Mapping[date, str]:
    country, _, part = code.partition("-")
    kind = _countries()[country]
    language = "en_US" if "en_US" in kind.supported_languages else None
    subdivision = part if part in kind.subdivisions else None
    return dict(kind(subdiv=subdivision, years=year, expand=False, language=language))


@cache
def _countries() -> Mapping[str, Any]:
    """The class of every country by its code of two letters."""
    import holidays  # noqa: PLC0415 - most starts and most commands never need its eighty milliseconds
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - as above

    return {code: getattr(holidays, name) for name, code, *_ in COUNTRIES.values()}


@cache
def _names() -> Mapping[str, str]:
    """Every name of a country, folded, to its code."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - see _countries

    names: dict[str, str] = {}
    for name, code, code_of_three, *_ in COUNTRIES.values():
        in_words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
        for each in (_english(code), in_words, code_of_three, code):
            names[_folded(each)] = code
    del names[""]  # Andorra's three letters read as the word between two others
    return names | OTHER_NAMES


@cache
def _parts() -> Mapping[str, tuple[str, ...]]:
    """Every name of a part of a country, folded, to the codes that it may stand for."""
    parts: dict[str, set[str]] = {name: {code} for name, code in ENGLISH_PARTS.items()}
    for country in _countries():
        for alias, part in _aliases(country).items():
            if len(alias) > SHORTEST_PART:
                parts.setdefault(_folded(alias), set()).add(f"{country}-{part}")
    return {name: tuple(sorted(codes)) for name, codes in parts.items()}


def _aliases(country: str) -> Mapping[str, str]:
    aliases: Mapping[str, str] = getattr(_countries()[country], "subdivisions_aliases", {})
    return aliases


def _english(country: str) -> str:
    return str(Locale("en").territories[country])


def _part_alone(text: str, typed: str) -> str | None:
    codes = _parts().get(text, ())
    if len(codes) > 1:
        raise UserError(SEVERAL.format(typed=quoted(typed), codes=OR.join(f"`{code}`" for code in codes)))
    return codes[0] if codes else None


def _with_part(words: list[str]) -> str | None:
    """A country and a part of it, in either order; the country with the most words wins."""
    for country_name, part_name in _splits(words):
        country = _names().get(country_name)
        if country is not None:
            return f"{country}-{_part_of(country, part_name)}"
    return None


def _splits(words: list[str]) -> Iterator[tuple[str, str]]:
    for size in range(len(words) - 1, 0, -1):
        yield " ".join(words[:size]), " ".join(words[size:])
        yield " ".join(words[-size:]), " ".join(words[:-size])


def _part_of(country: str, name: str) -> str:
    kind = _countries()[country]
    known = {_folded(alias): part for alias, part in _aliases(country).items()}
    known |= {_folded(part): part for part in kind.subdivisions}
    english = ENGLISH_PARTS.get(name, "")
    if english.startswith(f"{country}-"):
        return english.partition("-")[2]
    if name in known:
        return known[name]
    if not kind.subdivisions:
        raise UserError(NO_PARTS.format(country=_english(country), code=country))
    parts = ", ".join(kind.subdivisions)
    raise UserError(UNKNOWN_PART.format(country=_english(country), typed=quoted(name), parts=parts))


def _unknown(text: str, typed: str) -> str:
    names = {name: _english(code) for name, code in _names().items() if len(name) > SHORTEST_PART}
    parts = {name: country_in_words(codes[0]) for name, codes in _parts().items() if len(codes) == 1}
    nearest = process.extractOne(text, list(names | parts), score_cutoff=ALIKE)
    if nearest is None:
        return UNKNOWN.format(typed=quoted(typed))
    return DID_YOU_MEAN.format(typed=quoted(typed), name=(parts | names)[nearest[0]])


def _folded(text: str) -> str:
    """Small letters without accents and marks, so that Zürich, zurich and ZURICH are one."""
    words = re.sub(r"[^\w']+|_", " ", fold(plain(text))).split()
    return " ".join("saint" if word == "st" else word for word in words if word not in {"the", "and"})
