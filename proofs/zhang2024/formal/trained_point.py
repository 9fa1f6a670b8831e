"""The loss on the family above its least value, where the covariance is definite: as a square, in `X = uU − Γ⁻¹`.

Of Λ, which is definite, there are an inverse S and a root B, of Γ an inverse R, of ΓΛ a root H: letters that are
supposed to be such, which nothing has to be supposed of once a theorem does not name them.
"""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal import loss_in_traces
from proofs.zhang2024.formal.loss_in_traces import GAMMA, LINEAR, LOSS, Λ, N, U, d, stated, u
from symbolic.core.expressions import Expression, Node, Variable, bound, opened, written
from symbolic.core.rules.logic import apply, assume, conjoin, part
from symbolic.core.rules.matrix_algebra import trace_of_identity
from symbolic.core.rules.membership import belongs, meant, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    definite,
    equal,
    equal_matrices,
    identity_matrix,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, other_than_0, whichever
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_inverse, of_root, with_inverse, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too, zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

R, S, B, H = map(matrix_letter, ("R", "S", "B", "H"))
ONE, SQUARE = identity_matrix(d), matrices(d, d)
DATA = (*stated().domains[:2], member(Λ, definite(d)))
POINT = member(u, REALS), member(U, SQUARE)
ROOT, INVERSE = of_root(Λ, d, B), of_inverse(Λ, d, S)
K = product(GAMMA, Λ)
HIGH_ROOT, HIGH_INVERSE = of_root(K, d, H), of_inverse(GAMMA, d, R)

LEAST = trace(Λ) / 2 - trace(product(R, Λ, Λ)) / 2
"""`½ tr Λ − ½ tr(Γ⁻¹Λ²)`."""


def off(scalar: Number = u, matrix: Expression = U) -> Node:
    """`X = uU − Γ⁻¹`."""
    return sum_of_matrices(multiple(scalar, matrix), multiple(-1, R))


def form(of: Expression) -> Expression:
    """`tr(ΓΛ X Λ Xᵀ)`, which is `‖(ΓΛ)^½ X Λ^½‖²`."""
    return trace(product(K, of, Λ, transpose(of)))


def square(of: Expression) -> Expression:
    """`‖A‖²`."""
    return trace(product(transpose(of), of))


def loss(scalar: Number = u, matrix: Expression = U) -> Expression:
    """The loss at a point of the family."""
    return there(stated().loss(), scalar, matrix)


def there(expression: Expression, scalar: Number, matrix: Expression) -> Expression:
    """What is said of u and U, of another number and another matrix."""
    return opened(bound(expression, (u, U)), (written(scalar), matrix))


@cache
def spread() -> Theorem:
    """Λ is semidefinite."""
    return semidefinite_too(assume(DATA[2]))


@cache
def sizes() -> Facts:
    """What is known of the sizes and of Λ."""
    return (*assumed(*DATA[:2]), spread(), other_than_0(count()))


@cache
def size_of_spread() -> Theorem:
    """`0 < tr Λ`: else the root of Λ would be 0, which has no inverse."""
    facts = (*sizes(), *map(assume, (ROOT[0], INVERSE[0])))
    root, (unit, _) = assume(ROOT[1]), (part(n, assume(INVERSE[1])) for n in range(2))
    length = rewritten_traces(equal(square(B), trace(Λ)), facts, [root])
    goal, between = less(0, trace(Λ)), trace(product(B, B, S))
    one = rewritten_traces(equal(between, trace(ONE)), facts, [root, unit])

    def small(known: Facts) -> Theorem:
        nothing = zero_matrix(B, signed(at_most(square(B), 0), (length, *known)), facts)
        none = rewritten_traces(equal(between, 0), facts, [nothing])
        count = trace_of_identity(belonging(d, integers_from(0), facts))
        return signed(goal, (one, none, count, *facts))

    found = whichever(goal, trichotomy(written(0), trace(Λ)), lambda known: known[0], small, small)
    return with_inverse(assume(DATA[2]), S, with_root(spread(), B, found))


@cache
def definite_gamma() -> Theorem:
    """Γ is definite: `xᵀΓx = (1 + 1/N) xᵀΛx + tr Λ/N xᵀx`."""
    facts = (*assumed(*DATA), *sizes())

    def sign(x: Variable, known: Facts) -> Theorem:
        inside, apart = (*facts, known[0]), known[1]
        one, other = trace(product(transpose(x), Λ, x)), square(x)
        value = trace(product(transpose(x), GAMMA, x))
        parted = rewritten_traces(equal(value, (1 + 1 / N) * one + trace(Λ) / N * other), inside)
        forms = next(fact for fact in facts if getattr(fact.conclusion, "head", "") == "for_all")
        above = apply(at(forms, known[0]), apart)
        signs = size_of_spread(), above, not_negative(x, inside), share()
        return signed(
            less(0, value), (parted, *signs, count()), products=((signs[0], signs[2], signs[3]), (signs[1], signs[3]))
        )

    return by_form(member(GAMMA, definite(d)), sizes(), sign)


