"""Ending on SIGTERM and SIGINT, without a lock in a signal handler."""

from __future__ import annotations

import atexit
import os
import signal
import threading


def stop_on_signals() -> threading.Event:
    """An event that the first of these signals sets. To be called once, by the main thread.

    A handler runs in the main thread wherever that stands. ``Event.set`` takes a lock that the main thread may be
    holding, in ``wait`` or in the handler of the signal before: a worker that was told to end twice at once, by its
    parent's death and by its supervisor, then hung for ever. So the handler does nothing; the interpreter writes the
    signal into a pipe, and a thread reads it.

    While it ends, the interpreter gives every handled signal its default back: a process told once more just then died
    of the signal, with its work done, and was taken for killed. What is ignored by then stays ignored.
    """
    stop = threading.Event()
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: None)
        atexit.register(signal.signal, name, signal.SIG_IGN)

    def listen() -> None:
        os.read(reading, 1)
        stop.set()

    threading.Thread(target=listen, name="signals", daemon=True).start()
    return stop
