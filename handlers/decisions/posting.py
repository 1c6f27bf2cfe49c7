"""The card of a decision in the engagement's channel, once it is in force."""

from collections.abc import Mapping
from typing import Any

from domain.chat import Buttons, Reply, note, reply
from domain.decisions import Decided
from handlers.decisions.card import card_blocks, pack_of
from handlers.decisions.drafts import look
from handlers.evidence.opening import open_button
from handlers.occasions import Unfit
from handlers.posts import home_of, worded_by
from handlers.turn import EngagementTurn, Unasked
from storage import decisions, outbox
from storage.outbox import Post

CARD = "decision"
LATER = "What happened since, with time: `decisions show {number}`."
NONE = "there is no such decision in force"


async def post_card(turn: EngagementTurn, one: Decided) -> bool:
    """Have the card posted in the engagement's channel. False where it has none."""
    address = await home_of(turn)
    if address is None:
        return False
    return await outbox.add(
        turn.session,
        key=f"{CARD}/{turn.engagement.id}/{one.number}",
        engagement_id=turn.engagement.id,
        address=address,
        reply=None,
        builds={"what": CARD, "number": one.number},
        now=turn.now,
    )


@worded_by
async def build_card(here: Unasked, post: Post, builds: Mapping[str, Any]) -> Reply:
    """The card, as it stands when it goes out. Raises Unfit where there is no such decision in force."""
    one = await decisions.find(here.session, engagement_id=here.engagement.id, number=builds["number"])
    if one is None or one.in_force_at is None:
        raise Unfit(NONE)
    blocks = await card_blocks(here, await look(here, one))
    pack = await pack_of(here, one)
    opens = [Buttons((open_button(pack),))] if pack is not None else []
    return reply(*blocks, note(LATER.format(number=one.number)), *opens, everyone=True)
