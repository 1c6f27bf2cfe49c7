"""Questions of a check-in: what each one is for, and how it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from domain.literals import literal

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
    kind = literal(stored["kind"], get_args(QuestionKind))
    return Question(key=stored["key"], text=stored["text"], kind=kind)
