"""What each channel does on the wire, and what it says of failures."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from command_center.base.errors import ConfigError
from command_center.notifications.channels.apprise import Apprise, AppriseSettings
from command_center.notifications.channels.email import Email, EmailSettings
from command_center.notifications.channels.webhook import Webhook, WebhookSettings, signature
from command_center.notifications.errors import MissingSecretError, TransportError
from command_center.notifications.model import DeliveryState, Letter, Notice, Topic, Wording
from command_center.notifications.settings import read_notifications
from tests.fakes.mail_server import mail_server
from tests.fakes.web_receiver import web_receiver
from tests.support.alerts import AT, FixedClock


def letter(address: str = "") -> Letter:
    notice = Notice(
        Topic.ALERT, Wording(zh="Ⅰ级 山体落石", en="Rockfall"), Wording(zh="请查看", en="Look"), "/alerts/1", 1
    )
    return Letter(uuid4(), "live", notice, uuid4(), "王五", address, 1, AT, AT)


def email(port: int, **more: object) -> Email:
    values = {"kind": "email", "host": "127.0.0.1", "port": port, "security": "none", "sender": "centre@example.cn"}
    return Email(EmailSettings.model_validate(values | more), "http://centre.local", server_timeout=0.3)


def webhook(url: str, secret: str) -> Webhook:
    return Webhook(WebhookSettings(kind="webhook", url=url, secret=secret), FixedClock())


async def failure(work: object) -> tuple[str, bool]:
    with pytest.raises(TransportError) as caught:
        await work  # type: ignore[misc]
    return caught.value.reason, caught.value.permanent


async def test_an_e_mail_carries_both_languages_and_the_link() -> None:
    async with mail_server() as mail:
        sent = letter("wang@example.cn")
        assert await email(mail.port).send(sent) is DeliveryState.SENT
    (message,) = mail.received
    assert message["Subject"] == "Ⅰ级 山体落石 / Rockfall"
    assert message["To"] == "wang@example.cn"
    assert str(sent.id) in message["Message-ID"]
    assert message.get_content().split() == ["请查看", "Look", "http://centre.local/alerts/1"]


async def test_a_line_break_in_a_title_neither_stops_a_letter_nor_adds_a_head() -> None:
    notice = replace(letter().notice, title=Wording(zh="转移\r\nBcc: x@example.cn", en="Move\u2028on\x85"))
    async with mail_server() as mail:
        assert await email(mail.port).send(replace(letter("wang@example.cn"), notice=notice)) is DeliveryState.SENT
    (message,) = mail.received
    assert message["Subject"] == "转移 Bcc: x@example.cn / Move on"
    assert message["Bcc"] is None


async def test_a_refused_mail_box_is_permanent_and_a_busy_one_is_not() -> None:
    async with mail_server(refuse={"gone@x.cn": "550 no such user", "busy@x.cn": "451 later"}) as mail:
        assert await failure(email(mail.port).send(letter("gone@x.cn"))) == ("refused", True)
        assert await failure(email(mail.port).send(letter("busy@x.cn"))) == ("refused", False)
    assert await failure(email(mail.port).send(letter("no address"))) == ("no_address", True)


async def test_a_mail_server_that_hangs_or_is_away_can_be_tried_again() -> None:
    async with mail_server(hangs=True) as mail:
        assert await failure(email(mail.port).send(letter("wang@example.cn"))) == ("unreachable", False)
    assert await failure(email(1).send(letter("wang@example.cn"))) == ("unreachable", False)


async def test_a_webhook_is_signed_over_time_and_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "between us")
    async with web_receiver() as web:
        sent = letter()
        assert await webhook(web.url, "${HOOK_SECRET}").send(sent) is DeliveryState.DELIVERED
    (post,) = web.received
    assert post.headers["x-signature"] == signature("between us", post.headers["x-timestamp"], post.body)
    assert post.headers["x-delivery-id"] == str(sent.id) == json.loads(post.body)["id"]
    assert json.loads(post.body)["title"]["zh"] == "Ⅰ级 山体落石"


@pytest.mark.parametrize(("status", "permanent"), [(500, False), (503, False), (429, False), (400, True), (404, True)])
async def test_what_a_webhook_answers_says_whether_to_try_again(status: int, permanent: bool) -> None:
    async with web_receiver(statuses=[status]) as web:
        assert await failure(webhook(web.url, "a secret").send(letter())) == ("refused", permanent)


async def test_a_missing_secret_is_named_and_its_url_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOK_SECRET", raising=False)
    with pytest.raises(MissingSecretError) as caught:
        await webhook("http://127.0.0.1:1/token-in-path", "${HOOK_SECRET}").send(letter())
    assert caught.value.name == "HOOK_SECRET"
    assert "token-in-path" not in str(caught.value)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # of the library's own imports
async def test_apprise_sends_to_the_service_of_its_url() -> None:
    async with web_receiver() as web:
        url = web.url.replace("http://", "json://") + "/{address}"
        channel = Apprise(AppriseSettings(kind="apprise", url=url))
        assert await channel.send(letter("139 0013")) is DeliveryState.SENT
        assert web.received[0].path == "/notices/139%200013"
        assert json.loads(web.received[0].body)["title"] == "Ⅰ级 山体落石 / Rockfall"
        web.statuses = [500]
        assert await failure(channel.send(letter("139"))) == ("unreachable", False)
    nonsense = Apprise(AppriseSettings(kind="apprise", url="nonsense://x/y"))
    assert await failure(nonsense.send(letter())) == ("address", True)


async def test_letters_of_one_mail_server_that_hangs_do_not_wait_for_each_other() -> None:
    async with mail_server(hangs=True) as mail:
        channel = email(mail.port)
        async with asyncio.timeout(5):
            failures = await asyncio.gather(
                *(failure(channel.send(letter("a@b.cn"))) for _ in range(channel.concurrency))
            )
    assert set(failures) == {("unreachable", False)}


def test_the_file_names_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "notifications.yaml"
    file.write_text(
        "channels:\n  sound: {kind: email}\n  hook: {kind: webhook, url: 'ftp://x.cn/y', secret: '12345678'}\n"
    )
    with pytest.raises(ConfigError) as caught:
        read_notifications(file)
    assert any(":3: channels.hook" in problem and "http" in problem for problem in caught.value.problems)
    assert read_notifications(tmp_path / "none.yaml").channels == {}


def test_a_channel_without_a_place_for_an_address_is_shared() -> None:
    assert AppriseSettings(kind="apprise", url="dingtalk://${TOKEN}").shared
    assert not AppriseSettings(kind="apprise", url="json://sms.example.cn/{address}").shared
