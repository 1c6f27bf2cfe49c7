"""What Teams refuses in a card, and what it would show badly."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from tests.slack.things import Json
from tests.teams.cards.parts import INPUT, actions_of, data_of, elements_of
from tests.teams.cards.pictures import picture_problems
from tests.teams.cards.schema import ACTIONS, CARD, ELEMENTS, RUN, SIZES, STYLES, WORDS

Surface = Literal["message", "dialog"]

# Platform rules part D: 28 KB is what the bot connector took for years, and what incoming webhooks take.
CARD_BYTES = 28 * 1024
# learn.microsoft.com, Teams: "Types of cards": version 1.5 or earlier for cards that bots send.
VERSIONS = {f"1.{minor}" for minor in range(6)}
# learn.microsoft.com, Teams: "Types of cards": six primary actions, others in an overflow menu.
PRIMARY_ACTIONS = 6
# Platform rules part D; learn.microsoft.com, Teams: "Up to date cards".
REFRESHED_PEOPLE = 60
# adaptivecards.io: what Action.OpenUrl may open.
LINK = re.compile("https?://|mailto:", re.IGNORECASE)
# learn.microsoft.com, Teams: "Format your bot messages": pictures in base64 do not count.
PICTURE = re.compile(r"data:image/[^\"]+")


def card_problems(card: object, surface: Surface = "message") -> list[str]:
    """Say what is wrong with a card, a line for each; nothing where Teams would show it well."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        return ["it is no AdaptiveCard"]
    if card.get("version") not in VERSIONS:
        return [f"version {card.get('version')!r}"]
    try:
        return list(_problems(card, surface))
    except (AttributeError, KeyError, TypeError) as error:
        return [f"it does not parse: {error!r}"]


def card_bytes(card: Json) -> int:
    """The size of a card in bytes, without the pictures in it."""
    return len(PICTURE.sub("", json.dumps(card, ensure_ascii=False)).encode())


def _problems(card: Json, surface: Surface) -> Iterator[str]:
    elements = list(elements_of(card, with_hidden=True))
    if not elements and not card.get("actions"):
        yield "it is empty"
    yield from _unknown("AdaptiveCard", card, CARD)
    for element in elements:
        yield from _element_problems(element)
    yield from _id_problems(elements)
    for actions in (card.get("actions", []), *(element.get("actions", []) for element in elements)):
        if sum(action.get("mode") != "secondary" for action in actions) > PRIMARY_ACTIONS:
            yield f"more than {PRIMARY_ACTIONS} actions side by side"
    for action in actions_of(card):
        yield from _action_problems(action, surface)
    yield from _refresh_problems(card, surface)
    yield from _mention_problems(card)


def _element_problems(element: Json) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind not in ELEMENTS:
        yield f"unknown element {kind}"
        return
    must, may = ELEMENTS[kind]
    yield from (f"{kind} without {name}" for name in sorted(must) if _is_empty(element.get(name)))
    yield from _unknown(kind, element, must | may)
    yield from _word_problems(kind, element)
    match kind:
        case "RichTextBlock":
            yield from _run_problems(element["inlines"])
        case "FactSet":
            yield from _fact_problems(element["facts"])
        case "Table":
            yield from _table_problems(element)
        case "Image":
            yield from picture_problems(str(element.get("url", "")))
        case _ if kind.startswith(INPUT):
            yield from _input_problems(element)


def _is_empty(value: object) -> bool:
    # An empty cell or column is allowed, a text without words is not.
    return value is None or (isinstance(value, str) and not value.strip())


def _unknown(kind: str, part: Json, known: set[str]) -> Iterator[str]:
    yield from (f"{kind} has no {name}" for name in sorted(set(part) - known))


def _word_problems(kind: str, part: Json) -> Iterator[str]:
    words = {**WORDS, "size": SIZES.get(kind), "style": STYLES.get(kind)}
    for name, allowed in words.items():
        if allowed and name in part and str(part[name]).lower() not in allowed:
            yield f"{kind} with {name} {part[name]!r}"


def _run_problems(inlines: list[object]) -> Iterator[str]:
    if not inlines:
        yield "RichTextBlock without inlines"
    for run in inlines:
        if isinstance(run, dict):
            if run.get("type") != "TextRun" or not run.get("text"):
                yield f"no TextRun, or one without text: {run}"
            yield from _unknown("TextRun", run, RUN)
            yield from _word_problems("TextRun", run)
            if "selectAction" in run:
                yield from _link_problems(run["selectAction"])
        elif not isinstance(run, str) or not run:
            yield "an inline without text"


def _link_problems(action: Json) -> Iterator[str]:
    if not LINK.match(str(action.get("url"))):
        yield f"Action.OpenUrl to {action.get('url')!r}"


