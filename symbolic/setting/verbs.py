"""The verbs of a model: parameters and constants, and how arrays are stacked, cut and summed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from symbolic.setting.affine import as_affine, identifier
from symbolic.setting.nodes import (
    ONE,
    Array,
    Axis,
    Block,
    Constant,
    Diagonal,
    Inverse,
    Parameter,
    Stack,
    Total,
    axis_of,
)
from symbolic.setting.symbols import Arithmetic, Time
from symbolic.setting.valueless import Untraceable


def parameter(
    name: str, rows: Iterable[Arithmetic | int], columns: Iterable[Arithmetic | int] | None = None, field: str = "real"
) -> Parameter:
    """A trained matrix, its rows and columns cut into blocks; square where no columns are named.

    `columns=[]` makes a vector, `rows=[]` as well a scalar. Its blocks are named by row and column from 1: `W_12`.

    >>> parameter("W", [as_affine(1), 1]).shape
    'a matrix of blocks [1, 1] x [1, 1]'
    """
    if field not in ("real", "complex"):
        raise Untraceable(f"a field is 'real' or 'complex'; given {field!r}")
    axis = axis_of(rows)
    return Parameter(axis, axis if columns is None else axis_of(columns), identifier(name), complex_=field == "complex")


def given(
    name: str, rows: Iterable[Arithmetic | int], columns: Iterable[Arithmetic | int] | None = None, field: str = "real"
) -> Parameter:
    """A matrix or vector that is not trained, as `parameter`: a mean, a target matrix, a letter of a family.

    Only letters of families may be complex.
    """
    return replace(parameter(name, rows, columns, field), trained=False)


def zero(*dimensions: Arithmetic | int) -> Array:
    """A vector of zeros, or a matrix of zeros with two dimensions."""
    return _constant("zero", dimensions)


def ones(*dimensions: Arithmetic | int) -> Array:
    """A vector of ones, or a matrix of ones with two dimensions."""
    return _constant("ones", dimensions)


def eye(dimension: Arithmetic | int) -> Array:
    """The identity matrix."""
    axis = axis_of([dimension])
    return Constant(axis, axis, "eye")


def stack(*parts: Array) -> Array:
    """Arrays below each other, a block each; a scalar becomes a block of dimension 1.

    >>> stack(zero(1), zero(2)).shape
    'a vector of blocks [1, 2]'
    """
    if not parts or not all(isinstance(part, Array) for part in parts):
        raise Untraceable("stack(…) takes vectors, scalars or matrices with the same columns, at least one")
    if len({part.columns for part in parts}) > 1:
        raise Untraceable(f"stack({', '.join(part.shape for part in parts)}): the columns differ")
    return Stack(tuple(dim for part in parts for dim in part.rows or (ONE,)), parts[0].columns, parts)


def block(array: Array, row: int, column: int | None = None) -> Array:
    """One block, numbered from 1: of a vector by its row, of a matrix by row and column.

    A block of dimension 1 loses that side: block 2 of a vector `[d, 1]` is a scalar.

    >>> block(stack(zero(2), zero(1)), 2).shape
    'a scalar'
    """
    if not isinstance(array, Array):
        raise Untraceable(f"block({type(array).__name__}, …): the first argument is a vector or a matrix")
    rows = _taken(array, array.rows, row, "row")
    columns = _taken(array, array.columns, column, "column")
    return Block(rows, columns, array, row if array.rows else None, column)


def diagonal(vector: Array) -> Array:
    """The square matrix with the entries of a vector of one block on its diagonal, and zeros elsewhere.

    >>> diagonal(ones(2)).shape
    'a matrix of blocks [2] x [2]'
    """
    if not isinstance(vector, Array) or vector.columns or len(vector.rows) != 1:
        what = vector.shape if isinstance(vector, Array) else type(vector).__name__
        raise Untraceable(f"diagonal({what}): it takes a vector of one block")
    return Diagonal(vector.rows, vector.rows, vector)


def inverse(array: Array) -> Array:
    """The inverse of a square matrix of one block, for identities: a model with one has no loss that is derived.

    >>> inverse(eye(2)).shape
    'a matrix of blocks [2] x [2]'
    """
    if not isinstance(array, Array) or array.rows != array.columns or len(array.rows) != 1:
        what = array.shape if isinstance(array, Array) else type(array).__name__
        raise Untraceable(f"inverse({what}): it takes a square matrix of one block")
    return Inverse(array.rows, array.columns, array)


def total(what: Array, label: Time, low: Arithmetic | int, high: Arithmetic | int) -> Array:
    """The sum over a label, from low to high, both included."""
    if not isinstance(what, Array) or not isinstance(label, Time):
        raise Untraceable("total(what, i, low, high): an array, a label made by time(…), and the two ends")
    first, last = as_affine(low), as_affine(high)
    if label.name in (*first.names, *last.names):
        raise Untraceable(f"total(…, {label}, {low}, {high}): the ends depend on the label that is summed over")
    return Total(what.rows, what.columns, what, label.name, first, last)


def _constant(kind: str, dimensions: tuple[Arithmetic | int, ...]) -> Array:
    if len(dimensions) not in (1, 2):
        raise Untraceable(f"{kind}(d) is a vector and {kind}(d, k) a matrix; given {len(dimensions)} dimensions")
    rows, *columns = (axis_of([dimension]) for dimension in dimensions)
    return Constant(rows, columns[0] if columns else (), kind)


def _taken(array: Array, axis: Axis, number: int | None, side: str) -> Axis:
    if not axis and number is None:
        return ()
    if not isinstance(number, int) or isinstance(number, bool) or not axis or not 1 <= number <= len(axis):
        raise Untraceable(f"block {side} {number} of {array.shape}: blocks are numbered from 1")
    return () if axis[number - 1] == ONE else (axis[number - 1],)
