"""Points of all draws together: which there are, how many combinations, and what stands at each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import log10, prod

import numpy as np

from numeric_check.arrays import Integers
from numeric_check.described.arithmetic.arithmetics import Arithmetic, Numbers
from numeric_check.described.arithmetic.gaussian_rationals import is_complex, objects
from numeric_check.described.arithmetic.prime_fields import PrimeField, primes_with
from numeric_check.described.degrees import Copy, Degree, loss_degree
from numeric_check.described.draw_rules import NormalPoints, Rule, Spread, exact_spread, float_spread, gauss_spread
from numeric_check.laws.gauss_rules import OutOfReach
from numeric_check.laws.haar_rules import haar_rule
from symbolic.setting.point import Values
from symbolic.setting.randomness import Draw, Torus
from symbolic.setting.setting import Setting

FEW_ENOUGH = 2000
"""Combinations of rational points; where there are more, points modulo primes are looked for."""


LONG = 10**12
"""Larger numbers of combinations are told by their power of ten."""


class TooManyPoints(OutOfReach):
    """The draws have more combinations of points than can be visited, at so many points of the parameters."""

    def __init__(self, count: int, times: int, limit: int, sizes: Mapping[str, int]) -> None:
        where = ", ".join(f"{name} = {value}" for name, value in sizes.items())
        where = where or "fixed sizes"
        number = f"{count}" if count < LONG else f"about 10^{log10(count):.0f}"
        often = f", each for {times} points of the parameters" if times > 1 else ""
        super().__init__(
            f"the draws have {number} combinations of points at {where}{often}: more than the limit of {limit} losses; "
            "take smaller sizes, or a sample"
        )
        self.count = count
        self.limit = limit


@dataclass(frozen=True, eq=False)
class Points:
    """Points of every copy that a loss depends on, and the order of the roots of unity of every phase.

    `matrices` are points of unitary matrices that are not diagonal, `(n, d, d)`, and their weights.
    """

    setting: Setting
    values: Values
    spreads: Mapping[Copy, Spread]
    orders: Mapping[str, int]
    matrices: Mapping[str, Rule] = field(default_factory=dict)
    _kept: dict[Arithmetic, Tables] = field(default_factory=dict)

    def tables(self, arithmetic: Arithmetic) -> Tables:
        """The points in one arithmetic, made once."""
        if arithmetic not in self._kept:
            self._kept[arithmetic] = Tables(self, arithmetic)
        return self._kept[arithmetic]

    @property
    def count(self) -> int:
        """Number of combinations."""
        turns = [self.orders.get(t.name, 1) for t in self.tori for _ in range(t.dimension.value(self.values.sizes))]
        turns += [len(weights) for _, weights in self.matrices.values()]
        return prod([*turns, *(n for spread in self.spreads.values() for n in spread.counts)])

    @property
    def tori(self) -> list[Torus]:
        """The matrices of orbits, each once."""
        return list(self.setting.tori)

    @property
    def fields(self) -> Iterator[PrimeField]:
        """Prime fields in which all points exist, largest first."""
        orders = [*self.orders.values(), *([4] if self.is_complex else [])]
        rules = [rule for spread in self.spreads.values() for rule in spread.rules if isinstance(rule, NormalPoints)]
        normals = tuple({(rule.variance, rule.count): None for rule in rules})
        yield from (PrimeField(p, self.is_complex) for p in primes_with(tuple(orders), normals))

    @property
    def is_complex(self) -> bool:
        """Whether complex numbers occur, among draws or parameters."""
        draws = any(spread.matrix is not None and is_complex(spread.matrix) for spread in self.spreads.values())
        return bool(self.setting.turns) or draws or any(parameter.complex_ for parameter in self.setting.parameters)

    def require(self, limit: int, times: int = 1) -> None:
        """Raise TooManyPoints where more losses than the limit are needed for so many points of the parameters."""
        if self.count * times > limit:
            raise TooManyPoints(self.count, times, limit, self.values.sizes)


def float_points(setting: Setting, values: Values, named: set[str], power: int = 1) -> Points:
    """Points for the loss, or a power of it, where these parameter blocks may differ from zero: Gauss rules."""
    return _points(setting, values, named, power, float_spread)


def exact_points(setting: Setting, values: Values, named: set[str], power: int = 1) -> Points:
    """The same with rational points; with Gauss points modulo primes where those are many, if there are such primes."""
    if setting.haar:
        raise OutOfReach(
            f"{setting.haar[0].name} is uniform among {setting.haar[0].group} matrices, which has no rational points; "
            "its losses in floats, or of a sample, are within reach"
        )
    rational = _points(setting, values, named, power, exact_spread)
    if rational.count <= FEW_ENOUGH:
        return rational
    gauss = _points(setting, values, named, power, gauss_spread)
    return rational if next(gauss.fields, None) is None else gauss


def _points(
    setting: Setting, values: Values, named: set[str], power: int, spread: Callable[[Draw, Values, int], Spread]
) -> Points:
    degree = loss_degree(setting, values.sizes, values.scalars, named)
    draws = {draw.name: draw for draw in setting.drawn}
    spreads = {copy: spread(draws[copy[0]], values, power * n) for copy, n in degree.copies.items()}
    return Points(setting, values, spreads, _orders(setting, degree, power), _matrices(setting, values, degree, power))


def _matrices(setting: Setting, values: Values, degree: Degree, power: int) -> dict[str, Rule]:
    """Rules of matrices that are exact for as many entries and conjugates of entries as the loss has."""
    found = {}
    for turn in setting.haar:
        low, high = degree.phases.get(turn.name, (0, 0))
        found[turn.name] = haar_rule(turn.group, turn.dimension.value(values.sizes), power * (high - low))
    return found


def _orders(setting: Setting, degree: Degree, power: int) -> dict[str, int]:
    """One more than the largest exponent: the mean of a smaller power over these roots is 0, as it is on the circle.

    Where the eigenvalues are roots of unity themselves, these are enough.
    """
    most = {name: power * max(-low, high) + 1 for name, (low, high) in degree.phases.items()}
    own = {turn.name: turn.order for turn in setting.tori}
    return {name: min(order, own.get(name) or order) for name, order in most.items()}


def _made(rule: Rule | NormalPoints, arithmetic: Arithmetic) -> Rule:
    if not isinstance(rule, NormalPoints):
        return arithmetic.made(rule[0]), arithmetic.made(rule[1])
    if isinstance(arithmetic, PrimeField):
        return arithmetic.normal(rule.variance, rule.count)
    raise TypeError("Gauss points of a normal number are residues modulo a prime")


class Tables:
    """Points and weights of all rules in one arithmetic, and what stands at combinations of them."""

    def __init__(self, points: Points, arithmetic: Arithmetic) -> None:
        self.points, self.arithmetic = points, arithmetic
        rules = [_made(rule, arithmetic) for spread in points.spreads.values() for rule in spread.rules]
        self.tables = [table for table, _ in rules]
        self.masses = [weights for _, weights in rules]
        for torus in points.tori:
            order = points.orders.get(torus.name, 1)
            n = torus.dimension.value(points.values.sizes)
            self.tables += [arithmetic.roots(order)[..., None]] * n
            self.masses += [arithmetic.made(objects([Fraction(1, order)] * order))] * n
        for matrices, weights in points.matrices.values():
            self.tables.append(arithmetic.made(matrices.reshape(len(weights), -1)))
            self.masses.append(arithmetic.made(weights))
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
        turns |= {name: _square(next(found), points) for name, (points, _) in self.points.matrices.items()}
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


def _square(flat: Numbers, points: Numbers) -> Numbers:
    return flat.reshape(*flat.shape[:-1], *points.shape[1:])[..., None, :, :, :]


def _column(parts_of_it: Sequence[Numbers]) -> Numbers:
    return np.concatenate(parts_of_it, axis=-1)[..., None, :, :, None]
