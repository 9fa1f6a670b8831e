"""Noise in the recursion, `x_{t+1} = W x_t + σ ξ_t`: the loss on the line for symbolic T, d and σ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Positive, Settled
from proofs.variants.circular_start import circular_start
from proofs.variants.line_loss import LINE, best, in_product, loss, moved_alone, relative_error, sigma, x
from proofs.variants.line_route import POINT, as_sample, of_pairs
from proofs.variants.setting import CIRCULAR, NOISY
from proofs.variants.sources import ours
from symbolic.algebra.notation import T, d, t
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

n, s2 = t - 1, sigma**2
"""Pairs in a prompt, the variance of the noise."""

TARGET = 1 + (n + 1) * s2
ALIGNED = 4 + (5 * n - 1) * s2 + (n - 1) * (5 * n + 2) * s2**2 / 3
SQUARE = (
    2 * (3 * n + d - 1) / n
    + s2 * (56 * n**2 - 33 * n + 7 + d * (21 * n - 3)) / (6 * n)
    + s2**2 * (61 * n**3 - 58 * n**2 - n + 10 + d * (28 * n**2 - 6 * n - 10)) / (12 * n)
    + s2**3 * (n - 1) * (61 * n**3 - 24 * n**2 - 49 * n + 6 + d * (35 * n**2 + 25 * n - 10)) / (60 * n)
)
"""`E|x_{t+1}|²`, `2 E Re(conj(x_{t+1}) ŷ)` and `E|ŷ|²` at the product 1, of one coordinate at one time."""

TIMES = (t, 2, T - 1)


def coefficient(power: int) -> sympy.Expr:
    """The coefficient of a power of ab in the derived loss on the line."""
    return sympy.Poly(in_product(NOISY), x).coeff_monomial(x**power)


def without_noise() -> sympy.Expr:
    """The loss where σ is 0, less that from a circular start with variance 1."""
    return loss(NOISY).subs(sigma, 0) - loss(CIRCULAR).subs(sigma, 1)


def bend() -> sympy.Expr:
    """`E|ŷ|²` at the product 1, times 60 n, at `n = 1 + m`, `d = 1 + k`."""
    m, k = sympy.symbols("m k", integer=True, nonnegative=True)
    return sympy.expand((60 * n * SQUARE).subs(t, 2 + m).subs(d, 1 + k))


@claim(
    "variants/noise",
    source=ours("noise in the recursion"),
    parts=(
        Settled("line", LINE, partial(moved_alone, NOISY)),
        Equality("at_zero", lambda: coefficient(0), d * sympy.Sum(TARGET, TIMES) / 2),
        Equality("aligned", lambda: -coefficient(1), d * sympy.Sum(ALIGNED, TIMES) / 2),
        Equality("square", lambda: coefficient(2), d * sympy.Sum(SQUARE, TIMES) / 2),
        Positive("bend", bend),
        Equality("without", without_noise, sympy.Integer(0)),
        Equality("rate", lambda: sympy.Limit(T * best(NOISY), T, sympy.oo), sympy.Rational(200, 183) / s2),
        Equality("error_limit", lambda: sympy.Limit(relative_error(NOISY), T, sympy.oo), sympy.Rational(647, 1647)),
    ),
    uses=(circular_start,),
    rests_on=("ode-uniqueness",),
    formal="noise",
)
def noise() -> Iterator[Chain]:
    """With noise in the recursion the line stays invariant, and the best product falls like `200/(183 σ² T)`.

    For `x_{t+1} = W x_t + σ ξ_t` with `x_1, ξ_1, ξ_2, …` independent, circular complex Gaussian with covariance I, W
    diagonal with independent eigenvalues uniform on the circle, σ > 0, all d and `T >= 3`: the gradient flow of all
    entries stays on the line `W_KQ_32 = a I`, `W_PV_12 = b I`, and there the loss is
    `½ d Σ_n (E|x|² − 2 ab E Re(x̄ŷ) + (ab)² E|ŷ|²)`, n = 1, …, T − 2, with polynomials in n, 1/n, d and σ² as means.
    Among the points of the line it is least just where ab is `Σ E Re(x̄ŷ) / Σ E|ŷ|²`; T times that tends to
    `200/(183 σ²)`, whatever d is, and of the loss of predicting zero 647/1647 stays in the limit.
    """
    yield from ()


EXACT = tuple(Case(None, parameters=POINT, d=size, T=length) for size, length in ((1, 5), (2, 3), (2, 5), (3, 4)))
NOISY_CASES = (Case("gaussian", d=1, T=3, parameters=POINT),)


@crosscheck(noise, "exact", cases=EXACT)
def by_pairings(law: None, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Every pairing of every product of states, in fractions: a parabola through three losses."""
    from proofs.variants.second_route.paired_states import loss

    return _parabola([loss(d, T, Fraction(parameters["sigma"]), Fraction(p)) for p in (-1, 0, 1)])


@crosscheck(noise, "quadrature", cases=NOISY_CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The same from mean losses of the model over Gauss rules and roots of unity."""
    from proofs.variants.second_route.state_sequences import Circular

    draws = Circular(d, T, parameters["sigma"], noise=True)
    return _parabola([draws.mean(of_pairs(d, range(2, T), (p, 1.0))) for p in (-1.0, 0.0, 1.0)])


def _parabola(ends: Sequence[Any]) -> dict[str, Any]:
    low, middle, high = ends
    return {"at_zero": middle, "aligned": (low - high) / 2, "square": (high + low) / 2 - middle}


@crosscheck(noise, "sampled", cases=NOISY_CASES)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Differences of losses of random sequences on both sides of zero."""
    from proofs.variants.second_route.state_sequences import Circular

    ahead, behind = (of_pairs(d, range(2, T), (p, 1.0)) for p in (1.0, -1.0))
    draws = Circular(d, T, parameters["sigma"], noise=True)
    return {"aligned": as_sample(draws.drawn(lambda states: (behind(states) - ahead(states)) / 2, rng))}
