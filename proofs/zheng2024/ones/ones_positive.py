"""Polynomials in d, `n = T−2`, `h = H_n`, `g = H_n^{(2)}` that are positive for every d >= 2 and all T from one on.

For n >= m: `h >= H_m`; `h²/n` falls, since `(h + 1/(n+1))²/(n+1) <= h²/n` where `h² >= 2h + 1/(n+1)`, so that
`n >= m h²/H_m²`; and `H_m^{(2)} <= g < H_m^{(2)} + 1/m`. So with e, ν, η, s >= 0

    d = 2 + e,    n = m h²/H_m² + ν,    h = H_m + η,    g = (H_m^{(2)} + s (H_m^{(2)} + 1/m))/(1 + s),

and a polynomial is positive if, after this change and times a power of `1 + s`, no coefficient is negative and the one
of the power 0 is positive.
"""

from __future__ import annotations

import flint

from proofs.zheng2024.ones.ones_forms import NAMES, RING, D, G, H, N, Polynomial, U, X, Y
from symbolic.algebra.harmonics import harmonic_number

NOUGHT = (0,) * len(NAMES)


def positive_from(value: Polynomial, length: int) -> bool:
    """Whether a polynomial in d, n, h, g is seen to be positive for every d >= 2 and `T >= length`.

    >>> positive_from(N * G - H**2, 12), positive_from(N - H**2, 12), positive_from(D - 3, 12)
    (True, True, False)
    """
    return coefficients_positive(_moved(value, length - 2))


def coefficients_positive(value: Polynomial) -> bool:
    """Whether no coefficient is negative, and the one of the power 0 is positive."""
    terms = value.to_dict()
    return all(c > 0 for c in terms.values()) and bool(terms.get(NOUGHT, flint.fmpq(0)) > 0)


def _moved(value: Polynomial, m: int) -> Polynomial:
    """The polynomial in e, ν, η, s that has its sign, in the places of d, n, h, g."""
    start, second = harmonic(m, 1), harmonic(m, 2)
    if start**2 < 2 * start + flint.fmpq(1, m + 1):
        raise ArithmeticError(f"h²/n is not seen to fall from n = {m} on")
    h = H + start
    above, below = second + G * (second + flint.fmpq(1, m)), 1 + G
    by_g: dict[int, dict[tuple[int, ...], flint.fmpq]] = {}
    for powers, c in value.to_dict().items():
        by_g.setdefault(int(powers[3]), {})[(*powers[:3], 0, *powers[4:])] = c
    top = max(by_g, default=0)
    at = (D + 2, flint.fmpq(m) / start**2 * h**2 + N, h, G, X, Y, U)
    parts = (RING.from_dict(c).compose(*at, ctx=RING) * above**k * below ** (top - k) for k, c in by_g.items())
    return sum(parts, 0 * D)


def harmonic(n: int, order: int) -> flint.fmpq:
    """`H_n^{(order)}` as a rational."""
    value = harmonic_number(n, order)
    return flint.fmpq(value.numerator, value.denominator)


def at_length(value: Polynomial, length: int, lift: int = 0) -> Polynomial:
    """A polynomial at a length, with d + lift in the place of d.

    >>> at_length(D * N + H, 4, 2)
    2*d + 11/2
    """
    n = length - 2
    return value.compose(D + lift, N * 0 + n, H * 0 + harmonic(n, 1), G * 0 + harmonic(n, 2), X, Y, U, ctx=RING)


def positive_at(value: Polynomial, length: int) -> bool:
    """Whether a polynomial in d, n, h, g is seen to be positive at one length, for every d >= 2."""
    return coefficients_positive(at_length(value, length, 2))
