"""The mean of a loss over all draws without sampling: a weighted sum over every combination of their points.

The points of each draw, and the order of the roots of unity that stand for each phase, follow from the degrees of the
loss (`degrees`). Copies that the loss does not depend on are zero. The number of combinations is known before work
starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

import numpy as np

from numeric_check.arrays import Integers
from numeric_check.described.arithmetics import Arithmetic, Floats, Numbers
from numeric_check.described.degrees import Copy, Degree, loss_degree
from numeric_check.described.draw_rules import Spread, exact_spread, float_spread
from numeric_check.described.gaussian_rationals import is_complex, objects
from numeric_check.described.interpreter import Interpreter, losses
from numeric_check.described.placed import IMAGINARY, Blocks, world
from numeric_check.described.prime_fields import MOST_PRIMES, Divides, NoRational, PrimeField, primes, rational
from numeric_check.laws.gauss_rules import OutOfReach
from symbolic.progress import at_least, parts
from symbolic.setting.point import Values
from symbolic.setting.randomness import Draw, Orbit, Torus
from symbolic.setting.setting import Setting

LIMIT = 20_000_000
"""Losses that a mean may take: combinations of points times points of the parameters."""

KEPT = 2**20
"""Numbers that are kept at a time; as many combinations are run together as that allows."""

FEW = 32
"""So many combinations are run together in any case."""


class TooManyPoints(OutOfReach):
    """The draws have more combinations of points than can be visited, at so many points of the parameters."""

    def __init__(self, count: int, times: int, limit: int, sizes: Mapping[str, int]) -> None:
        where = ", ".join(f"{name} = {value}" for name, value in sizes.items())
        where = where or "fixed sizes"
        often = f", each for {times} points of the parameters" if times > 1 else ""
        super().__init__(
            f"the draws have {count} combinations of points at {where}{often}: more than the limit of {limit} losses; "
            "take smaller sizes, or a sample"
        )
        self.count = count
        self.limit = limit


@dataclass(frozen=True, eq=False)
class Points:
    """Points of every copy that a loss depends on, and the order of the roots of unity of every phase."""

    setting: Setting
    values: Values
    spreads: Mapping[Copy, Spread]
    orders: Mapping[str, int]
    _tables: dict[Arithmetic, _Tables] = field(default_factory=dict)

    def tables(self, arithmetic: Arithmetic) -> _Tables:
        """The points in one arithmetic, made once."""
        if arithmetic not in self._tables:
            self._tables[arithmetic] = _Tables(self, arithmetic)
        return self._tables[arithmetic]

    @property
    def count(self) -> int:
        """Number of combinations."""
        turns = [self.orders.get(t.name, 1) for t in self.tori for _ in range(t.dimension.value(self.values.sizes))]
        return prod([*turns, *(n for spread in self.spreads.values() for n in spread.counts)])

    @property
    def tori(self) -> list[Torus]:
        """The matrices of orbits, each once."""
        return list({o.by.name: o.by for o in self.setting.draws if isinstance(o, Orbit)}.values())

    def require(self, limit: int, times: int = 1) -> None:
        """Raise TooManyPoints where more losses than the limit are needed for so many points of the parameters."""
        if self.count * times > limit:
            raise TooManyPoints(self.count, times, limit, self.values.sizes)


def float_points(setting: Setting, values: Values, named: set[str], power: int = 1) -> Points:
    """Points for the loss, or a power of it, where these parameter blocks may differ from zero: Gauss rules."""
    return _points(setting, values, named, power, float_spread)


def exact_points(setting: Setting, values: Values, named: set[str], power: int = 1) -> Points:
    """The same with rational points."""
    return _points(setting, values, named, power, exact_spread)


def _points(
    setting: Setting, values: Values, named: set[str], power: int, spread: Callable[[Draw, Values, int], Spread]
) -> Points:
    degree = loss_degree(setting, values.sizes, values.scalars, named)
    draws = {draw.name: draw for draw in setting.drawn}
    spreads = {copy: spread(draws[copy[0]], values, power * n) for copy, n in degree.copies.items()}
    return Points(setting, values, spreads, _orders(degree, power))


def _orders(degree: Degree, power: int) -> dict[str, int]:
    """One more than the largest exponent: the mean of a smaller power over these roots is 0."""
    return {name: power * max(-low, high) + 1 for name, (low, high) in degree.phases.items()}


Integrand = Callable[[Arithmetic, Numbers], Numbers]
"""From losses `(…, points, samples)` to what is averaged, of the same shape."""


def itself(arithmetic: Arithmetic, found: Numbers) -> Numbers:
    """The losses as they are."""
    return found


def float_mean(points: Points, blocks: Blocks, integrand: Integrand = itself, limit: int = LIMIT) -> Numbers:
    """Means of the losses at all points of the parameters, `(points,)`, exact up to rounding.

    Raises TooManyPoints above the limit.
    """
    points.require(limit, _times(blocks))
    return np.real(_mean(points, blocks, Floats(), integrand))


def exact_mean(points: Points, blocks: Blocks, integrand: Integrand = itself, limit: int = LIMIT) -> Numbers:
    """The same as fractions, `(points,)`, from residues modulo as many primes as they need.

    Raises TooManyPoints above the limit, NoRational where many primes do not suffice.
    """
    points.require(limit, _times(blocks))
    paired = _is_paired(points, blocks)
    orders = [*points.orders.values(), *([4] if paired else [])]
    moduli: list[int] = []
    residues: list[Numbers] = []
    with at_least(4, "primes of exact means") as counted:
        for prime in primes(orders):
            try:
                found = _mean(points, blocks, PrimeField(prime, paired), integrand)
            except Divides:
                continue
            counted()
            moduli.append(prime)
            residues.append(found[0])
            if len(moduli) > 2 and (rationals := _rationals(residues, moduli)) is not None:
                return rationals
            if len(moduli) > MOST_PRIMES:
                break
    raise NoRational(f"the losses are no fractions of fewer than {29 * MOST_PRIMES} bits")


def _times(blocks: Blocks) -> int:
    """At how many points of the parameters the blocks stand."""
    return max([1, *(len(block) for block in blocks.values() if block.ndim == 3)])


def _is_paired(points: Points, blocks: Blocks) -> bool:
    """Whether complex numbers occur."""
    draws = any(spread.matrix is not None and is_complex(spread.matrix) for spread in points.spreads.values())
    return bool(points.tori) or draws or any(name.endswith(IMAGINARY) for name in blocks)


def _rationals(residues: Sequence[Numbers], moduli: Sequence[int]) -> Numbers | None:
    found = []
    for column in np.stack(residues, axis=1).tolist():
        if (value := rational(column, moduli)) is None:
            return None
        found.append(value)
    return objects(found)


def _mean(points: Points, blocks: Blocks, arithmetic: Arithmetic, integrand: Integrand) -> Numbers:
    """The first few combinations say how many numbers are kept for each, and how many may be run together then."""
    tables, few = points.tables(arithmetic), min(FEW, points.count)

    def part(places: Integers) -> tuple[Numbers, int]:
        found, entries = _losses(points, blocks, arithmetic, tables, places)
        weighted = arithmetic.times(tables.weights(places)[..., None, :], integrand(arithmetic, found))
        return arithmetic.summed(weighted), entries

    total, entries = part(np.arange(few))
    chunk = max(1, KEPT * few // entries)
    for start in parts(range(few, points.count, chunk), "parts of the combinations of points"):
        total = arithmetic.plus(total, part(np.arange(start, min(start + chunk, points.count)))[0])
    return total


def _losses(
    points: Points, blocks: Blocks, arithmetic: Arithmetic, tables: _Tables, places: Integers
) -> tuple[Numbers, int]:
    """Losses at some combinations, and how many numbers were kept for them."""
    copies, turns = tables.at(places)
    zero = arithmetic.made(objects([[0]]))[..., None, None, :, :]
    here = world(
        points.setting,
        points.values,
        arithmetic,
        blocks,
        lambda draw, label: copies.get((draw.name, label), _repeated(zero, draw, points.values)),
        lambda torus: turns[torus.name],
    )
    interpreter = Interpreter(here)
    return losses(points.setting, interpreter), interpreter.entries


def _repeated(zero: Numbers, draw: Draw, values: Values) -> Numbers:
    return np.repeat(zero, values.dimension(draw.axis[0]) if draw.axis else 1, axis=-2)


class _Tables:
    """Points and weights of all rules in one arithmetic, and what stands at combinations of them."""

    def __init__(self, points: Points, arithmetic: Arithmetic) -> None:
        self.points, self.arithmetic = points, arithmetic
        made = arithmetic.made
        rules = [rule for spread in points.spreads.values() for rule in spread.rules]
        self.tables = [made(table) for table, _ in rules]
        self.masses = [made(weights) for _, weights in rules]
        for torus in points.tori:
            order = points.orders.get(torus.name, 1)
            n = torus.dimension.value(points.values.sizes)
            self.tables += [arithmetic.roots(order)[..., None]] * n
            self.masses += [made(objects([Fraction(1, order)] * order))] * n
        self.shape = tuple(table.shape[-2] for table in self.tables)

    def weights(self, places: Integers) -> Numbers:
        """The weight of each combination."""
        one = self.arithmetic.made(objects([1] * len(places)))
        for masses, chosen in zip(self.masses, self._chosen(places), strict=True):
            one = self.arithmetic.times(one, masses[..., chosen])
        return one

    def at(self, places: Integers) -> tuple[dict[Copy, Numbers], dict[str, Numbers]]:
        """Copies and phases as columns, `(…, 1, samples, rows, 1)`."""
        found = iter([table[..., chosen, :] for table, chosen in zip(self.tables, self._chosen(places), strict=True)])
        copies = {copy: self._copy(spread, found, len(places)) for copy, spread in self.points.spreads.items()}
        dimensions = {torus.name: torus.dimension.value(self.points.values.sizes) for torus in self.points.tori}
        turns = {name: _column([next(found) for _ in range(n)]) for name, n in dimensions.items()}
        return copies, turns

    def _chosen(self, places: Integers) -> Sequence[Integers]:
        return np.unravel_index(places, self.shape) if self.shape else ()

    def _copy(self, spread: Spread, found: Iterator[Numbers], samples: int) -> Numbers:
        arithmetic, chosen = self.arithmetic, [next(found) for _ in spread.rules]
        if spread.matrix is None:
            return _column(chosen)
        rows = len(spread.matrix)
        shift = objects([0] * rows) if spread.offset is None else spread.offset
        offset = np.repeat(arithmetic.made(shift)[..., None, None, :, None], samples, axis=-3)
        if not chosen:
            return offset
        matrix = arithmetic.made(spread.matrix)[..., None, None, :, :]
        return arithmetic.plus(arithmetic.matmul(matrix, _column(chosen)), offset)


def _column(parts_of_it: Sequence[Numbers]) -> Numbers:
    return np.concatenate(parts_of_it, axis=-1)[..., None, :, :, None]
