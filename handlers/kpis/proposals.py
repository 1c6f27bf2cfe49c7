"""Numbers from somebody who may not record them: whoever may is asked to confirm.

All numbers of one request that the same person confirms come in one message, in their working hours. Where
they want none, or had enough in that week, it stands in their `home` alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.chat import Address, Args, Block, Bullets, Button, Buttons, Reply, reply, say
from domain.permissions import Action, Role
from handlers import permissions, story
from handlers.kpis.reported import Reported, to_args
from handlers.kpis.saving import SAME
from handlers.kpis.series import period_name, shown
from handlers.morning import Unreached, first_moment, has_enough, reader_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import members, offers, outbox, people
from storage.tables import Account, Kpi, Workspace

PROPOSED = "{name} = {value} for {period} is proposed. {asked}"
ASKED = "I have asked {owner} to confirm."
ASKED_LATER = "I ask {owner} to confirm once they are at work."
AT_HOME = "{owner} finds it in their `home`."
PLEASE_CONFIRM = "{who} proposes {name} = {value} for {period} ({engagement}). Shall I save it?"
PLEASE_CONFIRM_ALL = "{who} proposes {n} numbers ({engagement}). Shall I save them?"
LINE = "{name} = {value} for {period}."
SO_FAR = " Recorded so far: {old}."
NOBODY = "{name} = {value} for {period} was not saved: there is nobody here whom I could ask to confirm it."
BEHIND = "(proposed by {who})"
DROPPED = "Dropped. Nothing was saved."
TAKEN_BACK = "{who} took that back. Nothing was saved."
WITHDRAWN = "it was taken back"

ACCEPT, DROP, GONE = "kpi accept", "kpi drop", "kpi taken back"
KEPT_DAYS = 90
# Whoever is away or wants quiet for longer than that finds it in their home alone.
WAITS = timedelta(days=31)

router = Router()


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What one person is to confirm, and where they can be asked."""

    account: Account
    workspace: Workspace
    reported: list[Reported] = field(default_factory=list)


async def propose(turn: EngagementTurn, reported: Sequence[Reported]) -> Reply:
    """Ask the owners, or the leads, to confirm; nothing is saved until they do."""
    asked: dict[int, _Asked] = {}
    confirmers: dict[int, int] = {}
    for place, r in enumerate(reported):
        found = None if r.is_same else await _confirmer(turn, r.kpi)
        if found is not None:
            account, workspace = found
            confirmers[place] = account.person_id
            one = asked.setdefault(account.person_id, _Asked(account=account, workspace=workspace))
            one.reported.append(r)
    told = {person_id: await _ask(turn, one) for person_id, one in asked.items()}
    for one in asked.values():
        await _tell(turn, one.reported)
    return reply(
        *[_said(turn, r, told.get(confirmers.get(place, 0), "")) for place, r in enumerate(reported)]
    )


def _said(turn: EngagementTurn, r: Reported, asked: str) -> str:
    words = _words(turn, r)
    if r.is_same:
        return SAME.format(**words)
    return PROPOSED.format(**words, asked=asked) if asked else NOBODY.format(**words)


def _words(turn: EngagementTurn, r: Reported) -> dict[str, str]:
    return {
        "name": r.kpi.name,
        "value": shown(turn, r.kpi, r.item.value),
        "period": period_name(turn, r.item.period),
    }


async def _tell(turn: EngagementTurn, reported: Sequence[Reported]) -> None:
    for r in reported:
        await story.tell(
            turn,
            subject=f"kpi:{r.kpi.key}:{r.item.period}",
            what="proposed {name} = {value} for {period}".format(**_words(turn, r)),
        )


async def _confirmer(turn: EngagementTurn, kpi: Kpi) -> tuple[Account, Workspace] | None:
    """Who is asked, and where: the owner, the backup owner, else the first who may record any number."""
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    able = [p.id for m, p in crowd if permissions.may_record(kpi, person_id=p.id, role=Role(m.role))]
    owners = [owner_id for owner_id in (kpi.owner_id, kpi.backup_owner_id) if owner_id in able]
    for person_id in (*owners, *able):
        found = await people.reachable(
            turn.session,
            engagement_id=turn.engagement.id,
            person_id=person_id,
            workspace_id=turn.workspace.id,
        )
        if found is not None:
            return found
    return None


