"""One request being handled: who, where, when, and in which engagement."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.chat import Click, Request, SubmitForm, Upload
from domain.permissions import Role
from storage.database import Session
from storage.offers import Place
from storage.tables import Engagement, Membership, Person, Workspace


def local_day(engagement: Engagement, moment: datetime) -> date:
    """The day that the moment lies on where the engagement is."""
    return moment.astimezone(ZoneInfo(engagement.zone)).date()


class CalendarUrl(Protocol):
    """Makes the address at which one person reads the meetings of one engagement."""

    def __call__(self, *, engagement_id: int, person_id: int, link_id: int) -> str:
        """The address, signed."""


class ReportUrl(Protocol):
    """Makes the address at which one person opens a page that they were given a link to."""

    def __call__(self, *, link_id: int) -> str:
        """The address, signed."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A request by a known person; `now` is when it counts.

    One that `only_reads` stores nothing: where the answer has to be stored, it is made again. `shown_in` is
    where its answer is shown, if that is not the conversation about which it is. `calendar_url` makes links
    to calendars, `report_url` to pages, where there is an address at which they can be opened.
    """

    session: Session
    request: Request
    now: datetime
    person: Person
    workspace: Workspace
    only_reads: bool = False
    shown_in: str = ""
    calendar_url: CalendarUrl | None = None
    report_url: ReportUrl | None = None

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
        return local_day(self.engagement, self.now)


class Here(Protocol):
    """An engagement at a moment, in a transaction: what figures and words are made of, asked for or not."""

    @property
    def session(self) -> Session:
        """The transaction."""

    @property
    def engagement(self) -> Engagement:
        """The engagement."""

    @property
    def now(self) -> datetime:
        """The moment."""

    @property
    def today(self) -> date:
        """The day it is where the engagement is."""


@dataclass(frozen=True, kw_only=True)
class Unasked:
    """An engagement at a moment, where nobody asked anything: a job, or a post being put into words."""

    session: Session
    engagement: Engagement
    now: datetime

    @property
    def today(self) -> date:
        """The day it is where the engagement is."""
        return local_day(self.engagement, self.now)
