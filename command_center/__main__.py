"""``python -m command_center``: every command, with errors in words and without stack traces."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from command_center.base.errors import StartError
from command_center.base.settings import Settings, load_settings
from common.priority import go_first

ROLES = ("viewer", "duty_officer", "duty_leader", "commander", "responder", "reviewer", "admin")


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m command_center", description="Township emergency command centre")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _transport(_machine(commands.add_parser("run", help="everything on this machine: servers, cameras, web page")))
    _machine(commands.add_parser("demo", help="the same to try it, with an account a role"))
    _transport(_page(commands.add_parser("serve", help="the centre's web server")))
    health = commands.add_parser("health", help="exit status 0 when the centre on this machine answers and works")
    health.add_argument("--port", type=int)
    check = commands.add_parser("check-config", help="read all site files; errors name file, line and key")
    check.add_argument("--cameras", type=Path, metavar="FILE")
    user = _with_data(commands.add_parser("create-user", help="a new account; asks for its password"))
    user.add_argument("username")
    user.add_argument("role", choices=ROLES)
    user.add_argument("--display-name")
    cameras = _with_data(commands.add_parser("import-cameras", help="add and change cameras from a file"))
    cameras.add_argument("file", type=Path)
    cameras.add_argument("--prune", action="store_true", help="take cameras off that the file does not name")
    migrate = _with_data(commands.add_parser("migrate", help="bring the database's schema up to date, after a backup"))
    migrate.add_argument("--no-backup", action="store_true")
    backup = _with_data(commands.add_parser("backup", help="dump the database into a file"))
    backup.add_argument("file", type=Path, nargs="?")
    restore = _with_data(commands.add_parser("restore", help="replace the database's content by a dump"))
    restore.add_argument("file", type=Path)
    restore.add_argument("--yes", action="store_true")
    people = _with_data(commands.add_parser("users", help="accounts: take away a lost second factor"))
    people.add_argument("what", choices=["reset-second-factor"])
    people.add_argument("username")
    users = commands.add_parser("redis-users", help="files of users (aclfile) for Redis servers that run elsewhere")
    users.add_argument("folder", type=Path)
    audit = _with_data(commands.add_parser("audit", help="verify every chain against its exported heads"))
    audit.add_argument("what", choices=["verify"])
    return top


def _with_data(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--data", type=Path, metavar="DIR", help="data folder (CC_DATA_DIR)")
    return command


def _machine(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--cameras", type=Path, metavar="FILE", help="cameras to import at the first start")
    command.add_argument("--workers", type=int, help="adapter processes (CC_ADAPTER_WORKERS)")
    return _page(command)


def _page(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--host", help="address of the page (CC_HTTP_HOST)")
    command.add_argument("--port", type=int, help="port of the page (CC_HTTP_PORT)")
    return _with_data(command)


def _transport(command: argparse.ArgumentParser) -> None:
    command.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate chain, PEM (CC_TLS_CERT)")
    command.add_argument("--tls-key", type=Path, metavar="FILE", help="its private key, PEM (CC_TLS_KEY)")
    command.add_argument("--proxy-headers", action="store_true", help="trust X-Forwarded-* of FORWARDED_ALLOW_IPS")


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Settings from the environment; what stands on the command line wins."""
    named = {"data": "data_dir", "host": "http_host", "port": "http_port", "tls_cert": "tls_cert", "tls_key": "tls_key"}
    given = {field: getattr(arguments, name, None) for name, field in named.items()}
    return load_settings(**{field: value for field, value in given.items() if value is not None})


def run(arguments: argparse.Namespace) -> str | None:
    """Run one command; answers what to print. Modules are imported where they are needed: the demo starts fast."""
    settings = settings_of(arguments)
    if arguments.command in ("run", "demo", "serve"):
        go_first()
        _run_until_stopped(settings, arguments)
        return None
    if arguments.command == "health":
        from command_center.run import administration  # noqa: PLC0415

        return administration.health(settings)
    return _administer(settings, arguments)


def _run_until_stopped(settings: Settings, arguments: argparse.Namespace) -> None:
    if arguments.command == "serve":
        from command_center.run import administration, serve  # noqa: PLC0415

        serve.run(administration.with_embedded_urls(settings), proxy_headers=arguments.proxy_headers)
        return
    cameras, workers = arguments.cameras, arguments.workers
    if arguments.command == "demo":
        from command_center.run import demo  # noqa: PLC0415

        demo.run(settings, cameras=cameras, workers=workers)
        return
    from command_center.run import production  # noqa: PLC0415

    production.run(settings, cameras=cameras, workers=workers, proxy_headers=arguments.proxy_headers)


def _administer(settings: Settings, arguments: argparse.Namespace) -> str:
    from command_center.run import administration  # noqa: PLC0415

    if arguments.command == "check-config":
        return administration.check_config(settings, arguments.cameras)
    if arguments.command == "redis-users":
        from command_center.run import redis_users  # noqa: PLC0415

        return redis_users.write_files(arguments.folder, os.environ)
    settings = administration.with_embedded_urls(settings)
    if arguments.command == "audit":
        return asyncio.run(administration.audit_verify(settings))
    return _change(settings, arguments)


def _change(settings: Settings, arguments: argparse.Namespace) -> str:
    from command_center.auth.model import Role  # noqa: PLC0415
    from command_center.run import administration  # noqa: PLC0415

    match arguments.command:
        case "create-user":
            role = Role(arguments.role)
            return asyncio.run(administration.create_user(settings, arguments.username, role, arguments.display_name))
        case "users":
            return asyncio.run(administration.reset_second_factor(settings, arguments.username))
        case "import-cameras":
            return asyncio.run(administration.import_file(settings, arguments.file, prune=arguments.prune))
        case "migrate":
            return asyncio.run(administration.migrate(settings, with_backup=not arguments.no_backup))
        case "backup":
            return administration.backup(settings, arguments.file)
        case _:
            return asyncio.run(administration.restore(settings, arguments.file, sure=arguments.yes))


def main(argv: list[str] | None = None) -> int:
    """Exit code 0; 1 with the error's words on standard error; 130 after Ctrl-C."""
    arguments = parser().parse_args(argv)
    try:
        said = run(arguments)
    except StartError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not _server_away(error):
            raise
        print(f"error: {_server_away(error)}", file=sys.stderr)
        return 1
    if said:
        print(said)
    return 0


def _server_away(error: Exception) -> str | None:
    """Words for a server that does not answer or refuses us; None for everything else, which is a bug."""
    from redis.exceptions import RedisError  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    if isinstance(error, SQLAlchemyError):
        return (
            f"the database (DATABASE_URL) cannot be used: {str(getattr(error, 'orig', None) or error).splitlines()[0]}"
        )
    if isinstance(error, RedisError):
        return f"Redis cannot be used: {error}"
    return str(error) if isinstance(error, OSError) else _asyncpg_words(error)


def _asyncpg_words(error: Exception) -> str | None:
    module = type(error).__module__
    return f"the database (DATABASE_URL) refuses: {error}" if module.startswith("asyncpg") else None


if __name__ == "__main__":
    sys.exit(main())