async def _ask(turn: EngagementTurn, asked: _Asked) -> str:
    """Offer the numbers to the person, by a message where they may be written to. Say how they hear of it."""
    owner, workspace = asked.account, asked.workspace
    address = Address(platform=workspace.platform, workspace=workspace.external_id, account=owner.external_id)
    place = replace(turn.place, person_id=owner.person_id, conversation=address.place)
    ready = await offers.save_buttons(turn.session, _question(turn, asked.reported), place)
    send_at = await _moment(turn, owner.person_id)
    if send_at is None:
        return AT_HOME.format(owner=owner.name)
    await outbox.add(
        turn.session,
        key=f"{_begins(turn, turn.request.key)}{owner.person_id}",
        engagement_id=turn.engagement.id,
        address=address,
        reply=ready,
        now=turn.now,
        person_id=owner.person_id,
        send_at=send_at,
    )
    return (ASKED if send_at <= turn.now else ASKED_LATER).format(owner=owner.name)


def _begins(turn: EngagementTurn, request: str) -> str:
    """How the keys of the messages begin that a request led to."""
    return f"proposal/{turn.engagement.id}/{request}/"


async def _moment(turn: EngagementTurn, person_id: int) -> datetime | None:
    """When they are written to: in their working time, and not more often in a week than anybody is."""
    try:
        reader = await reader_of(turn.session, turn.engagement, person_id=person_id)
        at = await first_moment(
            turn.session, reader, job="proposal", after=turn.now, latest_at=turn.now + WAITS
        )
    except Unreached:
        return None
    return at if reader.is_lead or not await has_enough(turn.session, reader, at) else None


def _question(turn: EngagementTurn, reported: Sequence[Reported]) -> Reply:
    who = {"who": turn.person.name, "engagement": turn.engagement.name}
    blocks: list[Block | str]
    if len(reported) == 1:
        blocks = [PLEASE_CONFIRM.format(**_words(turn, reported[0]), **who) + _so_far(turn, reported[0])]
    else:
        lines = [LINE.format(**_words(turn, r)) + _so_far(turn, r) for r in reported]
        blocks = [say(PLEASE_CONFIRM_ALL.format(n=len(reported), **who)), Bullets(tuple((x,) for x in lines))]
    return reply(*blocks, _choices(turn, reported))


def _so_far(turn: EngagementTurn, r: Reported) -> str:
    return SO_FAR.format(old=shown(turn, r.kpi, r.head.value)) if r.is_conflict and r.head else ""


def _choices(turn: EngagementTurn, reported: Sequence[Reported]) -> Buttons:
    """[Save] [Drop], of all of them at once: they stand until the numbers are of no use any more."""
    args = {
        "items": [_item(turn, r) for r in reported],
        "request": turn.request.key,
        "who": turn.person.name,
    }
    behind = " all" if len(reported) > 1 else ""
    minutes = 60 * 24 * KEPT_DAYS
    save = Button(label=f"Save{behind}", route=ACCEPT, args=args, style="primary", minutes=minutes)
    return Buttons((save, Button(label=f"Drop{behind}", route=DROP, args=args, minutes=minutes)))


def items_of(args: Args) -> Sequence[Args]:
    """The proposed numbers behind a [Save]; before several came in one message it held one alone."""
    found: Sequence[Args] = args["items"] if "items" in args else [args["item"]]
    return found


def _item(turn: EngagementTurn, r: Reported) -> Args:
    remark = " ".join(filter(None, (r.item.note, BEHIND.format(who=turn.person.name))))
    return to_args(replace(r.item, note=remark))


async def withdraw(turn: EngagementTurn, *, request: str) -> bool:
    """Take back what the request proposed and nobody decided. Return whether there was something."""
    offered = await offers.reroute(
        turn.session, engagement_id=turn.engagement.id, routes=(ACCEPT, DROP), request=request, to=GONE
    )
    await outbox.take_back(turn.session, begins=_begins(turn, request), reason=WITHDRAWN, now=turn.now)
    return bool(offered)


@router.click(DROP, action=Action.WRITE_KPI)
async def drop(turn: EngagementTurn, args: Args) -> Reply:
    """Leave proposed numbers out."""
    return reply(DROPPED)


@router.click(GONE, action=Action.WRITE_KPI)
async def taken_back(turn: EngagementTurn, args: Args) -> Reply:
    """Say that the numbers are proposed no more."""
    return reply(TAKEN_BACK.format(who=args["who"]))
