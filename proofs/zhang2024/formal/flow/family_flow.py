"""The gradient flow of all parameters from the family stays there, along a system, for all covariances."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.dominated_gap import HALF
from proofs.zhang2024.formal.flow import any_pair
from proofs.zhang2024.formal.flow.any_pair import START
from proofs.zhang2024.formal.flow.from_family import MOVING, FromFamily, t, velocities
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
from proofs.zhang2024.formal.trained_point import B, K, form, spread, square
from symbolic.core.expressions import Expression, Variable
from symbolic.core.rules.logic import apply, assume, part, parts
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    cell,
    equal,
    equal_matrices,
    member,
    multiple,
    product,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.stated import ENTRY
from symbolic.tactics.signs import Facts, nonzero, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, other_than_0, under
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

DATA, POINT = stated().domains[:3], stated().domains[3:]
PULL, MOVE = velocities(K, Λ, Λ)
FLOW = FromFamily(stated(), (PULL, MOVE))
"""`u' = tr(Λ²Uᵀ) − u tr(ΓΛUΛUᵀ)`, `U' = −u² ΓΛUΛ + u Λ²`."""

PAIR = FLOW.system()
NOW, FIRST = PAIR.at(t), PAIR.at(0)
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


def slope(block: str) -> Theorem:
    """The gradient by a block on the family is opposite to the velocity of the family."""
    wanted = equal(cell(gradient(block), *ENTRY), -FLOW.along(stated().values(block)))
    if block == MOVING[1]:
        return under(_of_matrix(wanted), *POINT, *FLOW.places(block))
    derived = at(derived_gradient(KEY, FAMILY, block), *map(assume, (*DATA, *POINT, *FLOW.places(block))))
    if block == MOVING[0]:
        found = parts(derived.conclusion, "equal")[1]
        same = rewritten_traces(equal(found, u * form(U) - LINEAR), facts(), (), (divisor(),))
        return under(modulo(wanted, (derived, same)), *POINT, *FLOW.places(block))
    return under(modulo(wanted, (derived,)), *POINT, *FLOW.places(block))


def _of_matrix(wanted: Expression) -> Theorem:
    force, shape = derived_force()
    back = equal_matrices(gradient(MOVING[1]), multiple(-1, MOVE))
    turned = rewritten_words(back, (*facts(), shape), [force], (divisor(),))
    entry = cells_of_equal(turned, shape, *map(assume, FLOW.places(MOVING[1])))
    return modulo(wanted, (entry, cell_of_word(cell(multiple(-1, MOVE), *ENTRY))))


@cache
def flow() -> Theorem:
    """There is one gradient flow from a start, and it follows the system."""
    regular_ = at(derived_regularity(KEY, FAMILY), *map(assume, (*DATA, *START)))
    slopes = tuple(with_root(assume(DATA[2]), B, slope(block)) for block in FLOW.blocks)
    return FLOW.flow(existence(), regular_, slopes, assume(START[1]))


@cache
def kept() -> Theorem:
    """`∀t: u² − ‖U‖²` is what it is at the start."""
    level = with_root(assume(DATA[2]), B, FLOW.level(facts(), divisor()))
    return FLOW.kept(existence(), level, assumed(*DATA), assume(DATA[2]), assume(START[1]))


def stays_proved() -> Theorem:
    """What is stated of the flow from every point."""
    return FLOW.stays_proved(existence(), flow(), kept())


meaningful = FLOW.meaningful(existence, regular)
"""A solver: that the system has a solution and that this has a shape, beside that the loss is a polynomial."""
