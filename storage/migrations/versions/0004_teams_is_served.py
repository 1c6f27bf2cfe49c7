"""Teams is served."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "teams_conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stopped", sa.String(), nullable=False),
        sa.Column("is_installed", sa.Boolean(), nullable=False),
        sa.Column("seen_at", types.UtcDateTime(), nullable=False),
        sa.Column("told_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams_conversations")),
        sa.UniqueConstraint(
            "app_id", "conversation", name=op.f("uq_teams_conversations_app_id_conversation")
        ),
    )
    op.create_index(
        op.f("ix_teams_conversations_tenant_id_account"), "teams_conversations", ["tenant_id", "account"]
    )

    op.create_table(
        "teams_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams_people")),
        sa.UniqueConstraint("app_id", "account", name=op.f("uq_teams_people_app_id_account")),
    )
    op.create_table(
        "teams_registrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.Column("removed_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams_registrations")),
        sa.UniqueConstraint("app_id", name=op.f("uq_teams_registrations_app_id")),
    )
    op.create_index(op.f("ix_teams_registrations_tenant_id"), "teams_registrations", ["tenant_id"])

    op.create_table(
        "link_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("used_at", types.UtcDateTime(), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_link_codes_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_link_codes_person_id_people")),
        sa.ForeignKeyConstraint(["used_by"], ["accounts.id"], name=op.f("fk_link_codes_used_by_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
    )
    op.create_index(op.f("ix_link_codes_fingerprint"), "link_codes", ["fingerprint"])
    op.create_table(
        "link_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_link_tries_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_tries")),
    )
    op.create_index(op.f("ix_link_tries_account_id"), "link_tries", ["account_id"])
    op.create_index(op.f("ix_outbox_message_id"), "outbox", ["message_id"])
    op.add_column("offers", sa.Column("shown_in", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("offers", "shown_in")
    op.drop_index(op.f("ix_link_tries_account_id"), "link_tries")
    op.drop_table("link_tries")
    op.drop_index(op.f("ix_outbox_message_id"), "outbox")
    op.drop_index(op.f("ix_link_codes_fingerprint"), "link_codes")

    op.drop_table("link_codes")
    op.drop_index(op.f("ix_teams_registrations_tenant_id"), "teams_registrations")

    op.drop_table("teams_registrations")
    op.drop_table("teams_people")
    op.drop_index(op.f("ix_teams_conversations_tenant_id_account"), "teams_conversations")

    op.drop_table("teams_conversations")
