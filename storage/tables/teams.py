"""What only Teams needs: registrations with their secrets, conversations, and a bot's ids of people."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row


class TeamsRegistration(Row, Base):
    """A bot of one client's tenant. Its secret is encrypted before it comes here, and emptied at the end."""

    __tablename__ = "teams_registrations"

    app_id: Mapped[str] = mapped_column(unique=True)
    tenant_id: Mapped[str] = mapped_column(index=True)
    secret: Mapped[str]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class TeamsConversation(Row, Base):
    """A conversation as a bot can reach it: `kind` is personal, group or channel.

    `account` is the person of a personal one, `team_id` the team of a channel. `stopped` says why nothing
    is posted there any more; it is empty again once somebody writes there, or installs the app. `told_at`
    is the newest moment, by Teams' clock, at which we know that something came from there.
    """

    __tablename__ = "teams_conversations"
    __table_args__ = (UniqueConstraint("app_id", "conversation"), Index(None, "tenant_id", "account"))

    app_id: Mapped[str]
    tenant_id: Mapped[str]
    conversation: Mapped[str]
    kind: Mapped[str]
    service_url: Mapped[str]
    account: Mapped[str] = mapped_column(default="")
    team_id: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    stopped: Mapped[str] = mapped_column(default="")
    is_installed: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class TeamsPerson(Row, Base):
    """The id by which one bot knows an account: Teams gives each bot others."""

    __tablename__ = "teams_people"
    __table_args__ = (UniqueConstraint("app_id", "account"),)

    app_id: Mapped[str]
    account: Mapped[str]
    member: Mapped[str]
