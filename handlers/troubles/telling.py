"""A post did not arrive: a word to those who can do something about it, once."""

from datetime import datetime

import structlog

from domain.chat import Address, Mention, reply
from handlers.leads import News, tell_leads
from handlers.troubles import unposted
from handlers.troubles.words import What, place_of, words_about, words_of
from storage import engagements, outbox, people
from storage.database import Session
from storage.outbox import Post

OUT_OF_REACH: frozenset[What] = frozenset({"no_app", "blocked", "disabled", "removed"})
NOT_ANSWERED = (
    "I heard you, but I could not show you my answer. Look at `history` before you send anything again:"
    " what was saved stands there."
)
NOT_SURE = (
    "I heard you, but I can't tell whether my answer reached you. If it isn't here, look at `history` before"
    " you send anything again: what was saved stands there."
)
# A word about a trouble has none itself.
KEY = "trouble/"

log = structlog.get_logger()


async def tell(session: Session, post: Post, trouble: What, *, now: datetime) -> int:
    """Put a word about the post into the outbox. Return how many are told anew.

    Whoever asked is told that they were not answered; where they cannot be written to, their leads are. Else
    it is the leads of the engagement, once until that place gets a post again. Where the app is gone, and of
    a message that nobody shall know about, nobody is told. What a job posted stands in a notice of its own.
    """
    told = 0
    if unposted.is_meant(post):
        told = await unposted.tell(session, post, trouble, now=now)
    elif words_of(post.target, trouble) and not post.key.startswith(KEY):
        if post.asker:
            told = await _tell_of_answer(session, post, trouble, now=now)
        elif post.engagement_id is not None and not (post.is_off_record and _account(post)):
            told = await _tell_leads(session, post, trouble, now=now)
    log.warning("trouble", post=post.id, trouble=trouble, told=told)
    return told


async def tell_of_person(session: Session, address: Address, trouble: What, *, now: datetime) -> int:
    """Tell the leads of a person, once until a post reaches them again, why the direct address does not.

    Return how many are told anew.
    """
    known = await people.find_visitor(session, address=address, account=address.account)
    if known is None:
        return 0
    target = f"{address.platform}/{address.workspace}/{address.place}"
    person = Mention(known.account.name, address.account)
    words, key = words_about(target, trouble, person), await _key(session, target, trouble)
    told = 0
    workspace, person_id = known.workspace, known.person.id
    for seat in await engagements.seats_of(session, person_id=person_id, workspace_id=workspace.id):
        news = News(engagement=seat.engagement, workspace=workspace, reply=words, key=key, now=now)
        told += await tell_leads(session, news, but=person_id)
    return told


async def _key(session: Session, target: str, trouble: What) -> str:
    """A key that stays the same until the place gets a post again."""
    why = "no_app" if trouble == "removed" else trouble
    return f"{KEY}{target}/{why}/{await outbox.last_sent_id(session, target=target)}"


async def _tell_of_answer(session: Session, post: Post, trouble: What, *, now: datetime) -> int:
    platform, workspace = post.target.split("/", 2)[:2]
    address = Address(platform=platform, workspace=workspace, account=post.asker)
    if trouble in OUT_OF_REACH and not post.is_off_record:
        return await tell_of_person(session, address, trouble, now=now)
    if trouble in OUT_OF_REACH or trouble == "person_gone":
        return 0
    return await outbox.add(
        session,
        key=f"{KEY}answer/{post.id}",
        engagement_id=None,
        address=address,
        reply=reply(NOT_SURE if trouble == "uncertain" else NOT_ANSWERED),
        now=now,
        is_off_record=post.is_off_record,
    )


async def _tell_leads(session: Session, post: Post, trouble: What, *, now: datetime) -> int:
    platform, external_id = post.target.split("/", 2)[:2]
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    workspace = await people.find_workspace(session, platform=platform, external_id=external_id)
    if engagement is None or workspace is None:
        return 0
    place, person_id = await place_of(
        session, target=post.target, account=_account(post), engagement=engagement, workspace=workspace
    )
    words = words_about(post.target, trouble, place, post.id)
    key = await _key(session, post.target, trouble)
    news = News(engagement=engagement, workspace=workspace, reply=words, key=key, now=now)
    return await tell_leads(session, news, but=person_id)


def _account(post: Post) -> str:
    """The person to whom it was to go; empty for a channel."""
    return str(post.stored_address.get("account") or "")
