"""The rules of laws: means of polynomials, in which moduli `√(f²)` may stand as well, and laws made of points."""

from __future__ import annotations

from symbolic.core.definedness import degree, where
from symbolic.core.expressions import Expression, Node, Refused, Sort, fresh, opened
from symbolic.core.rules.logic import parts, same
from symbolic.core.rules.membership import finite_moments, order_of_moments
from symbolic.core.sorts import values
from symbolic.core.theorems import AnyLaw, Domain, Sequent, Term, Theorem, Value, rule, sequent
from symbolic.core.vocabulary import (
    at_most,
    equal,
    integers_between,
    integers_from,
    mean,
    member,
    mixture,
    point,
    total,
)


def order_needed(body: Expression, of: Sort = Sort.REAL) -> float:
    """The order of moments that a polynomial in one bound variable, moduli of such being some as well, needs.

    Raises `Refused` for another function.
    """
    variable = fresh(of, body)
    order = degree(opened(body, (variable,)), variable)
    if order is None:
        raise Refused("only means of polynomials are meant")
    return order


def law_with_moments(theorem: Theorem, order: float) -> Expression:
    """The law that a theorem says to have moments of at least an order."""
    law, _ = parts(theorem.conclusion, "member")
    finite_moments(law, order, theorem)
    return law


@rule
def ordered_means(theorem: Theorem, finite: Theorem) -> Sequent:
    """From `Γ ⊢ ∀x ∈ ℝ: f(x) ≤ g(x)` and enough moments of μ for the polynomials f and g, `… ⊢ E f(x) ≤ E g(x)`.

    It suffices that `f(x) ≤ g(x)` for almost every x ∼ μ. For a law of sequences the premise is for all of them, and f
    and g are polynomials in entries. A modulus `√(h²)` of a polynomial h counts as one of its degree, here and wherever
    a mean is taken.
    """
    law, _ = parts(finite.conclusion, "member")
    if isinstance(theorem.conclusion, Node) and theorem.conclusion.head == "almost_every":
        of, body = theorem.conclusion.parts
        same(of, law)
    else:
        domain, body = parts(theorem.conclusion, "for_all")
        same(domain, where(law))
    left, right = parts(body, "at_most")
    finite_moments(law, max(order_needed(side, values(law)) for side in (left, right)), finite)
    variable = fresh(values(law), body, law)
    sides = (mean(variable, law, opened(side, (variable,))) for side in (left, right))
    return sequent(at_most(*sides), theorem, finite)


@rule
def equal_means(law: AnyLaw, theorem: Theorem) -> Sequent:
    """From `Γ ⊢ ∀x ∈ ℝ: f(x) = g(x)`, `Γ ⊢ E f(x) = E g(x)`; for a law of sequences the premise is for all of them."""
    domain, body = parts(theorem.conclusion, "for_all")
    same(domain, where(law))
    variable = fresh(values(law), body, law)
    sides = (mean(variable, law, opened(side, (variable,))) for side in parts(body, "equal"))
    return sequent(equal(*sides), theorem)


@rule
def separate_means(term: Term, law: AnyLaw, numbers: tuple[Term, ...], finite: Theorem) -> Sequent:
    """From enough moments of μ for polynomials `fᵢ`, `… ⊢ E (c₁ f₁ + … + cₙ fₙ) = c₁ E f₁ + … + cₙ E fₙ`.

    Given are the mean, written so, and the numbers cᵢ, in which x does not stand.
    """
    of, body = parts(term, "mean")
    same(of, law)
    finite_moments(law, order_needed(body, values(law)), finite)
    variable = fresh(values(law), body, law, *numbers)
    summands = parts(opened(body, (variable,)), "add")
    if len(summands) != len(numbers):
        raise Refused("each summand needs one number")
    means = []
    for number, summand in zip(numbers, summands, strict=True):
        factors = parts(summand, "multiply")
        if len(factors) != 2:
            raise Refused("each summand is a number times a polynomial")
        same(factors[0], number)
        means.append(number * mean(variable, law, factors[1]))
    return sequent(equal(term, Node("add", tuple(means))), finite)


@rule
def mean_of_constant(term: Term) -> Sequent:
    """`⊢ E c = c` where c does not depend on what is averaged over."""
    _, body = parts(term, "mean")
    return sequent(equal(term, opened(body, ())))


