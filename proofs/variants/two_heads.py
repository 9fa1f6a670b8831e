"""Two heads on the line: the loss knows the sum of their products alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.variants.line_loss import a, a2, b, b2, loss
from proofs.variants.line_route import as_sample, of_pairs
from proofs.variants.setting import HEADS
from proofs.variants.sources import ours
from symbolic.algebra.notation import T
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

K2, K4, K6, K42 = (moment(Pattern((), powers)) for powers in ((2,), (4,), (6,), (4, 2)))
P = a * b + a2 * b2

LOSS = (T - 2) * (K2 / 2 - P * K4 + P**2 * (K6 + K42 * sympy.harmonic(T - 2) / (T - 2)) / 2)


def conserved(first: sympy.Symbol, second: sympy.Symbol) -> sympy.Expr:
    """How the difference of two squares changes along the flow of the four scalars."""
    found = loss(HEADS)
    return sympy.expand(second * found.diff(second) - first * found.diff(first))


def turned() -> sympy.Expr:
    """How `a a_2 - b b_2` changes along it."""
    found = loss(HEADS)
    return sympy.expand(a * found.diff(a2) + a2 * found.diff(a) - b * found.diff(b2) - b2 * found.diff(b))


@claim(
    "variants/heads",
    source=ours("two heads"),
    parts=(
        Equality("loss", lambda: loss(HEADS), LOSS),
        Equality("first", lambda: conserved(a, b), sympy.Integer(0)),
        Equality("second", lambda: conserved(a2, b2), sympy.Integer(0)),
        Equality("both", turned, sympy.Integer(0)),
    ),
    formal="two_heads",
)
def heads() -> Iterator[Chain]:
    """Two heads on the line have the loss of one head at `a b + a_2 b_2`: a second head makes nothing better there.

    For the blocks `W_KQ_32 = a I`, `W_PV_12 = b I` of one head and `a_2 I`, `b_2 I` of the other, all others zero, all
    d, all `T >= 3` and every law of the start with finite moments of order 6. The loss has one argument,
    `p = a b + a_2 b_2`, and so its least value on the line is that of one head. The gradient flow of the four scalars
    conserves `a² − b²`, `a_2² − b_2²` and `a a_2 − b b_2`.
    """
    yield from ()


POINT = (("a", 0.5), ("b", -0.75), ("a_2", 1.25), ("b_2", 0.25))
CASES = tuple(Case(law, d=d, T=T, parameters=POINT) for law, d, T in (("gaussian", 2, 3), ("sparse(c=1/2)", 1, 5)))


def _at(law: Law, T: int, parameters: Mapping[str, float]) -> tuple[Any, Any]:
    """Exponents of one eigenvalue are told apart by so many roots of unity."""
    from proofs.variants.second_route.state_sequences import Roots

    pairs = ((parameters["a"], parameters["b"]), (parameters["a_2"], parameters["b_2"]))
    return Roots(law, 8 * (T - 1) + 1, T), of_pairs(law.d, range(2, T), *pairs)


@crosscheck(heads, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses of the model with two heads."""
    draws, of = _at(law, T, parameters)
    return {"loss": draws.mean(of)}


@crosscheck(heads, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences with two heads."""
    draws, of = _at(law, T, parameters)
    return {"loss": as_sample(draws.drawn(of, rng))}
