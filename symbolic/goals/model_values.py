"""A model at explicit sizes, laws and blocks: its exact loss and slopes, and their degrees in what the blocks hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import inf
from typing import TypeVar

from symbolic.core.definedness import degree
from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable
from symbolic.core.sorts import signature_of
from symbolic.expectation.characters import OutOfReach
from symbolic.goals.closed_values import NOTHING, Known, cell_at, integer, number, points, shape
from symbolic.goals.engine import declared
from symbolic.goals.stated import derived_of, model_of
from symbolic.laws.atoms import Atoms
from symbolic.model.contraction import Numbers
from symbolic.model.entry_derivatives import derivative
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Kind
from symbolic.setting.point import Matrix, Values, WrongValues, check_values
from symbolic.setting.randomness import AnyLawDraw
from symbolic.setting.setting import Setting

Cells = tuple[tuple[Expression, ...], ...]
"""The terms in the cells of a block, row by row."""


@cache
def slopes_of(setting: Setting, block: str) -> Terms:
    """The gradient by a block, as derived."""
    return derivative(derived_of(setting).terms, block)


@dataclass(frozen=True)
class ModelPoint:
    """A setting with its sizes, a law for each draw that may have any, matrices, numbers, and the cells of its blocks.

    Matrices are covariances and those that are given.
    """

    setting: Setting
    sizes: Mapping[str, int]
    laws: Mapping[str, Atoms]
    matrices: Mapping[str, Matrix]
    scalars: Mapping[str, Fraction]
    blocks: Mapping[str, Cells]

    @staticmethod
    def of(term: Node) -> ModelPoint:
        """What a term or formula about a model is applied to; raises `Refused` where it is not written in numbers."""
        signature = signature_of(term)
        setting = declared(signature.key)
        if model_of(setting).signature != signature:
            raise Refused(f"the setting {signature.key} has another signature")
        if any(parameter.complex_ for parameter in setting.parameters):
            raise Refused("the entries of matrices are real, and this setting has complex parameters")
        given = term.parts[1:]
        ends = len(signature.sizes), len(signature.sizes) + len(signature.data)
        sizes = dict(zip(signature.sizes, map(integer, given[: ends[0]]), strict=True))
        data = {name: datum for (name, _), datum in zip(signature.data, given[ends[0] : ends[1]], strict=True)}
        of_any_law = (draw for draw in setting.drawn if isinstance(draw, AnyLawDraw))
        laws = {draw.name: _atoms(data[draw.name], draw.axis[0].value(sizes)) for draw in of_any_law}
        scalars = {name: number(data[name]) for name in setting.scalars}
        blocks = {name: _cells(block) for name, block in zip(signature.blocks, given[ends[1] :], strict=True)}
        matrices = {name: _numbers(_cells(data[name]), NOTHING) for name, sort in signature.data if sort is Sort.MATRIX}
        return ModelPoint(setting, sizes, laws, matrices, scalars, blocks)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the blocks, in order."""
        return tuple(self.setting.blocks)

    def check(self) -> None:
        """Refuse sizes that the setting does not have, blocks of other shapes, and a loss that is none then."""
        self._checked({name: tuple((Fraction(0),) * len(row) for row in rows) for name, rows in self.blocks.items()})

    def degree(self, block: str, letter: Variable) -> int:
        """A bound on the degree of the loss in a letter, or of the slopes by a block.

        It is read off the derived terms, each of which has some factors that are entries of blocks; given matrices are
        numbers here.
        """
        degrees = {name: _degree_of(cells, letter) for name, cells in self.blocks.items()}
        counts = (
            sum(degrees.get(factor.name, 0) for factor in graph.factors if factor.kind is Kind.ENTRY)
            for graph in self._terms(block)
        )
        return max(counts, default=0)

    def loss(self, known: Known = NOTHING) -> Fraction:
        """The exact loss, where letters have values."""
        return self._value(self._matrices(known))

    def slope(self, block: str, place: tuple[int, int], known: Known = NOTHING) -> Fraction:
        """The exact derivative of the loss by an entry of a block, where letters have values."""
        values = self._checked(self._matrices(known))
        sides = self.setting.blocks[block]
        rows = _within_reach(lambda: Numbers(self.setting, values).matrix(self._terms(block), sides))
        if not (1 <= place[0] <= len(rows) and 1 <= place[1] <= len(rows[0])):
            raise Refused(f"the block {block} has no entry {place[0]}, {place[1]}")
        return rows[place[0] - 1][place[1] - 1]

    def _terms(self, block: str) -> Terms:
        """The derived loss, or its slopes by a block."""
        return _within_reach(lambda: slopes_of(self.setting, block) if block else derived_of(self.setting).terms)

    def _matrices(self, known: Known) -> dict[str, Matrix]:
        return {name: _numbers(rows, known) for name, rows in self.blocks.items()}

    def _checked(self, blocks: Mapping[str, Matrix]) -> Values:
        """All values, those blocks left out that are zero; raises `Refused` where they do not fit the setting."""
        try:
            check_values(self.setting, self._values(blocks))
        except WrongValues as reason:
            raise Refused(str(reason)) from reason
        _check_weights(self.setting, (*self.sizes.items(), *self.scalars.items()))
        return self._values({name: rows for name, rows in blocks.items() if any(map(any, rows))})

    def _values(self, blocks: Mapping[str, Matrix]) -> Values:
        covariances, given = (
            {name: self.matrices[name] for name in names} for names in (self.setting.covariances, self.setting.given)
        )
        return Values(self.sizes, covariances, self.scalars, given, self.laws, blocks)

    def _value(self, blocks: Mapping[str, Matrix]) -> Fraction:
        values = self._checked(blocks)
        return _within_reach(lambda: Numbers(self.setting, values).loss(self._terms("")))


Found = TypeVar("Found")


def _within_reach(make: Callable[[], Found]) -> Found:
    try:
        return make()
    except OutOfReach as reason:
        raise Refused(str(reason)) from reason


@cache
def _check_weights(setting: Setting, known: tuple[tuple[str, int | Fraction], ...]) -> None:
    """Refuse sizes and numbers at which a weight of the derived loss divides by 0."""
    numbers = {name: Fraction(value) for name, value in known}
    for coefficient in _within_reach(lambda: derived_of(setting).terms).values():
        try:
            coefficient.value(numbers)
        except ZeroDivisionError:
            raise Refused(f"a weight divides by zero at {', '.join(f'{n} = {value}' for n, value in known)}") from None


def _atoms(law: Expression, dimension: int) -> Atoms:
    found = points(law, dimension)
    return Atoms.of([place for _, place in found], [mass for mass, _ in found])


def _cells(block: Expression) -> Cells:
    rows, columns = shape(block)
    assert isinstance(block, Node)
    return tuple(tuple(cell_at(block, j, k) for k in range(1, columns + 1)) for j in range(1, rows + 1))


def _numbers(cells: Cells, known: Known) -> Matrix:
    return tuple(tuple(number(x, known) for x in row) for row in cells)


def _degree_of(cells: Cells, letter: Variable) -> int:
    """The largest degree of the cells of a block; raises `Refused` where one is no polynomial."""
    found = [degree(cell, letter) for row in cells for cell in row]
    known = [int(each) for each in found if each is not None and each != inf]
    if len(known) < len(found):
        raise Refused("an entry of a block is no polynomial")
    return max(known, default=0)
