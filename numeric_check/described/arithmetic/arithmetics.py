"""What a description is run in: floating point, or exact numbers as Python objects.

Every value is an array `(…, points, samples, rows, columns)`: points of the parameters, samples of the data, and a
matrix; a vector has one column, a scalar one row as well. Axes of length 1 are shared by all points or samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from numeric_check.described.arithmetic.gaussian_rationals import Objects, is_complex

Numbers = NDArray[Any]
"""Numbers of an arithmetic: floats, complex numbers, Python objects or residues."""


class Arithmetic(Protocol):
    """How matrices of numbers are multiplied, added, conjugated, and made of exact ones."""

    def made(self, exact: Objects) -> Numbers:
        """Exact numbers in this arithmetic; what it adds to their shape stands in front."""

    def times(self, left: Numbers, right: Numbers) -> Numbers:
        """Entry by entry."""

    def matmul(self, left: Numbers, right: Numbers) -> Numbers: ...
    def plus(self, left: Numbers, right: Numbers) -> Numbers: ...
    def adjoint(self, array: Numbers) -> Numbers:
        """The conjugate transpose."""

    def stacked(self, parts: Sequence[Numbers]) -> Numbers:
        """Below each other, shared axes written out."""

    def summed(self, array: Numbers) -> Numbers:
        """The sum over the last axis."""

    def roots(self, order: int) -> Numbers:
        """All roots of unity of an order, `(…, order)`."""


@dataclass(frozen=True)
class Ordinary:
    """What NumPy's own operators do."""

    def times(self, left: Numbers, right: Numbers) -> Numbers:
        return np.asarray(left * right)

    def matmul(self, left: Numbers, right: Numbers) -> Numbers:
        return np.asarray(left @ right)

    def plus(self, left: Numbers, right: Numbers) -> Numbers:
        return np.asarray(left + right)

    def adjoint(self, array: Numbers) -> Numbers:
        return np.conjugate(np.swapaxes(array, -1, -2))

    def stacked(self, parts: Sequence[Numbers]) -> Numbers:
        return stacked(parts)

    def summed(self, array: Numbers) -> Numbers:
        return np.asarray(np.sum(array, axis=-1))


@dataclass(frozen=True)
class Floats(Ordinary):
    """Double precision, complex only where a number is.

    >>> from numeric_check.described.arithmetic.gaussian_rationals import objects
    >>> Floats().made(objects([Fraction(1, 2)]))
    array([0.5])
    """

    def made(self, exact: Objects) -> Numbers:
        if exact.dtype != object:
            return exact
        return np.asarray(exact, dtype=np.complex128 if is_complex(exact) else np.float64)

    def roots(self, order: int) -> Numbers:
        return np.asarray(np.exp(2j * np.pi * np.arange(order) / order))


@dataclass(frozen=True)
class Exactly(Ordinary):
    """Fractions and Gaussian rationals as Python objects."""

    def made(self, exact: Objects) -> Numbers:
        return exact

    def roots(self, order: int) -> Numbers:
        raise ValueError(f"roots of unity of order {order} are not rational")


def stacked(parts: Sequence[Numbers]) -> Numbers:
    """Matrices below each other, shared axes written out."""
    front = np.broadcast_shapes(*(part.shape[:-2] for part in parts))
    return np.concatenate([np.broadcast_to(part, (*front, *part.shape[-2:])) for part in parts], axis=-2)


def entry(exact: Fraction) -> Objects:
    """One exact number as a matrix of one entry."""
    return np.array([[exact]], dtype=object)
