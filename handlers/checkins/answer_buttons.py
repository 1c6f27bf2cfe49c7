"""The buttons with which somebody answers a round: by a form, or with one press."""

from dataclasses import replace

from domain.chat import Button, Buttons
from handlers import buttons
from storage.checkins import Round

ANSWER, SKIP, NOTHING = "Answer", "Skip this week", "Nothing to add"
ANSWER_FORM = "checkin answer"
SKIP_COMMAND, NOTHING_COMMAND = "checkin skip", "checkin nothing"


def answer_button(round_: Round, *, label: str = ANSWER) -> Button:
    """The button that opens the form of this round."""
    return buttons.open_form(ANSWER_FORM, {"checkin": round_.id}, label=label)


def answer_buttons(round_: Round, *, is_for_everyone: bool = False) -> Buttons:
    """[Answer] [Skip this week] [Nothing to add], to be pressed as often as people like."""
    made = (
        answer_button(round_),
        buttons.run(SKIP, f"{SKIP_COMMAND} {round_.number}"),
        buttons.run(NOTHING, f"{NOTHING_COMMAND} {round_.number}"),
    )
    return Buttons(tuple(replace(one, is_for_everyone=is_for_everyone) for one in made))
