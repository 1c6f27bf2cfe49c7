"""What keeps conversations safe: receipts, late requests, offers, contexts, channels, the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row
from storage.types import JsonValue


class Receipt(Base):
    """Proof that a request was handled, and what was answered.

    It names nobody and no hour: the key is a fingerprint, and there is no row number to count from.
    `form_id` is the showing, where the answer was a form.
    """

    __tablename__ = "receipts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[dict[str, Any] | None]
    form_id: Mapped[str | None] = mapped_column(index=True)
    day: Mapped[datetime] = mapped_column(index=True)


class LateRequest(Row, Base):
    """A request that takes longer than its platform waits: acknowledged, and answered afterwards.

    Whoever works on it holds the lease; the row goes when the answer is out.
    """

    __tablename__ = "late_requests"

    key: Mapped[str] = mapped_column(unique=True)
    platform: Mapped[str]
    kind: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    lease_until: Mapped[datetime]


class Offer(Row, Base):
    """Something that may be done next: a button, or a form that is open. People see its token alone.

    `shown_in` is where it stands, if that is not the conversation about which it is.
    """

    __tablename__ = "offers"
    __table_args__ = (Index(None, "person_id", "conversation"),)

    token: Mapped[str] = mapped_column(unique=True)
    group: Mapped[str] = mapped_column(index=True)
    position: Mapped[int]
    label: Mapped[str]
    route: Mapped[str]
    args: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    conversation: Mapped[str]
    shown_in: Mapped[str] = mapped_column(default="")
    is_single_choice: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Context(Row, Base):
    """Which engagement somebody means in a direct conversation, for half an hour."""

    __tablename__ = "contexts"
    __table_args__ = (UniqueConstraint("person_id", "conversation"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    conversation: Mapped[str]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    expires_at: Mapped[datetime]


class Channel(Row, Base):
    """A channel as its platform described it last, and whether we may post there by ourselves.

    `closed` says why not: archived, left or gone. One that `is_paused` is shared with others, and nobody
    confirmed yet that the engagement shall live there.
    """

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    external_id: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_paused: Mapped[bool] = mapped_column(default=False)
    organisations: Mapped[list[Any]] = mapped_column(JsonValue)
    readers: Mapped[int] = mapped_column(default=0)
    closed: Mapped[str] = mapped_column(default="")
    looked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Hold(Row, Base):
    """Until when a platform takes no more posts (method "post") or edits ("edit") in a workspace."""

    __tablename__ = "holds"
    __table_args__ = (UniqueConstraint("workspace", "method"),)

    workspace: Mapped[str]
    method: Mapped[str]
    until: Mapped[datetime]


class Pace(Base):
    """From when on a platform has room for one more, in a conversation or workspace.

    `key` is the target of posts ("slack/T1/C1"), or a workspace with what goes there ("post:slack/T1").
    """

    __tablename__ = "paces"

    key: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime] = mapped_column(index=True)


class OutboxPost(Row, Base):
    """A post that was decided and has to reach a conversation, once.

    One with `edits_id` changes the message of that post. `is_uncertain`: an attempt ended without an
    answer, so nobody knows whether it arrived. What `is_off_record` is erased once it is out. What
    `builds` names is put into words once the post is claimed; `reply` is empty until then. What a `job`
    posts unasked may be for one `person_id`, and is not sent after `latest_at`; where it came to nothing,
    `trouble` says in our words why, and a lead may have `left_at` it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "uq_outbox_one_in_flight",
            "target",
            unique=True,
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index(None, "state", "next_send_at"),
        Index(
            "ix_outbox_on_its_way",
            "target",
            "id",
            sqlite_where=text("state IN ('pending', 'sending')"),
            postgresql_where=text("state IN ('pending', 'sending')"),
        ),
        Index(None, "person_id", "next_send_at"),
        Index(
            "ix_outbox_unposted",
            "engagement_id",
            "next_send_at",
            sqlite_where=text("job <> '' AND state IN ('missed', 'failed', 'uncertain')"),
            postgresql_where=text("job <> '' AND state IN ('missed', 'failed', 'uncertain')"),
        ),
    )

    key: Mapped[str] = mapped_column(unique=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"))
    target: Mapped[str]
    address: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    reply: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    state: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(default="", index=True)
    created_at: Mapped[datetime]
    next_send_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    edits_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    builds: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    is_uncertain: Mapped[bool] = mapped_column(default=False)
    is_off_record: Mapped[bool] = mapped_column(default=False)
    job: Mapped[str] = mapped_column(default="", server_default="")
    person_id: Mapped[int | None]
    latest_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(default="", server_default="")
    left_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
