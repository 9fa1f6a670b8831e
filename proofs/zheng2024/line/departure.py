"""A refutation seen by simulation: at its witness the full model, trained from the line, leaves it as derived."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from numeric_check.arrays import Real
from numeric_check.compare.agreement import Comparison
from proofs.crosschecks import Case
from proofs.verdict import CheckedNumber
from proofs.zheng2024.line.line import Entry, Place, entry, in_floats, tangent
from proofs.zheng2024.line.line_points import NEARER
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.line_trajectory import off_line_part
from proofs.zheng2024.second_route.model_training import initial_rates, leaves_line
from proofs.zheng2024.second_route.population import Population
from symbolic.laws import Law

START = (NEARER[0][1], NEARER[1][1])
"""The point (a, b) of the line from which the model is trained."""

STEP = 0.01
"""Training time, in units of the time in which the fastest parameter moves by one."""

RECORDS = 9
RESOLUTION = 1e-6
"""Error of the slope of a trained entry, from a polynomial through its path, relative to the largest slope."""


def departures(law: Law, T: int) -> tuple[CheckedNumber, ...]:
    """For every entry, the rate at which it leaves the line: derived, and as the slope of the trained entry at time 0.

    Training sees the model's definition only. The part along the line, the mean of the diagonal, is taken out of both.
    """
    a, b = START
    rates = initial_rates(Population(law, T), on_line(law.d, a, b))
    fastest = max(float(np.abs(block).max()) for block in rates.values())
    path = leaves_line(law, T, a, b, STEP / max(fastest, 1.0), records=RECORDS)
    trained = {block: _slopes(path.times, values) for block, values in path.parts.items()}
    scale = max(float(np.abs(block).max()) for block in trained.values())
    case = Case(law.description, d=law.d, T=T, parameters=(("a", a), ("b", b)))
    return tuple(
        CheckedNumber(
            f"{block}[{p + 1},{q + 1}]", case, _compared(derived[p][q], float(trained[block][p, q]), scale), RESOLUTION
        )
        for block in trained
        for derived in (list(map(list, _derived(law, T, block))),)
        for p, q in product(range(law.d), repeat=2)
    )


def speeds_off_line(law: Law, T: int) -> tuple[dict[str, float], float]:
    """The largest speed of the model from there off the line, by block, and its largest speed at all."""
    rates = initial_rates(Population(law, T), on_line(law.d, *START))
    scale = max(float(abs(block).max()) for block in rates.values())
    return {name: float(abs(block).max()) for name, block in off_line_part(rates).items()}, scale


def _derived(law: Law, T: int, block: str) -> Iterator[list[float]]:
    """Minus the derived gradient of a block, its component along the line removed."""
    on, off = entry(block, Place.DIAGONAL), entry(block, Place.OFF_DIAGONAL)
    diagonal = [_rate(on, law, T, (p,)) for p in range(law.d)]
    along = sum(diagonal) / law.d if tangent(block, Place.DIAGONAL) else 0.0
    for p in range(law.d):
        yield [diagonal[p] - along if p == q else _rate(off, law, T, (p, q)) for q in range(law.d)]


def _rate(kind: Entry, law: Law, T: int, free: tuple[int, ...]) -> float:
    return -kind.value(in_floats(T), law, *START, free)


def _slopes(times: Real, values: Real) -> Real:
    """Derivative at time 0 of the polynomial through all recorded values, entry by entry."""
    columns = values.reshape(len(times), -1)
    coefficients = np.polynomial.polynomial.polyfit(times / times[-1], columns, len(times) - 1)
    return np.asarray(coefficients[1] / times[-1], dtype=np.float64).reshape(values.shape[1:])


def _compared(derived: float, trained: float, scale: float) -> Comparison:
    tolerance = RESOLUTION * scale
    agrees = bool(abs(derived - trained) <= tolerance)
    return Comparison("trained", derived, trained, agrees, 0.0, tolerance, tolerance, 0, None)
