"""Reading an answer in plain words: numbers, what is in the way, and the rest."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.checkins.blockers import blocker_in, blockers_of
from domain.checkins.questions import Question
from domain.errors import UserError
from domain.kpis import Item, KpiName, read_item, split_kpi
from domain.kpis.items import Habits
from domain.numbers import read_amount

LONGEST_NUMBER = 24
FEWEST_WORDS = 3

_QUESTION = re.compile(
    r"(?:what|who|whom|when|where|why|which|whose|how)(?:['’]s|\s+(?:is|are|was|were|do|does|did|can|could|should|"
    r"would|will|has|have|had|many|much|often|about|far|long))\b"
    r"|(?:please\s+)?(?:show|tell|give|send|list|remind|explain|help)\s+(?:me|us)\b"
    r"|(?:can|could|would|will)\s+(?:you|we|i)\b"
    r"|(?:is|are|was|were|do|does|did|has|have)\s+(?:there|it|we|they|you|this|that|i|the)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\s*\n\s*")
_NUMBER = re.compile(r"(?:^|(?<=\s))([1-9])[.)]\s+(?=\S)")
# Between things that are said: a line's or sentence's end, a comma, or a word that joins.
_HARD = re.compile(r"\s*(?:\n|;|,(?!\d)|(?<!\d),|,(?=\s)|[.!](?=\s|$))\s*")
_SOFT = re.compile(
    r"\s+(?:and|but|also|plus)\s+|\s+(?=(?:still\s+)?(?:waiting|blocked|stuck|held\s+up)\s)", re.I
)
_COLON = re.compile(r":\s+")
_CONTINUES = re.compile(
    r"(?:who|which|whose|that|until|because|since|so|as|from|in|for|though)\b", re.IGNORECASE
)
_BARE = re.compile(r"[^\w\s]{0,2}\s?\d[\d.,'’\s]*(?:[km]\b)?\s?[%€$£]?", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:our|the|my|we\s+had|we\s+have|we\s+got|i\s+had|i\s+have|i\s+got)\s+", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(r"([^\w\s]?\d\S*)\s+(.+)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What somebody said: `texts` by question where lines were numbered, `words` is what else was said.

    `bare` are numbers, as they were typed, without the KPI that they are for.
    """

    texts: tuple[str, ...] = ()
    words: str = ""
    items: tuple[Item, ...] = ()
    bare: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What is needed to read numbers: the KPIs' names, and how each of them is written, by id."""

    names: Sequence[KpiName] = ()
    habits: Mapping[int, Habits] = field(default_factory=dict)
    locale: str = "en-GB"
    currency: str = ""

    def item(self, piece: str) -> Item | None:
        """The number that the piece reports, name or number first; None where it is no such thing."""
        words = _OPENING.sub("", piece.strip(), count=1)
        try:
            named = self._named(words)
            return None if named is None else read_item(named[0], named[1], self.habits[named[0].id])
        except UserError:
            return None

    def _named(self, words: str) -> tuple[KpiName, str] | None:
        if not any(char.isdigit() for char in words):
            return None
        if first := split_kpi(words, self.names):
            return first
        turned = _NUMBER_FIRST.fullmatch(words)
        behind = split_kpi(turned[2], self.names) if turned else None
        return (behind[0], f"{turned[1]} {behind[1]}".strip()) if turned and behind else None

    def is_bare(self, piece: str) -> bool:
        """Whether the piece is a number and nothing else."""
        if len(piece) > LONGEST_NUMBER or _BARE.fullmatch(piece.strip()) is None:
            return False
        try:
            read_amount(piece.strip(), locale=self.locale, currency=self.currency)
        except UserError:
            return False
        return True


@dataclass(frozen=True)
class _Piece:
    """A thing that is said, and what stood behind it."""

    text: str
    gap: str


def is_question(text: str) -> bool:
    """Whether somebody asks something of us, rather than answering and asking something, too."""
    sentences = _SENTENCE_END.split(text.strip())
    asking = [place for place, sentence in enumerate(sentences) if _asks(sentence)]
    said = [(place, sentence) for place, sentence in enumerate(sentences) if place not in asking]
    return bool(asking) and not any(_tells(sentence, place < asking[0]) for place, sentence in said)


def _asks(sentence: str) -> bool:
    return sentence.endswith("?") or _QUESTION.match(sentence) is not None


