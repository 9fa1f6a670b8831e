"""Degrees of a loss in what it depends on, read off the description: run on degrees instead of numbers.

A value is zero, or a bound on the degree in each variable and on the exponents of the phase of each coordinate. Sums
take the hull, products add; a block of a matrix counts as one entry. Blocks of parameters that are zero leave no trace,
so that a small family of parameters has small degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from operator import add

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Numbers, Ordinary
from numeric_check.described.arithmetic.gaussian_rationals import Objects
from numeric_check.described.data_set_losses import losses
from numeric_check.described.interpreter import Interpreter, World
from symbolic.setting.nodes import Parameter
from symbolic.setting.randomness import Draw, Haar, Torus
from symbolic.setting.setting import Setting

Copy = tuple[str, int | None]
"""A draw by name, and its label; None for the only copy of a draw without labels."""

Exponents = tuple[int, int]

Variables = Mapping[str | Copy, int]


@dataclass(frozen=True)
class Degree:
    """A bound on the degree in each parameter block (a name) and in each copy of a draw; `vanishes` is that of zero."""

    variables: Variables = field(default_factory=dict)
    phases: Mapping[str, Exponents] = field(default_factory=dict)
    vanishes: bool = False

    @property
    def copies(self) -> dict[Copy, int]:
        """Degrees in the copies of draws."""
        return {variable: n for variable, n in self.variables.items() if not isinstance(variable, str)}

    def in_block(self, name: str) -> int:
        """The degree in the entries of a parameter block, all together."""
        return self.variables.get(name, 0)

    def __mul__(self, other: Degree) -> Degree:
        if self.vanishes or other.vanishes:
            return ZERO
        pairs = {name: (self._exponents(name), other._exponents(name)) for name in (*self.phases, *other.phases)}
        phases = {name: (a + c, b + d) for name, ((a, b), (c, d)) in pairs.items()}
        return Degree(_joined(self.variables, other.variables, add), phases)

    def __add__(self, other: Degree) -> Degree:
        if self.vanishes or other.vanishes:
            return other if self.vanishes else self
        pairs = {name: (self._exponents(name), other._exponents(name)) for name in (*self.phases, *other.phases)}
        phases = {name: (min(a, c), max(b, d)) for name, ((a, b), (c, d)) in pairs.items()}
        return Degree(_joined(self.variables, other.variables, max), phases)

    def conjugate(self) -> Degree:
        return Degree(self.variables, {name: (-high, -low) for name, (low, high) in self.phases.items()}, self.vanishes)

    def _exponents(self, name: str) -> Exponents:
        return self.phases.get(name, (0, 0))


def _joined(left: Variables, right: Variables, joined: Callable[[int, int], int]) -> Variables:
    """Both, the smaller one put into a copy of the larger one; a variable that is missing has degree 0."""
    small, large = sorted((left, right), key=len)
    return {**large, **{variable: joined(n, large.get(variable, 0)) for variable, n in small.items()}}


ZERO, CONSTANT = Degree(vanishes=True), Degree()


@dataclass(frozen=True)
class Degrees(Ordinary):
    """Degrees as entries of matrices."""

    def made(self, exact: Objects) -> Numbers:
        return _table([[CONSTANT if x else ZERO for x in row] for row in exact])

    def roots(self, order: int) -> Numbers:
        raise ValueError("degrees are not evaluated at roots of unity")


def loss_degree(
    setting: Setting, sizes: Mapping[str, int], scalars: Mapping[str, Fraction], blocks: Collection[str]
) -> Degree:
    """Degrees of the loss of one sample where the parameter blocks that are named may differ from zero.

    >>> from symbolic.setting import AnyLaw, parameter, size
    >>> d = size("d")
    >>> x, W = AnyLaw(d, "x"), parameter("W", [d])
    >>> V = W @ W
    >>> twice = Setting("twice", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: V @ x, target=lambda: x)
    >>> degree = loss_degree(twice, {"d": 2}, {}, ["W"])
    >>> degree.in_block("W"), degree.copies
    (4, {('x', None): 2})
    """
    matrices = {p.name: _blocks(p, blocks) for p in (*setting.parameters, *setting.given.values())}
    world = World(Degrees(), sizes, scalars, lambda _: 1, matrices, _copy, lambda turn: _turn(turn, sizes))
    found: Degree = losses(setting, Interpreter(world)).item()
    return found


def _blocks(parameter: Parameter, named: Collection[str]) -> Numbers:
    rows, columns = range(1, len(parameter.rows or (1,)) + 1), range(1, len(parameter.columns or (1,)) + 1)
    names = [[parameter.block_name(r, c) for c in columns] for r in rows]
    if not parameter.trained:
        return _table([[CONSTANT for _ in row] for row in names])[None, None]
    return _table([[Degree({name: 1}) if name in named else ZERO for name in row] for row in names])[None, None]


def _copy(draw: Draw, label: int | None) -> Numbers:
    return _table([[Degree({(draw.name, label): 1})]])[None, None]


def _turn(turn: Torus | Haar, sizes: Mapping[str, int]) -> Numbers:
    """The phase of one coordinate: it has exponent 1 there, and 0 in all other coordinates.

    Of a matrix that is not diagonal the exponents bound the degrees in conjugates of entries and in entries.
    """
    low = 1 if isinstance(turn, Torus) and turn.dimension.value(sizes) == 1 else 0
    return _table([[Degree(phases={turn.name: (low, 1)})]])[None, None]


def _table(rows: list[list[Degree]]) -> Numbers:
    return np.array(rows, dtype=object)
