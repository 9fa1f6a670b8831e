"""Processes of our own beside this one: whether there may be any, where they look for modules, how they end."""

from __future__ import annotations

import gc
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import current_process
from threading import Thread
from time import sleep
from typing import Any

from mesaproof.errors import InputError

SAFE_PATH = "PYTHONSAFEPATH"

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Environment of a worker: linear algebra in one thread, so that sums are rounded in one order."""

MOST_WORKERS = 1024

IDLE = 15
"""Seconds after which an idle process of a pool ends."""


def use_one_thread() -> None:
    """As workers have it, so that one process rounds sums as they do; NumPy reads it when it is first imported."""
    if "numpy" not in sys.modules:
        os.environ |= ONE_THREAD


OBJECTS = 200_000
"""How many objects are made before Python looks for circles among them; expressions are many, and have none."""


def collect_seldom() -> None:
    """Look for circles of objects less often than Python does, which costs a fifth of the time of a long derivation."""
    gc.set_threshold(OBJECTS, 20, 100)


def cores() -> int:
    """Those that this process may use, by its affinity and its group's share of the machine."""
    found: int = _loky().cpu_count()
    return found


def may_have_children() -> bool:
    """Whether this process may start others: a daemonic one may not."""
    return not current_process().daemon


def process_pool(width: int) -> Any:
    """joblib's pool of so many processes, which leave Ctrl-C to this one and end when it does.

    One that has ended, idle or grown large, is replaced by another: joblib warns of that, and nobody has to know.
    """
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs", category=UserWarning)
    return _loky().ProcessPoolExecutor(width, timeout=IDLE, env=ONE_THREAD, initializer=_serve, initargs=(os.getpid(),))


def _loky() -> Any:
    return import_module("joblib.externals.loky")


def _serve(parent: int) -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent has died; derivations are long."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Processes that are started inside never hear Ctrl-C, not even before `_serve`; this one does, afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def child_processes(what: str) -> Iterator[None]:
    """Inside, a process that is started does not take modules from the folder where it runs.

    A `random.py` or `signal.py` there would take the place of Python's own. Raises InputError in a daemonic process,
    which may have no children.
    """
    if not may_have_children():
        raise InputError(f"{what} inside a daemonic process", "one process", "such a process may have none")
    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(SAFE_PATH, None)
        else:
            os.environ[SAFE_PATH] = before
