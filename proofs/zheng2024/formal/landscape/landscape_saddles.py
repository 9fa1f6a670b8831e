"""How the loss bends at a trained point where coordinates are told apart, and a law at which it bends down."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape import local_minimum
from proofs.zheng2024.formal.landscape.beside_trained_points import CRITICAL, critical, larger_beside, rises
from proofs.zheng2024.formal.landscape.diagonal_sums import (
    LENGTH,
    LOSS,
    MIXED,
    OF_DIAGONALS,
    PLACE,
    S1,
    SQUARED,
    in_sums,
    loss_of_diagonals,
    loss_of_trained,
    p,
    q,
    r,
    s,
    summed,
)
from proofs.zheng2024.formal.lemmas.all_blocks import (
    AT_REST,
    NOWHERE_LOWER,
    TRAINED,
    all_defined,
    for_each_trained_point,
)
from proofs.zheng2024.formal.lemmas.line_loss import POINT, count
from proofs.zheng2024.formal.lemmas.pairs_of_coordinates import (
    LAW,
    PRODUCT,
    at_rest,
    conditions_hold,
    signal,
)
from proofs.zheng2024.formal.lemmas.pairs_of_coordinates import LENGTH as LENGTH_OF_LAW
from proofs.zheng2024.formal.lemmas.pairs_of_coordinates import SIZE as SIZE_OF_LAW
from proofs.zheng2024.formal.on_line.line_flow import SIZES, of_place, same_overlap_constant
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    OVERLAP,
    T,
    a,
    b,
    d,
    kappa2,
    kappa3,
    moment,
    of_each,
    stated,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, SIGNAL, constants
from proofs.zheng2024.formal.on_line.trained_line import C1, C2, given_law
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.expressions import bound as with_bound
from symbolic.core.rules.integers import exchanged_sums
from symbolic.core.rules.logic import assume, conjoin, deny, excluded_middle, parts, witness
from symbolic.core.rules.means import equal_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    SEQUENCES,
    Number,
    at_most,
    conjunction,
    entry,
    equal,
    exists,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    total,
    vector,
    vector_moments,
)
from symbolic.goals.usual_terms import SEQUENCE, apart
from symbolic.tactics.finite_laws import moments_exist
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    quantified,
    turned_round,
    under,
    whichever,
    witnessed,
)
from symbolic.tactics.sums.square_harmonics import both_sums

LEFT_OUT = (
    "that there are laws of two halves in other dimensions than four, with further coordinates and for longer "
    "sequences, that the second derivative there is the one whose sign is settled, and from which dimension on other p "
    "and q make it negative"
)

σ, e, γ, g = vector("σ"), real("e"), real("γ"), real("g")
DIRECTION = member(σ, SEQUENCES)


def way(place: Expression) -> Expression:
    """`σ_j`."""
    return entry(σ, place)


def powers(order: int) -> Expression:
    """`Σ_j σ_jᵐ`."""
    return summed(way(r) ** order if order else written(1))


def across(order: int, place: Expression = r) -> Expression:
    """`Σ_{k≠j} G_jk σ_kᵐ`, for `G_jk = E x_j⁴ x_k²`."""
    pair = moment((place, 4), (s, 2))
    inner = Node("multiply", (way(s) ** order, pair)) if order else pair
    return total(s, 1, d, Node("multiply", (indicator(apart(s, place)), inner)))


def form(first: int, second: int) -> Expression:
    """`Σ_j σ_jᵐ Σ_{k≠j} G_jk σ_kⁿ`."""
    return summed(way(r) ** first * across(second) if first else across(second))


TOLD_APART = of_each(conjunction(equal(q(r), a * (1 + e * way(r))), equal(p(r), b * (1 + e * way(r)))), r)
"""Coordinate j is scaled by `1 + e σ_j` on the diagonals of the two blocks."""

BEND = 2 * (a * b) ** 2 * (LENGTH * kappa2() * powers(2) + OVERLAP * form(1, 1))
"""Half the second derivative."""
THIRD = (a * b) ** 2 * (2 * LENGTH * kappa2() * powers(3) + OVERLAP * (form(1, 2) + form(2, 1)))
FOURTH = (a * b) ** 2 * (LENGTH * kappa2() * powers(4) + OVERLAP * form(2, 2)) / 2

ALONG = of_each(equal(across(1), γ * way(r)), r)
"""σ is an eigenvector of G without its diagonal."""


def halves(size: Expression, one: Expression, other: Expression) -> tuple[Expression, Expression, Expression]:
    """`κ2`, and `E x_j² x_k⁴` within a half and across both, of a law of two halves of so many coordinates."""
    return (one**3 + other**3 / size) / 2, one**3 / 2, one * other * (one + other) / (2 * size)


def slope(size: Expression, one: Expression, other: Expression, length: Expression = LENGTH) -> Expression:
    """`(T − 2) κ2 + H ((n − 1) G_within − n G_across)`."""
    sixth, within, beyond = halves(size, one, other)
    return length * sixth + OVERLAP * ((size - 1) * within - size * beyond)


def down(least: Number = 5) -> Expression:
    """For all T and `g ≥ 5 (T − 2)` it is negative at `n = g²`, `p = 1`, `q = 4 g`."""
    negative = less(slope(g**2, written(1), 4 * g), 0)
    return quantified(implies(at_most(least * LENGTH, g), negative), SIZES[1], member(g, REALS))


def at_four(lower: Expression = NOWHERE_LOWER) -> Expression:
    """In four dimensions at T = 3 there are a law and a trained point that is no local minimum."""
    around = exists(local_minimum.ε, POSITIVE, stated().for_all_blocks(implies(local_minimum.NEARBY, lower)))
    point = exists(a, REALS, exists(b, REALS, conjunction(equal(a * b * C2, C1), negation(around))))
    said = conjunction(LINE_CONDITIONS, SIGNAL, point)
    return exists(μ, vector_moments(6), opened(with_bound(said, (d, T)), (SIZE_OF_LAW, LENGTH_OF_LAW)))


def goal(
    bend: Expression = BEND,
    fourth: Expression = FOURTH,
    least: Number = 5,
    hypotheses: Expression = LINE_CONDITIONS,
    lower: Expression = NOWHERE_LOWER,
    beside: Expression | None = None,
) -> Expression:
    """How the loss bends at all trained points, where halves bend it down, and that it does so in four dimensions."""
    along = equal(LOSS, TRAINED + bend * e**2 + THIRD * e**3 + fourth * e**4)
    curve = quantified(implies(TOLD_APART, along), DIRECTION, member(e, REALS), *OF_DIAGONALS)
    eigen = quantified(implies(ALONG, equal(form(1, 1), γ * powers(2))), DIRECTION, member(γ, REALS))
    no_maximum = rises() if beside is None else beside
    everywhere = for_each_trained_point(conjunction(curve, eigen, CRITICAL, no_maximum), hypotheses)
    return conjunction(everywhere, down(least), at_four(lower))


OTHER = member(s, integers_between(1, d))


@cache
def mixed_along() -> Theorem:
    """`Σ_{k≠j} G_jk a_j² b_k²` along the curve, in e."""
    numbers = tuple(factor * (a * b) ** 2 * (1 + e * way(r)) ** 2 for factor in (written(1), 2 * e, e**2))
    here_, there = (conjuncts(at(assume(TOLD_APART), assume(each))) for each in (PLACE, OTHER))
    summand = opened(parts(opened(parts(MIXED, "total")[2], (r,)), "total")[2], (s,))
    sums = tuple(across(order) for order in range(3))
    terms = (number * opened(parts(each, "total")[2], (s,)) for number, each in zip(numbers, sums, strict=True))
    each = modulo(equal(summand, Node("add", tuple(terms))), (here_[0], there[1]))
    row = in_sums(opened(parts(MIXED, "total")[2], (r,)), numbers, sums, each, place=s)
    outer = tuple((m, n) for n in range(3) for m in range(3))
    scales = tuple((a * b) ** 2 * _choose(m) * _choose(n) * e ** (m + n) for m, n in outer)
    forms = tuple(form(m, n) for m, n in outer)
    parts_ = (scale * opened(parts(each, "total")[2], (r,)) for scale, each in zip(scales, forms, strict=True))
    left, _ = parts(row.conclusion, "equal")
    return in_sums(MIXED, scales, forms, modulo(equal(left, Node("add", tuple(parts_))), (row,)))


def _choose(order: int) -> int:
    return (1, 2, 1)[order]


@cache
def summed_rows() -> Facts:
    """`Σ_j σ_jᵐ Σ_{k≠j} G_jk = κ3 Σ_j σ_jᵐ`, and the same of columns, for m from 0 to 2."""
    return *(_rows(order) for order in range(3)), *(_columns(order) for order in (1, 2))


def _rows(order: int) -> Theorem:
    fourth = of_place(r)[3]
    term, number = form(order, 0), kappa3()
    left, right = (opened(parts(each, "total")[2], (r,)) for each in (term, powers(order)))
    each = modulo(equal(left, number * right), (at(under(fourth, PLACE), assume(PLACE)), same_overlap_constant()))
    return in_sums(term, (number,), (powers(order),), each)


def _columns(order: int) -> Theorem:
    """Summed over the rows first, by `Σ_j G_jk = κ3`."""
    term = form(0, order)
    exchanged = exchanged_sums(term)
    inner = parts(exchanged.conclusion, "equal")[1]
    column = opened(parts(inner, "total")[2], (r,))
    plain = opened(parts(column, "total")[2], (s,))
    turned = Node("multiply", (indicator(apart(s, r)), moment((r, 2), (s, 4))))
    goal_ = equal(plain, way(r) ** order * turned)
    row, other = parts(turned, "multiply")[1], moment((s, 4), (r, 2))
    means = equal_means(μ, under(identity(_body(other), _body(row)), IN_SEQUENCES))

    def case(facts: Facts) -> Theorem:
        return modulo(goal_, (*indicated(facts[0]), *indicated(turned_round(facts[0])), means))

    each = whichever(goal_, excluded_middle(equal(r, s)), case, case)
    over = in_sums(column, (way(r) ** order,), (kappa3(r),), each, place=s)
    third = at(under(of_place(r)[2], PLACE), assume(PLACE))
    outer = in_sums(
        inner, (kappa3(),), (powers(order),), modulo(equal(column, kappa3() * way(r) ** order), (over, third))
    )
    return identity(term, kappa3() * powers(order), using=((exchanged, 1), (outer, 1)))


def _body(mean: Expression) -> Expression:
    return opened(parts(mean, "mean")[1], (SEQUENCE,))


@cache
def curve() -> Theorem:
    """The loss along the curve."""
    entries = conjuncts(at(assume(TOLD_APART), assume(PLACE)))
    numbers = tuple(a * b * factor for factor in (written(1), 2 * e, e**2))
    first = in_sums(S1, numbers, tuple(map(powers, range(3))), _each(S1, numbers, entries))
    fours = tuple((a * b) ** 2 * c * e**m for m, c in enumerate((1, 4, 6, 4, 1)))
    second = in_sums(SQUARED, fours, tuple(map(powers, range(5))), _each(SQUARED, fours, entries))
    ones = at(constant_sum(), 1, count())
    value = TRAINED + BEND * e**2 + THIRD * e**3 + FOURTH * e**4
    losses = identity(LOSS - TRAINED, _difference(), (), ((loss_of_diagonals(), 1), (loss_of_trained(), -1)))
    rest = C2 * (a * b) * (2 * e * powers(1) + e**2 * powers(2))
    sums = modulo(
        equal(_difference(), value - TRAINED + rest * (a * b - C1 / C2)),
        (first, second, mixed_along(), *summed_rows(), ones),
        (constants()[1],),
    )
    using = (losses, 1), (sums, 1), (assume(AT_REST), rest)
    found = identity(LOSS, value, (constants()[1],), using)
    return under(found, DIRECTION, member(e, REALS), *OF_DIAGONALS, TOLD_APART)


def _difference() -> Expression:
    """The loss of diagonals less that of the trained point, in sums."""
    loss, trained = (parts(each.conclusion, "equal")[1] for each in (loss_of_diagonals(), loss_of_trained()))
    return loss - trained


def _each(term: Expression, numbers: tuple[Expression, ...], entries: Facts) -> Theorem:
    """A summand along the curve, in powers of σ_j."""
    left = opened(parts(term, "total")[2], (r,))
    bodies = (opened(parts(powers(order), "total")[2], (r,)) for order in range(len(numbers)))
    right = Node("add", tuple(number * body for number, body in zip(numbers, bodies, strict=True)))
    return modulo(equal(left, right), entries)


def eigenvector() -> Theorem:
    """`Σ_j σ_j Σ_{k≠j} G_jk σ_k = γ Σ σ_j²` for an eigenvector."""
    known = at(assume(ALONG), assume(PLACE))
    left = opened(parts(form(1, 1), "total")[2], (r,))
    summed_ = in_sums(form(1, 1), (γ,), (powers(2),), modulo(equal(left, γ * way(r) ** 2), (known,)))
    found = identity(form(1, 1), γ * powers(2), using=((summed_, 1),))
    return under(found, DIRECTION, member(γ, REALS), ALONG)


def goes_down() -> Theorem:
    """The sign where two halves are large."""
    facts = assumed(SIZES[1])
    length, premise = signed(at_most(1, LENGTH), facts), at_most(5 * LENGTH, g)
    first, second, _ = conjuncts(at(both_sums(), belonging(LENGTH, integers_from(1), facts)))
    one = signed(at_most(1, OVERLAP), (first, second))
    large = signed(at_most(5, g), (assume(premise), length))
    positive = signed(less(0, g), (large,))
    square = signed(less(0, g**2), (positive,), products=((positive, positive),))
    known = length, assume(premise), one, large, positive, square, signed(less(0, 2 * g**2), (square,))
    products = (assume(premise), positive), (large, positive), (one, positive), (one, square), (square,)
    short = LENGTH * (1 + 64 * g) / 2 + OVERLAP * ((g**2 - 1) / 2 - 2 * g - 8 * g**2)
    same = identity(slope(g**2, written(1), 4 * g), short, known)
    found = signed(less(short, 0), known[:-1], products=products)
    return under(
        signed(less(slope(g**2, written(1), 4 * g), 0), (same, found, *known)), SIZES[1], member(g, REALS), premise
    )


def law_at_four() -> Theorem:
    """The law of eight points has these properties."""
    goal_ = at_four()
    of_law = opened(parts(goal_, "exists")[1], (LAW,))
    of_point = parts(of_law, "and")[-1]
    inside = opened(parts(opened(parts(of_point, "exists")[1], (PRODUCT,)), "exists")[1], (written(1),))
    rest, denied = parts(inside, "and")
    around = parts(denied, "not")[0]
    no = deny(around, local_minimum.absurd(assume(around)))
    there = witnessed(of_point, conjoin(at_rest(rest), no), PRODUCT, 1)
    return witness(goal_, moments_exist(LAW, 6), conjoin(conditions_hold(), signal(), there))


def proof() -> Proof:
    """The goal and its definedness."""
    trained = under(conjoin(curve(), eigenvector(), critical(), larger_beside()), *POINT, AT_REST)
    found = conjoin(given_law(trained), goes_down(), law_at_four())
    return Proof(goal(), found, all_defined(goal()))
