"""Bringing the database's schema up to date, as its owner."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from command_center.base.db import async_url, metadata
from command_center.migrations.tables import import_concepts

FOLDER = Path(__file__).parent
MIGRATION_LOCK = 4_406_001
"""Advisory lock: two centres that start together migrate one after the other."""


def config() -> Config:
    """Alembic's configuration without a file."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    return made


def head_revision() -> str | None:
    """The newest revision that this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


async def upgrade(
    owner_url: str, application_url: str | None = None, revision: str = "head"
) -> tuple[str | None, str | None]:
    """Migrate to this revision, the newest by default; answers the revisions before and after."""
    engine = create_async_engine(async_url(owner_url, "DATABASE_OWNER_URL"), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            role = _role(owner_url, application_url)
            if role is not None and application_url is not None:
                await _ensure_role(connection, role, make_url(application_url).password)
            return await connection.run_sync(_upgrade, role, revision)
    finally:
        await engine.dispose()


def _role(owner_url: str, application_url: str | None) -> str | None:
    owner = make_url(owner_url).username
    application = make_url(application_url).username if application_url else None
    return None if application in {None, owner} else application


async def _ensure_role(connection: AsyncConnection, role: str, password: str | None) -> None:
    """Create the application's role where it is missing: a fresh server knows only its owner, who then may do that."""
    if await connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}):
        return
    statement = text("SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', CAST(:role AS text), CAST(:password AS text))")
    created = await connection.scalar(statement, {"role": role, "password": password})
    await connection.exec_driver_sql(str(created))


def _upgrade(connection: Connection, application_role: str | None, revision: str) -> tuple[str | None, str | None]:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
    before = MigrationContext.configure(connection).get_current_revision()
    alembic = config()
    alembic.attributes["connection"] = connection
    alembic.attributes["application_role"] = application_role
    command.upgrade(alembic, revision)
    if application_role is not None:
        connection.exec_driver_sql(f'GRANT SELECT ON alembic_version TO "{application_role}"')
    return before, MigrationContext.configure(connection).get_current_revision()


async def current_revision(url: str) -> str | None:
    """The revision the database stands at; None when it is empty."""
    engine = create_async_engine(async_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    finally:
        await engine.dispose()


async def differences(url: str) -> list[object]:
    """What the tables in code and the database disagree about; empty when the migrations are complete."""
    import_concepts()  # fills the metadata
    engine = create_async_engine(async_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(
                lambda sync: list(compare_metadata(MigrationContext.configure(sync), metadata))
            )
    finally:
        await engine.dispose()
