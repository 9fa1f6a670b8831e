"""What runs the cells of a sweep beside this process: joblib's pool of processes, or a Dask cluster.

Both are used through the futures they give out, not through `joblib.Parallel`: that stops at the first worker that
dies and drops results that have arrived.
"""

from __future__ import annotations

import logging
import re
import socket
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from mesaproof import __version__
from mesaproof.errors import InputError, quoted
from mesaproof.running.child_processes import child_processes, process_pool
from mesaproof.running.sweeps.sweep_cells import Cell, Row, run_cell
from mesaproof.terminal.installation import extra

TOGETHER, TRIES = 2, 3
"""A cell whose worker dies is tried so often among others, then alone, and so often in all before it is to blame."""

WIDTH = 64
"""Fewest cells that are with a cluster at a time."""

PATIENCE = 15
"""Seconds in which a cluster must answer."""

_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.]+\]|[^\s/:\[\]]+):([0-9]{1,5})", re.ASCII)

AGAIN = "the same command continues"


class Pool(Protocol):
    """What runs cells: how many it takes at a time, a future for each, and what that raises when its worker died."""

    @property
    def width(self) -> int: ...
    @property
    def death(self) -> type[Exception]: ...
    def submit(self, cell: Cell) -> Future[Row]: ...


def finished(cells: Sequence[Cell], pool: Pool) -> Iterator[Row]:
    """Rows as they come. Cells in the hands of a worker that dies are tried again, then one at a time."""
    deaths: Counter[Cell] = Counter()
    together, alone = deque(cells), deque[Cell]()
    for queue, width in ((together, pool.width), (alone, 1)):
        running: dict[Future[Row], Cell] = {}
        while queue or running:
            while queue and len(running) < width:
                cell = queue.popleft()
                running[pool.submit(cell)] = cell
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                cell = running.pop(future)
                if not _died(future, pool.death):
                    yield future.result()
                    continue
                deaths[cell] += 1
                if deaths[cell] == TRIES:
                    yield Row(
                        cell, "stopped", because=f"its worker died {TRIES} times, at last with no other cell at work"
                    )
                else:
                    (together if deaths[cell] < TOGETHER else alone).append(cell)


def _died(future: Future[Row], death: type[Exception]) -> bool:
    """Whether the worker of a future died; raises InputError where a worker cannot run cells at all."""
    try:
        error = future.exception()
    except CancelledError:
        raise _gone() from None
    if error is None or isinstance(error, death):
        return error is not None
    if isinstance(error, InputError):
        raise error
    raise InputError(
        f"a worker that stops with {type(error).__name__}: {error}", f"mesaproof {__version__} on every worker"
    )


@dataclass
class Processes:
    """joblib's pool of processes of this machine, started again when one of them has died."""

    width: int
    death: type[Exception] = BrokenExecutor
    executor: Any = None

    def submit(self, cell: Cell) -> Future[Row]:
        try:
            if self.executor is not None:
                return _future(self.executor.submit(run_cell, cell))
        except BrokenExecutor:
            self.close()
        self.executor = process_pool(self.width)
        return self.submit(cell)

    def close(self) -> None:
        if self.executor is not None:
            self.executor.shutdown(kill_workers=True)
            self.executor = None


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster: by itself it gives the cells of a worker that dies to others, and gives up after a few deaths."""

    width: int
    death: type[Exception]
    executor: Any

    def submit(self, cell: Cell) -> Future[Row]:
        return _future(self.executor.submit(run_cell, cell, __version__))


@contextmanager
def processes(workers: int) -> Iterator[Pool]:
    """So many processes of this machine, ended on leaving."""
    pool = Processes(workers)
    with child_processes(f"{workers} workers"):
        try:
            yield pool
        finally:
            pool.close()


@contextmanager
def dask(address: str) -> Iterator[Pool]:
    """The cluster whose scheduler is at the address; on leaving, what it still runs for this sweep is cancelled.

    Raises InputError where Dask is not installed, and for a cluster that does not answer or has no worker.
    """
    distributed = _imported("distributed", "a cluster")
    _require_answer(address)
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _no_cluster(address, str(error)) from None
    with _silent("distributed", "asyncio"), _staying(), client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise _no_cluster(address, "it has no worker") from None
        executor = client.get_executor(pure=False)
        width = max(WIDTH, 2 * sum(client.nthreads().values()))
        try:
            yield Cluster(width, import_module("distributed.scheduler").KilledWorker, executor)
        finally:
            executor.shutdown(wait=False)


@contextmanager
def _staying() -> Iterator[None]:
    """Raise InputError for what Dask raises when its scheduler is no longer there."""
    try:
        yield
    except (OSError, CancelledError, getattr(import_module("distributed.client"), "ClosedClientError", OSError)):
        raise _gone() from None


def _gone() -> InputError:
    return InputError("a cluster that went away", "one that stays", f"what was finished is kept: {AGAIN}")


@contextmanager
def _silent(*names: str) -> Iterator[None]:
    """Keep libraries from logging, with a traceback, what is said here in a sentence."""
    every = [name for name in logging.Logger.manager.loggerDict if name.startswith(tuple(f"{n}." for n in names))]
    loggers = [logging.getLogger(name) for name in (*names, *every)]
    before = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _require_answer(address: str) -> None:
    """Raise InputError unless a scheduler answers; Dask's client would wait for one that is silent without end.

    A scheduler speaks first, except behind TLS.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found[3]) < 2**16:
        raise _no_cluster(address, "this is no address")
    try:
        with socket.create_connection((found[2].strip("[]"), int(found[3])), timeout=PATIENCE) as connection:
            if found[1] == "tcp" and not connection.recv(1):
                raise _no_cluster(address, "what listens there hangs up")
    except OSError as error:
        raise _no_cluster(address, error.strerror or str(error)) from None


def _no_cluster(address: str, reason: str) -> InputError:
    return InputError(
        f"the cluster {quoted(address)}: {' '.join(reason.split())}", "a Dask scheduler such as tcp://host:8786"
    )


def _imported(name: str, wanted: str) -> Any:
    """A module of the extra `cluster`; raises InputError where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        raise InputError(f"{wanted} without {name}", f"{name}", f"run {extra('cluster')}") from None


def _future(submitted: Any) -> Future[Row]:
    future: Future[Row] = submitted
    return future
