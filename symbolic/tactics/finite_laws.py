"""Laws of finitely many points that begin with explicit numbers: that they have moments, and what these are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import prod

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.entries import entry_of_sequence
from symbolic.core.rules.logic import parts
from symbolic.core.rules.means import mixture_mean, order_needed, point_mean
from symbolic.core.sorts import values
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    entry,
    mean,
    member,
    mixture,
    point,
    real,
    sequence,
    vector,
    vector_moments,
)
from symbolic.tactics.signs import NotFound, identity, signed
from symbolic.tactics.steps import at, belonging, under


def uniform(*beginnings: Sequence[Number]) -> Node:
    """The law of sequences that begin so, each as probable as any other.

    >>> two = uniform([1, 5], [3, 2])
    >>> two == mixture(Fraction(1, 2), point(sequence(1, 5)), point(sequence(3, 2)))
    True
    """
    *others, last = beginnings
    law = point(sequence(*last))
    for count, beginning in enumerate(reversed(others), start=2):
        law = mixture(Fraction(1, count), point(sequence(*beginning)), law)
    return law


@cache
def moments_exist(law: Expression, order: int) -> Theorem:
    """The law has moments of an order."""
    return belonging(law, vector_moments(order))


@cache
def mean_value(term: Expression) -> Theorem:
    """`E x[j]ⁿ x[k]ᵐ ⋯ = c` for explicit places and a law of sequences that begin with numbers.

    >>> from symbolic.core.vocabulary import entry, equal, mean, vector
    >>> x = vector("x")
    >>> square = mean(x, uniform([1, 5], [3, 2]), Node("multiply", (entry(x, 1) ** 2,)))
    >>> mean_value(square).conclusion == equal(square, 5)
    True
    """
    law, body = parts(term, "mean")
    places, orders = zip(*map(_power, parts(body, "multiply")), strict=True)
    here = at(as_sum(law, orders), *places)
    value, using = Fraction(0), [(here, written(1))]
    for mass, start in beginnings(law):
        entries = tuple(_entry(entry(start, place)) for place in places)
        known = [evaluated(parts(each.conclusion, "equal")[1]) for each in entries]
        value += mass * prod(c**n for c, n in zip(known, orders, strict=True))
        using += _multiplied(mass, entries, known, orders)
    return identity(term, value, (), using)


def _power(factor: Expression) -> tuple[Expression, int]:
    """The place and the exponent of a power of an entry."""
    (base,) = parts(factor, "power")
    assert isinstance(factor, Node)
    assert isinstance(factor.value, int)
    return parts(base, "entry")[1], factor.value


@cache
def as_sum(law: Expression, orders: tuple[int, ...]) -> Theorem:
    """`∀j ∀k ⋯: E x[j]ⁿ x[k]ᵐ ⋯ = Σ p v[j]ⁿ v[k]ᵐ ⋯` over the points v of a law, of probabilities p."""
    places = tuple(real(f"j{n}") for n in range(len(orders)))
    sequence_ = vector("x")
    term = mean(sequence_, law, _product(sequence_, places, orders))
    summands = (mass * _product(start, places, orders) for mass, start in beginnings(law))
    found = identity(term, Node("add", tuple(summands)), (), tuple(_split(term, Fraction(1))))
    return under(found, *(member(place, REALS) for place in places))


def _product(of: Expression, places: Sequence[Expression], orders: Sequence[int]) -> Node:
    return Node("multiply", tuple(entry(of, place) ** order for place, order in zip(places, orders, strict=True)))


def _split(term: Node, mass: Fraction) -> Iterator[tuple[Theorem, Fraction]]:
    """The equations that take a mean apart, each with the probability of what it is about."""
    law, body = parts(term, "mean")
    if isinstance(law, Node) and law.head == "point":
        yield point_mean(term), mass
        return
    weight, *laws = parts(law, "mixture")
    order = order_needed(body, values(law))
    yield mixture_mean(term, *_range(weight), *(moments_exist(each, order) for each in laws)), mass
    share = evaluated(weight)
    for each, part in zip(laws, (share, 1 - share), strict=True):
        yield from _split(Node("mean", (each, body), None, term.hints), mass * part)


def beginnings(law: Expression, mass: Fraction = Fraction(1)) -> Iterator[tuple[Fraction, Expression]]:
    """The points of a law of finitely many, as they are written, with their probabilities."""
    if isinstance(law, Node) and law.head == "point":
        yield mass, law.parts[0]
        return
    weight, one, other = parts(law, "mixture")
    share = evaluated(weight)
    yield from beginnings(one, mass * share)
    yield from beginnings(other, mass * (1 - share))


def _multiplied(
    mass: Fraction, entries: Sequence[Theorem], known: Sequence[Fraction], orders: Sequence[int]
) -> Iterator[tuple[Theorem, Expression]]:
    """The equations `vᵢ = cᵢ` with multipliers by which they add up to `p Π vᵢⁿ = p Π cᵢⁿ`; what vanishes is first."""
    factor: Fraction = mass
    left = sorted(zip(known, orders, entries, strict=True), key=lambda each: bool(each[0]))
    while left and factor:
        (c, n, equation), *left = left
        term, _ = parts(equation.conclusion, "equal")
        slope = [factor * c ** (n - 1 - s) * term**s for s in range(n) if c or s == n - 1]
        others = (parts(each.conclusion, "equal")[0] ** order for _, order, each in left)
        yield equation, Node("multiply", (Node("add", tuple(slope)), *others))
        factor *= c**n


@cache
def _entry(term: Expression) -> Theorem:
    return entry_of_sequence(term)


@cache
def _range(weight: Expression) -> tuple[Theorem, Theorem]:
    """`0 ≤ p` and `p ≤ 1`."""
    return signed(at_most(0, weight)), signed(at_most(weight, 1))


def evaluated(term: Expression) -> Fraction:
    """The number that sums, products and powers of numbers are.

    >>> evaluated(written(2) ** 3 - 1)
    Fraction(7, 1)
    """
    if not isinstance(term, Node):
        raise NotFound(f"{term} is not evaluated here")
    numbers = [evaluated(part) for part in term.parts]
    match term.head, term.value:
        case "number", Fraction() as value:
            return value
        case "add", _:
            return sum(numbers, Fraction(0))
        case "multiply", _:
            return prod(numbers, start=Fraction(1))
        case "negate", _:
            return -numbers[0]
        case "divide", _:
            return numbers[0] / numbers[1]
        case "power", int(exponent):
            return numbers[0] ** exponent
    raise NotFound(f"{term.head} is not evaluated here")
