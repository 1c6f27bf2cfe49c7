"""What is wrong with a filled setup form."""

from domain import catalogues
from domain.chat import Values, one
from domain.engagements import read_currency, read_locale, read_zone
from domain.errors import UserError
from handlers.engagements.setup_form import HERE, LEAD_ROLES, LONGEST_NAME, shared_channel
from handlers.turn import Turn
from storage import engagements

NAME_NEEDED = "Please write the client's name."
NAME_USED = (
    "You have set up an engagement with this name already. Please pick another name; or close this form and"
    " type `channels join {name}`, if that one shall live here too."
)
NAME_LONG = "That is a long name. Please keep it to 80 letters."
PICK_ONE = "Please pick one."
ANOTHER_CHANNEL = "Then type `setup` in a channel that only the right people read. Nothing was set up here."
NOW_SHARED = (
    "This channel is shared with another organisation, and this form does not ask about that yet."
    " Nothing was set up. Please close the form, and type `setup` once more."
)
READERS = {"zone": read_zone, "currency": read_currency, "locale": read_locale}


async def errors_in(turn: Turn, values: Values) -> dict[str, str]:
    """Field name -> what is wrong with it."""
    errors = await _name_errors(turn, values)
    for field, read in READERS.items():
        try:
            read(one(values, field))
        except UserError as error:
            errors[field] = error.sentence
    for field, known in (("role", LEAD_ROLES), ("use_case", catalogues.use_cases())):
        if one(values, field) not in known:
            errors[field] = PICK_ONE
    if await shared_channel(turn) is not None and one(values, "shared") != HERE:
        errors["shared"] = _shared_error(values)
    return errors


def _shared_error(values: Values) -> str:
    # It became known after the form was shown.
    if "shared" not in values:
        return NOW_SHARED
    return ANOTHER_CHANNEL if one(values, "shared") else PICK_ONE


async def _name_errors(turn: Turn, values: Values) -> dict[str, str]:
    name = " ".join(one(values, "name").split())
    if not name:
        return {"name": NAME_NEEDED}
    if len(name) > LONGEST_NAME:
        return {"name": NAME_LONG}
    used = await engagements.names_set_up_by(turn.session, person_id=turn.person.id)
    return {"name": NAME_USED.format(name=name)} if name.casefold() in used else {}
