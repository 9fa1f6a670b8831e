"""The gradient flow from the family for weights of any law: it stays there just where two moments vanish.

Coordinates are independent. Where `E w = 0` and `E w³ = 0` it follows a system of the kind of Theorem 4.1; and if it
stays from the starts `u = 0`, `U = 1` and `u = 1`, `U = 0`, gradients there tell that both vanish.
"""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.flow import any_pair
from proofs.zhang2024.formal.flow.any_pair import START
from proofs.zhang2024.formal.flow.from_family import MOVING, TIME, FromFamily, t, velocities
from proofs.zhang2024.formal.loss_in_traces import ELSEWHERE, U, u
from proofs.zhang2024.formal.weights.laws_of_weights import (
    BOTH,
    COVARIATES,
    FIRST,
    QUERY,
    SPREAD,
    THIRD,
    WEIGHTS,
    N,
    d,
    known,
    moment,
    premise,
    spread,
)
from symbolic.core.expressions import Expression, Node, Variable, bound, nodes, opened, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.facts import cauchy_schwarz
from symbolic.core.rules.gradient_flows import equal_slopes
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, conjoin, excluded_middle, part, parts, reflexive
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    for_all,
    function,
    identity_matrix,
    indicator,
    integers_between,
    integers_from,
    less,
    matrices,
    member,
    multiple,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.stated import ENTRY
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    at,
    belonging,
    indicated,
    modulo,
    other_than_0,
    quantified,
    turned_round,
    under,
    whichever,
)
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import identity_is_semidefinite
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

REDUCED = ModelOnFamily("zhang2024-weights", "reduced")
ONE = identity_matrix(d)
s, x = map(real, "sx")
SCALE = moment(QUERY, 2) * moment(WEIGHTS, 2) * moment(COVARIATES, 2)
CURVATURE = (
    moment(QUERY, 2) * moment(WEIGHTS, 2) * (moment(COVARIATES, 4) / N + moment(COVARIATES, 2) ** 2 * (1 + (d - 2) / N))
)
"""What stands in the places of Λ² and of ΓΛ²."""

SPACE = multiple(CURVATURE, ONE), ONE, multiple(SCALE, ONE)
LETTERS = any_pair.S, any_pair.Q, any_pair.C
REST = SCALE**2 / CURVATURE * trace(ONE)
FLOW = FromFamily(REDUCED.stated, velocities(*SPACE))
POINT = member(u, REALS), member(U, matrices(d, d))
STARTED = FLOW.started(u, U)


def remains() -> Expression:
    """From every start on the family there is one gradient flow, and all other blocks stay 0."""
    still = (
        FLOW.stated.entries(block, equal(cell(FLOW.stated.model.trajectory(block, *STARTED, t), *ENTRY), 0))
        for block in ELSEWHERE
    )
    stays = for_all(t, NONNEGATIVE, conjunction(*still))
    return quantified(conjunction(FLOW.stated.model.flows(*STARTED), stays), *POINT)


@cache
def facts() -> Facts:
    """What is known of sizes, of moments and of a point."""
    return (*REDUCED.facts, *known(), *map(assume, POINT))


@cache
def signs() -> Facts:
    """`0 < E q² E w² E x²`, and that the curvature is positive, as `(E x²)² ≤ E x⁴`."""
    one, query, weights = (part(n, premise(1)) for n in range(3))
    scale = signed(less(0, SCALE), (one, query, weights), products=((query, weights, one),))
    fourth = cauchy_schwarz(function(x, body=written(1)), function(x, body=x**2), REDUCED.given[2])
    share, wide = positive(1 / N, known()[:1]), signed(at_most(0, d - 1), REDUCED.facts)
    inner = parts(CURVATURE, "multiply")[1]
    products = (fourth, share), (one, one), (one, one, wide, share)
    high = signed(less(0, inner), (fourth, one, share, wide, *known()), products=products)
    return scale, signed(less(0, CURVATURE), (query, weights, high, *known()), products=((query, weights, high),))


@cache
def derived(block: str, scalar: Expression = u, matrix: Theorem | None = None) -> Theorem:
    """The gradient by a block at a point of the family, as it is derived."""
    return apply(at(REDUCED.slopes(block), scalar, matrix or assume(POINT[1])), premise(0))


