"""A head whose key and query are along an eigenvector stays so, and grows by a scalar equation."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import gradient_shape
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import bounded_flow
from symbolic.core.rules.logic import assume, both_ways, conjoin, part, parts, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    System,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    function,
    identity_matrix,
    iff,
    implies,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.flows_on_family import FlowOnFamily
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, other_than_0, proved, quantified, replaced, under
from symbolic.tactics.whole_matrices.matrix_letters import chained, of_matrices
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

MODEL = ModelOnFamily("zhang2025-separate", "along")
d, N, v, v0, λ, g = map(real, ("d", "N", "v", "v0", "λ", "g"))
Λ, e = map(matrix_letter, ("Λ", "e"))
DATA = (*(member(size, integers_from(1)) for size in (d, N)), member(Λ, semidefinite(d)))
AXIS, VALUE, START = member(e, matrices(d, 1)), member(λ, POSITIVE), member(v0, REALS)
UNIT = equal(trace(product(transpose(e), e)), 1)
ALONG = equal_matrices(product(Λ, e), multiple(λ, e))
SUPPOSED = conjunction(UNIT, ALONG)
"""A unit eigenvector, with its eigenvalue."""

SPREAD = 1 + (1 + trace(Λ) / λ) / N
"""The eigenvalue of Γ is λ times that."""


def speed(growth: Expression) -> Expression:
    """`λ² v² − λ³ g v⁵`."""
    return λ**2 * v**2 - λ**3 * growth * v**5


def system(growth: Expression) -> System:
    """`v' = 2 (λ² v² − λ³ g v⁵)`: along the gradient, which is twice as fast as along half of it."""
    return System((v,), (2 * speed(growth),), (v0,))


FLOW = FlowOnFamily(MODEL, system(SPREAD))
RESTS = equal(v**3, 1 / (λ * SPREAD))
GAMMA = sum_of_matrices(multiple(1 + 1 / N, Λ), multiple(trace(Λ) / N, identity_matrix(d)))
HEAD = multiple(v, product(multiple(v, e), transpose(multiple(v, e))))
"""`W = v k rᵀ`."""


def at_rest(rests: Expression = RESTS) -> Expression:
    """Away from 0 the head rests just there, where `Γ W = e eᵀ`."""
    apart = implies(negation(equal(v, 0)), iff(equal(speed(SPREAD), 0), rests))
    plateau = implies(rests, equal_matrices(product(GAMMA, HEAD), product(e, transpose(e))))
    return quantified(conjunction(apart, plateau), member(v, REALS))


def goal(flow: FlowOnFamily = FLOW, supposed: Expression = SUPPOSED, rest: Expression | None = None) -> Expression:
    """For all sizes, covariances and unit eigenvectors: one flow, which stays along the eigenvector, and its rests."""
    moves = quantified(conjunction(flow.exists, flow.stays), START)
    inside = quantified(implies(supposed, conjunction(moves, rest or at_rest())), AXIS, VALUE)
    return quantified(inside, *DATA)


@cache
def facts() -> Facts:
    """What is supposed."""
    return (*assumed(*DATA[:2]), assume(DATA[2]), assume(AXIS), *assumed(VALUE))


@cache
def signs() -> Facts:
    """`0 < λ`, `0 < N`."""
    return facts()[-1], signed(less(0, N), facts())


def eigen() -> Theorem:
    """`Λ e = λ e`."""
    return part(1, assume(SUPPOSED))


@cache
def forms() -> Facts:
    """`eᵀe = 1`, `eᵀΛe = λ` and `eᵀΛΛe = λ²`."""
    length = trace(product(transpose(e), e))
    one, two = (trace(product(transpose(e), *[Λ] * n, e)) for n in (1, 2))
    first = rewritten_traces(equal(one, λ * length), facts(), (eigen(),))
    second = rewritten_traces(equal(two, λ**2 * length), facts(), (eigen(),))
    return first, second, part(0, assume(SUPPOSED))


@cache
def grows() -> Theorem:
    """`0 < 1 + (1 + tr Λ/λ)/N`, as `tr Λ = ‖B‖²` for a root B."""
    letter = matrix_letter("B")
    membership, root = of_root(Λ, d, letter)
    inside = (*facts(), assume(membership))
    size = trace(product(transpose(letter), letter))
    length = rewritten_traces(equal(size, trace(Λ)), inside, (assume(root),))
    wide = signed(at_most(0, trace(Λ)), (length, not_negative(letter, inside)))
    low = with_root(assume(DATA[2]), letter, wide)
    scale, count = signs()
    share, many = positive(1 / λ, (scale,)), positive(1 / N, (count,))
    return signed(less(0, SPREAD), (low, share, many, scale, count), products=((low, share, many),))


@cache
def exists_always() -> Theorem:
    """`∀λ > 0 ∀g > 0 ∀v0`: the equation has one solution: `(λ g v³ − 1)²` decreases and bounds it."""
    given = VALUE, member(g, POSITIVE)
    scale, growth = (assumed(each)[-1] for each in given)
    flow, product_ = system(g), λ * g * v**3
    height, start = (product_ - 1) ** 2, (λ * g * v0**3 - 1) ** 2
    falls = at_most(along_field(height, flow.variables, flow.velocities), 0)
    slope = signed(falls, (scale, growth), products=((scale,) * 3 + (growth,),), squares=(v**2 * (product_ - 1),))
    low = at_most(height, start)
    bound = at_most(Node("add", (v**2,)), 1 + (2 + 2 * start) / (λ * g) ** 2)
    known = (scale, growth, signed(less(0, λ * g), (scale, growth), products=((scale, growth),)), assume(low))
    square = signed(less(0, (λ * g) ** 2), known[:3], products=((known[2], known[2]),))
    share = positive(1 / (λ * g) ** 2, (square, known[2]))
    squares = v * (v**2 - 1), v**2, v**2 - 1, (product_ - 2) / (λ * g)
    bounded = signed(bound, (*known, square, share), products=((share, assume(low)),), squares=squares)
    point = member(v, REALS)
    found = bounded_flow(flow.is_global, function(v, body=height), under(slope, point), under(bounded, point, low))
    return under(found, *given, START)


def derived(block: str) -> Theorem:
    """The gradient by a block, at the head."""
    return at(MODEL.slopes(block), assume(member(v, REALS)), assume(AXIS))


def slope(block: str) -> Theorem:
    """The gradient by a block is opposite to the velocity, at all numbers and entries."""
    theorem, places = derived(block), FLOW.places(block)
    whole = isinstance(theorem.conclusion, Node) and theorem.conclusion.head == "equal_matrices"
    entry = along(block, theorem) if whole else at(theorem, *map(assume, places))
    left, _ = parts(entry.conclusion, "equal")
    velocity = along_field(MODEL.stated.values(block), (v,), FLOW.system.velocities)
    found = modulo(equal(left, -velocity), (entry, *forms()), signs())
    return under(found, member(v, REALS), *places)


def along(block: str, theorem: Theorem) -> Theorem:
    """The entry of a gradient by a key or a query, which is a multiple of e."""
    _, right = parts(theorem.conclusion, "equal_matrices")
    one, two = (parts(each.conclusion, "equal")[0] for each in forms()[:2])
    quadratic = (2 * v**5 + 2 * v**5 / N) * (one * λ**2 if block == "k_1" else two * λ)
    multiple_of = multiple(quadratic + 2 * v**5 / N * one * trace(Λ) * λ - 2 * v**2 * λ**2, e)
    inside = (*facts(), *signs(), gradient_shape(theorem, facts()))
    same = chained(inside, theorem, rewritten_words(equal_matrices(right, multiple_of), inside, (eigen(),)))
    cells = cells_of_equal(same, inside[-1], *map(assume, FLOW.places(block)))
    left, cell_of_multiple = parts(cells.conclusion, "equal")
    apart, first = cell_of_word(cell_of_multiple), proved(equal(ENTRY[1], 1), assumed(FLOW.places(block)[1]))
    value = parts(apart.conclusion, "equal")[1]
    hole = real("_hole")
    predicate = function(hole, body=equal(left, replaced(value, ENTRY[1], hole)))
    return rewrite(predicate, first, modulo(equal(left, value), (cells, apart), signs()))


@cache
def existence() -> Theorem:
    """The equation has one solution."""
    scale, growth = belonging(λ, POSITIVE, signs()), belonging(SPREAD, POSITIVE, (grows(),))
    return at(exists_always(), scale, growth, v0)


@cache
def flow() -> Theorem:
    """There is one flow, and it stays along the eigenvector."""
    slopes = tuple(map(slope, MODEL.stated.setting.blocks))
    return FLOW.from_slopes(existence(), slopes, matrices=(assume(AXIS),))


def rests() -> Theorem:
    """Away from 0 the speed is 0 just where `v³ = 1/(λ g)`, and there `Γ W = e eᵀ`."""
    known = (*signs(), grows(), signed(less(0, λ * SPREAD), (*signs(), grows()), products=((signs()[0], grows()),)))
    apart, still = assume(negation(equal(v, 0))), assume(equal(speed(SPREAD), 0))
    value = 1 / (λ * SPREAD)
    below = (*known, apart)
    forth = identity(v**3, value, below, ((still, -value / λ / λ / v / v),))
    back = identity(speed(SPREAD), 0, known, ((assume(RESTS), -(λ**3) * SPREAD * v**2),))
    found = under(both_ways(under(forth, still.conclusion), under(back, RESTS)), apart.conclusion)
    return under(conjoin(found, under(plateau(known), RESTS)), member(v, REALS))


def plateau(known: Facts) -> Theorem:
    """`Γ W = e eᵀ`, as Γ multiplies e with `λ g`."""
    word = product(e, transpose(e))
    whole = multiple(v**3 * λ * SPREAD, word)
    inside = (*facts(), *known)
    grown = rewritten_words(equal_matrices(product(GAMMA, HEAD), whole), inside, (eigen(),))
    one = identity(v**3 * λ * SPREAD, 1, known, ((assume(RESTS), λ * SPREAD),))
    hole = real("_hole")
    left, _ = parts(grown.conclusion, "equal_matrices")
    found = rewrite(function(hole, body=equal_matrices(left, multiple(hole, word))), one, grown)
    return chained(inside, found, rewritten_words(equal_matrices(multiple(1, word), word), inside))


def proof() -> Proof:
    """The goal and its definedness."""
    moves = under(flow(), START)
    found = under(conjoin(moves, rests()), *DATA, AXIS, VALUE, SUPPOSED)
    return Proof(goal(), found, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, inside: Facts) -> Theorem | None:
    """A solver: that the equation has a solution and the loss is a polynomial, shapes, and divisors."""
    for theorem in (existence(), part(0, flow())):
        if theorem.conclusion == formula:
            return theorem
    match formula:
        case Node(head="regular"):
            return MODEL.regular_at(v0, assume(AXIS))
        case Node(head="not", parts=(Node(head="equal", parts=(divisor, _)),)):
            return other_than_0(positive(divisor, (*signs(), grows())))
    return of_matrices(formula, inside)
