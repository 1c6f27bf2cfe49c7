"""Feedback and what became of it. Both only grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from storage.database import Session
from storage.numbering import next_number
from storage.tables import Feedback, FeedbackStep, Person


@dataclass(frozen=True, kw_only=True)
class Voiced:
    """A piece of feedback, its author's name if it has one, and its last step."""

    feedback: Feedback
    author: str | None
    step: FeedbackStep | None

    @property
    def status(self) -> str:
        """What became of it so far."""
        return self.step.status if self.step else "new"


async def add(
    session: Session,
    feedback: Feedback,
    *,
    engagement_id: int,
) -> Feedback:
    """Write down what was said, under the next number."""
    feedback.number = await next_number(session, Feedback, engagement_id=engagement_id)
    feedback.engagement_id = engagement_id
    session.add(feedback)
    await session.flush()
    return feedback


def new(
    *,
    text: str,
    sentiment: str,
    source: str,
    theme: str,
    day: date,
    by_id: int | None,
    given_at: datetime | None,
    voice: str = "",
    link: str = "",
) -> Feedback:
    """What was said, not written down yet. Without `by_id`, who noted it, it is anonymous.

    `voice` is who said it, where that is somebody else, and `link` leads to where they did. Anonymous
    feedback has neither: they would tell who saw it there.
    """
    return Feedback(
        text=text,
        sentiment=sentiment,
        source=source,
        theme=theme,
        voice="" if by_id is None else voice,
        link="" if by_id is None else link,
        day=day,
        is_anonymous=by_id is None,
        by_id=by_id,
        given_at=given_at,
    )


async def step(
    session: Session,
    *,
    engagement_id: int,
    feedback_id: int,
    status: str,
    words: str,
    by_id: int,
    now: datetime,
) -> FeedbackStep:
    """Write down what became of it."""
    row = FeedbackStep(
        engagement_id=engagement_id, feedback_id=feedback_id, status=status, words=words, by_id=by_id, at=now
    )
    session.add(row)
    await session.flush()
    return row


async def count_new(session: Session, *, engagement_id: int) -> int:
    """How many pieces nobody has answered yet."""
    later = aliased(FeedbackStep)
    newer = select(later.id).where(later.feedback_id == Feedback.id, later.id > FeedbackStep.id).exists()
    query = (
        select(func.count(Feedback.id))
        .outerjoin(FeedbackStep, (FeedbackStep.feedback_id == Feedback.id) & ~newer)
        .where(Feedback.engagement_id == engagement_id)
        .where(func.coalesce(FeedbackStep.status, "new") == "new")
    )
    return await session.scalar(query) or 0


async def latest(
    session: Session, *, engagement_id: int, limit: int, before: int | None = None, number: int | None = None
) -> Sequence[Voiced]:
    """The newest pieces, each with its last step; with `number` that one alone."""
    later = aliased(FeedbackStep)
    newer = select(later.id).where(later.feedback_id == Feedback.id, later.id > FeedbackStep.id).exists()
    query = (
        select(Feedback, Person.name, FeedbackStep)
        .outerjoin(Person, Person.id == Feedback.by_id)
        .outerjoin(FeedbackStep, (FeedbackStep.feedback_id == Feedback.id) & ~newer)
        .where(Feedback.engagement_id == engagement_id)
        .order_by(Feedback.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Feedback.number < before)
    if number is not None:
        query = query.where(Feedback.number == number)
    return [Voiced(feedback=f, author=name, step=s) for f, name, s in await session.execute(query)]
