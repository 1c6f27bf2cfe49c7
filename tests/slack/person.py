"""A person in the local Slack, and what happens to workspaces and channels around them."""

from tests.slack.filling import Filling
from tests.slack.server import LocalSlack
from tests.slack.speaking import Speaking


class Person(Speaking, Filling):
    """Somebody who types, presses and fills in."""


def person(slack: LocalSlack, user_id: str) -> Person:
    """Take the place of somebody."""
    return Person(slack, slack.world.users[user_id].id)
