"""The rules of integers: induction, and sums over the integers from one number to another."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Sort, fresh, opened
from symbolic.core.rules.logic import not_free, parts, same, unary
from symbolic.core.theorems import Predicate, Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import (
    INTEGERS,
    at_most,
    equal,
    for_all,
    implies,
    integers_from,
    less,
    member,
    total,
)


@rule
def induction(predicate: Predicate, least: Theorem, base: Theorem, step: Theorem) -> Sequent:
    """From `Γ ⊢ k ∈ ℤ`, `Δ ⊢ A[k]` and `Θ ⊢ ∀n ∈ {k, k+1, …}: A[n] ⇒ A[n+1]`, `… ⊢ ∀n ∈ {k, k+1, …}: A[n]`."""
    first, _ = parts(least.conclusion, "member")
    same(least.conclusion, member(first, INTEGERS))
    body = unary(predicate)
    same(base.conclusion, opened(body, (first,)))
    variable = fresh(Sort.REAL, body, first)
    here, next_one = opened(body, (variable,)), opened(body, (variable + 1,))
    same(step.conclusion, for_all(variable, integers_from(first), implies(here, next_one)))
    return sequent(for_all(variable, integers_from(first), here), least, base, step)


@rule
def empty_sum(term: Term, order: Theorem) -> Sequent:
    """From `Γ ⊢ n < k`, `Γ ⊢ Σ_{i=k}^{n} f(i) = 0`."""
    least, greatest, _ = parts(term, "total")
    same(order.conclusion, less(greatest, least))
    return sequent(equal(term, 0), order)


@rule
def next_sum(term: Term, integer: Theorem, order: Theorem) -> Sequent:
    """From `Γ ⊢ n ∈ ℤ` and `Δ ⊢ k ≤ n + 1`, `Γ, Δ ⊢ Σ_{i=k}^{n+1} f(i) = Σ_{i=k}^{n} f(i) + f(n+1)`."""
    least, greatest, body = parts(term, "total")
    same(integer.conclusion, member(greatest, INTEGERS))
    same(order.conclusion, at_most(least, greatest + 1))
    longer = _like(term, least, greatest + 1, body)
    return sequent(equal(longer, term + opened(body, (greatest + 1,))), integer, order)


@rule
def equal_sums(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ ∀i ∈ {k, …, n}: f(i) = g(i)`, `Γ ⊢ Σ_{i=k}^{n} f(i) = Σ_{i=k}^{n} g(i)`."""
    left, right = _both_sums(theorem, "equal")
    return sequent(equal(left, right), theorem)


@rule
def ordered_sums(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ ∀i ∈ {k, …, n}: f(i) ≤ g(i)`, `Γ ⊢ Σ_{i=k}^{n} f(i) ≤ Σ_{i=k}^{n} g(i)`."""
    left, right = _both_sums(theorem, "at_most")
    return sequent(at_most(left, right), theorem)


@rule
def exchanged_sums(term: Term) -> Sequent:
    """`⊢ Σ_{i=k}^{n} Σ_{j=l}^{m} f(i, j) = Σ_{j=l}^{m} Σ_{i=k}^{n} f(i, j)`, i standing neither in l nor in m."""
    least, greatest, body = parts(term, "total")
    i = fresh(Sort.REAL, term)
    inner = opened(body, (i,))
    low, high, summand = parts(inner, "total")
    not_free(i, low, high)
    j = fresh(Sort.REAL, term, inner, i)
    turned = total(i, least, greatest, opened(summand, (j,)))
    return sequent(equal(term, total(j, low, high, turned)))


def _both_sums(theorem: Theorem, relation: str) -> tuple[Expression, Expression]:
    domain, body = parts(theorem.conclusion, "for_all")
    least, greatest = parts(domain, "integers_between")
    left, right = parts(body, relation)
    return _like(theorem.conclusion, least, greatest, left), _like(theorem.conclusion, least, greatest, right)


def _like(binder: Expression, least: Expression, greatest: Expression, body: Expression) -> Node:
    """A sum whose bound variable is called as that of another binder."""
    assert isinstance(binder, Node)
    return Node("total", (least, greatest, body), None, binder.hints)
