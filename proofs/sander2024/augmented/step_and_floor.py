"""The step of Proposition 2 at finite lengths, its limit, and the error that stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality, Positive
from proofs.sander2024.augmented.augmented_route import CASES, SAMPLED, lowest, slope_by_sampling
from proofs.sander2024.augmented.minimisers import best, least
from proofs.sander2024.augmented.proposition_2_repaired import proposition_2_repaired
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import from_one, from_two
from proofs.sander2024.paired import PAIRED
from proofs.sander2024.setting import SANDER
from symbolic.algebra.notation import T, d
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

CLOSED = 3 * (T + 2) / (2 * T**2 + (3 * d + 2) * T + 6 * d)
ASYMPTOTIC = 3 / (2 * T)


def below() -> sympy.Expr:
    """How far the step is below `3/(2T)`, at `T = 2 + m`, `d = 1 + n`, over a positive number."""
    gap = sympy.cancel((ASYMPTOTIC - best(PAIRED)).xreplace({T: 2 + from_two, d: 2 + from_one}))
    return sympy.expand(sympy.fraction(gap)[0])


def relative_floor(loss: sympy.Expr) -> sympy.Expr:
    """The limit of the least loss over that of zero parameters, which is `d (T − 1)`."""
    return sympy.Limit(sympy.cancel(loss / (d * (T - 1))), T, sympy.oo)


@claim(
    "sander2024/step-size",
    source=printed("Proposition 2, the step size"),
    family=Ones(),
    parts=(
        Equality("step", lambda: best(PAIRED), CLOSED),
        Equality("ratio", lambda: sympy.Limit(best(PAIRED) / ASYMPTOTIC, T, sympy.oo), sympy.Integer(1)),
        Equality("ratio_first", lambda: sympy.Limit(best(SANDER) / ASYMPTOTIC, T, sympy.oo), sympy.Integer(1)),
        Positive("below", below),
        Equality("floor", lambda: relative_floor(least(PAIRED)), sympy.Rational(1, 4)),
        Equality("floor_first", lambda: relative_floor(least(SANDER)), sympy.Rational(1, 4)),
    ),
    uses=(proposition_2_repaired,),
    formal="step_and_floor",
)
def step_size() -> Iterator[Chain]:
    """The step is `3 (T+2)/(2T² + (3d+2) T + 6d)`, asymptotically `3/(2T)` for every d; a quarter of the error stays.

    T is the paper's `T_max`, d is fixed while T grows; the ratio of both steps tends to 1, also where the first token
    has no predecessor, and the step is below `3/(2T)` for all `d >= 2`, `T >= 2`. The least loss over the six scalars,
    divided by the loss of predicting zero, tends to 1/4, whatever d is: one step of one size for prompts of all lengths
    is too long for the long ones and too short for the short ones.
    """
    yield Chain(
        "step",
        r"\eta",
        (Line(best(PAIRED), "the best product"), Line(CLOSED, "collected")),
    )
    yield Chain(
        "ratio",
        r"\lim \eta / (3/(2T))",
        (
            Line(sympy.Limit(CLOSED / ASYMPTOTIC, T, sympy.oo), "the closed form put in"),
            Line(sympy.Integer(1), "by the leading powers of $T$"),
        ),
        {d: sympy.Integer(3)},
    )


@crosscheck(step_size, "quadrature", cases=CASES)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least of the parabola through three mean losses of the model."""
    return {"step": lowest(law, T)["step"]}


@crosscheck(step_size, "sampled", cases=SAMPLED, at_claimed=True)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of losses of random sequences, which must vanish at the claimed step."""
    return {"step": slope_by_sampling(law, T, parameters["step"], rng)}
