"""Which blocks of one layer have the least loss: those of Theorem 1 up to their scale, and one more branch for d = 1."""

from __future__ import annotations

from functools import cache

from proofs.ahn2023.formal.best_layer import (
    DATA,
    GAMMA,
    GIVEN,
    INVERSE,
    LAYER,
    MANY,
    OFF,
    Σ,
    R,
    best,
    d,
    gap_sign,
    of_step,
    parts_of_gap,
)
from proofs.mahankali2023.formal.layers import derived, inside, value_of
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Sort, Variable, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    conjoin,
    contradict,
    deny,
    discharge,
    either,
    excluded_middle,
    part,
    parts,
)
from symbolic.core.rules.matrix_algebra import equal_transposes, traces
from symbolic.core.rules.membership import meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    at_most,
    conjunction,
    definite,
    disjunction,
    equal,
    equal_matrices,
    identity_matrix,
    iff,
    implies,
    integers_from,
    less,
    member,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    modulo,
    proved,
    quantified,
    replaced,
    rewritten,
    under,
    whichever,
)
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.roots import of_inverse, with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too, zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import (
    identity_is_definite,
    none_weighted,
    norm,
    weighted,
)

OTHERS = tuple(Variable(f"{block.name}0", Sort.MATRIX) for block in LAYER.blocks)
"""Blocks beside those that are looked at."""

ELSEWHERE = tuple(member(other, parts(place, "member")[1]) for other, place in zip(OTHERS, LAYER.places, strict=True))
DEFINITE = member(Σ, definite(d))
LOWEST = quantified(at_most(LAYER.loss(), LAYER.loss(*OTHERS)), *ELSEWHERE)
"""No blocks have a smaller loss."""

p, u, U, v = LAYER.reached()
ROW, NONE, MINUS = zeros(1, d), zeros(d, d), multiple(-1, R)
SPARSE = conjunction(equal_matrices(p, ROW), equal_matrices(v, ROW), equal_matrices(multiple(u, U), MINUS))
"""`P_21 = 0`, `Q_21 = 0` and `P_22 Q_11 = −Γ⁻¹`."""

EXCHANGED = conjunction(equal(u, 0), equal_matrices(U, NONE), equal_matrices(product(transpose(p), v), MINUS))
"""`P_22 = 0`, `Q_11 = 0` and `P_21ᵀ Q_21 = −Γ⁻¹`."""

ALL = disjunction(SPARSE, conjunction(equal(d, 1), EXCHANGED))


def goal(minimisers: Expression = ALL) -> Expression:
    """For all sizes, definite covariances and blocks: which blocks have the least loss."""
    found = quantified(iff(LOWEST, minimisers), *LAYER.places)
    return quantified(quantified(implies(INVERSE, found), GIVEN), *DATA[:2], DEFINITE)


@cache
def value() -> Theorem:
    """The loss as the least one, the gap and the mean square of the even part."""
    return best().valued(of_step())


@cache
def least() -> Theorem:
    """The loss at the printed matrix."""
    return best().at_best(value())


def inverse() -> tuple[Theorem, Theorem]:
    """`Γ R = I` and `R Γ = I`."""
    first, second = conjuncts(assume(INVERSE))
    return first, second


def absurd(goal_: Expression, none: Theorem) -> Theorem:
    """Anything, from `R = 0`."""
    one = identity_matrix(d)
    first, _ = inverse()
    gamma, _ = parts(parts(first.conclusion, "equal_matrices")[0], "product")
    using = (first, -1, None, None), (none, 1, gamma, None)
    known = divisors(LAYER.facts, gamma)
    gone = by_words(equal_matrices(one, NONE), LAYER.facts, *using, known=known)
    size = traces(equal(trace(one), 0), (gone,), ((0, written(1), one, one),), known_letters(LAYER.facts, one), ())
    return cases(goal_, signed(FALSE, (size, LAYER.of_identity, *assumed(DATA[0]))))


