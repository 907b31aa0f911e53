"""Readings by MQTT: ``stations/{id}/readings``, the same JSON as over HTTP.

Only one process listens at a time. To the broker the centre is one client, whose session outlives processes. The name
of the client belongs to the installation and cannot be guessed, so that no other client can take the session over.

A retained message says nothing about the present: without a time of its own it is ignored. A message is acknowledged
once its reading is committed; otherwise it is delivered again, to the next process that listens. While the broker is
away the connection is tried again for ever. A message that cannot be read is counted and shown at its station; it never
ends the connection.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import aiomqtt
import structlog
from aiomqtt import ProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from command_center.base.away import DATABASE_AWAY
from command_center.base.clock import Clock
from command_center.base.consuming import message_at_fault
from command_center.base.db import Database
from command_center.base.errors import CentreError, ConfigError, Invalid
from command_center.base.exclusive import run_exclusively
from command_center.base.input_words import wrong_fields
from command_center.base.settings import Settings
from command_center.sensors.payload import ReadingBody, ReadingsBody, readings_of
from command_center.sensors.service import Sensors
from command_center.stations.errors import WrongToken
from common.backoff import doubling
from common.text import FieldWords

log = structlog.get_logger(__name__)

TOPIC = "stations/+/readings"
SESSION_SECONDS = 24 * 3600
"""How long the broker keeps what it could not deliver: a centre that is down for a night misses nothing."""
LARGEST = 256 * 1024
NOT_READ = FieldWords(zh="消息过大或不是 JSON", en="the message is not JSON, or too large")
NOT_STORED = FieldWords(zh="消息无法保存", en="the message cannot be stored")
NO_TOKEN = FieldWords(zh="消息缺少正确的监测站令牌", en="the station's token is missing or wrong")
PORTS: Mapping[str, int] = {"mqtt": 1883, "mqtts": 8883}


class SignedReading(ReadingBody):
    """One reading with the station's token, if it has one."""

    token: str | None = None


class SignedReadings(ReadingsBody):
    """Several readings with the station's token, if it has one."""

    token: str | None = None


PAYLOAD: TypeAdapter[Any] = TypeAdapter(SignedReadings | SignedReading)


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is; the password is never shown."""

    host: str
    port: int
    username: str | None
    password: str | None
    tls: bool


def broker_of(url: str) -> Broker:
    """``mqtt://user:password@host:1883`` or ``mqtts://…``. Raises ConfigError without repeating the URL."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        parts, port = None, 0
    if parts is None or not parts.hostname:
        raise ConfigError(["CC_MQTT_URL is not a URL like mqtt://user:password@host:1883 or mqtts://host"])
    name, word = (unquote(each) if each else None for each in (parts.username, parts.password))
    return Broker(parts.hostname, port, name, word, parts.scheme == "mqtts")


def client_name(database_url: str) -> str:
    """Name of this installation at the broker: the same in each of its processes, of no other one, and no secret."""
    digest = hashlib.sha256(b"mqtt client\0" + database_url.encode()).hexdigest()
    return f"centre-{digest[:16]}"  # 23 characters are the most that every broker takes


@dataclass(frozen=True, slots=True)
class Readings:
    """What becomes of the broker's messages."""

    sensors: Sensors
    clock: Clock

    async def keep(self, topic: str, payload: object, *, kept: bool) -> None:
        """Take one message; a database that is away is waited for, in the order of the messages."""
        delays = doubling()
        while True:
            try:
                await self.take(topic, payload, kept=kept)
            except DATABASE_AWAY as error:
                if message_at_fault(error):
                    await self.sensors.refuse(topic.split("/")[1], "mqtt", NOT_STORED)
                    return
                log.warning("reading_waits", topic=topic, error=type(error).__name__)
                await asyncio.sleep(next(delays))
            else:
                return

    async def take(self, topic: str, payload: object, *, kept: bool = False) -> None:
        """Take one message; what nothing can be made of is reported at its station. Raises what the database raises.

        ``kept``: the broker had retained it, so that only the times that stand in it say of when it is.
        """
        sensors = self.sensors
        station_id = topic.split("/")[1]
        try:
            if not isinstance(payload, bytes | bytearray) or len(payload) > LARGEST:
                await sensors.refuse(station_id, "mqtt", NOT_READ)
                return
            body = PAYLOAD.validate_json(bytes(payload))
            await sensors.admit_by_broker(station_id, body.token)
            readings = readings_of(body, self.clock.now())
            if kept:
                timed = body.readings if isinstance(body, ReadingsBody) else (body,)
                readings = [reading for reading, one in zip(readings, timed, strict=True) if one.at is not None]
            if readings:
                await sensors.take(station_id, readings, "mqtt")
        except WrongToken:
            log.warning("reading_refused", topic=topic[:120], code=WrongToken.code)
            await sensors.refuse(station_id, "mqtt", NO_TOKEN)
        except ValidationError as error:
            wrong = Invalid(fields=wrong_fields(error.errors(include_url=False, include_input=False), "payload"))
            await sensors.refuse(station_id, "mqtt", wrong.sentence)
        except CentreError as error:
            log.warning("reading_refused", topic=topic[:120], code=error.code)
            await sensors.refuse(station_id, "mqtt", error.sentence)


async def run(database: Database, clock: Clock, settings: Settings, sensors: Sensors) -> None:
    """The background task: listen for ever; without ``CC_MQTT_URL`` there is nothing to do."""
    url = settings.mqtt_url
    if url is None:
        await asyncio.Event().wait()
        return
    await keep_listening(database, Readings(sensors, clock), broker_of(url.get_secret_value()))


async def keep_listening(database: Database, readings: Readings, broker: Broker) -> None:
    """Connect again for ever."""
    delays = doubling()
    while True:
        try:
            await run_exclusively(
                database,
                f"mqtt:{broker.host}:{broker.port}",
                lambda: listen(readings, client_name(database.url), broker),
            )
        except SQLAlchemyError as error:
            log.warning("mqtt_waits_for_database", error=type(error).__name__)
        except (aiomqtt.MqttError, OSError) as error:
            log.warning("mqtt_away", host=broker.host, port=broker.port, error=str(error))
        else:
            delays = doubling()
        await asyncio.sleep(next(delays))


async def listen(readings: Readings, name: str, broker: Broker) -> None:
    """One connection under this name, until it breaks. Raises MqttError."""
    kept = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    kept.SessionExpiryInterval = SESSION_SECONDS
    client = aiomqtt.Client(
        broker.host,
        broker.port,
        username=broker.username,
        password=broker.password,
        identifier=name,
        protocol=ProtocolVersion.V5,
        clean_start=False,
        properties=kept,
        tls_context=ssl.create_default_context() if broker.tls else None,
    )
    # aiomqtt offers no way to say when a message is done with; the library below it does.
    paho = client._client
    paho.manual_ack_set(on=True)
    async with client:
        await client.subscribe(TOPIC, qos=1)
        log.info("mqtt_connected", host=broker.host, port=broker.port)
        async for message in client.messages:
            await readings.keep(str(message.topic), message.payload, kept=message.retain)
            paho.ack(message.mid, message.qos)