@rule
def point_moments(domain: Domain, value: Value) -> Sequent:
    """`⊢ the law of the constant c, a number or a sequence, has moments of order k`."""
    order_of_moments(domain)
    return sequent(member(point(value), domain))


@rule
def point_mean(term: Term) -> Sequent:
    """`⊢ E f(x) = f(c)` where x is the constant c, a number or a sequence, for a polynomial f."""
    law, body = parts(term, "mean")
    order_needed(body, values(law))
    return sequent(equal(term, opened(body, parts(law, "point"))))


def is_weight(weight: Expression, above: Theorem, below: Theorem) -> None:
    """Refuse what is not known to be from 0 to 1."""
    same(above.conclusion, at_most(0, weight))
    same(below.conclusion, at_most(weight, 1))


@rule
def mixture_moments(weight: Term, above: Theorem, below: Theorem, one: Theorem, other: Theorem) -> Sequent:
    """From `0 ≤ p`, `p ≤ 1` and moments of order k of μ and ν, `… ⊢ p μ + (1 − p) ν has moments of order k`."""
    is_weight(weight, above, below)
    (law, domain), (other_law, _) = parts(one.conclusion, "member"), parts(other.conclusion, "member")
    finite_moments(law, order_of_moments(domain), one)
    finite_moments(other_law, order_of_moments(domain), other)
    return sequent(member(mixture(weight, law, other_law), domain), above, below, one, other)


@rule
def mixture_mean(term: Term, above: Theorem, below: Theorem, one: Theorem, other: Theorem) -> Sequent:
    """From `0 ≤ p`, `p ≤ 1` and enough moments of μ and ν for a polynomial f, `… ⊢ E f = p E_μ f + (1 − p) E_ν f`."""
    law, body = parts(term, "mean")
    weight, first, second = parts(law, "mixture")
    is_weight(weight, above, below)
    for each, theorem in ((first, one), (second, other)):
        finite_moments(each, order_needed(body, values(law)), theorem)
    assert isinstance(term, Node)
    means = (Node("mean", (each, body), None, term.hints) for each in (first, second))
    of_first, of_second = means
    return sequent(equal(term, weight * of_first + (1 - weight) * of_second), above, below, one, other)


def of_each(theorem: Theorem, count: Theorem) -> tuple[Expression, Expression, Expression]:
    """The n, the laws μᵢ and the domain of `∀i ∈ {1, …, n}: μᵢ has moments of order k` and `n ∈ {1, 2, …}`."""
    number, _ = parts(count.conclusion, "member")
    same(count.conclusion, member(number, integers_from(1)))
    numbers, body = parts(theorem.conclusion, "for_all")
    same(numbers, integers_between(1, number))
    laws, domain = parts(body, "member")
    return number, laws, opened(domain, ())


@rule
def average_moments(theorem: Theorem, count: Theorem) -> Sequent:
    """From `Γ ⊢ ∀i ∈ {1, …, n}: μᵢ has moments of order k` and `Δ ⊢ n ∈ {1, 2, …}`,
    `Γ, Δ ⊢ (μ₁ + … + μₙ)/n has moments of order k`.
    """
    number, laws, domain = of_each(theorem, count)
    order_of_moments(domain)
    return sequent(member(Node("average", (number, laws)), domain), theorem, count)


@rule
def average_mean(term: Term, theorem: Theorem, count: Theorem) -> Sequent:
    """From `Γ ⊢ ∀i ∈ {1, …, n}: μᵢ has moments of order k` and `Δ ⊢ n ∈ {1, 2, …}`,
    `… ⊢ E f = (E_μ₁ f + … + E_μₙ f)/n` for a polynomial f of degree at most k, where the mean is that of the law
    `(μ₁ + … + μₙ)/n`.
    """
    law, body = parts(term, "mean")
    number, laws, domain = of_each(theorem, count)
    same(law, Node("average", (number, laws)))
    if order_needed(body, values(law)) > order_of_moments(domain):
        raise Refused("moments of a higher order are needed")
    assert isinstance(term, Node)
    i = fresh(Sort.REAL, term)
    each = Node("mean", (opened(laws, (i,)), body), None, term.hints)
    return sequent(equal(term, total(i, 1, number, each) / number), theorem, count)
