"""Changing a camera's specification: each change is one transaction with its row of history, and can be undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import CameraSpec
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.input_words import wrong_fields
from command_center.cameras import history, repository
from command_center.cameras.change import (
    ChangeDraft,
    ChangeSource,
    ClashError,
    Difference,
    SetupChange,
    SpecJson,
    applied,
    as_json,
    differences,
)
from command_center.cameras.errors import (
    CameraExistsError,
    NoSuchCameraError,
    NoSuchChangeError,
    NothingToUndoError,
    SetupClashError,
    WrongSetupError,
)
from command_center.cameras.file import spec_problems
from command_center.chain.model import Who
from common.camera_urls import OWN_NAMES, SecretNames
from common.text import FieldWords

Problems = Callable[[CameraSpec], Mapping[str, FieldWords]]


@dataclass(frozen=True, slots=True)
class Cause:
    """By whom, by which way, and because of what."""

    actor: Who | None
    source: ChangeSource
    about: Mapping[str, Any] = field(default_factory=dict)


class CameraSetup:
    """The use cases. ``problems`` says by field what adapters could not run; ``tell`` hands the new state to them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        hotspots: frozenset[str],
        problems: Problems,
        tell: Callable[[], Awaitable[None]],
        names: SecretNames = OWN_NAMES,
    ) -> None:
        self._database = database
        self._clock = clock
        self._hotspots = hotspots
        self._problems = problems
        self._tell = tell
        self._names = names

    async def add(self, camera: CameraSpec, cause: Cause) -> SetupChange:
        """Store a new camera, behind all others; one that was removed returns to its place.

        Raises CameraExistsError, WrongSetupError.
        """
        async with self._database.transaction() as connection:
            number = await repository.next_revision(connection)
            if await repository.find(connection, camera.id) is not None:
                raise CameraExistsError
            change = await self._store(connection, number, None, camera.model_dump(mode="json"), cause)
        await self._tell()
        return change

    async def remove(self, camera_id: str, cause: Cause) -> SetupChange:
        """Take a camera off the roster; its alerts stay, its recordings until their time. Raises NoSuchCameraError."""
        async with self._database.transaction() as connection:
            number = await repository.next_revision(connection)
            present = await self._present(connection, camera_id)
            now = self._clock.now()
            await repository.remove(connection, camera_id, number, now)
            draft = ChangeDraft(camera_id, now, cause.actor, cause.source, present, None, cause.about)
            (change,) = await history.append(connection, [draft])
        await self._tell()
        return change

    async def replace(self, camera: CameraSpec, cause: Cause, since: int | None = None) -> SetupChange | None:
        """Store what somebody wrote, of a camera that is not known as a new one; None when nothing differs.

        ``since`` is the change they began from: what others changed after it stays, and where both changed the same
        part nothing is stored. Raises NoSuchCameraError, WrongSetupError, SetupClashError.
        """
        async with self._database.transaction() as connection:
            number = await repository.next_revision(connection)
            after = camera.model_dump(mode="json")
            if since is None and await repository.find(connection, camera.id) is None:
                change: SetupChange | None = await self._store(connection, number, None, after, cause)
            else:
                present = await self._present(connection, camera.id)
                began = present if since is None else await self._as_of(connection, camera.id, since, present)
                change = await self._apply(connection, number, present, differences(began, after), cause)
        await self._tell()
        return change

    async def amend(
        self, camera_id: str, amended: Callable[[CameraSpec], CameraSpec], cause: Cause
    ) -> SetupChange | None:
        """Store what a function makes of the present specification; None when it changes nothing. Errors as above."""
        async with self._database.transaction() as connection:
            number = await repository.next_revision(connection)
            present = await self._present(connection, camera_id)
            wanted = differences(present, amended(CameraSpec.model_validate(present)).model_dump(mode="json"))
            change = await self._apply(connection, number, present, wanted, cause)
        await self._tell()
        return change

    async def undo(self, camera_id: str, number: int, actor: Who) -> SetupChange:
        """Undo a change; later changes of other parts stay. Raises as ``replace`` does, and NothingToUndoError."""
        async with self._database.transaction() as connection:
            revision = await repository.next_revision(connection)
            undone = await self.change(connection, camera_id, number)
            if undone.draft.before is None:
                raise NothingToUndoError(first=True)
            cause = Cause(actor, ChangeSource.UNDO, {"undoes": number})
            if undone.draft.after is None:
                if await repository.find(connection, camera_id) is not None:
                    raise CameraExistsError
                change = await self._store(connection, revision, None, undone.draft.before, cause)
            else:
                present = await self._present(connection, camera_id)
                wanted = [one.inverted for one in differences(undone.draft.before, undone.draft.after)]
                done = await self._apply(connection, revision, present, wanted, cause)
                if done is None:
                    raise NothingToUndoError(first=False)
                change = done
        await self._tell()
        return change

    def check(self, camera: CameraSpec) -> None:
        """Whether adapters could run it. Raises WrongSetupError."""
        problems = {**dict(spec_problems(camera, self._hotspots, self._names)), **self._problems(camera)}
        if problems:
            raise WrongSetupError(problems)

    async def change(self, connection: AsyncConnection, camera_id: str, number: int) -> SetupChange:
        """One change. Raises NoSuchChangeError."""
        found = await history.find(connection, camera_id, number)
        if found is None:
            raise NoSuchChangeError
        return found

    async def _present(self, connection: AsyncConnection, camera_id: str) -> SpecJson:
        found = as_json(await repository.find(connection, camera_id))
        if found is None:
            raise NoSuchCameraError
        return found

    async def _as_of(self, connection: AsyncConnection, camera_id: str, since: int, present: SpecJson) -> SpecJson:
        """The specification after the change ``since``; 0 is before any change was kept."""
        if since == 0:
            return present
        return (await self.change(connection, camera_id, since)).draft.after or present

    async def _apply(
        self,
        connection: AsyncConnection,
        revision: int,
        present: SpecJson,
        wanted: Sequence[Difference],
        cause: Cause,
    ) -> SetupChange | None:
        try:
            after = applied(present, wanted)
        except ClashError as error:
            raise SetupClashError(error) from error
        if not differences(present, after):
            return None
        return await self._store(connection, revision, present, after, cause)

    async def _store(
        self, connection: AsyncConnection, revision: int, before: SpecJson | None, after: SpecJson, cause: Cause
    ) -> SetupChange:
        camera = self._checked(after, before)
        now = self._clock.now()
        await repository.upsert(connection, camera, None, revision, now)
        draft = ChangeDraft(camera.id, now, cause.actor, cause.source, before, as_json(camera), cause.about)
        (change,) = await history.append(connection, [draft])
        return change

    def _checked(self, after: SpecJson, before: SpecJson | None) -> CameraSpec:
        try:
            camera = CameraSpec.model_validate(after)
        except ValidationError as error:
            raise WrongSetupError(wrong_fields(error.errors(include_input=False), "camera")) from None
        problems = {**dict(spec_problems(camera, self._hotspots, self._names)), **self._new_problems(camera, before)}
        if problems:
            raise WrongSetupError(problems)
        return camera

    def _new_problems(self, camera: CameraSpec, before: SpecJson | None) -> dict[str, FieldWords]:
        """What was wrong before must not keep anybody from masking a place or taking a change back."""
        old = {} if before is None else self._problems(CameraSpec.model_validate(before))
        known = {(_setting(field), text["en"]) for field, text in old.items()}
        return {f: text for f, text in self._problems(camera).items() if (_setting(f), text["en"]) not in known}


def _setting(field: str) -> str:
    """``settings.threshold`` of ``detectors.0.settings.threshold``: detectors may have moved up."""
    return field.split(".", 2)[-1]


async def keep_import(
    connection: AsyncConnection,
    before: Mapping[str, CameraSpec],
    after: Mapping[str, CameraSpec | None],
    at: datetime,
) -> None:
    """The history of a file's import: one change for each camera that it made, changed or took off."""
    cause = Cause(None, ChangeSource.FILE)
    drafts = [
        ChangeDraft(camera_id, at, cause.actor, cause.source, as_json(before.get(camera_id)), as_json(spec))
        for camera_id, spec in after.items()
        if before.get(camera_id) != spec
    ]
    await history.append(connection, drafts)
