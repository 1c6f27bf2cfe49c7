"""What somebody answered, in lines."""

from collections.abc import Iterator

from domain.chat import Block, Paragraph, Typed, say
from storage.checkins import Answer, Round

DID_LABEL = "Did you do what you intended?"
DID = {"yes": "Yes", "partly": "Partly", "no": "No"}


def lines_of(round_: Round, answer: Answer) -> Iterator[Block]:
    """A line for each question that they answered, and their words without one."""
    if answer.did_intended in DID:
        yield say(f"{DID_LABEL} {DID[answer.did_intended]}")
    for question, text in zip(round_.questions, answer.texts, strict=False):
        if text:
            yield Paragraph((Typed(question.text), " ", Typed(text)))
    if answer.words:
        yield Paragraph((Typed(answer.words),))
