"""Replies and forms as JSON, and back; used for receipts, the outbox and the console."""

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from domain.chat import Answer, Form, Reply

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Annotated[Reply | Form, Field(discriminator="kind")])

VERSION = 1


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as JSON, with the version of its shape."""
    return {"version": VERSION, **_ANSWER.dump_python(answer, mode="json")}


def from_json(stored: dict[str, Any]) -> Answer:
    """The answer that `to_json` made. Raises ValueError for a version it does not know."""
    if stored.get("version") != VERSION:
        raise ValueError(f"an answer of version {stored.get('version')} cannot be read")
    return _ANSWER.validate_python({k: v for k, v in stored.items() if k != "version"})


def reply_from_json(stored: dict[str, Any]) -> Reply:
    """The reply that `to_json` made."""
    answer = from_json(stored)
    if not isinstance(answer, Reply):
        raise TypeError("a form cannot be posted")
    return answer
