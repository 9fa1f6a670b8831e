"""How close the error is to its limit as prompts and training grow: a bound that holds for all lengths."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.limits.inverse_approached import bounds, grown, known, share
from proofs.garg2022.formal.limits.near_limits import (
    DATA,
    LEFT,
    LIMIT,
    LONG,
    RATE,
    SHAPES,
    SLOPE,
    F,
    Q,
    W,
    ever_nearer,
    value,
)
from proofs.garg2022.formal.trained_model import (
    INVERSE,
    ONE,
    SIZES,
    TESTED,
    TRAINED,
    Λ,
    G,
    M,
    N,
    R,
    S,
    divisors,
    minus,
    samples,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, conjuncts, rewritten, swapped, under
from symbolic.tactics.whole_matrices.bounded_products import between, norm, of_product
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative


@cache
def parted() -> Theorem:
    """The error less its limit, in powers of 1/N and 1/M."""
    apart = sum_of_matrices(S, multiple(-1 / N, RATE))
    slower = by_words(equal_matrices(R, apart), known(), (grown(), -1, None, None), known=divisors())
    off, near_ = minus(product(R, G), ONE), sum_of_matrices(LEFT, multiple(-1 / N, product(RATE, G)))
    shifted = by_words(equal_matrices(off, near_), known(), (slower, 1, None, G), known=divisors())
    taken = tuple((0, written(1), product(W, transpose(side), Q), ONE) for side in (off, near_))
    letters = known_letters(known(), Λ, R, S, Q, W, G, F, ONE)
    return traces(equal(value() - LIMIT, EXPANDED), (shifted,), taken, letters, samples())


SLOWED = trace(product(transpose(product(Q, LEFT)), product(RATE, product(G, W))))
TWICE = trace(product(transpose(product(RATE, G)), product(Q, product(RATE, product(G, W)))))
BEHIND = trace(product(transpose(product(R, F)), product(Q, R)))


def expanded(one: Expression, two: Expression, three: Expression) -> Expression:
    """What is left of the error, by its terms."""
    return -2 / N * one + 1 / N * (1 / N) * two + three / M


EXPANDED = expanded(SLOWED, TWICE, BEHIND)


def limited(term: Expression, bound: Expression) -> Expression:
    """`−b ≤ 2 f ≤ b`."""
    return conjunction(at_most(-bound, 2 * term), at_most(2 * term, bound))


LIST = tuple(map(real, ("x1", "x2", "x3")))
MOST = tuple(map(real, ("b1", "b2", "b3")))


def together(*most: Expression) -> Expression:
    """K, from bounds on twice each of the terms."""
    return most[0] + most[1] / 2 + most[2] / 2


@cache
def in_numbers() -> Theorem:
    """The same for any numbers in the places of the terms and of their bounds."""
    inside = [limited(*pair) for pair in zip(LIST, MOST, strict=True)]
    signs = [conjuncts(assume(each)) for each in inside]
    one, two = share(), positive(1 / M, assumed(TESTED))
    least = assumed(SIZES[1])[-1]
    few = signed(at_most(1 / N, 1), (one, least), products=((one, least),))
    most = together(*MOST)
    width = most / N + most / M
    term = expanded(*LIST)
    alone = *signs[0], *signs[1], *signs[2]
    common = (
        *((each, sign) for each in (one, two) for sign in alone),
        *((one, each, sign) for each in (one, few) for sign in signs[1]),
    )
    facts_ = (*(each for pair in signs for each in pair), one, two, few, *samples())
    goals = at_most(-width, term), at_most(term, width)
    found = under(conjoin(*(signed(goal, facts_, products=common) for goal in goals)), *inside)
    return under(found, *(member(each, REALS) for each in (*LIST, *MOST)))


def double(one: Expression, other: Expression, bound: Expression, *small: Theorem) -> Theorem:
    """`−b ≤ 2 tr(Aᵀ B) ≤ b` where `‖A‖² + ‖B‖²` is at most b."""
    low, high = between(one, other, known())
    term = trace(product(transpose(one), other))
    return conjoin(signed(at_most(-bound, 2 * term), (low, *small)), signed(at_most(2 * term, bound), (high, *small)))


MIXED, PRODUCT = norm(product(G, W)), norm(product(Q, LEFT))
SIZE_OF_RATE, SIZE_OF_INVERSE = norm(product(S, SLOPE)), norm(S)
BOUNDS = (
    PRODUCT + SIZE_OF_RATE * MIXED,
    SIZE_OF_RATE * (norm(G) + norm(Q) * MIXED),
    SIZE_OF_INVERSE * (norm(F) + norm(Q)),
)


@cache
def terms() -> Facts:
    """Bounds on twice each of the terms."""
    of_inverse_, of_rate = bounds()
    mixed, shape, spread_, query = (not_negative(each, known()) for each in (product(G, W), G, F, Q))
    image = product(RATE, product(G, W))
    later = _times(RATE, product(G, W), of_rate, mixed)
    slowed = double(product(Q, LEFT), image, BOUNDS[0], later)
    small = _times(RATE, G, of_rate, shape), _behind(image, later, query)
    twice = double(product(RATE, G), product(Q, image), BOUNDS[1], *small)
    few = _times(R, F, of_inverse_, spread_), _behind(R, of_inverse_, query)
    return slowed, twice, double(product(R, F), product(Q, R), BOUNDS[2], *few)


def _times(one: Expression, other: Expression, most: Theorem, size: Theorem) -> Theorem:
    """`‖A B‖² ≤ ‖A‖² ‖B‖²` with the bound of `‖A‖²`."""
    bound_ = parts(most.conclusion, "at_most")[1]
    goal = at_most(norm(product(one, other)), bound_ * norm(other))
    return signed(goal, (of_product(one, other, known()), most, size), products=((most, size),))


def _behind(of: Expression, most: Theorem, query: Theorem) -> Theorem:
    """`‖Q A‖² ≤ ‖Q‖² ‖A‖²` with the bound of `‖A‖²`."""
    bound_ = parts(most.conclusion, "at_most")[1]
    goal = at_most(norm(product(Q, of)), norm(Q) * bound_)
    return signed(goal, (of_product(Q, of, known()), most, query), products=((query, most),))


MOST_OF_ALL = together(*BOUNDS)


@cache
def nearby() -> Theorem:
    """The error within a multiple of `1/N + 1/M` of its limit, at lengths and R."""
    found = at(in_numbers(), SLOWED, TWICE, BEHIND, *BOUNDS)
    for each in terms():
        found = apply(found, each)
    return conjoin(*(rewritten(swapped(parted()), part(n, found)) for n in range(2)))


@cache
def approach() -> Theorem:
    """The statement."""
    found = under(nearby(), SIZES[1], TESTED, INVERSE, TRAINED)
    squares = (S, product(S, SLOPE), product(G, W), product(Q, LEFT), G, Q, F)
    signs = tuple(not_negative(each, known()) for each in squares)
    least, rate, mixed, _, shape, query, spread_ = signs
    products = (rate, mixed), (rate, shape), (rate, query, mixed), (least, spread_), (least, query)
    positive_ = signed(at_most(0, MOST_OF_ALL), signs, products=products)
    size = belongs(member(MOST_OF_ALL, NONNEGATIVE), positive_)
    wanted = ever_nearer(value(), LIMIT)
    return under(witness(wanted, size, found), *DATA, LONG, *SHAPES)
