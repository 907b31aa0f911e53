"""An adapter that does nothing but raise alerts, by the product's own spool and publisher.

    python -m tests.support.storm --count 100 --rate 10 --camera ID [--camera ID …] --adapter NAME

Settings come from the environment like an adapter's. Prints ``event ID`` as soon as one is on disk, then waits
until the centre has confirmed all of them; exit status 0 when it has.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from datetime import UTC, datetime

import redis
import uuid_utils.compat as uuids

from camera_adapters.base.settings import load_settings
from camera_adapters.delivery.publisher import AlertPublisher, SpoolSender
from camera_adapters.delivery.spool import Spool
from camera_adapters.messages import AlertMessage, Phase


def alert(adapter: str, camera: str, number: int) -> AlertMessage:
    """A raised alert of its own episode and place, so that none is a repeat of another."""
    now = datetime.now(UTC)
    return AlertMessage(
        event_id=uuids.uuid7(),
        episode_id=uuids.uuid7(),
        seq=0,
        phase=Phase.RAISED,
        adapter=adapter,
        camera_id=camera,
        kind="intrusion",
        place=f"{adapter}-{number}",
        score=0.9,
        started_at=now,
        captured_at=now,
        published_at=now,
        detector="storm/1",
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True, help="alerts a second")
    parser.add_argument("--camera", action="append", required=True)
    parser.add_argument("--adapter", default="storm")
    parser.add_argument("--within", type=float, default=120, help="seconds to wait for the confirmations")
    options = parser.parse_args()
    settings = load_settings()
    client = redis.Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=2)
    spool = Spool(settings.spool_dir(options.adapter))
    publisher = AlertPublisher(SpoolSender(options.adapter, spool, client))
    publisher.start()
    start = time.monotonic()
    for number in range(options.count):
        threading.Event().wait(max(0.0, start + number / options.rate - time.monotonic()))
        message = alert(options.adapter, options.camera[number % len(options.camera)], number)
        publisher.publish(message)
        print("event", message.event_id, flush=True)
    deadline = time.monotonic() + options.within
    while publisher.spooled and time.monotonic() < deadline:
        threading.Event().wait(0.1)
    left = publisher.spooled
    publisher.close()
    print(f"unconfirmed: {left}", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
