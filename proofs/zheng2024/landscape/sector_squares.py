"""Energies written as sums of squares, for every d: an identity of orbit sums, checked term by term.

A square is `weight(T) · Σ_outer E (Σ_inner Σ_terms b[j,k] a[l,m] x_k x_l x_m)²`: it is summed over the row j and over
the outer labels, and the inner label is summed within the square. Labels run over all coordinates but for those that a
square says to be distinct. Multiplied out, and split according to which labels coincide, it is a combination of orbit
sums as in `sectors`, so that an identity between the energy and a list of squares is decided at once for every d.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

import sympy

from proofs.zheng2024.landscape.sectors import (
    Key,
    OrbitSum,
    collected,
    energy,
    is_diagonal,
    key_of,
    never_negative,
    positive_from,
    without,
)
from symbolic.algebra.partitions import Blocks, set_partitions
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.expectation.moments import Pattern
from symbolic.expectation.summation import Power, Present, TimeSum

Weights = tuple[int | sympy.Rational, ...]
"""Factors of `T − 2`, `H_{T−2}`, `H^{(2)}_{T−2}` and 1 in a weight: integers or SymPy rationals."""

Row = tuple[Weights, str, str, str, tuple[str, ...]]
"""Weight; outer labels; inner label or none; pairs of labels that differ; `klm` for `b[j,k] a[l,m] x_k x_l x_m`.

Labels are single letters and pairs are separated by blanks.
"""

BASES = (Power(0), Power(1), Power(2), Present(2))
ROW_LABEL = "j"
PRIME = "'"


@dataclass(frozen=True)
class Square:
    """A row of such a list, read.

    >>> Square.of(((1, 0, 0, 0), "k", "", "kj", ("kkk",))).terms
    (('k', 'k', 'k'),)
    """

    weight: TimeSum
    outer: tuple[str, ...]
    inner: str
    distinct: tuple[frozenset[str], ...]
    terms: tuple[tuple[str, ...], ...]

    @staticmethod
    def of(row: Row) -> Square:
        weights, outer, inner, distinct, terms = row
        weight = TimeSum.of(dict(zip(BASES, map(_fraction, weights), strict=True)))
        return Square(weight, tuple(outer), inner, tuple(map(frozenset, distinct.split())), tuple(map(tuple, terms)))

    def expanded(self) -> OrbitSum:
        """The square multiplied out, as a combination of orbit sums."""
        return collected(self._products())

    def _products(self) -> Iterator[tuple[Key, TimeSum]]:
        labels = [ROW_LABEL, *self.outer, *([self.inner, self.inner + PRIME] if self.inner else [])]
        apart = [*self.distinct, *(self._primed(pair) for pair in self.distinct if self.inner in pair)]
        for blocks in _coincidences(len(labels), tuple(_positions(pair, labels) for pair in apart)):
            number = dict(zip(labels, blocks, strict=True))
            for left, right in product(self.terms, repeat=2):
                one = tuple(number[label] for label in left)
                two = tuple(number[self._prime(label)] for label in right)
                yield key_of(number[ROW_LABEL], _triple(one), _triple(two)), self.weight

    def _primed(self, pair: frozenset[str]) -> frozenset[str]:
        return frozenset(map(self._prime, pair))

    def _prime(self, label: str) -> str:
        return label + PRIME if label == self.inner else label


def _fraction(number: int | sympy.Rational) -> Fraction:
    return Fraction(number) if isinstance(number, int) else Fraction(int(number.p), int(number.q))


def _triple(labels: Sequence[int]) -> tuple[int, int, int]:
    k, l, m = labels
    return k, l, m


def _positions(pair: frozenset[str], labels: list[str]) -> tuple[int, int]:
    one, two = sorted(labels.index(label) for label in pair)
    return one, two


@cache
def _coincidences(size: int, apart: tuple[tuple[int, int], ...]) -> tuple[Blocks, ...]:
    """The partitions of the labels in which the given pairs differ."""
    return tuple(p for p in set_partitions(size) if all(p[one] != p[two] for one, two in apart))


@cache
def _expanded(row: Row) -> OrbitSum:
    return Square.of(row).expanded()


def settle_squares(vanishing: Collection[Pattern], statement: tuple[Row, ...]) -> Answer:
    """Whether the energy is its part on the diagonals plus these squares, for laws of which the moments vanish.

    Every weight has to be non-negative for every T >= 3. Then the energy is at least that of the diagonals.
    """
    squares = [Square.of(row) for row in statement]
    if negative := [square for square in squares if not never_negative(square.weight)]:
        return Fails("a weight is not a sum of non-negative shares of the times", str(negative[0].weight.terms))
    derived = without(energy(), vanishing)
    stated = [(key, c) for row in statement for key, c in _expanded(row).items()]
    off = [(key, c * -1) for key, c in derived.items() if not is_diagonal(key)]
    left = without(collected([*stated, *off]), vanishing)
    if left:
        key, excess = next(iter(left.items()))
        return Fails("the squares do not add up to the energy off the diagonals", f"{_named(key)}: {excess.terms}")
    return Holds(f"{len(derived)} kinds of products are accounted for by {len(statement)} kinds of squares")


def settle_positive(rows: tuple[Row, ...], statement: tuple[int, ...]) -> Answer:
    """Whether the statement gives, row by row, the least T at which the weight is positive."""
    derived = tuple(positive_from(Square.of(row).weight) for row in rows)
    if statement != derived:
        return Fails(f"the weights are positive from T = {', '.join(map(str, derived))} on", f"stated: {statement}")
    return Holds(f"the {len(rows)} weights are positive from T = {min(statement)} to {max(statement)} on")


def _named(key: Key) -> str:
    j, k, k2, l, m, l2, m2 = key
    return f"b[{j},{k}] b[{j},{k2}] a[{l},{m}] a[{l2},{m2}]"
