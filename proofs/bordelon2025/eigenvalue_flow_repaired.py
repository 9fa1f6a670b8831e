"""How one eigenvalue of Γ is learned on long prompts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.bordelon2025.eigenvalue_flow import (
    LEARNED,
    LOSS,
    eigenvalue_flow,
    gamma,
    lam,
    limit_speed,
    omega,
    solved_by,
    speed,
    t,
)
from proofs.bordelon2025.sources import printed
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from symbolic.typeset.derivation import Chain


def at_time() -> sympy.Expr:
    """The limit of the loss, `ωλ e^(−2λγ)`, at the solution."""
    return (omega * lam * sympy.exp(-2 * lam * gamma)).subs(gamma, LEARNED)


@claim(
    "bordelon2025/eigenvalue-flow-repaired",
    source=printed("Result 4"),
    parts=(
        Equality("slope", lambda: sympy.powsimp(-sympy.diff(LOSS, gamma) / speed(1)), sympy.Integer(2)),
        Equality("limit", lambda: limit_speed(2), 2 * omega * lam**2 * sympy.exp(-2 * lam * gamma)),
        Settled("solution", (2, LEARNED), solved_by),
        Equality("loss", at_time, omega * lam / (1 + 4 * omega * lam**3 * t)),
    ),
    repairs=eigenvalue_flow,
    rests_on=("ode-uniqueness",),
    formal="twice_the_speed",
)
def eigenvalue_flow_repaired() -> Iterator[Chain]:
    """The speed of descent on `ωλ (1 − λγ/L)^(2L)` has a limit as L grows, solved by `γ = ln(1 + 4ωλ³t)/(2λ)` from 0.

    For all ω, λ > 0: the speed is `γ' = 2ωλ² (1 − λγ/L)^(2L−1)`, and tends to `2ωλ² e^(−2λγ)`; the flow with the limit
    is solved by that function alone. The loss of the eigenvalue tends to `ωλ e^(−2λγ)`, which is then
    `ωλ/(1 + 4ωλ³t)`, as printed. With half that speed, as printed, the solution is `ln(1 + 2ωλ³t)/(2λ)`.
    """
    yield from ()


CASES = tuple(
    Case(None, L=layers, parameters=(("omega", 0.5), ("lambda", 0.75), ("gamma", 0.5), ("t", 0.0)))
    for layers in (1, 2, 3)
)


@crosscheck(eigenvalue_flow_repaired, "exact", cases=CASES)
def by_differences(law: None, L: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """The slope of the loss, a polynomial of degree 2L, by interpolation, over ωλ² times its power."""
    from proofs.bordelon2025.second_route.slopes import slope_over_power

    given = {name: Fraction(value) for name, value in parameters.items()}
    return {"slope": slope_over_power(L, given["omega"], given["lambda"], given["gamma"])}