def spread() -> Theorem:
    """`0 < tr Σ Σ`."""
    goal_, none = less(0, trace(product(Σ, Σ))), zeros(d, d)
    same = traces(equal(norm(Σ), trace(product(Σ, Σ))), (), (), known_letters(LAYER.facts, Σ), ())

    def nothing(case: Facts) -> Theorem:
        small = signed(at_most(norm(Σ), 0), (same, *case))
        gone = zero_matrix(Σ, small, LAYER.facts)
        first, _ = inverse()
        of_trace = traces(
            equal(trace(Σ), 0),
            (gone,),
            ((0, written(1), identity_matrix(d), identity_matrix(d)),),
            known_letters(LAYER.facts, Σ, none, identity_matrix(d)),
            (),
        )
        moved = rewritten(of_trace, first)
        n_ = parts(DATA[1], "member")[0]
        using = (moved, -1, R, None), (gone, (n_ + 1) / n_, R, R)
        return absurd(
            goal_, by_words(equal_matrices(R, none), LAYER.facts, *using, known=divisors(LAYER.facts, moved.conclusion))
        )

    def some(case: Facts) -> Theorem:
        return case[0]

    return whichever(goal_, trichotomy(trace(product(Σ, Σ)), written(0)), nothing, nothing, some)


def no_gap() -> Theorem:
    """`D = 0`, where no blocks have a smaller loss."""
    small = signed(at_most(best().gap(LAYER.step), 0), _signs())
    same, signs, products = parts_of_gap()
    form = weighted(product(Σ, OFF), identity_matrix(d), Σ)
    none = signed(at_most(form, 0), (small, same, *signs), products=(signs[1:2], *products[1:]))
    counts = (belonging(d, integers_from(1), LAYER.facts) for _ in range(2))
    of_one = identity_is_definite(d, LAYER.facts)
    gone = apply(at(none_weighted(), *counts, of_one, assume(DEFINITE), shaped(product(Σ, OFF), LAYER.facts)), none)
    place, inverses = of_inverse(Σ, d, Variable("S", Sort.MATRIX))
    _, back = conjuncts(assume(inverses))
    S = Variable("S", Sort.MATRIX)
    using = (gone, 1, S, None), (back, -1, None, OFF)
    found = by_words(equal_matrices(OFF, NONE), (*LAYER.facts, assume(place)), *using)
    return with_inverse(assume(DEFINITE), S, found)


def _signs() -> Facts:
    """What the loss says of the gap and the mean square, where no blocks have a smaller one."""
    there = (shaped(each, LAYER.facts) for each in LAYER.sparse(best().best))
    low = at(assume(LOWEST), *there)
    return low, value(), least(), gap_sign(), LAYER.even_sign, *LAYER.known


def no_square() -> Theorem:
    """The mean square is not positive there."""
    return signed(at_most(LAYER.even(), 0), _signs())


def either_gone() -> Theorem:
    """`u = 0`, or `v = 0`: `u² v Σ vᵀ` is not positive."""
    size = parts(DATA[1], "member")[0]
    row = trace(product(v, Σ, transpose(v)))
    share, value_ = parts(LAYER.even_share.conclusion, "at_most")
    wide = 2 * trace(product(Σ, Σ)) * u**2 * row
    sides = equal(share, wide)
    same = traces(sides, (), (), known_letters(LAYER.facts, *inside(sides)), divisors(LAYER.facts, sides))
    positive_ = spread()
    small = signed(at_most(wide, 0), (same, LAYER.even_share, no_square(), *LAYER.known))
    none = signed(at_most(u**2 * row, 0), (small, positive_), products=((positive_,),))
    goal_ = disjunction(equal(u, 0), equal_matrices(v, ROW))

    def there(case: Facts) -> Theorem:
        return either(goal_, case[0])

    def elsewhere(case: Facts) -> Theorem:
        far = row_sign(v, case[0])
        gone = signed(equal(u, 0), (none, far), products=((far,),), degree=2)
        return either(goal_, gone)

    return whichever(goal_, excluded_middle(equal_matrices(v, ROW)), there, elsewhere)


def row_sign(row: Expression, apart: Theorem) -> Theorem:
    """`0 < x Σ xᵀ` for a row x that is not 0."""
    column = transpose(row)
    forms = at(part(2, meant(assume(DEFINITE))), shaped(column, LAYER.facts))
    premise, _ = parts(forms.conclusion, "implies")
    nothing = parts(premise, "not")[0]
    back = by_words(equal_matrices(row, ROW), LAYER.facts, (equal_transposes(assume(nothing)), 1, None, None))
    far = apply(forms, deny(nothing, contradict(back, apart)))
    value_ = trace(product(row, Σ, column))
    form = parts(far.conclusion, "less")[1]
    same = traces(equal(form, value_), (), (), known_letters(LAYER.facts, Σ, row), ())
    return signed(less(0, value_), (far, same))


