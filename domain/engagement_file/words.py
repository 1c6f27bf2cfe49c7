"""Names and other words of the file: each can be typed, is safe to show, and means one thing."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from domain.engagement_file.document import Path, refusal
from domain.kpis.names import COMMANDS, fold

A_NAME = "a name of at most {most} characters, without line breaks or invisible characters"
OWN_WORD = "{word} that no other KPI or channel has"
TYPABLE = "{word} with a letter or digit to type it by"
NO_COMMAND = "{word} that does not begin with a command, as `kpi {command}` does"
NO_KPI_WORD = "an alias that is no word of a KPI"
WORDS = {"key": "a key", "name": "a name", "aliases": "an alias"}

LONGEST_NAME = 80
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Persian and Hindi words and many emoji are written with them.
JOINERS = frozenset("\u200c\u200d")


def check_name(name: str, path: Path) -> None:
    """Refuse a name that is blank, too long, or not what it seems to be. Raises BadFile."""
    seen = (char in JOINERS or unicodedata.category(char) not in UNSEEN for char in name)
    if not name.strip() or len(name) > LONGEST_NAME or not all(seen):
        raise refusal(path, A_NAME.format(most=LONGEST_NAME), name)


def check_words(engagement: Mapping[str, Any], path: Path) -> None:
    """Refuse words that nobody can type, or that mean several things. Raises BadFile."""
    check_name(engagement["name"], (*path, "name"))
    taken = _words_of_kpis(engagement["kpis"], (*path, "kpis"))
    _check_channels(engagement, path, taken)
    for place, alias in words_of(engagement, path, "aliases"):
        check_name(alias, place)
        if fold(alias) in taken:
            raise refusal(place, NO_KPI_WORD, alias)


def _words_of_kpis(kpis: Sequence[Mapping[str, Any]], path: Path) -> set[str]:
    """Every word that means a KPI, as words are compared. Raises BadFile."""
    taken: dict[str, int] = {}
    # Keys and names before aliases, so that the alias is what has to give way.
    for (field, kind), (index, kpi) in product(WORDS.items(), enumerate(kpis)):
        for place, word in words_of(kpi, (*path, index), field):
            _check_kpi_word(word, place, kind)
            if taken.setdefault(fold(word), index) != index:
                raise refusal(place, OWN_WORD.format(word=kind), word)
    return set(taken)


def words_of(item: Mapping[str, Any], path: Path, field: str) -> Iterator[tuple[Path, str]]:
    """The words that stand in a field, each with its place."""
    found = item.get(field, ())
    if isinstance(found, str):
        yield (*path, field), found
    else:
        yield from (((*path, field, index), word) for index, word in enumerate(found))


def _check_kpi_word(word: str, place: Path, kind: str) -> None:
    check_name(word, place)
    if not fold(word):
        raise refusal(place, TYPABLE.format(word=kind), word)
    command = word.casefold().split()[0]
    if command in COMMANDS:
        raise refusal(place, NO_COMMAND.format(word=kind, command=command), word)


def _check_channels(engagement: Mapping[str, Any], path: Path, taken: set[str]) -> None:
    for index, channel in enumerate(engagement.get("channels", ())):
        for place, alias in words_of(channel, (*path, "channels", index), "aliases"):
            if fold(alias) in taken:
                raise refusal(place, OWN_WORD.format(word=WORDS["aliases"]), alias)
            taken.add(fold(alias))
