"""Receipts: a request that was handled once is answered, not handled, when it comes again."""

import hashlib
from datetime import datetime, time
from typing import cast

from sqlalchemy import Table, bindparam, delete, select, update

from domain.chat import Answer, Form
from storage.codec import from_json, to_json
from storage.database import Session
from storage.insert import insert_once
from storage.tables import Receipt


async def claim(session: Session, *, key: str, now: datetime) -> bool:
    """Write the receipt for `key`. Return False where it is written already."""
    day = datetime.combine(now.date(), time.min, tzinfo=now.tzinfo)
    return await insert_once(session, Receipt, {"fingerprint": _fingerprint(key), "day": day})


async def stored_answer(session: Session, *, key: str) -> Answer | None:
    """What was answered to the request with this key."""
    stored = await session.scalar(select(Receipt.answer).where(Receipt.fingerprint == _fingerprint(key)))
    return None if stored is None else from_json(stored)


_TABLE = cast(Table, Receipt.__table__)
# Built once, since every request runs it: building a statement costs more than running it.
_KEEP = (
    update(_TABLE)
    .where(_TABLE.c.fingerprint == bindparam("its_fingerprint"))
    .values(answer=bindparam("answer"), form_id=bindparam("its_form"))
)


async def keep(session: Session, *, key: str, answer: Answer) -> None:
    """Keep the answer, for the day the request comes again."""
    form_id = answer.id if isinstance(answer, Form) else None
    kept = {"its_fingerprint": _fingerprint(key), "answer": to_json(answer), "its_form": form_id}
    await session.execute(_KEEP, kept)


async def drop(session: Session, *, key: str) -> None:
    """Forget the receipt: nothing was saved, so trying again is a new try."""
    await session.execute(delete(Receipt).where(Receipt.fingerprint == _fingerprint(key)))


async def forget_form(session: Session, *, form_id: str) -> None:
    """Delete the receipt of the request for this form: its fields may tell for whom it was filled."""
    await session.execute(delete(Receipt).where(Receipt.form_id == form_id))


def _fingerprint(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
