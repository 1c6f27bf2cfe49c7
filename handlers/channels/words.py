"""What channels are called, and who reads along in them."""

from domain.chat import Args
from domain.wording import listed
from storage.tables import Channel, Workspace

WHO_READS = "{people} of {organisations} read along {where}."
IN, THERE, A_CHANNEL = "in {channel}", "there", "the channel"
NAMED, UNNAMED_CHANNEL = "{channel}, the channel of {client},", "The channel of {client}"
MEMBERS = "{n} members"
PEOPLE = "People"
OURS = "this workspace"
OURS_IN = {"teams": "this organisation"}
ANOTHER, OTHERS = "another organisation", "{n} other organisations"


def name_of(channel: Channel | None, conversation: str) -> str:
    """What people call the channel; empty where the platform did not say yet."""
    name = channel.name if channel is not None and channel.name else conversation
    is_name = bool(channel is not None and channel.name) or conversation.startswith("#")
    return f"#{name.removeprefix('#')}" if is_name else ""


def place_of(channel: Channel | None, conversation: str) -> str:
    """The channel's name, or that it is a channel."""
    return name_of(channel, conversation) or A_CHANNEL


def introduced(channel: Channel, client: str) -> str:
    """The channel to somebody who may not have it before their eyes, at the beginning of a sentence."""
    name = name_of(channel, channel.external_id)
    return (NAMED if name else UNNAMED_CHANNEL).format(channel=name, client=client)


def who_reads(channel: Channel, workspace: Workspace) -> str:
    """How many people of which organisations read along in a shared channel."""
    people = MEMBERS.format(n=channel.readers) if channel.readers else PEOPLE
    names = _organisations(channel, workspace)
    name = name_of(channel, channel.external_id)
    where = IN.format(channel=name) if name else THERE
    return WHO_READS.format(people=people, organisations=listed(names), where=where)


def _organisations(channel: Channel, workspace: Workspace) -> list[str]:
    """What the organisations are called, those without a name counted at the end."""
    names = [_called(one, workspace) for one in channel.organisations]
    known = [name for name in names if name]
    own = {workspace.external_id, workspace.organisation}
    is_unsaid = bool(channel.is_shared) and all(one["id"] in own for one in channel.organisations)
    nameless = len(names) - len(known) + is_unsaid
    if nameless:
        known.append(ANOTHER if nameless == 1 else OTHERS.format(n=nameless))
    return known or [ours(workspace)]


def _called(organisation: Args, workspace: Workspace) -> str:
    if organisation["name"]:
        return str(organisation["name"])
    is_ours = organisation["id"] == workspace.external_id
    return (workspace.name or ours(workspace)) if is_ours else ""


def ours(workspace: Workspace) -> str:
    """What the workspace is called to those who are in it."""
    return OURS_IN.get(workspace.platform, OURS)
