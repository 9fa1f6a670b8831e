"""That the best step of a training is not the best one on prompts of another length, and how far it is above it."""

from __future__ import annotations

from functools import cache

from proofs.wu2023.formal import best_matrix
from proofs.wu2023.formal.best_matrix import (
    A1,
    DATA,
    ONE,
    SQUARE,
    VARIES,
    Λ,
    B,
    H,
    N,
    R,
    S,
    d,
    inverses,
    of_weights,
    σ,
    ψ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, conjoin, one_way, part
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
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
    real,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
)
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import Facts, identity, nonzero, signed
from symbolic.tactics.steps import assumed, at, belonging, other_than_0, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, of_matrices
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too, zero_matrix

M, Q = real("M"), matrix_letter("Q")
TESTED = member(M, integers_from(1))
SIZES = (*DATA[:2], TESTED, *DATA[2:])
GIVEN = member(Q, SQUARE), member(R, SQUARE), member(S, SQUARE), member(B, symmetric(d)), member(H, symmetric(d))
LEVEL = trace(Λ) + σ**2 / ψ**2
APART = negation(equal(M - N, 0))

LEFT_OUT = (
    "That both Γ and a positive definite Λ have inverses, and Λ and ΓΛ symmetric roots, by the spectral theorem: the "
    "formula is about all matrices that are such. That the difference of both Γ is definite."
)


def gamma(samples: Number) -> Node:
    """Γ of prompts with so many samples."""
    size = written(samples)
    return sum_of_matrices(multiple((size + 1) / size, Λ), multiple(LEVEL / size, ONE))


SUPPOSED = conjunction(
    *inverses(gamma(N), Q),
    *inverses(gamma(M), R),
    *inverses(Λ, S),
    equal_matrices(product(B, B), Λ),
    equal_matrices(product(H, H), product(gamma(M), Λ)),
)


def tested(of: Expression) -> Expression:
    """The error of a step on prompts of M samples."""
    return best_matrix.MODEL.loss(d, M, Λ, ψ, σ, of)


DIFFERENCE = sum_of_matrices(gamma(N), multiple(-1, gamma(M)))
EXCESS = ψ**2 * best_matrix.norm(Q)
SHIFTED = multiple(1 / N - 1 / M, sum_of_matrices(Λ, multiple(LEVEL, ONE)))


def goal(excess: Number = EXCESS, shifted: Expression = SHIFTED, apart: Expression = APART) -> Expression:
    """For all sizes, definite covariances and noises: the excess of the trained step, positive unless M = N."""
    found = conjunction(
        equal(tested(Q) - tested(R), excess),
        quantified(at_most(tested(R), tested(A1)), member(A1, SQUARE)),
        equal_matrices(DIFFERENCE, shifted),
        implies(apart, less(tested(R), tested(Q))),
    )
    return quantified(implies(VARIES, quantified(implies(SUPPOSED, found), *GIVEN)), *SIZES)


@cache
def facts() -> Facts:
    """What is supposed, and that Λ is semidefinite."""
    return (*assumed(*SIZES[:3]), assume(VARIES), semidefinite_too(assume(DATA[2])), *map(assume, GIVEN))


@cache
def divisors() -> Facts:
    """`N ≠ 0`, `M ≠ 0` and `ψ² ≠ 0`."""
    return *(other_than_0(nonzero(each, facts())) for each in (N, M)), other_than_0(of_weights())


def supposed() -> Facts:
    """All equations that are supposed."""
    return tuple(part(n, assume(SUPPOSED)) for n in range(8))


@cache
def optimum(letter: Expression) -> Theorem:
    """What is proved of the best matrix, on prompts of M samples, at a matrix."""
    found = at(best_matrix.proof().theorem, *(assume(each) for each in (SIZES[0], TESTED, DATA[2])), ψ, σ)
    found = at(apply(found, assume(VARIES)), *map(assume, GIVEN[1:]))
    return at(apply(found, conjoin(*supposed()[2:])), assume(member(letter, SQUARE)))


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
    return identity(d, 0, using=((count, -1), (none, 1)))


def proof() -> Proof:
    """The goal and its definedness."""
    shifted = by_words(equal_matrices(DIFFERENCE, SHIFTED), facts(), known=divisors())
    found = conjoin(excess(), lowest(), shifted, under(less_than_trained(), APART))
    theorem = under(found, *SIZES, VARIES, *GIVEN, SUPPOSED)
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that nothing is divided by 0."""
    found = defined_on(best_matrix.MODEL)(formula, (*known, *facts(), *divisors()))
    return found or of_matrices(formula, known)
