"""The loss of diagonal `W_PV_12` and `W_KQ_32` in sums over coordinates, and what these sums satisfy, by the rules."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.all_blocks import BLOCKS, TRAINED
from proofs.zheng2024.formal.lemmas.line_loss import S2, count, on_line
from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES, given, of_place, total_of
from proofs.zheng2024.formal.on_line.line_formulas import (
    KEY,
    OVERLAP,
    T,
    a,
    b,
    d,
    kappa1,
    kappa2,
    kappa3,
    moment,
    stated,
)
from proofs.zheng2024.formal.on_line.trained_line import C1, C2
from symbolic.core.expressions import Expression, Node, Variable, written
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    cell,
    equal,
    indicator,
    integers_between,
    less,
    matrices,
    member,
    real,
    total,
)
from symbolic.goals.two_diagonals import Diagonal, derived_loss_of_diagonals
from symbolic.goals.usual_terms import apart
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import combined_sum, constant_sum
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import at, modulo, under

r, s, c = *SUMMED[:2], real("c")
ANY = member(c, REALS)
NAMES = tuple(stated().setting.blocks)
VALUE, QUERY = (BLOCKS[NAMES.index(name)] for name in ("W_PV_12", "W_KQ_32"))
IN_SHAPE = tuple(member(block, matrices(*stated().shape(name))) for block, name in zip(BLOCKS, NAMES, strict=True))
"""That all blocks have the model's shapes."""
OF_DIAGONALS = tuple(shape for shape in IN_SHAPE if shape.parts[0] in (VALUE, QUERY))
"""That the two blocks have them."""
PLACE = member(r, integers_between(1, d))
DIAGONAL = Diagonal.of(KEY)
LOSS = DIAGONAL.loss
"""The loss of the diagonals of the blocks."""


def q(place: Number) -> Expression:
    """`a_j`, on the diagonal of `W_KQ_32`."""
    return cell(QUERY, place, place)


def p(place: Number) -> Expression:
    """`b_j`, on the diagonal of `W_PV_12`."""
    return cell(VALUE, place, place)


def u(place: Number) -> Expression:
    """`u_j = a_j b_j`."""
    return p(place) * q(place)


def summed(term: Expression) -> Expression:
    """The sum over all coordinates of a term in r."""
    return total(r, 1, d, term)


S1, SQUARED = summed(u(r)), summed(u(r) ** 2)
"""`Σ_j u_j` and `Σ_j u_j²` of the products `u_j = a_j b_j`."""
QUERIES, VALUES = summed(q(r) ** 2), summed(p(r) ** 2)


def in_sums(
    term: Expression,
    numbers: tuple[Number, ...],
    sums: tuple[Expression, ...],
    each: Theorem | None = None,
    place: Variable = r,
) -> Theorem:
    """`Σ_i f(i) = c₁ Σ_i f₁(i) + …` over coordinates, from `f(i) = c₁ f₁(i) + …` at a free place, or as an identity."""
    return combined_sum(term, numbers, sums, count(), place, each)


def not_negative(each: Theorem, place: Variable = r) -> Theorem:
    """`0 ≤ Σ_i f(i)` from `0 ≤ f(i)` at a free place i."""
    over = ordered_sums(under(each, member(place, integers_between(1, d))))
    return signed(at_most(0, parts(over.conclusion, "at_most")[1]), (over, at(constant_sum(), 0, count())))


@cache
def schwarz() -> Theorem:
    """`(Σ a_j b_j)² ≤ Σ a_j² Σ b_j²`, as `Σ_j Σ_k (a_j b_k − a_k b_j)²` is not negative."""
    difference = q(r) * p(s) - q(s) * p(r)
    above = not_negative(signed(at_most(0, difference**2), squares=(difference,)), s)
    inner = parts(above.conclusion, "at_most")[1]
    multiplied = in_sums(inner, (q(r) ** 2, -2 * (p(r) * q(r)), p(r) ** 2), (VALUES, S1, QUERIES), place=s)
    row = VALUES * q(r) ** 2 + -2 * S1 * (p(r) * q(r)) + QUERIES * p(r) ** 2
    each = signed(at_most(0, row), (above, multiplied))
    whole = in_sums(summed(row), (VALUES, -2 * S1, QUERIES), (QUERIES, S1, VALUES))
    return signed(at_most(S1**2, QUERIES * VALUES), (not_negative(each), whole))


@cache
def deviations() -> Theorem:
    """`(Σ_j u_j)² ≤ d Σ_j u_j²`."""
    above = not_negative(signed(at_most(0, (u(r) - c) ** 2), squares=(u(r) - c,)))
    numbers, sums = (written(1), -2 * c, c**2), (SQUARED, S1, summed(written(1)))
    multiplied = in_sums(parts(above.conclusion, "at_most")[1], numbers, sums)
    ones = at(constant_sum(), 1, count())
    every = under(signed(at_most(0, SQUARED - 2 * c * S1 + c**2 * d), (above, multiplied, ones), scales=(1, c**2)), ANY)
    length = signed(less(0, d), FACTS)
    one = at(every, S1 / d)
    return signed(at_most(S1**2, d * SQUARED), (one, length), products=((one, length),))


def paired(row: Expression, other: Expression) -> Expression:
    """`1[k ≠ j] a_j² b_k² E x_j⁴ x_k²`, as the loss has it."""
    energy = Node("multiply", (q(row), q(row), p(other), p(other), moment((row, 4), (other, 2))))
    return Node("multiply", (indicator(apart(other, row)), energy))


MIXED = summed(total(s, 1, d, paired(r, s)))
"""`Σ_{k≠j} E x_j⁴ x_k² · a_j² b_k²`."""
LENGTH = T - 2


@cache
def loss_of_diagonals() -> Theorem:
    """`L = (T − 2)(κ2 Σ u_j² + Σ E x_j²)/2 − (T − 2) κ1 Σ u_j + H MIXED/2` on the diagonals, for an invariant line."""
    derived = at(derived_loss_of_diagonals(KEY), *map(given, SIZES), *map(assume, OF_DIAGONALS))
    sixth = Node("multiply", (q(r), q(r), p(r), p(r), kappa2(r)))
    fourth = Node("multiply", (q(r), p(r), kappa1(r)))
    first, second = of_place(r)[:2]
    squares = in_sums(summed(sixth), (kappa2(),), (SQUARED,), modulo(equal(sixth, kappa2() * u(r) ** 2), (second,)))
    products = in_sums(summed(fourth), (kappa1(),), (S1,), modulo(equal(fourth, kappa1() * u(r)), (first,)))
    value = LENGTH * (kappa2() * SQUARED + S2) / 2 - LENGTH * kappa1() * S1 + OVERLAP * MIXED / 2
    return identity(LOSS, value, using=((derived, 1), (squares, LENGTH / 2), (products, -LENGTH)))


@cache
def loss_of_trained() -> Theorem:
    """`L = d c2 (ab)²/2 − d c1 ab + (T − 2) Σ E x_j²/2` at a point of an invariant line."""
    value = d * C2 * (a * b) ** 2 / 2 - d * C1 * (a * b) + LENGTH * S2 / 2
    totals = tuple(total_of(constant, number) for number, constant in enumerate((kappa1, kappa2, kappa3)))
    return modulo(equal(TRAINED, value), (at(on_line(), a, b), *totals))
