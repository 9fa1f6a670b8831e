"""Which matrix of step sizes is best on noisy prompts: the loss above its least value as a sum of squares."""

from __future__ import annotations

from functools import cache

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, both_ways, cases, conjoin, contradict, part, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    conjunction,
    definite,
    equal,
    equal_matrices,
    identity_matrix,
    iff,
    implies,
    integers_from,
    less,
    matrices,
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
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, nonzero, signed
from symbolic.tactics.steps import assumed, at, other_than_0, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, of_matrices
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too, zero_matrix

MODEL = ModelAnywhere("wu2023")
d, N, ψ, σ = map(real, ("d", "N", "psi", "sigma"))
Λ, A, A1, R, S, B, H = map(matrix_letter, ("Λ", "A", "A1", "R", "S", "B", "H"))

ONE, SQUARE = identity_matrix(d), matrices(d, d)
DATA = (
    *(member(size, integers_from(1)) for size in (d, N)),
    member(Λ, definite(d)),
    *(member(number, REALS) for number in (ψ, σ)),
)
VARIES = negation(equal(ψ, 0))
"""The weights have a variance."""

SHIFT = (trace(Λ) + σ**2 / ψ**2) / N
GAMMA = sum_of_matrices(multiple((N + 1) / N, Λ), multiple(SHIFT, ONE))
GIVEN = member(R, SQUARE), member(S, SQUARE), member(B, symmetric(d)), member(H, symmetric(d))


def inverses(one: Expression, other: Expression) -> tuple[Node, Node]:
    """Two matrices are inverses of each other."""
    return equal_matrices(product(one, other), ONE), equal_matrices(product(other, one), ONE)


SUPPOSED = conjunction(
    *inverses(GAMMA, R),
    *inverses(Λ, S),
    equal_matrices(product(B, B), Λ),
    equal_matrices(product(H, H), product(GAMMA, Λ)),
)
"""`R = Γ⁻¹`, `S = Λ⁻¹`, and roots of Λ and of ΓΛ."""

LEFT_OUT = (
    "That Γ and a positive definite Λ have inverses, and Λ and ΓΛ symmetric roots, by the spectral theorem: the "
    "formula is about all matrices that are such."
)


def off(of: Expression) -> Node:
    """`A − Γ⁻¹`."""
    return sum_of_matrices(of, multiple(-1, R))


def scaled(of: Expression) -> Node:
    """`(ΓΛ)^½ (A − Γ⁻¹) Λ^½`."""
    return product(H, off(of), B)


def norm(of: Expression) -> Expression:
    """The sum of the squares of its entries."""
    return trace(product(transpose(scaled(of)), scaled(of)))


LEAST = σ**2 + ψ**2 * (trace(Λ) - trace(product(R, Λ, Λ)))


def loss(of: Expression) -> Expression:
    """The mean squared error of a step with a matrix."""
    return MODEL.loss(d, N, Λ, ψ, σ, of)


def minimal(best: Expression = R) -> Expression:
    """No matrix has a smaller error, just where it is the best one."""
    return iff(quantified(at_most(loss(A), loss(A1)), member(A1, SQUARE)), equal_matrices(A, best))


def goal(
    least: Number = LEAST, best: Expression = R, supposed: Expression = SUPPOSED, varies: Expression = VARIES
) -> Expression:
    """For all sizes, definite covariances, noises and matrices: the error, and that it is least at one alone."""
    found = conjunction(equal(loss(A), least + ψ**2 * norm(A)), minimal(best))
    return quantified(
        implies(varies, quantified(implies(supposed, quantified(found, member(A, SQUARE))), *GIVEN)), *DATA
    )


@cache
def facts() -> Facts:
    """What is supposed, and that Λ is semidefinite."""
    spread = semidefinite_too(assume(DATA[2]))
    return (*assumed(*DATA[:2]), assume(VARIES), spread, *map(assume, GIVEN), assume(member(A, SQUARE)))


@cache
def divisors() -> Facts:
    """`N ≠ 0` and `ψ² ≠ 0`."""
    return other_than_0(nonzero(N, facts())), other_than_0(of_weights())


