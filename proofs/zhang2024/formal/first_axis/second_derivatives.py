"""The second derivatives at the point by all that the prediction depends on, as a sum of squares with signs.

And the curve through the point on which the loss does not change.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.first_axis.first_covariate import FirstCovariate, ε
from proofs.zhang2024.formal.first_axis.values_there import at_blocks, value_at
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    conjunction,
    equal,
    exists,
    for_all,
    implies,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    real,
    sum_of_matrices,
)
from symbolic.tactics.near_zero import products_of
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import quantified, under, witnessed
from symbolic.tactics.written_cells import WrittenCells

u, c, c3, c4 = map(real, ("u", "c", "c3", "c4"))
STRETCH = member(c, REALS), negation(equal(c, 0))
p, U, v = map(matrix_letter, "pUv")
"""A direction, in the blocks that the prediction depends on."""

Square = tuple[Fraction, dict[int, Fraction]]
"""A coefficient, and a linear form in the entries of a direction, by their places; that of the first of them is 1."""


def shapes(of: FirstCovariate) -> tuple[Node, ...]:
    """What a direction is made of."""
    row, square = matrices(1, of.size), matrices(of.size, of.size)
    return member(u, REALS), member(p, row), member(U, square), member(v, row)


def entries(of: FirstCovariate) -> tuple[Expression, ...]:
    """The `(d + 1)²` entries of a direction, that of p on the first axis at the end."""
    places = range(1, of.size + 1)
    of_p, of_v = ([cell(letter, 1, k) for k in places] for letter in (p, v))
    return u, *(cell(U, m, n) for m in places for n in places), *of_v, *of_p[1:], of_p[0]


def moved(of: FirstCovariate) -> tuple[Expression, ...]:
    """u, p, U and v, so many steps along the direction from the point."""
    _, *centre = of.point
    return ε * u, *(sum_of_matrices(one, multiple(ε, way)) for one, way in zip(centre, (p, U, v), strict=True))


@cache
def along(of: FirstCovariate) -> Theorem:
    """The loss along a direction, in its entries and the number of steps."""
    known = tuple(map(assume, shapes(of)))
    return WrittenCells(known).valued(at_blocks(of, of.blocks(moved(of)), known))


@cache
def powers(of: FirstCovariate) -> dict[int, dict[tuple[int, ...], Fraction]]:
    """The coefficients of the loss along a direction, by the power of the number of steps and by entries."""
    letters = (ε, *entries(of))
    found: dict[int, dict[tuple[int, ...], Fraction]] = {}
    for places, coefficient in products_of(parts(along(of).conclusion, "equal")[1], letters):
        steps, others = places.count(0), tuple(place - 1 for place in places if place)
        found.setdefault(steps, {})[others] = coefficient
    return found


def coefficient(of: FirstCovariate, power: int) -> Expression:
    """What a power of the number of steps is multiplied with."""
    letters = entries(of)
    found = powers(of).get(power, {}).items()
    terms = (Node("multiply", (written(value), *(letters[n] for n in at_))) for at_, value in found)
    return Node("add", tuple(terms))


@cache
def squares(of: FirstCovariate) -> tuple[Square, ...]:
    """The second derivative along a direction as `Σ λᵢ ℓᵢ²`, by `LDLᵀ`."""
    size = len(entries(of))
    rows = [[Fraction(0)] * size for _ in range(size)]
    for (one, other), value in powers(of)[2].items():
        rows[one][other] += value
        rows[other][one] += value
    found = []
    for n in range(size):
        pivot = rows[n][n]
        if not pivot:
            continue
        shares = {m: rows[n][m] / pivot for m in range(n, size) if rows[n][m]}
        found.append((pivot, shares))
        for m, share in shares.items():
            rows[m] = [x - share * y for x, y in zip(rows[m], rows[n], strict=True)] if m > n else rows[m]
    return tuple(found)


def forms(of: FirstCovariate) -> Iterator[Expression]:
    """The linear forms."""
    letters = entries(of)
    for _, shares in squares(of):
        terms = tuple(_times(share, letters[m]) for m, share in shares.items())
        yield terms[0] if len(terms) == 1 else Node("add", terms)


def _times(number: Fraction, term: Expression) -> Expression:
    return term if number == 1 else number * term


def flat(of: FirstCovariate) -> Expression:
    """A direction is that of the curve `(cp, v/c)`."""
    *others, last = entries(of)
    start = others.index(cell(v, 1, 1))
    values = {start: -1 / of.gamma[0] * last}
    return conjunction(*(equal(each, values.get(n, 0)) for n, each in enumerate(others)))


def inertia(of: FirstCovariate, signs: tuple[int, ...] = ()) -> Expression:
    """Along every direction: the second derivative in squares with signs; they vanish on that of the curve alone."""
    found = zip(squares(of), forms(of), signs or (1,) * len(squares(of)), strict=True)
    second = Node("add", tuple(_times(sign * value, form**2) for (value, _), form, sign in found))
    start = of.loss(*of.blocks(of.point))
    value = start + second / 2 * ε**2 + c3 * ε**3 + c4 * ε**4
    bent = for_all(ε, REALS, equal(of.loss(*of.blocks(moved(of))), value))
    for each in (c4, c3):
        bent = exists(each, REALS, bent)
    alone = implies(conjunction(*(equal(form, 0) for form in forms(of))), flat(of))
    return quantified(conjunction(bent, alone), *shapes(of))


def inertia_known(of: FirstCovariate) -> Theorem:
    """The second derivatives, and where their squares vanish."""
    formula = inertia(of)
    for each in shapes(of):
        formula = opened(parts(formula, "for_all")[1], (each.parts[0],))
    bent, alone = parts(formula, "and")
    third, fourth = (coefficient(of, power) for power in (3, 4))
    inside = opened(parts(opened(parts(bent, "exists")[1], (third,)), "exists")[1], (fourth,))
    left, right = parts(opened(parts(inside, "for_all")[1], (ε,)), "equal")
    same = identity(left, right, using=((along(of), 1), (value_at(of, of.point), -1)))
    taylor = witnessed(bent, under(same, member(ε, REALS)), third, fourth)
    return under(conjoin(taylor, _flat_alone(of, alone)), *shapes(of))


def _flat_alone(of: FirstCovariate, formula: Expression) -> Theorem:
    """Where all forms are 0 each entry is a multiple of the last, from the last form to the first."""
    premise, conclusion = parts(formula, "implies")
    last = len(entries(of)) - 1
    goals = parts(conclusion, "and")
    known: dict[int, Theorem] = {}
    for n, (_, shares) in reversed(list(enumerate(squares(of)))):
        place = min(shares)
        using = [(part(n, assume(premise)), written(1))]
        using += [(known[m], written(-share)) for m, share in shares.items() if place < m < last]
        left, right = parts(goals[place], "equal")
        known[place] = identity(left, right, using=using)
    return under(conjoin(*(known[n] for n in range(last))), premise)


def stretched(of: FirstCovariate) -> tuple[Expression, ...]:
    """u, p, U and v on the curve `(cp, v/c)`."""
    scalar, row, square, column = of.point
    return scalar, multiple(c, row), square, multiple(1 / c, column)


def level(of: FirstCovariate) -> Expression:
    """On the curve the loss is that at the point."""
    losses = (of.loss(*of.blocks(each)) for each in (stretched(of), of.point))
    return quantified(implies(STRETCH[1], equal(*losses)), STRETCH[0])


def level_known(of: FirstCovariate) -> Theorem:
    """It, from the loss at both."""
    known = tuple(map(assume, STRETCH))
    found = WrittenCells(known).valued(at_blocks(of, of.blocks(stretched(of)), known))
    left, _ = parts(found.conclusion, "equal")
    here = of.loss(*of.blocks(of.point))
    same = identity(left, here, known, ((found, 1), (value_at(of, of.point), -1)))
    return under(same, *STRETCH)
