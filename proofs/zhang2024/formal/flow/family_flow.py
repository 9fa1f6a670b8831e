"""The gradient flow of all parameters from the family stays there, along a system, for all covariances."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import HALF
from proofs.zhang2024.formal.flow import any_pair
from proofs.zhang2024.formal.flow.heights import HEIGHT
from proofs.zhang2024.formal.flow.pair_in_field import MOVE, PULL, along
from proofs.zhang2024.formal.loss_in_traces import (
    FAMILY,
    KEY,
    LINEAR,
    Λ,
    N,
    U,
    d,
    derived_force,
    gradient,
    regular,
    stated,
    u,
)
from proofs.zhang2024.formal.trained_point import B, K, form, spread, square, there
from symbolic.core.expressions import Expression, Node, Variable, opened
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.flows import conserved, flow_shape, flow_start
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    System,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    for_all,
    function,
    integers_between,
    member,
    multiple,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, nonzero, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, other_than_0, proved, quantified, under, witnessed
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

a, A, t = any_pair.a, any_pair.A, real("t")
DATA, POINT = stated().domains[:3], stated().domains[3:]
START, TIME = any_pair.START, member(t, NONNEGATIVE)
PAIR = System((u, U), (PULL, MOVE), (a, A))
"""`u' = tr(Λ²Uᵀ) − u tr(ΓΛUΛUᵀ)`, `U' = −u² ΓΛUΛ + u Λ²`."""

NOW, FIRST = PAIR.at(t), PAIR.at(0)
BLOCKS = tuple(stated().setting.blocks)
MOVING = ("W_PV_22", "W_KQ_11")
ROOT = of_root(Λ, d, B)


@cache
def facts() -> Facts:
    """What is known of sizes, of Λ, of its root and of a point."""
    return (*assumed(*DATA, ROOT[0]), share(), *map(assume, POINT))


@cache
def share() -> Theorem:
    """`0 < 1/N`."""
    return positive(1 / N, assumed(*DATA[:2]))


@cache
def divisor() -> Theorem:
    """`N ≠ 0`."""
    return other_than_0(nonzero(N, assumed(*DATA[:2])))


@cache
def size() -> Theorem:
    """`0 ≤ tr Λ`, which is `‖B‖²`."""
    same = rewritten_traces(equal(trace(Λ), square(B)), facts(), [assume(ROOT[1])])
    return signed(at_most(0, trace(Λ)), (same, not_negative(B, facts())))


@cache
def semidefinite_product() -> Theorem:
    """ΓΛ is semidefinite: `xᵀΓΛx = (1 + 1/N) ‖Λx‖² + tr Λ/N xᵀΛx`."""
    forms = part(2, meant(assume(DATA[2])))

    def sign(x: Variable, known: Facts) -> Theorem:
        inside = (*facts(), *known)
        one, other = square(product(Λ, x)), trace(product(transpose(x), Λ, x))
        value = trace(product(transpose(x), K, x))
        sides = equal(value, (1 + 1 / N) * one + trace(Λ) / N * other)
        parted = rewritten_traces(sides, inside, (), (divisor(),))
        form_, long = at(forms, known[0]), not_negative(product(Λ, x), inside)
        products = (size(), share(), form_), (long, share())
        return signed(at_most(0, value), (parted, form_, long, size(), share(), divisor()), products=products)

    return by_form(member(K, semidefinite(d)), facts(), sign)


@cache
def below() -> Theorem:
    """`∀U: tr(Λ²Uᵀ) ≤ tr(ΓΛUΛUᵀ)/4 + tr Λ`, as `½ΛUB − B` and `BUB` have squares."""
    moved, inner, root = product(Λ, U, B), product(B, U, B), [assume(ROOT[1])]
    off = sum_of_matrices(multiple(HALF, moved), multiple(-1, B))
    value = rewritten_traces(equal(square(off), square(moved) / 4 - LINEAR + trace(Λ)), facts(), root)
    sides = equal(form(U), (1 + 1 / N) * square(moved) + trace(Λ) / N * square(inner))
    parted = rewritten_traces(sides, facts(), root, (divisor(),))
    signs = tuple(not_negative(each, facts()) for each in (off, moved, inner))
    products = (size(), share(), signs[2]), (signs[1], share())
    known = (value, parted, *signs, size(), share(), divisor())
    return under(signed(at_most(LINEAR, form(U) / 4 + trace(Λ)), known, products=products), POINT[1])


@cache
def existence() -> Theorem:
    """There is one solution on [0, ∞), from any start."""
    data = assume(DATA[0]), semidefinite_product(), assume(DATA[2]), part(0, meant(assume(DATA[2])))
    found = at(any_pair.existence(), *data, belonging(trace(Λ), REALS, facts()))
    found = at(apply(found, below()), *map(assume, START))
    return with_root(assume(DATA[2]), B, found)


def definite(theorem: Theorem) -> Theorem:
    """What is proved of all covariances, of those that are definite."""
    return at(under(theorem, DATA[2]), spread())


def started(scalar: Expression = a, matrix: Expression = A) -> tuple[Expression, ...]:
    """Sizes, data and blocks at a start on the family."""
    return (*stated().given, *(there(block, scalar, matrix) for block in stated().blocks))


def places(block: str) -> tuple[Expression, ...]:
    """Row and column of an entry of a block."""
    sides = zip(ENTRY, stated().shape(block), strict=True)
    return tuple(member(place, integers_between(1, length)) for place, length in sides)


def slope(block: str) -> Theorem:
    """The gradient by a block on the family is opposite to the velocity of the family."""
    wanted = equal(cell(gradient(block), *ENTRY), -along(stated().values(block)))
    if block == MOVING[1]:
        return under(_of_matrix(wanted), *POINT, *places(block))
    derived = at(derived_gradient(KEY, FAMILY, block), *map(assume, (*DATA, *POINT, *places(block))))
    if block == MOVING[0]:
        found = parts(derived.conclusion, "equal")[1]
        same = rewritten_traces(equal(found, u * form(U) - LINEAR), facts(), (), (divisor(),))
        return under(modulo(wanted, (derived, same)), *POINT, *places(block))
    return under(modulo(wanted, (derived,)), *POINT, *places(block))


def _of_matrix(wanted: Expression) -> Theorem:
    force, shape = derived_force()
    back = equal_matrices(gradient(MOVING[1]), multiple(-1, MOVE))
    turned = rewritten_words(back, (*facts(), shape), [force], (divisor(),))
    entry = cells_of_equal(turned, shape, *map(assume, places(MOVING[1])))
    return modulo(wanted, (entry, cell_of_word(cell(multiple(-1, MOVE), *ENTRY))))


@cache
def flow() -> Theorem:
    """There is one gradient flow from a start, and it follows the system."""
    functions = tuple(function(u, U, *ENTRY, body=stated().values(block)) for block in BLOCKS)
    regular = at(derived_regularity(KEY, FAMILY), *map(assume, (*DATA, *START)))
    slopes = tuple(with_root(assume(DATA[2]), B, slope(block)) for block in BLOCKS)
    return flow_on_family(stated().model.flows(*started()), functions, regular, existence(), slopes, assume(START[1]))


def shapes() -> Facts:
    """Those of all matrices in the field."""
    return assume(DATA[2]), assume(START[1])


@cache
def kept() -> Theorem:
    """`∀t: u² − ‖U‖²` is what it is at the start."""
    value = there(HEIGHT, *NOW)
    level = under(rewritten_traces(equal(along(HEIGHT), 0), facts(), (), (divisor(),)), *POINT)
    level = with_root(assume(DATA[2]), B, level)
    time, nothing = assume(TIME), belonging(0, NONNEGATIVE)
    matrix = flow_shape(NOW[1], existence(), time, assume(START[1]))
    slope_ = under(at(level, NOW[0], matrix), TIME)
    same = at(conserved(function(t, body=value), slope_, existence(), *shapes()), time)
    number, first = (flow_start(each, existence()) for each in FIRST)
    known = (*assumed(*DATA, START[1]), flow_shape(FIRST[1], existence(), nothing, assume(START[1])))
    length = rewritten_traces(equal(square(FIRST[1]), square(A)), known, [first])
    return under(modulo(equal(value, there(HEIGHT, a, A)), (same, number, length)), TIME)


def stays(velocity: tuple[Expression, Expression] = (PULL, MOVE), height: Expression = HEIGHT) -> Expression:
    """From every point there is one gradient flow; it follows the system, and keeps the height, on the family."""
    system = System((u, U), velocity, (u, U))
    now, blocks = system.at(t), started(u, U)

    def followed(block: str) -> Expression:
        trained = cell(stated().model.trajectory(block, *blocks, t), *ENTRY)
        return stated().entries(block, equal(trained, there(stated().values(block), *now)))

    moved = for_all(t, NONNEGATIVE, conjunction(*map(followed, BLOCKS)))
    same = for_all(t, NONNEGATIVE, equal(there(height, *now), height))
    flows = stated().model.flows(*blocks)
    return quantified(conjunction(system.is_global, flows, moved, same), *POINT)


def stays_proved() -> Theorem:
    """That this is so."""
    found = under(conjoin(existence(), *(part(n, flow()) for n in range(2)), kept()), *START)
    return under(at(found, *map(assume, POINT)), *POINT)


SYSTEM = System((u, U), (PULL, MOVE), (u, U))
"""The same from a point of the family."""


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the system has a solution and that this has a shape, beside that the loss is a polynomial."""
    solved = at(under(existence(), *START), *map(assume, POINT))
    if formula == SYSTEM.is_global:
        return solved
    if isinstance(formula, Node) and formula.head == "exists":
        inside: Expression = formula
        while isinstance(inside, Node) and inside.head == "exists":
            inside = opened(inside.parts[1], (d,))
        if isinstance(inside, Node) and isinstance(last := inside.parts[-1], Node) and last.head == "for_all":
            return witnessed(formula, proved(inside, known, meaningful), d, d, facts=known)
    return regular(formula, (*known, flow_shape(SYSTEM.at(t)[1], solved, assume(TIME), assume(POINT[1]))))
