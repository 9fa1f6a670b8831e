"""Which blocks of one layer have the least loss: those of Theorem 1 up to scale, and one more branch for d = 1."""

from __future__ import annotations

from proofs.ahn2023.formal.best_layer import EXISTS, GAMMA, INVERSE, LAYER, LINEAR, OFF
from proofs.ahn2023.formal.kept_samples import DATA, GIVEN, NOT_ZERO, Σ, R, d
from proofs.ahn2023.formal.least_losses import (
    ALL,
    DEFINITE,
    ELSEWHERE,
    LOWEST,
    MINUS,
    NONE,
    OTHERS,
    ROW,
    SPARSE,
    U,
    absurd,
    inverse,
    least,
    no_gap,
    p,
    u,
    v,
    value,
)
from proofs.ahn2023.formal.vanishing_blocks import BOTH, REST, either_gone, left_over, other_gone
from proofs.mahankali2023.formal.layers import inside
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Sort, Variable, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    conjoin,
    deny,
    discharge,
    either,
    part,
    parts,
)
from symbolic.core.rules.matrix_algebra import equal_transposes, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    identity_matrix,
    iff,
    implies,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    conjuncts,
    proved,
    quantified,
    rewritten,
    under,
    whichever,
)
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse, with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


def goal(minimisers: Expression = ALL) -> Expression:
    """For all sizes, definite covariances and blocks: which blocks have the least loss."""
    found = quantified(iff(LOWEST, minimisers), *LAYER.places)
    solved = quantified(implies(INVERSE, found), GIVEN)
    return quantified(conjunction(EXISTS, solved), *DATA[:2], DEFINITE)


def as_inverse(
    *gone: tuple[Theorem, Expression | int, Expression | None, Expression | None], of: Expression
) -> Theorem:
    """A part of `uU + pᵀv` is `−R`, where the other part is gone."""
    return by_words(equal_matrices(of, MINUS), LAYER.facts, (no_gap(), 1, None, None), *gone)


def without_row(gone: Theorem) -> Theorem:
    """What is claimed, where p is 0."""
    found = as_inverse((equal_transposes(gone), -1, None, v), of=multiple(u, U))
    goal_ = equal_matrices(v, ROW)

    def of_number(case: Facts) -> Theorem:
        nothing = by_words(equal_matrices(R, NONE), LAYER.facts, (rewritten(case[0], found), 1, None, None))
        return absurd(goal_, nothing)

    def of_column(case: Facts) -> Theorem:
        return case[0]

    return either(ALL, conjoin(gone, whichever(goal_, either_gone(), of_number, of_column), found))


def without_square(gone: Theorem) -> Theorem:
    """What is claimed, where U is 0."""
    outer = product(transpose(p), v)
    found = as_inverse((gone, -u, None, None), of=outer)

    def of_column(case: Facts) -> Theorem:
        using = (found, 1, None, None), (case[0], -1, transpose(p), None)
        return absurd(ALL, by_words(equal_matrices(R, NONE), LAYER.facts, *using))

    def of_number(case: Facts) -> Theorem:
        return either(ALL, conjoin(one_dimension(found), conjoin(case[0], gone, found)))

    return whichever(ALL, either_gone(), of_number, of_column)


def one_dimension(found: Theorem) -> Theorem:
    """`d = 1`, where `pᵀv = −R`: `M = pᵀvΓ` is −I, and `tr M² = (tr M)²`."""
    first, second = inverse()
    gamma, _ = parts(parts(first.conclusion, "equal_matrices")[0], "product")
    one, outer = identity_matrix(d), product(transpose(p), v)
    known = divisors(LAYER.facts, gamma)
    minus = multiple(-1, one)
    M = product(outer, gamma)
    same = by_words(
        equal_matrices(M, minus), LAYER.facts, (found, 1, None, gamma), (second, -1, None, None), known=known
    )
    inner = product(v, gamma, transpose(p))
    number = as_number(inner, LAYER.facts)
    letters = known_letters(LAYER.facts, p, v, Σ, one)
    of_trace = traces(equal(trace(inner), -trace(one)), (same,), ((0, written(1), one, one),), letters, known)
    taken = (
        (0, written(-1), one, sum_of_matrices(M, minus)),
        (1, written(1), identity_matrix(1), product(v, gamma, transpose(p))),
    )
    squared = traces(equal(trace(one), trace(inner) * trace(inner)), (same, number), taken, letters, known)
    inner_ = trace(inner)
    size = LAYER.of_identity
    square = identity(d, d * d, using=((squared, 1), (size, -1), (of_trace, inner_ - d), (size, -(inner_ - d))))
    return signed(equal(d, 1), (square, *assumed(DATA[0])))


