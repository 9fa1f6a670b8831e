"""The rules of limits at infinity, along a domain without upper bound."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, free, fresh, loose, opened, written
from symbolic.core.rules.logic import parts, same
from symbolic.core.rules.rational_functions import Known
from symbolic.core.theorems import Formula, Sequent, Theorem, rule, sequent
from symbolic.core.vocabulary import at_most, equal, for_all, implies, member, tends


@rule
def comparison(goal: Formula, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ ∀x ∈ D: x (f(x) − l)² ≤ K`, K without x, `Γ ⊢ f(x) → l` as x goes to infinity in D."""
    domain, body, limit = parts(goal, "tends")
    variable = fresh(Sort.REAL, goal, theorem.conclusion)
    _, estimate = parts(theorem.conclusion, "for_all")
    _, most = parts(estimate, "at_most")
    if loose(most):
        raise Refused("the bound depends on the variable")
    distance = (opened(body, (variable,)) - limit) ** 2
    same(theorem.conclusion, for_all(variable, domain, at_most(variable * distance, opened(most, ()))))
    return sequent(goal, theorem)


@rule
def continuity(goal: Formula, limits: tuple[Theorem, ...], known: tuple[Theorem, ...]) -> Sequent:
    """From `Γᵢ ⊢ fᵢ(x) → lᵢ` in D, `… ⊢ R(f₁(x), …) → R(l₁, …)` in D for a term R made by +, −, ·, powers and /.

    What does not depend on x is its own limit. The limit of every divisor that depends on x has to be known to be other
    than 0; the divisor itself then is, for large x.
    """
    domain, body, limit = parts(goal, "tends")
    variable = fresh(Sort.REAL, goal, *(theorem.conclusion for theorem in (*limits, *known)))
    given = {}
    for theorem in limits:
        along, inner, value = parts(theorem.conclusion, "tends")
        same(along, domain)
        given[opened(inner, (variable,))] = value
    same(limit, _limit(opened(body, (variable,)), variable, given, Known.by(known).nonzero))
    return sequent(goal, *limits, *known)


def _limit(
    term: Expression, variable: Variable, given: dict[Expression, Expression], nonzero: frozenset[Expression]
) -> Expression:
    if variable not in free(term):
        return term
    if term in given:
        return given[term]
    if not isinstance(term, Node) or term.head not in ("add", "negate", "multiply", "power", "divide"):
        raise Refused(f"the limit of a part is not known: {term}")
    found = tuple(_limit(part, variable, given, nonzero) for part in term.parts)
    if term.head == "divide" and found[1] not in nonzero and not _is_number_other_than_0(found[1]):
        raise Refused("it is not known that the limit of a divisor is not 0")
    return Node(term.head, found, term.value)


def _is_number_other_than_0(term: Expression) -> bool:
    return isinstance(term, Node) and term.head == "number" and term != written(0)


@rule
def eventually(goal: Formula, limit: Theorem, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ f(x) → l` in D and `Δ ⊢ ∀x ∈ D: c ≤ x ⇒ f(x) = g(x)`, c without x, `Γ, Δ ⊢ g(x) → l` in D."""
    domain, other, value = parts(goal, "tends")
    along, body, same_value = parts(limit.conclusion, "tends")
    same(along, domain)
    same(same_value, value)
    variable = fresh(Sort.REAL, goal, limit.conclusion, theorem.conclusion)
    _, implication = parts(theorem.conclusion, "for_all")
    order, _ = parts(implication, "implies")
    start, _ = parts(order, "at_most")
    if loose(start):
        raise Refused("where the equality begins depends on the variable")
    equality = equal(opened(body, (variable,)), opened(other, (variable,)))
    same(theorem.conclusion, for_all(variable, domain, implies(at_most(opened(start, ()), variable), equality)))
    return sequent(goal, limit, theorem)


@rule
def along_fewer(limit: Theorem, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ f(x) → l` in D and `Δ ⊢ ∀x ∈ E: x ∈ D`, E without upper bound too, `Γ, Δ ⊢ f(x) → l` in E."""
    domain, body, value = parts(limit.conclusion, "tends")
    fewer, _ = parts(theorem.conclusion, "for_all")
    variable = fresh(Sort.REAL, limit.conclusion, fewer)
    same(theorem.conclusion, for_all(variable, fewer, member(variable, domain)))
    return sequent(tends(variable, fewer, opened(body, (variable,)), value), limit, theorem)


@rule
def one_limit(one: Theorem, other: Theorem) -> Sequent:
    """From `Γ ⊢ f(x) → l` and `Δ ⊢ f(x) → m` in the same D, `Γ, Δ ⊢ l = m`."""
    domain, body, limit = parts(one.conclusion, "tends")
    along, same_body, value = parts(other.conclusion, "tends")
    same(along, domain)
    same(same_body, body)
    return sequent(equal(limit, value), one, other)


@rule
def ordered_limits(one: Theorem, other: Theorem, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ f(x) → l`, `Δ ⊢ g(x) → m` in D and `Θ ⊢ ∀x ∈ D: f(x) ≤ g(x)`, `Γ, Δ, Θ ⊢ l ≤ m`."""
    domain, body, limit = parts(one.conclusion, "tends")
    along, other_body, value = parts(other.conclusion, "tends")
    same(along, domain)
    variable = fresh(Sort.REAL, one.conclusion, other.conclusion)
    order = at_most(opened(body, (variable,)), opened(other_body, (variable,)))
    same(theorem.conclusion, for_all(variable, domain, order))
    return sequent(at_most(limit, value), one, other, theorem)
