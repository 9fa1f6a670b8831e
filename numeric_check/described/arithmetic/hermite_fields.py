"""Gauss rules of normal numbers modulo a prime: half as many points as rational ones need, and as exact.

For `N(0, v)` the orthogonal polynomials are `H_{k+1} = x H_k - k v H_{k-1}`. Where H_n has n distinct roots modulo p,

    E f = Σ_i w_i f(x_i),    w_i = (n-1)! v^(n-1) / (n H_{n-1}(x_i)²),

modulo p for every polynomial f of degree at most `2n - 1`: dividing by H_n leaves a remainder of degree below n with
the same mean, which the n points determine. Over the reals these are the Gauss–Hermite rules, whose points are no
fractions. A polynomial has as many distinct roots modulo p as its degree says if and only if it divides `x^p - x`; they
are found by splitting it with `(x + a)^((p-1)/2) - 1` (Cantor and Zassenhaus 1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import count
from math import factorial

Polynomial = list[int]
"""Coefficients modulo p, that of the highest power last and not zero; none for zero."""


@lru_cache(maxsize=4096)
def rule(p: int, variance: Fraction, n: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The n points and weights modulo p, or None where not all points exist.

    >>> rule(23, Fraction(1), 2)
    ((1, 22), (12, 12))
    """
    if variance.denominator % p == 0 or variance.numerator % p == 0:
        return None
    v = variance.numerator * pow(variance.denominator, -1, p) % p
    before, last = hermite(v, n, p)
    if _power([0, 1], p, last, p) != _reduced([0, 1], last, p):
        return None
    points = tuple(sorted(_roots(last, p)))
    top = factorial(n - 1) * pow(v, n - 1, p)
    weights = [top * pow(n * _value(before, x, p) ** 2, -1, p) % p for x in points]
    return points, tuple(weights)


def hermite(v: int, n: int, p: int) -> tuple[Polynomial, Polynomial]:
    """`H_{n-1}` and `H_n` modulo p.

    >>> hermite(1, 2, 7)  # x and x² - 1
    ([0, 1], [6, 0, 1])
    """
    before, last = [1], [0, 1]
    for k in range(1, n):
        shifted = [0, *last]
        before, last = last, [(a - k * v * b) % p for a, b in zip(shifted, [*before, 0, 0], strict=True)]
    return before, last


def _roots(f: Polynomial, p: int) -> list[int]:
    """All roots of a monic polynomial with distinct roots modulo p."""
    if len(f) == 2:
        return [-f[0] % p]
    for a in count():
        power = _power([a, 1], (p - 1) // 2, f, p)
        g = _common(f, _trimmed([*([(power[0] - 1) % p] if power else [p - 1]), *power[1:]]), p)
        if 2 <= len(g) < len(f):
            return [*_roots(g, p), *_roots(_quotient(f, g, p), p)]
    raise AssertionError("unreachable")


def _power(base: Polynomial, exponent: int, f: Polynomial, p: int) -> Polynomial:
    out, square = [1], _reduced(base, f, p)
    while exponent:
        if exponent % 2:
            out = _reduced(_product(out, square, p), f, p)
        square, exponent = _reduced(_product(square, square, p), f, p), exponent // 2
    return _reduced(out, f, p)


def _product(left: Polynomial, right: Polynomial, p: int) -> Polynomial:
    out = [0] * (len(left) + len(right) - 1) if left and right else []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            out[i + j] = (out[i + j] + a * b) % p
    return out


def _reduced(g: Polynomial, f: Polynomial, p: int) -> Polynomial:
    """The remainder on division by a monic polynomial."""
    rest = list(g)
    while len(rest) >= len(f):
        top, shift = rest.pop(), len(rest) + 1 - len(f)
        for i, c in enumerate(f[:-1]):
            rest[shift + i] = (rest[shift + i] - top * c) % p
    return _trimmed(rest)


def _quotient(g: Polynomial, f: Polynomial, p: int) -> Polynomial:
    rest, out = list(g), [0] * (len(g) - len(f) + 1)
    for shift in reversed(range(len(out))):
        out[shift] = rest[shift + len(f) - 1]
        for i, c in enumerate(f):
            rest[shift + i] = (rest[shift + i] - out[shift] * c) % p
    return out


def _common(f: Polynomial, g: Polynomial, p: int) -> Polynomial:
    """The monic greatest common divisor."""
    while g:
        inverse = pow(g[-1], -1, p)
        g = [c * inverse % p for c in g]
        f, g = g, _reduced(f, g, p)
    return f


def _trimmed(f: Sequence[int]) -> Polynomial:
    out = list(f)
    while out and not out[-1]:
        out.pop()
    return out


def _value(f: Polynomial, x: int, p: int) -> int:
    value = 0
    for c in reversed(f):
        value = (value * x + c) % p
    return value
