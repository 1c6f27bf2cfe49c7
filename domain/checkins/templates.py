"""Check-ins to begin with, from the catalogue; and questions in a lead's own words."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from domain.checkins.questions import LONGEST_QUESTION, MOST_QUESTIONS, Question, QuestionKind
from domain.errors import Unreadable

DEFAULT = "weekly"
NO_QUESTION = "Please write at least one question."
TOO_MANY = f"Please keep it to {MOST_QUESTIONS} questions: more are skipped and not answered."
TOO_LONG = f"Please keep each question to {LONGEST_QUESTION} letters."
TWICE = "The same question stands there twice. Please write it once."

# What a question in somebody's own words is for; the first that fits counts.
_KINDS: tuple[tuple[QuestionKind, str], ...] = (
    (
        "blocker",
        r"\b(?:in (?:your|the|our) way|block|stuck|waiting|obstacle|impediment|slow|hinder|in need"
        r"|what do you need|hold(?:s|ing)? .*(?:up|back)|need (?:help|from))",
    ),
    (
        "intention",
        r"\b(?:this week|next|today|plan|intend|intention|will you|going to|want to|focus|priorit|commit to)",
    ),
    ("done", r"\b(?:last week|since|did|done|finish|moved?|achiev|accomplish|happened|shipped|complet)"),
)


@dataclass(frozen=True, kw_only=True)
class Template:
    """Questions to begin with; `use_cases` are the keys of those that they were written for."""

    key: str
    name: str
    use_cases: tuple[str, ...]
    questions: tuple[Question, ...]


@cache
def templates() -> dict[str, Template]:
    """Every template by key, in the order of the catalogue."""
    text = (files("domain.catalogues") / "checkins.toml").read_text(encoding="utf-8")
    return {entry["key"]: _template(entry) for entry in tomllib.loads(text)["template"]}


def _template(entry: dict[str, Any]) -> Template:
    asked = [_question(at, one["text"], one["kind"]) for at, one in enumerate(entry["questions"])]
    return Template(
        key=entry["key"],
        name=entry["name"],
        use_cases=tuple(entry["use_cases"]),
        questions=tuple(asked),
    )


def template_for(use_case: str) -> Template:
    """The template that was written for the use case, else the one for everybody."""
    fitting = (one for one in templates().values() if use_case in one.use_cases)
    return next(fitting, templates()[DEFAULT])


def own_questions(texts: Sequence[str]) -> tuple[Question, ...]:
    """Questions in somebody's own words; empty ones are left out.

    Raises Unreadable for none, too many, one that is too long, or the same one twice.
    """
    typed = [" ".join(text.split()) for text in texts if text.strip()]
    if not typed:
        raise Unreadable(NO_QUESTION)
    if len(typed) > MOST_QUESTIONS:
        raise Unreadable(TOO_MANY)
    if any(len(text) > LONGEST_QUESTION for text in typed):
        raise Unreadable(TOO_LONG)
    if len({text.casefold() for text in typed}) < len(typed):
        raise Unreadable(TWICE)
    return tuple(_question(at, text, kind_of(text)) for at, text in enumerate(typed))


def kind_of(text: str) -> QuestionKind:
    """What a question is for: as the catalogue says of its own ones, else by its words."""
    for template in templates().values():
        for question in template.questions:
            if question.text.casefold() == text.casefold():
                return question.kind
    return next((kind for kind, words in _KINDS if re.search(words, text, re.IGNORECASE)), "open")


def _question(at: int, text: str, kind: QuestionKind) -> Question:
    return Question(key=f"q{at + 1}", text=text, kind=kind)
