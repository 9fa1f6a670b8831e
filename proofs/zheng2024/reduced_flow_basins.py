"""Where the reduced flow goes, from every start of the plane."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import Case, Equality, Settled, claim, crosscheck
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow_route import forces_at_limit, limits_by_training
from proofs.zheng2024.reduced_flow import C1, C2
from proofs.zheng2024.reduced_flow_portrait import portrait
from symbolic.answers import Answer
from symbolic.derivation import Chain
from symbolic.flow import c1, c2, constants, formal
from symbolic.flow_statements import LIMIT, Row, limits, settle_rows, settle_signs
from symbolic.laws import Law
from symbolic.notation import a, b

SIZE = sympy.sqrt(4 * c1**2 + c2**2 * (a**2 - b**2) ** 2)
LIMITS = (
    sympy.sqrt((SIZE + c2 * (a**2 - b**2)) / (2 * c2)),
    sympy.sqrt((SIZE - c2 * (a**2 - b**2)) / (2 * c2)),
)
"""The limit from a start (a, b) with a + b > 0."""

STATED = {c1: C1, c2: C2}

PARTITION: tuple[Row, ...] = (
    (a + b > 0, LIMITS),
    (a + b < 0, (-LIMITS[0], -LIMITS[1])),
    (sympy.Eq(a + b, 0), (sympy.Integer(0), sympy.Integer(0))),
)
"""The plane in three parts, with the limit (ã, b̃) of a start (a, b) in each."""

SIGN_CASES = (
    *((1, 1, 1, 1), (1, 0, 1, 1), (0, 1, 1, 1), (1, -1, 1, 1), (-1, 1, 1, 1)),
    *((-1, -1, -1, -1), (-1, 0, -1, -1), (0, -1, -1, -1), (1, -1, -1, -1), (-1, 1, -1, -1)),
    *((1, -1, 0, 0), (-1, 1, 0, 0), (0, 0, 0, 0)),
)
"""Signs of a, b and a + b at the start, and of both limits: every case there is, the axes included."""


def partition(statement: tuple[Row, ...]) -> Answer:
    """Settled against the solution that was put into the flow."""
    return settle_rows(formal(), limits, statement)


def sign_cases(statement: tuple[tuple[int, int, int, int], ...]) -> Answer:
    """Settled by enumeration of the sign cases and the solution."""
    return settle_signs(formal(), statement)


def stated_limit(component: int) -> sympy.Expr:
    """The limit from any start, at the stated constants."""
    return (sympy.sign(a + b) * LIMITS[component]).xreplace(STATED)


@claim(
    "zheng2024/reduced-flow-basins",
    source=printed("proof of Theorem 4.1, Section 5"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Equality("a_limit", lambda: LIMIT[0].xreplace(constants()), stated_limit(0)),
        Equality("b_limit", lambda: LIMIT[1].xreplace(constants()), stated_limit(1)),
        Settled("partition", PARTITION, partition),
        Settled("sign_cases", SIGN_CASES, sign_cases),
    ),
    uses=(portrait,),
    rests_on=("ode-uniqueness",),
)
def basins() -> Iterator[Chain]:
    """From `a_0 + b_0 > 0` the reduced flow goes to the positive limit, from `< 0` to its mirror, from `= 0` to zero.

    With `C = a_0² − b_0²` and `w² = C² + 4 (c1/c2)²`, `w > 0`: `ã² = (w + C)/2`, `b̃² = (w − C)/2`, both with the sign
    of `a_0 + b_0`; so `ã b̃ = c1/c2` unless `a_0 + b_0 = 0`. The signs of `a_0`, `b_0` and `a_0 + b_0` allow thirteen
    cases; starts on the axes (not both zero) and starts with `a_0 b_0 < 0`, `a_0 + b_0 ≠ 0` reach the hyperbola too.
    Convergence is read off the explicit solution, which was put into the flow and has no singularity; uniqueness does
    the rest. It holds for every `T >= 3`, every `d` and every law with an invariant line and `κ1 > 0`.
    """
    yield from ()


STARTS = ((0.75, 0.5), (-0.25, 1.0), (1.0, -0.25), (0.0, 0.5), (-0.5, 0.0), (-1.0, 0.25), (-0.5, -1.5))
CASES = (
    *(Case("gaussian", 2, 4, (("a", x), ("b", y))) for x, y in STARTS),
    Case("sparse(c=1)", 3, 5, (("a", 0.5), ("b", 1.5))),
    Case("laplace", 1, 4, (("a", 0.5), ("b", -0.25))),
)


@crosscheck(basins, "quadrature", cases=CASES)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model, all six blocks free, trained from the line until it is at rest."""
    return limits_by_training(law, d, T, parameters)


@crosscheck(basins, "sampled", cases=(Case("gaussian(sigma=1/2)", 2, 4, (("a", 1.0), ("b", -0.25))),), at_claimed=True)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The sampled gradient at the claimed limit, where it must vanish."""
    return forces_at_limit(law, d, T, parameters, rng)
