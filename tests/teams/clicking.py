"""What people press: buttons of cards, in messages and in dialogs."""

from dataclasses import dataclass
from typing import Any

from tests.slack.things import Json
from tests.teams.acting import DM, BadAnswer
from tests.teams.cards.checking import card_problems
from tests.teams.cards.entering import client_errors, entered
from tests.teams.cards.parts import DOES, actions_of, data_of, opens_dialog
from tests.teams.delivery import Answer
from tests.teams.showing import show_task
from tests.teams.speaking import Speaking
from tests.teams.things import CARD, Message

DIALOG = "dialog"
WORDS = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
THEME: Json = {"theme": "default"}


@dataclass(frozen=True, kw_only=True)
class Found:
    """A button, the card that it stands in, and its message; a dialog has none."""

    action: Json
    card: Json
    message: Message | None = None


class Clicking(Speaking):
    """A person with a mouse."""

    def seen(self, where: str = DM) -> list[Message]:
        """List the messages that this person sees in a conversation, in order."""
        with self.world.lock:
            place = self.place(where)
            if self.user not in self.world.members_of(place):
                raise LookupError(f"{self.key} does not see {where}")
            return [m for m in self.world.messages if m.place_id == place.id and not m.is_deleted]

    def find(self, label: str, where: str = DM) -> Found:
        """Find a button by its label: in a conversation (newest message first), or in the dialog.

        The dialog that is open comes before the personal chat. Raises LookupError.
        """
        for found in self.buttons(where):
            if found.action.get("title") == label:
                return found
        raise LookupError(f"no {label!r} in {where or 'the chat'} for {self.key}")

    def buttons(self, where: str = DM) -> list[Found]:
        """List the buttons that can be pressed there, those of the newest message first."""
        found = []
        if self.dialog is not None and where in {DM, DIALOG}:
            open_card = self.dialog.card
            found = [Found(action=action, card=open_card) for action in actions_of(open_card)]
        if where == DIALOG:
            return found
        for message in reversed(self.seen(where)):
            if card := message.card_for(self.key):
                found += [Found(action=a, card=card, message=message) for a in actions_of(card)]
        return found

    async def click(self, label: str, where: str = DM, *, as_submit: bool = False) -> Answer:
        """Press a button; `as_submit` is a client that knows no Action.Execute."""
        return await self.press(self.find(label, where), as_submit=as_submit)

    async def press(
        self, found: Found, values: dict[str, str] | None = None, *, as_submit: bool = False
    ) -> Answer:
        """Press a button that was found before: the message may have changed since.

        Raises LookupError where an input of its card does not let it be pressed.
        """
        action = found.action["fallback"] if as_submit else found.action
        if action["type"] not in DOES:
            raise LookupError(f"{action['type']} tells the bot nothing")
        if values is None:
            values = entered(found.card, {}, self.choose)
        if errors := client_errors(found.card, values):
            raise LookupError(f"Teams asks for more first: {errors}")
        inputs = {} if action.get("associatedInputs") == "none" else values
        data = {**data_of(action), **inputs}
        if found.message is None:
            return await self._press_in_dialog(data)
        return await self._press_in_message(action, data, found.message)

    def choose(self, wanted: str) -> str:
        """Say the account of a person whom a people picker is asked for; by key, name or account."""
        for user in self.world.users.values():
            if wanted in {user.key, user.name, user.account}:
                return user.account
        raise LookupError(f"nobody is called {wanted}")

    async def _press_in_message(self, action: Json, data: Json, message: Message) -> Answer:
        place = self.world.places[message.place_id]
        if action["type"] == "Action.Execute":
            return await self._execute(action, data, message, "manual")
        if opens_dialog(action):
            asked = {"data": data, "context": THEME}
            answer = await self.invoke("task/fetch", asked, place, message=message)
            show_task(self, answer, place, thread=message.thread, must_show=True)
            return answer
        if "msteams" in data:
            raise LookupError(f"this is nothing that the local Teams plays: {data['msteams']}")
        # learn.microsoft.com, Teams: "Card actions", Action.Submit: a message with a value and no text.
        told = self.made(place, "message", thread=message.thread, value=data, replyToId=message.id)
        return await self.deliver(told)

    async def _execute(self, action: Json, data: Json, message: Message, trigger: str) -> Answer:
        kept: Json = {name: action[name] for name in ("type", "id", "title", "verb") if name in action}
        value: Json = {"action": {**kept, "data": data}, "trigger": trigger}
        place = self.world.places[message.place_id]
        answer = await self.invoke("adaptiveCard/action", value, place, message=message)
        if answer.status == 200:
            self._show_executed(answer.json, message)
        return answer

    def _show_executed(self, shown: Json, message: Message) -> None:
        """Show what an Action.Execute was answered: a card for whoever pressed, or words."""
        kind, value = shown.get("type"), shown.get("value")
        if shown.get("statusCode") == 200 and kind == CARD:
            if problems := card_problems(value):
                raise BadAnswer("; ".join(problems))
            with self.world.lock:
                message.views[self.key] = _card(value)
        elif shown.get("statusCode") == 200 and kind == WORDS and isinstance(value, str) and value:
            self.notices.append(value)
        elif isinstance(shown.get("statusCode"), int) and kind == ERROR and isinstance(value, dict):
            self.notices.append(str(value["message"]))
        else:
            raise BadAnswer(f"no answer to Action.Execute: {shown}")

    async def _press_in_dialog(self, data: Json) -> Answer:
        dialog = self.dialog
        if dialog is None:
            raise LookupError(f"no dialog is open before {self.key}")
        place = self.world.places[dialog.place_id]
        asked: Json = {"data": data, "context": THEME}
        name = "task/submit"
        if dialog.command:
            name = "composeExtension/submitAction"
            asked |= {"commandId": dialog.command, "commandContext": "message"}
            asked |= {"messagePayload": dialog.payload, "requestId": str(self.world.next_number())}
        answer = await self.invoke(name, asked, place, thread=dialog.thread)
        show_task(self, answer, place, thread=dialog.thread)
        return answer

    async def look(self, where: str = DM) -> list[Answer]:
        """Look at a conversation: cards that refresh for this person ask the bot for theirs."""
        answers = []
        for message in self.seen(where):
            refresh = (message.card or {}).get("refresh")
            if refresh and self._is_refreshed(refresh, message):
                action = refresh["action"]
                answers.append(await self._execute(action, data_of(action), message, "automatic"))
        return answers

    def _is_refreshed(self, refresh: Json, message: Message) -> bool:
        """Say whether Teams refreshes for them; without a list it does in chats of at most sixty people."""
        ids = {self.user.account, self.user.member(self.bot.app_id)}
        return bool(ids & set(refresh["userIds"])) if "userIds" in refresh else True


def _card(value: Any) -> Json:
    return dict(value)
