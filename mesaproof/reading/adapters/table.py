"""A table of atoms out of Python numbers: points with weights, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from mesaproof.errors import InputError
from mesaproof.reading.adapters.numbers import exact_number
from symbolic.laws import Atoms

MOST_NUMBERS = 1_000_000
"""Numbers of a table, weights included: an exact one costs some 300 bytes."""


def atoms_of(points: Iterable[Any], weights: Iterable[Any] | None = None, name: str = "table") -> Atoms:
    """The law with these points and weights; equal weights where none are given, a point of numbers or one number.

    Repeated points keep their weights, which add up. Raises InputError for entries that are not real and finite, for
    ragged points, for weights that are not positive or do not sum to 1 exactly, for more than 1 000 000 numbers.

    >>> atoms_of([0.5, -0.5], [0.25, 0.75]).moment((1,))
    Fraction(-1, 4)
    """
    rows: list[tuple[Fraction, ...]] = []
    for k, point in enumerate(points):
        rows.append(_point(point, f"point {k}"))
        if len(rows) * (len(rows[0]) + 1) > MOST_NUMBERS:
            raise InputError(f"a table of more than {k} points", f"at most {MOST_NUMBERS} numbers, weights included")
    if not rows or not rows[0]:
        raise InputError("a table without an entry", "at least one point with at least one coordinate")
    for k, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise InputError(f"{len(row)} coordinates in point {k}", f"{len(rows[0])} as in point 0")
    return Atoms.of(rows, _weights(weights, len(rows)), name=name)


def _point(point: Any, where: str) -> tuple[Fraction, ...]:
    entries: Sequence[Any] = list(point) if _is_sequence(point) else [point]
    return tuple(exact_number(entry, f"coordinate {j} of {where}") for j, entry in enumerate(entries))


def _is_sequence(value: Any) -> bool:
    if getattr(value, "ndim", None) == 0:
        return False
    return hasattr(value, "__iter__") and not isinstance(value, str)


def _weights(weights: Iterable[Any] | None, count: int) -> list[Fraction]:
    if weights is None:
        return [Fraction(1, count)] * count
    found = [exact_number(weight, f"weight {k}") for k, weight in enumerate(weights)]
    if len(found) != count:
        raise InputError(f"{count} points but {len(found)} weights", "one weight for each point")
    for k, weight in enumerate(found):
        if weight <= 0:
            raise InputError(f"weight {weight} of point {k}", "positive weights", "leave out points of weight 0")
    if sum(found) != 1:
        raise InputError(
            f"weights that sum to {sum(found)}", "weights that sum to 1 exactly", "write 1/3 as '1/3' or Fraction(1, 3)"
        )
    return found
