"""The supervisor: when a worker that died is started again."""

from __future__ import annotations

from camera_adapters.process.supervisor import PATIENT_FOR, WorkerSlot


def test_a_worker_that_lived_long_is_restarted_at_once_and_a_crash_loop_slows_down() -> None:
    slot = WorkerSlot(0, started=0.0)
    delays = []
    for now in range(8):
        delays.append(slot.died(float(now)))
        slot.started = float(now)
    assert max(delays[:4]) <= 5
    assert delays[-1] == 15
    assert slot.died(slot.started + PATIENT_FOR) <= 1
