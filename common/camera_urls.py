"""URLs of cameras: where a secret may stand, what must never be written in them, and which part is shown. Pure.

A secret is written ``${CAM_NAME}`` and taken from the adapters' environment just before the camera is opened. Only
names with the prefix are taken: whoever may change a camera on the page must not be able to send the password of the
database to a host of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from common.text import FieldWords

PREFIX = "CAM_"
"""Begins the name of every variable that holds a camera's secret."""
USE_NAME = FieldWords(
    zh=f"请写成 ${{{PREFIX}NAME}}，并在接入服务的环境变量中设置 {PREFIX}NAME；密码不会被保存",
    en=f"write a secret as ${{{PREFIX}NAME}} and set {PREFIX}NAME in the adapters' environment; it is never stored",
)

IN_HOST = FieldWords(
    zh="主机部分不能使用占位符：密码会被发往它所指的地方",
    en="a placeholder cannot stand in the host: the secret would be sent wherever it names",
)

HOLE = "\0"
"""Stands for a placeholder while a URL is searched for secrets."""
_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")
_URL = re.compile(
    r"^(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^/?#]*)@)?(?P<host>[^/?#]*)(?P<rest>.*)$", re.DOTALL
)
_NAMED_SECRET = re.compile(
    r"(?i)(?:^|[/?&;_,])(?:[a-z]*(?:pass(?:word|wd)?|pwd|token|secret|auth|key)|psw|pw|p|sig(?:nature)?)"
    r"[=:](?P<value>[^/?&;_#]*)"
)
"""``?password=…``; and in the path, as recorders of one large family have it, ``/user=admin_password=…_channel=1``."""


@dataclass(frozen=True, slots=True)
class SecretNames:
    """Which variables hold secrets of cameras: those with the prefix, and ``more`` that the site names itself.

    ``more`` keeps installations working whose variables were named before there was a prefix (``CC_CAMERA_SECRETS``).
    """

    more: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, text: str) -> SecretNames:
        """Names of a text in which they are separated by commas; blanks around them are removed."""
        return cls(frozenset(name.strip() for name in text.split(",") if name.strip()))

    def takes(self, name: str) -> bool:
        """Whether the variable may stand in a camera's URL."""
        return name in self.more or re.fullmatch(rf"{PREFIX}[A-Z0-9_]+", name) is not None

    def of(self, environ: Mapping[str, str]) -> dict[str, str]:
        """The part of an environment that cameras may see."""
        return {name: value for name, value in environ.items() if value and self.takes(name)}


OWN_NAMES = SecretNames()
"""Takes the names with the prefix and no others."""


class UnknownSecretError(ValueError):
    """A placeholder cannot be resolved. ``name`` is the variable's; empty where the host holds a placeholder."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(problem)


def problems(url: str, names: SecretNames = OWN_NAMES) -> Iterator[FieldWords]:
    """What is wrong with the secrets of this URL, one sentence each, without repeating a secret.

    A URL that has no scheme is searched for placeholders only.
    """
    for name in _PLACEHOLDER.findall(url):
        if not names.takes(name):
            yield FieldWords(
                zh=f"不接受 ${{{name}}}：名称须以 {PREFIX} 开头（其他名称：CC_CAMERA_SECRETS）",
                en=f"${{{name}}} is not taken: such a name begins with {PREFIX} (others: CC_CAMERA_SECRETS)",
            )
    parts = _URL.match(url)
    if parts is None:
        return
    if _PLACEHOLDER.search(parts["host"]):
        yield IN_HOST
    user, colon, password = (parts["user"] or "").partition(":")
    if password and not _is_secret(password):
        yield _named_instead("地址中含有密码", "the URL carries a password")
    elif user and not colon and not _is_secret(user):
        yield _named_instead(
            "地址中含有令牌，或只有用户名没有密码（空密码请写 user:@host）",
            "the URL carries a token, or a user without a password (write user:@host for an empty one)",
        )
    if any(value != HOLE for value in _named(parts["rest"])):
        yield _named_instead(
            "地址的路径或参数中含有密码或令牌", "the URL carries a password or a token in its path or query"
        )


def _named_instead(zh: str, en: str) -> FieldWords:
    return FieldWords(zh=f"{zh}；{USE_NAME['zh']}", en=f"{en}; {USE_NAME['en']}")


def resolve(url: str, environ: Mapping[str, str]) -> str:
    """``url`` with every placeholder replaced by the percent-encoded value of its variable.

    ``environ`` is what cameras may see (``SecretNames.of``); a value stands in it as it is, never encoded.
    Raises UnknownSecretError naming the variable, never its value.
    """
    parts = _URL.match(url)
    if parts is not None and _PLACEHOLDER.search(parts["host"]):
        raise UnknownSecretError("", "a placeholder cannot stand in the host")
    return _PLACEHOLDER.sub(lambda match: quote(_value(match[1], environ), safe=""), url)


def shown(url: str) -> str:
    """The part of the URL that people may see: scheme and host; of a text without a scheme all before the query."""
    parts = _URL.match(url)
    if parts is None:
        return url.partition("?")[0]
    return f"{parts['scheme']}://{parts['host']}"


def _value(name: str, environ: Mapping[str, str]) -> str:
    if environ.get(name):
        return environ[name]
    if OWN_NAMES.takes(name):
        raise UnknownSecretError(name, f"the environment variable {name} is not set")
    raise UnknownSecretError(name, f"{name} is not set, or is none of cameras: such a name begins with {PREFIX}")


def _is_secret(text: str) -> bool:
    """Whether it is a placeholder and nothing else."""
    return _PLACEHOLDER.fullmatch(text) is not None


def _named(rest: str) -> Iterator[str]:
    """Values that stand by a secret's name, a placeholder as HOLE, also where the URL is percent-encoded."""
    plain = unquote(_PLACEHOLDER.sub(HOLE, rest))
    return (found["value"] for found in _NAMED_SECRET.finditer(plain) if found["value"])
