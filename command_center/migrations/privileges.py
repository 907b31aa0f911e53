"""Privileges of the application's role on a table, granted in each migration beside the table."""

from __future__ import annotations

from alembic import op

APPEND_ONLY_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""


def application_role() -> str | None:
    """The application's role; None where it is the owner itself and needs no grant."""
    role = op.get_context().opts["application_role"]
    return None if role is None else str(role)


def grant(table: str, privileges: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Let the application use a table."""
    role = application_role()
    if role is not None:
        op.execute(f'GRANT {privileges} ON "{table}" TO "{role}"')


def append_only(table: str) -> None:
    """INSERT and SELECT for the application; UPDATE, DELETE and TRUNCATE refused to everybody, the owner too."""
    op.execute(APPEND_ONLY_FUNCTION)
    for name, events, unit in (
        ("append_only", "UPDATE OR DELETE", "ROW"),
        ("never_truncated", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f'CREATE TRIGGER {name} BEFORE {events} ON "{table}" FOR EACH {unit} EXECUTE FUNCTION refuse_change()'
        )
    grant(table, "SELECT, INSERT")
