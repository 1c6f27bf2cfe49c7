"""An answer in plain words, before it is kept: what was read from it, shown with [Save] and [Edit]."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.chat import Block, Button, Buttons, Paragraph, Reply, Typed, note, reply, say
from domain.checkins import Numbers, Question, Spoken, is_nothing, is_skip, read_spoken
from handlers import buttons
from handlers.checkins import numbers
from handlers.checkins.answer_buttons import ANSWER_FORM
from handlers.checkins.draft import Draft, joined, to_json
from handlers.checkins.open_round import head_of
from handlers.kpis.owed import Owed, owed_by
from handlers.kpis.record import UNDERSTOOD
from handlers.kpis.reported import Reported
from handlers.kpis.saving import previous_value
from handlers.kpis.series import all_series, habits_of, last_period, names_of, period_name, shown
from handlers.turn import EngagementTurn
from storage.checkins import Answer, AnswerKind, Round

ASK = "I read this as your answer to the check-in. Shall I save it?"
ASK_NOTHING = "Shall I note that you have nothing to add to the check-in?"
ASK_SKIP = "Shall I note that you leave this check-in out?"
ASK_ADD = "You answered this check-in already. Shall I add this to your answer?"
WILL_BE_LATE = "This check-in is closed, so your answer will be marked as late."
NOTHING_SAVED = "Nothing is saved yet."
ONLY_YOU = "Only you see this. Nothing is saved yet."
IN_THE_WAY = "In your way: "
WHICH = "Which number is {typed}?"
OF_KPI = "{name}, {period}"
NONE_OF_THEM = "None of them"
SAVE, EDIT, NOT_AN_ANSWER = "Save", "Edit", "Not an answer"
SAVE_REPLY, ADD = "Save as my answer", "Add to my answer"
SAVE_ROUTE, NUMBER_ROUTE, NOT_ROUTE = "checkin words save", "checkin words number", "checkin words not"
ADD_ROUTE = "checkin words add"
# How often it was offered in a round, and whether it was taken, is looked up by this name.
REPLY_ROUTE = "checkin reply save"
MOST_CHOICES = 8
LONGEST_LABEL = 75


async def read_draft(turn: EngagementTurn, round_: Round, text: str, *, is_reply: bool = False) -> Draft:
    """What somebody said, as an answer to the round."""
    if is_skip(text) or is_nothing(text):
        kind: AnswerKind = "skip" if is_skip(text) else "nothing"
        return Draft(checkin_id=round_.id, kind=kind, is_reply=is_reply)
    rows = [series.kpi for series in await all_series(turn)]
    known = Numbers(
        names=names_of(rows),
        habits={kpi.id: habits_of(turn, kpi) for kpi in rows},
        locale=turn.engagement.locale,
        currency=turn.engagement.currency,
    )
    spoken = read_spoken(text, questions=len(round_.questions), numbers=known)
    texts, words = _placed(round_.questions, spoken)
    return Draft(
        checkin_id=round_.id,
        texts=texts,
        words=words,
        blockers=spoken.blockers,
        items=spoken.items,
        bare=spoken.bare,
        is_reply=is_reply,
    )


def _placed(questions: Sequence[Question], spoken: Spoken) -> tuple[tuple[str, ...], str]:
    """The texts by question, and the words: what is in the way belongs under the question for that."""
    if spoken.texts or not spoken.blockers:
        return spoken.texts, spoken.words
    lines = "\n".join(spoken.blockers)
    at = next((at for at, question in enumerate(questions) if question.kind == "blocker"), None)
    if at is None:
        return (), "\n".join(filter(None, (spoken.words, lines)))
    return tuple(lines if place == at else "" for place in range(len(questions))), spoken.words


async def show(turn: EngagementTurn, round_: Round, draft: Draft) -> Reply:
    """Show what was read, with what may be done with it; or ask first what a bare number counts."""
    while draft.bare:
        candidates = await _candidates(turn, draft)
        if len(candidates) == 1 and await _is_due(turn, candidates[0]):
            draft = counted_as(turn, draft, candidates[0])
        elif candidates and not draft.is_reply:
            return _ask_which(turn, draft, candidates)
        else:
            draft = as_words(draft)
    reported = await numbers.reported(turn, draft.items)
    late = [] if round_.is_open(turn.now) else [WILL_BE_LATE]
    aside = ONLY_YOU if draft.is_reply else NOTHING_SAVED
    choices = _choices(draft, await head_of(turn, round_) if draft.is_addition else None)
    return reply(_ask(draft), *late, *_lines(turn, round_, draft, reported), choices, note(aside))


def _ask(draft: Draft) -> str:
    if draft.is_addition:
        return ASK_ADD
    return {"skip": ASK_SKIP, "nothing": ASK_NOTHING}.get(draft.kind, ASK)


def counted_as(turn: EngagementTurn, draft: Draft, owed: Owed) -> Draft:
    """The draft in which its first bare number is that of this KPI. Raises UserError if it cannot be."""
    item = numbers.item_of(turn, owed, draft.bare[0])
    return replace(draft, items=(*draft.items, item), bare=draft.bare[1:])


def as_words(draft: Draft) -> Draft:
    """The draft in which its first bare number counts nothing that is followed here."""
    words = ", ".join(filter(None, (draft.words, draft.bare[0])))
    return replace(draft, words=words, bare=draft.bare[1:])


async def _candidates(turn: EngagementTurn, draft: Draft) -> list[Owed]:
    """What a bare number may count: what is due, else the last period of each KPI of theirs."""
    named = {(item.kpi_id, item.period) for item in draft.items}
    due = [one for one in numbers.by_turns(await owed_by(turn)) if _key(one) not in named]
    if due:
        return due[:MOST_CHOICES]
    own = [series for series in await all_series(turn) if series.kpi.owner_id == turn.person.id]
    last = [Owed(series=series, period=last_period(turn, series.kpi)) for series in own]
    return [one for one in last if _key(one) not in named][:MOST_CHOICES]


def _key(owed: Owed) -> tuple[int, Any]:
    return owed.series.kpi.id, owed.period


async def _is_due(turn: EngagementTurn, candidate: Owed) -> bool:
    return candidate.field in {owed.field for owed in await owed_by(turn)}


def _ask_which(turn: EngagementTurn, draft: Draft, candidates: Sequence[Owed]) -> Reply:
    kept = to_json(draft)
    choices = [
        Button(
            label=_label(turn, owed),
            route=NUMBER_ROUTE,
            args={"draft": kept, "kpi": owed.series.kpi.id, "period": str(owed.period)},
        )
        for owed in candidates
    ]
    none = Button(label=NONE_OF_THEM, route=NUMBER_ROUTE, args={"draft": kept, "kpi": None, "period": ""})
    return reply(WHICH.format(typed=draft.bare[0]), Buttons((*choices, none)), note(NOTHING_SAVED))


def _label(turn: EngagementTurn, owed: Owed) -> str:
    label = OF_KPI.format(name=owed.series.kpi.name, period=period_name(turn, owed.period))
    return label[:LONGEST_LABEL]


def _lines(turn: EngagementTurn, round_: Round, draft: Draft, reported: Sequence[Reported]) -> list[Block]:
    by_question = [
        Paragraph((f"{question.text} ", Typed(text)))
        for question, text in zip(round_.questions, draft.texts, strict=False)
        if text and question.kind != "blocker"
    ]
    free = [Paragraph((Typed(draft.words),))] if draft.words else []
    blockers = [Paragraph((IN_THE_WAY, Typed(blocker))) for blocker in draft.blockers]
    return [*by_question, *free, *(say(_understood(turn, r)) for r in reported), *blockers]


def _understood(turn: EngagementTurn, r: Reported) -> str:
    return UNDERSTOOD.format(
        name=r.kpi.name,
        value=shown(turn, r.kpi, r.item.value),
        period=period_name(turn, r.item.period),
        previous=previous_value(turn, r.series, r.item.period),
    )


def _choices(draft: Draft, head: Answer | None) -> Buttons:
    """What may be done with it; `head` is the answer to which it would be added."""
    kept, whole = to_json(draft), to_json(joined(head, draft))
    label, route = SAVE, SAVE_ROUTE
    if draft.is_addition or draft.is_reply:
        label, route = (ADD, ADD_ROUTE) if draft.is_addition else (SAVE_REPLY, REPLY_ROUTE)
    edit = {name: whole[name] for name in ("checkin", "texts", "words", "items")}
    return Buttons(
        (
            Button(label=label, route=route, args=kept, style="primary"),
            buttons.ask_by_form(ANSWER_FORM, edit, label=EDIT),
            Button(label=NOT_AN_ANSWER, route=NOT_ROUTE, args=kept),
        )
    )
