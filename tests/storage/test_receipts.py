"""A request that was handled once is answered when it comes again."""

from sqlalchemy import select

from domain.chat import Answer, Form, reply
from storage import receipts
from storage.tables import Receipt
from tests.storage.made import NOW


async def test_a_key_is_claimed_once_and_its_answer_kept(migrated):
    async with migrated.write() as session:
        assert await receipts.claim(session, key="a", now=NOW)
        await receipts.keep(session, key="a", answer=reply("done"))
    async with migrated.write() as session:
        assert not await receipts.claim(session, key="a", now=NOW)
        assert await receipts.claim(session, key="A", now=NOW)
        assert await receipts.stored_answer(session, key="a") == reply("done")
        assert await receipts.stored_answer(session, key="A") is None


async def test_a_dropped_receipt_can_be_claimed_again(migrated):
    async with migrated.write() as session:
        await receipts.claim(session, key="a", now=NOW)
        await receipts.drop(session, key="a")
        assert await receipts.claim(session, key="a", now=NOW)


async def test_a_receipt_tells_the_day_and_no_hour(migrated):
    async with migrated.write() as session:
        await receipts.claim(session, key="a", now=NOW)
        assert str(await session.scalar(select(Receipt.day))) == "2026-11-16 00:00:00+00:00"


async def test_the_receipt_of_a_form_that_was_shown_can_be_forgotten(migrated):
    async with migrated.write() as session:
        shown: dict[str, Answer] = {"a": Form(title="A", fields=(), id="one"), "b": reply("one")}
        for key, answer in shown.items():
            await receipts.claim(session, key=key, now=NOW)
            await receipts.keep(session, key=key, answer=answer)
        await receipts.forget_form(session, form_id="one")
        assert await receipts.stored_answer(session, key="a") is None
        assert await receipts.stored_answer(session, key="b") == reply("one")
