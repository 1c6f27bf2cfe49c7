"""From a request to an answer: once, in one transaction, with every error turned into words."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import structlog

from domain.chat import Answer, OpenForm, Reply, Request, Say, SubmitForm, refusal, reply
from domain.errors import UserError
from handlers import ROUTES, acts
from handlers.offers import SOMEBODY_ELSES
from handlers.resolve import split_client
from handlers.services import Services
from handlers.turn import Turn
from storage import contexts, offers, outbox, people, receipts
from storage.database import Session
from storage.failures import DATABASE_FAILURES, is_away, is_collision

BROKEN = (
    "Something went wrong on our side, and nothing was saved. Please try again."
    " If it happens again, tell us this reference: {reference}."
)
TOLD_ONCE = "I answered this once, and kept no copy of my answer. Please ask me again."
TRIES = 3

Keep = Callable[[Session, Answer], Awaitable[None]]

log = structlog.get_logger()


class Dispatch(Protocol):
    """Whatever turns a request into an answer, as `dispatch` does."""

    def __call__(
        self, services: Services, request: Request, *, now: datetime, keep: Keep | None = None
    ) -> Awaitable[Answer]:
        """Handle the request and answer it."""


class DatabaseAway(UserError):
    """I can't reach my memory right now, so nothing was saved. Please send it again in a minute."""


class Unsure(DatabaseAway):
    """My memory went away in the middle, so I can't tell whether this was saved. Please look with
    `history` before you send it again."""


class LostInCommit(OSError):
    """The database went away while it committed: it may have been done."""


def will_open_form(request: Request) -> bool:
    """Whether the answer is a form in all likelihood; known before anything is looked up."""
    if not isinstance(request.act, Say):
        return isinstance(request.act, OpenForm)
    return ROUTES.opens_form(acts.bare_command(request.act.text))


async def dispatch(
    services: Services, request: Request, *, now: datetime, keep: Keep | None = None
) -> Answer:
    """Handle the request and answer it. What goes wrong in it is answered in words.

    `keep` writes down what the platform keeps of the answer, in the transaction that decided it (a read
    has one of its own for that); not for an apology, nor for a request that was answered before.
    Raises DatabaseAway: nothing was done, and the same request may be sent again.
    """
    try:
        if _only_reads(request):
            return await _read(services, request, now, keep)
        return await _write(services, request, now, keep)
    except Exception as error:
        if isinstance(error, DATABASE_FAILURES) and is_away(error):
            log.error("database_away", error=type(error).__name__)
            return await _after_all(services, request, error)
        reference = secrets.token_hex(4)
        log.exception("request_failed", reference=reference, act=type(request.act).__name__)
        return refusal(BROKEN.format(reference=reference))


async def _after_all(services: Services, request: Request, error: Exception) -> Answer:
    """The answer of a request whose commit arrived, though the word of it did not. Raises DatabaseAway."""
    if not isinstance(error, LostInCommit):
        raise DatabaseAway from error
    try:
        async with services.database.read() as session:
            kept = await receipts.stored_answer(session, key=_receipt_key(request))
    except DATABASE_FAILURES as failure:
        raise Unsure from failure
    if kept is None:
        raise DatabaseAway from error
    return kept


def _only_reads(request: Request) -> bool:
    if not isinstance(request.act, Say):
        return False
    client, _words = split_client(request.act.text)
    found = ROUTES.find_command(acts.bare_command(request.act.text))
    # A client that is named is remembered for half an hour, and that is a write.
    return found is not None and found[0].is_read and not client


async def _read(services: Services, request: Request, now: datetime, keep: Keep | None) -> Answer:
    async with services.database.read() as session:
        turn = await _known(services, session, request, now)
        answer = None if turn is None else await _answered(turn)
    if turn is None or answer is None or acts.needs_writing(answer):
        return await _write(services, request, now, keep)
    if keep is not None:
        await _keep(services, keep, answer)
    return answer


async def _keep(services: Services, keep: Keep, answer: Answer) -> None:
    for tries_left in reversed(range(TRIES)):
        try:
            async with services.database.write() as session:
                await keep(session, answer)
            break
        except DATABASE_FAILURES as failure:
            if not tries_left or not is_collision(failure):
                raise
    if outbox.has_new_posts(session):
        services.wake()


