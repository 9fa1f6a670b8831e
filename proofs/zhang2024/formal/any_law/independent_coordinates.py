"""Independent coordinates, of one law up to their scales: which moments they have, and that Λ is definite."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import facts
from proofs.zhang2024.formal.any_law.laws_of_covariates import MODEL, C
from proofs.zhang2024.formal.any_law.moments_of_coordinates import (
    COLUMN,
    INDEPENDENT,
    OTHER,
    ROW,
    count,
    fourth,
    hole,
    j,
    k,
    l,
    second,
    supposed,
    κ,
)
from proofs.zhang2024.formal.loss_in_traces import d
from symbolic.core.expressions import Expression, Variable, opened, written
from symbolic.core.rules.entries import cell_of_matrix, independent_mean
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import (
    apply,
    assume,
    cases,
    conjoin,
    contradict,
    excluded_middle,
    part,
    parts,
    reflexive,
    rewrite,
)
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, equal_in_cells, trace_of_cells
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    at_most,
    cell,
    conjunction,
    definite,
    entry,
    equal,
    function,
    implies,
    independent,
    integers_from,
    law,
    less,
    mean,
    member,
    moments,
    negation,
    product,
    real,
    trace,
    transpose,
    vector,
)
from symbolic.goals.usual_terms import mixed_moment
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import at, belonging, indicated, modulo, quantified, swapped, under, whichever, with_meaning
from symbolic.tactics.whole_matrices.diagonal_words import diagonal, scaled_row
from symbolic.tactics.whole_matrices.forms import form_at
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import squared_entries, sum_of_one
from symbolic.tactics.whole_matrices.moment_letters import same_moments
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

ρ, s, y = law("ρ"), vector("s"), real("y")
LAWS = member(ρ, moments(4)), member(s, SEQUENCES)


def alone(order: int) -> Expression:
    """`E yⁿ`."""
    return mean(y, ρ, y**order)


def of_scaled(*powers: tuple[Variable, int]) -> Expression:
    """`E z_j …` of independent z, times the scales: what the moment is of `x_j = s_j z_j`."""
    scales = [entry(s, place) ** order for place, order in powers]
    value: Expression = mixed_moment(independent(ρ), *powers)
    for scale in reversed(scales):
        value = scale * value
    return value


SCALED = conjunction(
    quantified(equal(second(j, k), of_scaled((j, 1), (k, 1))), ROW, COLUMN),
    quantified(equal(fourth(l, j, k), of_scaled((l, 2), (j, 1), (k, 1))), OTHER, ROW, COLUMN),
)
"""The covariates have the second and fourth moments of `s_j z_j`, where the z_j are independent with the law ρ."""

CENTRED = equal(alone(1), 0)
KURTOSIS = equal(alone(4), κ * alone(2) ** 2)


def of_independent(centred: Expression = CENTRED, kurtosis: Expression = KURTOSIS) -> Expression:
    """Independent coordinates of one law up to their scales have the moments that are supposed."""
    return quantified(implies(conjunction(SCALED, centred, kurtosis), INDEPENDENT), *LAWS)


POSITIVE = quantified(less(0, second(j, j)), ROW)
"""`E x_j² > 0`."""


def place(number: Variable) -> Theorem:
    """That a place is one of those from 1 on."""
    membership = {j: ROW, k: COLUMN, l: OTHER}[number]
    return belonging(number, integers_from(1), (assume(membership), *with_meaning(assume(membership))))


def separated(*powers: tuple[Variable, int], apart: Facts = ()) -> Theorem:
    """A moment of independent z, at places that differ."""
    term = mixed_moment(independent(ρ), *powers)
    return independent_mean(term, assume(LAWS[0]), tuple(place(each) for each, _ in powers), apart)


def scaled(number: int, *places: Expression) -> Theorem:
    """What a moment of the covariates is."""
    return at(part(number, part(0, premise())), *map(assume, places))


def premise() -> Theorem:
    """What is supposed."""
    return assume(conjunction(SCALED, CENTRED, KURTOSIS))


def merged(powers: tuple[tuple[Variable, int], ...], into: tuple[tuple[Variable, int], ...]) -> Theorem:
    """A moment at places some of which are one, as one at places that differ."""
    return same_moments(mixed_moment(independent(ρ), *powers), mixed_moment(independent(ρ), *into))


def square_of(place_: Variable) -> Facts:
    """What `E x_j²` is, by equations."""
    twice = (place_, 1), (place_, 1)
    return scaled(0, *[_OF[place_]] * 2), merged(twice, ((place_, 2),)), separated((place_, 2))


_OF = {j: ROW, k: COLUMN, l: OTHER}


def centred() -> Theorem:
    """`E y = 0`."""
    return part(1, premise())


def of_two() -> Theorem:
    """`E x_j x_k = 0` for `j ≠ k`."""
    apart = negation(equal(j, k))
    both = separated((j, 1), (k, 1), apart=(assume(apart),))
    return under(modulo(equal(second(j, k), 0), (scaled(0, ROW, COLUMN), both, centred())), ROW, COLUMN, apart)


def of_three() -> Theorem:
    """`E x_l² x_j x_k = 0` for `j ≠ k`."""
    apart = negation(equal(j, k))
    other = (assume(apart),)

    def says(one: Expression) -> Expression:
        return equal(mixed_moment(independent(ρ), (one, 2), (j, 1), (k, 1)), 0)

    def there(place_: Variable, into: tuple[tuple[Variable, int], ...], case: Facts) -> Theorem:
        here = merged(((place_, 2), (j, 1), (k, 1)), into), separated(*into, apart=other), centred()
        return rewrite(function(hole, body=says(hole)), swapped(case[0]), modulo(says(place_), here))

    def elsewhere(case: Facts) -> Theorem:
        def beside(more: Facts) -> Theorem:
            return there(k, ((j, 1), (k, 3)), more)

        def nowhere(more: Facts) -> Theorem:
            found = separated((l, 2), (j, 1), (k, 1), apart=(case[0], more[0], *other))
            return modulo(says(l), (found, centred()))

        return whichever(says(l), excluded_middle(equal(l, k)), beside, nowhere)

    none = whichever(says(l), excluded_middle(equal(l, j)), lambda case: there(j, ((j, 3), (k, 1)), case), elsewhere)
    found = modulo(equal(fourth(l, j, k), 0), (scaled(1, OTHER, ROW, COLUMN), none))
    return under(found, OTHER, ROW, COLUMN, apart)


def of_pair() -> Theorem:
    """`E x_l² x_j² = E x_l² E x_j²` for `l ≠ j`."""
    apart = negation(equal(l, j))
    both = merged(((l, 2), (j, 1), (j, 1)), ((l, 2), (j, 2))), separated((l, 2), (j, 2), apart=(assume(apart),))
    equations = scaled(1, OTHER, ROW, ROW), *both, *square_of(l), *square_of(j)
    return under(modulo(equal(fourth(l, j, j), second(l, l) * second(j, j)), equations), OTHER, ROW, apart)


def of_fourth() -> Theorem:
    """`E x_j⁴ = κ (E x_j²)²`."""
    four = merged(((j, 2), (j, 1), (j, 1)), ((j, 4),)), separated((j, 4))
    equations = scaled(1, ROW, ROW, ROW), *four, part(2, premise()), *square_of(j)
    return under(modulo(equal(fourth(j, j, j), κ * second(j, j) ** 2), equations), ROW)


def independent_proved() -> Theorem:
    """That independent coordinates have these moments."""
    found = conjoin(of_two(), of_three(), of_pair(), of_fourth())
    return under(under(found, premise().conclusion), *LAWS)


def as_diagonal() -> Theorem:
    """Λ is diagonal, where coordinates are independent."""
    whole = diagonal(d, lambda place_: second(place_, place_))
    entry_, other = cell_of_matrix(cell(C, j, k)), cell_of_matrix(cell(whole, j, k))
    goal = equal(cell(C, j, k), cell(whole, j, k))

    def here(case: Facts) -> Theorem:
        same = rewrite(function(hole, body=equal(second(j, hole), second(j, j))), case[0], reflexive(second(j, j)))
        return modulo(goal, (entry_, other, same, *indicated(case[0])))

    def elsewhere(case: Facts) -> Theorem:
        none = apply(supposed(0, assume(ROW), assume(COLUMN)), case[0])
        return modulo(goal, (entry_, other, none, *indicated(case[0])))

    each = whichever(goal, excluded_middle(equal(j, k)), here, elsewhere)
    return equal_in_cells(under(each, ROW, COLUMN), *(shaped(matrix, MODEL.facts) for matrix in (C, whole)))


@cache
def definite_moments() -> Theorem:
    """Λ is definite where `E x_j² > 0` for independent coordinates."""
    whole = diagonal(d, lambda place_: second(place_, place_))

    def sign(x: Variable, known: Facts) -> Theorem:
        inside = (*facts(), *known)
        turned, moved = transpose(x), product(whole, x)
        form = product(turned, moved)
        same = rewritten_traces(equal(form_at(C, x), trace(form)), inside, (as_diagonal(),))
        by_cells = trace_of_cells(trace(form), shaped(form, inside))
        one = sum_of_one(parts(by_cells.conclusion, "equal")[1])
        summed = cell_of_product(cell(form, 1, 1), shaped(turned, inside))
        _, _, body = parts(parts(summed.conclusion, "equal")[1], "total")
        summand = opened(body, (j,))
        row = assume(ROW)
        value = second(j, j) * cell(x, j, 1) ** 2
        moved_cell = scaled_row(cell(moved, j, 1), (*inside, *with_meaning(row)))
        each = modulo(equal(summand, value), (cell_of_word(cell(turned, 1, j)), moved_cell))
        values = equal_sums(under(each, ROW))
        total_ = parts(values.conclusion, "equal")[1]
        above = at(assume(POSITIVE), row)
        signs = under(signed(at_most(0, value), (above,), products=((above,),), squares=(cell(x, j, 1),)), ROW)
        goal = less(0, form_at(C, x))
        length = modulo(equal(form_at(C, x), total_), (same, by_cells, one, summed, values))

        def small(case: Facts) -> Theorem:
            below = below_sum(total_, signs, count(), row)
            entry_ = signed(equal(cell(x, j, 1), 0), (below, length, *case, above), products=((above,),), degree=2)
            none = equal_sums(under(modulo(equal(cell(x, j, 1) ** 2, 0), (entry_,)), ROW))
            long = squared_entries(x, inside)
            flat = modulo(equal(parts(long.conclusion, "equal")[0], 0), (long, none, at(constant_sum(), 0, count())))
            nothing = zero_matrix(x, signed(at_most(parts(flat.conclusion, "equal")[0], 0), (flat,)), inside)
            return cases(goal, contradict(nothing, known[1]))

        return whichever(goal, trichotomy(written(0), form_at(C, x)), lambda case: case[0], small, small)

    return by_form(member(C, definite(d)), facts(), sign)