@cache
def count() -> Theorem:
    """`0 < N`."""
    return positive(N, assumed(DATA[1]))


@cache
def divisors() -> Facts:
    """`N ≠ 0` and `1 + 1/N ≠ 0`."""
    return other_than_0(count()), other_than_0(signed(less(0, 1 + 1 / N), (share(), count())))


@cache
def share() -> Theorem:
    """`0 < 1/N`."""
    return positive(1 / N, sizes())


@cache
def definite_product() -> Theorem:
    """ΓΛ is definite: `xᵀΓΛx = (1 + 1/N) ‖Λx‖² + tr Λ/N xᵀΛx`."""
    facts = (*assumed(*DATA), *sizes())
    forms = part(2, meant(assume(DATA[2])))

    def sign(x: Variable, known: Facts) -> Theorem:
        inside = (*facts, known[0])
        one, other = trace(product(transpose(x), Λ, x)), square(product(Λ, x))
        value = trace(product(transpose(x), K, x))
        parted = rewritten_traces(equal(value, (1 + 1 / N) * other + trace(Λ) / N * one), inside)
        above = apply(at(forms, known[0]), known[1])
        signs = size_of_spread(), above, not_negative(product(Λ, x), inside), share()
        return signed(
            less(0, value),
            (parted, *signs, count()),
            products=((signs[0], signs[1], signs[3]), (signs[2], signs[3])),
        )

    return by_form(member(K, definite(d)), sizes(), sign)


@cache
def semidefinite_product() -> Theorem:
    """ΓΛ is semidefinite."""
    return semidefinite_too(definite_product())


LETTERS = (*INVERSE, *ROOT, *HIGH_INVERSE, *HIGH_ROOT)
"""What is supposed of S, B, R and H."""


def without_letters(theorem: Theorem) -> Theorem:
    """What is proved with these letters and does not name them, without supposing that there are such."""
    found = with_root(semidefinite_product(), H, with_inverse(definite_gamma(), R, theorem))
    return with_inverse(assume(DATA[2]), S, with_root(spread(), B, found))


@cache
def facts() -> Facts:
    """What is known of sizes and of all letters; R, an inverse of what is symmetric, is symmetric."""
    known = (*sizes(), count(), *map(assume, LETTERS[::2]))
    turned = rewritten_words(equal_matrices(transpose(R), R), known, inverses(), divisors())
    return (*known, belongs(member(R, symmetric(d)), conjoin(assume(LETTERS[4]), turned)), *map(assume, POINT))


@cache
def inverses() -> Facts:
    """`ΓR = 1` and `RΓ = 1`."""
    return tuple(part(n, assume(HIGH_INVERSE[1])) for n in range(2))


@cache
def folded() -> tuple[Facts, Facts]:
    """`R K = Λ` and `K R = Λ` for `K = ΓΛ`, and what is known of all letters, K being one that is symmetric."""
    back = (equal_matrices(product(*each), Λ) for each in ((R, K), (K, R)))
    products = tuple(rewritten_words(each, facts(), inverses(), divisors()) for each in back)
    return products, (*facts(), belongs(member(K, symmetric(d)), conjoin(*parts_of(semidefinite_product())[:2])))


def by_letters(goal: Expression, *equations: Theorem, more: Facts = ()) -> Theorem:
    """An equation between numbers or matrices, `K = ΓΛ` being one letter, from what R does to it and from others."""
    prove = rewritten_words if getattr(goal, "head", "") == "equal_matrices" else rewritten_traces
    products, known = folded()
    return prove(goal, (*known, *more), (*products, *equations), divisors(), (K,))


def parts_of(membership: Theorem) -> Facts:
    """What a membership means, one by one."""
    return conjuncts(meant(membership))


@cache
def at_point() -> Facts:
    """The loss and the gradients by every block at a point of the family."""
    found = loss_in_traces.proof().theorem
    return conjuncts(at(found, *map(assume, DATA[:2]), spread(), *map(assume, POINT)))


@cache
def above() -> Theorem:
    """`L = least + ½ tr(ΓΛ X Λ Xᵀ)`."""
    value = LEAST + form(off()) / 2
    folded_loss = u**2 * form(U) / 2 - u * LINEAR + trace(Λ) / 2
    same = rewritten_traces(equal(LOSS, folded_loss), facts())
    return modulo(equal(loss(), value), (at_point()[0], same, by_letters(equal(folded_loss, value))))
