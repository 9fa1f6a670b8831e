"""How the trained point moves where coordinates have moments of their own: what is stated."""

from __future__ import annotations

from collections.abc import Callable

from proofs.zheng2024.formal.landscape.diagonal_sums import r, s
from proofs.zheng2024.formal.lemmas.independent_starts import COORDINATE, of_coordinate
from proofs.zheng2024.formal.lemmas.line_loss import second
from proofs.zheng2024.formal.lemmas.trained_product import LENGTHS
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, d, kappa1, kappa2, of_each, μ
from proofs.zheng2024.formal.robustness.diagonal_slopes import (
    key_slope,
    slopes,
    value_slope,
    α,
    β,
)
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.expressions import bound as with_bound
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    at_most,
    conjunction,
    disjunction,
    entry,
    equal,
    exists,
    for_all,
    implies,
    less,
    member,
    real,
    tends,
    total,
    vector,
)
from symbolic.tactics.steps import (
    quantified,
)

m2, m4, m6, a, b, e, t = map(real, ("m2", "m4", "m6", "a", "b", "e", "t"))
δ0, φ0, ψ0 = SHARED = tuple(map(real, ("δ0", "φ0", "ψ0")))
"""What all coordinates share of the changes of their moments."""
TERMS = tuple(map(real, ("k2", "k3", "k4", "k5")))
δ, φ, ψ = map(vector, ("δ", "φ", "ψ"))
ALIKE = tuple(member(each, REALS) for each in SHARED)
DEVIATIONS = tuple(member(each, SEQUENCES) for each in (δ, φ, ψ))
MOMENTS = tuple(member(each, REALS) for each in (m2, m4, m6))
POINT = tuple(member(each, REALS) for each in (a, b))

OWN, OTHER = (T - 2) * m6, OVERLAP * m2 * m4
"""A and K: what a coordinate, and each other one, contributes to the quadratic part of its loss."""
REGULAR = less(OTHER, OWN)
WHOLE = OWN + (d - 1) * OTHER
POSITIVE_PARTS = conjunction(at_most(0, OTHER), REGULAR)
AT_REST = equal(a * b * WHOLE, (T - 2) * m4)
"""ab is the product of equal coordinates."""


def product(two: Expression, four: Expression, six: Expression) -> Expression:
    """The relative change of `a_j b_j`, from those of the three moments."""
    return ((2 * OWN + d * OTHER) * four - 2 * OWN * six - (d - 2) * OTHER * two) / (2 * (OWN - OTHER))


def difference(two: Expression, four: Expression, six: Expression) -> Expression:
    """By how much more `b_j` changes than `a_j`."""
    return (four - two) / 2


def changes(place: Expression) -> tuple[Expression, Expression, Expression]:
    """The deviations of the relative changes of the moments of a coordinate from what all share."""
    return entry(δ, place), entry(φ, place), entry(ψ, place)


def whole_changes(place: Expression) -> tuple[Expression, Expression, Expression]:
    """The relative changes of the moments of a coordinate."""
    two, four, six = changes(place)
    return δ0 + two, φ0 + four, ψ0 + six


def together(two: Expression, four: Expression, six: Expression) -> Expression:
    """The relative change of all products by what all coordinates share: that of `κ1/(κ2 + κ3 H/(T − 2))`."""
    return four - (OWN * six + (d - 1) * OTHER * (two + four)) / WHOLE


SHARED_CHANGE = together(*SHARED)


NO_MEAN = conjunction(*(equal(total(s, 1, d, entry(each, s)), 0) for each in (δ, φ, ψ)))
"""They are deviations from the mean."""


Answer = Callable[[Expression, Expression, Expression], Expression]
"""A relative change, from those of the second, fourth and sixth moment."""


def told(first: Answer = product, second_: Answer = difference, shared: Answer = together) -> Expression:
    """The moments at the size e of the changes, and the diagonals that answer them."""
    two, four, six = whole_changes(s)
    moved, apart = first(*changes(s)) + shared(*SHARED), second_(*changes(s))
    return of_each(
        conjunction(
            equal(second(s), m2 * (1 + e * two)),
            equal(kappa1(s), m4 * (1 + e * four)),
            equal(kappa2(s), m6 * (1 + e * six)),
            equal(entry(α, s), a * (1 + e * ((moved - apart) / 2))),
            equal(entry(β, s), b * (1 + e * ((moved + apart) / 2))),
        ),
        s,
    )


