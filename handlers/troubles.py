"""A post did not arrive: a word to those who can do something about it, once."""

from datetime import datetime
from typing import Literal

import structlog

from domain.chat import Address, Mention, Span, Typed, reply, say
from domain.errors import Trouble
from handlers.channels import name_of
from handlers.leads import News, tell_leads
from storage import channels, engagements, outbox, people
from storage.database import Session
from storage.outbox import Post
from storage.tables import Engagement, Workspace
from storage.teams_conversations import TEAMS

What = Trouble | Literal["uncertain"]

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
    "no_app": "I could not write to {place}: we have no chat in Teams yet."
    " Once they find Headway under Apps and choose Add, my messages reach them.",
    "blocked": "I could not write in {place}: I am blocked there."
    " Once I am unblocked and somebody writes to me there, my messages arrive again.",
    "disabled": "I could not write in {place}: the Headway app is switched off in your Teams admin center."
    " Once it is allowed again and somebody writes to me there, my messages arrive again.",
}
UNREACHABLE: frozenset[What] = frozenset({"person_gone", "no_app", "blocked", "disabled"})
NOT_ANSWERED = "I had an answer for you, but I could not show it. Please ask me again."
CHANNEL_OF = "the channel of {client}"
# A word about a trouble has none itself.
KEY = "trouble/"

log = structlog.get_logger()


async def tell(session: Session, post: Post, trouble: What, *, now: datetime) -> int:
    """Put a word to the leads into the outbox, once until that place gets a post again.

    An answer that one person was to see is answered for to that person. Where the app is gone, and of a
    message that nobody shall know about, nobody is told. Return how many are told anew.
    """
    told = 0
    asker, account = post.stored_address.get("seen_by"), post.stored_address.get("account")
    is_secret = post.is_off_record and account
    if words_of(post, trouble) and not is_secret and not post.key.startswith(KEY):
        key = f"{KEY}{post.target}/{trouble}/{await outbox.last_sent_id(session, target=post.target)}"
        if asker and not account:
            told = await _tell_asker(session, post, trouble, key=f"{key}/{asker}", now=now)
        elif post.engagement_id is not None:
            told = await _tell_leads(session, post, trouble, key=key, now=now)
    log.warning("trouble", post=post.id, trouble=trouble, told=told)
    return told


def words_of(post: Post, trouble: What) -> str:
    """What the leads are told, with {place} and {id} in it; empty where nobody is told."""
    is_in_teams = post.target.partition("/")[0] == TEAMS
    return (IN_TEAMS.get(trouble, "") if is_in_teams else "") or WORDS.get(trouble, "")


async def _tell_asker(session: Session, post: Post, trouble: What, *, key: str, now: datetime) -> int:
    if trouble in UNREACHABLE:
        return 0
    platform, workspace = post.target.split("/", 2)[:2]
    address = Address(platform=platform, workspace=workspace, account=post.stored_address["seen_by"])
    words = reply(NOT_ANSWERED)
    return await outbox.add(session, key=key, engagement_id=None, address=address, reply=words, now=now)


async def _tell_leads(session: Session, post: Post, trouble: What, *, key: str, now: datetime) -> int:
    platform, external_id = post.target.split("/", 2)[:2]
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    workspace = await people.find_workspace(session, platform=platform, external_id=external_id)
    if engagement is None or workspace is None:
        return 0
    place, person_id = await _place(session, post, engagement, workspace)
    before, after = words_of(post, trouble).replace("{id}", str(post.id)).split("{place}")
    words = reply(say(before, place, after))
    news = News(engagement=engagement, workspace=workspace, reply=words, key=key, now=now)
    return await tell_leads(session, news, but=person_id)


async def _place(
    session: Session, post: Post, engagement: Engagement, workspace: Workspace
) -> tuple[Span, int | None]:
    """Where the post was to go, in words; and the person, where it was for one."""
    place = post.target.split("/", 2)[2]
    if account := str(post.stored_address.get("account") or ""):
        address = Address(platform=workspace.platform, workspace=workspace.external_id, account=account)
        known = await people.find_visitor(session, address=address, account=account)
        if known is None:
            return Mention("", account), None
        return Mention(known.account.name, account), known.person.id
    channel = await channels.find(session, workspace_id=workspace.id, external_id=place)
    return Typed(name_of(channel, place) or CHANNEL_OF.format(client=engagement.name)), None
