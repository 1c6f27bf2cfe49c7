"""Whom and what a command line names: a person of the console, an engagement."""

from collections.abc import Sequence

from bot.cli.nearest import nearest
from domain.errors import UserError
from storage import installation
from storage.console import ConsolePerson
from storage.database import Session
from storage.installation import Named

NOBODY = "I do not know {name}."
NOBODY_YET = "Nobody is known here yet. Import an engagement, or add people in the console."
SEVERAL_PEOPLE = "Several people are called {name}. Use the account: {accounts}."
NO_ENGAGEMENT = "There is no engagement {name}."
NONE_YET = "There is no engagement yet. Set one up, or import a file."
SEVERAL = "Several engagements are called {name}. Use the key: {keys}."


def find_person(known: Sequence[ConsolePerson], typed: str) -> ConsolePerson:
    """The person of this account or name. Raises UserError with the nearest ones."""
    if not known:
        raise UserError(NOBODY_YET)
    wanted = typed.strip().lstrip("@").casefold()
    by_account = [one for one in known if one.account.casefold() == wanted]
    by_name = [one for one in known if one.name.casefold() == wanted]
    by_part = [one for one in known if wanted in one.name.casefold().split()]
    found = by_account or by_name or by_part
    if len(found) > 1:
        accounts = ", ".join(one.account for one in found)
        raise UserError(SEVERAL_PEOPLE.format(name=typed, accounts=accounts))
    if not found:
        names = [word for one in known for word in (one.name, one.account)]
        raise UserError(nearest(NOBODY.format(name=typed), typed, names))
    return found[0]


async def find_engagement(session: Session, typed: str) -> Named:
    """The engagement of this key or name. Raises UserError with the nearest ones."""
    known = await installation.engagements(session)
    if not known:
        raise UserError(NONE_YET)
    wanted = typed.strip().casefold()
    found = [one for one in known if one.key == typed] or [
        one for one in known if wanted in (one.key.casefold(), one.name.casefold())
    ]
    if len(found) > 1:
        keys = ", ".join(one.key for one in found)
        raise UserError(SEVERAL.format(name=typed, keys=keys))
    if not found:
        raise UserError(nearest(NO_ENGAGEMENT.format(name=typed), typed, [one.key for one in known]))
    return found[0]
