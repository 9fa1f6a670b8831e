"""How many labels satisfy bounds that couple them, such as `1 <= r < i <= t`, as a function of t.

Label after label is summed over. Where it has several lower or upper ends, a case is made of each being the one that
counts; in a case the sum of a polynomial is a polynomial (Faulhaber), and the order of the ends is a bound on the
others. Cases whose bounds contradict each other are dropped. What is left are conditions on t alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd
from typing import Any

import flint

from symbolic.algebra.harmonics import faulhaber
from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.expectation.characters import NEVER, Affine, Count, OutOfReach, eliminated, substituted

Polynomial = Any
"""A `flint.fmpq_mpoly` in the labels and t."""

Case = tuple[frozenset[Affine], Polynomial]
"""Bounds on t alone, and what is counted where they hold."""

MOST_CASES = 20_000
"""More cases than that are refused."""


def counted_nested(equations: Iterable[Affine], bounds: Iterable[Affine], size: int, first: int) -> Count:
    """Number of integer `(i_0, …, i_{size-1})` as `characters.counted`, where bounds may couple indices.

    Raises `OutOfReach` where an index cannot be summed over because its coefficients are other than 1 and -1.

    >>> counted_nested([], [(0, 1, 0, -1), (1, -1, 0, -1), (-1, 0, 1, 0)], 2, 2)  # 1 <= i_1 < i_0 <= t
    Count(polynomial=(Fraction(0, 1), Fraction(-1, 2), Fraction(1, 2)), exceptional=())
    """
    solved, conditions = eliminated(equations, size)
    if any(not row[size] and row[-1] for row in conditions):
        return NEVER
    rows = [substituted(bound, solved) for bound in bounds]
    rows += [side for row in conditions for side in (row, tuple(-c for c in row))]
    rows.append((*([0] * size), 1, -first))
    context = flint.fmpq_mpoly_ctx.get([f"x{n}" for n in range(size + 1)], flint.Ordering.lex)
    summation = _Summation(context, size, [0])
    free = frozenset(range(size)) - set(solved)
    return _as_count(list(summation.cases(free, _together(rows), context.constant(1))), size, first)


@dataclass(frozen=True)
class _Summation:
    context: Any
    size: int
    made: list[int]

    def cases(self, free: frozenset[int], rows: frozenset[Affine], summand: Polynomial) -> Iterator[Case]:
        """The sum over all free labels."""
        self.made[0] += 1
        if self.made[0] > MOST_CASES:
            raise OutOfReach(f"ranges that depend on labels, in more than {MOST_CASES} cases")
        if contradicts(rows):
            return
        if not free:
            yield rows, summand
            return
        label = min(free, key=lambda k: _ways(rows, k))
        for narrowed, total in self._over(label, rows, summand):
            yield from self.cases(free - {label}, narrowed, total)

    def _over(self, label: int, rows: frozenset[Affine], summand: Polynomial) -> Iterator[Case]:
        """The sum over one label, by which of its ends count."""
        if any(abs(row[label]) > 1 for row in rows):
            raise OutOfReach("ranges that depend on twice a label: the count depends on residues")
        lower = sorted(tuple(-c for c in _without(row, label)) for row in rows if row[label] == 1)
        upper = sorted(_without(row, label) for row in rows if row[label] == -1)
        others = [row for row in rows if not row[label]]
        for (m, low), (n, high) in product(enumerate(lower), enumerate(upper)):
            order = [_minus(low, end, int(k < m)) for k, end in enumerate(lower) if k != m]
            order += [_minus(end, high, int(k < n)) for k, end in enumerate(upper) if k != n]
            narrowed = _together([*others, *order, _minus(high, low, 0)])
            yield narrowed, self._total(label, summand, low, high)

    def _total(self, label: int, summand: Polynomial, low: Affine, high: Affine) -> Polynomial:
        """`Σ summand` over the label from low to high: `S(high) - S(low - 1)`."""
        below = (*low[:-1], low[-1] - 1)
        return self._antidifference(summand, label, high) - self._antidifference(summand, label, below)

    def _antidifference(self, summand: Polynomial, label: int, end: Affine) -> Polynomial:
        letters = list(self.context.gens())
        n = sum((x * c for x, c in zip(letters, end, strict=False)), self.context.constant(end[-1]))
        total = self.context.constant(0)
        for powers, c in summand.to_dict().items():
            rest = self.context.from_dict({(*powers[:label], 0, *powers[label + 1 :]): c})
            total += rest * sum((n**k * to_flint(f) for k, f in faulhaber(int(powers[label])).items()))
        return total


def _ways(rows: frozenset[Affine], label: int) -> tuple[bool, int]:
    """Whether the label has other coefficients than 1 and -1, and how many pairs of ends it has."""
    column = [row[label] for row in rows if row[label]]
    return any(abs(c) > 1 for c in column), sum(c > 0 for c in column) * sum(c < 0 for c in column)


def _without(row: Affine, label: int) -> Affine:
    return (*row[:label], 0, *row[label + 1 :])


def _minus(left: Affine, right: Affine, more: int) -> Affine:
    """`left - right - more >= 0`."""
    row = tuple(x - y for x, y in zip(left, right, strict=True))
    return (*row[:-1], row[-1] - more)


def _together(rows: Iterable[Affine]) -> frozenset[Affine]:
    """Bounds `row >= 0` on integers, each as tight as it is, those left out that follow from another one."""
    tightest: dict[Affine, int] = {}
    for row in rows:
        *slopes, constant = row
        divisor = gcd(*slopes) or 1
        key, end = tuple(c // divisor for c in slopes), constant // divisor
        if any(key) or end < 0:
            tightest[key] = min(end, tightest.get(key, end))
    return frozenset((*key, end) for key, end in tightest.items())


def contradicts(rows: Iterable[Affine]) -> bool:
    """Whether bounds contradict each other, as far as those tell that are on one label or on a difference of two.

    Each of them says how far one label is behind another at most; a way around that comes back behind itself is none.

    >>> contradicts([(1, -1, -1), (-1, 1, 0)])  # x > y and y >= x
    True
    """
    edges, count = [], 0
    for *slopes, constant in rows:
        plus, minus = ([n for n, c in enumerate(slopes) if c == sign] for sign in (1, -1))
        count = len(slopes) + 1
        if len(plus) <= 1 and len(minus) <= 1 and len(plus) + len(minus) == sum(map(bool, slopes)):
            edges.append(((plus or [-1])[0], (minus or [-1])[0], constant))
    distance = dict.fromkeys(range(-1, count), 0)
    for _ in range(count + 1):
        changed = False
        for start, end, length in edges:
            if distance[start] + length < distance[end]:
                distance[end], changed = distance[start] + length, True
        if not changed:
            return False
    return True


def _as_count(cases: Sequence[Case], size: int, first: int) -> Count:
    """A polynomial in t from some time on, and what is different before, time by time."""
    forms = [([row[size:] for row in rows], _in_time(total, size)) for rows, total in cases]
    settled = max((_last_change(*side) for sides, _ in forms for side in sides), default=first)
    eventual = _added(form for sides, form in forms if all(side >= (0, 0) for side in sides))
    single = []
    for t in range(first, settled + 1):
        found = _added(form for sides, form in forms if all(slope * t + c >= 0 for slope, c in sides))
        if more := _at(found, t) - _at(eventual, t):
            single.append((t, int(more)))
    return Count(eventual, tuple(single))


def _in_time(total: Polynomial, size: int) -> dict[int, Fraction]:
    return {int(powers[size]): to_fraction(c) for powers, c in total.to_dict().items()}


def _last_change(slope: int, constant: int) -> int:
    """The last time at which `slope t + constant >= 0` is not yet what it is for all later ones."""
    return max(-constant // slope, 0) if slope < 0 else -(constant // slope) - 1 if slope else 0


def _added(forms: Iterable[dict[int, Fraction]]) -> tuple[Fraction, ...]:
    total: dict[int, Fraction] = {}
    for form in forms:
        for power, c in form.items():
            total[power] = total.get(power, Fraction(0)) + c
    degree = max((power for power, c in total.items() if c), default=-1)
    return tuple(total.get(power, Fraction(0)) for power in range(degree + 1))


def _at(polynomial: Sequence[Fraction], t: int) -> Fraction:
    return sum((c * t**k for k, c in enumerate(polynomial)), Fraction(0))
