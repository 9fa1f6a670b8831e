"""`S = Λ² + (F − Λ²)/N` and `Q = E q qᵀ` are semidefinite for all laws, since the loss is not negative for any.

Where the query is the constant x, or all covariates are, the loss at `U = x xᵀ` is a quadratic function of u that is
nowhere negative: what multiplies u² is not negative.
"""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.any_law.any_covariates import facts, value
from proofs.zhang2024.formal.any_law.laws_of_covariates import DATA, MODEL, POINT, C, F, Q, S, blocks_at, μ, ν
from proofs.zhang2024.formal.loss_in_traces import d, u
from symbolic.core.expressions import Expression, Variable, bound, nodes, opened, written
from symbolic.core.rules.entries import cell_of_matrix, entry_of_vector
from symbolic.core.rules.logic import assume, parts
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, equal_in_cells
from symbolic.core.rules.means import point_mean
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    equal,
    for_all,
    integers_between,
    integers_from,
    listed,
    matrices,
    matrix_letter,
    member,
    multiple,
    point,
    product,
    real,
    semidefinite,
    trace,
    transpose,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.finite_sums import combined_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, modulo, substituted, under, whichever
from symbolic.tactics.whole_matrices.forms import form_at
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number, not_negative, squared_entries, sum_of_one
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

a, b, h, j, k, l = map(real, "abhjkl")
x = matrix_letter("x")
COLUMN = member(x, matrices(d, 1))
CONSTANT = point(listed(j, d, cell(x, j, 1)))
"""The law of the constant x."""

LENGTH = trace(product(transpose(x), x))
OUTER = product(x, transpose(x))


@cache
def opens_upward() -> Theorem:
    """`∀a ∀b ∀h: (∀u: 0 ≤ a u² + b u + h) ⇒ 0 ≤ a`: else it is negative at `1 − h/a`, or at `h/a − 1`."""
    everywhere = for_all(u, REALS, at_most(0, a * u**2 + b * u + h))
    goal = at_most(0, a)

    def falls(case: Facts) -> Theorem:
        far = 1 - h / a
        signs = (at(assume(everywhere), each) for each in (far, -far, 0))
        flat = identity(a * far, a - h, case)
        return signed(goal, (*signs, flat, *case), squares=(h / a,), scales=(1, far, h / a))

    def rests(case: Facts) -> Theorem:
        return signed(goal, case)

    found = whichever(goal, trichotomy(a, written(0)), falls, rests, rests)
    return under(found, *(member(each, REALS) for each in (a, b, h)), everywhere)


def constant(matrix: Expression, law: Variable) -> Expression:
    """A matrix of moments, of the constant x."""
    return opened(bound(matrix, (law,)), (CONSTANT,))


@cache
def outer_entry() -> Theorem:
    """`(x xᵀ)[j, k] = x_j x_k`."""
    whole = cell_of_product(cell(OUTER, j, k), assume(COLUMN))
    one = sum_of_one(parts(whole.conclusion, "equal")[1])
    turned = cell_of_word(cell(transpose(x), 1, k))
    return modulo(equal(cell(OUTER, j, k), cell(x, j, 1) * cell(x, k, 1)), (whole, one, turned))


def mean_of_constant(term: Expression) -> Theorem:
    """A mean of a product of entries of the constant x."""
    value = point_mean(term)
    places = dict.fromkeys(node for node in nodes(value.conclusion) if node.head == "entry" and not node.loose)
    entries = tuple(map(entry_of_vector, places))
    return modulo(equal(term, substituted(parts(value.conclusion, "equal")[1], *entries)), (value, *entries))


def second_moments(of: Expression) -> Theorem:
    """`E z zᵀ = x xᵀ` of the constant x."""
    here = cell_of_matrix(cell(of, j, k))
    value = mean_of_constant(parts(here.conclusion, "equal")[1])
    return _in_cells(modulo(equal(cell(of, j, k), cell(OUTER, j, k)), (here, value, outer_entry())), of, OUTER)


