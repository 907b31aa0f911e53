"""How fast the lists load when years of work stand in the database: 100,000 alerts and 10,000 incidents."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import asyncpg
import httpx

from command_center.alerts.raising import RaisedHazard
from command_center.auth.model import Role
from command_center.web.container import Container
from tests.benchmarks.report import Figure
from tests.benchmarks.servers import centre, servers, signed_in
from tests.benchmarks.wall import percentile

ALERTS, OPEN = 100_000, 200
INCIDENTS, ACTIVE = 10_000, 30
ASKED = 60
QUESTIONS = {
    "queue": "/api/alerts?open=true&page_size=200",
    "alerts": "/api/alerts?page_size=50",
    "alerts_last_page": f"/api/alerts?page_size=50&page={ALERTS // 50}",
    "alerts_of_a_kind": "/api/alerts?kind=smoke&level=2&page_size=50",
    "alerts_of_a_camera": "/api/alerts?camera=cam-7&page_size=50",
    "incidents": "/api/incidents?page_size=50",
    "incidents_last_page": f"/api/incidents?page_size=50&page={INCIDENTS // 50}",
    "incidents_under_way": "/api/incidents?state=responding&state=verified&page_size=50",
    "incidents_search": "/api/incidents?q=0042&page_size=50",
    "reports_owed": "/api/reports/owed",
}
COPY_ALERTS = """
INSERT INTO alert SELECT (jsonb_populate_record(a, jsonb_build_object(
    'id', gen_random_uuid(), 'dedup_key', 'bench|' || n, 'kind', (ARRAY['intrusion','smoke','flame','boat'])[1 + n % 4],
    'level', 1 + n % 4, 'camera_id', 'cam-' || n % 44, 'raised_at', now() - n * interval '5 minutes',
    'state', CASE WHEN n <= $1 THEN 'raised' WHEN n % 10 = 0 THEN 'confirmed' ELSE 'dismissed' END,
    'next_step_at', CASE WHEN n <= $1 THEN now() + interval '1 day' END,
    'members', jsonb_build_array(jsonb_build_object(
        'origin', 'cam-' || n % 44, 'episode_id', gen_random_uuid(), 'ended', n > $1)),
    'incident_id', CASE WHEN n > $1 AND n % 10 = 0 THEN md5('incident' || 1 + n % 10000)::uuid END))).*
FROM alert a, generate_series(1, $2) n WHERE a.id = $3
"""
COPY_INCIDENTS = """
INSERT INTO incident SELECT (jsonb_populate_record(i, jsonb_build_object(
    'id', md5('incident' || n)::uuid, 'number', '20' || (10 + n / 1000) || '-' || lpad((n % 1000)::text, 4, '0'),
    'state', CASE WHEN n <= $1 THEN (ARRAY['verified','responding'])[1 + n % 2] ELSE 'reviewed' END,
    'level', 1 + n % 4, 'opened_at', now() - n * interval '50 minutes'))).*
FROM incident i, generate_series(1, $2) n WHERE i.id = $3
"""
COPY_PARTS = """
INSERT INTO {0} SELECT (jsonb_populate_record(NULL::{0}, to_jsonb(p) || jsonb_build_object(
    'id', gen_random_uuid(), 'incident_id', md5('incident' || n)::uuid))).*
FROM (SELECT * FROM {0} LIMIT 1) p, generate_series(1, $1) n
"""


async def fill(owner_url: str, container: Container, url: str) -> None:
    """One of each by the product's own ways, and copies of them."""
    alert = await container.alerting.raising.raise_one(RaisedHazard("report", "基准", hotspot="river"), None)
    with signed_in(url, Role.DUTY_OFFICER) as client:
        body = {"kind": "smoke", "level": 3, "title": "北坡冒烟", "source": {"channel": "phone"}}
        incident = client.post("/api/incidents", json=body).raise_for_status().json()["id"]
        task = {"title": "扑火", "unit": "forest-fire-team"}
        client.post(f"/api/incidents/{incident}/tasks", json=task).raise_for_status()
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(COPY_INCIDENTS, ACTIVE, INCIDENTS, incident)
        await connection.execute(COPY_ALERTS, OPEN, ALERTS, alert.id)
        for table in ("task", "report"):
            await connection.execute(COPY_PARTS.format(table), INCIDENTS)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def ask(client: httpx.Client, path: str) -> list[float]:
    """Milliseconds of each answer, after a few that warm up."""
    times = []
    for number in range(ASKED + 5):
        started = time.perf_counter()
        client.get(path).raise_for_status()
        if number >= 5:
            times.append((time.perf_counter() - started) * 1000)
    return times


async def _measure() -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        async with servers() as urls, centre(urls, Path(folder)) as (url, container):
            await fill(urls.database_owner, container, url)
            with signed_in(url, Role.DUTY_OFFICER) as client:
                return {name: await asyncio.to_thread(ask, client, path) for name, path in QUESTIONS.items()}


def run(_: Path) -> list[Figure]:
    """Each list asked for one after the other, as pages do."""
    taken = asyncio.run(_measure())
    what = f"{ALERTS:,} alerts, {INCIDENTS:,} incidents; median"
    return [
        Figure(f"lists.{name}", percentile(times, 0.95), "ms", "≤", 150, f"{what} {percentile(times, 0.5):.0f} ms")
        for name, times in taken.items()
    ]
