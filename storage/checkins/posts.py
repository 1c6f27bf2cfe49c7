"""The post of a round in its channel, and finding the round by it."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from domain.chat import Address
from storage.checkins.rounds import Round
from storage.database import Session
from storage.outbox.obstacles import AGAIN
from storage.outbox_edits import waiting
from storage.tables import (
    Account,
    Checkin,
    CheckinAnswer,
    CheckinAsked,
    Offer,
    OutboxPost,
    Workspace,
)

ON_ITS_WAY = ("pending", "sending")


@dataclass(frozen=True, kw_only=True)
class RoundPost:
    """Where a round was posted. Where something `is_waiting`, what this transaction changes will be in it.

    `zone` is the one in which its times are told.
    """

    address: Address
    zone: str
    is_waiting: bool


async def post_of(session: Session, round_: Round, *, engagement_id: int) -> RoundPost | None:
    """The post of the round, if there is one. Whoever asks holds the engagement's row."""
    first = aliased(OutboxPost)
    query = select(first.address, first.builds, waiting(first.id)).where(
        first.key == round_.post_key, first.engagement_id == engagement_id
    )
    found = (await session.execute(query)).first()
    if found is None:
        return None
    address, builds, waits = found
    zone = (builds or {}).get("zone", "")
    return RoundPost(address=Address(**address), zone=zone, is_waiting=waits is not None)


async def may_be_seen(session: Session, round_: Round, *, engagement_id: int) -> bool:
    """Whether the round's post stands in its channel, may stand there, or is on its way."""
    first = aliased(OutboxPost)
    first_id = select(first.id).where(first.key == round_.post_key, first.engagement_id == engagement_id)
    is_it = or_(OutboxPost.key == round_.post_key, OutboxPost.key.endswith(AGAIN))
    is_of_it = or_(OutboxPost.id.in_(first_id), OutboxPost.edits_id.in_(first_id))
    stands = or_(OutboxPost.state.in_(("sent", "uncertain")), is_it & OutboxPost.state.in_(ON_ITS_WAY))
    return bool(await session.scalar(select(exists().where(is_of_it, stands))))


# Asked for every reply in a thread below a message of ours, before anybody is told of it.
_HEARD = (
    select(Checkin.id)
    .join(OutboxPost, OutboxPost.key == Checkin.post_key)
    .join(CheckinAsked, CheckinAsked.checkin_id == Checkin.id)
    .join(Account, Account.person_id == CheckinAsked.person_id)
    .join(Workspace, Workspace.id == Account.workspace_id)
    .where(OutboxPost.message_id == bindparam("message_id"), OutboxPost.target == bindparam("target"))
    .where(Workspace.platform == bindparam("platform"), Workspace.external_id == bindparam("workspace"))
    .where(Account.external_id == bindparam("account"))
)


async def is_reply_of_asked(session: Session, *, address: Address, account: str) -> bool:
    """Whether the thread is that of a round's post, and the round asks this account of the workspace."""
    wanted = {
        "message_id": address.thread,
        "target": f"{address.platform}/{address.workspace}/{address.place}",
        "platform": address.platform,
        "workspace": address.workspace,
        "account": account,
    }
    return bool(address.thread) and (await session.execute(_HEARD, wanted)).first() is not None


async def was_offered(
    session: Session, *, engagement_id: int, checkin_id: int, person_id: int, route: str, most: int
) -> bool:
    """Whether the person answered the round, or is offered no more buttons with this route for it.

    That is so once they took one, or what stood beside it, and after `most` of them.
    """
    mine = (Offer.engagement_id == engagement_id, Offer.person_id == person_id, Offer.route == route)
    offered = select(func.count(Offer.id), func.count(Offer.used_at)).where(
        *mine, Offer.args["checkin"].as_integer() == checkin_id
    )
    shown, used = (await session.execute(offered)).one()
    answered = exists().where(
        CheckinAnswer.engagement_id == engagement_id,
        CheckinAnswer.checkin_id == checkin_id,
        CheckinAnswer.person_id == person_id,
    )
    return bool(used) or shown >= most or bool(await session.scalar(select(answered)))
