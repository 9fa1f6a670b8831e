"""The step on the line from starts of any law, and the error that stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.sander2024.augmented.augmented_route import loss_at, lowest, sampled
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import a, b, power_sum
from proofs.sander2024.paired import PAIRED
from symbolic.algebra.notation import T
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.model.tangency import pattern_of
from symbolic.typeset.derivation import Chain, Line

SECOND, FOURTH, SIXTH = (moment(Pattern((), (power,))) for power in (2, 4, 6))
"""`Σ_r E s_r²`, `Σ_r E s_r⁴`, `Σ_r E s_r⁶` of the start."""

MIXED = moment(Pattern((), (4, 2)))
"""`Σ_{r≠s} E s_r⁴ s_s²`."""

LOSS = (
    (T - 1) * SECOND - 2 * a * b * power_sum(1) * FOURTH + (a * b) ** 2 * (power_sum(2) * SIXTH + power_sum(1) * MIXED)
)
STEP = power_sum(1) * FOURTH / (power_sum(2) * SIXTH + power_sum(1) * MIXED)

k2, k4, k6 = sympy.symbols("k_2 k_4 k_6", positive=True)
k42 = sympy.Symbol("k_42", nonnegative=True)
KNOWN = {SECOND: k2, FOURTH: k4, SIXTH: k6, MIXED: k42}
"""The moments of a start that is not zero."""


@cache
def on_line() -> sympy.Expr:
    """The derived loss in moments of the start."""
    total = sympy.Integer(0)
    for graph, coefficient in Derived(PAIRED).on(PAIRED.families["line"]).terms.items():
        pattern = pattern_of(graph)
        if pattern is None:
            raise ValueError("a term of the loss is no moment of the start")
        total += coefficient.expression() * moment(pattern)
    found = sympy.expand(total)
    return found.xreplace({s: x for s in found.free_symbols for x in (a, b) if s.name == x.name})


def step() -> sympy.Expr:
    """The product at which the loss is least."""
    parabola = sympy.Poly(on_line().subs(a, sympy.Symbol("x") / b), sympy.Symbol("x"))
    linear, square = (parabola.coeff_monomial(sympy.Symbol("x") ** n) for n in (1, 2))
    return sympy.cancel(-linear / (2 * square))


def explained() -> sympy.Expr:
    """The limit of the part of the loss of zero parameters that the least loss is below it."""
    lowest = on_line().subs(a, step() / b).xreplace(KNOWN)
    return sympy.Limit(sympy.cancel(1 - lowest / ((T - 1) * k2)), T, sympy.oo)


@claim(
    "sander2024/any-start",
    source=printed("Proposition 2, other starts"),
    parts=(
        Equality("loss", on_line, LOSS),
        Equality("step", step, STEP),
        Equality("ratio", lambda: sympy.Limit(2 * T * step().xreplace(KNOWN) / 3, T, sympy.oo), k4 / k6),
        Equality("explained", explained, 3 * k4**2 / (4 * k2 * k6)),
    ),
    rests_on=("classical-means",),
    formal="any_start",
)
def any_start() -> Iterator[Chain]:
    """From any start the best step on the line is `k_4 Σt/(k_6 Σt² + k_42 Σt)`, in the limit `3 k_4/(2 k_6 T)`.

    `A_32 = aI`, `B_12 = bI`, all other blocks zero, every token with a predecessor, all d and `T >= 2`, any law of
    `s_0` independent of W with finite moments of order 6 that is not zero: `k_n = Σ_r E s_r^n`,
    `k_42 = Σ_{r≠s} E s_r⁴ s_s²`. The least loss on the line over that of predicting zero tends to
    `1 − 3 k_4²/(4 k_2 k_6)`, which is at least 1/4 by Cauchy and Schwarz, and 1/4 just where, with one number c,
    `E s_r² (s_r² − c)² = 0` for every r, as for the vector of ones. For normal coordinates of variance `σ²` the step is
    in the limit `3/(10 σ² T)`, at `σ = 1` a fifth of that for ones; 11/20 of the error stay.
    """
    yield Chain(
        "step",
        r"\eta",
        (Line(step(), "the zero of the derivative by the product"), Line(STEP, "as sums over the times")),
    )


POINT = (("a", 0.5), ("b", -0.75))
LAWS = (("gaussian", 2, 3), ("sparse(c=1/2)", 3, 2), ("twopoint(2:1/3, -1:2/3)", 2, 2), ("laplace", 1, 4))
CASES = tuple(Case(law, d=d, T=T, parameters=POINT) for law, d, T in LAWS)


def _loss(T: int, product: float) -> Any:
    return loss_at({"a_3": product, "b_1": 1.0}, T)


@crosscheck(any_start, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses over starts and roots of unity, and the least of the parabola through three of them."""
    from proofs.sander2024.second_route import enumerated

    at = enumerated.mean(law, T, _loss(T, parameters["a"] * parameters["b"]))
    return {"loss": at, "step": lowest(law, T)["step"]}


@crosscheck(any_start, "sampled", cases=CASES[::2])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    return {"loss": sampled(law, T, _loss(T, parameters["a"] * parameters["b"]), rng)}
