"""What retrieved samples are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.li2024.design_route import RETRIEVED, retrieved_errors
from proofs.li2024.notation import OF_UNIT, A, D, N, alpha, sigma, steps
from proofs.li2024.preconditioned_step import one_step
from proofs.li2024.setting import ALIKE
from proofs.li2024.sources import printed
from proofs.parts import Equality, Positive
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, substituted, trace
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

s = alpha**2
ALIGNED = 1 + (d + 1) * s
"""κ: the mean of `(1/N) Σ y_i x_iᵀ q` times `w·q` is κd."""

SPREAD = (d + 1 + sigma**2) + s * (d**2 + 3 * d + 4 + sigma**2 * (d + 1)) + s**2 * (2 * N * (d + 2) - d**2 - 4 * d - 5)
"""τ."""

MORE = s * ((d - 1) * (d + 2) + sigma**2 * (d + 1)) + s**2 * (
    (d + 1) ** 2 * (d + 1 + sigma**2) + d**2 + 4 * d + 5 - 2 * N * (d + 2)
)
"""`(d + 1 + σ²)κ² − τ`."""

c = sympy.Symbol("c", real=True)


@cache
def loss() -> sympy.Expr:
    """The derived error at any A on the scale of the mean, `A/N`, for samples of unit variance."""
    return sympy.expand(substituted(steps(ALIKE), {"A": A * (1 / N)}).subs(OF_UNIT))


def at_multiples() -> sympy.Expr:
    """At `A = cI`."""
    return substituted(loss(), {"A": IDENTITY * c})


def deviation() -> sympy.Expr:
    """At `A = cI + D` with `tr D = 0`, above that at `cI`."""
    found = substituted(loss(), {"A": IDENTITY * c + D}) - at_multiples()
    return sympy.expand(found.xreplace({trace(D): sympy.Integer(0)}))


def coefficients() -> tuple[sympy.Expr, sympy.Expr]:
    """Of `‖D‖²` and of `tr D²` in the deviation."""
    found = sympy.Poly(deviation(), trace(D @ D.T), trace(D @ D))
    return found.coeff_monomial(trace(D @ D.T)), found.coeff_monomial(trace(D @ D))


def square() -> sympy.Expr:
    """The coefficient of `c² d` at multiples of the identity, less κ²: times N."""
    found = sympy.Poly(at_multiples(), c).coeff_monomial(c**2) / d
    return sympy.expand(N * (found - ALIGNED**2))


def definite(sign: int) -> sympy.Expr:
    """The sum or the difference of the coefficients of the deviation, in the squares `s = α²` and `1 − s = β²`."""
    first, second = coefficients()
    share, other = sympy.symbols("s b", positive=True)
    noise = sympy.Symbol("sigma", nonnegative=True)
    size, samples = sympy.symbols("d N", positive=True)
    total = sympy.expand((first + sign * second).subs({alpha: sympy.sqrt(share), sigma: sympy.sqrt(noise)}))
    mixed = sympy.Poly(total, share)
    whole = share + other
    degree = mixed.degree()
    homogeneous = sympy.Add(*(k * share**n * whole ** (degree - n) for (n,), k in mixed.terms()))
    return sympy.expand(homogeneous.xreplace({d: size, N: samples}))


def least() -> sympy.Expr:
    """The least of the derived error over c."""
    found = sympy.Poly(at_multiples(), c)
    linear, square = found.coeff_monomial(c), found.coeff_monomial(c**2)
    return sympy.cancel(found.coeff_monomial(1) - linear**2 / (4 * square))


@claim(
    "li2024/retrieval",
    source=printed("abstract: retrieved samples and the number of samples"),
    parts=(
        Equality("loss", at_multiples, sympy.expand(d * (1 - 2 * c * ALIGNED + c**2 * (ALIGNED**2 + SPREAD / N)))),
        Equality("spread", square, sympy.expand(SPREAD)),
        Positive("antisymmetric", lambda: definite(-1)),
        Positive("symmetric", lambda: definite(1)),
        Equality("least", least, sympy.cancel(d * SPREAD / (N * ALIGNED**2 + SPREAD))),
        Equality("plain", lambda: least().subs(alpha, 0), d / (1 + N / (d + 1 + sigma**2))),
        Equality("more", lambda: sympy.expand((d + 1 + sigma**2) * ALIGNED**2 - square()), sympy.expand(MORE)),
    ),
    uses=(one_step,),
    formal="retrieval",
)
def retrieval() -> Iterator[Chain]:
    """Samples `α q + β g_i` are worth more than independent ones for prompts up to an exact length, and no longer.

    For all d, N, every noise and `0 < α² < 1`, `β² = 1 − α²`; not for d = 1 without noise. The best layer, or step, is
    a multiple of the identity: a matrix `cI + D`, tr D = 0, is worse by a definite form in D. Its error is that of
    `N_e` independent samples, `d/(1 + N_e/(d + 1 + σ²))`, with `N_e = N (d + 1 + σ²) κ²/τ`, `κ = 1 + (d + 1)α²` and
    `τ = d + 1 + σ² + α²(d² + 3d + 4 + σ²(d + 1)) + α⁴(2N(d + 2) − d² − 4d − 5)`. So `N_e` > N exactly where
    `2N(d + 2)α²` is less than `(d − 1)(d + 2) + σ²(d + 1) + α²((d + 1)²(d + 1 + σ²) + d² + 4d + 5)`: always for small
    α. At a fixed α the error does not vanish as N grows, since all samples of a prompt share its query.
    """
    yield from ()


@crosscheck(retrieval, "quadrature", cases=RETRIEVED)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of a multiple of the identity, and of the best matrix by normal equations."""
    return by_nodes(retrieved_errors(law, N, parameters))


@crosscheck(retrieval, "sampled", cases=RETRIEVED[1:])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(retrieved_errors(law, N, parameters), rng)
