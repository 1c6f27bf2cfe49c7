"""From a request of the console to an answer, with both kept in the transcript."""

from datetime import datetime
from typing import Any

from domain.chat import Answer, Form, Request, Say, Upload, refusal
from handlers.dispatch import DatabaseAway, Dispatch, dispatch
from handlers.services import Services
from storage import console
from storage.codec import to_json
from storage.console import NewMessage
from storage.database import Session

SENT_FILE = "Sent the file {name}"


async def converse(
    services: Services,
    request: Request,
    *,
    now: datetime,
    said: str = "",
    ask: Dispatch = dispatch,
) -> Answer:
    """Handle the request and keep what was said and answered; the same key is kept once.

    `said` is what the person typed, where it differs from the request's text.
    """
    kept: list[Answer] = []

    async def keep(session: Session, answer: Answer) -> None:
        if messages := transcript(request, answer, said=said):
            await console.add_messages(session, messages, now=now)
        kept.append(answer)

    try:
        answer = await ask(services, request, now=now, keep=keep)
        if answer not in kept:
            async with services.database.write() as session:
                await keep(session, answer)
    except DatabaseAway as away:
        return refusal(away.sentence)
    return answer


def transcript(request: Request, answer: Answer, *, said: str = "") -> list[NewMessage]:
    """The messages that an act leaves behind: the person's words, then our reply.

    Words that open a form leave nothing: what comes of the form may be anonymous.
    """
    if isinstance(answer, Form) or answer.is_off_record:
        return []
    author = request.sender.account
    words = _message(request, "said", author=author, text=said or _words(request))
    is_private = answer.visible_to == "asker" and not request.address.is_direct
    stored = to_json(answer) if answer.blocks else None
    answered = _message(request, "answered", seen_by=author if is_private else "", reply=stored)
    return [message for message in (words, answered) if message.text or message.reply]


def _message(request: Request, part: str, **values: Any) -> NewMessage:
    return NewMessage(conversation=request.address.conversation, key=f"{request.key}:{part}", **values)


def _words(request: Request) -> str:
    match request.act:
        case Say(text=text):
            return text
        case Upload(name=name):
            return SENT_FILE.format(name=name)
        case _:
            return ""
