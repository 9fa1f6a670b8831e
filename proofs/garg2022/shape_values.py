"""Values of traces at a case: the covariance of the training is the law's, all else are fixed matrices.

Moments of the covariates of the test are taken over the signs that the second route enumerates: `x = U s` and
`x_q = Z s`, with independent signs s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import product

import sympy

from proofs.crosschecks import Case
from proofs.garg2022.notation import gamma
from proofs.garg2022.second_route import shapes
from proofs.zhang2024.notation import in_N
from proofs.zhang2024.prediction.tested import SQUARE
from proofs.zhang2024.second_route import fixed_letters
from proofs.zhang2024.trace_values import covariance, gamma_of
from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.traces import Rows, inverse
from symbolic.laws import Law

Vector = tuple[Fraction, ...]


def values(formal: sympy.Expr, law: Law, case: Case) -> sympy.Expr:
    """The expression with γ and the mean square of labels at the case, g in N."""
    if "N" not in dict(case.sizes):
        return formal
    known = {gamma: 1 + sympy.Rational(law.d + 1, case.size("N"))}
    if SQUARE in formal.free_symbols:
        known[SQUARE] = to_sympy(_mean("Z", law.d, lambda x: _label(x, law.d) ** 2))
    return in_N(formal.xreplace(known))


def matrices(law: Law, case: Case) -> dict[str, Rows]:
    """The matrices that letters stand for at a case; none where it has no N."""
    return letters(law, case.size("N")) if "N" in dict(case.sizes) else {}


def letters(law: Law, N: int) -> dict[str, Rows]:
    """The matrices and vectors that letters stand for."""
    known = covariance(law)
    return {**_of_the_test(law.d), "Λ": known, "R": inverse(gamma_of(known, N)), "L": inverse(known)}


@cache
def _of_the_test(d: int) -> Mapping[str, Rows]:
    """Those that do not depend on the training."""
    return {
        "P": shapes.projection(d),
        "Y": fixed_letters.rows("Z", d),
        "w": fixed_letters.rows("w", d),
        "G": _second("U", d, lambda x: Fraction(1)),
        "Q": _second("Z", d, lambda x: Fraction(1)),
        "W": _second("Z", d, lambda x: Fraction(1)),
        "F": _second("U", d, lambda x: _projected(x, d) ** 2),
        "V": _second("U", d, lambda x: _label(x, d) ** 2),
        "m": _first("U", d),
        "n": _first("Z", d),
    }


@cache
def _points(name: str, d: int) -> tuple[Vector, ...]:
    """The images of all signs."""
    rows = fixed_letters.rows(name, d)
    return tuple(
        tuple(sum((a * s for a, s in zip(row, signs, strict=True)), Fraction(0)) for row in rows)
        for signs in product((1, -1), repeat=d)
    )


def _mean(name: str, d: int, f: Callable[[Vector], Fraction]) -> Fraction:
    points = _points(name, d)
    return sum((f(x) for x in points), Fraction(0)) / len(points)


def _second(name: str, d: int, weight: Callable[[Vector], Fraction]) -> Rows:
    """`E weight(x) x xᵀ`."""
    points = _points(name, d)
    shares = [weight(x) / len(points) for x in points]

    def entry(j: int, k: int) -> Fraction:
        return sum((share * x[j] * x[k] for share, x in zip(shares, points, strict=True)), Fraction(0))

    return tuple(tuple(entry(j, k) for k in range(d)) for j in range(d))


def _first(name: str, d: int) -> Rows:
    """`E y x` for labels that are not linear."""
    points = _points(name, d)
    labels = [_label(x, d) / len(points) for x in points]

    def entry(j: int) -> Fraction:
        return sum((label * x[j] for label, x in zip(labels, points, strict=True)), Fraction(0))

    return tuple((entry(j),) for j in range(d))


def _projected(x: Vector, d: int) -> Fraction:
    return sum((a * b for a, (b,) in zip(x, fixed_letters.rows("w", d), strict=True)), Fraction(0))


def _label(x: Vector, d: int) -> Fraction:
    """That of `shapes.labels`, exactly."""
    projected = _projected(x, d)
    return projected + projected**2 / 2
