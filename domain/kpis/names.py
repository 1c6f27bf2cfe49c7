"""Finding the KPI that is meant: by key, name or alias, at the beginning of a text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from domain.errors import UserError
from domain.wording import listed

UNKNOWN = "I don't know the KPI {typed}.{near}"
ALL_OF_THEM = " `kpi list` shows them all."
NEAR = " Did you mean {names}?"
NONE_YET = "No KPI is followed here yet. Type `kpi add` to pick the first one."
SEVERAL = "{typed} could be {names}. Please write the whole name. Nothing was saved."

# What `kpi WORD` does by itself, now or soon: no KPI may be called that.
COMMANDS = frozenset(
    {"add", "edit", "list", "show", "retire", "fix", "why", "target", "chart", "import", "help"}
)
LONGEST_NAME_WORDS = 10
LONGEST_HEAD = 400
SHORT_WORD = 5
SHORTEST_PLURAL = 3
SHOWN = 40

_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015/.'’]+")
# A name may be parted from its number by a mark alone, as in leads=103.
_WORD = re.compile(r"[^\s:=]+[:=]*|[:=]+")


class UnknownKpi(UserError):
    """I don't know that KPI. Nothing was saved."""


@dataclass(frozen=True, kw_only=True)
class KpiName:
    """Everything that one KPI is called."""

    id: int
    key: str
    name: str
    aliases: tuple[str, ...] = ()


def fold(words: str) -> str:
    """Words as they are compared: without case, separators, punctuation at the end, or a plural s."""
    visible = "".join(char for char in words if unicodedata.category(char) != "Cf")
    plain = unicodedata.normalize("NFKC", visible).casefold()
    folded = _SEPARATORS.sub(" ", plain).strip(" :=,;!?")
    is_long = len(folded) > SHORTEST_PLURAL
    return folded[:-1] if is_long and folded.endswith("s") and not folded.endswith("ss") else folded


@lru_cache(maxsize=16)
def _index(names: tuple[KpiName, ...]) -> dict[str, list[KpiName]]:
    found: dict[str, list[KpiName]] = {}
    for kpi in names:
        for word in {fold(word) for word in (kpi.key, kpi.name, *kpi.aliases)} - {""}:
            found.setdefault(word, []).append(kpi)
    return found


def split_kpi(text: str, names: Sequence[KpiName]) -> tuple[KpiName, str] | None:
    """The KPI that the text begins with, by its longest name, and the rest. None where there is none.

    Raises UnknownKpi where several KPIs have that name.
    """
    found = _longest(text, names)
    return None if found is None else (found[0], text[found[1] :].strip())


def name_end(text: str, names: Sequence[KpiName]) -> int:
    """Where the name of the KPI that the text begins with ends; 0 where there is none."""
    found = _longest(text, names)
    return 0 if found is None else found[1]


def _longest(text: str, names: Sequence[KpiName]) -> tuple[KpiName, int] | None:
    index = _index(tuple(names))
    ends = [found.end() for found in _WORD.finditer(text[:LONGEST_HEAD])][:LONGEST_NAME_WORDS]
    for end in reversed(ends):
        candidates = index.get(fold(text[:end]), [])
        if len(candidates) == 1:
            return candidates[0], end
        if candidates:
            together = listed((kpi.name for kpi in candidates), last="or")
            raise UnknownKpi(SEVERAL.format(typed=text[:end].strip(), names=together))
    return None


def find_kpi(text: str, names: Sequence[KpiName]) -> KpiName:
    """The KPI that the whole text names. Raises UnknownKpi with the nearest names."""
    found = split_kpi(text, names)
    if found is not None and not found[1]:
        return found[0]
    raise unknown(text, names)


def unknown(text: str, names: Sequence[KpiName]) -> UnknownKpi:
    """The error for a text that begins with no known name, saying what is near."""
    if not names:
        return UnknownKpi(NONE_YET)
    head = " ".join(text[:LONGEST_HEAD].split())
    typed = re.split(r"\s(?=[^\sA-Za-z]*\d)|[:=]", head, maxsplit=1)[0].strip()[:SHOWN]
    near = nearest(typed, names)
    hint = NEAR.format(names=listed(near, last="or")) if near else ALL_OF_THEM
    return UnknownKpi(UNKNOWN.format(typed=f"“{typed or head[:SHOWN]}”", near=hint))


def nearest(typed: str, names: Sequence[KpiName]) -> list[str]:
    """Names a typing slip away (one edit up to five letters, two above), or that share a word."""
    wanted = fold(typed)
    slips = 1 if len(wanted) <= SHORT_WORD else 2
    scored = []
    for kpi in names:
        words = {fold(word) for word in (kpi.key, kpi.name, *kpi.aliases)}
        distance = min(OSA.distance(wanted, word) for word in words)
        shares = any(set(wanted.split()) & set(word.split()) for word in words)
        if distance <= slips or shares:
            scored.append((distance, kpi.name))
    return [name for _distance, name in sorted(scored)[:3]]
