"""The rules of what is given entry by entry: sequences, matrices, indicators, independent numbers."""

from __future__ import annotations

from itertools import combinations

from symbolic.core.expressions import Expression, Index, Node, Refused, opened
from symbolic.core.rules.logic import parts, same
from symbolic.core.rules.membership import finite_moments, order_of_moments
from symbolic.core.theorems import Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import (
    conjunction,
    equal,
    independent,
    indicator,
    integers_from,
    mean,
    member,
    negation,
    real,
    vector_moments,
)


@rule
def entry_of_vector(term: Term) -> Sequent:
    """`⊢ v[j] = f(j)` where v is the sequence with the entries `f(i)`."""
    sequence, place = parts(term, "entry")
    return sequent(equal(term, opened(parts(sequence, "vector")[-1], (place,))))


@rule
def cell_of_matrix(term: Term) -> Sequent:
    """`⊢ M[j, k] = f(j, k)` where M is the matrix with the entries `f(i, l)`."""
    matrix, row, column = parts(term, "cell")
    return sequent(equal(term, opened(parts(matrix, "matrix")[-1], (row, column))))


@rule
def indicator_of_true(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ A`, `Γ ⊢ 1[A] = 1`."""
    return sequent(equal(indicator(theorem.conclusion), 1), theorem)


@rule
def indicator_of_false(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ ¬A`, `Γ ⊢ 1[A] = 0`."""
    (formula,) = parts(theorem.conclusion, "not")
    return sequent(equal(indicator(formula), 0), theorem)


@rule
def independent_moments(theorem: Theorem) -> Sequent:
    """From `Γ ⊢ μ has moments of order k`, `Γ ⊢ independent numbers with the law μ have moments of order k`."""
    law, domain = parts(theorem.conclusion, "member")
    parts(domain, "moments")
    return sequent(member(independent(law), vector_moments(order_of_moments(domain))), theorem)


@rule
def independent_mean(term: Term, finite: Theorem, places: tuple[Theorem, ...], apart: tuple[Theorem, ...]) -> Sequent:
    """From `Γ ⊢ μ has moments of order max nᵢ`, `jᵢ ∈ {1, 2, …}` for all i and `¬ jᵢ = jₗ` for all i < l,
    `… ⊢ E x[j₁]ⁿ¹ ⋯ x[jₘ]ⁿᵐ = E yⁿ¹ ⋯ E yⁿᵐ`, the entries of x being independent with the law μ of y.
    """
    law, body = parts(term, "mean")
    (of,) = parts(law, "independent")
    powers = [_power(factor) for factor in parts(body, "multiply")]
    if len(places) != len(powers):
        raise Refused("each factor needs its place")
    for (place, _), theorem in zip(powers, places, strict=True):
        same(theorem.conclusion, member(place, integers_from(1)))
    _pairwise_apart([place for place, _ in powers], apart)
    finite_moments(of, max((order for _, order in powers), default=0), finite)
    y = real("y")
    means = Node("multiply", tuple(mean(y, of, y**order) for _, order in powers))
    return sequent(equal(term, means), finite, *places, *apart)


def _power(factor: Expression) -> tuple[Expression, int]:
    """The place and the exponent of a power of an entry of the sequence that is averaged over."""
    (base,) = parts(factor, "power")
    sequence, place = parts(base, "entry")
    same(sequence, Index(0))
    assert isinstance(factor, Node)
    assert isinstance(factor.value, int)
    return opened(place, ()), factor.value


def _pairwise_apart(places: list[Expression], apart: tuple[Theorem, ...]) -> None:
    pairs = list(combinations(places, 2))
    if len(pairs) != len(apart):
        raise Refused("each pair of places has to be known to differ")
    same(
        conjunction(*(theorem.conclusion for theorem in apart)),
        conjunction(*(negation(equal(one, other)) for one, other in pairs)),
    )
