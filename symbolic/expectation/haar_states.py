"""Means over W of products of entries of `W^k x`: which of them are joined in pairs, and with which weights.

What is left of such a product is unchanged by all matrices that leave x alone, so it is a combination of products of
`δ_ij |x|²` for joined pairs of states and of entries of x for the others. Its weights solve the linear system of all
full contractions (`haar`), whose matrix is that of Collins and Śniady 2006 with x as one more vector; where d is small
the products depend on each other, and those that do are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial

import flint

from symbolic.algebra.partitions import connected
from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.expectation.haar import Group, overlap_moment

Pairs = tuple[tuple[int, int], ...]
"""Places of states that are joined, in pairs; the other states are replaced by x."""


@dataclass(frozen=True, order=True)
class Turned:
    """An entry of `W^power x`, or of its conjugate."""

    power: int
    conjugate: bool = False


def state_mean(group: Group, states: Sequence[Turned], d: int) -> dict[Pairs, Fraction]:
    """`E` of a product of entries, by the pairs that are joined; what has weight 0 is left out.

    >>> state_mean("orthogonal", [Turned(1), Turned(1)], 3)  # E (W x)_i (W x)_j = δ_ij |x|²/3
    {((0, 1),): Fraction(1, 3)}
    """
    if group == "orthogonal":
        states = [Turned(state.power) for state in states]
    turned = [place for place, state in enumerate(states) if state.power]
    order = sorted(turned, key=lambda place: (states[place].conjugate, states[place].power))
    found = _solved(group, tuple(states[place] for place in order), d)
    return {tuple((order[m], order[n]) for m, n in pairs): weight for pairs, weight in found}


def ways(group: Group, states: Sequence[Turned]) -> int:
    """How many products there are.

    >>> ways("orthogonal", [Turned(1)] * 6), ways("unitary", [Turned(1)] * 3 + [Turned(1, True)] * 3)
    (76, 34)
    """
    turned = [state for state in states if state.power]
    barred = sum(state.conjugate for state in turned)
    count, others = len(turned), len(turned) - barred
    if group == "unitary":
        return sum(comb(barred, k) * comb(others, k) * factorial(k) for k in range(min(barred, others) + 1))
    return sum(comb(count, 2 * k) * factorial(2 * k) // (2**k * factorial(k)) for k in range(count // 2 + 1))


@lru_cache(maxsize=20_000)
def _solved(group: Group, states: tuple[Turned, ...], d: int) -> tuple[tuple[Pairs, Fraction], ...]:
    joined, chosen, inverse = _system(group, tuple(state.conjugate for state in states), d)
    means = [to_flint(_contracted(group, states, joined[place], d)) for place in chosen]
    weights = inverse * flint.fmpq_mat(len(means), 1, means)
    found = ((joined[place], to_fraction(weights[n, 0])) for n, place in enumerate(chosen))
    return tuple((pairs, weight) for pairs, weight in found if weight)


def _contracted(group: Group, states: Sequence[Turned], pairs: Pairs, d: int) -> Fraction:
    """The mean where the states of a pair are multiplied with each other and the others with x."""
    alone = set(range(len(states))) - {place for pair in pairs for place in pair}
    powers = [states[m].power - states[n].power for m, n in pairs]
    powers += [-states[n].power if states[n].conjugate else states[n].power for n in sorted(alone)]
    return overlap_moment(group, tuple(powers), d)


System = tuple[tuple[Pairs, ...], tuple[int, ...], flint.fmpq_mat]
"""All products, a largest independent part of them, and the inverse of the matrix of their contractions."""


@lru_cache(maxsize=512)
def _system(group: Group, conjugate: tuple[bool, ...], d: int) -> System:
    joined = tuple(_matchings(group, tuple(range(len(conjugate))), conjugate))
    gram = [[flint.fmpq(d) ** _circles(one, other) for other in joined] for one in joined]
    reduced, rank = flint.fmpq_mat(gram).rref()
    chosen = tuple(next(n for n in range(len(joined)) if reduced[row, n]) for row in range(rank))
    return joined, chosen, flint.fmpq_mat([[gram[m][n] for n in chosen] for m in chosen]).inv()


def _matchings(group: Group, places: tuple[int, ...], conjugate: tuple[bool, ...]) -> Iterator[Pairs]:
    """Ways to join some of the places; in U(d) one with a conjugate one, which stands last."""
    if not places:
        yield ()
        return
    first, *others = places
    yield from _matchings(group, tuple(others), conjugate)
    for other in others:
        if group == "orthogonal" or conjugate[first] != conjugate[other]:
            rest = tuple(place for place in others if place != other)
            yield from (((first, other), *pairs) for pairs in _matchings(group, rest, conjugate))


def _circles(one: Pairs, other: Pairs) -> int:
    """How many circles two sets of pairs make: each is a sum over one free index; what ends in x is 1."""
    in_both = {place for pair in one for place in pair} & {place for pair in other for place in pair}
    return sum(1 for places in connected(map(set, (*one, *other))) if places <= in_both)
