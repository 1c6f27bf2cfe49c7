"""Answers that do not travel in the HTTP answer: rows of the outbox."""

from dataclasses import dataclass, field, replace

import structlog

from bot.teams.edge import Edge
from bot.teams.receive.asking import way_in
from bot.teams.receive.moving import in_thread, moved
from bot.teams.render import is_short
from bot.teams.send import fits_in_thread
from bot.wording import Way, reply_as_typed
from domain.chat import Address, Answer, Form, Reply, Request
from handlers.forms import offer_again
from storage import outbox
from storage.database import Session
from storage.failures import DATABASE_FAILURES

log = structlog.get_logger()


@dataclass(kw_only=True)
class Posting:
    """Puts the answer to a request into the outbox, in the transaction that decides it, once.

    A form that `can_stand_here` is not posted: whoever asked shows it.
    """

    edge: Edge
    request: Request
    is_kept: bool = field(default=False, init=False)

    async def keep(self, session: Session, answer: Answer) -> None:
        """Write the post down. Where that fails, its transaction does, and nothing is kept."""
        self.is_kept = False
        await self._write(session, answer)
        self.is_kept = True

    async def _write(self, session: Session, answer: Answer) -> None:
        if isinstance(answer, Form):
            if self.can_stand_here(answer):
                return
            answer = await offer_again(session, answer, now=self.edge.clock())
        if not answer.blocks:
            return
        address = back_to(self.request, answer)
        # What the asker alone shall see is read in the personal chat, where nobody mentions us.
        way: Way = "bare" if address.seen_by else way_in(self.request)
        if address.is_direct or address.seen_by:
            answer = await moved(session, self.request, answer, now=self.edge.clock())
        elif answer.visible_to != "everyone":
            answer = in_thread(self.request, answer)
        await outbox.add(
            session,
            key=f"answer/{self.request.address.workspace}/{self.request.key}",
            engagement_id=None,
            address=address,
            reply=reply_as_typed(answer, way, {}),
            now=self.edge.clock(),
            is_off_record=answer.is_off_record,
            # It goes to their chat: nobody in the channel waits behind it.
            queue=f"@{address.seen_by}" if address.seen_by else "",
        )

    async def make_sure(self, answer: Answer) -> None:
        """Post an apology, or what was decided before: what stands there already is not posted again."""
        # What is off the record leaves no row by which it could be told from a new one, and a form's button
        # is off the record too.
        if self.is_kept or isinstance(answer, Form) or answer.is_off_record:
            return
        async with self.edge.services.database.write() as session:
            await self.keep(session, answer)
        self.edge.services.wake()

    def can_stand_here(self, form: Form) -> bool:
        """Whether the form may be filled where it was asked for: a short one, in the personal chat."""
        is_fit = is_short(form) or not self.edge.has_dialogs
        return self.request.address.is_direct and self.request.can_open_form and is_fit


async def post(edge: Edge, request: Request, answer: Answer) -> None:
    """Post an answer that could not be shown where it was asked for; what was done stands anyway."""
    try:
        async with edge.services.database.write() as session:
            await Posting(edge=edge, request=replace(request, can_open_form=False)).keep(session, answer)
        edge.services.wake()
    except DATABASE_FAILURES as failure:
        log.error("answer_lost", error=type(failure).__name__)


def back_to(request: Request, answer: Reply) -> Address:
    """Where an answer goes: into the thread what tells nothing, or all may see; the rest to the asker."""
    address = request.address
    if address.is_direct or answer.visible_to == "everyone" or fits_in_thread(answer):
        return address
    return replace(address, seen_by=request.sender.account)


def direct_of(request: Request) -> Address:
    """The personal chat of whoever asked, and where that was: if they have no such chat, it is said there."""
    account, address = request.sender.account, request.address
    if address.is_direct:
        return replace(address, account=account, conversation="", thread="", seen_by="")
    return replace(address, account=account, seen_by=account)
