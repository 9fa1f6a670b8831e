"""What takes more than a minute is announced, by a clock that the tests set: no real time passes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from mesaproof.commands.forecast import Announcer
from symbolic.progress import at_least, heard_by, parts


class Watched:
    """An announcer whose clock only moves when it is told to, and what it showed and said."""

    def __init__(self) -> None:
        self.now = 0.0
        self.shown: list[str] = []
        self.said: list[str] = []
        self.announcer = Announcer(self.shown.append, self.said.append, lambda: self.now)

    def work(self, times: Iterable[float], what: str = "parts") -> None:
        with heard_by(self.announcer):
            for seconds in parts([*times], what):
                self.now += seconds


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_long_work_is_announced_once_with_its_time(watched: Watched) -> None:
    watched.work([1.0] * 600)
    assert watched.said == ["parts: about 10 min in all; Ctrl-C ends it"]


def test_it_is_announced_early(watched: Watched) -> None:
    with heard_by(watched.announcer):
        for _ in parts(range(600), "parts"):
            watched.now += 1.0
            if watched.said:
                break
    assert watched.now < 5


@pytest.mark.parametrize("times", [[0.1] * 500, [5.0, *[0.2] * 250], [3.0, 1.5, *[0.1] * 400], [55.0, 1.0], []])
def test_less_than_a_minute_says_nothing(watched: Watched, times: list[float]) -> None:
    """A first part that is slower, as one that imports is, or a few of them, are no measure of the others."""
    watched.work(times)
    assert sum(times) < 60
    assert watched.said == []


def test_parts_that_are_long_themselves_are_announced_at_the_first(watched: Watched) -> None:
    watched.work([600.0] * 3)
    assert watched.said == ["parts: about 30 min in all; Ctrl-C ends it"]


def test_parts_done_together_are_timed_together(watched: Watched) -> None:
    """Four workers finish four parts at once, every 2 s; the first of four takes them all."""
    for done in range(21):
        watched.now = 2.0 * -(-done // 4)
        watched.announcer.counted("cells", done, 20, width=4)
    assert watched.said == []


def test_costs_are_relative(watched: Watched) -> None:
    """Part t takes t²: by number, 1 of 40 parts is done after a second."""
    with heard_by(watched.announcer):
        for t in parts(range(1, 41), "parts", lambda t: t * t):
            watched.now += t * t / 100
            if watched.said:
                break
    assert watched.said == ["parts: about 4 min in all; Ctrl-C ends it"]


def test_after_a_minute_it_is_said_whatever_is_known(watched: Watched) -> None:
    watched.announcer.told("a law that satisfies the hypotheses")
    watched.announcer.minute()
    assert watched.said == ["a law that satisfies the hypotheses: more than a minute by now; Ctrl-C ends it"]


def test_after_a_minute_parts_that_are_done_give_the_estimate(watched: Watched) -> None:
    watched.announcer.counted("parts", 0, 10)
    watched.now = 30.0
    watched.announcer.counted("parts", 1, 10)
    watched.now = 60.0
    watched.announcer.minute()
    watched.announcer.minute()
    assert watched.said == ["parts: about 10 min in all; Ctrl-C ends it"]


def test_counts_within_a_count_are_shown_behind_it(watched: Watched) -> None:
    with heard_by(watched.announcer):
        for _ in parts(range(2), "claims"):
            watched.announcer.told("lemma: proof")
            watched.work([1.0, 1.0], "nodes")
    assert watched.said == []
    assert watched.shown[:3] == ["claims: 0 of 2", "claims: 0 of 2; lemma: proof", "claims: 0 of 2; nodes: 1 of 2"]


def test_a_loop_that_is_left_is_over(watched: Watched) -> None:
    with heard_by(watched.announcer):
        for _ in parts(range(9), "tries"):
            break
        with at_least(9, "products") as made:
            made()
    watched.announcer.told("drawing")
    assert watched.shown[-1] == "drawing"


def test_nobody_listens_in_a_library_call() -> None:
    assert list(parts("abc", "letters")) == ["a", "b", "c"]
