"""Expectation over W on the torus: which exponent equations hold, for how many time indices.

With `W = diag(λ_1..λ_d)`, every `λ_j` uniform on the unit circle and independent, a Laurent monomial in the `λ_j` has
expectation 1 when every exponent vanishes and 0 otherwise (orthogonality of characters). Exponents here are affine
in the summation indices `i_0, i_1, …` and in the time `t`; all that remains is to count the integer solutions of a
linear system within bounds such as `low_k <= i_k <= t`, as a closed form in `t`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

FIRST_TIME = 2
"""The first time of the loss: `L = Σ_{t=2}^{T-1} L_t`."""

Affine = tuple[int, ...]
"""Coefficients of `i_0, …, i_{n-1}`, then of `t`, then the constant."""


class OutOfReach(ArithmeticError):
    """The system is not unimodular: its solutions depend on the parity (or residue) of `t`."""


class Coupled(OutOfReach):
    """A bound holds two indices: what it leaves of one is no interval."""


@dataclass(frozen=True)
class Count:
    """Number of solutions as a function of `t >= 2`: a polynomial in `t`, plus finitely many exceptional times.

    `polynomial[k]` multiplies `t**k`; `exceptional` maps a time to what must be *added* to the polynomial there.

    >>> Count((1, 2), ((2, -1),)).at(2), Count((1, 2), ((2, -1),)).at(5)
    (4, 11)
    """

    polynomial: tuple[Fraction | int, ...]
    exceptional: tuple[tuple[int, int], ...] = ()

    def at(self, t: int) -> int:
        regular = int(sum(c * t**k for k, c in enumerate(self.polynomial)))
        return regular + dict(self.exceptional).get(t, 0)

    def __bool__(self) -> bool:
        return any(self.polynomial) or bool(self.exceptional)


NEVER = Count(())


def counted(equations: Iterable[Affine], bounds: Iterable[Affine], size: int, first: int = FIRST_TIME) -> Count:
    """Number of integer `(i_0, …, i_{size-1})` with every equation zero and every bound at least 0, for `t >= first`.

    Raises `OutOfReach` when elimination meets a row whose pivots, its common divisor taken out, are all other than ±1,
    or a bound couples two indices that remain.

    >>> counted([(1, -1, 0, 0)], [(1, 0, 0, -1), (0, -1, 1, -2)], 2)  # i = i', i >= 1, i' <= t - 2
    Count(polynomial=(-2, 1), exceptional=())
    >>> counted([(1, 0, -3)], [(1, 0, -1), (-1, 1, 0)], 1)  # i = 3 with 1 <= i <= t: not at t = 2
    Count(polynomial=(1,), exceptional=((2, -1),))
    """
    solved, conditions = eliminated(equations, size)
    if any(not row[size] and row[-1] for row in conditions):
        return NEVER
    sides = [substituted(bound, solved) for bound in bounds]
    free = [k for k in range(size) if k not in solved]
    times = {_root(row[size], row[-1]) for row in conditions if row[size]}
    return _only_at(times, sides, free, first) if times else _for_all_times(sides, free, first)


def eliminated(equations: Iterable[Affine], size: int) -> tuple[dict[int, Affine], list[Affine]]:
    """Solve for as many indices as possible (each solved row reads `i_k = row`); what is left involves `t` only."""
    solved: dict[int, Affine] = {}
    conditions: list[Affine] = []
    for equation in equations:
        row = primitive(substituted(equation, solved))
        pivots = [k for k in range(size) if row[k]]
        if not pivots:
            conditions.append(row)
            continue
        k = next((k for k in pivots if abs(row[k]) == 1), None)
        if k is None:
            raise OutOfReach(f"no unit pivot in {row}: the count depends on residues of t")
        value = tuple(0 if n == k else -row[k] * c for n, c in enumerate(row))
        solved = {n: substituted(old, {k: value}) for n, old in solved.items()} | {k: value}
    return solved, conditions


def primitive(row: Affine) -> Affine:
    """An equation between integers without the common divisor of its slopes; one that has no solution as `1 = 0`.

    >>> primitive((2, -2, 0, 4)), primitive((2, -2, 0, 1))
    ((1, -1, 0, 2), (0, 0, 0, 1))
    """
    divisor = gcd(*row[:-1])
    if divisor and row[-1] % divisor:
        return (*(0 for _ in row[:-1]), 1)
    return tuple(c // divisor for c in row) if divisor > 1 else row


def substituted(row: Affine, solved: dict[int, Affine]) -> Affine:
    out = list(row)
    for k, value in solved.items():
        factor, out[k] = out[k], 0
        out = [c + factor * v for c, v in zip(out, value, strict=True)]
    return tuple(out)


def _root(slope: int, constant: int) -> int | None:
    return -constant // slope if constant % slope == 0 else None


def _only_at(times: set[int | None], bounds: Sequence[Affine], free: Sequence[int], first: int) -> Count:
    """Solutions when the equations themselves fix the time."""
    if len(times) > 1 or (t := times.pop()) is None or t < first:
        return NEVER
    value = _count_at(t, bounds, free)
    return Count((), ((t, value),)) if value else NEVER


def _count_at(t: int, bounds: Sequence[Affine], free: Sequence[int]) -> int:
    lower, upper, closed = _sides(bounds, free)
    if any(slope * t + constant < 0 for slope, constant in closed):
        return 0
    total = 1
    for k in free:
        low = max(slope * t + constant for slope, constant in lower[k])
        high = min(slope * t + constant for slope, constant in upper[k])
        total *= max(0, high - low + 1)
    return total


Line = tuple[int, int]
"""Slope and constant of an affine function of `t`."""


def _sides(
    bounds: Sequence[Affine], free: Sequence[int]
) -> tuple[dict[int, list[Line]], dict[int, list[Line]], list[Line]]:
    """Sort constraints `row >= 0` into lower bounds, upper bounds (one index each) and conditions on `t`."""
    lower: dict[int, list[Line]] = {k: [] for k in free}
    upper: dict[int, list[Line]] = {k: [] for k in free}
    closed: list[Line] = []
    for row in bounds:
        *_, slope, constant = row
        present = [k for k in free if row[k]]
        if not present:
            closed.append((slope, constant))
        elif len(present) > 1 or abs(row[present[0]]) != 1:
            raise Coupled(f"constraint {row} couples indices: not an interval")
        elif row[present[0]] == 1:
            lower[present[0]].append((-slope, -constant))
        else:
            upper[present[0]].append((slope, constant))
    return lower, upper, closed


def _for_all_times(bounds: Sequence[Affine], free: Sequence[int], first: int) -> Count:
    """Eventual polynomial, and every earlier time at which the true count differs from it."""
    lower, upper, closed = _sides(bounds, free)
    settled = _settling_time([*closed, *(line for k in free for line in (*lower[k], *upper[k]))], first)
    polynomial: tuple[int, ...] = (1,)
    if any(line < (0, 0) for line in closed):
        polynomial = (0,)
    for k in free:
        (low_slope, low), (high_slope, high) = max(lower[k]), min(upper[k])
        slope, constant = high_slope - low_slope, high - low + 1
        polynomial = _times(polynomial, (constant, slope) if (slope, constant) >= (0, 0) else (0,))
    eventual = Count(_trim(polynomial))
    differences = ((t, _count_at(t, bounds, free) - eventual.at(t)) for t in range(first, settled + 1))
    return Count(eventual.polynomial, tuple((t, delta) for t, delta in differences if delta))


def _settling_time(lines: Sequence[Line], first: int) -> int:
    """A time after which no two of the affine functions, nor any two shifted by one, nor any and zero, change order."""
    everything = {*lines, (0, 0)}
    crossings = (
        (shift + other[1] - one[1]) // (one[0] - other[0])
        for one in everything
        for other in everything
        for shift in (-1, 0, 1)
        if one[0] > other[0]
    )
    return max((first, *(crossing + 1 for crossing in crossings)))


def _times(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    out = [0] * (len(left) + len(right) - 1)
    for m, x in enumerate(left):
        for n, y in enumerate(right):
            out[m + n] += x * y
    return tuple(out)


def _trim(polynomial: tuple[int, ...]) -> tuple[int, ...]:
    while polynomial and not polynomial[-1]:
        polynomial = polynomial[:-1]
    return polynomial
