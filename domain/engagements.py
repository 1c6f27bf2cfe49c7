"""The terms of an engagement: reading currency, zone, locale and names as people type them."""

import re
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies
from rapidfuzz import process

from domain.errors import UserError

OPERATING_MODELS = {
    "cmo_owns_paid_budget": "The CMO owns the paid budget",
    "cmo_with_director": "A CMO with a marketing director beside them",
    "hands_on": "Hands-on: strategy and some of the work",
    "own_team": "The CMO brings their own team",
}
STATUSES = ("prospect", "discovery", "active", "paused", "ending", "ended")
# What comes by itself comes in these; one that is ending keeps its rhythm to the last day.
RUNNING = frozenset({"discovery", "active", "ending"})

NO_ZONE = "I don't know the time zone {typed}. Write it like Europe/London.{near}"
NO_CURRENCY = "I don't know the currency {typed}. Write its three letters, like EUR, GBP or USD."
NO_LOCALE = "I don't know the locale {typed}. Write it like en-GB or de-DE."
NO_SWITCH = "Please write on or off; I read {typed}."
NO_MONTH = "The fiscal year starts in a month from 1 to 12; I read {typed}."

LONGEST_ZONE = 60
SWITCHES = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}

_KEY_STUFF = re.compile(r"[^a-z0-9]+")


def read_zone(typed: str) -> str:
    """The IANA name that was typed. Raises UserError with the nearest names."""
    zones = sorted(available_timezones())
    words = typed.strip().replace(" ", "_")[:LONGEST_ZONE]
    by_city = {zone.rpartition("/")[2].casefold(): zone for zone in zones}
    by_name = {zone.casefold(): zone for zone in zones}
    if found := (by_city | by_name).get(words.casefold()):
        return found
    near = [name for name, _score, _at in process.extract(words, zones, limit=2, score_cutoff=75)]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UserError(NO_ZONE.format(typed=typed.strip()[:40], near=hint))


def read_currency(typed: str) -> str:
    """The ISO 4217 code that was typed. Raises UserError for any other."""
    code = typed.strip().upper()
    if code not in list_currencies():
        raise UserError(NO_CURRENCY.format(typed=typed.strip()[:20]))
    return code


def read_locale(typed: str) -> str:
    """The language tag that was typed, as in en-GB. Raises UserError for an unknown one."""
    try:
        parsed = Locale.parse(typed.strip().replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        language = typed.strip().partition("-")[0]
        if not _is_language(language) or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", typed.strip()):
            raise UserError(NO_LOCALE.format(typed=typed.strip()[:20])) from None
        return typed.strip()
    return str(parsed).replace("_", "-")


def _is_language(word: str) -> bool:
    try:
        Locale.parse(word)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def read_month(typed: str) -> int:
    """A month as its number, 1 to 12. Raises UserError for any other."""
    digits = typed.strip()
    if re.fullmatch(r"0?[1-9]|1[0-2]", digits):
        return int(digits)
    raise UserError(NO_MONTH.format(typed=typed.strip()[:20]))


def read_switch(typed: str) -> bool:
    """Whether something is to be on. Raises UserError for words that are neither on nor off."""
    word = typed.strip().casefold()
    if word in SWITCHES:
        return SWITCHES[word]
    raise UserError(NO_SWITCH.format(typed=f"“{typed.strip()[:20]}”"))


def key_from(name: str, *, otherwise: str) -> str:
    """A key for machines made from a name: lower-case letters, digits, underscores."""
    key = _KEY_STUFF.sub("_", name.casefold()).strip("_")[:56]
    return key if key[:1].isalpha() else f"{otherwise}_{key}".strip("_")


def split_names(typed: str) -> list[str]:
    """Names separated by commas, without blanks and repetitions."""
    found = [" ".join(part.split()) for part in typed.split(",")]
    return list(dict.fromkeys(name for name in found if name))
