"""What the schema of the engagement file cannot say, and an importer checks."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.engagement_file.document import TERMS, Path, refusal
from domain.engagement_file.kpi_rules import check_kpi
from domain.engagement_file.references import check_references
from domain.engagement_file.sums import check_sums
from domain.engagement_file.words import check_name, check_words, words_of
from domain.engagements import read_currency
from domain.errors import UserError

A_ZONE = "a time zone such as Europe/London"
A_CURRENCY = "a currency such as EUR"
OWN_KEY = "a key that nothing else in the list has"
ONE_ROLE = "one role in force for each person"
OWN_ENGAGEMENT_ALIAS = "an alias that no other engagement of the file has"
SMALL_NUMBER = "a number of at most {most}"
SHORT_NUMBER = "a number of at most {most} digits"

LARGEST_ID = 2**31 - 1
MOST_DIGITS = 15


def check(document: dict[str, Any]) -> None:
    """Check a document that fits the schema against the rules beyond it. Raises BadFile."""
    for person_id, person in document["people"].items():
        check_name(person["name"], ("people", person_id, "name"))
        _check_zone(person.get("timezone"), ("people", person_id, "timezone"))
    engagements = document["engagements"]
    _check_own_keys(engagements, ("engagements",), "key")
    for index, engagement in enumerate(engagements):
        _check_engagement(engagement, document, ("engagements", index))
    aliases = (word for i, e in enumerate(engagements) for word in words_of(e, ("engagements", i), "aliases"))
    _check_own_words(aliases, OWN_ENGAGEMENT_ALIAS)


def _check_engagement(engagement: dict[str, Any], document: dict[str, Any], path: Path) -> None:
    _check_zone(engagement["timezone"], (*path, "timezone"))
    _check_currency(engagement["currency"], (*path, "currency"))
    for section, items in engagement.items():
        if isinstance(items, list):
            _check_own_keys(items, (*path, section), "id" if section == "feedback" else "key")
    check_references(engagement, document["people"], path)
    _check_roles(engagement["members"], (*path, "members"), document["as_of"])
    for index, kpi in enumerate(engagement["kpis"]):
        check_kpi(kpi, (*path, "kpis", index))
    check_words(engagement, path)
    _check_numbers(engagement, path)
    check_sums(engagement, path)


def _check_zone(name: str | None, path: Path) -> None:
    if name is not None and not _is_zone(name):
        raise refusal(path, A_ZONE, name)


def _check_currency(code: str, path: Path) -> None:
    try:
        read_currency(code)
    except UserError as error:
        raise refusal(path, A_CURRENCY, code) from error


@lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _check_own_keys(items: list[Any], path: Path, field: str) -> None:
    seen = set()
    for index, item in enumerate(items):
        key = item.get(field) if isinstance(item, dict) else None
        if key is not None and key in seen:
            raise refusal((*path, index, field), OWN_KEY, key)
        seen.add(key)


def _check_roles(members: list[dict[str, Any]], path: Path, as_of: str) -> None:
    seen = set()
    for index, member in enumerate(members):
        if "to" in member and member["to"] <= as_of:
            continue
        if member["person"] in seen:
            raise refusal((*path, index, "person"), ONE_ROLE, member["person"])
        seen.add(member["person"])


def _check_own_words(words: Iterable[tuple[Path, str]], expected: str) -> None:
    seen = set()
    for place, word in words:
        if word.casefold() in seen:
            raise refusal(place, expected, word)
        seen.add(word.casefold())


def _check_numbers(engagement: dict[str, Any], path: Path) -> None:
    for index, feedback in enumerate(engagement.get("feedback", ())):
        if feedback["id"] > LARGEST_ID:
            raise refusal((*path, "feedback", index, "id"), SMALL_NUMBER.format(most=LARGEST_ID))
    for name in TERMS:
        _check_short(engagement.get(name), (*path, name))
    for index, kpi in enumerate(engagement["kpis"]):
        for name in ("baseline", "targets"):
            _check_short(kpi[name], (*path, "kpis", index, name))


def _check_short(value: Any, path: Path) -> None:
    """Refuse numbers that a database keeps as a float, and could not keep exactly."""
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_short(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_short(inner, (*path, index))
    elif isinstance(value, Decimal) and Decimal(repr(float(value))) != value:
        raise refusal(path, SHORT_NUMBER.format(most=MOST_DIGITS), value)
