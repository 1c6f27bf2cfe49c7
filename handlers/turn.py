"""One request being handled: who, where, when, and in which engagement."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.chat import Click, Request, SubmitForm, Upload
from domain.permissions import Role
from storage.database import Session
from storage.offers import Place
from storage.tables import Engagement, Membership, Person, Workspace


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A request by a known person; `now` is when it counts.

    One that `only_reads` stores nothing: where the answer has to be stored, it is made again. `shown_in` is
    where its answer is shown, if that is not the conversation about which it is.
    """

    session: Session
    request: Request
    now: datetime
    person: Person
    workspace: Workspace
    only_reads: bool = False
    shown_in: str = ""

    @property
    def place(self) -> Place:
        """Where what we offer in answer is offered, and to whom."""
        return Place(
            engagement_id=None,
            person_id=self.person.id,
            conversation=self.request.address.place,
            now=self.now,
            shown_in=self.shown_in,
        )

    @property
    def source(self) -> str:
        """The way it came, as it stands on every row."""
        match self.request.act:
            case Click():
                return "button"
            case SubmitForm():
                return "form"
            case Upload():
                return "upload"
            case _:
                return "dm" if self.request.address.is_direct else "command"


@dataclass(frozen=True, kw_only=True)
class EngagementTurn(Turn):
    """A request by a member, about their engagement; `is_one_of_several` where they could mean another."""

    engagement: Engagement
    membership: Membership
    is_one_of_several: bool = False

    @property
    def place(self) -> Place:
        """Where what we offer in answer is offered, and to whom."""
        return replace(super().place, engagement_id=self.engagement.id)

    @property
    def role(self) -> Role:
        """What the person is in this engagement."""
        return Role(self.membership.role)

    @property
    def today(self) -> date:
        """The day it is where the engagement is."""
        return self.now.astimezone(ZoneInfo(self.engagement.zone)).date()
