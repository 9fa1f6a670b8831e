"""How one eigenvalue of Γ is learned on long prompts, as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.bordelon2025.sources import printed
from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from symbolic.algebra.equality import Different, Same, same
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.typeset.derivation import Chain

omega, lam, L = sympy.symbols("omega lambda L", positive=True)
t = sympy.Symbol("t", nonnegative=True)
gamma = sympy.Symbol("gamma", nonnegative=True)

LEARNED = sympy.log(1 + 4 * omega * lam**3 * t) / (2 * lam)
"""The printed solution in the limit of many layers."""

LOSS = omega * lam * (1 - lam * gamma / L) ** (2 * L)


WITNESS = "ω = 1, λ = 1, t = 0"


def speed(factor: int) -> sympy.Expr:
    """`factor ω λ² (1 − λγ/L)^(2L−1)`."""
    return factor * omega * lam**2 * (1 - lam * gamma / L) ** (2 * L - 1)


def limit_speed(factor: int) -> sympy.Expr:
    """The same for many layers: `(1 − λγ/L)^(2L−1)` tends to the exponential of a quotient of functions of `e = 1/L`.

    The quotient `(2 − e) ln(1 − λγe)/e` tends to `(2 − e)` times the derivative of the logarithm at e = 0.
    """
    e = sympy.Symbol("e", positive=True)
    exponent = ((2 - e) * sympy.diff(sympy.log(1 - lam * gamma * e), e)).subs(e, 0)
    return factor * omega * lam**2 * sympy.exp(exponent)


def solved_by(statement: tuple[int, sympy.Expr]) -> Answer:
    """Whether the flow with this factor starts at 0 and, in the limit of many layers, is solved by this function."""
    factor, solution = statement
    start, moves, asked = solution.subs(t, 0), sympy.diff(solution, t), limit_speed(factor).subs(gamma, solution)
    if isinstance(same(start, sympy.Integer(0)), Same) and isinstance(same(moves, asked), Same):
        return Holds("it starts at 0, and its derivative is the speed there")
    at = {omega: sympy.Integer(1), lam: sympy.Integer(1), t: sympy.Integer(0)}
    begins, found, wanted = (expression.subs(at) for expression in (start, moves, asked))
    if isinstance(same(begins, sympy.Integer(0)), Different) or isinstance(same(found, wanted), Different):
        point = tuple(at.items())
        return Fails(f"the solution is at {begins} and moves at {found}, the flow at {wanted}", WITNESS, point=point)
    return Unknown(f"the solution moves at {moves}, the flow at {asked}, and both are alike at {WITNESS}")


@claim(
    "bordelon2025/eigenvalue-flow",
    source=printed("Result 4"),
    parts=(
        Equality("start", lambda: LEARNED.subs(t, 0), sympy.Integer(0)),
        Equality(
            "loss",
            lambda: (omega * lam * sympy.exp(-2 * lam * gamma)).subs(gamma, LEARNED),
            omega * lam / (1 + 4 * omega * lam**3 * t),
        ),
        Equality("limit", lambda: limit_speed(1), omega * lam**2 * sympy.exp(-2 * lam * gamma)),
        Settled("solution", (1, LEARNED), solved_by),
    ),
    formal="printed_speed",
)
def eigenvalue_flow() -> Iterator[Chain]:
    """The limit of the flow `γ' = ω λ² (1 − λγ/L)^(2L−1)` as L grows is solved by `γ = ln(1 + 4ωλ³t)/(2λ)` from 0.

    For all ω, λ > 0: the eigenvalue γ of Γ that belongs to the eigenvalue λ of the covariance, where the weights have
    variance ω along it. Both formulas were read in a note on the paper, where one of them may have lost a factor 2, or
    the flow may run in another unit of time: this is about the two together.
    """
    yield from ()


CASES = (Case(None, parameters=(("omega", 0.5), ("lambda", 2.0), ("t", 0.0))),)


@crosscheck(eigenvalue_flow, "exact", cases=CASES)
def at_start(law: None, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """The loss of zero weights."""
    return {"loss": Fraction(parameters["omega"]) * Fraction(parameters["lambda"]), "start": Fraction(0)}
