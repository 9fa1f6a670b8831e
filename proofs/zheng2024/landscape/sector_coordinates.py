"""The loss of diagonal `W_PV_12` and `W_KQ_32` where coordinates are not alike, and what invariance says of the law.

With `a_j`, `b_j` on the diagonals the energy is `N = Σ_j b_j² D_j`, `D_j = (T−2) κ2 a_j² + H Σ_{k≠j} G_jk a_k²`, where
`G_jk = E x_j² x_k⁴`. An invariant line says that all rows and all columns of G have the same sum κ3, no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, permutations

import flint
import sympy

from proofs.zheng2024.landscape.sector_diagonal import ONE_COORDINATE, S1, S2
from proofs.zheng2024.landscape.sectors import Key, energy, is_diagonal, overlap
from proofs.zheng2024.notation import kappa1, kappa2
from symbolic.algebra.equality import Different, Undecided, same
from symbolic.algebra.notation import T
from symbolic.algebra.rationals import to_flint
from symbolic.decide.conditions import Constraint
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.expectation.moments import Pattern

Exponents = tuple[int, ...]
"""Of a moment: one exponent a coordinate."""

PairsRow = tuple[int, tuple[tuple[Exponents, Exponents], ...]]
"""A dimension, and moments that are equal there whenever the hypotheses hold."""

SquareTerm = tuple[sympy.Expr, sympy.Expr, sympy.Expr]
"""Coefficient, monomial, linear form: their product, the linear form squared."""


MIXED = sympy.Symbol("Q_G", real=True)
"""`Σ_{j≠k} G_jk b_j² a_k²`; `S1` and `S2` are those of `sector_diagonal`."""


def value(j: int) -> sympy.Symbol:
    """`b_j`, on the diagonal of `W_PV_12`."""
    return sympy.Symbol(f"b_{j + 1}", real=True)


def key(j: int) -> sympy.Symbol:
    """`a_j`, on the diagonal of `W_KQ_32`."""
    return sympy.Symbol(f"a_{j + 1}", real=True)


def pair(j: int, k: int) -> sympy.Symbol:
    """`G_jk = E x_j² x_k⁴`."""
    return sympy.Symbol(f"G_{j + 1}{k + 1}", nonnegative=True)


@cache
def loss_in_sums(vanishing: tuple[Pattern, ...]) -> sympy.Expr:
    """The loss of diagonals less that of predicting zero, in `S1`, `S2` and `MIXED`, for every d and T.

    It is meant for laws of which these moments are zero; raises ArithmeticError where the cross term leaves the
    diagonals.
    """
    parts = (c.expression(T) * _sum(label) for label, c in energy().items() if is_diagonal(label))
    (met,) = (c.expression(T) for labels, c in overlap().items() if not any(labels))
    if any(Pattern(_sizes(labels)) not in vanishing for labels in overlap() if any(labels)):
        raise ArithmeticError("the target meets a moment off the diagonals")
    return sympy.Add(*parts) / 2 - met * kappa1 * S1


def _sum(label: Key) -> sympy.Expr:
    """On the diagonals a term of the energy has one coordinate, or two."""
    return kappa2 * S2 if label == ONE_COORDINATE else MIXED


def _sizes(labels: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted((labels.count(label) for label in set(labels)), reverse=True))


@cache
def loss_of_diagonals(size: int, vanishing: tuple[Pattern, ...]) -> sympy.Expr:
    """The same in one dimension, in `a_j`, `b_j` and the moments `G_jk`."""
    products = [value(j) * key(j) for j in range(size)]
    mixed = [pair(j, k) * value(j) ** 2 * key(k) ** 2 for j, k in permutations(range(size), 2)]
    sums = {S1: sympy.Add(*products), S2: sympy.Add(*(u**2 for u in products)), MIXED: sympy.Add(*mixed)}
    return loss_in_sums(vanishing).subs(sums)


def settle_pairs(hypotheses: Hypotheses, vanishing: tuple[Pattern, ...], statement: tuple[PairsRow, ...]) -> Answer:
    """Whether the hypotheses force these moments to be equal, and the vanishing ones to vanish one by one."""
    for size, equal in statement:
        known = [constraint for one in hypotheses.conditions for constraint in one.constraints(size, ())]
        zero: list[dict[Exponents, int]] = [{powers: 1} for pattern in vanishing for powers in _powers(pattern, size)]
        for form in [{one: 1, other: -1} for one, other in equal] + zero:
            if not _follows(known, form):
                return Fails("a relation between moments does not follow", f"{form} at d = {size}")
    count = sum(len(equal) for _, equal in statement)
    return Holds(f"{count} equal moments, and each of {len(vanishing)} kinds of moments zero by itself")


def _powers(pattern: Pattern, size: int) -> Iterator[Exponents]:
    for places in permutations(range(size), len(pattern.free)):
        yield tuple(dict(zip(places, pattern.free, strict=True)).get(j, 0) for j in range(size))


def _follows(known: Sequence[Constraint], form: dict[Exponents, int]) -> bool:
    """Whether a linear form in moments is a combination of those that are known to be zero."""
    table = [dict(constraint.polynomial) for constraint in known if constraint.value == 0]
    names = sorted({*form, *chain.from_iterable(table)})
    rows = [[to_flint(row.get(name, 0)) for name in names] for row in table]
    last = [to_flint(form.get(name, 0)) for name in names]
    return bool(flint.fmpq_mat(rows).rank() == flint.fmpq_mat([*rows, last]).rank())


def settle_sum(derived: sympy.Expr, positive: Sequence[sympy.Symbol], statement: tuple[SquareTerm, ...]) -> Answer:
    """Whether an expression is this sum of `coefficient · monomial · (linear form)²` without a negative term.

    Coefficients and monomials are polynomials in the positive symbols; none of their coefficients may be negative.
    """
    for coefficient, monomial, linear in statement:
        numbers = sympy.Poly(coefficient * monomial, *positive).coeffs()
        if not all(number.is_nonnegative for number in numbers):
            return Fails("a coefficient may be negative", f"{coefficient * monomial}, beside ({linear})²")
    match same(derived, sympy.Add(*(c * monomial * linear**2 for c, monomial, linear in statement))):
        case Different() as found:
            return Fails(str(found), ", ".join(f"{name} = {number}" for name, number in found.point))
        case Undecided(reason):
            return Unknown(reason)
    return Holds(f"a sum of {len(statement)} terms, none of them negative")