REST = trace(product(product(p, Σ, U), Σ, transpose(product(p, Σ, U))))
BOTH = trace(product(p, Σ, transpose(p))) * weighted(U, Σ, Σ)


def left_over(gone: Theorem) -> Theorem:
    """`(1 + 1/n) |UᵀΣp|² + (1/n) (pᵀΣp) tr(ΣUΣUᵀ)` is the mean square where u or v is 0."""
    size = parts(DATA[1], "member")[0]
    part_ = derived(LAYER.part, LAYER.even(), LAYER.facts)
    wanted = (1 + 1 / size) * REST + BOTH / size
    if isinstance(gone.conclusion, Node) and gone.conclusion.head == "equal":
        moved = replaced(value_of(part_), u, written(0))
        same = traces(
            equal(moved, wanted),
            (),
            (),
            known_letters(LAYER.facts, *inside(equal(moved, wanted))),
            divisors(LAYER.facts, wanted),
        )
        first = modulo(equal(value_of(part_), moved), (gone,), LAYER.known)
        return identity(LAYER.even(), wanted, LAYER.facts, ((part_, 1), (first, 1), (same, 1)))
    same = rewritten_traces(equal(value_of(part_), wanted), LAYER.facts, [gone])
    return identity(LAYER.even(), wanted, LAYER.facts, ((part_, 1), (same, 1)))


def product_gone() -> Theorem:
    """`(pᵀΣp) tr(ΣUΣUᵀ) ≤ 0`."""
    goal_, row = at_most(BOTH, 0), product(p, Σ, U)
    forms = at(part(2, meant(assume(DATA[2]))), shaped(transpose(row), LAYER.facts))
    form = parts(forms.conclusion, "at_most")[1]
    same = traces(equal(form, REST), (), (), known_letters(LAYER.facts, Σ, p, U), ())

    def case(facts: Facts) -> Theorem:
        small, size = no_square(), parts(DATA[1], "member")[0]
        signs = left_over(facts[0]), forms, same, small, *LAYER.known
        products = (MANY, small), (MANY, forms)
        return signed(goal_, signs, products=products, scales=(1, size, size + 1))

    return whichever(goal_, either_gone(), case, case)


def other_gone() -> Theorem:
    """`p = 0` or `U = 0`."""
    goal_ = disjunction(equal_matrices(p, ROW), equal_matrices(U, NONE))

    def there(case: Facts) -> Theorem:
        return either(goal_, case[0])

    def elsewhere(case: Facts) -> Theorem:
        far = row_sign(p, case[0])
        small = signed(at_most(weighted(U, Σ, Σ), 0), (far, product_gone()), products=((far,),))
        counts = (belonging(d, integers_from(1), LAYER.facts) for _ in range(2))
        of_both = assume(DEFINITE), assume(DEFINITE)
        return either(goal_, apply(at(none_weighted(), *counts, *of_both, shaped(U, LAYER.facts)), small))

    return whichever(goal_, excluded_middle(equal_matrices(p, ROW)), there, elsewhere)


def as_inverse(*gone: tuple[Theorem, int, Expression | None, Expression | None], of: Expression) -> Theorem:
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
    premises = SPARSE, parts(parts(ALL, "or")[1], "and")[1]

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
    gap, (before, behind) = best().gap(LAYER.step), (product(transpose(OFF), GAMMA, Σ), Σ)
    letters = known_letters(LAYER.facts, *inside(equal(gap, 0)), before, NONE)
    none = traces(equal(gap, 0), (nothing,), ((0, written(1), before, behind),), letters, divisors(LAYER.facts, gap))
    low = at(under(best().lowest_by(value(), gap_sign(), LAYER.even_sign), *LAYER.places), *map(assume, ELSEWHERE))
    found = signed(at_most(LAYER.loss(), LAYER.loss(*OTHERS)), (value(), even, none, least(), low, *LAYER.known))
    return under(found, *ELSEWHERE)


def theorem() -> Theorem:
    """Both directions, for all data and blocks."""
    found = under(both_ways(only(), there()), *LAYER.places)
    semidefinite = apply(discharge(DATA[2], found), semidefinite_too(assume(DEFINITE)))
    return under(under(semidefinite, GIVEN, INVERSE), *DATA[:2], DEFINITE)


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, shapes, and that nothing is divided by 0."""
    return best().meaningful(formula, (*known, semidefinite_too(assume(DEFINITE)), *map(assume, ELSEWHERE)))


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), theorem(), proved(defined(goal()), solve=meaningful))
