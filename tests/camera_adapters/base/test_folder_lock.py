"""Lock on a folder: one holder, and another when that one has let go."""

from __future__ import annotations

from pathlib import Path

from camera_adapters.base.folder_lock import FolderLock


def test_one_of_two_holds_the_lock_and_the_other_takes_over(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path / "data", ".lock"), FolderLock(tmp_path / "data", ".lock")

    assert (first.held(), second.held(), first.held()) == (True, False, True)
    first.release()
    assert (second.held(), first.held()) == (True, False)
    first.release()
    second.release()


def test_locks_of_other_names_do_not_hinder_one_another(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path, ".one"), FolderLock(tmp_path, ".two")

    assert (first.held(), second.held()) == (True, True)
    first.release()
    second.release()
