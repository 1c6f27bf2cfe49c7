"""What people do with forms: in a dialog, or in a card of a message."""

from dataclasses import dataclass, field

from tests.teams.acting import DM
from tests.teams.cards.entering import Entered, client_errors, entered
from tests.teams.cards.parts import DOES, inputs_of, opens_dialog
from tests.teams.clicking import Clicking, Found
from tests.teams.delivery import Answer


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What came of sending a form; nothing was sent where the client's own checks found `errors`."""

    answer: Answer | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_sent(self) -> bool:
        """Whether the bot took it."""
        return self.answer is not None and self.answer.is_taken


class Filling(Clicking):
    """A person before a form."""

    async def submit(
        self, values: Entered | None = None, where: str = DM, *, button: str = "", as_submit: bool = False
    ) -> Submission:
        """Fill inputs and press what sends them: in the dialog if one is open, else in the newest form there.

        Without a `button` it is the one in the style "positive", else the first.
        """
        found = self.form(where, button)
        filled = entered(found.card, values or {}, self.choose)
        if errors := client_errors(found.card, filled):
            return Submission(errors=errors)
        return Submission(answer=await self.press(found, filled, as_submit=as_submit))

    def form(self, where: str = DM, button: str = "") -> Found:
        """Find the form that would be sent, by its button. Raises LookupError."""
        if self.dialog is not None:
            where = "dialog"
        sending = [one for one in self.buttons(where) if inputs_of(one.card) and _sends(one)]
        for newest in sending:
            named = [one for one in sending if one.card is newest.card]
            named = [one for one in named if button in {"", one.action.get("title")}]
            if named:
                return min(named, key=lambda one: one.action.get("style") != "positive")
        raise LookupError(f"no form in {where or 'the chat'} for {self.key}")

    def close_dialog(self) -> None:
        """Close the dialog; Teams tells nobody."""
        if self.dialog is None:
            raise LookupError(f"no dialog is open before {self.key}")
        self.screen.dialog = None


def _sends(found: Found) -> bool:
    action = found.action
    return action["type"] in DOES and not opens_dialog(action) and action.get("associatedInputs") != "none"
