"""The rules of domains: what membership means, which terms are integers, which laws have which moments."""

from __future__ import annotations

from fractions import Fraction
from math import inf

from symbolic.core.expressions import Expression, Node, Refused, Sort, fresh
from symbolic.core.rules.logic import parts, same
from symbolic.core.sorts import EVERY, members
from symbolic.core.theorems import Domain, Formula, Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import (
    INTEGERS,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    for_all,
    identity_matrix,
    implies,
    less,
    matrices,
    member,
    negation,
    product,
    trace,
    transpose,
    zeros,
)


def meaning(membership: Expression) -> Node:
    """What `t ∈ D` abbreviates; raises `Refused` where it stands for itself (integers, laws with moments)."""
    element, domain = parts(membership, "member")
    assert isinstance(domain, Node)
    match domain.head:
        case "reals" | "sequences":
            return conjunction()
        case "nonnegative":
            return at_most(0, element)
        case "positive":
            return less(0, element)
        case "integers_from":
            return conjunction(member(element, INTEGERS), at_most(domain.parts[0], element))
        case "integers_between":
            least, greatest = domain.parts
            return conjunction(member(element, INTEGERS), at_most(least, element), at_most(element, greatest))
        case "symmetric" | "semidefinite" | "definite" | "invertible":
            return _of_matrices(element, domain)
    raise Refused(f"membership of {domain.head} abbreviates nothing")


def _of_matrices(element: Expression, domain: Node) -> Node:
    """What it means that a matrix is symmetric, semidefinite, definite or invertible."""
    (size,) = domain.parts
    shape = member(element, matrices(size, size))
    other = fresh(Sort.MATRIX, element, size)
    if domain.head == "invertible":
        one = identity_matrix(size)
        inverse = conjunction(*(equal_matrices(product(*each), one) for each in ((element, other), (other, element))))
        return conjunction(shape, exists(other, matrices(size, size), inverse))
    symmetric = conjunction(shape, equal_matrices(transpose(element), element))
    if domain.head == "symmetric":
        return symmetric
    form = trace(product(transpose(other), element, other))
    zero = equal_matrices(other, zeros(size, 1))
    signed = at_most(0, form) if domain.head == "semidefinite" else implies(negation(zero), less(0, form))
    return conjunction(*symmetric.parts, for_all(other, matrices(size, 1), signed))


@rule
def belongs(membership: Formula, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ m`, where m is what `t ∈ D` abbreviates, `Γ ⊢ t ∈ D`.

    `t ∈ ℝ` and, of sequences, `t ∈ ℝ^ℕ` abbreviate true, `t ∈ [0, ∞)` is `0 ≤ t`, `t ∈ (0, ∞)` is `0 < t`,
    `t ∈ {k, k+1, …}` is `t ∈ ℤ ∧ k ≤ t` (so for every number k), `t ∈ {k, …, n}` is `t ∈ ℤ ∧ k ≤ t ∧ t ≤ n`. Of a
    matrix A of size n, symmetric abbreviates `A ∈ ℝⁿˣⁿ ∧ Aᵀ = A`, semidefinite `… ∧ ∀x ∈ ℝⁿˣ¹: 0 ≤ tr(xᵀ A x)`,
    definite `… ∧ ∀x ∈ ℝⁿˣ¹: ¬ x = 0 ⇒ 0 < tr(xᵀ A x)` and invertible
    `A ∈ ℝⁿˣⁿ ∧ ∃R ∈ ℝⁿˣⁿ: A R = I ∧ R A = I`.
    """
    same(theorem.conclusion, meaning(membership))
    return sequent(membership, theorem)


@rule
def meant(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ t ∈ D`, `Γ ⊢ m`, where m is what `t ∈ D` abbreviates."""
    return sequent(meaning(theorem.conclusion), theorem)


@rule
def integral(term: Term, *known: Theorem) -> Sequent:
    """From `Γᵢ ⊢ tᵢ ∈ ℤ`, `… ⊢ t ∈ ℤ` for a t made of the tᵢ and integers by sums, products, negation and powers."""
    integers = tuple(theorem.conclusion for theorem in known)
    if not _integral(term, integers):
        raise Refused("that the term is an integer is not known")
    return sequent(member(term, INTEGERS), *known)


def _integral(term: Expression, known: tuple[Expression, ...]) -> bool:
    if member(term, INTEGERS) in known:
        return True
    match term:
        case Node(head="number", value=Fraction(denominator=1)):
            return True
        case Node(head="add" | "multiply" | "negate" | "power", parts=inside):
            return all(_integral(each, known) for each in inside)
    return False


@rule
def next_integer(one: Theorem, other: Theorem, order: Theorem) -> Sequent:
    """From `Γ ⊢ m ∈ ℤ`, `Δ ⊢ n ∈ ℤ` and `Θ ⊢ m < n`, `Γ, Δ, Θ ⊢ m + 1 ≤ n`."""
    (m, _), (n, _) = parts(one.conclusion, "member"), parts(other.conclusion, "member")
    same(one.conclusion, member(m, INTEGERS))
    same(other.conclusion, member(n, INTEGERS))
    same(order.conclusion, less(m, n))
    return sequent(at_most(m + 1, n), one, other, order)


@rule
def lower_moments(domain: Domain, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ μ has moments of order k`, `Γ ⊢ μ has moments of order j`, for `j ≤ k`, since `|x|ʲ ≤ 1 + |x|ᵏ`.

    What has moments of every order has those of each.
    """
    law, of = parts(theorem.conclusion, "member")
    if order_of_moments(domain) > order_of_moments(of):
        raise Refused("moments of a higher order need not exist")
    if members(domain) is not members(of):
        raise Refused("laws of numbers are no laws of sequences")
    return sequent(member(law, domain), theorem)


def order_of_moments(domain: Expression) -> float:
    """The k of the domain of the laws, of numbers or of sequences, with moments of order k; infinity for every k."""
    if not isinstance(domain, Node) or domain.head not in ("moments", "vector_moments"):
        raise Refused(f"the laws with moments of an order are expected, not {domain}")
    if domain.value == EVERY:
        return inf
    assert isinstance(domain.value, int)
    return domain.value


def finite_moments(law: Expression, order: float, theorem: Theorem) -> None:
    """Refuse a theorem that does not say that a law has moments of at least an order."""
    found, domain = parts(theorem.conclusion, "member")
    same(found, law)
    if order > order_of_moments(domain):
        raise Refused(f"moments of order {order} are needed")


@rule
def trichotomy(left: Term, right: Term) -> Sequent:
    """`⊢ s < t ∨ s = t ∨ t < s`."""
    return sequent(Node("or", (less(left, right), equal(left, right), less(right, left))))
