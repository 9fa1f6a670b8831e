"""The point of rest around `x_1 = 1_d` at a d and T, in balls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import flint

from proofs.zheng2024.ones.ones_forms import Polynomial, forms, quintic

BITS = 400
"""Working precision."""


@dataclass(frozen=True)
class Point:
    """Balls for x, y, u and `1 − 2L/(d(T−2))`, the part of the loss at zero that is gone, at the point of rest."""

    ratio: flint.arb
    other: flint.arb
    product: flint.arb
    gain: flint.arb


@cache
def point(size: int, length: int) -> Point:
    """The point of rest at a d >= 2 and T >= 4, by bisection of R in (−1/d, 0)."""
    with flint.ctx.workprec(BITS):
        at = sums(size, length)
        root = _bisected([ball(c, at, flint.arb(0)) for c in quintic()], size)
        found = forms()
        a, b, c, level = (ball(form, at, root) for form in (found.a, found.b, found.c, found.level))
        delta = a * c - (size - 1) * b**2
        return Point(root, -b / a, level * a / delta, level**2 * a / (delta * at[1]))


def sums(size: int, length: int) -> tuple[flint.arb, flint.arb, flint.arb, flint.arb]:
    """Balls for d, n, h, g."""
    n = flint.arb(length - 2)
    return (
        flint.arb(size),
        n,
        (n + 1).digamma() + flint.arb.const_euler(),
        flint.arb(2).zeta() - flint.arb(2).zeta(n + 1),
    )


def ball(value: Polynomial, at: Sequence[flint.arb], root: flint.arb) -> flint.arb:
    """A polynomial at d, n, h, g and x."""
    values = (*at, root)
    total = flint.arb(0)
    for powers, c in value.to_dict().items():
        term = flint.arb(c)
        for base, power in zip(values, powers[:5], strict=True):
            term *= base ** int(power)
        total += term
    return total


def _bisected(coefficients: Sequence[flint.arb], size: int) -> flint.arb:
    """A ball around the root: R is positive on its left and negative on its right."""
    low, high = flint.fmpq(-1, size), flint.fmpq(0)
    for _ in range(BITS // 2):
        middle = (low + high) / 2
        value = sum((c * flint.arb(middle) ** k for k, c in enumerate(coefficients)), flint.arb(0))
        if value > 0:
            low = middle
        elif value < 0:
            high = middle
        else:
            break
    return flint.arb((low + high) / 2, (high - low) / 2)
