"""An answer that was said and is not kept yet, as offers keep it, and beside what was answered before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from domain.kpis import Item
from handlers.checkins.answering import Said
from handlers.kpis.reported import from_args, to_args
from storage.checkins import Answer, AnswerKind


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An answer that somebody said; `bare` are numbers of which it is not known yet what they count."""

    checkin_id: int
    kind: AnswerKind = "answer"
    texts: tuple[str, ...] = ()
    words: str = ""
    blockers: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    bare: tuple[str, ...] = ()
    is_reply: bool = False
    is_addition: bool = False

    @property
    def said(self) -> Said:
        """What is kept of it, beside its numbers."""
        return Said(kind=self.kind, texts=self.texts, words=self.words)

    @property
    def is_numbers_alone(self) -> bool:
        """Whether nothing was said but numbers."""
        return bool(self.items or self.bare) and not (self.words or self.blockers or any(self.texts))


def to_json(draft: Draft) -> dict[str, Any]:
    """The draft as an offer keeps it."""
    return {
        "checkin": draft.checkin_id,
        "kind": draft.kind,
        "texts": list(draft.texts),
        "words": draft.words,
        "blockers": list(draft.blockers),
        "items": [to_args(item) for item in draft.items],
        "bare": list(draft.bare),
        "reply": draft.is_reply,
        "addition": draft.is_addition,
    }


def from_json(kept: Mapping[str, Any]) -> Draft:
    """The draft that `to_json` wrote."""
    return Draft(
        checkin_id=kept["checkin"],
        kind=kept["kind"],
        texts=tuple(kept["texts"]),
        words=kept["words"],
        blockers=tuple(kept["blockers"]),
        items=tuple(from_args(item) for item in kept["items"]),
        bare=tuple(kept["bare"]),
        is_reply=kept["reply"],
        is_addition=kept.get("addition", False),
    )


def joined(head: Answer | None, draft: Draft) -> Draft:
    """The draft behind what was answered before: what was a skip, or nothing, becomes an answer."""
    if head is None or head.kind != "answer":
        return draft
    return replace(draft, texts=_lines(head.texts, draft.texts), words=_line(head.words, draft.words))


def _lines(before: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    return tuple(_line(one, more) for one, more in zip_longest(before, added, fillvalue=""))


def _line(before: str, added: str) -> str:
    return "\n".join(filter(None, (before, added)))
