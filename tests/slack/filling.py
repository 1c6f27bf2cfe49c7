"""What people do with modals: fill in, look up, send, close."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.slack.answers import take_view_ack
from tests.slack.blocks import EMPTY, VALUE_KEYS, Element, elements_of
from tests.slack.checks import check_options
from tests.slack.delivery import Answer
from tests.slack.pressing import Pressing
from tests.slack.things import Json, View

Entered = Mapping[str, str | list[str] | None]
REQUIRED = "Please complete this required field."
WAYS_OF_TEXT = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What came of pressing the button of a modal.

    Nothing was sent where Slack's own checks found `errors`; otherwise they are the app's.
    """

    answer: Answer | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_sent(self) -> bool:
        """Whether the app heard of it."""
        return self.answer is not None


class Filling(Pressing):
    """A person before a modal."""

    async def submit_view(self, values: Entered | None = None) -> Submission:
        """Fill fields, named by block id or action id, and send; what is left out stays as it was."""
        view = self._open_view()
        for name, value in (values or {}).items():
            await self.enter(view, _field(view, name), value)
        if errors := _client_errors(view):
            return Submission(errors=errors)
        view.errors = {}
        trigger_id = self.trigger_id(view.id)
        answer = await self.interact("view_submission", {"view": view.shown(), "trigger_id": trigger_id})
        if answer.status == 200:
            take_view_ack(self.world, view, answer.json)
        return Submission(answer=answer, errors=view.errors)

    async def close_view(self, *, all_of_them: bool = False) -> Answer | None:
        """Close the modal on top, or the whole stack; the app hears of it only if it asked to."""
        view, stack = self._open_view(), self.world.stacks[self.id]
        if all_of_them:
            stack.clear()
        else:
            stack.remove(view.id)
        if not view.body.get("notify_on_close"):
            return None
        return await self.interact("view_closed", {"view": view.shown(), "is_cleared": all_of_them})

    async def enter(self, view: View, element: Element, value: str | list[str] | None) -> None:
        """Put a value into a field."""
        kind = element.body["type"]
        key = VALUE_KEYS[kind][0]
        if key == "selected_options":
            wanted = value if isinstance(value, list) else [value] if value else []
            chosen: object = [await self._option(element, str(one)) for one in wanted]
        elif key == "selected_option":
            chosen = await self._option(element, str(value)) if value else None
        elif key.endswith("s"):
            chosen = value if isinstance(value, list) else [value] if value else []
        else:
            chosen = value or None
        view.values.setdefault(element.block_id, {})[element.action_id] = {"type": kind, key: chosen}

    async def suggest(self, action_id: str, typed: str, *, where: str = "modal") -> list[Json]:
        """Type into an external select and get the options that the app answers with."""
        found = self.find(action_id, where)
        names = {"action_id": found.element.action_id, "block_id": found.element.block_id, "value": typed}
        if found.view is not None:
            where_it_is = {"view_id": found.view.id, "view": found.view.shown()}
            answer = await self.interact("block_suggestion_view", names | where_it_is)
        else:
            assert found.message is not None
            where_it_is = {**self.container(found.message), "message": found.message.shown()}
            answer = await self.interact("block_suggestion_message", names | where_it_is)
        return _options_of(answer)

    async def _option(self, element: Element, wanted: str) -> Json:
        body = element.body
        if body["type"] in {"external_select", "multi_external_select"}:
            options = await self.suggest(element.action_id, wanted)
        else:
            groups = body.get("option_groups") or [{"options": body.get("options", [])}]
            options = [option for group in groups for option in group["options"]]
        for option in options:
            if wanted in {option.get("value"), option.get("text", EMPTY).get("text")}:
                return option
        raise LookupError(f"no option {wanted!r} in {element.action_id}")

    def _open_view(self) -> View:
        view = self.modal
        if view is None:
            raise LookupError(f"no modal is open before {self.id}")
        return view


def _field(view: View, name: str) -> Element:
    for element in elements_of(view.body["blocks"]):
        if name in {element.block_id, element.action_id} and element.body["type"] in VALUE_KEYS:
            return element
    raise LookupError(f"no field {name!r}")


def _client_errors(view: View) -> dict[str, str]:
    """Find what Slack's own clients refuse to send: docs.slack.dev/reference/block-kit/blocks/input-block."""
    errors = {}
    for element in elements_of(view.body["blocks"]):
        if element.block["type"] == "input":
            value = view.values[element.block_id][element.action_id]
            entered = value[VALUE_KEYS[element.body["type"]][0]]
            if entered in (None, "", []) and not element.block.get("optional"):
                errors[element.block_id] = REQUIRED
            elif (
                entered and element.body["type"] in WAYS_OF_TEXT and (wrong := _length(element.body, entered))
            ):
                errors[element.block_id] = wrong
    return errors


def _length(body: Json, entered: str) -> str:
    # docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element: at most 3,000 characters.
    if len(entered) > min(int(body.get("max_length", 3000)), 3000):
        return "This is too long."
    return "This is too short." if len(entered) < int(body.get("min_length", 0)) else ""


def _options_of(answer: Answer) -> list[Json]:
    """Read the options of an answer, or raise what Slack would refuse in them."""
    if answer.status != 200:
        return []
    body = answer.json
    check_options(body)
    groups = body.get("option_groups") or [{"options": body["options"]}]
    return [option for group in groups for option in group["options"]]
