"""From a request to an answer: once, in one transaction, with every error turned into words."""

import secrets
from datetime import datetime

import structlog

from domain.chat import Answer, Form, Reply, Request, Say, SubmitForm, reply
from domain.errors import UserError
from handlers import ROUTES, acts
from handlers.resolve import split_client
from handlers.services import Services
from handlers.turn import Turn
from storage import offers, people, receipts
from storage.database import Session

BROKEN = (
    "Something went wrong on our side, and nothing was saved. Please try again."
    " If it happens again, tell us this reference: {reference}."
)

log = structlog.get_logger()


async def dispatch(services: Services, request: Request, *, now: datetime) -> Answer:
    """Handle the request and answer it. Whatever goes wrong is answered in words."""
    try:
        if _only_reads(request):
            return await _read(services, request, now)
        return await _write(services, request, now)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("request_failed", reference=reference, act=type(request.act).__name__)
        return reply(BROKEN.format(reference=reference))


def _only_reads(request: Request) -> bool:
    if not isinstance(request.act, Say):
        return False
    client, _words = split_client(request.act.text)
    found = ROUTES.find_command(acts.bare_command(request.act.text))
    # A client that is named is remembered for half an hour, and that is a write.
    return found is not None and found[0].is_read and not client


async def _read(services: Services, request: Request, now: datetime) -> Answer:
    async with services.database.read() as session:
        turn = await _known(session, request, now)
        answer = None if turn is None else await _answered(turn)
    if turn is None or acts.needs_writing(answer):
        return await _write(services, request, now)
    return answer or reply()


async def _known(session: Session, request: Request, now: datetime) -> Turn | None:
    visitor = await people.find_visitor(session, address=request.address, account=request.sender.account)
    return None if visitor is None else _turn(session, request, visitor, now)


def _turn(session: Session, request: Request, visitor: people.Visitor, now: datetime) -> Turn:
    return Turn(
        session=session,
        request=request,
        now=now,
        person=visitor.person,
        workspace=visitor.workspace,
    )


async def _write(services: Services, request: Request, now: datetime) -> Answer:
    key = _receipt_key(request)
    async with services.database.write() as session:
        if not await receipts.claim(session, key=key, now=now):
            return await receipts.stored_answer(session, key=key) or reply()
        visitor = await people.welcome_visitor(
            session, address=request.address, sender=request.sender, now=now
        )
        answer = await _answered(_turn(session, request, visitor, now))
        await _settle(session, request, key, answer)
    services.wake()
    return answer


async def open_form(services: Services, request: Request, *, now: datetime) -> Form | None:
    """The form that a SubmitForm would send, as it stands now; None where it is not open to the person."""
    if not isinstance(request.act, SubmitForm):
        raise TypeError("only a filled form names the form it was")
    async with services.database.read() as session:
        turn = await _known(session, request, now)
        try:
            return None if turn is None else await acts.form_as_shown(turn, request.act.form)
        except UserError:
            return None


def _receipt_key(request: Request) -> str:
    """A filled form is known by its showing: Teams gives every press of Save a new id."""
    if isinstance(request.act, SubmitForm):
        return f"form/{request.act.form}"
    address = request.address
    return f"{address.platform}/{address.workspace}/{request.key}"


async def _settle(session: Session, request: Request, key: str, answer: Answer) -> None:
    """Keep the receipt; where a form came back unsaved, pressing again is a new try."""
    if isinstance(request.act, SubmitForm) and not isinstance(answer, Reply):
        await receipts.drop(session, key=key)
        return
    if isinstance(request.act, SubmitForm) and isinstance(answer, Reply) and answer.is_off_record:
        await offers.forget(session, token=request.act.form)
    await receipts.keep(session, key=key, answer=answer)


async def _answered(turn: Turn) -> Answer:
    """What the act is answered; a UserError undoes the act and becomes its sentence."""
    try:
        async with turn.session.begin_nested():
            return await acts.perform(turn)
    except UserError as error:
        return reply(error.sentence)
    except acts.Refused as refused:
        return await acts.refill(turn, refused)
