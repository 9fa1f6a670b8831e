"""Which matrix of step sizes is best on noisy prompts: the loss above its least value as a sum of squares."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from proofs.wu2023.formal.gammas import (
    DATA,
    ONE,
    VARIES,
    Λ,
    N,
    d,
    definite_gamma,
    gamma,
    of_weights,
    semidefinite_product,
    spread,
    σ,
    ψ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, written
from symbolic.core.rules.logic import assume, both_ways, conjoin, part, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    iff,
    implies,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, nonzero, signed
from symbolic.tactics.steps import assumed, at, other_than_0, proved, quantified, under, witnessed
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, of_matrices
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import of_inverse, of_root, with_inverse, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix

MODEL = ModelAnywhere("wu2023")
A, A1, R, S, B, H = map(matrix_letter, ("A", "A1", "R", "S", "B", "H"))
SQUARE = matrices(d, d)
GAMMA = gamma(N)
INVERSE, ROOT = of_inverse(GAMMA, d, R), of_root(Λ, d, B)
HIGH_ROOT, OF_SPREAD = of_root(product(GAMMA, Λ), d, H), of_inverse(Λ, d, S)
"""`R = Γ⁻¹`, roots B and H of Λ and of ΓΛ, and `S = Λ⁻¹`."""

LETTERS: dict[Variable, tuple[Node, Node]] = {R: INVERSE, B: ROOT, H: HIGH_ROOT}
"""What there is, and what it satisfies."""


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
    least: Number = LEAST,
    best: Expression = R,
    varies: Expression = VARIES,
    definite: Expression = DATA[2],
    root: Expression = HIGH_ROOT[1],
) -> Expression:
    """For all sizes, definite covariances and noises there are Γ⁻¹ and roots, with which that is the error at all A."""
    found = conjunction(equal(loss(A), least + ψ**2 * norm(A)), minimal(best))
    whole = conjunction(INVERSE[1], ROOT[1], root, quantified(found, member(A, SQUARE)))
    return quantified(implies(varies, there_are(whole, LETTERS)), *DATA[:2], definite, *DATA[3:])


def there_are(whole: Expression, letters: Mapping[Variable, tuple[Node, Node]]) -> Expression:
    """That there are such letters, of which something holds."""
    for letter, (membership, _) in reversed(tuple(letters.items())):
        whole = exists(letter, membership.parts[1], whole)
    return whole


@cache
def facts() -> Facts:
    """What is supposed, and that Λ is semidefinite."""
    letters = (assume(each) for each, _ in (*LETTERS.values(), OF_SPREAD))
    return (*assumed(*DATA[:2]), assume(VARIES), spread(), *letters, assume(member(A, SQUARE)))


@cache
def divisors() -> Facts:
    """`N ≠ 0` and `ψ² ≠ 0`."""
    return other_than_0(nonzero(N, facts())), other_than_0(of_weights())


@cache
def above() -> Theorem:
    """`∀A: L(A) = least + ψ² ‖(ΓΛ)^½ (A − Γ⁻¹) Λ^½‖²`."""
    inverse, root, high = part(0, assume(INVERSE[1])), assume(ROOT[1]), assume(HIGH_ROOT[1])
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
    return identity(loss(R), LEAST, using=((at(above(), assume(INVERSE[0])), 1), (none, ψ**2)))


def only(lowest: Expression) -> Theorem:
    """`A = Γ⁻¹`, where no error is smaller than that of A."""
    value, low = at(above(), assume(member(A, SQUARE))), at(assume(lowest), assume(INVERSE[0]))
    small = signed(at_most(ψ**2 * norm(A), 0), (value, low, least_at_inverse()))
    none = signed(at_most(norm(A), 0), (small, of_weights()), products=((of_weights(),),))
    nothing = zero_matrix(scaled(A), none, facts())
    (inverse, unit, again), (root, high) = inverses(), (assume(each[1]) for each in (ROOT, HIGH_ROOT))
    using = (
        (nothing, 1, product(S, R, H), product(B, S)),
        (high, -1, product(S, R), product(off(A), B, B, S)),
        (root, -1, product(S, R, GAMMA, Λ, off(A)), S),
        (inverse, -1, S, product(Λ, off(A), Λ, S)),
        (again, -1, None, product(off(A), Λ, S)),
        (unit, -1, off(A), None),
    )
    return with_inverse(assume(DATA[2]), S, by_words(equal_matrices(A, R), facts(), *using, known=divisors()))


def inverses() -> Facts:
    """`R Γ = I`, `Λ S = I` and `S Λ = I`."""
    (_, inverse), both = (tuple(part(n, assume(each[1])) for n in range(2)) for each in (INVERSE, OF_SPREAD))
    return inverse, *both


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
    found = under(conjoin(at(above(), assume(member(A, SQUARE))), least), member(A, SQUARE))
    given = (assume(each) for _, each in LETTERS.values())
    places = tuple(assume(each) for each, _ in LETTERS.values())
    whole = conjoin(*given, found)
    found = witnessed(there_are(whole.conclusion, LETTERS), whole, *LETTERS, facts=places)
    found = with_root(semidefinite_product(), H, with_root(spread(), B, with_inverse(definite_gamma(), R, found)))
    return Proof(goal(), under(found, *DATA, VARIES), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that nothing is divided by 0."""
    found = defined_on(MODEL)(formula, (*known, *facts(), *divisors()))
    return found or of_matrices(formula, known)
