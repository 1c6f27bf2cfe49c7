"""The Web API, a module for each family of methods."""

from tests.slack.calls import Methods
from tests.slack.methods import assistant, chat, conversations, files, installing, people, views

METHODS = Methods()
for _family in (assistant, chat, conversations, files, installing, people, views):
    METHODS.known |= _family.METHODS.known
