"""What only Slack needs: installations with their tokens, started installings, and open Home tabs."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row


class SlackInstallation(Row, Base):
    """The app in one workspace, or in a whole organisation, whose `team_id` is then empty.

    Tokens are encrypted before they come here, and emptied when the installation ends.
    """

    __tablename__ = "slack_installations"
    __table_args__ = (UniqueConstraint("enterprise_id", "team_id"),)

    enterprise_id: Mapped[str]
    team_id: Mapped[str] = mapped_column(index=True)
    team_name: Mapped[str]
    bot_user_id: Mapped[str]
    bot_id: Mapped[str]
    scopes: Mapped[str]
    token: Mapped[str]
    refresh_token: Mapped[str]
    token_expires_at: Mapped[datetime | None]
    rotating_until: Mapped[datetime | None]
    installed_by: Mapped[str]
    installed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(default="")


class SlackInstalling(Base):
    """Somebody began to install: the state that comes back once. We keep its fingerprint alone."""

    __tablename__ = "slack_installings"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class SlackHome(Row, Base):
    """The Home tab as an account saw it last; with another `mark` than storage/home.py gives it is stale."""

    __tablename__ = "slack_homes"
    __table_args__ = (UniqueConstraint("workspace_id", "account"),)

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    account: Mapped[str]
    hash: Mapped[str] = mapped_column(default="")
    mark: Mapped[int]
    opened_at: Mapped[datetime]
    published_at: Mapped[datetime]
