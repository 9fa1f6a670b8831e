"""Independent coordinates of size 1, and rarely of a large one; of one of size c, either sign is as likely."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.lemmas.independent_starts import (
    COORDINATE,
    SYMMETRIC,
    of_coordinate,
    sum_of_coordinates,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, conjoin, parts
from symbolic.core.rules.means import mixture_mean, point_mean
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    Number,
    at_most,
    equal,
    less,
    member,
    mixture,
    moments,
    point,
    real,
)
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, modulo, proved, under

v, r = real("v"), SUMMED[0]
HALF = Fraction(1, 2)
SIZE = member(v, POSITIVE), less(v, 1)
"""The large size is 1/v, its probability v⁵."""


def pair(size: Number) -> Expression:
    """A number of a size, of either sign."""
    return mixture(HALF, point(size), point(-written(size)))


RARE = mixture(v**5, pair(1 / v), pair(1))


@cache
def weight() -> tuple[Theorem, Theorem]:
    """`0 ≤ v⁵ ≤ 1`, since `1 − v⁵ = (1 − v)(1 + v + v² + v³ + v⁴)`."""
    _, of_v, below = assumed(*SIZE)
    powers = [(below, *(of_v,) * n) for n in range(5)]
    return signed(at_most(0, v**5), (positive(v**5, (of_v,)),)), signed(
        at_most(v**5, 1), (of_v, below), products=powers
    )


def apart(term: Expression, weights: tuple[Theorem, Theorem]) -> Theorem:
    """A mean over a mixture, as two means."""
    laws = parts(parts(term, "mean")[0], "mixture")[1:]
    return mixture_mean(term, *weights, *(proved(member(law, moments(6))) for law in laws))


def rare_moment(order: int, value: Number) -> Theorem:
    """`E yᵏ` is a number."""
    halves = signed(at_most(0, HALF)), signed(at_most(HALF, 1))
    whole = of_coordinate(order, RARE)
    pairs = tuple(apart(of_coordinate(order, pair(size)), halves) for size in (1 / v, 1))
    points = tuple(
        point_mean(of_coordinate(order, point(each))) for size in (1 / v, written(1)) for each in (size, -size)
    )
    return modulo(equal(whole, value), (apart(whole, weight()), *pairs, *points), assumed(*SIZE)[1:2])


@cache
def even_moments() -> Facts:
    """`E y² = 1 + v³ − v⁵`, `E y⁴ = 1 + v − v⁵`, `E y⁶ = 1/v + 1 − v⁵`."""
    values = 1 + v**3 - v**5, 1 + v - v**5, 1 / v + 1 - v**5
    return tuple(rare_moment(order, value) for order, value in zip((2, 4, 6), values, strict=True))


@cache
def finite() -> Theorem:
    """The coordinate has moments of order 6."""
    return proved(member(RARE, moments(6)), weight())


def of_rare(theorem: Theorem) -> Theorem:
    """What holds for every symmetric coordinate, for the rare one; the sizes stay free."""
    general = under(theorem, COORDINATE, SYMMETRIC)
    return apply(at(general, finite()), conjoin(*(rare_moment(order, 0) for order in (1, 3, 5))))


@cache
def sums() -> Facts:
    """`S2 = d E y²`, `S4 = d E y⁴`, `S6 = d E y⁶` at the law of rare starts."""
    return tuple(of_rare(sum_of_coordinates(order)) for order in (2, 4, 6))


@cache
def sizes_of_moments() -> Facts:
    """`1 ≤ E y² ≤ 2`, `0 < E y⁴ ≤ 2` and `1/v ≤ E y⁶`."""
    second, fourth, sixth = even_moments()
    _, of_v, below = assumed(*SIZE)
    m2, m4, m6 = (of_coordinate(order, RARE) for order in (2, 4, 6))
    powers = [(below, *(of_v,) * n) for n in range(5)] + [(of_v,) * 5, (of_v,) * 3]
    cubes = [(below, of_v, of_v, of_v), (below, of_v, of_v, of_v, of_v)]
    return (
        signed(at_most(1, m2), (of_v, below, second), products=cubes),
        signed(at_most(m2, 2), (of_v, below, second), products=powers),
        signed(less(0, m4), (of_v, below, fourth), products=powers),
        signed(at_most(m4, 2), (of_v, below, fourth), products=powers),
        signed(at_most(1 / v, m6), (of_v, below, sixth), products=powers),
    )
