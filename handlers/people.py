"""Finding the person that somebody means: by mention, by account, or by name."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import process

from domain.chat import Option, SubmitForm
from domain.errors import UserError
from domain.wording import listed
from handlers.turn import EngagementTurn, Turn
from storage import channels, members, people
from storage.tables import Account, Person

NOBODY = "I don't know {typed} here.{near} Mention the person, as in @name."
UNSEEN = "I can't see that person here. Bots and groups can't belong here."
SOMEBODY = "@somebody"
A_CHANNEL = "#channel"
NO_MEMBER = "{name} does not belong to this engagement yet. Add them with `members add`."
SEVERAL = "{typed} could be {names}. Please write the whole name."

_MENTION = re.compile(r"<@([^\s>|]+)(?:\|[^>]*)?>")
_CHANNEL = re.compile(r"<#([^\s>|]+)>")


@dataclass(frozen=True, kw_only=True)
class Known:
    """A person of this workspace and their account in it."""

    account: Account
    person: Person


async def everybody(turn: Turn) -> list[Known]:
    """The people of this workspace, by name."""
    rows = await people.people_of(turn.session, workspace_id=turn.workspace.id)
    return [Known(account=account, person=person) for account, person in rows]


async def find(turn: Turn, typed: str) -> Known:
    """The one person who is meant. Raises UserError with the nearest names."""
    here = await everybody(turn)
    mention = _MENTION.fullmatch(typed.strip())
    wanted = (mention[1] if mention else typed.strip().lstrip("@")).casefold()
    exact = [k for k in here if wanted in (k.account.external_id.casefold(), k.person.name.casefold())]
    if not exact:
        exact = [k for k in here if wanted and wanted in k.person.name.casefold().split()]
    if len(exact) == 1:
        return exact[0]
    if exact:
        names = listed((k.person.name for k in exact), last="or")
        raise UserError(SEVERAL.format(typed=typed.strip(), names=names))
    # What is picked in a form is an account: nobody reads that.
    if mention or isinstance(turn.request.act, SubmitForm):
        raise UserError(UNSEEN)
    raise UserError(NOBODY.format(typed=typed.strip()[:40] or "that person", near=_near(wanted, here)))


def _near(wanted: str, here: list[Known]) -> str:
    names = [k.person.name for k in here]
    near = [
        name
        for name, _score, _at in process.extract(
            wanted, names, processor=str.casefold, limit=2, score_cutoff=70
        )
    ]
    return f" Did you mean {' or '.join(near)}?" if near else ""


async def split_person(
    turn: Turn, text: str, *, is_rest: Callable[[str], bool] | None = None
) -> tuple[Known, str]:
    """The person at the beginning of the text, and the rest of it.

    Nobody of that name is known: then it ends where `is_rest` knows what follows, else with the first word.
    """
    if mention := _MENTION.match(text.strip()):
        return await find(turn, mention[0]), text.strip()[mention.end() :].strip()
    words = text.split()
    here = await everybody(turn)
    names = {k.person.name.casefold(): k for k in here} | {k.account.external_id.casefold(): k for k in here}
    for length in range(min(len(words), 5), 0, -1):
        spoken = " ".join(words[:length]).lstrip("@").casefold()
        if spoken in names:
            return names[spoken], " ".join(words[length:])
    ends = (end for end in range(1, len(words)) if is_rest is not None and is_rest(" ".join(words[end:])))
    end = next(ends, 1)
    return await find(turn, " ".join(words[:end])), " ".join(words[end:])


async def with_names(turn: Turn, text: str) -> str:
    """The words with names in place of mentions, as they are kept and shown."""
    if _MENTION.search(text):
        names = {known.account.external_id: f"@{known.person.name}" for known in await everybody(turn)}
        text = _MENTION.sub(lambda found: names.get(found[1], SOMEBODY), text)
    if _CHANNEL.search(text):
        own = await _own_channels(turn)
        text = _CHANNEL.sub(lambda found: own.get(found[1], A_CHANNEL), text)
    return text


async def _own_channels(turn: Turn) -> dict[str, str]:
    """The names of the engagement's own channels: other names would tell of other clients."""
    if not isinstance(turn, EngagementTurn):
        return {}
    homes = await channels.homes(turn.session, engagement_id=turn.engagement.id)
    named = {home.conversation: seen.name for home, _where, seen in homes if seen is not None and seen.name}
    return {conversation: "#" + name.lstrip("#") for conversation, name in named.items()}


async def members_here(turn: EngagementTurn) -> list[Known]:
    """The members of the engagement who have an account in this workspace, by name."""
    rows = await members.current(turn.session, engagement_id=turn.engagement.id)
    ids = {person.id for _membership, person in rows}
    return [known for known in await everybody(turn) if known.person.id in ids]


async def member_options(turn: EngagementTurn) -> tuple[Option, ...]:
    """The members as entries of a choice."""
    return tuple(
        Option(value=known.account.external_id, label=known.person.name) for known in await members_here(turn)
    )


async def find_member(turn: EngagementTurn, typed: str) -> Known:
    """The one member who is meant. Raises UserError for anybody else."""
    known = await find(turn, typed)
    if known.person.id not in {member.person.id for member in await members_here(turn)}:
        raise UserError(NO_MEMBER.format(name=known.person.name))
    return known
