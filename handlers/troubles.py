"""A post did not arrive: a word to those who can do something about it, once."""

from datetime import datetime
from typing import Literal

import structlog

from domain.chat import Address, Mention, Reply, Span, Typed, reply, say
from domain.errors import Trouble
from handlers.channels import name_of
from handlers.leads import News, tell_leads
from storage import channels, engagements, outbox, people
from storage.database import Session
from storage.outbox import Post
from storage.tables import Engagement, Workspace
from storage.teams_conversations import TEAMS

What = Trouble | Literal["uncertain", "removed"]

# {place} is a channel, or a person.
WORDS: dict[What, str] = {
    "not_a_member": "I could not post in {place}: I am not a member there."
    " Invite me with /invite @Headway, and my next post will arrive.",
    "no_channel": "I could not post in {place}: I can't see that channel."
    " If it is private, invite me there with /invite @Headway; or it may be gone.",
    "archived": "I could not post in {place}: the channel is archived."
    " Once it is active again, my next post will arrive.",
    "person_gone": "I could not send a message to {place}: that account is switched off or gone."
    " Someone else may have to take over what they look after.",
    "too_long": "I had something for {place} that was too long to show there."
    " Ask me for it in smaller pieces, for example one number at a time.",
    "other": "I could not get a message through to {place}."
    " Please ask whoever runs me to look for post {id} in my log.",
    "uncertain": "I can't tell whether my message reached {place}."
    " Please have a look: if it isn't there, ask me for it again.",
}
# Where Teams needs other words than Slack, or has troubles of its own.
IN_TEAMS: dict[What, str] = {
    "not_a_member": "I could not post in {place}: the Headway app is not there any more."
    " Add it again, and my next post will arrive.",
    "no_channel": "I could not post in {place}: Teams does not find it any more. It may have been deleted."
    " Write to me there if it is still in use, and my next post will arrive.",
    "removed": "I cannot write to {place} any more: they removed Headway from their apps."
    " Once they find Headway under Apps and choose Add, my messages reach them.",
    "no_app": "I could not write to {place}: they do not have the Headway app in Teams."
    " Once they find Headway under Apps and choose Add, my messages reach them.",
    "blocked": "I could not write in {place}: I am blocked there."
    " Once I am unblocked and somebody writes to me there, my messages arrive again.",
    "disabled": "I could not write in {place}: the Headway app is switched off in your Teams admin center."
    " Once it is allowed again and somebody writes to me there, my messages arrive again.",
}
# Of a person, whose own chat with us it is.
OF_PERSON: dict[What, str] = {
    "blocked": "I could not write to {place}: they blocked me in our chat."
    " Once they unblock me and write to me there, my messages reach them.",
    "disabled": "I could not write to {place}: your Teams admin center does not let them use the Headway app."
    " Once it does and they write to me, my messages reach them.",
}
OUT_OF_REACH: frozenset[What] = frozenset({"no_app", "blocked", "disabled", "removed"})
NOT_ANSWERED = (
    "I heard you, but I could not show you my answer. Look at `history` before you send anything again:"
    " what was saved stands there."
)
NOT_SURE = (
    "I heard you, but I can't tell whether my answer reached you. If it isn't here, look at `history` before"
    " you send anything again: what was saved stands there."
)
CHANNEL_OF = "the channel of {client}"
# A word about a trouble has none itself.
KEY = "trouble/"

log = structlog.get_logger()


async def tell(session: Session, post: Post, trouble: What, *, now: datetime) -> int:
    """Put a word about the post into the outbox. Return how many are told anew.

    Whoever asked is told that they were not answered; where they cannot be written to, their leads are. Else
    it is the leads of the engagement, once until that place gets a post again. Where the app is gone, and of
    a message that nobody shall know about, nobody is told.
    """
    told = 0
    if words_of(post.target, trouble) and not post.key.startswith(KEY):
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
    words, key = _words(target, trouble, person), await _key(session, target, trouble)
    told = 0
    workspace, person_id = known.workspace, known.person.id
    for seat in await engagements.seats_of(session, person_id=person_id, workspace_id=workspace.id):
        news = News(engagement=seat.engagement, workspace=workspace, reply=words, key=key, now=now)
        told += await tell_leads(session, news, but=person_id)
    return told


def words_of(target: str, trouble: What) -> str:
    """What the leads are told, with {place} and {id} in it; empty where nobody is told."""
    platform, _workspace, place = (*target.split("/", 2), "", "")[:3]
    if platform != TEAMS:
        return WORDS.get(trouble, "")
    own = OF_PERSON.get(trouble, "") if place.startswith("@") else ""
    return own or IN_TEAMS.get(trouble, "") or WORDS.get(trouble, "")


def _words(target: str, trouble: What, place: Span, post_id: int = 0) -> Reply:
    before, after = words_of(target, trouble).replace("{id}", str(post_id)).split("{place}")
    return reply(say(before, place, after))


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
    place, person_id = await _place(session, post, engagement, workspace)
    words = _words(post.target, trouble, place, post.id)
    key = await _key(session, post.target, trouble)
    news = News(engagement=engagement, workspace=workspace, reply=words, key=key, now=now)
    return await tell_leads(session, news, but=person_id)


def _account(post: Post) -> str:
    """The person to whom it was to go; empty for a channel."""
    return str(post.stored_address.get("account") or "")


async def _place(
    session: Session, post: Post, engagement: Engagement, workspace: Workspace
) -> tuple[Span, int | None]:
    """Where the post was to go, in words; and the person, where it was for one."""
    place = post.target.split("/", 2)[2]
    if account := _account(post):
        address = Address(platform=workspace.platform, workspace=workspace.external_id, account=account)
        known = await people.find_visitor(session, address=address, account=account)
        if known is None:
            return Mention("", account), None
        return Mention(known.account.name, account), known.person.id
    channel = await channels.find(session, workspace_id=workspace.id, external_id=place)
    return Typed(name_of(channel, place) or CHANNEL_OF.format(client=engagement.name)), None