def _fact_problems(facts: list[Json]) -> Iterator[str]:
    if not facts:
        yield "FactSet without facts"
    for fact in facts:
        if set(fact) != {"title", "value"} or not all(isinstance(text, str) for text in fact.values()):
            yield f"no fact: {fact}"
        elif not fact["title"].strip() or not fact["value"].strip():
            yield "a fact without words"


def _table_problems(table: Json) -> Iterator[str]:
    if not table["columns"] or not table["rows"]:
        yield "Table without columns or rows"
    widest = max((len(row.get("cells", [])) for row in table["rows"]), default=0)
    if widest > len(table["columns"]):
        yield "a row with more cells than the table has columns"
    for column in table["columns"]:
        if set(column) - {"width", "horizontalCellContentAlignment", "verticalCellContentAlignment"}:
            yield f"no column: {column}"


def _input_problems(element: Json) -> Iterator[str]:
    kind = element["type"]
    # Platform rules E1: whoever listens to a form hears its labels and mistakes.
    if _is_empty(element.get("label")) and kind != "Input.Toggle":
        yield f"{kind} without label"
    if element.get("isRequired") and _is_empty(element.get("errorMessage")):
        yield f"{kind} is required and says nothing about it"
    if kind == "Input.ChoiceSet":
        yield from _choice_problems(element)
    value = element.get("value")
    if value is not None and not isinstance(value, int | float if kind == "Input.Number" else str):
        yield f"{kind} with value {value!r}"
    if kind == "Input.Date" and value and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield f"{kind} with value {value!r}"


def _choice_problems(element: Json) -> Iterator[str]:
    choices = element.get("choices", [])
    if not choices and "choices.data" not in element:
        yield "Input.ChoiceSet without choices"
    for choice in choices:
        if _is_empty(choice.get("title")) or not isinstance(choice.get("value"), str):
            yield f"no choice: {choice}"
        elif element.get("isMultiSelect") and "," in choice["value"]:
            yield "several choices are joined by commas, and the value of one has a comma"
    values = Counter(choice.get("value") for choice in choices)
    yield from (f"two choices have the value {value!r}" for value, times in values.items() if times > 1)
    if "choices.data" in element and set(element["choices.data"]) - {"type", "dataset", "count", "skip"}:
        yield f"no query: {element['choices.data']}"


def _id_problems(elements: list[Json]) -> Iterator[str]:
    ids = Counter(element["id"] for element in elements if "id" in element)
    yield from (f"two elements have the id {name!r}" for name, times in ids.items() if times > 1)


def _action_problems(action: Json, surface: Surface) -> Iterator[str]:
    kind = str(action.get("type"))
    if kind not in ACTIONS:
        yield f"unknown action {kind}"
        return
    must, may = ACTIONS[kind]
    yield from (f"{kind} without {name}" for name in sorted(must) if _is_empty(action.get(name)))
    yield from _unknown(kind, action, must | may)
    yield from _word_problems(kind, action)
    if kind == "Action.Execute":
        # learn.microsoft.com, Teams: dialogs know Action.Submit alone.
        if surface == "dialog":
            yield "Action.Execute in a dialog"
        # Platform rules part D: older clients show nothing where there is no fallback.
        elif not isinstance(action.get("fallback"), dict) or action["fallback"]["type"] != "Action.Submit":
            yield "Action.Execute without a fallback Action.Submit"
    if kind == "Action.OpenUrl":
        yield from _link_problems(action)
    if surface == "dialog" and data_of(action).get("msteams"):
        yield "a dialog that opens a dialog"


def _refresh_problems(card: Json, surface: Surface) -> Iterator[str]:
    if "refresh" not in card:
        return
    refresh = card["refresh"]
    if surface == "dialog" or refresh["action"].get("type") != "Action.Execute":
        yield "refresh is for messages, by an Action.Execute"
    if len(refresh.get("userIds", [])) > REFRESHED_PEOPLE:
        yield f"refresh for more than {REFRESHED_PEOPLE} people"


def _mention_problems(card: Json) -> Iterator[str]:
    """Look at mentions: learn.microsoft.com, Teams: "Format cards", mention support within Adaptive Cards."""
    text = json.dumps([card.get("body", [])], ensure_ascii=False)
    for entity in card.get("msteams", {}).get("entities", []):
        written = json.dumps(entity.get("text", ""), ensure_ascii=False)[1:-1]
        mentioned = entity.get("mentioned", {})
        if entity.get("type") != "mention" or not mentioned.get("id") or not mentioned.get("name"):
            yield f"no mention: {entity}"
        elif not written.startswith("<at>") or written not in text:
            yield f"a mention that stands nowhere: {written}"
