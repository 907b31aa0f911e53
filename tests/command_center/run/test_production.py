"""Production on one machine: what it refuses, whom it lets in first, and what its children do not get."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from command_center.auth.model import Role
from command_center.auth.service import Accounts
from command_center.base.clock import SystemClock, new_id
from command_center.base.db import Database
from command_center.base.errors import StartError
from command_center.base.settings import Settings, load_settings
from command_center.run import exposure, one_machine, production
from command_center.run.one_machine import Machine

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is refused


def settings(**more: object) -> Settings:
    return load_settings(**more)


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.1.5", "centre.example.cn"])
def test_plain_http_towards_others_is_refused_with_what_to_do(host: str) -> None:
    with pytest.raises(StartError, match=r"--tls-cert and --tls-key.*--proxy-headers.*127\.0\.0\.1"):
        exposure.refuse_plain_http(settings(http_host=host), proxy_headers=False)


@pytest.mark.parametrize(
    ("host", "tls_cert", "proxy_headers"),
    [
        ("127.0.0.1", None, False),
        ("::1", None, False),
        ("localhost", None, False),
        (EVERYWHERE, Path("chain.pem"), False),
        (EVERYWHERE, None, True),
    ],
)
def test_loopback_and_tls_and_a_proxy_are_taken(host: str, tls_cert: Path | None, proxy_headers: bool) -> None:
    exposure.refuse_plain_http(settings(http_host=host, tls_cert=tls_cert), proxy_headers=proxy_headers)


async def test_the_first_administrator_signs_in_by_a_private_file_that_is_written_once(
    database: Database, tmp_path: Path
) -> None:
    told = await production.first_administrator(database, tmp_path)
    file = tmp_path / production.FIRST_PASSWORD_FILE
    assert file.stat().st_mode & 0o777 == 0o600
    username, password = file.read_text().split()
    assert str(file) in told
    assert password not in told
    accounts = Accounts(database, SystemClock(), new_id)
    (only,) = (await accounts.accounts(0, 10))[0]
    assert (only.username, only.role) == (username, Role.ADMIN)
    file.unlink()
    assert await production.first_administrator(database, tmp_path) == ""
    assert not file.exists()


async def test_the_file_goes_when_the_first_administrator_was_disabled(database: Database, tmp_path: Path) -> None:
    await production.first_administrator(database, tmp_path)
    accounts = Accounts(database, SystemClock(), new_id)
    await accounts.create("wang", "王五", Role.ADMIN, "long enough 1")
    (first,) = [one for one in (await accounts.accounts(0, 10))[0] if one.username == production.FIRST_ADMINISTRATOR]
    await accounts.change(first.id, by=None, disabled=True)
    assert await production.first_administrator(database, tmp_path) == ""
    assert not (tmp_path / production.FIRST_PASSWORD_FILE).exists()


async def test_where_there_are_accounts_none_is_made(database: Database, tmp_path: Path) -> None:
    await Accounts(database, SystemClock(), new_id).create("wang", "王五", Role.ADMIN, "long enough 1")
    assert await production.first_administrator(database, tmp_path) == ""
    assert not (tmp_path / production.FIRST_PASSWORD_FILE).exists()


def test_no_child_gets_the_address_of_the_database_s_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner:word@127.0.0.1/x")
    known = settings(
        data_dir=tmp_path, database_url=SecretStr("postgresql://app:w@127.0.0.1/x"), tls_cert=tmp_path / "chain.pem"
    )
    machine = Machine(known, tmp_path / "cameras.yaml", 1, production.first_administrator)
    found = one_machine._environment(known, machine, 8000)
    assert "DATABASE_OWNER_URL" not in found
    assert found["DATABASE_URL"] == "postgresql://app:w@127.0.0.1/x"
    assert found["CC_TLS_CERT"] == str(tmp_path / "chain.pem")
    assert "CC_CANARY_SECONDS" not in found, "the demo's shorter pause is the demo's alone"