def vanishing() -> Facts:
    """`E w = 0` and `E w³ = 0`."""
    return part(0, assume(BOTH)), part(1, assume(BOTH))


@cache
def below() -> Theorem:
    """`∀U: tr(CQUᵀ) ≤ tr(SUQUᵀ)/4 + b`: S times the square of `½U − (C/S) 1`."""
    _, curvature = signs()
    apart = other_than_0(curvature)
    off = sum_of_matrices(multiple(written(1) / 2, U), multiple(-SCALE / CURVATURE, ONE))
    form, linear = (opened(bound(each, LETTERS), SPACE) for each in (any_pair.form(), any_pair.linear()))
    value = rewritten_traces(equal(CURVATURE * norm(off), form / 4 - linear + REST), facts(), (), (apart, *known()))
    long = not_negative(off, facts())
    goal = at_most(linear, form / 4 + REST)
    return under(signed(goal, (value, curvature, long, apart, *known()), products=((curvature, long),)), POINT[1])


def bent() -> Theorem:
    """S is semidefinite."""
    _, curvature = signs()

    def form(v: Variable, near: Facts) -> Theorem:
        inside = (*facts(), *near)
        value = trace(product(transpose(v), SPACE[0], v))
        same = rewritten_traces(equal(value, CURVATURE * norm(v)), inside, (), known())
        long = not_negative(v, inside)
        return signed(at_most(0, value), (same, curvature, long, *known()), products=((curvature, long),))

    return by_form(member(SPACE[0], semidefinite(d)), facts(), form)


@cache
def existence() -> Theorem:
    """The system has one solution on [0, ∞), from any start."""
    data = REDUCED.given[0], bent(), identity_is_semidefinite(d, facts()), shaped(SPACE[2], facts())
    return at(any_pair.existence(), *data, belonging(REST, REALS), below(), *map(assume, START))


def _slope(block: str) -> Theorem:
    """The gradient by a block is opposite to the velocity of the family, where both moments vanish."""
    wanted = equal(cell(FLOW.stated.model.gradient(block, *STARTED), *ENTRY), -FLOW.along(FLOW.stated.values(block)))
    inside = FLOW.places(block)
    entry_ = at(derived(block), *map(assume, inside))
    more: Facts = ()
    if block == MOVING[0]:
        pulls = any_pair.form(), any_pair.linear()
        form, linear = (opened(bound(each, LETTERS), SPACE) for each in pulls)
        ends = (form, CURVATURE * trace(product(U, transpose(U)))), (linear, SCALE * trace(U))
        more = tuple(rewritten_traces(equal(*each), facts(), (), known()) for each in ends)
    if block == MOVING[1]:
        move, plain = FLOW.velocities[1], (multiple(-(u**2) * CURVATURE, U), multiple(u * SCALE, ONE))
        whole = sum_of_matrices(*plain)
        same = rewritten_words(equal_matrices(move, whole), facts(), (), known())
        cells = cells_of_equal(same, shaped(move, facts()), *map(assume, inside))
        more = cells, *(cell_of_word(cell(each, *ENTRY)) for each in (whole, *plain, ONE))
    return under(modulo(wanted, (entry_, *more, *vanishing()), known()), *POINT, *inside)


@cache
def regular(scalar: Theorem, matrix: Theorem) -> Theorem:
    """That the loss is a polynomial at a point."""
    return apply(REDUCED.regular_at(scalar, matrix), premise(0))


@cache
def flow() -> Theorem:
    """There is one gradient flow from a start, and it follows the system, where both moments vanish."""
    slopes = tuple(map(_slope, FLOW.blocks))
    return FLOW.flow(existence(), regular(*map(assume, START)), slopes, assume(START[1]))


def enough() -> Theorem:
    """Where both moments vanish the flow stays."""
    now = at(part(1, flow()), assume(TIME))

    def still(block: str) -> Theorem:
        entry_ = at(part(FLOW.blocks.index(block), now), *map(assume, FLOW.places(block)))
        return under(modulo(equal(parts(entry_.conclusion, "equal")[0], 0), (entry_,)), *FLOW.places(block))

    found = under(conjoin(part(0, flow()), under(conjoin(*map(still, ELSEWHERE)), TIME)), *START)
    return under(at(found, *map(assume, POINT)), *POINT)


ROW, KEYS = "W_PV_21", "W_KQ_21"


