"""Which weights are best where a prompt has samples of two tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import Source, claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.li2025.setting import TWO_TASKS
from proofs.li2025.tasks_route import CASES, SHORT, weighted_errors
from proofs.parts import Equality, Positive
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, Letter, of_letter, substituted, trace
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.typeset.derivation import Chain

n, m = sympy.symbols("n m", integer=True, positive=True)
a, b, r, k, sigma = sympy.symbols("a b r k sigma", real=True)
A = of_letter(Letter("A"))

UNIT = {"s": sympy.sqrt(1 - r**2), "l": sympy.sqrt(1 - k**2)}
"""Tasks of unit variance."""

SQUARE = a**2 * n * (n + d + 1 + sigma**2) + b**2 * m * (m + d + 1 + sigma**2) + 2 * a * b * r * k * n * m
"""The mean square of a coordinate of the weighted sum."""

ALIGNED = a * n * r + b * m * k

FIRST = r * (m + d + 1 + sigma**2) - r * k**2 * m
SECOND = k * (n + d + 1 + sigma**2) - k * r**2 * n
"""The best weights, up to a factor."""

COMMON = (n + d + 1 + sigma**2) * (m + d + 1 + sigma**2) - r**2 * k**2 * n * m
"""The determinant of the quadratic form, but for nm."""

LEAST = d * (1 - (r * n * FIRST + k * m * SECOND) / COMMON)


@cache
def loss() -> sympy.Expr:
    """The derived error at any A and any weights."""
    found = in_traces(Derived(TWO_TASKS).terms)
    return sympy.expand(found.xreplace({x: UNIT[x.name] for x in found.free_symbols if x.name in UNIT}))


def at_multiples() -> sympy.Expr:
    """The same at `A = I`: a multiple of it is one of the weights."""
    return substituted(loss(), {"A": IDENTITY})


def slopes() -> tuple[sympy.Expr, sympy.Expr]:
    """Half the derivatives of the loss at `A = I` by the weights, at the best ones, times COMMON: over d."""
    found = (sympy.diff(at_multiples(), weight) / (2 * d) for weight in (a, b))
    first, second = (sympy.Poly(sympy.expand(one), a, b) for one in found)

    def there(slope: sympy.Poly) -> sympy.Expr:
        linear = [slope.coeff_monomial(weight) for weight in (a, b)]
        return sympy.expand(slope.coeff_monomial(1) * COMMON + linear[0] * FIRST + linear[1] * SECOND)

    return there(first), there(second)


def least() -> sympy.Expr:
    """The loss where both slopes vanish: half the linear part is added to the constant one."""
    found = sympy.Poly(sympy.expand(at_multiples() / d), a, b)
    linear = [found.coeff_monomial(weight) / 2 for weight in (a, b)]
    return d * (found.coeff_monomial(1) + (linear[0] * FIRST + linear[1] * SECOND) / COMMON)


def determinant() -> sympy.Expr:
    """COMMON for correlations at most 1 in modulus: with `ρ = r²k² <= 1` in the place of `1 − gap`."""
    gap, noise, size = sympy.symbols("gap noise d", nonnegative=True)
    positive = {name: sympy.Symbol(name, positive=True) for name in ("n", "m")}
    first, second = positive["n"] + size + 1 + noise, positive["m"] + size + 1 + noise
    return sympy.expand(first * second - (1 - gap) * positive["n"] * positive["m"])


@claim(
    "li2025/two-tasks",
    source=Source(
        "li2025", "abstract: weighted descent for prompts of several tasks; the text was not at hand", "2504.04308"
    ),
    parts=(
        Equality("loss", loss, sympy.expand(d - 2 * ALIGNED * trace(A) + SQUARE * trace(A @ A.T))),
        Equality("at_multiples", at_multiples, sympy.expand(d * (1 - 2 * ALIGNED + SQUARE))),
        Equality("slope_a", lambda: slopes()[0], sympy.Integer(0)),
        Equality("slope_b", lambda: slopes()[1], sympy.Integer(0)),
        Equality("least", least, LEAST),
        Positive("determinant", determinant),
    ),
    rests_on=("classical-means",),
    formal="two_tasks",
)
def two_tasks() -> Iterator[Chain]:
    """On prompts of two tasks one weighted step is best, unique but for scale: `A` a multiple of I, two fixed weights.

    Among predictions `(a Σ y_i x_i + b Σ y_j x_j)ᵀ A q` with any matrix A and any weights a, b of the n samples of one
    task and the m of another, for isotropic Gaussian covariates and tasks, all d, n, m, every noise σ and tasks whose
    correlations with the query's are r and k, not both 0, and with each other rk. The loss is
    `d − 2(anr + bmk) tr A + S(a, b) ‖A‖²`, S a form that is positive definite since its determinant is; so A is best as
    a multiple of I, as `d ‖A‖² >= (tr A)²`, and the weights on the scale A = I are `a = r(m(1 − k²) + d + 1 + σ²)/D`,
    `b = k(n(1 − r²) + d + 1 + σ²)/D`, `D = (n + d + 1 + σ²)(m + d + 1 + σ²) − r²k²nm`: unique, where both
    slopes of the definite form vanish. Other (A, a, b) with the same products `aA`, `bA` predict the same.
    """
    yield from ()


@crosscheck(two_tasks, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, n: int, m: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors at fixed weights, and at the best ones by normal equations."""
    return by_nodes(weighted_errors(law, n, m, parameters))


@crosscheck(two_tasks, "sampled", cases=SHORT)
def by_sampling(law: Law, d: int, n: int, m: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(weighted_errors(law, n, m, parameters), rng)
