"""At most three coordinates with an invariant line: what the conditions say of pairs, and that the energy suffices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from proofs.zheng2024.formal.landscape.diagonal_sums import LENGTH, MIXED, S1, SQUARED, p, q
from proofs.zheng2024.formal.landscape.three_numbers import inequality
from proofs.zheng2024.formal.line.gradient import overlap_positive
from proofs.zheng2024.formal.on_line.line_flow import SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    OVERLAP,
    d,
    kappa2,
    kappa3,
    kappa3_transposed,
    moment,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, body, sixth_moment_positive
from proofs.zheng2024.formal.on_line.trained_line import C2
from symbolic.core.expressions import Expression, Node, Sort, free, fresh, opened, written
from symbolic.core.rules.logic import apply, assume, part, parts, rewrite
from symbolic.core.rules.means import equal_means, mean_of_constant, ordered_means, separate_means
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    at_most,
    entry,
    equal,
    function,
    implies,
    integers_between,
    integers_from,
    less,
    mean,
    member,
    real,
)
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.tactics.explicit_instances import decided, found
from symbolic.tactics.harmonic_numbers import at_most_count
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.small_ranges import written_out
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, replaced, swapped, under, whichever

c = real("c")
ENERGY = at_most(C2 * S1**2, d * (LENGTH * kappa2() * SQUARED + OVERLAP * MIXED))
"""The energy on the diagonals is at least that of equal coordinates with the same `Σ u_j`."""


def of_size(expression: Expression, size: int) -> Expression:
    """A formula or term in so many dimensions."""
    return replaced(expression, d, written(size))


def pair(row: int, other: int) -> Expression:
    """`E x_j⁴ x_k²`."""
    return moment((row, 4), (other, 2))


def turned(row: int, other: int) -> Theorem:
    """`E x_k² x_j⁴ = E x_j⁴ x_k²`."""
    powers = entry(SEQUENCE, other) ** 2, entry(SEQUENCE, row) ** 4
    same = identity(Node("multiply", powers), Node("multiply", powers[::-1]))
    return equal_means(μ, under(same, IN_SEQUENCES))


def in_full(total: Expression) -> Facts:
    """A sum over explicit coordinates, or one of such sums, with its indicators."""
    outer = written_out(total)
    value = parts(outer.conclusion, "equal")[1]
    inner = tuple(map(written_out, dict.fromkeys(found(value, "total"))))
    values = (value, *(each.conclusion for each in inner))
    indicators = dict.fromkeys(each for one in values for each in found(one, "indicator"))
    return (outer, *inner, *map(decided, indicators))


@cache
def same_everywhere(place: int, size: int) -> Facts:
    """The constants at a coordinate are those of the first one."""
    conditions = assume(of_size(LINE_CONDITIONS, size))
    return conjuncts(at(part(1, conditions), belonging(place, integers_between(1, size))))


@cache
def sums_of_pairs(size: int) -> Facts:
    """Rows and columns of `E x_j⁴ x_k²` have the sums that the constants say."""
    return tuple(each for place in range(1, size + 1) for each in _sums_at(place, size))


def _sums_at(j: int, size: int) -> Facts:
    rest = [n for n in range(1, size + 1) if n != j]
    column, row = (of_size(constant(j), size) for constant in (kappa3, kappa3_transposed))
    turns = tuple(turned(n, j) for n in rest)
    columns, rows = (Node("add", tuple(each)) for each in ((pair(n, j) for n in rest), (pair(j, n) for n in rest)))
    return (
        modulo(equal(column, columns), (*in_full(column), *turns)),
        modulo(equal(row, rows), in_full(row)),
        *same_everywhere(j, size)[2:],
    )


ALPHA, BETA = pair(1, 2), pair(1, 3)
"""`E x_j⁴ x_k²` where k follows j, and where j follows k."""
ALIKE: Mapping[int, tuple[tuple[Expression, Number], ...]] = {
    1: ((kappa3(), 0),),
    2: ((kappa3(), ALPHA), (pair(2, 1), ALPHA)),
    3: ((kappa3(), ALPHA + BETA), (pair(2, 3), ALPHA), (pair(3, 1), ALPHA), (pair(2, 1), BETA), (pair(3, 2), BETA)),
}
"""By dimension: `κ3` and the other pairs in one or two numbers."""


@cache
def alike(size: int) -> Facts:
    """Pairs in one sense of the cycle are alike, and `κ3` is the sum of the two numbers."""
    ends = ((of_size(left, size), right) for left, right in ALIKE[size])
    return tuple(signed(equal(left, right), sums_of_pairs(size)) for left, right in ends)


@cache
def weighted_square(j: int, k: int, size: int) -> Theorem:
    """`(E x_k⁴ x_j²)² ≤ κ2 E x_j⁴ x_k²`, as `E (x_j² x_k − c x_k³)²` is not negative."""
    x, y = entry(SEQUENCE, j), entry(SEQUENCE, k)
    moments = pair(j, k), pair(k, j), kappa2(k)
    numbers = written(1), -2 * c, c**2
    terms = Node("add", tuple(n * body(each) for n, each in zip(numbers, moments, strict=True)))
    above = signed(at_most(0, terms), squares=(x**2 * y - c * y**3,))
    ordered = ordered_means(under(above, IN_SEQUENCES), given(SIZES[2]))
    apart = separate_means(parts(ordered.conclusion, "at_most")[1], μ, numbers, given(SIZES[2]))
    nothing, sixth = mean_of_constant(mean(SEQUENCE, μ, 0)), sixth_moment_positive()
    value = moments[0] - 2 * c * moments[1] + c**2 * kappa2()
    equations = (ordered, apart, nothing, same_everywhere(k, size)[1])
    every = under(signed(at_most(0, value), equations, scales=(1, c**2)), member(c, REALS))
    one = at(every, moments[1] / kappa2())
    return signed(at_most(moments[1] ** 2, kappa2() * moments[0]), (one, sixth), products=((one, sixth),))


@cache
def not_negative(j: int, k: int) -> Theorem:
    """`0 ≤ E x_j⁴ x_k²`."""
    above = signed(at_most(0, body(pair(j, k))), squares=(entry(SEQUENCE, j) ** 2 * entry(SEQUENCE, k),))
    ordered = ordered_means(under(above, IN_SEQUENCES), given(SIZES[2]))
    return signed(at_most(0, pair(j, k)), (ordered, mean_of_constant(mean(SEQUENCE, μ, 0))))


def after(goal: Expression, equations: Facts, settle: Callable[[Expression], Theorem]) -> Theorem:
    """A goal by what settles it after the left sides of equations are replaced, one after another."""
    if not equations:
        return settle(goal)
    left, right = parts(equations[0].conclusion, "equal")
    hole = fresh(Sort.REAL, goal, left, right)
    replaced_ = replaced(goal, left, hole)
    if hole not in free(replaced_):
        return after(goal, equations[1:], settle)
    predicate = function(hole, body=replaced_)
    settled = after(opened(predicate.parts[0], (right,)), equations[1:], settle)
    return rewrite(predicate, swapped(equations[0]), settled)


@cache
def in_numbers(size: int) -> Facts:
    """The sums of the goal in so many coordinates, with the pairs in one or two numbers."""
    sums = (fact for each in (S1, SQUARED, MIXED) for fact in in_full(of_size(each, size)))
    return (*alike(size), *sums, *alike(size))


def energy_by(order: tuple[int, int, int], less_: Expression, more: Expression, known: Facts) -> Theorem:
    """The energy in three coordinates, read in the order in which the smaller of the two numbers comes last."""
    length, overlap = signed(less(0, LENGTH), assumed(SIZES[1])), overlap_positive()
    sums = at(at_most_count(), belonging(LENGTH, integers_from(0), assumed(SIZES[1])))
    sixth, above = sixth_moment_positive(), not_negative(*_places(less_))
    bound = squares_of_pairs(*_places(less_), 3)
    enough = signed(
        at_most(OVERLAP * more**2, LENGTH * kappa2() * less_),
        (length, bound, sums),
        products=((length, bound), (sums,)),
        squares=(more,),
    )

    def settle(goal: Expression) -> Theorem:
        def some(facts: Facts) -> Theorem:
            m, e = more / less_ - 1, LENGTH * kappa2() / OVERLAP / less_ - (more / less_) ** 2
            small = facts[0]
            places = (
                belonging(m, NONNEGATIVE, (signed(at_most(0, m), (*known, small), products=((small,),)),)),
                belonging(
                    e,
                    NONNEGATIVE,
                    (signed(at_most(0, e), (enough, overlap, small), products=((overlap, small, small),)),),
                ),
            )
            found_ = at(inequality(), *places, *(q(n) for n in order), *(p(n) for n in order))
            return signed(goal, (found_, overlap, small), products=((overlap, small, found_),))

        def none(facts: Facts) -> Theorem:
            low = signed(at_most(less_, 0), facts)
            zeros = (
                signed(equal(less_, 0), (low, above), degree=2),
                signed(equal(more, 0), (bound, low, sixth), products=((sixth, low),)),
            )
            products = tuple(p(n) * q(n) for n in range(1, 4))
            differences = tuple(products[n] - products[n - 1] for n in range(3))
            energy = positive(LENGTH * kappa2(), (length, sixth))
            return after(goal, zeros, lambda rest: signed(rest, (energy,), products=((energy,),), squares=differences))

        return whichever(goal, trichotomy(written(0), less_), some, none, none)

    return after(of_size(ENERGY, 3), in_numbers(3), settle)


def _places(moment_: Expression) -> tuple[int, int]:
    return (1, 2) if moment_ == ALPHA else (1, 3)


def squares_of_pairs(j: int, k: int, size: int) -> Theorem:
    """`weighted_square`, in one or two numbers."""
    theorem = weighted_square(j, k, size)
    for equation in alike(size)[1:]:
        left, right = parts(equation.conclusion, "equal")
        hole = fresh(Sort.REAL, theorem.conclusion, left, right)
        theorem = rewrite(function(hole, body=replaced(theorem.conclusion, left, hole)), equation, theorem)
    return theorem


@cache
def energy_at_one() -> Theorem:
    """The energy in one dimension, where it is that of equal coordinates."""
    return after(of_size(ENERGY, 1), in_numbers(1), signed)


@cache
def energy_at_two() -> Theorem:
    """The energy in two dimensions: the difference is two squares, as `κ3 ≤ κ2`."""
    length, overlap = signed(less(0, LENGTH), assumed(SIZES[1])), overlap_positive()
    sums = at(at_most_count(), belonging(LENGTH, integers_from(0), assumed(SIZES[1])))
    sixth, low, bound = sixth_moment_positive(), not_negative(1, 2), squares_of_pairs(1, 2, 2)
    high = signed(at_most(ALPHA, kappa2()), (bound, sixth), degree=2)
    enough = signed(
        at_most(0, LENGTH * kappa2() - OVERLAP * ALPHA),
        (high, length, sums, low),
        products=((length, high), (sums, low)),
    )
    squares = p(1) * q(1) - p(2) * q(2), q(1) * p(2) - q(2) * p(1)

    def settle(goal: Expression) -> Theorem:
        return signed(goal, (enough, overlap, low), products=((enough,), (overlap, low)), squares=squares)

    return after(of_size(ENERGY, 2), in_numbers(2), settle)


@cache
def energy_at_three() -> Theorem:
    """The energy in three dimensions, whichever of the two numbers is larger."""

    def ascending(known: Facts) -> Theorem:
        return energy_by((1, 2, 3), ALPHA, BETA, known)

    def descending(known: Facts) -> Theorem:
        return energy_by((1, 3, 2), BETA, ALPHA, known)

    return whichever(of_size(ENERGY, 3), trichotomy(ALPHA, BETA), ascending, ascending, descending)


def in_general(theorem: Theorem, size: int, conclusion: Expression) -> Theorem:
    """What is proved in so many dimensions under the conditions, where d is that number."""
    conditions = of_size(LINE_CONDITIONS, size)
    predicate = function(d, body=implies(LINE_CONDITIONS, conclusion))
    general = rewrite(predicate, swapped(assume(equal(d, size))), under(theorem, conditions))
    return apply(general, assume(LINE_CONDITIONS))
