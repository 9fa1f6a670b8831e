"""Processes of our own beside this one: whether there may be any, and where they look for modules."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import current_process

from mesaproof.errors import InputError

SAFE_PATH = "PYTHONSAFEPATH"


@contextmanager
def child_processes(what: str) -> Iterator[None]:
    """Inside, a process that is started does not take modules from the folder where it runs.

    A `random.py` or `signal.py` there would take the place of Python's own. Raises InputError in a daemonic process,
    which may have no children.
    """
    if current_process().daemon:
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
