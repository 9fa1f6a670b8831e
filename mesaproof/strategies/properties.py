"""What must be true of any law of the start, asked of one: a suite for a person's own prior, in one line.

    from mesaproof.strategies.properties import assert_properties

    def test_my_prior():
        assert_properties("laplace(scale=1/2)", d=2, T=6)

Each property holds, fails, or does not apply, with the reason. All but the second routes are exact; which they are,
the paper says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mesaproof.answers.asking import PAPER, answer, answered
from mesaproof.answers.checking import exact_law
from mesaproof.errors import InputError
from mesaproof.reading.sizes import dimension, length, probability, whole
from numeric_check.compare import FALSE_ALARM
from symbolic.algebra.harmonics import EXACT_UP_TO
from symbolic.decide.conditions import Finding
from symbolic.decide.hypotheses import Hypotheses
from symbolic.laws import Law, LawFamily
from symbolic.laws.coordinates import MomentDoesNotExist

MOST_D = 1000
"""Dimension up to which properties are asked at all."""


@dataclass(frozen=True)
class Property:
    """One property of a law: it holds, it fails, or (None) it does not apply; and why."""

    name: str
    holds: bool | None
    because: str

    @property
    def text(self) -> str:
        said = "does not apply" if self.holds is None else "holds" if self.holds else "FAILS"
        return f"{self.name}: {said}, {self.because}"


@dataclass(frozen=True)
class PropertyReport:
    """All properties of one law at one d and T."""

    law: Law
    d: int
    T: int
    properties: tuple[Property, ...]

    @property
    def failed(self) -> tuple[Property, ...]:
        return tuple(item for item in self.properties if item.holds is False)

    @property
    def holds(self) -> bool:
        """Whether none fails."""
        return not self.failed

    @property
    def text(self) -> str:
        title = f"{self.law.description}, d = {self.d}, T = {self.T}"
        return "\n  ".join([title, *(item.text for item in self.properties)])


def check_properties(
    law: str | LawFamily | Law,
    d: int | None = None,
    T: int = 5,
    *,
    hypotheses: Hypotheses | None = None,
    exact_only: bool = False,
    seed: int = 0,
    false_alarm: float = FALSE_ALARM,
) -> PropertyReport:
    """Ask every property of a law in a dimension d (a table of atoms has its own).

    The theorem is that `hypotheses`, by default the paper's conditions for an invariant line, keep training on the line
    and take it to the stated limit. The simulation disagrees with a true result with probability at most
    `false_alarm`; `exact_only` leaves out both second routes. Raises InputError for a bad law or size.

    >>> check_properties("rademacher", d=2, T=4, exact_only=True).holds
    True
    """
    d, T = None if d is None else dimension(d), length(T)
    seed, false_alarm = whole(seed, "seed"), probability(false_alarm, "false_alarm")
    if T > EXACT_UP_TO:
        raise InputError(f"T = {T}", f"a length T <= {EXACT_UP_TO}", "the property of long sequences covers the limit")
    exact = exact_law(law, d)
    if not isinstance(exact.d, int):
        raise InputError(f"{exact.description} without d", "a dimension d >= 1", "a family of laws has no d of its own")
    if exact.d > MOST_D:
        raise InputError(f"d = {exact.d}", f"a dimension d <= {MOST_D}", "sums go over all coordinates")
    exact_part = tuple(_asked(*asked) for asked in answer(PAPER, "properties")(exact, T, hypotheses))
    routes = _asked("second routes", lambda: _routes(exact, T, seed, false_alarm, exact_only))
    return PropertyReport(exact, exact.d, T, (*exact_part, routes))


def assert_properties(law: str | LawFamily | Law, d: int | None = None, T: int = 5, **options: Any) -> PropertyReport:
    """The same as an assertion for a test suite; options as in `check_properties`.

    Raises AssertionError with the properties that fail.
    """
    report = check_properties(law, d, T, **options)
    if not report.holds:
        title = f"{report.law.description}, d = {report.d}, T = {report.T}"
        raise AssertionError("\n  ".join([title, *(item.text for item in report.failed)]))
    return report


def _asked(name: str, question: Callable[[], Finding]) -> Property:
    try:
        found = question()
    except MomentDoesNotExist as missing:
        return Property(name, None, str(missing))
    return Property(name, found.holds, found.because)


def _routes(law: Law, T: int, seed: int, false_alarm: float, exact_only: bool) -> Finding:
    """The exact gradient by quadrature of the full model, the slope at the best product by simulation."""
    if exact_only:
        return Finding(None, "left out")
    routes = answered(PAPER, "second routes", law, T, seed, false_alarm)
    wrong = [route for route in routes if route.comparison and not route.comparison.agrees]
    taken = [route.kind for route in routes if route.comparison]
    if wrong:
        return Finding(False, f"{wrong[0].kind} disagrees on the {wrong[0].what}")
    return Finding(True if taken else None, "in agreement: " + ", ".join(taken) if taken else routes[0].because)
