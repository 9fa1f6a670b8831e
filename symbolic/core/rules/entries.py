"""The rules of what is given entry by entry: sequences, matrices, indicators, independent numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from symbolic.core.expressions import Expression, Index, Node, Refused, opened
from symbolic.core.rules.logic import parts, same
from symbolic.core.rules.membership import finite_moments, order_of_moments
from symbolic.core.theorems import Formula, Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import (
    conjunction,
    equal,
    independent,
    indicator,
    integers_between,
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
def entry_of_sequence(term: Term) -> Sequent:
    """`⊢ (c₁, …, cₙ, …)[k] = cₖ` for an explicit k from 1 to n."""
    whole, place = parts(term, "entry")
    entries = parts(whole, "sequence")
    match place:
        case Node(head="number", value=Fraction(denominator=1, numerator=k)) if 1 <= k <= len(entries):
            return sequent(equal(term, entries[k - 1]))
    raise Refused(f"an explicit place from 1 to {len(entries)} is expected")


@rule
def cell_of_matrix(term: Term) -> Sequent:
    """`⊢ M[j, k] = f(j, k)` where M is the matrix with the entries `f(i, l)`."""
    matrix, row, column = parts(term, "cell")
    return sequent(equal(term, opened(parts(matrix, "matrix")[-1], (row, column))))


@rule
def matrix_of_shape(membership: Formula, rows: Theorem, columns: Theorem) -> Sequent:
    """From `Γ ⊢ m ∈ {0, 1, …}` and `Δ ⊢ n ∈ {0, 1, …}`, `Γ, Δ ⊢ M ∈ ℝᵐˣⁿ` where M is a matrix that is written so."""
    of, domain = parts(membership, "member")
    shape = parts(of, "matrix")[:-1]
    for given, length, theorem in zip(parts(domain, "matrices"), shape, (rows, columns), strict=True):
        same(given, length)
        same(theorem.conclusion, member(length, integers_from(0)))
    return sequent(membership, rows, columns)


@rule
def cell_within_shape(of: Theorem, row: Theorem, column: Theorem) -> Sequent:
    """From `Γ ⊢ M ∈ ℝᵐˣⁿ`, `Δ ⊢ j ∈ {1, …, m}` and `Θ ⊢ k ∈ {1, …, n}`, `Γ, Δ, Θ ⊢ M has an entry at j, k`."""
    matrix, domain = parts(of.conclusion, "member")
    shape = parts(domain, "matrices")
    places = tuple(parts(theorem.conclusion, "member")[0] for theorem in (row, column))
    for place, length, theorem in zip(places, shape, (row, column), strict=True):
        same(theorem.conclusion, member(place, integers_between(1, length)))
    return sequent(Node("has_cell", (matrix, *places)), of, row, column)


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
