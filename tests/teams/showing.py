"""What Teams does with the answer to a dialog's invoke."""

from typing import Any

from tests.slack.things import Json
from tests.teams.acting import Acting, BadAnswer
from tests.teams.cards.checking import card_problems
from tests.teams.delivery import Answer
from tests.teams.things import CARD, Dialog, Place

# learn.microsoft.com, Teams: "TaskInfo object": words, or pixels.
SIZES = {"small", "medium", "large"}
TITLE_CHARACTERS = 64


def show_task(
    person: Acting,
    answer: Answer,
    place: Place,
    *,
    thread: str = "",
    must_show: bool = False,
    command: str = "",
    payload: Json | None = None,
) -> None:
    """Open, change or close the dialog as the answer says; nothing closes it. A failed invoke leaves it.

    Raises BadAnswer for what is no answer, and where a dialog `must_show` and there is none.
    """
    if answer.status != 200:
        return
    task = answer.json.get("task")
    if task is None:
        if must_show or set(answer.json) - {"composeExtension"}:
            raise BadAnswer(f"no dialog: {answer.json}")
        person.screen.dialog = None
    elif task.get("type") == "message" and isinstance(task.get("value"), str) and task["value"]:
        person.screen.dialog = None
        person.notices.append(task["value"])
    elif task.get("type") == "continue":
        made, before = _dialog(task.get("value"), person, place, thread), person.screen.dialog
        made.command = command or (before.command if before else "")
        made.payload = payload or (before.payload if before else {})
        person.screen.dialog = made
    else:
        raise BadAnswer(f"no task: {task}")


def _dialog(value: Any, person: Acting, place: Place, thread: str) -> Dialog:
    if not isinstance(value, dict) or value.get("card", {}).get("contentType") != CARD:
        raise BadAnswer(f"a dialog without a card: {value}")
    card = value["card"]["content"]
    problems = card_problems(card, "dialog") + _task_problems(value)
    if problems:
        raise BadAnswer("; ".join(problems))
    size = {name: value[name] for name in ("height", "width") if name in value}
    return Dialog(str(value["title"]), card, person.bot.app_id, place.id, size, thread)


def _task_problems(value: Json) -> list[str]:
    problems = []
    if not value.get("title") or len(value["title"]) > TITLE_CHARACTERS:
        problems.append(f"a dialog with the title {value.get('title')!r}")
    for name in ("height", "width"):
        if name in value and not isinstance(value[name], int) and value[name] not in SIZES:
            problems.append(f"{name} {value[name]!r}")
    if set(value) - {"title", "height", "width", "card", "completionBotId"}:
        problems.append(f"a dialog has none of these: {sorted(value)}")
    return problems
