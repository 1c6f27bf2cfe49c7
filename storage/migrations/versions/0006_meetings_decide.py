"""Meetings decide."""

import sqlalchemy as sa
from alembic import op

from storage import types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The definition that was in force when the tripwire was armed: the first one that was replaced later.
HELD_TO = """
UPDATE tripwires SET definition_version = COALESCE(
  (SELECT MIN(d.version) FROM kpi_definitions d
   WHERE d.kpi_id = tripwires.kpi_id AND d.replaced_at > tripwires.armed_at),
  (SELECT k.definition_version FROM kpis k WHERE k.id = tripwires.kpi_id)
)
"""


def upgrade() -> None:  # noqa: PLR0915 - a revision is one list of steps
    """Make the change."""
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_lessons_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_lessons_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("engagement_id", "number", name=op.f("uq_lessons_engagement_id_number")),
    )
    op.create_table(
        "assumptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.String(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=True),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("value", types.ExactDecimal(), nullable=True),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("op IN ('', '<', '<=', '>', '>=')", name=op.f("ck_assumptions_op")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_assumptions_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_assumptions_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpis.id"], name=op.f("fk_assumptions_kpi_id_kpis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assumptions")),
        sa.UniqueConstraint("engagement_id", "number", name=op.f("uq_assumptions_engagement_id_number")),
    )
    op.create_table(
        "lesson_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("has_worked", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_lesson_uses_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_lesson_uses_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_lesson_uses_lesson_id_lessons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_uses")),
    )
    op.create_index(op.f("ix_lesson_uses_lesson_id"), "lesson_uses", ["lesson_id"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("named", sa.Date(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('regular', 'special')", name=op.f("ck_meetings_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_meetings_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_meetings_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.id"], name=op.f("fk_meetings_schedule_id_schedules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("engagement_id", "number", name=op.f("uq_meetings_engagement_id_number")),
        sa.UniqueConstraint(
            "engagement_id", "schedule_id", "named", name=op.f("uq_meetings_engagement_id_schedule_id_named")
        ),
    )
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", types.UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('decide', 'inform')", name=op.f("ck_agenda_items_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_agenda_items_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_agenda_items_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id_meetings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    op.create_index(op.f("ix_agenda_items_meeting_id"), "agenda_items", ["meeting_id"], unique=False)

    op.create_table(
        "assumption_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assumption_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", types.JsonValue, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assumption_id"], ["assumptions.id"], name=op.f("fk_assumption_steps_assumption_id_assumptions")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_assumption_steps_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_assumption_steps_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assumption_steps")),
    )
    op.create_index(
        op.f("ix_assumption_steps_assumption_id"), "assumption_steps", ["assumption_id"], unique=False
    )

    op.create_table(
        "evidence_snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("as_of", types.UtcDateTime(), nullable=False),
        sa.Column("method", sa.Integer(), nullable=False),
        sa.Column("inputs", types.JsonValue, nullable=False),
        sa.Column("found", types.JsonValue, nullable=False),
        sa.Column("lean", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('asked', 'meeting', 'special', 'decision', 'file')",
            name=op.f("ck_evidence_snapshots_cause"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_evidence_snapshots_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagements.id"],
            name=op.f("fk_evidence_snapshots_engagement_id_engagements"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_evidence_snapshots_meeting_id_meetings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_snapshots")),
        sa.UniqueConstraint(
            "engagement_id", "number", name=op.f("uq_evidence_snapshots_engagement_id_number")
        ),
    )
    op.create_table(
        "experiments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("assumption_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assumption_id"], ["assumptions.id"], name=op.f("fk_experiments_assumption_id_assumptions")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_experiments_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_experiments_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiments")),
        sa.UniqueConstraint("engagement_id", "number", name=op.f("uq_experiments_engagement_id_number")),
    )
    op.create_table(
        "forecasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("last_period", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("centre", types.ExactDecimal(), nullable=False),
        sa.Column("low", types.ExactDecimal(), nullable=False),
        sa.Column("high", types.ExactDecimal(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("value", types.ExactDecimal(), nullable=True),
        sa.Column("was_inside", sa.Boolean(), nullable=True),
        sa.Column("scored_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_forecasts_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpis.id"], name=op.f("fk_forecasts_kpi_id_kpis")),
        sa.ForeignKeyConstraint(
            ["update_id"], ["kpi_updates.id"], name=op.f("fk_forecasts_update_id_kpi_updates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecasts")),
        sa.UniqueConstraint(
            "kpi_id",
            "definition_version",
            "made_on",
            "period",
            name=op.f("uq_forecasts_kpi_id_definition_version_made_on_period"),
        ),
    )
    op.create_index(
        op.f("ix_forecasts_engagement_id_period"), "forecasts", ["engagement_id", "period"], unique=False
    )

    op.create_table(
        "meeting_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", types.JsonValue, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_meeting_steps_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_meeting_steps_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_steps_meeting_id_meetings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_steps")),
    )
    op.create_index(op.f("ix_meeting_steps_meeting_id"), "meeting_steps", ["meeting_id"], unique=False)

    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", types.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "choice IN ('persevere', 'pivot', 'stop', 'unsure')", name=op.f("ck_votes_choice")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_votes_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_votes_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_votes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
    )
    op.create_index(op.f("ix_votes_meeting_id"), "votes", ["meeting_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("in_force_at", types.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('persevere', 'pivot', 'stop', 'vision_change', 'other')",
            name=op.f("ck_decisions_outcome"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_decisions_by_id_people")),
        sa.ForeignKeyConstraint(["decider_id"], ["people.id"], name=op.f("fk_decisions_decider_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_decisions_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["decisions.id"], name=op.f("fk_decisions_reverses_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["evidence_snapshots.id"],
            name=op.f("fk_decisions_snapshot_id_evidence_snapshots"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("engagement_id", "number", name=op.f("uq_decisions_engagement_id_number")),
    )
    op.create_table(
        "experiment_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", types.JsonValue, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_experiment_steps_by_id_people")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_experiment_steps_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("fk_experiment_steps_experiment_id_experiments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_steps")),
    )
    op.create_index(
        op.f("ix_experiment_steps_experiment_id"), "experiment_steps", ["experiment_id"], unique=False
    )

    op.create_table(
        "report_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_report_links_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_report_links_person_id_people")),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["evidence_snapshots.id"],
            name=op.f("fk_report_links_snapshot_id_evidence_snapshots"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_links")),
    )
    op.create_index(op.f("ix_report_links_engagement_id"), "report_links", ["engagement_id"], unique=False)

    op.create_table(
        "link_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_keys")),
        sa.UniqueConstraint("use", name=op.f("uq_link_keys_use")),
    )
    op.create_table(
        "decision_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", types.JsonValue, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_decision_steps_by_id_people")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_steps_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_decision_steps_engagement_id_engagements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_steps")),
    )
    op.create_index(op.f("ix_decision_steps_decision_id"), "decision_steps", ["decision_id"], unique=False)

    op.add_column("tripwires", sa.Column("consequence", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "tripwires", sa.Column("definition_version", sa.Integer(), nullable=False, server_default="1")
    )
    op.execute(HELD_TO)


def downgrade() -> None:  # noqa: PLR0915 - a revision is one list of steps
    """Take the change back."""
    op.drop_column("tripwires", "definition_version")
    op.drop_column("tripwires", "consequence")

    op.drop_index(op.f("ix_decision_steps_decision_id"), table_name="decision_steps")

    op.drop_table("decision_steps")
    op.drop_table("link_keys")
    op.drop_index(op.f("ix_report_links_engagement_id"), table_name="report_links")

    op.drop_table("report_links")
    op.drop_index(op.f("ix_experiment_steps_experiment_id"), table_name="experiment_steps")

    op.drop_table("experiment_steps")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_votes_meeting_id"), table_name="votes")

    op.drop_table("votes")
    op.drop_index(op.f("ix_meeting_steps_meeting_id"), table_name="meeting_steps")

    op.drop_table("meeting_steps")
    op.drop_index(op.f("ix_forecasts_engagement_id_period"), table_name="forecasts")

    op.drop_table("forecasts")
    op.drop_table("experiments")
    op.drop_table("evidence_snapshots")
    op.drop_index(op.f("ix_assumption_steps_assumption_id"), table_name="assumption_steps")

    op.drop_table("assumption_steps")
    op.drop_index(op.f("ix_agenda_items_meeting_id"), table_name="agenda_items")

    op.drop_table("agenda_items")
    op.drop_table("meetings")
    op.drop_index(op.f("ix_lesson_uses_lesson_id"), table_name="lesson_uses")

    op.drop_table("lesson_uses")
    op.drop_table("assumptions")
    op.drop_table("lessons")
