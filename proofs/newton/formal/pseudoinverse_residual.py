"""Newton's iteration is `P (1 − αSSᵀ)^(2^k)` from the pseudoinverse after k steps; that in a basis of eigenvectors."""

from __future__ import annotations

from functools import cache

from proofs.newton.formal import newton_beside_descent as beside
from proofs.newton.formal.newton_beside_descent import natural_powers
from proofs.newton.formal.penrose import (
    FACTS,
    INVERSE_SHAPE,
    SHAPE,
    SIZES,
    SPECTRUM,
    P,
    S,
    m,
)
from proofs.newton.formal.pseudoinverse_goal import (
    COUNT,
    IS_NORM,
    IS_PSEUDOINVERSE,
    NATURAL,
    NONE,
    ONE,
    k,
    newton,
    α,
    σ,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, part, parts
from symbolic.core.rules.matrix_algebra import equal_transposes
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    difference,
    equal_matrices,
    member,
    multiple,
    negation,
    product,
    raised,
    transpose,
)
from symbolic.tactics.dynamics.fading_powers import fades
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    under,
)
from symbolic.tactics.whole_matrices.diagonal_words import by_entries
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, start
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.singular_values import (
    gram,
    positive_norm,
)
from symbolic.tactics.whole_matrices.spectra import power
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

INSIDE = (*FACTS, *assumed(INVERSE_SHAPE, IS_PSEUDOINVERSE))
SPS, PSP, SP, PS = conjuncts(assume(IS_PSEUDOINVERSE))
FACTOR = difference(ONE, product(S, multiple(α, transpose(S))))
"""`1 − αSSᵀ`."""

B, R = transpose(S), product(P, transpose(P), P)


def doubling(count: Expression) -> Expression:
    """`2^k`."""
    return raised(2, count)


@cache
def grows() -> Theorem:
    """`∀k: k ≤ 2^k`."""

    def says(count: Expression) -> Expression:
        return at_most(count + 1, doubling(count))

    def step(before: Theorem, facts: Facts) -> Theorem:
        return signed(says(k + 1), (before, next_power(written(2), facts[0]), *facts))

    base = signed(says(written(0)), (power_to_nothing(written(2)),))
    every = at(over_steps(says, k, base, step), assume(COUNT))
    return under(signed(at_most(k, doubling(k)), (every,)), COUNT)


@cache
def back() -> Theorem:
    """`P S Sᵀ = Sᵀ`."""
    return by_words(
        equal_matrices(product(P, S, B), B), INSIDE, (PS, -1, None, B), (equal_transposes(SPS), 1, None, None)
    )


@cache
def residual() -> Theorem:
    """`∀k: P − M_k = P (1 − αSSᵀ)^(2^k)`."""
    general = under(under(beside.steps(), *beside.SHAPES, member(beside.k, NATURAL)), *beside.SIZES)
    start_ = shaped(multiple(α, B), FACTS)
    of_size = at(general, *map(assume, SIZES), assume(SHAPE), start_)

    def says(count: Expression) -> Expression:
        known = parts(
            parts(at(of_size, belonging(count, NATURAL, assumed(COUNT))).conclusion, "and")[0], "equal_matrices"
        )
        return equal_matrices(newton(count), known[0])

    def step(before: Theorem, facts: Facts) -> Theorem:
        other, inside = parts(before.conclusion, "equal_matrices")[1], (*FACTS, *facts)
        made = next_step(newton(k), k, inside), next_step(other, k, inside)
        return rewritten_words(says(k + 1), inside, [*made, before])

    zero = written(0)
    other = parts(says(zero), "equal_matrices")[1]
    same = over_steps(says, k, rewritten_words(says(zero), FACTS, [start(newton(0)), start(other)]), step)
    inside = (*INSIDE, *assumed(COUNT), at(natural_powers(), assume(COUNT)))
    of_k = part(1, at(of_size, assume(COUNT)))
    left = equal_matrices(difference(P, newton(k)), product(P, power(FACTOR, m, doubling(k))))
    used = at(same, assume(COUNT)), at(kept(), assume(COUNT))
    turned = by_words(left, inside, (of_k, 1, P, None), (used[0], -1, product(P, S), None), (used[1], 1, None, None))
    return under(turned, COUNT)


def kept() -> Theorem:
    """`∀k: P S M_k = M_k`."""

    def says(count: Expression) -> Expression:
        return equal_matrices(product(P, S, newton(count)), newton(count))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*INSIDE, *facts)
        return rewritten_words(says(k + 1), inside, [next_step(newton(k), k, inside), before])

    return over_steps(says, k, rewritten_words(says(written(0)), INSIDE, [start(newton(0)), back()]), step)


def contraction(place: Expression) -> Expression:
    """`1 − αλ_r`."""
    return 1 - α * SPECTRUM.eigenvalue(place)


@cache
def powers() -> Theorem:
    """`∀N: (1 − αSSᵀ)^N = V diag(…) Vᵀ`."""
    of_diagonal = difference(ONE, multiple(α, SPECTRUM.diagonal(SPECTRUM.eigenvalue)))
    same = by_entries(equal_matrices(SPECTRUM.diagonal(contraction), of_diagonal), SPECTRUM.known)
    return SPECTRUM.powers(SPECTRUM.in_basis(FACTOR, contraction, same), contraction)


@cache
def through() -> Theorem:
    """`(P V)ᵀ = D Vᵀ (P Pᵀ P)ᵀ`, since `P = P Pᵀ P S Sᵀ`."""
    known = (*INSIDE, *SPECTRUM.known)
    lift = by_words(
        equal_matrices(P, product(R, gram(S))),
        known,
        (PSP, -1, None, None),
        (SP, -1, P, None),
        (back(), -1, product(P, transpose(P)), None),
    )
    V, rest = SPECTRUM.basis, transpose(R)
    goal_ = equal_matrices(
        transpose(product(P, V)), product(SPECTRUM.diagonal(SPECTRUM.eigenvalue), product(transpose(V), rest))
    )
    return by_words(
        goal_, known, (equal_transposes(lift), 1, transpose(V), None), (SPECTRUM.turned_round, 1, None, rest)
    )


@cache
def doubling_fades() -> Theorem:
    """`∀q: q² < 1 ⇒ q^(2^k) → 0`."""
    return fades(doubling, natural_powers(), grows())


NORM_KNOWN, SOME = assume(IS_NORM), assume(negation(NONE))


@cache
def large() -> Theorem:
    """`0 < σ²`."""
    return positive_norm(SPECTRUM, S, σ, NORM_KNOWN, SOME)