def _tells(sentence: str, is_first: bool) -> bool:
    """Whether the sentence beside a question says enough to be an answer; behind one it may explain it."""
    is_long = is_first and len(sentence.split()) >= FEWEST_WORDS
    return is_long or bool(blocker_in(sentence)) or any(char.isdigit() for char in sentence)


def read_spoken(text: str, *, questions: int, numbers: Numbers) -> Spoken:
    """Read an answer to so many questions. Lines that begin with 1. 2. 3. belong to them."""
    texts = by_number(text, questions)
    if not texts:
        return _read(text, numbers)
    read = [_read(one, numbers) for one in texts]
    return Spoken(
        texts=texts,
        items=tuple(item for one in read for item in one.items),
        blockers=tuple(blocker for one in read for blocker in one.blockers),
    )


def blockers_said(questions: Sequence[Question], texts: Sequence[str], words: str) -> list[str]:
    """What an answer says is in the way: each line under a question for that, and what the words say."""
    pairs = zip(questions, texts, strict=False)
    named = [
        blocker for question, text in pairs if question.kind == "blocker" for blocker in blockers_of(text)
    ]
    return list(dict.fromkeys([*named, *_read(words, Numbers()).blockers]))


def by_number(text: str, questions: int) -> tuple[str, ...]:
    """The answers by question, empty where one is left out; nothing at all where they are not numbered."""
    marks = list(_NUMBER.finditer(text))
    places = [int(mark[1]) for mark in marks]
    is_in_order = places == sorted(set(places)) and all(place <= questions for place in places)
    if not marks or text[: marks[0].start()].strip() or not is_in_order:
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    said = {
        place: text[mark.end() : end].strip() for place, mark, end in zip(places, marks, ends, strict=True)
    }
    return tuple(said.get(place + 1, "") for place in range(questions))


def _read(text: str, numbers: Numbers) -> Spoken:
    items: dict[tuple[int, str], Item] = {}
    bare: list[str] = []
    blockers: list[str] = []
    rest: list[_Piece] = []
    was_blocker = False
    for piece in _pieces(text, numbers):
        item = numbers.item(piece.text)
        continues = was_blocker and _CONTINUES.match(piece.text) is not None
        was_blocker = continues or bool(item is None and blocker_in(piece.text))
        if item is not None and (item.kpi_id, str(item.period)) not in items:
            items[item.kpi_id, str(item.period)] = item
        elif continues:
            blockers[-1] = f"{blockers[-1]}, {piece.text}"
        elif numbers.is_bare(piece.text):
            bare.append(piece.text)
        elif was_blocker:
            blockers.append(blocker_in(piece.text))
        else:
            rest.append(piece)
    return Spoken(
        words=_joined(rest), items=tuple(items.values()), bare=tuple(bare), blockers=tuple(blockers)
    )


def _pieces(text: str, numbers: Numbers) -> list[_Piece]:
    found: list[_Piece] = []
    start = 0
    for gap in (*_HARD.finditer(text), None):
        end = len(text) if gap is None else gap.start()
        behind = "" if gap is None else gap[0]
        if text[start:end].strip():
            found += _softly(text[start:end].strip(), behind, numbers)
        start = end if gap is None else gap.end()
    return found


def _softly(text: str, gap: str, numbers: Numbers) -> list[_Piece]:
    """Part at a joining word, where what stands before or behind it is a thing of its own."""
    if numbers.item(text) is not None:
        return [_Piece(text, gap)]
    for joint in _SOFT.finditer(text):
        before, behind = text[: joint.start()], text[joint.end() :]
        if _stands_alone(before, numbers) or (joint[0].strip() and _stands_alone(behind, numbers)):
            return [*_softly(before, joint[0], numbers), *_softly(behind, gap, numbers)]
    for colon in _COLON.finditer(text):
        if numbers.item(text[colon.end() :]) is not None:
            return [_Piece(text[: colon.start()], colon[0]), _Piece(text[colon.end() :], gap)]
    return [_Piece(text, gap)]


def _stands_alone(piece: str, numbers: Numbers) -> bool:
    is_number = numbers.item(piece) is not None or numbers.is_bare(piece)
    return is_number or bool(blocker_in(piece))


def _joined(pieces: Sequence[_Piece]) -> str:
    """What was said, in its own words, with the marks between them that stood there."""
    said = "".join(piece.text + piece.gap for piece in pieces)
    return said.strip().rstrip(",;:").strip()
