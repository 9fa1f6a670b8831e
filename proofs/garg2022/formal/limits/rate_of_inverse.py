"""That R approaches Λ⁻¹ from below: `N (Λ⁻¹ − R)` is definite."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.limits.inverse_approached import inverse_is_semidefinite, lasting, of_inverse, share, spread
from proofs.garg2022.formal.limits.near_limits import RATE
from proofs.garg2022.formal.trained_model import (
    GAMMA,
    ONE,
    SPREAD,
    Λ,
    N,
    R,
    S,
    commuting,
    d,
    divisors,
    facts,
    form,
    of_gamma,
)
from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import apply, assume, contradict, deny, part
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import definite, equal, equal_matrices, less, member, product, trace, transpose, zeros
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at
from symbolic.tactics.whole_matrices.bounded_products import norm, trace_is_not_negative
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form


@cache
def rate_is_definite() -> Theorem:
    """`R (1 + tr Λ Λ⁻¹)` is definite: its form is made of those of Λ, I and Λ⁻¹ at `R x`."""
    inside = (*facts(), *lasting())
    turned = (of_inverse()[0], -1, product(S, R), None), (of_inverse()[1], 1, None, product(R, S))
    commutes = by_words(equal_matrices(product(S, R), product(R, S)), inside, *turned, (commuting(), 1, S, S))

    def sign(y: Variable, known_: Facts) -> Theorem:
        there = (*inside, known_[0])
        image = product(R, y)
        moved = shaped(image, there)
        zero = equal_matrices(image, zeros(d, 1))
        gone = by_words(
            equal_matrices(y, zeros(d, 1)),
            there,
            (of_gamma()[1], -1, None, y),
            (assume(zero), 1, GAMMA, None),
            known=divisors(),
        )
        some = deny(zero, contradict(gone, known_[1]))
        seen = apply(at(part(2, meant(assume(SPREAD))), moved), some)
        of_inverse_ = at(part(2, meant(inverse_is_semidefinite())), moved)
        size = norm(image)
        value_ = trace(product(transpose(y), RATE, y))
        t = trace(Λ)
        whole = (1 + 1 / N) * form(image, Λ) + (t / N + t * (1 + 1 / N)) * size + t**2 / N * form(image, S)
        same = rate_in_forms(value_, whole, y, there, commutes)
        signs = seen, not_negative(image, there), of_inverse_, trace_is_not_negative(spread(), inside), share()
        positive_, long, other, size_, few = signs
        products = (few, positive_), (few, size_, long), (size_, long), (few, size_, size_, other)
        return signed(less(0, value_), (same, *signs, *divisors()), products=products)

    return by_form(member(RATE, definite(d)), inside, sign, (commutes,))


def rate_in_forms(value_: Expression, whole: Expression, y: Expression, there: Facts, commutes: Theorem) -> Theorem:
    """`yᵀR(1 + t Λ⁻¹)y` by forms at R y, `t = tr Λ`, since `R = R Γ R`."""
    t, g, row = trace(Λ), 1 + 1 / N, transpose(y)
    taken = (
        (0, written(-1), row, product(R, y)),
        (0, -t, row, product(R, S, y)),
        (1, -(t * g), product(row, R, Λ), y),
        (2, t * g, product(row, R), product(R, y)),
        (1, -(t * t / N), product(row, R), y),
    )
    letters = known_letters(there, Λ, R, S, y, ONE)
    equations = of_gamma()[0], commutes, of_inverse()[0]
    return traces(equal(value_, whole), equations, taken, letters, divisors())
