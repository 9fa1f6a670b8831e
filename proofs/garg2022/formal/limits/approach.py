"""How close the error is to its limit as prompts and training grow: within a multiple of `1/N + 1/M`.

For any symmetric Q, W and G, in the places of second moments of the query, of the task and of the samples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from proofs.garg2022.formal.trained_model import (
    INVERSE,
    ONE,
    SIZES,
    SPREAD,
    SQUARE,
    TESTED,
    TRAINED,
    Λ,
    G,
    M,
    N,
    R,
    S,
    d,
    divisors,
    facts,
    inverses,
    minus,
    of_gamma,
    samples,
    semidefinite_as_well,
)
from symbolic.core.expressions import Expression, Variable, bound, opened, written
from symbolic.core.rules.logic import apply, assume, choose, conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    implies,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, conjuncts, quantified, rewritten, swapped, under
from symbolic.tactics.whole_matrices.bounded_products import between, norm, of_product, trace_is_not_negative
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form, of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

Q, W, F, C = map(matrix_letter, ("Q", "W", "F", "C"))
K = real("K")
SHAPES = tuple(member(each, symmetric(d)) for each in (Q, W, G, F))
TURNED = member(S, SQUARE)
LONG = conjunction(*inverses(Λ, S))
"""`S = Λ⁻¹`."""

SLOPE = sum_of_matrices(ONE, multiple(trace(Λ), S))
"""`1 + tr Λ Λ⁻¹`."""
RATE = product(R, SLOPE)
"""`N (Λ⁻¹ − R)`."""
GROWN = sum_of_matrices(multiple(1 + 1 / N, ONE), multiple(trace(Λ) / N, S))
"""`Γ Λ⁻¹`."""
LEFT = minus(product(S, G), ONE)
"""`Λ⁻¹ G − 1`."""


def value(inverse: Expression = R) -> Expression:
    """The error of a model with R, as in `errors_of_shifts`; F is what is left of fourth moments, with the noise."""
    off = minus(product(inverse, G), ONE)
    return trace(product(transpose(off), Q, off, W)) + trace(product(F, inverse, Q, inverse)) / M


def of_normal(task: Expression, shape: Expression, noise: Number) -> Expression:
    """F of normal samples: `G W G + (tr(W G) + σ²) G`."""
    return sum_of_matrices(
        product(shape, task, shape), multiple(trace(product(task, shape)) + written(noise) ** 2, shape)
    )


LIMIT = trace(product(transpose(LEFT), Q, LEFT, W))
"""`tr((GΛ⁻¹ − 1) Q (Λ⁻¹G − 1) W)`."""


def near(term: Expression, limit: Number, bound: Expression = K) -> Expression:
    """`|f − l| ≤ K/N + K/M`."""
    width = bound / N + bound / M
    return conjunction(at_most(-width, term - limit), at_most(term - limit, width))


def ever_nearer(term: Expression, limit: Number) -> Expression:
    """There is a K such that at all N and M, and for `R = Γ⁻¹`, a term is as near to a limit."""
    return exists(K, NONNEGATIVE, everywhere(near(term, limit)))


def everywhere(formula: Expression) -> Expression:
    """A formula for all lengths of training and test."""
    return quantified(implies(TRAINED, formula), SIZES[1], TESTED, INVERSE)


def at_length(formula: Expression, *data: Expression) -> Expression:
    """A formula for `S = Λ⁻¹` and all data."""
    return quantified(implies(LONG, quantified(formula, *data)), TURNED)


DATA = SIZES[0], SPREAD, TURNED
"""What limits are for all of: d, Λ and its inverse."""


def statement() -> Expression:
    """For all d, Λ, Q, W, G and F: the error is ever nearer to its limit."""
    inside = quantified(ever_nearer(value(), LIMIT), *SHAPES)
    return quantified(implies(LONG, inside), *DATA)


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


def is_symmetric(matrix: Expression, facts_: Facts) -> Theorem:
    """That a word is a symmetric matrix of size d."""
    turned = rewritten_words(equal_matrices(transpose(matrix), matrix), facts_)
    return belongs(member(matrix, symmetric(d)), conjoin(shaped(matrix, facts_), turned))


@dataclass(frozen=True)
class Nearing:
    """What stands in the places of Q, W, G and F, with what is known of it and all letters but N, M and R."""

    query: Expression
    task: Expression
    shape: Expression
    fourth: Expression
    facts: Facts

    @staticmethod
    def normal(query: Expression, task: Expression, shape: Expression, noise: Number, facts: Facts) -> Nearing:
        """For normal samples."""
        return Nearing(query, task, shape, of_normal(task, shape, noise), facts)

    def of(self, expression: Expression) -> Expression:
        """An expression about these."""
        return opened(bound(expression, (Q, W, G, F)), (self.query, self.task, self.shape, self.fourth))

    @property
    def symmetric(self) -> Facts:
        """That all of these are symmetric."""
        return tuple(is_symmetric(each, self.facts) for each in (self.query, self.task, self.shape, self.fourth))

    def theorem(
        self, term: Expression, limit: Number, equal_to: Callable[[Expression, Facts], Theorem], *rules: Theorem
    ) -> Theorem:
        """`∃K ∀N ∀M: |f − l| ≤ K/N + K/M` of a term that is proved to be equal to the error of these.

        The limit is found by rewriting with rules.
        """
        found = at(apply(at(approach(), *map(assume, DATA)), assume(LONG)), *self.symmetric)
        most = assume(member(K, NONNEGATIVE))
        inside = opened(parts(found.conclusion, "exists")[1], (K,))
        lengths = tuple(map(assume, (SIZES[1], TESTED, INVERSE)))
        both = apply(at(assume(inside), *lengths), assume(TRAINED))
        same = swapped(equal_to(self.of(value()), (*self.facts, *assumed(TESTED), *facts())))
        ending = rewritten_traces(equal(self.of(LIMIT), limit), self.facts, (*rules, *of_inverse()))
        near_ = conjoin(*(rewritten(ending, rewritten(same, part(n, both))) for n in range(2)))
        wanted = ever_nearer(term, limit)
        shown = witness(wanted, most, under(near_, SIZES[1], TESTED, INVERSE, TRAINED))
        return choose(K, found, shown)