def fourth_moments(of: Expression) -> Theorem:
    """`E ‖z‖² z zᵀ = ‖x‖² x xᵀ` of it."""
    here, wanted = cell_of_matrix(cell(of, j, k)), multiple(LENGTH, OUTER)
    summed = parts(here.conclusion, "equal")[1]
    _, _, body = parts(summed, "total")
    value = mean_of_constant(opened(body, (l,)))
    length = squared_entries(x, known())
    both = cell(x, j, 1) * cell(x, k, 1)
    squares = parts(length.conclusion, "equal")[1]
    each = modulo(equal(opened(body, (l,)), both * cell(x, l, 1) ** 2), (value,))
    count = belonging(d, integers_from(0), MODEL.facts)
    total_ = combined_sum(summed, (both,), (squares,), count, l, each)
    equations = here, total_, cell_of_word(cell(wanted, j, k)), outer_entry(), length
    return _in_cells(modulo(equal(cell(of, j, k), cell(wanted, j, k)), equations), of, wanted)


def _in_cells(entry: Theorem, one: Expression, other: Expression) -> Theorem:
    shapes = (shaped(each, known()) for each in (one, other))
    return equal_in_cells(under(entry, *(member(each, integers_between(1, d)) for each in (j, k))), *shapes)


@cache
def known() -> Facts:
    """What is known of sizes, of moments and of x."""
    return (*facts(), assume(COLUMN))


def multiplies_square(law: Variable) -> Theorem:
    """`0 ≤ ½ tr(S U Q Uᵀ)` at `U = x xᵀ`, where one of the laws is that of the constant x."""
    supposed = (*MODEL.facts, *map(assume, DATA))
    taken = {μ: assume(DATA[2]), ν: assume(DATA[3])}
    taken[law] = belonging(CONSTANT, parts(taken[law].conclusion, "member")[1])
    there = at(under(value(), *DATA), *MODEL.given[:2], *taken.values(), u, shaped(OUTER, known()))
    moments = (constant(each, law) for each in (S, C, Q))
    between, spread, query = moments
    high, slope = trace(product(between, OUTER, query, OUTER)) / 2, trace(product(spread, OUTER, query))
    value_ = high * u**2 + -slope * u + trace(query) / 2
    same = rewritten_traces(equal(parts(there.conclusion, "equal")[1], value_), known())
    laws = (parts(each.conclusion, "member")[0] for each in taken.values())
    given = (*MODEL.stated.given[:2], *laws, *blocks_at(u, OUTER))
    low = ModelAnywhere(MODEL.key).not_negative(*given, facts=(*supposed, *known()))
    above = under(signed(at_most(0, value_), (low, there, same)), POINT[0])
    return at(opens_upward(), high, -slope, trace(query) / 2, above)


def _form_sign(of: Expression, high: Theorem, equations: Facts, power: int) -> Theorem:
    """`0 ≤ xᵀ A x` from `0 ≤ ½ ‖x‖²ᵖ xᵀ A x`."""
    form = form_at(of, x)
    number = as_number(product(transpose(x), x), known())
    value_ = LENGTH**power * form / 2
    same = rewritten_traces(equal(parts(high.conclusion, "at_most")[1], value_), known(), (*equations, number))
    goal, long = at_most(0, form), not_negative(x, known())

    def nothing(case: Facts) -> Theorem:
        none = zero_matrix(x, signed(at_most(LENGTH, 0), case), known())
        return signed(goal, (rewritten_traces(equal(form, 0), known(), (none,)),))

    def some(case: Facts) -> Theorem:
        return signed(goal, (high, same, *case), products=((case[0],) * power,))

    return whichever(goal, trichotomy(written(0), LENGTH), some, nothing, lambda case: signed(goal, (long, *case)))


@cache
def factor() -> Theorem:
    """S is semidefinite."""
    query = constant(Q, ν)
    sign = _form_sign(S, multiplies_square(ν), (second_moments(query),), 2)
    return by_form(member(S, semidefinite(d)), facts(), lambda x_, place: at(under(sign, COLUMN), place[0]))


@cache
def query() -> Theorem:
    """Q is semidefinite."""
    moments = second_moments(constant(C, μ)), fourth_moments(constant(F, μ))
    sign = _form_sign(Q, multiplies_square(μ), moments, 3)
    return by_form(member(Q, semidefinite(d)), facts(), lambda x_, place: at(under(sign, COLUMN), place[0]))
