"""R beside Λ⁻¹, which it approaches: what is known of both, and that neither R nor their distance is large."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.limits.near_limits import GROWN, LONG, RATE, SHAPES, SLOPE, TURNED, C
from proofs.garg2022.formal.trained_model import (
    ONE,
    SIZES,
    SPREAD,
    Λ,
    N,
    R,
    S,
    d,
    divisors,
    facts,
    of_gamma,
    semidefinite_as_well,
)
from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import assume, conjoin, part
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    equal,
    equal_matrices,
    member,
    product,
    semidefinite,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at
from symbolic.tactics.whole_matrices.bounded_products import norm, trace_is_not_negative
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words


@cache
def lasting() -> Facts:
    """What is known of d, Λ and `S = Λ⁻¹`, which is symmetric as Λ is."""
    letters = (*assumed(SIZES[0]), spread(), assume(TURNED))
    same = rewritten_words(equal_matrices(transpose(S), S), letters, of_inverse())
    return (*letters, belongs(member(S, symmetric(d)), conjoin(assume(TURNED), same)))


@cache
def known() -> Facts:
    """What is known of all letters."""
    return (*facts(), *lasting(), *assumed(*SHAPES))


def of_inverse() -> Facts:
    """`Λ S = 1` and `S Λ = 1`."""
    return part(0, assume(LONG)), part(1, assume(LONG))


@cache
def spread() -> Theorem:
    """Λ is semidefinite."""
    return semidefinite_as_well(assume(SPREAD))


@cache
def share() -> Theorem:
    """`0 < 1/N`."""
    return positive(1 / N, assumed(*SIZES))


@cache
def inverse_is_semidefinite() -> Theorem:
    """`xᵀΛ⁻¹x = (Λ⁻¹x)ᵀ Λ (Λ⁻¹x)`."""

    def sign(x: Variable, of_column: Facts) -> Theorem:
        inside = (*lasting(), *of_column)
        image = product(S, x)
        above = at(part(2, meant(spread())), shaped(image, inside))
        value_ = trace(product(transpose(x), S, x))
        same = rewritten_traces(equal(value_, trace(product(transpose(image), Λ, image))), inside, of_inverse())
        return signed(at_most(0, value_), (same, above))

    return by_form(member(S, semidefinite(d)), lasting(), sign)


@cache
def grown() -> Theorem:
    """`Λ⁻¹ = R (1 + 1/N + tr Λ/N Λ⁻¹)`, which is `R Γ Λ⁻¹`."""
    using = (of_gamma()[0], -1, None, S), (of_inverse()[0], 1 + 1 / N, R, None)
    return by_words(equal_matrices(S, product(R, GROWN)), known(), *using, known=divisors())


def below(smaller: Expression, larger: Expression, equation: Theorem, more: Facts = ()) -> Theorem:
    """`‖Y‖² ≤ ‖X‖²` from `X = Y Γ Λ⁻¹`."""
    root = of_root(S, d, C)
    inside = (*known(), *more, assume(root[0]))
    times = trace(Λ) / N
    middle, last = product(smaller, C), product(smaller, S)
    growth = (1 + 1 / N) ** 2 * norm(smaller) + 2 * (1 + 1 / N) * times * norm(middle) + times**2 * norm(last)
    taken = tuple((0, written(1), transpose(side), ONE) for side in (larger, product(smaller, GROWN)))
    letters = known_letters(inside, Λ, larger, smaller, GROWN, C)
    same = traces(equal(norm(larger), norm(product(smaller, GROWN))), (equation,), taken, letters, divisors())
    grows = rewritten_traces(equal(norm(product(smaller, GROWN)), growth), inside, [assume(root[1])], divisors())
    signs = tuple(not_negative(each, inside) for each in (smaller, middle, last))
    long, size = share(), trace_is_not_negative(spread(), known())
    products = (
        (long, signs[0]),
        (long, long, signs[0]),
        (long, size, signs[1]),
        (long, long, size, signs[1]),
        (long, long, size, size, signs[2]),
    )
    goal = at_most(norm(smaller), norm(larger))
    found = signed(goal, (same, grows, *signs, long, size, *divisors()), products=products)
    return with_root(inverse_is_semidefinite(), C, found)


@cache
def bounds() -> Facts:
    """`‖R‖² ≤ ‖Λ⁻¹‖²` and `‖N (Λ⁻¹ − R)‖² ≤ ‖(1 + tr Λ Λ⁻¹) Λ⁻¹‖²`."""
    end = product(S, SLOPE)
    turned = by_words(equal_matrices(end, product(RATE, GROWN)), known(), (grown(), 1, None, SLOPE), known=divisors())
    return below(R, S, grown()), below(RATE, end, turned)