@cache
def of_weights() -> Theorem:
    """`0 < ψ²`."""
    goal_ = less(0, ψ**2)

    def apart(known: Facts) -> Theorem:
        return signed(goal_, known, degree=2)

    def none(known: Facts) -> Theorem:
        return cases(goal_, contradict(known[0], assume(VARIES)))

    return whichever(goal_, trichotomy(ψ, written(0)), apart, none, apart)


@cache
def above() -> Theorem:
    """`∀A: L(A) = least + ψ² ‖(ΓΛ)^½ (A − Γ⁻¹) Λ^½‖²`."""
    inverse, _, _, _, root, high = (part(n, assume(SUPPOSED)) for n in range(6))
    derived = MODEL.derived(d, N, Λ, ψ, σ, A, facts=facts())
    left, found = parts(derived.conclusion, "equal")
    turned = transpose(off(A))
    taken = (
        (0, 2 * ψ**2, product(transpose(A), Λ), Λ),
        (0, written(-1) * ψ**2, product(transpose(R), Λ), Λ),
        (1, -(ψ**2), turned, product(off(A), Λ)),
        (2, -(ψ**2), product(turned, H, H, off(A)), ONE),
    )
    value = LEAST + ψ**2 * norm(A)
    letters = known_letters(facts(), Λ, A, R, B, H, ONE)
    same = traces(equal(found, value), (inverse, high, root), taken, letters, divisors())
    return under(identity(left, value, divisors(), ((derived, 1), (same, 1))), member(A, SQUARE))


@cache
def least_at_inverse() -> Theorem:
    """`L(Γ⁻¹) = least`."""
    none = traces(equal(norm(R), 0), (), (), known_letters(facts(), R, B, H), ())
    return identity(loss(R), LEAST, using=((at(above(), assume(GIVEN[0])), 1), (none, ψ**2)))


def only(lowest: Expression) -> Theorem:
    """`A = Γ⁻¹`, where no error is smaller than that of A."""
    value, low = at(above(), assume(member(A, SQUARE))), at(assume(lowest), assume(GIVEN[0]))
    small = signed(at_most(ψ**2 * norm(A), 0), (value, low, least_at_inverse()))
    none = signed(at_most(norm(A), 0), (small, of_weights()), products=((of_weights(),),))
    nothing = zero_matrix(scaled(A), none, facts())
    _, inverse, unit, again, root, high = (part(n, assume(SUPPOSED)) for n in range(6))
    using = (
        (nothing, 1, product(S, R, H), product(B, S)),
        (high, -1, product(S, R), product(off(A), B, B, S)),
        (root, -1, product(S, R, GAMMA, Λ, off(A)), S),
        (inverse, -1, S, product(Λ, off(A), Λ, S)),
        (again, -1, None, product(off(A), Λ, S)),
        (unit, -1, off(A), None),
    )
    return by_words(equal_matrices(A, R), facts(), *using, known=divisors())


def lowest_there(best: Expression) -> Theorem:
    """No error is smaller than that of A, where `A = Γ⁻¹`."""
    value, other = at(above(), assume(member(A, SQUARE))), at(above(), assume(member(A1, SQUARE)))
    letters = known_letters(facts(), A, R, B, H)
    taken = ((0, written(1), product(transpose(scaled(A)), H), B),)
    none = traces(equal(norm(A), 0), (assume(best),), taken, letters, ())
    more = not_negative(scaled(A1), (*facts(), assume(member(A1, SQUARE))))
    low = signed(
        at_most(loss(A), loss(A1)), (value, other, none, more), products=((more,),), squares=(ψ,), scales=(1, ψ**2)
    )
    return under(low, member(A1, SQUARE))


def proof() -> Proof:
    """The goal and its definedness."""
    lowest, best = parts(minimal(), "iff")
    least = both_ways(under(only(lowest), lowest), under(lowest_there(best), best))
    found = conjoin(at(above(), assume(member(A, SQUARE))), least)
    theorem = under(found, *DATA, VARIES, *GIVEN, SUPPOSED, member(A, SQUARE))
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that nothing is divided by 0."""
    found = defined_on(MODEL)(formula, (*known, *facts(), *divisors()))
    return found or of_matrices(formula, known)
