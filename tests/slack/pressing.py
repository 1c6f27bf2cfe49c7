"""What people press: buttons, menus, shortcuts, and the Home tab."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.slack.acting import Acting
from tests.slack.blocks import EMPTY, VALUE_KEYS, Element, elements_of
from tests.slack.delivery import Answer
from tests.slack.payloads import filled
from tests.slack.things import EVERYONE, Json, Message, View

MODAL, HOME = "modal", "home"
# Which key of an action holds what was chosen, beside those of VALUE_KEYS.
CHOSEN = {"overflow": "selected_option"}


@dataclass(frozen=True, kw_only=True)
class Found:
    """An element and where it stands."""

    element: Element
    message: Message | None = None
    view: View | None = None


class Pressing(Acting):
    """A person with a mouse."""

    def seen(self, channel: str = "") -> list[Message]:
        """List what this person sees in a channel."""
        return self.world.seen_in(self.place(channel).id, self.id)

    @property
    def home(self) -> View | None:
        """The Home tab as this person sees it."""
        return self.world.homes.get(self.id)

    @property
    def modal(self) -> View | None:
        """The modal that is open before this person."""
        return self.world.top_view(self.id)

    def find(self, button: str, where: str = "") -> Found:
        """Find an element by label, action id or value: in a channel (newest first), "modal" or "home"."""
        for found in self._all_in(where):
            if _is_meant(found.element, button):
                return found
        raise LookupError(f"no {button!r} in {where or 'the direct messages'} for {self.id}")

    def _all_in(self, where: str) -> Iterator[Found]:
        if where in {MODAL, HOME}:
            view = self.modal if where == MODAL else self.home
            for element in elements_of(view.body["blocks"]) if view else ():
                yield Found(element=element, view=view)
            return
        for message in reversed(self.seen(where)):
            for element in elements_of(message.blocks):
                yield Found(element=element, message=message)

    async def click(self, button: str, *, where: str = "", choice: str | None = None) -> Answer:
        """Press a button, or choose from a menu."""
        return await self.press(self.find(button, where), choice)

    async def press(self, found: Found, choice: str | None = None) -> Answer:
        """Press an element that was found before: a message may have changed since."""
        actions = [_action(found.element, choice, self.world.new_ts())]
        if found.message is not None:
            return await self._press_in_message(found.message, actions)
        assert found.view is not None
        _enter(found.view, found.element, actions[0])
        values = {"view_id": found.view.id, "view": found.view.shown(), "actions": actions}
        trigger_id = self.trigger_id(found.view.id)
        return await self.interact("block_actions_view", {**values, "trigger_id": trigger_id})

    async def _press_in_message(self, message: Message, actions: list[Json]) -> Answer:
        kind = "message" if message.seen_by == EVERYONE else "ephemeral"
        values = {
            **self.container(message),
            "message": message.shown(with_metadata=True),
            "state": {"values": {}},
            "trigger_id": self.trigger_id(),
            "response_url": self.world.new_response_url(self.id, message.channel_id, message.ts),
            "actions": actions,
        }
        return await self.interact(f"block_actions_{kind}", values)

    async def shortcut(self, callback_id: str) -> Answer:
        """Use a global shortcut."""
        self.need_commands()
        user: Json = {"id": self.id, "username": self.user.name, "team_id": self.user.team_id}
        values: Json = {"callback_id": callback_id, "trigger_id": self.trigger_id()}
        return await self.interact("shortcut", {**values, "user": user, "ts": self.world.new_ts()})

    async def message_action(self, callback_id: str, message: Message) -> Answer:
        """Use a shortcut of the menu of a message."""
        self.need_commands()
        values: Json = {
            **self.container(message),
            "user": {"id": self.id, "name": self.user.name},
            "ts": self.world.new_ts(),
            "callback_id": callback_id,
            "trigger_id": self.trigger_id(),
            "message": message.shown(),
            "response_url": self.world.new_response_url(self.id, message.channel_id),
        }
        return await self.interact("message_action", values)

    def container(self, message: Message) -> Json:
        """Say where a message stands, as interactions with it do."""
        place = self.world.channels[message.channel_id]
        named = {"id": place.id, "name": place.name_in_payloads}
        return {"message_ts": message.ts, "channel_id": place.id, "channel": named}

    async def open_home(self, tab: str = "home") -> Answer:
        """Open the app: its Home tab, or with "messages" the conversation."""
        if self.user.team_id not in self.world.teams_of(self.made):
            raise LookupError("people of other workspaces have no Home tab of the app: platform rule B8")
        ts = self.world.new_ts()
        place = self.direct_messages
        event = filled("app_home_opened", user_id=self.id, channel_id=place.id, tab=tab, ts=ts)
        if tab == "home" and self.home is not None:
            event["view"] = self.home.shown()
        return await self.tell(event)


def _is_meant(element: Element, button: str) -> bool:
    return button in {element.label, element.action_id, element.body.get("value")}


def _action(element: Element, choice: str | None, ts: str) -> Json:
    body, kind = element.body, str(element.body["type"])
    kept: Json = {name: body[name] for name in ("text", "value", "style", "placeholder") if name in body}
    action: Json = {"type": kind, "action_id": element.action_id, "block_id": element.block_id, **kept}
    if choice is not None:
        action[_key(kind)] = choice if kind.startswith("users_") else _option(body, choice)
    return action | {"action_ts": ts}


def _key(kind: str) -> str:
    return CHOSEN.get(kind) or VALUE_KEYS[kind][0]


def _option(body: Json, choice: str) -> Json:
    for option in body.get("options", []):
        if choice in {option.get("value"), option.get("text", EMPTY).get("text")}:
            return dict(option)
    raise LookupError(f"no option {choice!r}")


def _enter(view: View, element: Element, action: Json) -> None:
    """Keep what was chosen in a view, since its state goes along with the action."""
    kind = element.body["type"]
    if kind in VALUE_KEYS and VALUE_KEYS[kind][0] in action:
        value = {"type": kind, VALUE_KEYS[kind][0]: action[VALUE_KEYS[kind][0]]}
        view.values.setdefault(element.block_id, {})[element.action_id] = value
