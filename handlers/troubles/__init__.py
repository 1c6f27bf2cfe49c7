"""A post did not arrive: a word to those who can do something about it, and what they can do."""

from handlers.troubles.deciding import router
from handlers.troubles.telling import KEY, NOT_ANSWERED, NOT_SURE, tell, tell_of_person
from handlers.troubles.unposted import UNPOSTED, build_notice, tell_ended
from handlers.troubles.words import IN_TEAMS, OF_PERSON, WORDS, What, words_of

BUILDERS = {UNPOSTED: build_notice}

__all__ = [
    "BUILDERS",
    "IN_TEAMS",
    "KEY",
    "NOT_ANSWERED",
    "NOT_SURE",
    "OF_PERSON",
    "UNPOSTED",
    "WORDS",
    "What",
    "build_notice",
    "router",
    "tell",
    "tell_ended",
    "tell_of_person",
    "words_of",
]
