"""What else there is to know about a meeting: why a special one, how often put off, by whose word."""

from collections.abc import Iterator

from domain.chat import Block, Span, Spans, Typed, note
from domain.wording import capital
from handlers.meetings.ahead import Ahead
from handlers.meetings.words import on
from handlers.turn import Here

BECAUSE = "special review: "
ONCE, TIMES = "postponed once: ", "postponed {count} times: "
OUTSIDE = "outside its window, which ended on {last}, by "
WHY = ": "


def facts_of(here: Here, meeting: Ahead) -> Iterator[Spans]:
    """Each of them in a few words."""
    if meeting.kind == "special":
        yield BECAUSE, *_listed([meeting.reason])
    if put_off := meeting.postponements:
        count = ONCE if len(put_off) == 1 else TIMES.format(count=len(put_off))
        yield count, *_listed([one.reason for one in put_off])
    if (override := meeting.override) is not None:
        by = OUTSIDE.format(last=on(here, override.last))
        yield by, Typed(override.by), WHY, *_listed([override.reason])


def _listed(reasons: list[str]) -> list[Span]:
    spans: list[Span] = []
    for reason in reasons:
        spans += ["; “" if spans else "“", Typed(reason), "”"]
    return spans


def notes_of(here: Here, meeting: Ahead) -> list[Block]:
    """Each of them as a small line."""
    return [note(*_capital(spans), ".") for spans in facts_of(here, meeting)]


def _capital(spans: Spans) -> Spans:
    first, *rest = spans
    return (capital(first) if isinstance(first, str) else first, *rest)
