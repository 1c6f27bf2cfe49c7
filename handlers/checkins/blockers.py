"""What is in somebody's way, as they say it in check-ins: items of the register, each with its age."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import Button, Paragraph, Typed
from domain.checkins import same_as
from handlers import story
from handlers.registers.blockers import choices
from handlers.registers.showing import age_in_words
from handlers.registers.steps import TOLD_ADDED, Change, add_step
from handlers.turn import EngagementTurn
from storage import checkins, registers
from storage.checkins import Round
from storage.registers import BLOCKER, WITHDRAWN, Item

IN_THE_WAY, STILL_OPEN = "In your way: ", "Still open: "
AGE = " (blocker {number}, {age})"
IS_IT_SOLVED = "Is it solved?"
SEVERAL = "{label} {number}"
MOST_SHOWN = 5


async def settle(turn: EngagementTurn, round_: Round, said: Sequence[str]) -> list[Item]:
    """Bring the register in line with what the person says is in their way. Return what is open of theirs.

    What they said before, in nearly the same words, keeps its age, and what was solved since they first
    answered this round stays so. What the round had added and is not said any more is taken back, unless
    something became of it.
    """
    origin = f"checkin:{round_.number}"
    before = await _open(turn)
    texts = [item.text for item in (*before, *await _solved(turn, round_))]
    for blocker in said:
        if same_as(blocker, texts) is None:
            await _begin(turn, blocker, origin)
            texts.append(blocker)
    for item in before:
        is_new_here = item.origin == origin and item.step_id is None
        if is_new_here and same_as(item.text, said) is None:
            await add_step(turn, item, Change(status=WITHDRAWN))
    return await _open(turn)


async def _open(turn: EngagementTurn) -> list[Item]:
    return await registers.open_items(
        turn.session, engagement_id=turn.engagement.id, kind=BLOCKER, owner_id=turn.person.id
    )


async def _solved(turn: EngagementTurn, round_: Round) -> list[Item]:
    """What was solved of theirs since their first answer in this round."""
    here = {"engagement_id": turn.engagement.id}
    since = await checkins.first_answered_at(
        turn.session, **here, checkin_id=round_.id, person_id=turn.person.id
    )
    if since is None:
        return []
    done = await registers.done_since(turn.session, **here, since=since)
    return [item for item in done if item.kind == BLOCKER and item.owner_id == turn.person.id]


async def _begin(turn: EngagementTurn, text: str, origin: str) -> None:
    item = await registers.open_item(
        turn.session,
        engagement_id=turn.engagement.id,
        kind=BLOCKER,
        text=text,
        owner_id=turn.person.id,
        due=None,
        origin=origin,
        by_id=turn.person.id,
        now=turn.now,
    )
    what = TOLD_ADDED.format(kind=BLOCKER, number=item.number, text=text)
    await story.tell(turn, subject=f"{BLOCKER}:{item.number}", what=what, after={"status": item.status})


def lines_of(turn: EngagementTurn, items: Sequence[Item], said: Sequence[str]) -> list[Paragraph]:
    """A line for each, with its age; of what they did not name this time it is asked whether it is solved."""
    return [_line(turn, item, is_named=same_as(item.text, said) is not None) for item in items[:MOST_SHOWN]]


def _line(turn: EngagementTurn, item: Item, *, is_named: bool) -> Paragraph:
    age = AGE.format(number=item.number, age=age_in_words(item, turn))
    if is_named:
        return Paragraph((IN_THE_WAY, Typed(item.text), age))
    return Paragraph((STILL_OPEN, Typed(item.text), f"{age}. {IS_IT_SOLVED}"))


def solved_buttons(items: Sequence[Item]) -> list[Button]:
    """[Solved] for each; with their numbers where there are several."""
    made = [(item, button) for item in items[:MOST_SHOWN] for button in choices(item)]
    if len(items) == 1:
        return [button for _item, button in made]
    return [
        replace(button, label=SEVERAL.format(label=button.label, number=item.number)) for item, button in made
    ]
