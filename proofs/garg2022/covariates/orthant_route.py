"""The second route to samples of one orthant."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import (
    NORMAL,
    SIGNS,
    STANDARD,
    STANDARD_FOUR,
    STANDARD_SHORT,
    Integrands,
    prompts,
    squared_errors,
    trained,
    weights,
)
from symbolic.laws import Law
from symbolic.laws.coordinates.intervals import Truncated

MODULUS = Truncated(NORMAL, Fraction(0), None)

CASES = (Case(STANDARD_SHORT, d=2, N=2, M=2), Case(STANDARD, d=5, N=20, M=1))
FOUR = Case(STANDARD_FOUR, d=4, N=20, M=1)


def errors(law: Law, N: int, M: int) -> Integrands:
    """Samples with the same random signs, the query standard normal."""
    d, end, task = law.d, trained(law, N), weights(law.d)

    def f(s: Any, u: Any, q: Any) -> Any:
        x = s[:, None, :] * u.reshape(len(u), M, d)
        return squared_errors(end, x, x @ task, q, q @ task)

    return {"error": (prompts((SIGNS, d, 4), (MODULUS, M * d, 4), (NORMAL, d, 2)), f)}
