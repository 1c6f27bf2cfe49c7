"""Check-ins: what is asked, and reading what people answer."""

from domain.checkins.blockers import blocker_in, blockers_of, is_nothing, is_skip, same_as
from domain.checkins.questions import LONGEST_QUESTION, MOST_QUESTIONS, Question, from_json, to_json
from domain.checkins.reading import Numbers, Spoken, blockers_said, is_question, read_spoken
from domain.checkins.templates import Template, kind_of, own_questions, template_for, templates

__all__ = [
    "LONGEST_QUESTION",
    "MOST_QUESTIONS",
    "Numbers",
    "Question",
    "Spoken",
    "Template",
    "blocker_in",
    "blockers_of",
    "blockers_said",
    "from_json",
    "is_nothing",
    "is_question",
    "is_skip",
    "kind_of",
    "own_questions",
    "read_spoken",
    "same_as",
    "template_for",
    "templates",
    "to_json",
]
