"""The rules of solutions of autonomous systems: how they begin, and that derivatives tell how they move."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, fresh, opened, written
from symbolic.core.rules.derivatives import in_time
from symbolic.core.rules.logic import parts, same, unary
from symbolic.core.theorems import Function, Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import NONNEGATIVE, at_most, equal, for_all, implies


@rule
def flow_start(term: Term, existence: Theorem) -> Sequent:
    """From `Γ ⊢ x' = F(x), x(0) = s has one solution on [0, ∞)`, `Γ ⊢ xᵢ(0) = sᵢ`."""
    inside = parts(term, "flow")
    assert isinstance(term, Node)
    assert isinstance(term.value, int)
    same(inside[-1], written(0))
    same(existence.conclusion, Node("global", inside[:-1]))
    return sequent(equal(term, inside[len(inside) // 2 + term.value]), existence)


Claim = Callable[[Variable, Expression, Expression], Expression]
"""What is said of a time, a value at that time and its derivative."""


def moves(
    function: Expression, claim: Claim, slope: Theorem, existence: tuple[Theorem, ...], *around: Expression
) -> Variable:
    """Refuse a slope that is not `∀t ∈ [0, ∞): claim(t, V(t), V'(t))` for a V along solutions that exist.

    V is a polynomial in t and in components of solutions at t; its derivative is by the chain rule. Gives a variable t
    that is new to V, to the slope and to what is around.
    """
    body = unary(function)
    time = fresh(Sort.REAL, body, slope.conclusion, *around)
    value = opened(body, (time,))
    derivative, needed = in_time(value, time)
    same(slope.conclusion, for_all(time, NONNEGATIVE, claim(time, value, derivative)))
    solutions_exist(needed, existence)
    return time


def solutions_exist(needed: frozenset[Expression], existence: tuple[Theorem, ...]) -> None:
    """Refuse where a solution is not known to exist for all times."""
    if not needed <= {theorem.conclusion for theorem in existence}:
        raise Refused("a solution is not known to exist for all times")


@rule
def decreasing(function: Function, slope: Theorem, *existence: Theorem) -> Sequent:
    """From `Γ ⊢ ∀t ∈ [0, ∞): V'(t) ≤ 0`, `… ⊢ ∀s ∈ [0, ∞) ∀t ∈ [0, ∞): s ≤ t ⇒ V(t) ≤ V(s)`; given `λt. V`.

    V is a polynomial in t and in solutions at t, each known to exist on [0, ∞); V' is by the chain rule (mean value
    theorem).
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