def _first() -> tuple[Theorem, Theorem]:
    return belonging(1, integers_between(1, 1)), belonging(1, integers_between(1, d), REDUCED.facts)


def unit() -> Theorem:
    """The identity is a matrix."""
    return shaped(ONE, REDUCED.facts)


def nothing() -> Theorem:
    """So is 0."""
    return shaped(zeros(d, d), REDUCED.facts)


def zero(tangent: Expression, block: str, scalar: int, matrix: Theorem | None) -> Theorem:
    """`∂L/∂M[1, 1] = 0` at a point where gradients by other blocks are supposed to vanish."""
    return at(part(ELSEWHERE.index(block), at(assume(tangent), scalar, matrix or nothing())), *_first())


def rests(block: str, scalar: int, matrix: Theorem | None) -> Theorem:
    """The same at a start from which the flow stays."""
    start = matrix or nothing()
    flows, stays = (part(each, at(assume(remains()), scalar, start)) for each in range(2))
    now = at(part(ELSEWHERE.index(block), at(stays, assume(TIME))), *_first())
    moves = equal_slopes(flows, regular(belonging(scalar, REALS), start), under(now, TIME), _first())
    slope, _ = parts(at(derived(block, written(scalar), start), *_first()).conclusion, "equal")
    return identity(slope, 0, (), ((moves, -1),))


def sums(equation: Theorem) -> Facts:
    """What single sums of entries of the identity, or of 0, in an equation are."""
    found = []
    for node in dict.fromkeys(nodes(equation.conclusion)):
        if node.head == "total" and not node.loose:
            body = opened(node.parts[2], (s,))
            if isinstance(body, Node) and body.head == "multiply" and len(body.parts) == 1:
                (body,) = body.parts
            if isinstance(body, Node) and body.head == "cell":
                found.append(_sum(node, body))
    return tuple(found)


def _sum(whole: Node, term: Node) -> Theorem:
    of, *where = term.parts
    count, place = belonging(d, integers_from(0), REDUCED.facts), member(s, integers_between(1, d))
    entry_ = cell_of_word(term)
    summand = opened(whole.parts[2], (s,))
    if of != ONE:
        each = equal_sums(under(modulo(equal(summand, 0), (entry_,)), place))
        return modulo(equal(whole, 0), (each, at(constant_sum(), 0, count)))
    if where == [s, s]:
        each = equal_sums(under(modulo(equal(summand, 1), (entry_, indicator_of_true(reflexive(s)))), place))
        return modulo(equal(whole, d), (each, at(constant_sum(), 1, count)))
    (other,) = (each for each in where if each != s)
    goal = equal(summand, indicator(equal(s, other)) * 1)

    def case(given: Facts) -> Theorem:
        return modulo(goal, (entry_, *indicated(given[0]), *indicated(turned_round(given[0]))))

    each = equal_sums(under(whichever(goal, excluded_middle(equal(s, other)), case, case), place))
    chosen = selected(count, _first()[1], s, written(1))
    return modulo(equal(whole, 1), (each, chosen))


def needed(row: Theorem, keys: Theorem) -> Theorem:
    """Both moments vanish where two entries of gradients do: at `u = 0`, `U = 1`, and at `u = 1`, `U = 0`."""
    first = at(derived(ROW, written(0), unit()), *_first())
    diagonal = cell_of_word(cell(ONE, 1, 1)), indicator_of_true(reflexive(written(1)))
    slope, _ = parts(first.conclusion, "equal")
    value = modulo(equal(slope, -SPREAD * FIRST), (first, *sums(first), *diagonal), known())
    apart = other_than_0(spread()), *known()
    none = identity(FIRST, 0, apart, ((row, -1 / SPREAD), (value, 1 / SPREAD)))
    third = at(derived(KEYS, written(1), nothing()), *_first())
    one, query, _ = (part(n, premise(1)) for n in range(3))
    scale = moment(QUERY, 2) * moment(COVARIATES, 2)
    sign = signed(less(0, scale), (one, query), products=((one, query),))
    slope, _ = parts(third.conclusion, "equal")
    value = modulo(equal(slope, -scale * THIRD), (third, none, *sums(third)), known())
    other = identity(THIRD, 0, (sign, *known()), ((keys, -1 / scale), (value, 1 / scale)))
    return conjoin(none, other)
