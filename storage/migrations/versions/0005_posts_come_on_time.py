"""Posts come on time."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - a revision is one list of steps
    """Make the change."""
    op.create_table(
        "paces",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("free_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_paces")),
    )
    op.create_index(op.f("ix_paces_free_at"), "paces", ["free_at"], unique=False)

    op.create_table(
        "engagement_holidays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_engagement_holidays_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagements.id"],
            name=op.f("fk_engagement_holidays_engagement_id_engagements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_holidays")),
    )
    op.create_index(
        op.f("ix_engagement_holidays_engagement_id"), "engagement_holidays", ["engagement_id"], unique=False
    )

    op.create_table(
        "personal_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_personal_wishes_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_personal_wishes_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_personal_wishes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_wishes")),
    )
    op.create_index(op.f("ix_personal_wishes_person_id"), "personal_wishes", ["person_id"], unique=False)

    op.create_table(
        "register_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_register_items_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_register_items_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_register_items_owner_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_items")),
        sa.UniqueConstraint("engagement_id", "number", name=op.f("uq_register_items_engagement_id_number")),
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_at", types.UtcDateTime(), nullable=True),
        sa.Column("planned_until", sa.Date(), nullable=True),
        sa.Column("announced_at", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_schedules_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_index(op.f("ix_schedules_engagement_id"), "schedules", ["engagement_id"], unique=False)
    op.create_index(
        "ix_schedules_plan_at",
        "schedules",
        ["plan_at"],
        unique=False,
        sqlite_where=sa.text("plan_at IS NOT NULL"),
        postgresql_where=sa.text("plan_at IS NOT NULL"),
    )

    op.create_table(
        "occurrences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=False),
        sa.Column("latest_at", types.UtcDateTime(), nullable=False),
        sa.Column("args", types.JsonValue, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("left_at", types.UtcDateTime(), nullable=True),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_occurrences_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["occurrences.id"], name=op.f("fk_occurrences_origin_id_occurrences")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_occurrences_schedule_id_schedules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint(
            "schedule_id", "job", "local_date", name=op.f("uq_occurrences_schedule_id_job_local_date")
        ),
    )
    op.create_index(
        "ix_occurrences_due_at",
        "occurrences",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_index(op.f("ix_occurrences_engagement_id"), "occurrences", ["engagement_id"], unique=False)

    op.create_table(
        "register_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_register_steps_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_register_steps_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["register_items.id"], name=op.f("fk_register_steps_item_id_register_items")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_register_steps_owner_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_steps")),
    )
    op.create_index(op.f("ix_register_steps_item_id"), "register_steps", ["item_id"], unique=False)

    op.create_table(
        "schedule_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cadence", types.JsonValue, nullable=False),
        sa.Column("settings", types.JsonValue, nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_schedule_versions_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_schedule_versions_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_schedule_versions_schedule_id_schedules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_versions")),
        sa.UniqueConstraint("schedule_id", "version", name=op.f("uq_schedule_versions_schedule_id_version")),
    )
    op.create_table(
        "checkins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", types.JsonValue, nullable=False),
        sa.Column("post_key", sa.String(), nullable=False),
        sa.Column("asked_at", types.UtcDateTime(), nullable=False),
        sa.Column("closes_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_checkins_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_checkins_occurrence_id_occurrences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkins")),
        sa.UniqueConstraint("engagement_id", "number", name=op.f("uq_checkins_engagement_id_number")),
        sa.UniqueConstraint("occurrence_id", name=op.f("uq_checkins_occurrence_id")),
    )
    op.create_index(op.f("ix_checkins_post_key"), "checkins", ["post_key"], unique=False)

    op.create_table(
        "occurrence_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("args", types.JsonValue, nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_occurrence_posts_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_occurrence_posts_occurrence_id_occurrences")
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_occurrence_posts_outbox_id_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_occurrence_posts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence_posts")),
        sa.UniqueConstraint(
            "occurrence_id", "outbox_id", name=op.f("uq_occurrence_posts_occurrence_id_outbox_id")
        ),
    )
    op.create_index(op.f("ix_occurrence_posts_outbox_id"), "occurrence_posts", ["outbox_id"], unique=False)

    op.create_table(
        "tripwires",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("value", types.ExactDecimal(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("armed_at", types.UtcDateTime(), nullable=False),
        sa.Column("armed_by", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("hit_at", types.UtcDateTime(), nullable=True),
        sa.Column("hit_period", sa.String(), nullable=False),
        sa.Column("hit_update_id", sa.Integer(), nullable=True),
        sa.Column("disarmed_at", types.UtcDateTime(), nullable=True),
        sa.CheckConstraint("op IN ('<', '<=', '>', '>=')", name=op.f("ck_tripwires_op")),
        sa.ForeignKeyConstraint(["armed_by"], ["people.id"], name=op.f("fk_tripwires_armed_by_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_tripwires_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["hit_update_id"], ["kpi_updates.id"], name=op.f("fk_tripwires_hit_update_id_kpi_updates")
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpis.id"], name=op.f("fk_tripwires_kpi_id_kpis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tripwires")),
        sa.UniqueConstraint("engagement_id", "number", name=op.f("uq_tripwires_engagement_id_number")),
    )
    op.create_index(op.f("ix_tripwires_kpi_id"), "tripwires", ["kpi_id"], unique=False)

    op.create_table(
        "checkin_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("checkin_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("texts", types.JsonValue, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("did_intended", sa.String(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('answer', 'skip', 'nothing', 'withdrawal')", name=op.f("ck_checkin_answers_kind")
        ),
        sa.ForeignKeyConstraint(
            ["checkin_id"], ["checkins.id"], name=op.f("fk_checkin_answers_checkin_id_checkins")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_checkin_answers_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_checkin_answers_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["checkin_answers.id"],
            name=op.f("fk_checkin_answers_supersedes_id_checkin_answers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_answers")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_checkin_answers_supersedes_id")),
    )
    op.create_index(
        "uq_checkin_answers_root",
        "checkin_answers",
        ["checkin_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("supersedes_id IS NULL"),
        postgresql_where=sa.text("supersedes_id IS NULL"),
    )

    op.create_table(
        "checkin_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("checkin_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkin_id"], ["checkins.id"], name=op.f("fk_checkin_asked_checkin_id_checkins")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_checkin_asked_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_checkin_asked_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_asked")),
        sa.UniqueConstraint("checkin_id", "person_id", name=op.f("uq_checkin_asked_checkin_id_person_id")),
    )
    op.create_index(op.f("ix_checkin_asked_person_id"), "checkin_asked", ["person_id"], unique=False)

    op.create_table(
        "calendar_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_calendar_links_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_calendar_links_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_links")),
    )
    op.create_index(
        "uq_calendar_links_current",
        "calendar_links",
        ["engagement_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.add_column("outbox", sa.Column("job", sa.String(), server_default="", nullable=False))
    op.add_column("outbox", sa.Column("person_id", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("latest_at", types.UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("trouble", sa.String(), server_default="", nullable=False))
    op.add_column("outbox", sa.Column("left_at", types.UtcDateTime(), nullable=True))
    op.create_index(
        "ix_outbox_on_its_way",
        "outbox",
        ["target", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_index(
        "ix_outbox_unposted",
        "outbox",
        ["engagement_id", "next_send_at"],
        unique=False,
        sqlite_where=sa.text("job <> '' AND state IN ('missed', 'failed', 'uncertain')"),
        postgresql_where=sa.text("job <> '' AND state IN ('missed', 'failed', 'uncertain')"),
    )
    op.create_index(
        op.f("ix_outbox_person_id_next_send_at"), "outbox", ["person_id", "next_send_at"], unique=False
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_outbox_person_id_next_send_at", "outbox")
    op.drop_index("ix_outbox_unposted", "outbox")
    op.drop_index("ix_outbox_on_its_way", "outbox")
    for column in ("left_at", "trouble", "latest_at", "person_id", "job"):
        op.drop_column("outbox", column)
    for table in (
        *(
            "checkin_asked",
            "checkin_answers",
            "tripwires",
            "occurrence_posts",
            "checkins",
            "schedule_versions",
        ),
        *("register_steps", "occurrences", "schedules", "register_items", "personal_wishes"),
        *("engagement_holidays", "paces", "calendar_links"),
    ):
        op.drop_table(table)
