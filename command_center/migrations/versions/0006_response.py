"""What an incident needs until it is over: its source and clocks, tasks with their steps, reports, reviews, files.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from command_center.migrations.privileges import append_only, grant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
COLOURS = "'red', 'orange', 'yellow', 'blue'"
TASK_STATES = "'assigned', 'accepted', 'en_route', 'on_scene', 'done', 'declined', 'cancelled'"
REPORT_KINDS = "'first', 'follow_up', 'final'"
REPORT_STAGES = "'draft', 'submitted', 'signed', 'sent', 'receipted'"
OWED = """
INSERT INTO report (realm, id, incident_id, kind, number, stage, revision, created_at, phone_due_at, due_at)
SELECT realm, gen_random_uuid(), id, 'first', 1, 'draft', 0, opened_at,
       learned_at + interval '30 minutes', learned_at + interval '60 minutes'
FROM incident WHERE state IN ('discovered', 'verified', 'responding', 'controlled')
"""
"""Incidents that are under way owe their first report already."""
OPEN_REPORT = sa.text("written_at IS NULL")


def upgrade() -> None:
    _subjects("'alert', 'incident', 'task', 'report'")
    _incident()
    _tasks()
    _reports()
    _reviews()
    _attachments()


def _subjects(words: str) -> None:
    op.drop_constraint("subject_known", "transition", type_="check")
    op.create_check_constraint("subject_known", "transition", f"subject IN ({words})")


def _incident() -> None:
    op.add_column("incident", sa.Column("learned_at", MOMENT))
    op.execute("UPDATE incident SET learned_at = opened_at")
    op.alter_column("incident", "learned_at", nullable=False)
    op.add_column("incident", sa.Column("occurred_at", MOMENT))
    op.add_column("incident", sa.Column("source", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")))
    op.alter_column("incident", "source", server_default=None)
    op.add_column("incident", sa.Column("response_level", sa.SmallInteger))
    op.add_column("incident", sa.Column("warning_colour", sa.Text))
    op.add_column("incident", sa.Column("plan", sa.Text))
    op.add_column("incident", sa.Column("merged_into", sa.Uuid))
    op.add_column("incident", sa.Column("previous_incident_id", sa.Uuid))
    op.add_column("incident", sa.Column("closed_at", MOMENT))
    op.create_check_constraint("response_level_known", "incident", "response_level BETWEEN 1 AND 4")
    op.create_check_constraint("warning_colour_known", "incident", f"warning_colour IN ({COLOURS})")
    op.create_check_constraint("merged_has_target", "incident", "(state = 'merged') = (merged_into IS NOT NULL)")
    for name, column in (("merged", "merged_into"), ("previous", "previous_incident_id")):
        op.create_foreign_key(f"fk_incident_{name}", "incident", "incident", ["realm", column], ["realm", "id"])


def _belongs_to_incident(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["realm", "incident_id"], ["incident.realm", "incident.id"], name=f"fk_{table}_incident"
    )


def _tasks() -> None:
    op.create_table(
        "task",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("incident_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("title", JSONB, nullable=False),
        sa.Column("detail", JSONB),
        sa.Column("unit", sa.Text),
        sa.Column("unit_name", JSONB),
        sa.Column("person", JSONB),
        sa.Column("plan", sa.Text),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.Column("assigned_by", JSONB, nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("accepted_at", MOMENT),
        sa.Column("accepted_by", JSONB),
        sa.Column("en_route_at", MOMENT),
        sa.Column("on_scene_at", MOMENT),
        sa.Column("done_at", MOMENT),
        sa.Column("position", JSONB),
        sa.CheckConstraint(f"state IN ({TASK_STATES})", name="state_known"),
        sa.CheckConstraint("unit IS NOT NULL OR person IS NOT NULL", name="somebody_has_it"),
        _belongs_to_incident("task"),
    )
    op.create_index("ix_task_incident", "task", ["realm", "incident_id"])
    op.create_index("ix_task_unit", "task", ["realm", "unit"])
    op.create_index("ix_task_person", "task", ["realm", sa.text("(person ->> 'id')")])
    grant("task", "SELECT, INSERT, UPDATE")
    op.create_table(
        "task_step",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("key", sa.Uuid, primary_key=True),
        sa.Column("task_id", sa.Uuid, nullable=False),
        sa.Column("to_state", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["realm", "task_id"], ["task.realm", "task.id"], name="fk_task_step_task"),
    )
    append_only("task_step")


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("incident_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("body", JSONB),
        sa.Column("author", JSONB),
        sa.Column("approver", JSONB),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("phone_due_at", MOMENT),
        sa.Column("due_at", MOMENT),
        sa.Column("signed_at", MOMENT),
        sa.Column("phoned_at", MOMENT),
        sa.Column("phoned_to", sa.Text),
        sa.Column("written_at", MOMENT),
        sa.Column("receipt_by", sa.Text),
        sa.Column("receipt_at", MOMENT),
        sa.Column("late_reason", sa.Text),
        sa.CheckConstraint(f"kind IN ({REPORT_KINDS})", name="kind_known"),
        sa.CheckConstraint(f"stage IN ({REPORT_STAGES})", name="stage_known"),
        sa.CheckConstraint("(receipt_at IS NULL) = (stage <> 'receipted')", name="receipted_has_time"),
        _belongs_to_incident("report"),
    )
    op.create_index("uq_report_number", "report", ["realm", "incident_id", "kind", "number"], unique=True)
    op.create_index("ix_report_open", "report", ["realm", "due_at"], postgresql_where=OPEN_REPORT)
    grant("report", "SELECT, INSERT, UPDATE")
    op.execute(OWED)


def _reviews() -> None:
    op.create_table(
        "incident_review",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("incident_id", sa.Uuid, primary_key=True),
        sa.Column("conclusion", sa.Text, nullable=False),
        sa.Column("figures", JSONB, nullable=False),
        sa.Column("actions", JSONB, nullable=False),
        sa.Column("reviewer", JSONB, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _belongs_to_incident("incident_review"),
    )
    append_only("incident_review")


def _attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("incident_id", sa.Uuid, nullable=False),
        sa.Column("task_id", sa.Uuid),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", JSONB, nullable=False),
        _belongs_to_incident("attachment"),
        sa.ForeignKeyConstraint(["realm", "task_id"], ["task.realm", "task.id"], name="fk_attachment_task"),
    )
    op.create_index("ix_attachment_incident", "attachment", ["realm", "incident_id"])
    append_only("attachment")


def downgrade() -> None:
    for table in ("attachment", "incident_review", "report", "task_step", "task"):
        op.drop_table(table)
    for name in ("previous", "merged"):
        op.drop_constraint(f"fk_incident_{name}", "incident", type_="foreignkey")
    for name in ("merged_has_target", "warning_colour_known", "response_level_known"):
        op.drop_constraint(name, "incident", type_="check")
    for column in (
        "closed_at",
        "previous_incident_id",
        "merged_into",
        "plan",
        "warning_colour",
        "response_level",
        "source",
        "occurred_at",
        "learned_at",
    ):
        op.drop_column("incident", column)
    _subjects("'alert', 'incident'")
