"""Values of traces at a case: a covariance, sizes, and the fixed matrices of the second route."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

import sympy

from proofs.crosschecks import Case
from proofs.zhang2024.notation import EIGENVALUE, in_N
from proofs.zhang2024.prediction.tested import SQUARE
from proofs.zhang2024.second_route import fixed_letters
from proofs.zhang2024.second_route.nonlinear_labels import LINEAR, PRODUCT
from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.traces import Rows, inverse
from symbolic.laws import Law

FIXED = {"U": "U", "Z": "Z", "w": "w", "p": "p", "v": "v"}


def covariance(law: Law) -> Rows:
    """`E x xᵀ` of a law with mean zero, from its moments."""
    return tuple(tuple(_moment(law, (i, j)) for j in range(law.d)) for i in range(law.d))


def _moment(law: Law, places: tuple[int, ...]) -> Fraction:
    """Of a product of coordinates."""
    return Fraction(law.moment(tuple(places.count(place) for place in range(law.d))))


def joint_moment(law: Law) -> Rows:
    """`E ‖x‖² x xᵀ`."""

    def entry(i: int, j: int) -> Fraction:
        return sum((_moment(law, (i, j, k, k)) for k in range(law.d)), Fraction(0))

    return tuple(tuple(entry(i, j) for j in range(law.d)) for i in range(law.d))


def second_moment(law: Law, N: int) -> Rows:
    """`E X²` with `X = (1/N) Σ x_i x_iᵀ`."""
    d, known, fourth = law.d, covariance(law), joint_moment(law)

    def entry(i: int, j: int) -> Fraction:
        square = sum((known[i][k] * known[k][j] for k in range(d)), Fraction(0))
        return Fraction(square + (fourth[i][j] - square) / N)

    return tuple(tuple(entry(i, j) for j in range(d)) for i in range(d))


def gamma_of(covariances: Rows, N: int) -> Rows:
    """Γ of a covariance."""
    d = len(covariances)
    mean = sum((covariances[i][i] for i in range(d)), Fraction(0)) / N
    grown = 1 + Fraction(1, N)
    return tuple(tuple(grown * covariances[i][j] + mean * (i == j) for j in range(d)) for i in range(d))


def letters(law: Law, N: int) -> dict[str, Rows]:
    """The matrices that letters stand for."""
    known = covariance(law)
    found = {name: fixed_letters.rows(name, law.d) for name in FIXED}
    of_labels = _of_labels(law) if law.d > 1 else {}
    second = second_moment(law, N)
    joint = {"F": joint_moment(law), "Q": known, "T": inverse(second)}
    return {**found, **of_labels, **joint, "Λ": known, "R": inverse(gamma_of(known, N))}


def matrices(law: Law, case: Case) -> dict[str, Rows]:
    """The matrices that letters stand for at a case; none where it has no N."""
    return letters(law, case.size("N")) if "N" in dict(case.sizes) else {}


def _of_labels(law: Law) -> dict[str, Rows]:
    """Σ and b of the labels of `nonlinear_labels`."""
    d = law.d
    products = [_label_moment(law, 1, (i,)) for i in range(d)]
    seconds = [[_label_moment(law, 2, (i, j)) for j in range(d)] for i in range(d)]
    spread = tuple(tuple(seconds[i][j] - products[i] * products[j] for j in range(d)) for i in range(d))
    solved = inverse(covariance(law))
    best = tuple((sum((solved[i][j] * products[j] for j in range(d)), Fraction(0)),) for i in range(d))
    return {"S": spread, "b": best}


def _label_moment(law: Law, power: int, places: tuple[int, ...]) -> Fraction:
    """`E y^power Π x_place` for the polynomial y."""
    parts = (((1, 0), LINEAR[0]), ((0, 1), LINEAR[1]), ((1, 1), PRODUCT))
    total = Fraction(0)
    for chosen in product(parts, repeat=power):
        exponents = [0] * law.d
        for place in places:
            exponents[place] += 1
        for (first, second), _ in chosen:
            exponents[0] += first
            exponents[1] += second
        total += prod((c for _, c in chosen), start=Fraction(1)) * Fraction(law.moment(tuple(exponents)))
    return total


def values(formal: sympy.Expr, law: Law, case: Case) -> sympy.Expr:
    """The expression with the moments of eigenvalues and labels at the case, g in N."""
    if "N" not in dict(case.sizes):
        return formal
    found = {symbol: to_sympy(_eigenvalue_moment(law, k)) for k, symbol in enumerate(EIGENVALUE, start=1)}
    if SQUARE in formal.free_symbols and law.d > 1:
        found[SQUARE] = to_sympy(_label_moment(law, 2, ()))
    return in_N(formal.xreplace(found))


def _eigenvalue_moment(law: Law, k: int) -> Fraction:
    """`E λ^k` where the law is that of the eigenvalues of random covariances."""
    return Fraction(law.moment((k, *(0 for _ in range(law.d - 1)))))