def only() -> Theorem:
    """Where no blocks have a smaller loss, they are those."""

    def of_row(case: Facts) -> Theorem:
        return without_row(case[0])

    def of_square(case: Facts) -> Theorem:
        return without_square(case[0])

    return under(whichever(ALL, other_gone(), of_row, of_square), LOWEST)


def there() -> Theorem:
    """Those have the least loss."""

    def sparse(case: Facts) -> Theorem:
        row, column, product_ = conjuncts(assume(SPARSE))
        even = apply(LAYER.vanishes(), conjoin(row, column))
        using = (product_, 1, None, None), (column, 1, transpose(p), None)
        return _lowest(even, using)

    def exchanged(case: Facts) -> Theorem:
        number, square, outer = conjuncts(part(1, assume(parts(ALL, "or")[1])))
        even = identity(LAYER.even(), 0, LAYER.facts, ((left_over(number), 1), (_none(square), 1)))
        using = (outer, 1, None, None), (square, u, None, None)
        return _lowest(even, using)

    return under(whichever(LOWEST, assume(ALL), sparse, exchanged), ALL)


def _none(square: Theorem) -> Theorem:
    """What is left over vanishes where U is 0."""
    size = parts(DATA[1], "member")[0]
    return rewritten_traces(equal((1 + 1 / size) * REST + BOTH / size, 0), LAYER.facts, [square])


def _lowest(
    even: Theorem, using: tuple[tuple[Theorem, Expression | int, Expression | None, Expression | None], ...]
) -> Theorem:
    """No blocks have a smaller loss, where the mean square is 0 and D is by equations."""
    nothing = by_words(equal_matrices(OFF, NONE), LAYER.facts, *using)
    gap, (before, behind) = LINEAR.best().gap(LAYER.step), (product(transpose(OFF), GAMMA, Σ), Σ)
    letters = known_letters(LAYER.facts, *inside(equal(gap, 0)), before, NONE)
    none = traces(equal(gap, 0), (nothing,), ((0, written(1), before, behind),), letters, divisors(LAYER.facts, gap))
    low = at(
        under(LINEAR.best().lowest_by(value(), LINEAR.gap_sign(), LAYER.even_sign), *LAYER.places),
        *map(assume, ELSEWHERE),
    )
    found = signed(at_most(LAYER.loss(), LAYER.loss(*OTHERS)), (value(), even, none, least(), low, *LAYER.known))
    return under(found, *ELSEWHERE)


def not_zero() -> Theorem:
    """A definite Σ is not 0: it has an inverse."""
    zero, S, one = equal_matrices(Σ, NONE), Variable("S", Sort.MATRIX), identity_matrix(d)
    place, inverses = of_inverse(Σ, d, S)
    first, _ = conjuncts(assume(inverses))
    facts = (*LAYER.facts, assume(place))
    gone = by_words(equal_matrices(one, NONE), facts, (first, -1, None, None), (assume(zero), 1, None, S))
    size = traces(equal(trace(one), 0), (gone,), ((0, written(1), one, one),), known_letters(facts, one), ())
    wrong = signed(FALSE, (size, LAYER.of_identity, *assumed(DATA[0])))
    return deny(zero, with_inverse(assume(DEFINITE), S, wrong))


def theorem() -> Theorem:
    """There is Γ⁻¹, and for all blocks both directions."""
    found = under(under(both_ways(only(), there()), *LAYER.places), GIVEN, INVERSE)
    there_is = apply(discharge(NOT_ZERO, LINEAR.gamma_has_inverse()), not_zero())
    both = discharge(DATA[2], conjoin(there_is, found))
    return under(apply(both, semidefinite_too(assume(DEFINITE))), *DATA[:2], DEFINITE)


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, shapes, and that nothing is divided by 0."""
    return LINEAR.best().meaningful(formula, (*known, semidefinite_too(assume(DEFINITE)), *map(assume, ELSEWHERE)))


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), theorem(), proved(defined(goal()), solve=meaningful))
