"""The loss along a line of diagonal matrices, for coordinates whose mixed moments are products."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape.diagonal_sums import (
    LENGTH,
    LOSS,
    MIXED,
    OF_DIAGONALS,
    PLACE,
    in_sums,
    p,
    q,
    r,
    s,
    summed,
)
from proofs.zheng2024.formal.lemmas.line_loss import count, second
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import KEY, OVERLAP, d, kappa1, kappa2, moment, of_each
from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.rules.logic import apply, assume, excluded_middle, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    conjunction,
    entry,
    equal,
    exists,
    implies,
    indicator,
    integers_between,
    member,
    real,
    total,
    vector,
)
from symbolic.goals.two_diagonals import derived_loss_of_diagonals
from symbolic.goals.usual_terms import apart
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import at, conjuncts, indicated, modulo, quantified, under, whichever, witnessed
from symbolic.tactics.sums.kronecker import selected

α, β, ξ, η = map(vector, ("α", "β", "ξ", "η"))
"""Entries of the diagonals of `W_KQ_32` and `W_PV_12`, and the direction in which they move."""
f, c2, c3, c4 = map(real, ("f", "c2", "c3", "c4"))
VECTORS = tuple(member(each, SEQUENCES) for each in (α, β, ξ, η))

PRODUCTS = of_each(implies(apart(s, r), equal(moment((r, 4), (s, 2)), kappa1(r) * second(s))), r, s)
"""`E x_j⁴ x_k² = E x_j⁴ E x_k²` for different coordinates."""

ALONG = of_each(conjunction(equal(q(r), entry(α, r) + f * entry(ξ, r)), equal(p(r), entry(β, r) + f * entry(η, r))), r)


def row(of: Expression = β) -> Expression:
    """`Σ_s β_s² E x_s²`."""
    return total(s, 1, d, entry(of, s) ** 2 * second(s))


def column(of: Expression = α) -> Expression:
    """`Σ_s α_s² E x_s⁴`."""
    return total(s, 1, d, entry(of, s) ** 2 * kappa1(s))


def key_slope(place: Expression = r) -> Expression:
    """The derivative by `α_j`."""
    a, b = entry(α, place), entry(β, place)
    others = row() - b**2 * second(place)
    return LENGTH * (a * b**2 * kappa2(place)) + OVERLAP * (a * kappa1(place)) * others - LENGTH * (b * kappa1(place))


def value_slope(place: Expression = r) -> Expression:
    """The derivative by `β_j`."""
    a, b = entry(α, place), entry(β, place)
    others = column() - a**2 * kappa1(place)
    return LENGTH * (a**2 * b * kappa2(place)) + OVERLAP * (b * second(place)) * others - LENGTH * (a * kappa1(place))


START = LENGTH / 2 * summed(second(r))
SLOPE = summed(entry(ξ, r) * key_slope() + entry(η, r) * value_slope())


def slopes() -> Expression:
    """Along each line of diagonals the loss is a polynomial of degree four, with this linear part."""
    value = real("L0") + SLOPE * f + c2 * f**2 + c3 * f**3 + c4 * f**4
    found: Expression = quantified(implies(ALONG, equal(LOSS, value)), member(f, REALS), *OF_DIAGONALS)
    for each in (c4, c3, c2, real("L0")):
        found = exists(each, REALS, found)
    return quantified(implies(PRODUCTS, found), *VECTORS)


OTHER = member(s, integers_between(1, d))


@cache
def mixed() -> Theorem:
    """`Σ_{s≠r} = Σ a_r² E x_r⁴ · Σ b_s² E x_s² − Σ a_r² b_r² E x_r⁴ E x_r²`."""
    inner = opened(parts(MIXED, "total")[2], (r,))
    body = opened(parts(inner, "total")[2], (s,))
    value = p(s) ** 2 * second(s)
    only = total(s, 1, d, indicator(equal(s, r)) * value)
    numbers, sums = (q(r) ** 2 * kappa1(r), -(q(r) ** 2 * kappa1(r))), (total(s, 1, d, value), only)
    bodies = (opened(parts(each, "total")[2], (s,)) for each in sums)
    goal = equal(body, Node("add", tuple(n * each for n, each in zip(numbers, bodies, strict=True))))

    def same(facts: Facts) -> Theorem:
        return modulo(goal, indicated(facts[0]))

    def other(facts: Facts) -> Theorem:
        known = apply(at(assume(PRODUCTS), assume(PLACE), assume(OTHER)), facts[0])
        return modulo(goal, (known, *indicated(facts[0])))

    each = whichever(goal, excluded_middle(equal(s, r)), same, other)
    along_row = in_sums(inner, numbers, sums, each, place=s)
    own = selected(count(), assume(PLACE), s, value)
    whole = total(s, 1, d, value) * (q(r) ** 2 * kappa1(r)) + -written(1) * TWICE_BODY
    each = modulo(equal(inner, whole), (along_row, own))
    return in_sums(MIXED, (total(s, 1, d, value), -written(1)), (KEYS, summed(TWICE_BODY)), each)


TWICE_BODY = q(r) ** 2 * p(r) ** 2 * (kappa1(r) * second(r))
KEYS, VALUES = summed(q(r) ** 2 * kappa1(r)), total(s, 1, d, p(s) ** 2 * second(s))


def _powers(term: Expression, bodies: tuple[Expression, ...], place: Variable = r) -> Theorem:
    """A sum along the line, in powers of f, from what each power has."""
    entries = conjuncts(at(assume(ALONG), assume(member(place, integers_between(1, d)))))
    inside = opened(parts(term, "total")[2], (place,))
    numbers = tuple(f**m if m else written(1) for m in range(len(bodies)))
    sums = tuple(total(place, 1, d, each) for each in bodies)
    right = Node("add", tuple(number * each for number, each in zip(numbers, bodies, strict=True)))
    return in_sums(term, numbers, sums, modulo(equal(inside, right), entries), place=place)


def _squared(of: Expression, way: Expression, place: Expression) -> tuple[Expression, ...]:
    a, x = entry(of, place), entry(way, place)
    return a**2, 2 * (a * x), x**2


def products_of_powers(first: tuple[Expression, ...], other: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """The coefficients of a product of two polynomials in one letter, from theirs."""
    found: list[Expression] = []
    for order in range(len(first) + len(other) - 1):
        terms = [one * two for m, one in enumerate(first) for n, two in enumerate(other) if m + n == order]
        found.append(Node("add", tuple(terms)))
    return tuple(found)


Bodies = tuple[Expression, ...]


@cache
def bodies() -> tuple[tuple[Bodies, Variable], ...]:
    """What five sums have in each power of f: of `a² b² E x⁶`, `a² E x⁴`, `b² E x²`, `a² b² E x⁴ E x²`, `a b E x⁴`."""
    keys, values, beside = _squared(α, ξ, r), _squared(β, η, r), _squared(β, η, s)
    both = products_of_powers(keys, values)
    a, b, x, y = (entry(each, r) for each in (α, β, ξ, η))
    products = a * b, a * y + x * b, x * y
    return (
        (tuple(each * kappa2(r) for each in both), r),
        (tuple(each * kappa1(r) for each in keys), r),
        (tuple(each * second(s) for each in beside), s),
        (tuple(each * (kappa1(r) * second(r)) for each in both), r),
        (tuple(each * kappa1(r) for each in products), r),
    )


@cache
def coefficients() -> Bodies:
    """Those of the powers of f in the loss, in sums."""
    sums = tuple(tuple(total(place, 1, d, each) for each in inside) for inside, place in bodies())
    sixth, keys, values, twice, fourth = sums
    mixed_ = products_of_powers(keys, values)
    found = []
    for order in range(5):
        value = LENGTH / 2 * sixth[order] + OVERLAP / 2 * (mixed_[order] - twice[order])
        found.append(value - LENGTH * fourth[order] if order < len(fourth) else value)
    found[0] = found[0] + START
    return tuple(found)


@cache
def linear() -> Theorem:
    """The linear part is the sum of the slopes, each times how fast its entry moves."""
    a, b, x, y = (entry(each, r) for each in (α, β, ξ, η))
    m2, m4, m6 = second(r), kappa1(r), kappa2(r)
    base = (
        x * a * b**2 * m6,
        y * a**2 * b * m6,
        x * a * m4,
        y * b * m2,
        x * a * b**2 * (m4 * m2),
        y * a**2 * b * (m4 * m2),
        x * b * m4,
        y * a * m4,
    )
    sums = tuple(map(summed, base))
    numbers = (
        *(LENGTH, LENGTH, OVERLAP * row(), OVERLAP * column()),
        *(-OVERLAP, -OVERLAP, -LENGTH, -LENGTH),
    )
    slope = _in_base(SLOPE, numbers, sums)
    firsts = tuple(total(place, 1, d, inside[1]) for inside, place in bodies())
    places = ((0, 1), (2,), (3,), (4, 5), (6, 7))
    scales = (2, 2), (2,), (2,), (2, 2), (1, 1)
    equations = tuple(
        _in_base(term, tuple(map(written, scale)), tuple(sums[n] for n in chosen))
        for term, chosen, scale in zip(firsts, places, scales, strict=True)
    )
    return modulo(equal(coefficients()[1], SLOPE), (slope, *equations))


def _in_base(term: Expression, numbers: Bodies, sums: Bodies) -> Theorem:
    inside = opened(parts(term, "total")[2], (r,))
    right = Node("add", tuple(n * opened(parts(each, "total")[2], (r,)) for n, each in zip(numbers, sums, strict=True)))
    return in_sums(term, numbers, sums, identity(inside, right))


@cache
def along() -> Theorem:
    """The loss along each line."""
    derived = at(derived_loss_of_diagonals(KEY), *map(assume, SIZES), *map(assume, OF_DIAGONALS))
    sixth, _, fourth, _ = (parts(each, "multiply")[-1] for each in parts(parts(derived.conclusion, "equal")[1], "add"))
    terms = sixth, KEYS, VALUES, summed(TWICE_BODY), fourth
    sums = tuple(_powers(term, inside, place) for term, (inside, place) in zip(terms, bodies(), strict=True))
    value = Node("add", tuple(c * f**m if m else c for m, c in enumerate(coefficients())))
    plain = modulo(equal(LOSS, value), (derived, mixed(), *sums))
    start, _, *others = coefficients()
    said = start + SLOPE * f + others[0] * f**2 + others[1] * f**3 + others[2] * f**4
    found = identity(LOSS, said, using=((plain, 1), (linear(), f)))
    every = under(under(found, ALONG), member(f, REALS), *OF_DIAGONALS)
    inside = parts(_of_vectors(slopes()), "implies")[1]
    return under(under(witnessed(inside, every, start, *others), PRODUCTS), *VECTORS)


def _of_vectors(formula: Expression) -> Expression:
    for each in (α, β, ξ, η):
        formula = opened(parts(formula, "for_all")[1], (each,))
    return formula
