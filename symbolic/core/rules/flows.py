"""The rules of solutions of autonomous systems: how they begin, and that derivatives tell how they move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, fresh, opened, written
from symbolic.core.rules.derivatives import fits, flows_in, in_time
from symbolic.core.rules.logic import parts, same, unary
from symbolic.core.rules.noncommutative import Letters
from symbolic.core.sorts import sort_of
from symbolic.core.theorems import Function, Matrix, Sequent, Term, Theorem, Unknown, rule, sequent
from symbolic.core.vocabulary import NONNEGATIVE, at_most, equal, equal_matrices, for_all, implies, less, member


@rule
def flow_start(term: Unknown, existence: Theorem) -> Sequent:
    """From `Γ ⊢ x' = F(x), x(0) = s has one solution on [0, ∞)`, `Γ ⊢ xᵢ(0) = sᵢ`, of numbers or of matrices."""
    inside, start = _component(term)
    same(inside[-1], written(0))
    same(existence.conclusion, Node("global", inside[:-1]))
    return sequent(equal_matrices(term, start) if sort_of(term) is Sort.MATRIX else equal(term, start), existence)


@rule
def flow_shape(term: Matrix, existence: Theorem, time: Theorem, start: Theorem) -> Sequent:
    """From `Γ ⊢ x' = F(x), x(0) = s has one solution on [0, ∞)`, `Δ ⊢ t ∈ [0, ∞)` and `Θ ⊢ sᵢ ∈ ℝᵐˣⁿ`,
    `Γ, Δ, Θ ⊢ xᵢ(t) ∈ ℝᵐˣⁿ`.
    """
    inside, begins = _component(term)
    same(existence.conclusion, Node("global", inside[:-1]))
    same(time.conclusion, member(inside[-1], NONNEGATIVE))
    of, domain = parts(start.conclusion, "member")
    same(of, begins)
    parts(domain, "matrices")
    return sequent(member(term, domain), existence, time, start)


def _component(term: Expression) -> tuple[tuple[Expression, ...], Expression]:
    """The parts of a component of a solution, and what this component starts from."""
    inside = parts(term, "flow")
    assert isinstance(term, Node)
    assert isinstance(term.value, int)
    return inside, inside[len(inside) // 2 + term.value]


Claim = Callable[[Variable, Expression, Expression], Expression]
"""What is said of a time, a value at that time and its derivative."""


def moves(
    function: Expression, claim: Claim, slope: Theorem, existence: tuple[Theorem, ...], *around: Expression
) -> Variable:
    """Refuse a slope that is not `∀t ∈ [0, ∞): claim(t, V(t), V'(t))` for a V along solutions that exist.

    V is a polynomial in t and in components of solutions at t, those that are matrices in traces; its derivative is by
    the chain rule. Gives a variable t that is new to V, to the slope, to known shapes and to what is around.
    """
    body = unary(function)
    time = fresh(Sort.REAL, body, slope.conclusion, *around, *(each.conclusion for each in shapes_among(existence)))
    value = opened(body, (time,))
    derivative, _ = in_time(value, time)
    same(slope.conclusion, for_all(time, NONNEGATIVE, claim(time, value, derivative)))
    solutions_exist(value, time, existence)
    return time


def shapes_among(theorems: tuple[Theorem, ...]) -> tuple[Theorem, ...]:
    """Those which say that a matrix has a shape."""
    return tuple(each for each in theorems if isinstance(each.conclusion, Node) and each.conclusion.head == "member")


def solutions_exist(value: Expression, time: Variable, existence: tuple[Theorem, ...]) -> None:
    """Refuse a value in which a solution is not known to exist for all times, or matrices do not fit.

    The shapes of matrices that do not move, and of what those that move start from, are known beside the existence.
    """
    _, needed = in_time(value, time)
    if not needed <= {theorem.conclusion for theorem in existence}:
        raise Refused("a solution is not known to exist for all times")
    letters = Letters.by(shapes_among(existence))
    found = (each for each in flows_in(value, time) if sort_of(each) is Sort.MATRIX)
    moving: dict[Expression, Expression] = {each: _component(each)[1] for each in found}
    if not set(moving.values()) <= letters.shapes.keys():
        raise Refused("it is not known what shape a matrix starts with")
    known = dict(letters.shapes) | {each: letters.shapes[start] for each, start in moving.items()}
    fits(value, frozenset((time,)), replace(letters, shapes=known))


@rule
def decreasing(function: Function, slope: Theorem, *existence: Theorem) -> Sequent:
    """From `Γ ⊢ ∀t ∈ [0, ∞): V'(t) ≤ 0`, `… ⊢ ∀s ∈ [0, ∞) ∀t ∈ [0, ∞): s ≤ t ⇒ V(t) ≤ V(s)`; given `λt. V`.

    V is a polynomial in t, in solutions at t, each known to exist on [0, ∞), and in exponentials of such; V' is by the
    chain rule (mean value theorem). Solutions that are matrices are inside of traces in V, and shapes are known.
    """
    body = unary(function)
    t = moves(function, lambda time, value, derivative: at_most(derivative, 0), slope, existence)
    s = fresh(Sort.REAL, body, t)
    order = implies(at_most(s, t), at_most(opened(body, (t,)), opened(body, (s,))))
    return sequent(for_all(s, NONNEGATIVE, for_all(t, NONNEGATIVE, order)), slope, *existence)


@rule
def conserved(function: Function, slope: Theorem, *existence: Theorem) -> Sequent:
    """From `Γ ⊢ ∀t ∈ [0, ∞): V'(t) = 0`, `… ⊢ ∀t ∈ [0, ∞): V(t) = V(0)`; V as in `decreasing`."""
    body = unary(function)
    t = moves(function, lambda time, value, derivative: equal(derivative, 0), slope, existence)
    constant = equal(opened(body, (t,)), opened(body, (written(0),)))
    return sequent(for_all(t, NONNEGATIVE, constant), slope, *existence)


@rule
def stays_above(function: Function, end: Term, slope: Theorem, *existence: Theorem) -> Sequent:
    """From `Γ ⊢ ∀t ∈ [0, ∞): t < T ⇒ V(t) < 0 ⇒ 0 ≤ V'(t)`, `… ⊢ 0 ≤ V(0) ⇒ ∀t ∈ [0, ∞): t ≤ T ⇒ 0 ≤ V(t)`.

    V is as in `decreasing`. Where V(t) < 0 there is a last time s before at which V is 0, and V(t) ≥ V(s) by the mean
    value theorem.
    """
    body = unary(function)

    def grows(time: Variable, value: Expression, derivative: Expression) -> Expression:
        return implies(less(time, end), implies(less(value, 0), at_most(0, derivative)))

    t = moves(function, grows, slope, existence, end)
    above = implies(at_most(t, end), at_most(0, opened(body, (t,))))
    start = at_most(0, opened(body, (written(0),)))
    return sequent(implies(start, for_all(t, NONNEGATIVE, above)), slope, *existence)


@rule
def stays_positive(function: Function, slope: Theorem, *existence: Theorem) -> Sequent:
    """From `Γ ⊢ ∀t ∈ [0, ∞): (∀s ∈ [0, ∞): s < t ⇒ 0 < V(s)) ⇒ V(t) = 0 ⇒ 0 < V'(t)`,
    `… ⊢ 0 < V(0) ⇒ ∀t ∈ [0, ∞): 0 < V(t)`; V as in `decreasing`.

    At the first time at which V is 0 it would come from above, so that `V'(t) ≤ 0`.
    """
    body = unary(function)
    s = fresh(Sort.REAL, body, slope.conclusion)

    def rises(time: Variable, value: Expression, derivative: Expression) -> Expression:
        before = for_all(s, NONNEGATIVE, implies(less(s, time), less(0, opened(body, (s,)))))
        return implies(before, implies(equal(value, 0), less(0, derivative)))

    t = moves(function, rises, slope, existence, s)
    later = for_all(t, NONNEGATIVE, less(0, opened(body, (t,))))
    return sequent(implies(less(0, opened(body, (written(0),))), later), slope, *existence)
