"""A description read as sums of products with indices: the cells of an array, each a list of `Term`s."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product as pairs

from symbolic.expectation.characters import OutOfReach
from symbolic.model.terms import COLUMN, ROW, Factor, Kind, Term, product
from symbolic.model.unrolled import Unrolled, before
from symbolic.setting.affine import Affine, as_affine
from symbolic.setting.nodes import (
    ONE,
    Adjoint,
    Array,
    Axis,
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
    nodes,
)
from symbolic.setting.randomness import AnyLawDraw, GaussianDraw, Sample, State, Turned
from symbolic.setting.recursion import Recursed
from symbolic.setting.weights import Monomial

MOST_TERMS = 5_000
"""A product of sums with more summands is refused before it is multiplied out."""

Cell = tuple[int, int]
"""Numbers of a row block and a column block, from 0; 0 on a side that the array lacks."""

Cells = dict[Cell, tuple[Term, ...]]
"""What is missing is zero."""


def index_form(array: Array) -> tuple[Term, ...]:
    """The terms of a vector of one block, its index being ROW, or of a scalar.

    >>> from symbolic.setting import eye, parameter, size
    >>> d = size("d")
    >>> W, v = parameter("W", [d]), parameter("v", [d], [])
    >>> [[str(f.name) for f in term.factors] for term in index_form(W @ (W - eye(d)) @ v)]
    [['W', 'W', 'v'], ['W', 'v']]
    """
    return _Reader(array).cells(array).get((0, 0), ())


class _Reader:
    """Reads each node once."""

    def __init__(self, array: Array) -> None:
        self._known: dict[int, Cells] = {}
        self._complex = frozenset(_complex_names(array))

    def cells(self, array: Array) -> Cells:
        if id(array) not in self._known:
            self._known[id(array)] = {cell: terms for cell, terms in self._read(array).items() if terms}
        return self._known[id(array)]

    def _read(self, array: Array) -> Cells:
        match array:
            case Parameter():
                return _entries(array)
            case Sample() | State():
                return {(0, 0): (_drawn(array),)}
            case Turned(by=by, of=of):
                turn = Factor(Kind.TURN, by.name, () if by.dimension == ONE else (ROW,), (as_affine(1),))
                return self._each(of, lambda term: (replace(term, factors=(*term.factors, turn)),))
            case Recursed():
                return self._recursed(array)
            case Constant():
                return _constants(array)
            case Adjoint(of=of):
                return {(c, r): tuple(t.adjoint(self._complex) for t in ts) for (r, c), ts in self.cells(of).items()}
            case Product():
                return self._product(array)
            case Multiple(factor=factor, of=of):
                scalars = self.cells(factor).get((0, 0), ())
                require_few(len(scalars) * max(map(len, self.cells(of).values()), default=0))
                return self._each(of, lambda term: (product(scalar, term, None) for scalar in scalars))
            case Scaled(weight=weight, of=of):
                return self._each(of, lambda term: map(term.scaled, weight.monomials))
            case Diagonal(of=of):
                return self._each(of, lambda term: (_on_diagonal(term, array.rows),))
            case Sum(parts=parts):
                return _together(self.cells(part) for part in parts)
            case Stack():
                return self._stack(array)
            case Block():
                return self._block(array)
            case Total(of=of, label=label, low=low, high=high):
                return self._each(of, lambda term: (term.bound(label, low, high),))
        raise TypeError(f"no index form for {type(array).__name__}")

    def _each(self, array: Array, change: Callable[[Term], Iterable[Term]]) -> Cells:
        return {cell: tuple(new for t in terms for new in change(t)) for cell, terms in self.cells(array).items()}

    def _recursed(self, array: Recursed) -> Cells:
        """The state a step begins with by itself; every other one as a sum over all steps before it."""
        if array is array.of.before:
            return {(0, 0): (before(array),)}
        if any(
            isinstance(node, Recursed) and node.of is array.of and node is not array.of.before
            for node in nodes(array.of.step)
        ):
            raise OutOfReach(f"the recursion {array.of.name}: its step has other states than the one before")
        unrolled = Unrolled.by(array.of, self.cells(array.of.step).get((0, 0), ()))
        return {(0, 0): tuple(unrolled.at(array.time, self.cells(array.of.start).get((0, 0), ())))}

    def _product(self, array: Product) -> Cells:
        right = self.cells(array.right)
        out: dict[Cell, list[Term]] = {}
        for (r, k), left in self.cells(array.left).items():
            inner = _inner(array.left.columns, k)
            for (l, c), terms in right.items():
                if k == l:
                    require_few(len(left) * len(terms))
                    out.setdefault((r, c), []).extend(product(x, y, inner) for x, y in pairs(left, terms))
        return {cell: tuple(terms) for cell, terms in out.items()}

    def _stack(self, array: Stack) -> Cells:
        out: Cells = {}
        first = 0
        for part in array.parts:
            out |= {(first + r, c): terms for (r, c), terms in self.cells(part).items()}
            first += max(1, len(part.rows))
        return out

    def _block(self, array: Block) -> Cells:
        cell = (array.row or 1) - 1, (array.column or 1) - 1
        return {(0, 0): self.cells(array.of).get(cell, ())}


def _inner(columns: Axis, number: int) -> Affine | None:
    """The dimension that is summed over, where there is more than one summand."""
    return columns[number] if columns and columns[number] != ONE else None


def _entries(array: Parameter) -> Cells:
    out: Cells = {}
    for r, rows in enumerate(array.rows or (ONE,)):
        for c, columns in enumerate(array.columns or (ONE,)):
            indices = (*((ROW,) if rows != ONE else ()), *((COLUMN,) if columns != ONE else ()))
            out[r, c] = (Term(factors=(Factor(Kind.ENTRY, array.block_name(r + 1, c + 1), indices),)),)
    return out


def _drawn(array: Sample | State) -> Term:
    """A draw of any law has an index also in one dimension: its moments are told by their indices."""
    draw = array.orbit.start.draw if isinstance(array, State) else array.draw
    alone = not array.rows or array.rows[0] == ONE
    kept = ((0, ONE),) if alone and isinstance(draw, AnyLawDraw) else ()
    index = (0,) if kept else () if alone else (ROW,)
    if isinstance(array, State):
        return Term(dimensions=kept, factors=(Factor(Kind.STATE, array.orbit.name, index, (array.time,)),))
    labels = () if array.label is None else (array.label,)
    return Term(dimensions=kept, factors=(Factor(Kind.DRAW, array.draw.name, index, labels),))


def _constants(array: Constant) -> Cells:
    if array.kind == "zero":
        return {}
    if array.kind == "ones" or array.rows[0] == ONE:
        return {(0, 0): (Term(),)}
    return {(0, 0): (Term(factors=(Factor(Kind.DELTA, "", (ROW, COLUMN)),)),)}


def _on_diagonal(term: Term, rows: Axis) -> Term:
    """A vector's entry at the row, where that is the column as well."""
    if rows[0] == ONE:
        return term
    return replace(term, factors=(*term.factors, Factor(Kind.DELTA, "", (ROW, COLUMN))))


def _together(parts: Iterator[Cells]) -> Cells:
    out: Cells = {}
    for cells in parts:
        for cell, terms in cells.items():
            out[cell] = (*out.get(cell, ()), *terms)
    return out


def _complex_names(array: Array) -> Iterator[str]:
    for node in nodes(array):
        if isinstance(node, Parameter) and node.complex_:
            yield from node.blocks
        if isinstance(node, Sample) and isinstance(node.draw, GaussianDraw) and node.draw.complex_:
            yield node.draw.name


def require_few(count: int) -> None:
    """Raise `OutOfReach` for more summands than are multiplied out."""
    if count > MOST_TERMS:
        raise OutOfReach(
            f"a product of sums with {count} summands, more than {MOST_TERMS}; "
            "fewer layers or tokens with fewer parts are within reach"
        )


def negative(term: Term) -> Term:
    """The term with the other sign."""
    return term.scaled(Monomial(Fraction(-1)))
