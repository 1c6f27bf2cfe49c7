"""Taking an offer: whose it is, whether it still stands, and typing it instead of clicking."""

from dataclasses import replace

from domain.errors import UserError
from handlers.buttons import TYPED
from handlers.turn import Turn
from storage import offers
from storage.tables import Offer, Person

LONGEST_LABEL = 40
UNDO_TOO_LATE = "That can no longer be undone: the 15 minutes are over. You can still correct it."
SOMEBODY_ELSES = "That was offered to somebody else. Nothing was changed."
YOUR_OWN = " To get your own, type `{command}`."
DONE_BEFORE = "That was done already. Nothing was changed again."
DONE_BY = "{name} did that already. Nothing was changed again."
FORM_SAVED = "This form was saved already. Nothing was changed again."


class Gone(UserError):
    """That button is from an old message and no longer works. Nothing was changed."""


async def standing(turn: Turn, token: str, *, is_form: bool = False) -> tuple[Turn, Offer]:
    """The offer, if this person may take it now, and the turn in its place. Raises UserError: why not."""
    offer = await offers.take_up(turn.session, token=token)
    if offer is None or is_form != (offer.position == 0):
        raise Gone
    if offer.person_id not in (None, turn.person.id):
        own = YOUR_OWN.format(command=offer.args[TYPED]) if offer.args.get(TYPED) else ""
        raise UserError(f"{SOMEBODY_ELSES}{own}")
    if offer.used_at is not None:
        raise UserError(await _done_by(turn, offer) if offer.label else FORM_SAVED)
    if offer.expires_at <= turn.now:
        raise Gone(UNDO_TOO_LATE if offer.label == "Undo" else "")
    return _where_offered(turn, offer), offer


async def _done_by(turn: Turn, offer: Offer) -> str:
    """Say that it was done, and by whom where that was somebody else."""
    if offer.used_by in (None, turn.person.id):
        return DONE_BEFORE
    person = await turn.session.get(Person, offer.used_by)
    return DONE_BEFORE if person is None else DONE_BY.format(name=person.name)


def _where_offered(turn: Turn, offer: Offer) -> Turn:
    """The turn in the place where the offer was made: a form and the Home tab do not say where they are.

    What was asked elsewhere and is shown here is about that other place, too.
    """
    address, place = turn.request.address, offer.conversation
    is_from_elsewhere = offer.shown_in == address.place
    # A place of a person's own, direct messages or the Home tab, begins with @.
    if place.startswith("@") or (address.conversation and not is_from_elsewhere):
        return turn
    there = replace(address, conversation=place, thread="", account="")
    return replace(turn, request=replace(turn.request, address=there), shown_in=offer.shown_in)


async def typed(turn: Turn, text: str) -> str | None:
    """The token of the offer that the person typed: its number or its label, of the latest ones here."""
    words = text.strip().casefold()
    if not words or len(words) > LONGEST_LABEL:
        return None
    latest = await offers.latest_group(
        turn.session,
        person_id=turn.person.id,
        conversation=turn.request.address.place,
        now=turn.now,
    )
    meant = [offer for offer in latest if words in (offer.label.casefold(), str(offer.position))]
    # One that was taken is meant only where no other is: then the answer says that it was done.
    meant.sort(key=lambda offer: offer.used_at is not None)
    if meant:
        return meant[0].token
    return await offers.latest_called(
        turn.session,
        label=words,
        person_id=turn.person.id,
        conversation=turn.request.address.place,
        now=turn.now,
    )
