"""From which start one step is best, with which matrix, and that a block of attention makes it."""

from __future__ import annotations

from proofs.mahankali2023.formal.layers import inside
from proofs.zhang2024b.formal.attended import by_layer, is_by_layer
from proofs.zhang2024b.formal.best_matrix import (
    BEST,
    EXISTS,
    INVERSE,
    ONE,
    PLACE,
    SECOND,
    UNIT,
    from_mean,
    gap,
    gap_sign,
    known,
    no_gap,
    off,
    solvable,
)
from proofs.zhang2024b.formal.steps import (
    A1,
    BLOCK,
    COLUMN,
    DATA,
    GIVEN,
    MATRIX,
    OFF,
    SHARES,
    SQUARE,
    START,
    Λ,
    A,
    N,
    above,
    b,
    b1,
    d,
    facts,
    length,
    length_sign,
    meaningful,
    missed,
    missed_sign,
    moved,
    started,
    μ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    conjoin,
    contradict,
    deny,
    excluded_middle,
    part,
    parts,
)
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    iff,
    implies,
    less,
    member,
    multiple,
    negation,
    product,
    sum_of_matrices,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, conjuncts, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters, shaped
from symbolic.tactics.whole_matrices.weighted_squares import weighted


def best_alone(best: Expression = BEST) -> Node:
    """No error is smaller, just with the best matrix from the mean."""
    others = member(A1, SQUARE), member(b1, COLUMN)
    lowest = quantified(at_most(started(A, b), started(A1, b1)), *others)
    return iff(lowest, conjunction(equal_matrices(A, best), equal_matrices(b, μ)))


VALUE = missed(A, OFF)


def goal(
    best: Expression = BEST,
    more: Expression = VALUE,
    inverse: Expression = INVERSE,
    layer: Expression | None = None,
) -> Expression:
    """For all sizes, definite covariances, means, noises, matrices and starts: errors, and where they are least.

    The block predicts as the step does, on every prompt and in the mean.
    """
    from_start = equal(started(A, b), started(A, μ) + more)
    strict = implies(negation(equal_matrices(b, μ)), less(started(A, μ), started(A, b)))
    block = equal(BLOCK.loss(*GIVEN, A, b), 0)
    everywhere = quantified(conjunction(from_start, strict, block), MATRIX, START)
    value = quantified(equal(started(A, μ), started(BEST, μ) + gap(A)), MATRIX)
    alone = quantified(best_alone(best), MATRIX, START)
    solved = quantified(implies(inverse, conjunction(value, alone)), PLACE)
    return quantified(conjunction(everywhere, layer or by_layer(), EXISTS, solved), *DATA)


def from_start() -> Theorem:
    """The error from a start."""
    return above(started(A, b), started(A, μ), A, OFF)


def strict() -> Theorem:
    """The error from another start is larger."""
    premise = negation(equal_matrices(b, μ))
    nothing = equal_matrices(OFF, zeros(d, 1))
    same = by_words(equal_matrices(b, μ), facts(), (assume(nothing), -1, None, None))
    apart = deny(nothing, contradict(same, assume(premise)))
    far = apply(at(part(2, meant(assume(DATA[2]))), shaped(OFF, facts())), apart)
    share = signed(less(0, length(OFF) / (N + 1)), (far, *SHARES), products=((far, SHARES[2]),))
    found = signed(less(started(A, μ), started(A, b)), (from_start(), missed_sign(A, OFF), share, *SHARES))
    return under(found, premise)


def made_by_block() -> Theorem:
    """The block predicts what the step does."""
    found = BLOCK.derived(*GIVEN, A, b, facts=facts())
    value = parts(found.conclusion, "equal")[1]
    gone = traces(equal(value, 0), (), (), known_letters(facts(), *inside(equal(value, 0))), divisors(facts(), value))
    return identity(BLOCK.loss(*GIVEN, A, b), 0, facts(), ((found, 1), (gone, 1)))


def is_best_alone() -> Theorem:
    """No error is smaller, just there."""
    lowest, best = parts(best_alone(), "iff")
    return both_ways(under(_only(lowest), lowest), under(_lowest(best), best))


def _only(lowest: Expression) -> Theorem:
    """The best matrix and the mean, where no error is smaller."""
    mean, same = shaped(μ, known()), equal_matrices(b, μ)
    low = at(assume(lowest), assume(MATRIX), mean)

    def there(case: Facts) -> Theorem:
        return case[0]

    def elsewhere(case: Facts) -> Theorem:
        return cases(same, signed(FALSE, (apply(strict(), case[0]), low)))

    start = whichever(same, excluded_middle(same), there, elsewhere)
    least = at(assume(lowest), shaped(BEST, known()), mean)
    missing = from_start(), missed_sign(A, OFF), _nothing_less(OFF)
    small = signed(at_most(gap(A), 0), (least, from_mean(), *missing, *SHARES))
    return conjoin(apply(no_gap(), small), start)


def _nothing_less(off_: Expression) -> Theorem:
    """`0 ≤ ‖δ‖²_Λ / (N + 1)`."""
    far = length_sign(off_)
    return signed(at_most(0, length(off_) / (N + 1)), (far, *SHARES), products=((far, SHARES[2]),))


def _lowest(best: Expression) -> Theorem:
    """No error is smaller than with the best matrix from the mean."""
    others = member(A1, SQUARE), member(b1, COLUMN)
    off_ = sum_of_matrices(μ, multiple(-1, b1))
    start = at(under(from_start(), MATRIX, START), *map(assume, others))
    more = missed_sign(A1, off_), _nothing_less(off_), gap_sign(A1), at(under(from_mean(), MATRIX), assume(others[0]))
    here = from_start(), from_mean(), *_gone(*conjuncts(assume(best)))
    return under(signed(at_most(started(A, b), started(A1, b1)), (start, *more, *here, *SHARES)), *others)


def _gone(matrix: Theorem, start: Theorem) -> Facts:
    """The gap and what is missed are 0 at the best matrix and the mean."""
    near, back = moved(A, OFF), sum_of_matrices(product(transpose(A), Λ), multiple(-N / (N + 1), ONE))
    zeros_ = (
        (gap(A), matrix, written(1), product(transpose(off(A)), SECOND), Λ),
        (length(OFF), start, written(-1), product(transpose(OFF), Λ), UNIT),
        (length(near), start, written(-1), product(transpose(near), Λ, back), UNIT),
    )
    none, far, close = (_none(*each) for each in zeros_)
    using = (close, (N + 1) / N), (far, 1 / (N + 1) + weighted(A, Λ, Λ) / N)
    return none, identity(missed(A, OFF), 0, known(), using)


def _none(value: Expression, equation: Theorem, c: Expression, before: Expression, behind: Expression) -> Theorem:
    sides = equal(value, 0)
    letters = known_letters(known(), *inside(sides), before, behind)
    return traces(sides, (equation,), ((0, c, before, behind),), letters, divisors(known(), value))


def proof() -> Proof:
    """The goal and its definedness."""
    everywhere = under(conjoin(from_start(), strict(), made_by_block()), MATRIX, START)
    solved = conjoin(under(from_mean(), MATRIX), under(is_best_alone(), MATRIX, START))
    found = under(conjoin(everywhere, is_by_layer(), solvable(), under(solved, PLACE, INVERSE)), *DATA)
    return Proof(goal(), found, proved(defined(goal()), solve=meaningful))
