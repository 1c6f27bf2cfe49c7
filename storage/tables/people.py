"""Workspaces, people, and their accounts on each platform."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row


class Workspace(Row, Base):
    """A Slack workspace, a Teams tenant, or the console; `organisation` is the one above it, if any."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    platform: Mapped[str]
    external_id: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Person(Row, Base):
    """A human. `working_days` and `away` are as the engagement file writes them."""

    __tablename__ = "people"

    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="")
    working_days: Mapped[list[Any] | None]
    away: Mapped[list[Any] | None]
    created_at: Mapped[datetime]


class Account(Row, Base):
    """A person's account in one workspace, as the platform described it at `looked_at`.

    `home` is the workspace that it belongs to where that is another one.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    external_id: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    is_guest: Mapped[bool | None]
    home: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="")
    looked_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SetupCode(Row, Base):
    """A one-time code with which a guest may set up an engagement; we keep its fingerprint alone."""

    __tablename__ = "setup_codes"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    fingerprint: Mapped[str] = mapped_column(index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class LinkCode(Row, Base):
    """A one-time code that joins two accounts of one human; we keep its fingerprint alone."""

    __tablename__ = "link_codes"

    fingerprint: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class LinkTry(Row, Base):
    """A wrong code that was typed in an account: whoever guesses has to wait."""

    __tablename__ = "link_tries"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime]
