"""The best matrix of a step from the mean of the weights: that there is one, and the error above that with it."""

from __future__ import annotations

from functools import cache

from proofs.mahankali2023.formal.layers import inside
from proofs.zhang2024b.formal.steps import (
    DATA,
    MANY,
    MORE,
    SHARES,
    SQUARE,
    STARTED,
    Λ,
    Ψ,
    A,
    N,
    d,
    facts,
    spread,
    started,
    μ,
    σ,
)
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    choose,
    conjoin,
    parts,
    witness,
)
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    integers_from,
    matrix_letter,
    member,
    multiple,
    product,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, under
from symbolic.tactics.whole_matrices.definite_sums import has_semidefinite_inverse, sum_is_definite
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse, with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.weighted_squares import none_weighted, weighted, weighted_sign

Q, S = map(matrix_letter, ("Q", "S"))
ONE, UNIT = identity_matrix(d), identity_matrix(1)
SHIFT = (trace(product(Λ, Ψ)) + σ**2) / N
GAMMA = sum_of_matrices(multiple((N + 1) / N, product(Ψ, Λ)), multiple(SHIFT, ONE))
INVERSE = conjunction(equal_matrices(product(GAMMA, Q), ONE), equal_matrices(product(Q, GAMMA), ONE))
"""`Q = ((N+1)/N ΨΛ + (tr ΛΨ + σ²)/N)⁻¹`."""

PLACE = member(Q, SQUARE)
BEST = product(Q, Ψ)
SECOND = sum_of_matrices(multiple((N + 1) / N, product(Λ, Ψ, Λ)), multiple(SHIFT, Λ))
"""The second moment of the gradient."""

EXISTS = exists(Q, SQUARE, INVERSE)
"""There is such a matrix."""


def off(of: Expression) -> Node:
    """`A − QΨ`."""
    return sum_of_matrices(of, multiple(-1, BEST))


def gap(of: Expression) -> Node:
    """The second moment of the gradient, at `A − QΨ`."""
    return weighted(off(of), SECOND, Λ)


@cache
def known() -> Facts:
    """What is known of data and of Q."""
    return (*facts(), assume(PLACE))


def shift_sign() -> Theorem:
    """`0 ≤ (tr ΛΨ + σ²)/N`."""
    one = weighted_sign(ONE, spread(), semidefinite_too(assume(DATA[3])), known())
    wide = traces(equal(weighted(ONE, Λ, Ψ), trace(product(Λ, Ψ))), (), (), known_letters(known(), Λ, Ψ, ONE), ())
    noisy = signed(at_most(0, trace(product(Λ, Ψ)) + σ**2), (one, wide), squares=(σ,))
    return signed(at_most(0, SHIFT), (noisy, *SHARES), products=((noisy, SHARES[3]),))


def solvable() -> Theorem:
    """With `S = Λ⁻¹` and `T = ((N+1)/N Ψ + hS)⁻¹`, both of which there are, ST is such a matrix."""
    T, share = matrix_letter("T"), positive((N + 1) / N, (MANY, MORE))
    place, inverses = member(S, semidefinite(d)), of_inverse(Λ, d, S)[1]
    whole = sum_of_matrices(multiple((N + 1) / N, Ψ), multiple(SHIFT, S))
    inside = (*facts(), assume(place))
    definite_ = sum_is_definite(whole, (assume(DATA[3]), share), (assume(place), shift_sign()), inside)
    of_sum, inverses_of_sum = of_inverse(whole, d, T)
    (first, second), (third, fourth) = (conjuncts(assume(each)) for each in (inverses, inverses_of_sum))
    found = product(S, T)
    goals = parts(opened(parts(EXISTS, "exists")[1], (found,)), "and")
    known_ = (*inside, assume(of_sum))
    one = by_words(goals[0], known_, (first, (N + 1) / N, Ψ, T), (third, 1, None, None), known=divisors(known_, whole))
    using = (fourth, 1, S, Λ), (second, 1, None, None), (second, -SHIFT, found, None)
    other = by_words(goals[1], known_, *using, known=divisors(known_, whole))
    there = witness(EXISTS, shaped(found, known_), conjoin(one, other))
    chosen = with_inverse(definite_, T, there)
    existence = exists(S, semidefinite(d), inverses)
    return choose(S, has_semidefinite_inverse(assume(DATA[2]), existence, assumed(DATA[0])), chosen)


def _derived(of: Node) -> Theorem:
    return STARTED.derived(*of.parts[1:], facts=known())


def from_mean() -> Theorem:
    """The error from the mean with a matrix, as the least one and the gap."""
    one, other = (_derived(started(of, μ)) for of in (A, BEST))
    left, right = (parts(each.conclusion, "equal")[1] for each in (one, other))
    sides = equal(left, right + gap(A))
    taken = ((0, written(2), product(transpose(off(A)), Λ), product(Ψ, Λ)),)
    letters = known_letters(known(), *inside(sides), ONE)
    same = traces(sides, conjuncts(assume(INVERSE))[:1], taken, letters, divisors(known(), sides))
    using = (one, 1), (other, -1), (same, 1)
    return identity(started(A, μ), started(BEST, μ) + gap(A), known(), using)


def split_gap(of: Expression) -> tuple[Theorem, Facts]:
    """The gap as two forms, and that these and their shares are not negative."""
    other = semidefinite_too(assume(DATA[3]))
    forms = weighted(product(Λ, off(of)), Ψ, Λ), weighted(off(of), Λ, Λ)
    sides = equal(gap(of), (N + 1) / N * forms[0] + SHIFT * forms[1])
    same = traces(sides, (), (), known_letters(known(), *inside(sides)), divisors(known(), sides))
    first = weighted_sign(product(Λ, off(of)), other, spread(), known())
    second = weighted_sign(off(of), spread(), spread(), known())
    return same, (first, second, shift_sign(), positive((N + 1) / N, (MANY, MORE)))


def gap_sign(of: Expression) -> Theorem:
    """The gap is not negative."""
    same, signs = split_gap(of)
    first, second, shift, share = signs
    return signed(at_most(0, gap(of)), (same, *signs, *SHARES), products=((share, first), (shift, second)))


def no_gap() -> Theorem:
    """`A = QΨ` where the gap is not positive."""
    small = at_most(gap(A), 0)
    same, (first, second, shift, share) = split_gap(A)
    form = parts(first.conclusion, "at_most")[1]
    signs = same, assume(small), second, shift, share, *SHARES
    none = signed(at_most(form, 0), signs, products=((share,), (shift, second)))
    carried = product(Λ, off(A))
    counts = (belonging(d, integers_from(1), known()) for _ in (Ψ, Λ))
    gone = apply(at(none_weighted(), *counts, assume(DATA[3]), assume(DATA[2]), shaped(carried, known())), none)
    place, inverses = of_inverse(Λ, d, S)
    _, back = conjuncts(assume(inverses))
    using = (gone, 1, S, None), (back, -1, None, off(A))
    found = by_words(equal_matrices(A, BEST), (*known(), assume(place)), *using)
    return under(with_inverse(assume(DATA[2]), S, found), small)
