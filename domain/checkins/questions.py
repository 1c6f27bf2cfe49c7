"""Questions of a check-in: what each one is for, and how it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

MOST_QUESTIONS = 3
LONGEST_QUESTION = 150

# done: what happened; intention: what comes next, asked about the time after; blocker: what is in the way.
QuestionKind = Literal["done", "intention", "blocker", "open"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. `key` names its field, `kind` says what its answers are used for."""

    key: str
    text: str
    kind: QuestionKind = "open"


def to_json(question: Question) -> dict[str, str]:
    """The question as it is stored."""
    return {"key": question.key, "text": question.text, "kind": question.kind}


def from_json(stored: Mapping[str, Any]) -> Question:
    """The question that `to_json` wrote. Raises ValueError for a kind that is not known."""
    if stored["kind"] not in get_args(QuestionKind):
        raise ValueError(f"no question is of the kind {stored['kind']!r}")
    return Question(key=stored["key"], text=stored["text"], kind=cast(QuestionKind, stored["kind"]))
