"""A form as it was shown, from the receipt of the request that asked for it."""

from sqlalchemy import select

from domain.chat import Form
from storage.codec import from_json
from storage.database import Session
from storage.tables import Receipt


async def shown_form(session: Session, *, form_id: str) -> Form | None:
    """The form with this id, with what stood in its fields; None after the receipt is gone."""
    query = select(Receipt.answer).where(Receipt.form_id == form_id)
    stored = await session.scalar(query.limit(1))
    answer = None if stored is None else from_json(stored)
    return answer if isinstance(answer, Form) else None
