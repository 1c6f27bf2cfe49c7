"""Slack is served."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Not by Alembic's batch mode, which rebuilds a table on SQLite and loses its checks.
ADD_EDITS = """
ALTER TABLE outbox ADD COLUMN edits_id INTEGER
CONSTRAINT fk_outbox_edits_id_outbox REFERENCES outbox (id)
"""


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default="")


def _flag(name: str, *, is_set: bool = False) -> sa.Column[bool]:
    usual = sa.true() if is_set else sa.false()
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=usual)


COLUMNS: tuple[tuple[str, sa.Column[Any]], ...] = (
    ("accounts", _text("home")),
    ("accounts", _text("zone")),
    ("accounts", _text("locale")),
    ("accounts", sa.Column("looked_at", types.UtcDateTime(), nullable=True)),
    ("accounts", sa.Column("left_at", types.UtcDateTime(), nullable=True)),
    ("engagement_channels", _flag("is_welcome_due")),
    ("engagements", _flag("posts_daily", is_set=True)),
    ("feedback", _text("link")),
    ("memberships", sa.Column("working_days", types.JsonValue, nullable=True)),
    ("memberships", _text("day_starts")),
    ("memberships", _text("day_ends")),
    ("outbox", sa.Column("builds", types.JsonValue, nullable=True)),
    ("outbox", _flag("is_uncertain")),
    ("outbox", _flag("is_off_record")),
    ("receipts", sa.Column("form_id", sa.String(), nullable=True)),
    ("workspaces", _text("name")),
    ("workspaces", _text("organisation")),
)


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("until", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("workspace", "method", name=op.f("uq_holds_workspace_method")),
    )
    op.create_table(
        "late_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", types.JsonValue, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("lease_until", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_requests")),
        sa.UniqueConstraint("key", name=op.f("uq_late_requests_key")),
    )
    op.create_table(
        "slack_installations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("team_name", sa.String(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("refresh_token", sa.String(), nullable=False),
        sa.Column("token_expires_at", types.UtcDateTime(), nullable=True),
        sa.Column("rotating_until", types.UtcDateTime(), nullable=True),
        sa.Column("installed_by", sa.String(), nullable=False),
        sa.Column("installed_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_installations")),
        sa.UniqueConstraint(
            "enterprise_id", "team_id", name=op.f("uq_slack_installations_enterprise_id_team_id")
        ),
    )
    op.create_index(op.f("ix_slack_installations_team_id"), "slack_installations", ["team_id"])
    op.create_table(
        "slack_installings",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_slack_installings")),
    )
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("organisations", types.JsonValue, nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("closed", sa.String(), nullable=False),
        sa.Column("looked_at", types.UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", types.UtcDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["people.id"], name=op.f("fk_channels_confirmed_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_channels_workspace_id_workspaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("workspace_id", "external_id", name=op.f("uq_channels_workspace_id_external_id")),
    )
    op.create_table(
        "slack_homes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("opened_at", types.UtcDateTime(), nullable=False),
        sa.Column("published_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_slack_homes_workspace_id_workspaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_homes")),
        sa.UniqueConstraint("workspace_id", "account", name=op.f("uq_slack_homes_workspace_id_account")),
    )
    for table, column in COLUMNS:
        op.add_column(table, column)
    op.execute(ADD_EDITS)
    op.create_index(op.f("ix_receipts_form_id"), "receipts", ["form_id"])
    op.create_index(
        op.f("ix_kpi_updates_engagement_id_recorded_at"), "kpi_updates", ["engagement_id", "recorded_at"]
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index(op.f("ix_kpi_updates_engagement_id_recorded_at"), "kpi_updates")
    op.drop_index(op.f("ix_receipts_form_id"), "receipts")
    op.execute("ALTER TABLE outbox DROP COLUMN edits_id")
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")
    op.drop_table("slack_homes")
    op.drop_table("channels")
    op.drop_table("slack_installings")
    op.drop_table("slack_installations")
    op.drop_table("late_requests")
    op.drop_table("holds")
