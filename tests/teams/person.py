"""A person in the local Teams, with everything that they can do."""

from tests.teams.arranging import Arranging
from tests.teams.extending import Extending
from tests.teams.filling import Filling
from tests.teams.server import LocalTeams


class Person(Filling, Extending, Arranging):
    """Somebody who types, presses, fills in, installs and arranges."""


def person(teams: LocalTeams, key: str, *, app_id: str = "") -> Person:
    """Take the place of somebody, before one of the bots."""
    return Person(teams, teams.world.users[key].key, app_id)
