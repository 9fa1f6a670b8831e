"""Vectors and matrices of a model as a description: what is multiplied with what, never a number.

An `Array` is a node of an expression. Its rows and columns are cut into blocks, each with a dimension; a vector has no
columns, a scalar neither. Shapes are checked where a node is made, so that an error stands on the line of the model.
Derivations read the expression in index form, the second route runs it on numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

from symbolic.setting.affine import Affine, as_affine
from symbolic.setting.symbols import Arithmetic
from symbolic.setting.valueless import Untraceable, Valueless
from symbolic.setting.weights import Weight, as_weight

Axis = tuple[Affine, ...]
"""Dimensions of the blocks along rows or columns; none for the side that a vector or a scalar lacks."""

ONE = as_affine(1)


@dataclass(frozen=True, eq=False)
class Array:
    """A node of the description, with its shape."""

    rows: Axis
    columns: Axis

    @property
    def H(self) -> Array:
        """The conjugate transpose."""
        return Adjoint(self.columns, self.rows, self)

    @property
    def within(self) -> tuple[Array, ...]:
        """The arrays that a node is made of which is none of those below: one of randomness, or of a recursion."""
        return ()

    @property
    def is_scalar(self) -> bool:
        return not self.rows and not self.columns

    @property
    def shape(self) -> str:
        """The shape in words.

        >>> Constant((ONE,), (), "zero").shape
        'a vector of blocks [1]'
        """
        if self.is_scalar:
            return "a scalar"
        if self.rows and self.columns:
            return f"a matrix of blocks {axis_text(self.rows)} x {axis_text(self.columns)}"
        return (
            f"a vector of blocks {axis_text(self.rows)}" if self.rows else f"a row of blocks {axis_text(self.columns)}"
        )

    def __matmul__(self, other: object) -> Array:
        if not isinstance(other, Array):
            raise Untraceable(f"{self.shape} @ {type(other).__name__}: use * for a number")
        if self.columns != other.rows:
            raise Untraceable(f"{self.shape} @ {other.shape}: the columns on the left are not the rows on the right")
        return Product(self.rows, other.columns, self, other)

    def __mul__(self, other: object) -> Array:
        if isinstance(other, Array):
            return _multiple(self, other)
        weight = as_weight(other)
        if weight is None:
            raise Untraceable(
                f"{self.shape} * {type(other).__name__}: a factor is a number, a size, a time or a scalar"
            )
        return Scaled(self.rows, self.columns, weight, self)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Array:
        if isinstance(other, Array):
            raise Untraceable(
                f"division by {other.shape} of parameters or data, as in softmax or a normalisation by data: "
                "population losses are derived for polynomials of the data only"
            )
        weight = as_weight(other)
        if weight is None:
            raise Untraceable(f"{self.shape} / {type(other).__name__}: a divisor is a number, a size or a time")
        return Scaled(self.rows, self.columns, 1 / weight, self)

    def __rtruediv__(self, other: object) -> NoReturn:
        raise Untraceable(f"division by {self.shape} of parameters or data: population losses are of polynomials only")

    def __add__(self, other: object) -> Array:
        if not isinstance(other, Array) or (self.rows, self.columns) != (other.rows, other.columns):
            what = other.shape if isinstance(other, Array) else type(other).__name__
            raise Untraceable(f"{self.shape} + {what}: both sides need one shape")
        return Sum(self.rows, self.columns, (self, other))

    def __radd__(self, other: object) -> Array:
        if isinstance(other, int) and other == 0:
            return self
        raise Untraceable(f"{type(other).__name__} + {self.shape}: both sides need one shape")

    def __neg__(self) -> Array:
        return self * -1

    def __sub__(self, other: object) -> Array:
        return self.__add__(-other if isinstance(other, Array) else other)

    def __rsub__(self, other: object) -> NoReturn:
        raise Untraceable(f"{type(other).__name__} - {self.shape}: both sides need one shape")

    @property
    def T(self) -> NoReturn:
        raise Untraceable(f"{self.shape} has no .T: its conjugate transpose is .H")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Valueless, int, float, Fraction)):
            self._untraceable()
        return self is other

    __hash__ = object.__hash__

    def _untraceable(self, *_: Any, **__: Any) -> NoReturn:
        raise Untraceable(
            f"{self.shape} is used as if it had a value or entries: a model is written with stack, block, total, "
            "@, .H, +, - and * only; a part of it is block(array, number), a power a product"
        )

    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = __pow__ = __rpow__ = __abs__ = __round__ = _untraceable
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _untraceable
    __float__ = __int__ = __index__ = __len__ = __iter__ = __getitem__ = __array__ = _untraceable

    def __array_ufunc__(self, ufunc: Any, *_: Any, **__: Any) -> NoReturn:
        raise Untraceable(f"numpy.{ufunc.__name__} of {self.shape}: only polynomials of parameters and data are traced")


@dataclass(frozen=True, eq=False)
class Parameter(Array):
    """A matrix by name, trained or given; `complex_` says in which field its entries lie."""

    name: str
    trained: bool = True
    complex_: bool = False

    def block_name(self, row: int, column: int) -> str:
        """What a block of it is called, from 1: `A_12`; by its own name where it is only one."""
        if len(self.rows) <= 1 and len(self.columns) <= 1:
            return self.name
        return f"{self.name}_{row if self.rows else ''}{column if self.columns else ''}"

    @property
    def blocks(self) -> dict[str, tuple[Affine, Affine]]:
        """Dimensions of every block, by its name."""
        rows, columns = self.rows or (ONE,), self.columns or (ONE,)
        return {
            self.block_name(r, c): (m, n) for r, m in enumerate(rows, start=1) for c, n in enumerate(columns, start=1)
        }


@dataclass(frozen=True, eq=False)
class Constant(Array):
    """Zeros, the identity, or ones."""

    kind: str


@dataclass(frozen=True, eq=False)
class Adjoint(Array):
    of: Array


@dataclass(frozen=True, eq=False)
class Product(Array):
    left: Array
    right: Array


@dataclass(frozen=True, eq=False)
class Multiple(Array):
    """An array times a scalar array."""

    factor: Array
    of: Array


@dataclass(frozen=True, eq=False)
class Scaled(Array):
    """An array times a weight."""

    weight: Weight
    of: Array


@dataclass(frozen=True, eq=False)
class Sum(Array):
    parts: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Stack(Array):
    parts: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Block(Array):
    of: Array
    row: int | None
    column: int | None


@dataclass(frozen=True, eq=False)
class Diagonal(Array):
    """The matrix with a vector on its diagonal."""

    of: Array


@dataclass(frozen=True, eq=False)
class Inverse(Array):
    """The inverse of a square matrix, in identities."""

    of: Array


@dataclass(frozen=True, eq=False)
class Total(Array):
    """The sum of an array over a label, both ends included."""

    of: Array
    label: str
    low: Affine
    high: Affine


def parts_of(array: Array) -> tuple[Array, ...]:
    """The arrays that a node is made of."""
    match array:
        case Product(left=left, right=right):
            return left, right
        case Multiple(factor=factor, of=of):
            return factor, of
        case Sum(parts=parts) | Stack(parts=parts):
            return parts
        case Adjoint(of=of) | Scaled(of=of) | Block(of=of) | Diagonal(of=of) | Inverse(of=of) | Total(of=of):
            return (of,)
    return array.within


def nodes(array: Array) -> Iterator[Array]:
    """The node and all below it, each once."""
    seen, left = {id(array)}, [array]
    while left:
        node = left.pop()
        yield node
        new = [part for part in parts_of(node) if id(part) not in seen]
        seen.update(map(id, new))
        left.extend(new)


def axis_of(dimensions: Iterable[Arithmetic | int]) -> Axis:
    """Dimensions of blocks; raises Untraceable where one is no size and no positive number."""
    axis = tuple(as_affine(dimension) for dimension in dimensions)
    if bad := [str(a) for a in axis if not a.slopes and a.constant < 1]:
        raise Untraceable(f"a block has a dimension of at least 1; given {bad[0]}")
    return axis


def axis_text(axis: Axis) -> str:
    return "[" + ", ".join(map(str, axis)) + "]"


def _multiple(left: Array, right: Array) -> Array:
    factor, of = (left, right) if left.is_scalar else (right, left)
    if not factor.is_scalar:
        raise Untraceable(f"{left.shape} * {right.shape}: * needs a scalar on one side, @ multiplies matrices")
    return Multiple(of.rows, of.columns, factor, of)
