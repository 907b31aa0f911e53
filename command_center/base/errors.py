"""Errors of the centre, one tree.

CentreError             carries a code, both languages and an HTTP status; the application turns it into ``ApiError``
├── NotSignedIn         401  sign in first
├── WrongPassword       401  name or password is wrong (the same words for an unknown name)
├── SignInAgain         401  between password and code too much time went by
├── Forbidden           403  the role may not do this
├── MustChangePassword  403  somebody else made the password; replace it first
├── MustEnrol           403  the role needs a second factor; set it up first
├── WrongOrigin         403  the request comes from another site
├── NotFound            404
├── Conflict            409  somebody else was faster, or the state does not allow it
├── Gone                410  it existed and was deleted
├── Invalid             422  ``fields`` names what is wrong
├── TooMany             429  wait
└── Unavailable         503  a server that the centre needs does not answer; try again
StartError              a command cannot start; its text is all a person needs, it is printed without a stack trace
└── ConfigError         a file or setting is wrong; ``problems`` lists every one with file, line and key
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from common.text import FieldWords


class CentreError(Exception):
    """An answer that a client can understand. ``zh`` and ``en`` are shown to people as they are.

    ``fields``: what is wrong, by the name of the field, in both languages. ``facts``: what a program may want to know
    (the present state, the wanted one); a person reads nothing of them.
    """

    status = 500
    code = "error"
    zh = "系统内部错误"
    en = "Internal error"

    def __init__(
        self,
        code: str | None = None,
        zh: str | None = None,
        en: str | None = None,
        *,
        status: int | None = None,
        fields: Mapping[str, FieldWords] | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        self.code = code or self.code
        self.zh = zh or self.zh
        self.en = en or self.en
        self.status = status or self.status
        self.fields = dict(fields or {})
        self.facts = dict(facts or {})
        super().__init__(f"{self.code}: {self.en}")

    @property
    def sentence(self) -> FieldWords:
        """All of it in one sentence, for a place that shows no single fields."""
        if not self.fields:
            return FieldWords(zh=self.zh, en=self.en)
        zh = "；".join(f"{name}：{words['zh']}" for name, words in self.fields.items())
        return FieldWords(zh=zh, en="; ".join(f"{name}: {words['en']}" for name, words in self.fields.items()))

    def body(self) -> dict[str, object]:
        """The ``ApiError`` shape."""
        error: dict[str, object] = {"code": self.code, "message": {"zh": self.zh, "en": self.en}}
        if self.fields:
            error["fields"] = self.fields
        if self.facts:
            error["facts"] = self.facts
        return {"error": error}


class NotSignedIn(CentreError):
    status, code, zh, en = 401, "not_signed_in", "请先登录", "Sign in first"


class WrongPassword(CentreError):
    status, code, zh, en = 401, "wrong_password", "用户名或密码错误", "Wrong user name or password"


class SignInAgain(CentreError):
    status, code = 401, "sign_in_again"
    zh, en = "登录已超时，请重新输入用户名和密码", "Signing in took too long. Enter user name and password again"


class Forbidden(CentreError):
    status, code, zh, en = 403, "forbidden", "您的角色无权执行此操作", "Your role may not do this"


class MustChangePassword(CentreError):
    status, code, zh, en = 403, "must_change_password", "请先修改初始密码", "Change the initial password first"


class MustEnrol(CentreError):
    status, code, zh, en = 403, "must_enrol", "请先设置两步验证", "Set up a second factor first"


class WrongOrigin(CentreError):
    status, code, zh, en = 403, "wrong_origin", "请求来源不被允许", "Requests from this origin are refused"


class NotFound(CentreError):
    status, code, zh, en = 404, "not_found", "未找到", "Not found"


class Conflict(CentreError):
    status, code, zh, en = 409, "conflict", "当前状态不允许此操作", "The present state does not allow this"


class Gone(CentreError):
    status, code, zh, en = 410, "expired", "内容已过期删除", "It has expired and was deleted"


class Invalid(CentreError):
    status, code, zh, en = 422, "invalid", "输入有误", "The input is not valid"


class TooMany(CentreError):
    status, code, zh, en = 429, "too_many", "尝试次数过多，请稍后再试", "Too many attempts, try again later"

    def __init__(self, code: str | None = None, *, retry_after: timedelta = timedelta(minutes=1)) -> None:
        self.retry_after = retry_after
        super().__init__(code)


class Unavailable(CentreError):
    status, code, zh, en = 503, "unavailable", "服务暂时不可用，请重试", "A server does not answer, try again"


class StartError(Exception):
    """A command cannot go on; the text says what is wrong and what to do."""


class ConfigError(StartError):
    """Everything that is wrong with a file or the settings, one line a problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
