"""The words in which people say when something comes, brought to one form each."""

import re

from domain.working_time import DAYS, LONG_DAYS, SHORTEST_DAY

LAST = "last"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
FILLERS = {"the", "of", "on", "and", "in", "at", "a", "an", "per", "once", "always", "please"}
# Longer phrases stand first: each is replaced where it is found.
PHRASES = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), word)
    for pattern, word in (
        (r"(?:working|business|work)[ -]?days?", "workingday"),
        (r"week[ -]?days?", "weekdays"),
        (r"week-?ends?", "sat sun"),
        (r"(?:every ?|each )day|daily", "everyday"),
        (r"bi-?weekly|fortnightly|every fortnight", "every 2 week"),
        (r"weekly", "every 1 week"),
        (r"monthly", "every 1 month"),
        (r"quarterly", "every 1 quarter"),
        (r"yearly|annually", "every 12 month"),
        (r"end (?:of )?(?:the |every |each |a )?month|month[ -]end", "#last day month"),
        (r"end (?:of )?(?:the |every |each |a )?quarter|quarter[ -]end", "#last workingday quarter"),
    )
)
# "the 30th (or last day)" says what happens in short months anyway.
OR_LAST_DAY = re.compile(r"\(?\bor(?: the)? last(?: day)?\b\)?")
# "the 2nd of the month" is a day of it, "every 2nd month" is not.
OF_MONTH = re.compile(rf"\b(\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)}|last)\s+of\b")
APART = re.compile(r"[\s,:;&+()|]+|(?<=[a-z])[/-](?=[a-z])")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
SYNONYMS = {
    "each": "every",
    "all": "every",
    "other": "#2",
    "final": "#last",
    LAST: "#last",
    "weeks": "week",
    "months": "month",
    "quarters": "quarter",
    "days": "day",
    "weds": "wed",
    **{word: f"#{number}" for number, word in enumerate(ORDINALS, start=1)},
    **{word: str(number) for number, word in enumerate(NUMBERS, start=1)},
}
KEPT = {"every", "day", "week", "month", "quarter"}


def canonical(text: str) -> str:
    """Bring words of small letters to one form: days as mon, ordinals as #2, units alone, no fillers."""
    text = OR_LAST_DAY.sub(" ", re.sub(r"(?<=[a-z]) ?- ?(?=[a-z])", "-", text))
    text = OF_MONTH.sub(r"\1 day", text)
    for pattern, word in PHRASES:
        text = pattern.sub(word, text)
    spans = re.sub(r"\b([a-z]+)-([a-z]+)\b", r"\1 to \2", text)
    words = [_canonical_word(word) for word in APART.split(spans)]
    return " ".join(word for word in words if word and word not in FILLERS)


def _canonical_word(word: str) -> str:
    bare = word.strip(".'\"`!")
    ordinal = ORDINAL.fullmatch(bare)
    if ordinal is not None:
        return f"#{int(ordinal[1])}"
    return SYNONYMS.get(bare) or _weekday(bare) or bare


def _weekday(word: str) -> str:
    for short, long in zip(DAYS, LONG_DAYS, strict=True):
        if len(word) >= SHORTEST_DAY and f"{long}s".startswith(word):
            return short
    return ""
