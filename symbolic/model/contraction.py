"""Exact value of a loss and of its gradient where everything is a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import flint

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.expectation.characters import OutOfReach
from symbolic.model.graphs import Graph
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE
from symbolic.setting.point import Matrix, Values
from symbolic.setting.randomness import IIDDraw
from symbolic.setting.setting import Setting

Places = tuple[int, ...]
Tensor = dict[Places, flint.fmpq]
"""Entries that are not zero, by the values of the indices."""


class IrrationalMoment(ValueError):
    """A moment of a law that is not a rational number."""


@dataclass(frozen=True)
class Numbers:
    """The values of a setting, ready for evaluation."""

    setting: Setting
    values: Values
    _moments: dict[tuple[str, Places], flint.fmpq] = field(default_factory=dict)

    @property
    def scalars(self) -> Mapping[str, Fraction]:
        """Sizes, scalars and moments of coordinates by name."""
        numbers = {name: Fraction(n) for name, n in self.values.sizes.items()} | dict(self.values.scalars)
        return _WithMoments(numbers, self)

    def loss(self, terms: Terms) -> Fraction:
        """The sum of all terms."""
        scalars = self.scalars
        total = flint.fmpq(0)
        for graph, coefficient in terms.items():
            if (value := self.part(graph).get(())) is not None:
                total += self._number(coefficient, scalars) * value
        return to_fraction(total)

    def entries(self, terms: Terms, imaginary: bool = False) -> Tensor:
        """Real (or imaginary) parts of terms with open indices, as a tensor."""
        scalars = self.scalars
        total: Tensor = defaultdict(flint.fmpq)
        for graph, coefficient in terms.items():
            factor = self._number(coefficient, scalars)
            for places, value in self.part(graph, imaginary).items():
                total[places] += factor * value
        return total

    def _number(self, coefficient: Laurent, scalars: Mapping[str, Fraction]) -> flint.fmpq:
        try:
            return to_flint(coefficient.value(scalars))
        except ZeroDivisionError:
            sizes = ", ".join(f"{name} = {size}" for name, size in self.values.sizes.items())
            raise OutOfReach(f"a weight divides by zero at {sizes}") from None

    def part(self, graph: Graph, imaginary: bool = False) -> Tensor:
        """The real (or imaginary) part of a graph: complex entries are taken as `re ± i im`, every choice added."""
        where = [n for n, f in enumerate(graph.factors) if f.kind is Kind.ENTRY and f.name in self.complex_blocks]
        if not where:
            return {} if imaginary else self.contracted(graph)
        total: Tensor = defaultdict(flint.fmpq)
        for chosen in product((False, True), repeat=len(where)):
            if sum(chosen) % 2 == imaginary:
                at = {n for n, taken in zip(where, chosen, strict=True) if taken}
                sign = (-1) ** (sum(chosen) // 2 + sum(graph.factors[n].conjugate for n in at))
                parts = (replace(f, kind=Kind.IMAGINARY) if n in at else f for n, f in enumerate(graph.factors))
                for places, value in self.contracted(replace(graph, factors=tuple(parts))).items():
                    total[places] += sign * value
        return total

    @cached_property
    def complex_blocks(self) -> frozenset[str]:
        """Blocks of complex parameters, and what else has an imaginary part."""
        return self.setting.complex_blocks | self.values.imaginary.keys()

    def matrix(self, terms: Terms, shape: tuple[Affine, Affine], imaginary: bool = False) -> Matrix:
        """Terms with open indices as rows of a block; a side of dimension 1 has no index."""
        found = self.entries(terms, imaginary)
        rows, columns = (range(self.values.dimension(axis)) for axis in shape)
        sides = [n for n, axis in enumerate(shape) if axis != ONE]

        def entry(*place: int) -> Fraction:
            value = found.get(tuple(place[n] for n in sides))
            return Fraction(0) if value is None else to_fraction(value)

        return tuple(tuple(entry(p, q) for q in columns) for p in rows)

    def contracted(self, graph: Graph) -> Tensor:
        """The graph summed over its indices; places are values of the open ones."""
        if any(f.kind is Kind.ENTRY and self._matrix(f) is None for f in graph.factors):
            return {}
        ranges = [range(self.values.dimension(size)) for size in graph.dimensions]
        if graph.distinct:
            return self._over_distinct(graph, ranges)
        tensors = [(f.indices, self._tensor(f, graph)) for f in graph.factors]
        return _eliminated(tensors, graph.open, ranges)

    def _over_distinct(self, graph: Graph, ranges: Sequence[range]) -> Tensor:
        out: Tensor = defaultdict(flint.fmpq)
        for places in product(*ranges):
            chosen = [places[n] for n in graph.distinct]
            if len(set(chosen)) == len(chosen):
                value = flint.fmpq(1)
                for factor in graph.factors:
                    value *= self._entry(factor, tuple(places[n] for n in factor.indices))
                    if not value:
                        break
                if value:
                    out[tuple(places[n] for n in graph.open)] += value
        return out

    def _tensor(self, factor: Factor, graph: Graph) -> Tensor:
        ranges = (range(self.values.dimension(graph.dimensions[n])) for n in factor.indices)
        return {places: value for places in product(*ranges) if (value := self._entry(factor, places))}

    def _entry(self, factor: Factor, places: Places) -> flint.fmpq:
        if factor.kind is Kind.MOMENT:
            return self._moment(factor.name, places)
        if factor.kind is Kind.DELTA:
            return flint.fmpq(int(places[0] == places[1]))
        return _cell(self._matrix(factor), places)

    def _matrix(self, factor: Factor) -> Matrix | None:
        """The numbers of a covariance, a given matrix, a letter of a family or a block; none where all are zero."""
        if factor.kind is Kind.COVARIANCE:
            return self.values.covariances[factor.name]
        if factor.kind is Kind.IMAGINARY:
            return self.values.imaginary.get(factor.name)
        return self.values.matrices.get(factor.name) or self.values.parameters.get(factor.name)

    def _moment(self, name: str, places: Places) -> flint.fmpq:
        key = (name, tuple(sorted(places)))
        if key not in self._moments:
            law: Any = self.values.laws[name]
            self._moments[key] = _rational(law.moment(tuple(places.count(j) for j in range(law.d))))
        return self._moments[key]

    def coordinate_moment(self, name: str, order: int) -> Fraction:
        """A moment of one coordinate of a draw with independent coordinates."""
        law: Any = self.values.laws[name]
        return to_fraction(_rational(law.moment((order, *(0 for _ in range(law.d - 1))))))


class _WithMoments(dict[str, Fraction]):
    """Numbers by name; `m4(x)` is looked up in the law of x."""

    def __init__(self, numbers: Mapping[str, Fraction], values: Numbers) -> None:
        super().__init__(numbers)
        self._draws = {draw.name for draw in values.setting.drawn if isinstance(draw, IIDDraw)}
        self._values = values

    def __missing__(self, name: str) -> Fraction:
        order, _, draw = name.removesuffix(")").removeprefix("m").partition("(")
        if draw not in self._draws:
            raise KeyError(name)
        self[name] = self._values.coordinate_moment(draw, int(order))
        return self[name]


def _rational(value: object) -> flint.fmpq:
    if not isinstance(value, (int, Fraction)):
        raise IrrationalMoment(f"the moment {value} is not a rational number")
    return to_flint(value)


def _cell(matrix: Matrix | None, places: Places) -> flint.fmpq:
    """An entry; the only index of a row is its column."""
    if matrix is None:
        return flint.fmpq(0)
    row, column = (0, *places) if len(places) == 1 and len(matrix) == 1 else (*places, 0, 0)[:2]
    return to_flint(matrix[row][column])


def _eliminated(tensors: list[tuple[Places, Tensor]], open_: Places, ranges: Sequence[range]) -> Tensor:
    """Index after index is summed over, the one first whose factors have the fewest other indices."""
    closed = {n for indices, _ in tensors for n in indices} - set(open_)
    while closed:
        index = min(closed, key=lambda n: len({k for indices, _ in tensors if n in indices for k in indices}))
        touching = [t for t in tensors if index in t[0]]
        tensors = [t for t in tensors if index not in t[0]]
        tensors.append(_summed(_joined(touching), index))
        closed.discard(index)
    indices, joined = _joined(tensors)
    return _opened(indices, joined, open_, ranges)


def _joined(tensors: Sequence[tuple[Places, Tensor]]) -> tuple[Places, Tensor]:
    indices: Places = ()
    out: Tensor = {(): flint.fmpq(1)}
    for other, tensor in tensors:
        indices, out = _times(indices, out, other, tensor)
    return indices, out


def _times(left: Places, first: Tensor, right: Places, second: Tensor) -> tuple[Places, Tensor]:
    """The product, an index that both have taken once; an index that occurs twice on one side is its diagonal."""
    shared = [n for n in dict.fromkeys(right) if n in left]
    new = [n for n in dict.fromkeys(right) if n not in left]
    by_shared: dict[Places, list[tuple[Places, flint.fmpq]]] = defaultdict(list)
    for places, value in second.items():
        known: dict[int, int] = {}
        if all(known.setdefault(n, at) == at for n, at in zip(right, places, strict=True)):
            by_shared[tuple(known[n] for n in shared)].append((tuple(known[n] for n in new), value))
    kept = list(dict.fromkeys(left))
    out: Tensor = {}
    for places, value in first.items():
        known = {}
        if all(known.setdefault(n, at) == at for n, at in zip(left, places, strict=True)):
            for more, factor in by_shared.get(tuple(known[n] for n in shared), ()):
                out[(*(known[n] for n in kept), *more)] = value * factor
    return (*kept, *new), out


def _summed(tensor: tuple[Places, Tensor], index: int) -> tuple[Places, Tensor]:
    indices, entries = tensor
    place = indices.index(index)
    out: Tensor = defaultdict(flint.fmpq)
    for places, value in entries.items():
        out[(*places[:place], *places[place + 1 :])] += value
    return (*indices[:place], *indices[place + 1 :]), out


def _opened(indices: Places, tensor: Tensor, open_: Places, ranges: Sequence[range]) -> Tensor:
    """Entries by the open indices; an open index that no factor has takes every value."""
    free = tuple(dict.fromkeys(n for n in open_ if n not in indices))
    out: Tensor = {}
    for places, value in tensor.items():
        known = dict(zip(indices, places, strict=True))
        for more in product(*(ranges[n] for n in free)):
            every = known | dict(zip(free, more, strict=True))
            out[tuple(every[n] for n in open_)] = value
    return out
