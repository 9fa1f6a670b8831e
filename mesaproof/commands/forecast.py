"""What will take more than a minute is announced once, from times measured on this machine as the work goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from time import monotonic

from mesaproof.errors import printable
from mesaproof.terminal.streams import note
from symbolic import progress

LONG = 60.0
"""Seconds: what will take longer is announced."""

MEASURED = 1.0
"""Seconds of the work itself from which its whole time is told."""

LEAST_SPREAD = 0.25
"""Times of parts are taken to differ by so much of their mean at least, however alike the first few are."""

END = "Ctrl-C ends it"


class Forecast:
    """How many seconds counted work takes in all, from the times of the parts that are done.

    The first report starts the measuring, so that what is done once, such as imports, is not taken for a part of many.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock, self.start = clock, clock()
        self.done, self.total = 0.0, 0.0
        self.first: tuple[float, float] | None = None
        self.mark = self.start, 0.0
        self.parts, self.amount, self.amounts2, self.squares = 0, 0.0, 0.0, 0.0

    @property
    def spent(self) -> float:
        return self.clock() - self.start

    @property
    def place(self) -> str:
        return f"{self.done:.0f} of {self.total:.0f}"

    @property
    def left(self) -> float | None:
        """Seconds from now on if it goes on as from the start; None where nothing is done."""
        return self.spent * (self.total - self.done) / self.done if self.done else None

    def heard(self, done: float, total: float, width: int = 1) -> None:
        """Take the time; where several parts are worked on together, once as many are done."""
        self.done, self.total, now = done, total, self.clock()
        if self.first is None:
            self.first = self.mark = now, done
        elif done > self.mark[1] and done - self.mark[1] >= min(width, total - self.mark[1]):
            seconds, amount = now - self.mark[0], done - self.mark[1]
            self.parts, self.amount = self.parts + 1, self.amount + amount
            self.amounts2, self.squares = self.amounts2 + amount**2, self.squares + seconds**2 / amount
            self.mark = now, done

    def long(self) -> float | None:
        """Seconds in all where these are surely more than a minute, else None.

        Until a minute has passed, the error of the mean time of a part is allowed for: two standard errors of many
        parts, more of few, as Student's distribution has it; parts count by what they are of the whole.
        """
        if not 0 < self.done < self.total:
            return None
        if self.spent >= LONG:
            return self.spent + (self.left or 0.0)
        if self.parts < 2 or self.first is None or self.mark[0] - self.first[0] < MEASURED:
            return None
        mean, like = (self.mark[0] - self.first[0]) / self.amount, self.amount**2 / self.amounts2
        variance = max(self.squares / self.amount - mean**2, 0.0) * self.parts / (self.parts - 1)
        error = max((2 + 10 / (self.parts - 1) ** 2) * variance**0.5, 2 * LEAST_SPREAD * mean) / like**0.5
        least, likely = (self.spent + (self.total - self.done) * pace for pace in (mean - error, mean))
        return likely if least > LONG else None


class Announcer:
    """Shows where the work of a command is, and says once of each count that will take long how long it will take."""

    def __init__(
        self, shown: Callable[[str], None], said: Callable[[str], None], clock: Callable[[], float] = monotonic
    ) -> None:
        self.shown, self.said, self.clock = shown, said, clock
        self.counts: dict[str, Forecast] = {}
        self.announced: set[str] = set()
        self.latest = ""

    def told(self, message: str) -> None:
        """Show what is being done, after the count that holds it."""
        self.latest = message
        self.shown("; ".join([*self._outermost(), message]))

    def counted(self, what: str, done: float, total: float, width: int = 1) -> None:
        """Show the outermost count and what takes a second inside of it, and announce what takes more than a minute."""
        if what not in self.counts or not self.counts[what].done <= done or not done:
            self.counts[what] = Forecast(self.clock)
        count = self.counts[what]
        count.heard(done, total, width)
        outermost = self._outermost()
        if outermost == [here := f"{what}: {count.place}"]:
            self.shown(here)
        elif count.spent >= MEASURED:
            self.shown("; ".join([*outermost, here]))
        if what not in self.announced and (whole := count.long()) is not None:
            self._announce(what, whole)
        if done >= total:
            del self.counts[what]

    def minute(self) -> None:
        """A minute has passed: say so where nothing was said, with an estimate where some part is done."""
        if self.announced:
            return
        for what, count in tuple(self.counts.items()):
            if count.left is not None:
                self._announce(what, LONG + count.left)
                return
        where = next(iter(self._outermost()), self.latest)
        self.said(f"{where}: more than a minute by now; {END}")

    def _announce(self, what: str, seconds: float) -> None:
        self.announced.add(what)
        self.said(f"{what}: about {seconds / 60:.0f} min in all; {END}")

    def _outermost(self) -> list[str]:
        """What began first and still goes on, if there is a count at all."""
        return [f"{what}: {count.place}" for what, count in tuple(self.counts.items())[:1]]


@contextmanager
def announced(shown: Callable[[str], None], first: str) -> Iterator[Announcer]:
    """Listen to the work of the block, and announce on stderr what of it takes long."""
    announcer = Announcer(shown, lambda line: note(printable(line)))
    announcer.latest = first
    timer = Timer(LONG, announcer.minute)
    timer.daemon = True
    timer.start()
    try:
        with progress.heard_by(announcer):
            yield announcer
    finally:
        timer.cancel()
