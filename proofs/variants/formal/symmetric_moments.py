"""Moments of starts that changes of signs and permutations leave alike: 0, or those of the first coordinates."""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations

from proofs.variants.formal.trained_line import FIRST
from proofs.zheng2024.formal.on_line.assumption_4_1 import PLACES, distinct
from proofs.zheng2024.formal.on_line.line_formulas import d, moment, of_each, μ
from symbolic.core.expressions import Expression, Node, opened
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.rules.means import equal_means, mean_of_constant, ordered_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    at_most,
    conjunction,
    entry,
    equal,
    implies,
    integers_between,
    mean,
    member,
    vector_moments,
)
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.tactics.probability.almost_sure import vanishes_with
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, replaced, turned_round, under

IN_SEQUENCES = member(SEQUENCE, SEQUENCES)

Powers = tuple[tuple[Expression, int], ...]
"""Places, each with its exponent."""

ODD = {
    1: (),
    2: ((3, 1), (3, 3), (5, 1)),
    3: ((1, 1, 2), (1, 1, 4), (3, 1, 2)),
    4: ((1, 1, 2, 2),),
}
"""Exponents of so many coordinates, one of them odd, in moments that a gradient on the line has."""

EVEN = {1: ((4,), (6,)), 2: ((2, 2), (4, 2)), 3: ((2, 2, 2),), 4: ()}
"""The others."""


def of_first(*exponents: int) -> Expression:
    """`E x_1ⁿ x_2ᵐ ⋯`."""
    return moment(*zip(FIRST, exponents, strict=False))


def of_places(count: int) -> Expression:
    """For all choices of that many distinct places: moments with an odd exponent vanish, the others are alike."""
    places = PLACES[:count]
    vanish = (equal(moment(*zip(places, each, strict=True)), 0) for each in ODD[count])
    alike = (equal(moment(*zip(places, each, strict=True)), of_first(*each)) for each in EVEN[count])
    found = conjunction(*vanish, *alike)
    return of_each(implies(distinct(*places), found) if count > 1 else found, *places)


SYMMETRIC = conjunction(*map(of_places, ODD))
"""What changes of signs and permutations make of moments, as far as a gradient on the line knows of them."""


def symmetries(dimension: Expression) -> Expression:
    """The same in a dimension."""
    return replaced(SYMMETRIC, d, dimension)


def value(term: Expression, known: Facts, dimension: Expression = d) -> Theorem:
    """That a moment of distinct coordinates is 0, if an exponent is odd, or else that of the first coordinates.

    What is known says of the places that they are coordinates, and that they differ.
    """
    powers = _powers(term)
    chosen = next(
        each
        for each in permutations(powers)
        if tuple(order for _, order in each) in (*ODD[len(powers)], *EVEN[len(powers)])
    )
    places, exponents = zip(*chosen, strict=True)
    coordinates = (belonging(each, integers_between(1, dimension), known) for each in places)
    found = at(part(len(places) - 1, assume(symmetries(dimension))), *coordinates)
    if len(places) > 1:
        found = apply(found, _distinct(places, known))
    said = part((*ODD[len(powers)], *EVEN[len(powers)]).index(exponents), found)
    stated, number = parts(said.conclusion, "equal")
    left, right = (opened(parts(each, "mean")[1], (SEQUENCE,)) for each in (term, stated))
    same = equal_means(μ, under(identity(left, right), IN_SEQUENCES))
    return identity(term, number, using=((same, 1), (said, 1)))


def _powers(term: Expression) -> Powers:
    """Places with exponents in a mean of a product of powers of entries."""
    body = opened(parts(term, "mean")[1], (SEQUENCE,))
    return tuple(_power(each) for each in parts(body, "multiply"))


def _power(factor: Expression) -> tuple[Expression, int]:
    (base,) = parts(factor, "power")
    assert isinstance(factor, Node)
    assert isinstance(factor.value, int)
    return parts(base, "entry")[1], factor.value


def _distinct(places: tuple[Expression, ...], known: Facts) -> Theorem:
    pairs = tuple(_differ(*pair, known) for pair in combinations(places, 2))
    return conjoin(*pairs) if len(pairs) > 1 else pairs[0]


def _differ(one: Expression, other: Expression, known: Facts) -> Theorem:
    goal = distinct(one, other)
    found = next(each for each in known if each.conclusion in (goal, distinct(other, one)))
    return found if found.conclusion == goal else turned_round(found)


def finite() -> Theorem:
    """The law has moments of order 6."""
    return assume(member(μ, vector_moments(6)))


@cache
def not_negative(*exponents: int) -> Theorem:
    """`0 ≤ E x_1ⁿ x_2ᵐ ⋯` for even exponents."""
    term = of_first(*exponents)
    root = Node(
        "multiply", tuple(entry(SEQUENCE, place) ** (n // 2) for place, n in zip(FIRST, exponents, strict=False))
    )
    body = opened(parts(term, "mean")[1], (SEQUENCE,))
    above = signed(at_most(0, body), squares=(root,))
    ordered = ordered_means(under(above, IN_SEQUENCES), finite())
    return signed(at_most(0, term), (ordered, mean_of_constant(mean(SEQUENCE, μ, 0))))


def vanishes_without_signal(nothing: Theorem, *exponents: int) -> Theorem:
    """`E x_1ⁿ x_2ᵐ ⋯ = 0` for n from 2 on, from `E x_1⁴ = 0`."""
    term, fourth = of_first(*exponents), of_first(4)
    body, inside = (opened(parts(each, "mean")[1], (SEQUENCE,)) for each in (term, fourth))
    first = entry(SEQUENCE, 1)
    square = signed(equal(first**2, 0), (assume(equal(inside, 0)),))
    rest = Node(
        "multiply",
        (
            first ** (exponents[0] - 2),
            *(entry(SEQUENCE, p) ** n for p, n in zip(FIRST[1:], exponents[1:], strict=False)),
        ),
    )
    gone = identity(body, 0, using=((square, rest),))
    above = under(signed(at_most(0, inside), squares=(first**2,)), IN_SEQUENCES)
    return vanishes_with(SEQUENCE, nothing, above, gone, finite())
