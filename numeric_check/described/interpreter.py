"""A description run on numbers: each node of the expression is computed from its parts, straight from its meaning.

Labels run over their ranges with both ends; `x[s]` of an orbit is zero for s <= 0 and `W^(s-1) x_1` from 1 on; copies
of a draw at different labels are different, those at one label are the same; `.H` conjugates. No expectation is taken
here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Arithmetic, Numbers, entry
from numeric_check.described.evaluated_weights import evaluated
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import (
    Adjoint,
    Array,
    Block,
    Constant,
    Diagonal,
    Multiple,
    Parameter,
    Product,
    Scaled,
    Stack,
    Sum,
    Total,
    parts_of,
)
from symbolic.setting.randomness import Draw, Haar, Sample, State, Torus, Turned
from symbolic.setting.recursion import Recursed

Copies = Callable[[Draw, int | None], Numbers]
"""The value of a draw at a label: a column."""

Turns = Callable[[Torus | Haar], Numbers]
"""The diagonal of a unitary matrix, a column; the whole matrix where it is not diagonal."""


@dataclass(frozen=True, eq=False)
class World:
    """Numbers for everything that a description names; `dimension` says how long a block is."""

    arithmetic: Arithmetic
    sizes: Mapping[str, int]
    scalars: Mapping[str, Fraction]
    dimension: Callable[[Affine], int]
    matrices: Mapping[str, Numbers]
    copies: Copies
    turns: Turns


@dataclass(frozen=True, eq=False)
class Interpreter:
    """Values of nodes in one world, each computed once for its labels."""

    world: World
    known: dict[tuple[int, ...], Numbers] = field(default_factory=dict)
    _running: dict[tuple[int, ...], tuple[int, Numbers]] = field(default_factory=dict)
    _states: dict[int, list[Numbers]] = field(default_factory=dict)
    _names: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _peaks: list[int] = field(default_factory=list)

    def value(self, array: Array, labels: Mapping[str, int]) -> Numbers:
        """A node where sizes and labels have these values; raises OutOfReach where a weight divides by zero."""
        key = (id(array), *(labels[name] for name in self._named(array)))
        if key not in self.known:
            self.known[key] = self._computed(array, labels)
        return self.known[key]

    @property
    def entries(self) -> int:
        """How many numbers have been kept at one time."""
        return max([sum(value.size for value in self.known.values()), *self._peaks])

    def forget(self, label: str) -> None:
        """Let go of all that depends on a label."""
        self._peaks[:] = [self.entries]
        for key in [key for key in self.known if label in self._names[key[0]]]:
            del self.known[key]

    def _computed(self, array: Array, labels: Mapping[str, int]) -> Numbers:
        arithmetic = self.world.arithmetic
        match array:
            case Parameter(name=name):
                return self.world.matrices[name]
            case Constant():
                return self._constant(array)
            case Adjoint(of=of):
                return arithmetic.adjoint(self.value(of, labels))
            case Product():
                return self._product(array, labels)
            case Multiple(factor=factor, of=of):
                return arithmetic.times(self.value(factor, labels), self.value(of, labels))
            case Scaled(weight=weight, of=of):
                return arithmetic.times(
                    self._made(entry(evaluated(weight, labels, self.world.scalars))), self.value(of, labels)
                )
            case Sum(parts=parts):
                return reduce(arithmetic.plus, [self.value(part, labels) for part in parts])
            case Stack(parts=parts):
                return arithmetic.stacked([self.value(part, labels) for part in parts])
            case Block():
                return self._block(array, labels)
            case Diagonal(of=of):
                return arithmetic.times(self.value(of, labels), self._identity(array.rows))
            case Total():
                return self._total(array, labels)
            case Sample(draw=draw, label=label):
                return self.world.copies(draw, None if label is None else label.value(labels))
            case State():
                return self._state(array, array.time.value(labels))
            case Turned(by=by, of=of):
                return arithmetic.times(self.world.turns(by), self.value(of, labels))
            case Recursed():
                return self._recursed(array, array.time.value(labels), labels)
        raise TypeError(f"a node of class {type(array).__name__} has no meaning here")

    def _product(self, array: Product, labels: Mapping[str, int]) -> Numbers:
        """A chain of factors, multiplied from the end at which the result is narrower."""
        matmul = self.world.arithmetic.matmul
        values = [self.value(factor, labels) for factor in _factors(array)]
        if values[-1].shape[-1] < values[0].shape[-2]:
            return reduce(lambda right, left: matmul(left, right), reversed(values))
        return reduce(matmul, values)

    def _constant(self, array: Constant) -> Numbers:
        rows, columns = self._length(array.rows), self._length(array.columns)
        diagonal, beside = {"zero": (0, 0), "ones": (1, 1), "eye": (1, 0)}[array.kind]
        table = [[Fraction(diagonal if r == c else beside) for c in range(columns)] for r in range(rows)]
        return self._made(np.array(table, dtype=object).reshape(rows, columns))

    def _identity(self, axis: tuple[Affine, ...]) -> Numbers:
        return self._constant(Constant(axis, axis, "eye"))

    def _block(self, array: Block, labels: Mapping[str, int]) -> Numbers:
        whole = self.value(array.of, labels)
        rows = self._slice(array.of.rows, array.row)
        return whole[..., rows, self._slice(array.of.columns, array.column)]

    def _slice(self, axis: tuple[Affine, ...], number: int | None) -> slice:
        if number is None:
            return slice(None)
        start = sum(self.world.dimension(dimension) for dimension in axis[: number - 1])
        return slice(start, start + self.world.dimension(axis[number - 1]))

    def _total(self, array: Total, labels: Mapping[str, int]) -> Numbers:
        """The sum over the label; one that ended earlier with the same parts is continued."""
        low, high = array.low.value(labels), array.high.value(labels)
        outside = (labels[name] for name in self._named(array.of) if name != array.label)
        key = (id(array), low, *outside)
        begin = (low - 1, self._made(np.full((self._length(array.rows), self._length(array.columns)), Fraction(0))))
        last, value = self._running.get(key, begin)
        if last > high:
            last, value = begin
        for label in range(last + 1, high + 1):
            value = self.world.arithmetic.plus(value, self.value(array.of, {**labels, array.label: label}))
        self._running[key] = (max(high, low - 1), value)
        return value

    def _state(self, state: State, time: int) -> Numbers:
        """`W^(s-1) x_1`, each from the one before it."""
        if time <= 0:
            return self._made(np.full((self._length(state.rows), 1), Fraction(0)))
        orbit, states = state.orbit, self._states.setdefault(id(state.orbit), [])
        if not states:
            states.append(self.world.copies(orbit.start.draw, None))
        while len(states) < time:
            turned = self.world.arithmetic.matmul if isinstance(orbit.by, Haar) else self.world.arithmetic.times
            states.append(turned(self.world.turns(orbit.by), states[-1]))
        return states[time - 1]

    def _recursed(self, state: Recursed, time: int, labels: Mapping[str, int]) -> Numbers:
        """Step after step from the start; what has been made is known."""
        if time <= 0:
            return self._made(np.full((self._length(state.rows), 1), Fraction(0)))
        of, sizes = state.of, {name: labels[name] for name in self.world.sizes}
        for before in range(1, time - 1):
            self.value(of.step, {**sizes, of.label: before})
        return self.value(of.start, sizes) if time == 1 else self.value(of.step, {**sizes, of.label: time - 1})

    def _made(self, exact: Numbers) -> Numbers:
        return self.world.arithmetic.made(exact)[..., None, None, :, :]

    def _length(self, axis: tuple[Affine, ...]) -> int:
        return sum(map(self.world.dimension, axis)) if axis else 1

    def _named(self, array: Array) -> tuple[str, ...]:
        """Sizes and labels that a node depends on, sorted."""
        if id(array) not in self._names:
            self._names[id(array)] = tuple(sorted(self._names_in(array)))
        return self._names[id(array)]

    def _names_in(self, array: Array) -> set[str]:
        if isinstance(array, Recursed):
            return set(array.time.names)
        names = {name for part in parts_of(array) for name in self._named(part)}
        match array:
            case Total(label=label, low=low, high=high):
                return (names - {label}) | {*low.names, *high.names}
            case Scaled(weight=weight):
                return names | {name for monomial in weight.monomials for name in monomial.names}
            case Sample(label=Affine() as at) | State(time=at):
                return names | set(at.names)
        return names


def _factors(array: Array) -> list[Array]:
    """What a product is a product of."""
    return [*_factors(array.left), *_factors(array.right)] if isinstance(array, Product) else [array]