def of_second_order(slope: Expression, premise: Expression) -> Expression:
    """The slope is `e²` times a polynomial in e."""
    value = e**2 * Node("add", tuple(k * e**n if n else k for n, k in enumerate(TERMS)))
    found = implies(premise, equal(slope, value))
    for variable in (β, α):
        found = for_all(variable, SEQUENCES, found)
    found = for_all(μ, SIZES[2].parts[1], found)
    found = for_all(e, REALS, found)
    for each in reversed(TERMS):
        found = exists(each, REALS, found)
    return found


def answers(premise: Expression) -> Expression:
    """At the diagonals that answer small changes all slopes are of second order."""
    at_place = conjunction(*(of_second_order(each, premise) for each in (key_slope(), value_slope())))
    found = quantified(implies(NO_MEAN, of_each(at_place, r)), *DEVIATIONS, *ALIKE)
    found = quantified(implies(AT_REST, found), *POINT)
    return quantified(implies(POSITIVE_PARTS, found), *SIZES[:2], *MOMENTS)


u = real("u")
EQUAL_PRODUCT = equal(u * WHOLE, (T - 2) * m4)


def first_order(shared: Answer = together) -> Expression:
    """`κ1 − u (1 + e c)(κ2 + …)` at the size e of a shared change is `e²` times a polynomial in e, but for its sign."""
    two, four, six = (1 + e * each for each in SHARED)
    bottom = OWN * six + (d - 1) * OTHER * two * four
    value = e**2 * Node("add", tuple(k * e**n if n else k for n, k in enumerate(TERMS[:2])))
    moved = u * (1 + e * shared(*SHARED)) * bottom - (T - 2) * m4 * four
    found: Expression = quantified(equal(moved, value), member(e, REALS))
    for each in reversed(TERMS[:2]):
        found = exists(each, REALS, found)
    return found


def derivative(shared: Answer = together) -> Expression:
    """The product of equal coordinates follows a change that they share, to first order."""
    found = implies(POSITIVE_PARTS, implies(EQUAL_PRODUCT, first_order(shared)))
    return quantified(found, *SIZES[:2], *MOMENTS, member(u, REALS), *ALIKE)


SCALED = -t * (2 * OWN - (d + 2) * OTHER) / (OWN - OTHER)
"""What a coordinate that is larger by the part t does."""


APART = conjunction(at_most(0, m2 * m4), less(m2 * m4, m6))
"""What moments are such that `A > K` at every length."""


def long_sequences(factor: int = 2) -> Expression:
    """For long sequences a scale does what it asks for: the product is smaller by 2 t."""
    found = implies(APART, tends(T, LENGTHS, SCALED, -(factor * t)))
    return quantified(found, SIZES[0], *MOMENTS, member(t, REALS))


def goal(
    first: Answer = product,
    second_: Answer = difference,
    scaled: Expression = SCALED,
    unless: Expression | None = None,
    factor: int = 2,
    shared: Answer = together,
) -> Expression:
    """The slopes on diagonals, that they vanish to first order at the answer, what a scale does, and where A > K."""
    along_ = quantified(slopes(), *SIZES)
    same = equal(product(2 * t, 4 * t, 6 * t), scaled)
    scale = quantified(implies(REGULAR, same), *SIZES[:2], *MOMENTS, member(t, REALS))
    answered_ = answers(told(first, second_, shared)), derivative(shared)
    return conjunction(along_, *answered_, scale, long_sequences(factor), larger(unless))


COORDINATES = tuple(map(of_coordinate, (2, 4, 6)))
NOT_CONSTANT = disjunction(less(COORDINATES[0] * COORDINATES[1], COORDINATES[2]), less(3, T))


def larger(unless: Expression | None = None) -> Expression:
    """`A > K` unless `|x_j|` is constant at T = 3."""
    of_law = opened(with_bound(REGULAR, (m2, m4, m6)), COORDINATES)
    premise = implies(less(0, COORDINATES[0]), implies(unless or NOT_CONSTANT, of_law))
    return quantified(premise, SIZES[1], COORDINATE)


Powers = tuple[Expression, ...]
"""The coefficients of 1, e, e², …"""
