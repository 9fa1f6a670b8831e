"""That the best step of a training is not the best one on prompts of another length, and how far it is above it."""

from __future__ import annotations

from functools import cache

from proofs.wu2023.formal import best_matrix
from proofs.wu2023.formal.best_matrix import A1, OF_SPREAD, ROOT, SQUARE, B, H, R, S, there_are
from proofs.wu2023.formal.gammas import (
    DATA,
    LEVEL,
    ONE,
    TESTED,
    VARIES,
    Λ,
    M,
    N,
    d,
    definite_gamma,
    definite_level,
    gamma,
    of_weights,
    spread,
    σ,
    ψ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.rules.logic import apply, assume, choose, conjoin, one_way, part, parts
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    definite,
    equal,
    equal_matrices,
    implies,
    integers_from,
    less,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import Facts, identity, nonzero, signed
from symbolic.tactics.steps import assumed, at, belonging, other_than_0, proved, quantified, under, whichever, witnessed
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, of_matrices
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse, of_root, with_inverse
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix

Q = matrix_letter("Q")
SIZES = (*DATA[:2], TESTED, *DATA[2:])
APART = negation(equal(M - N, 0))
TRAINED, INVERSE = of_inverse(gamma(N), d, Q), of_inverse(gamma(M), d, R)
HIGH_ROOT = of_root(product(gamma(M), Λ), d, H)
LETTERS: dict[Variable, tuple[Node, Node]] = {Q: TRAINED, R: INVERSE, B: ROOT, H: HIGH_ROOT}
"""There are both inverses, and roots of Λ and of `Γ_M Λ`."""


def tested(of: Expression) -> Expression:
    """The error of a step on prompts of M samples."""
    return best_matrix.MODEL.loss(d, M, Λ, ψ, σ, of)


DIFFERENCE = sum_of_matrices(gamma(N), multiple(-1, gamma(M)))
EXCESS = ψ**2 * best_matrix.norm(Q)
BETWEEN = sum_of_matrices(Λ, multiple(LEVEL, ONE))
SHIFTED = multiple(1 / N - 1 / M, BETWEEN)


def goal(
    excess: Number = EXCESS,
    shifted: Expression = SHIFTED,
    apart: Expression = APART,
    between: Expression = BETWEEN,
    spread: Expression = DATA[2],
) -> Expression:
    """For all sizes, definite covariances and noises: the excess of the trained step, positive unless M = N."""
    found = conjunction(
        *(equations for _, equations in LETTERS.values()),
        equal(tested(Q) - tested(R), excess),
        quantified(at_most(tested(R), tested(A1)), member(A1, SQUARE)),
        equal_matrices(DIFFERENCE, shifted),
        member(between, definite(d)),
        implies(apart, less(tested(R), tested(Q))),
    )
    return quantified(implies(VARIES, there_are(found, LETTERS)), *SIZES[:3], spread, *SIZES[4:])


@cache
def facts() -> Facts:
    """What is supposed, and that Λ is semidefinite."""
    letters = (assume(each) for each, _ in (*LETTERS.values(), OF_SPREAD))
    return (*assumed(*SIZES[:3]), assume(VARIES), spread(), *letters)


@cache
def divisors() -> Facts:
    """`N ≠ 0`, `M ≠ 0` and `ψ² ≠ 0`."""
    return *(other_than_0(nonzero(each, facts())) for each in (N, M)), other_than_0(of_weights())


@cache
def every_optimum() -> Theorem:
    """That there are R, B and H, with which what is proved of the best matrix holds on prompts of M samples."""
    places = (assume(each) for each in (SIZES[0], TESTED, DATA[2]))
    return apply(at(best_matrix.proof().theorem, *places, *map(assume, SIZES[4:])), assume(VARIES))


@cache
def existences() -> tuple[Expression, ...]:
    """That theorem, and what is left of it with one letter after another."""
    found = [every_optimum().conclusion]
    for letter in (R, B, H):
        found.append(opened(parts(found[-1], "exists")[1], (letter,)))
    return tuple(found)


@cache
def supposed() -> Facts:
    """All equations that are supposed, of S too."""
    best, root, high = (part(n, assume(existences()[-1])) for n in range(3))
    inverses = (part(n, each) for each in (assume(TRAINED[1]), best, assume(OF_SPREAD[1])) for n in range(2))
    return *inverses, root, high


def optimum(letter: Expression) -> Theorem:
    """What is proved of the best matrix, on prompts of M samples, at a matrix."""
    return at(part(3, assume(existences()[-1])), assume(member(letter, SQUARE)))


def lowest() -> Theorem:
    """The best matrix of prompts of M samples has the least error on these."""
    same = by_words(equal_matrices(R, R), facts())
    return apply(part(1, one_way(part(1, optimum(R)))), same)


def excess() -> Theorem:
    """The error of the trained step above that."""
    none = traces(equal(best_matrix.norm(R), 0), (), (), known_letters(facts(), R, B, H), ())
    using = (part(0, optimum(Q)), 1), (part(0, optimum(R)), -1), (none, -(ψ**2))
    return identity(tested(Q) - tested(R), ψ**2 * best_matrix.norm(Q), divisors(), using)


def no_trace(same: Theorem) -> Theorem:
    """`tr Λ ≤ 0` where `Γ_N⁻¹ = Γ_M⁻¹` and M is not N: the trace of the difference of both Γ is 0."""
    of_trained, inverse = supposed()[0], supposed()[3]
    taken = (
        (0, written(-1), gamma(N), ONE),
        (1, written(-1), gamma(N), gamma(M)),
        (2, written(1), ONE, gamma(M)),
    )
    letters = known_letters(facts(), Λ, Q, R, ONE)
    nothing = traces(equal(trace(DIFFERENCE), 0), (inverse, same, of_trained), taken, letters, divisors())
    share = trace(Λ) + trace(ONE) * LEVEL
    value = traces(equal(trace(DIFFERENCE), (1 / N - 1 / M) * share), (), (), letters, divisors())
    count = trace_of_identity(belonging(d, integers_from(0), facts()))
    apart = assume(APART)
    scale = M * N / (M - N)
    using = (nothing, scale), (value, -scale), (count, -LEVEL)
    whole = identity(trace(Λ) + d * LEVEL, 0, (*divisors(), apart), using)
    sign = at_most(trace(Λ), 0)
    noise = signed(at_most(0, σ**2 / ψ**2), (of_weights(),), squares=(σ / ψ**2, σ), products=((of_weights(),),))
    wide = signed(less(0, d), facts())
    return signed(sign, (whole, noise, wide, of_weights()), products=((wide, noise), (wide,)), scales=(1,), degree=2)


def less_than_trained() -> Theorem:
    """The error is smaller than that of the trained step, unless M = N."""
    wanted = less(tested(R), tested(Q))
    low = lowest()

    def not_less(known: Facts) -> Theorem:
        other = signed(at_most(tested(Q), tested(A1)), (*known, at(low, assume(member(A1, SQUARE)))))
        same = apply(part(0, one_way(part(1, optimum(Q)))), under(other, member(A1, SQUARE)))
        return signed(wanted, (no_dimension(no_trace(same)), *facts()))

    return whichever(wanted, trichotomy(tested(R), tested(Q)), lambda known: known[0], not_less, not_less)


def no_dimension(small: Theorem) -> Theorem:
    """`d = 0` where `tr Λ ≤ 0`: then the root of Λ is 0, which has no inverse."""
    unit, root = supposed()[4], supposed()[6]
    letters = known_letters(facts(), Λ, B, S, ONE)
    square = trace(product(transpose(B), B))
    length = traces(equal(square, trace(Λ)), (root,), ((0, written(1), ONE, ONE),), letters, ())
    nothing = zero_matrix(B, signed(at_most(square, 0), (length, small)), facts())
    taken = ((0, written(-1), ONE, ONE), (1, written(-1), ONE, S), (2, written(1), ONE, product(B, S)))
    none = traces(equal(trace(ONE), 0), (unit, root, nothing), taken, letters, ())
    count = trace_of_identity(belonging(d, integers_from(0), facts()))
    return with_inverse(assume(DATA[2]), S, identity(d, 0, using=((count, -1), (none, 1))))


def proof() -> Proof:
    """The goal and its definedness."""
    shifted = by_words(equal_matrices(DIFFERENCE, SHIFTED), facts(), known=divisors())
    given = assume(TRAINED[1]), *(part(n, assume(existences()[-1])) for n in range(3))
    whole = conjoin(*given, excess(), lowest(), shifted, definite_level(), under(less_than_trained(), APART))
    places = tuple(assume(each) for each, _ in LETTERS.values())
    found = witnessed(there_are(whole.conclusion, LETTERS), whole, *LETTERS, facts=places)
    for letter, existence in zip((H, B), reversed(existences()[1:3]), strict=True):
        found = choose(letter, assume(existence), found)
    found = with_inverse(definite_gamma(), Q, choose(R, every_optimum(), found))
    return Proof(goal(), under(found, *SIZES, VARIES), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that nothing is divided by 0."""
    found = defined_on(best_matrix.MODEL)(formula, (*known, *facts(), *divisors()))
    return found or of_matrices(formula, known)
