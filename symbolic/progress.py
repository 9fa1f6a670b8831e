"""What long work says of where it is, to whoever listens in this thread: nobody, in a library call or in a worker.

The listener is not handed down from call to call, since the long loops lie behind caches and say nothing of results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

Part = TypeVar("Part")


class Listener(Protocol):
    """Hears sentences, and how much of what is done, of how much; `width` parts are worked on at the same time."""

    def told(self, message: str) -> None: ...
    def counted(self, what: str, done: float, total: float, width: int = 1) -> None: ...


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let somebody listen for as long as the block lasts."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def told(message: str) -> None:
    """What is being done."""
    if listener := _listener.get():
        listener.told(message)


def counted(what: str, done: float, total: float, width: int = 1) -> None:
    """How much is done, of how much; less than before starts a count anew."""
    if listener := _listener.get():
        listener.counted(what, done, total, width)


@contextmanager
def at_least(least: int, what: str) -> Iterator[Callable[[], None]]:
    """Count what has to be done so often or more, and nobody knows how often: each time calls what is handed out."""
    done = 0

    def made() -> None:
        nonlocal done
        done += 1
        counted(what, done, max(least, done + 1))

    counted(what, 0, least)
    try:
        yield made
    finally:
        counted(what, done, done)


def parts(of: Sequence[Part], what: str, cost: Callable[[Part], float] = lambda _: 1) -> Iterator[Part]:
    """The parts one after the other, counted as they are finished; costs are relative to each other.

    A loop that is left early has nothing more to do, and is counted as done.

    >>> class Printed:
    ...     def counted(self, what, done, total, width=1):
    ...         print(f"{what}: {done} of {total}")
    >>> with heard_by(Printed()):
    ...     squares = [n * n for n in parts((1, 2, 3), "squares")]
    squares: 0 of 3
    squares: 1 of 3
    squares: 2 of 3
    squares: 3 of 3
    """
    total = sum(map(cost, of))
    done = 0 * total
    counted(what, done, total)
    try:
        for part in of:
            yield part
            done += cost(part)
            counted(what, done, total)
    finally:
        if done < total:
            counted(what, total, total)