async def _known(services: Services, session: Session, request: Request, now: datetime) -> Turn | None:
    visitor = await people.find_visitor(session, address=request.address, account=request.sender.account)
    turn = None if visitor is None else _turn(services, session, request, visitor, now)
    return turn and replace(turn, only_reads=True)


def _turn(
    services: Services, session: Session, request: Request, visitor: people.Visitor, now: datetime
) -> Turn:
    return Turn(
        session=session,
        request=request,
        now=now,
        person=visitor.person,
        workspace=visitor.workspace,
        calendar_url=services.calendar_url,
        report_url=services.report_url,
    )


async def _write(services: Services, request: Request, now: datetime, keep: Keep | None) -> Answer:
    """Handle the request; where somebody else took the same row at the same moment, look again."""
    for tries_left in reversed(range(TRIES)):
        try:
            return await _write_once(services, request, now, keep)
        except DATABASE_FAILURES as failure:
            if not tries_left or not is_collision(failure):
                raise
    raise AssertionError("the last try returns or raises")


async def _write_once(services: Services, request: Request, now: datetime, keep: Keep | None) -> Answer:
    is_decided = False
    try:
        async with services.database.write() as session:
            answer = await _answer_once(services, session, request, now, keep)
            is_decided = True
    except DATABASE_FAILURES as failure:
        if is_decided and is_away(failure):
            raise LostInCommit from failure
        raise
    if outbox.has_new_posts(session):
        services.wake()
    return answer


async def _answer_once(
    services: Services, session: Session, request: Request, now: datetime, keep: Keep | None
) -> Answer:
    key = _receipt_key(request)
    if not await receipts.claim(session, key=key, now=now):
        return await _answered_before(session, request, key)
    visitor = await people.welcome_visitor(session, address=request.address, sender=request.sender, now=now)
    answer = await _answered(_turn(services, session, request, visitor, now))
    await _settle(session, request, key, answer)
    if keep is not None:
        await keep(session, answer)
    return answer


def _receipt_key(request: Request) -> str:
    """A filled form is known by its showing: Teams gives every press of Save a new id."""
    if isinstance(request.act, SubmitForm):
        return f"form/{request.act.form}"
    address = request.address
    return f"{address.platform}/{address.workspace}/{request.key}"


async def _answered_before(session: Session, request: Request, key: str) -> Answer:
    """The stored answer; that of a form is for the person alone to whom the form was shown."""
    if isinstance(request.act, SubmitForm):
        shown = await offers.find(session, token=request.act.form)
        visitor = await people.find_visitor(session, address=request.address, account=request.sender.account)
        if shown is not None and (visitor is None or visitor.person.id != shown.person_id):
            return reply(SOMEBODY_ELSES)
    return await receipts.stored_answer(session, key=key) or reply()


async def _settle(session: Session, request: Request, key: str, answer: Answer) -> None:
    """Keep the receipt; where a form was not saved, pressing again is a new try."""
    token = request.act.form if isinstance(request.act, SubmitForm) else ""
    if token and not await offers.is_used(session, token=token):
        await receipts.drop(session, key=key)
        return
    if token and isinstance(answer, Reply) and answer.is_off_record:
        await _forget_sender(session, token)
    kept = _off_record(TOLD_ONCE) if _is_secret(request, answer) else answer
    await receipts.keep(session, key=key, answer=kept)


def _is_secret(request: Request, answer: Answer) -> bool:
    """Whether nobody may keep the answer. One with buttons, or the thanks for a form, tells nothing."""
    is_off_record = isinstance(answer, Reply) and answer.is_off_record and not any(answer.buttons)
    return is_off_record and not isinstance(request.act, SubmitForm)


def _off_record(sentence: str) -> Reply:
    return replace(reply(sentence), is_off_record=True)


async def _forget_sender(session: Session, token: str) -> None:
    """Leave nothing that tells who sent this form, or when they asked for it."""
    shown = await offers.find(session, token=token)
    if shown is None or shown.person_id is None:
        return
    await contexts.forget(session, person_id=shown.person_id, conversation=shown.conversation)
    await receipts.forget_form(session, form_id=token)
    await offers.forget_form(session, shown)


async def _answered(turn: Turn) -> Answer:
    """What the act is answered; a UserError undoes the act and becomes its sentence."""
    try:
        async with turn.session.begin_nested():
            return await acts.perform(turn)
    except UserError as error:
        return refusal(error.sentence)
    except acts.Refused as refused:
        return await acts.refill(turn, refused)
