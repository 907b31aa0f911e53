"""Settings: environment, command line, and what is said about a wrong one."""

from __future__ import annotations

import pytest

from camera_adapters.base.errors import SettingsError
from camera_adapters.base.settings import load_settings


def test_a_wrong_setting_names_its_variable_and_not_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "http://user:secret@host")
    monkeypatch.setenv("CC_ADAPTER_WORKERS", "many")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "REDIS_URL" in str(caught.value)
    assert "CC_ADAPTER_WORKERS" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC_ADAPTER_WORKERS", "3")
    assert load_settings().workers == 3
    assert load_settings(workers=5).workers == 5
    assert load_settings(workers=None).workers == 3
