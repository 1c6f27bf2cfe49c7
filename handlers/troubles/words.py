"""Why a post did not arrive, in words for those who can do something about it."""

from typing import Literal

from domain.chat import Address, Mention, Reply, Span, Typed, reply, say
from domain.errors import Trouble
from handlers.channels import name_of
from storage import channels, people
from storage.database import Session
from storage.tables import Engagement, Workspace
from storage.teams_conversations import TEAMS

What = Trouble | Literal["missed", "uncertain", "removed"]

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
CHANNEL_OF = "the channel of {client}"


def words_of(target: str, trouble: What) -> str:
    """What the leads are told, with {place} and {id} in it; empty where nobody is told."""
    platform, _workspace, place = (*target.split("/", 2), "", "")[:3]
    if platform != TEAMS:
        return WORDS.get(trouble, "")
    own = OF_PERSON.get(trouble, "") if place.startswith("@") else ""
    return own or IN_TEAMS.get(trouble, "") or WORDS.get(trouble, "")


def words_about(target: str, trouble: What, place: Span, post_id: int = 0) -> Reply:
    """The same with the place in it."""
    before, after = words_of(target, trouble).replace("{id}", str(post_id)).split("{place}")
    return reply(say(before, place, after))


async def place_of(
    session: Session, *, target: str, account: str, engagement: Engagement, workspace: Workspace
) -> tuple[Span, int | None]:
    """Where a post was to go, in words; and the person, where it was for one."""
    if account:
        address = Address(platform=workspace.platform, workspace=workspace.external_id, account=account)
        known = await people.find_visitor(session, address=address, account=account)
        if known is None:
            return Mention("", account), None
        return Mention(known.account.name, account), known.person.id
    place = target.split("/", 2)[2]
    channel = await channels.find(session, workspace_id=workspace.id, external_id=place)
    return Typed(name_of(channel, place) or CHANNEL_OF.format(client=engagement.name)), None
