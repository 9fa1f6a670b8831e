"""R as a polynomial with coefficients, and after changes of its variable."""

from __future__ import annotations

from math import comb

from proofs.zheng2024.formal.on_line.line_formulas import d
from proofs.zheng2024.formal.ones.exchangeable_gradient import CUBE
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.vocabulary import Number

Polynomial = tuple[Expression, ...]
"""Coefficients, from the power 0 on."""


def times(*factors: Polynomial) -> Polynomial:
    """The product of polynomials."""
    found: Polynomial = (written(1),)
    for factor in factors:
        terms: list[list[Expression]] = [[] for _ in range(len(found) + len(factor) - 1)]
        for m, one in enumerate(found):
            for k, other in enumerate(factor):
                terms[m + k].append(one * other)
        found = tuple(Node("add", tuple(each)) for each in terms)
    return found


def slope(polynomial: Polynomial) -> Polynomial:
    """The derivative."""
    return tuple(k * each for k, each in enumerate(polynomial) if k)


def plus(one: Polynomial, other: Polynomial, factor: Number = 1) -> Polynomial:
    """The sum of a polynomial and a multiple of another one of the same length."""
    return tuple(each + written(factor) * more for each, more in zip(one, other, strict=True))


def coefficients(n: Expression, h: Expression, g: Expression) -> Polynomial:
    """Those of `2(d − 1) R`, by the sums in the forms A, B, C, P."""
    A: Polynomial = (
        n + (2 * d - 3) * h,
        2 * ((3 * d - 4) * h + (d - 2) * (2 * d - 3) * g),
        (d - 1) * n + (d - 1) * (3 * d - 5) * h + d * (d - 2) ** 2 * g + (d - 2) * CUBE,
    )
    B: Polynomial = h, 2 * (h + (d - 2) * g), (d - 2) * g + CUBE
    C: Polynomial = (
        n + (d - 1) * h,
        2 * (d - 1) * (2 * h + (d - 2) * g),
        (d - 1) * (n + (3 * d - 5) * h + (d - 2) ** 2 * g),
    )
    P: Polynomial = n, (d - 1) * h
    Δ = plus(times(A, C), times(B, B), -(d - 1))
    turned = plus(times(slope(A), Δ), times(A, slope(Δ)), -1)
    return plus(times(A, Δ, (2 * P[1],)), times(P, turned))


def mixed(n: Expression, h: Expression, g: Expression) -> Polynomial:
    """`M₀, …, M₅`, the coefficients of `(d (1 + w))⁵ 2(d − 1) R(−w/(d (1 + w)))`."""
    r = coefficients(n, h, g)
    return tuple(
        Node(
            "add", tuple((-1) ** k * comb(5 - k, j - k) * d ** (5 - k) * r[k] if k < 5 else -r[k] for k in range(j + 1))
        )
        for j in range(6)
    )


def spread(r: Polynomial, z: Expression, s: Expression) -> Expression:
    """`Σ r_k z^k s^(5 − k)`, which is `s⁵ 2(d − 1) R(z/s)`."""
    return Node("add", tuple(each * power(z, k) * power(s, 5 - k) for k, each in enumerate(r[:6])))


def power(base: Expression, exponent: int) -> Expression:
    """A power, of which 0 and 1 are written shorter."""
    return written(1) if not exponent else base if exponent == 1 else base**exponent


def value_of(m: Polynomial, at_: Expression) -> Expression:
    """The value at a term."""
    return Node("add", tuple(each * power(at_, k) for k, each in enumerate(m)))
