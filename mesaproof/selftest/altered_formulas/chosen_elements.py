"""Elements of domains: which are in one, all of a short range, and one at random."""

from __future__ import annotations

import random
from operator import add
from typing import Any

import flint

from mesaproof.selftest.altered_formulas.meant_values import Unknown, length, shape, times, transposed, whole
from symbolic.core.expressions import Node

COORDINATES = 4
"""Sequences that are chosen have so many entries."""

SHORT = 12
"""A range of at most so many integers is looked at as a whole."""


def contains(domain: Node, ends: list[Any], element: Any) -> bool:
    """Whether an element is in a domain whose parts have some values; raises `Unknown`."""
    match domain.head:
        case "reals" | "sequences" | "moments" | "vector_moments":
            return True
        case "nonnegative":
            return bool(element >= 0)
        case "positive":
            return bool(element > 0)
        case "integers" | "integers_from" | "integers_between":
            integral = isinstance(element, flint.fmpq) and element.q == 1
            return integral and all(ends[0] <= element for _ in ends[:1]) and all(element <= end for end in ends[1:])
        case "matrices":
            return shape(element) == (whole(ends[0]), whole(ends[1]))
    if shape(element) != (whole(ends[0]),) * 2:
        return False
    return _of_square(domain.head, element)


def _of_square(head: str, element: Any) -> bool:
    if head == "invertible":
        return bool(flint.fmpq_mat([list(row) for row in element]).det() != 0)
    if transposed(element) != element:
        return False
    return head == "symmetric" or all(x > 0 if head == "definite" else x >= 0 for x in minors(head, element))


def minors(head: str, of: Any) -> list[Any]:
    """The principal minors, of which a definite matrix needs the leading ones only."""
    n = len(of)
    chosen = [range(k + 1) for k in range(n)] if head == "definite" else _subsets(n)
    return [flint.fmpq_mat([[of[j][k] for k in rows] for j in rows]).det() for rows in chosen]


def _subsets(n: int) -> list[Any]:
    return [[k for k in range(n) if mask >> k & 1] for mask in range(1, 2**n)]


def every(domain: Node, ends: list[Any]) -> list[Any] | None:
    """All elements of a short range; None for other domains."""
    if domain.head != "integers_between":
        return None
    low, high = map(whole, ends)
    return [flint.fmpq(n) for n in range(low, high + 1)] if high - low < SHORT else None


class Chooser:
    """Elements at random, of one style: sizes and numbers are small, as equal or as different as the seed says."""

    def __init__(self, seed: int, text: str) -> None:
        self.source = random.Random(f"{seed} {text}")
        self.style = seed % 4

    def element(self, domain: Node, ends: list[Any]) -> Any:
        """One element of a domain; raises `Unknown` where none is found."""
        match domain.head:
            case "reals":
                return self._number()
            case "nonnegative":
                return abs(self._number())
            case "positive":
                return abs(self._number()) or flint.fmpq(1)
            case "integers":
                return flint.fmpq(self.source.randint(-2, 3))
            case "integers_from":
                return _ceiling(ends[0]) + self.source.choice(((0,), (0, 1), (0, 1, 2), (0, 0, 1))[self.style])
            case "integers_between":
                return flint.fmpq(self.source.randint(whole(ends[0]), max(map(whole, ends))))
            case "sequences":
                return tuple(self._number() for _ in range(COORDINATES))
            case "moments":
                return self._law(1)
            case "vector_moments":
                return self._law(COORDINATES)
            case "matrices":
                return self._matrix(length(ends[0]), length(ends[1]))
        return self._square(domain, length(ends[0]))

    def _number(self) -> Any:
        if self.style == 0:
            return flint.fmpq(self.source.choice((0, 1, 1, -1)))
        if self.style == 1:
            return flint.fmpq(self.source.choice((0, 1, 2, -1, -2, 3)))
        return flint.fmpq(self.source.randint(-5, 5), self.source.choice((1, 2, 3)))

    def _matrix(self, rows: int, columns: int) -> Any:
        kind = self.source.choice(("any", "any", "diagonal", "none")) if rows == columns else "any"
        if kind == "any":
            return tuple(tuple(self._number() for _ in range(columns)) for _ in range(rows))
        by = self._number() if kind == "diagonal" else flint.fmpq(0)
        return tuple(tuple(by * int(j == k) for k in range(columns)) for j in range(rows))

    def _square(self, domain: Node, n: int) -> Any:
        """A square matrix of one kind, by what it is made of."""
        factor = self._matrix(n, n)
        if domain.head == "invertible":
            found = factor
        elif domain.head == "symmetric":
            found = _sum(factor, transposed(factor))
        else:
            found = times(factor, transposed(factor))
            if domain.head == "definite":
                ridge = tuple(tuple(flint.fmpq(j == k) for k in range(n)) for j in range(n))
                found = _sum(found, ridge)
        if not contains(domain, [flint.fmpq(n)], found):
            raise Unknown("no element was found")
        return found

    def _law(self, entries: int) -> Any:
        """Of few values: symmetric ones, of equal or of different coordinates, or any."""
        kind = self.source.choice(("signs", "axes", "scaled", "any", "point"))
        if kind == "signs":
            size = self.source.choice((1, 2))
            points = [tuple(flint.fmpq(size * (1 - 2 * (mask >> k & 1))) for k in range(3)) for mask in range(8)]
            points = [(*point, flint.fmpq(0)) for point in points]
        elif kind == "axes":
            points = [tuple(flint.fmpq(s * (j == k)) for k in range(COORDINATES)) for j in range(2) for s in (1, -1)]
        elif kind == "scaled":
            points = [tuple(flint.fmpq(s * z) for _ in range(COORDINATES)) for z in (1, 2) for s in (1, -1)]
        else:
            count = 1 if kind == "point" else self.source.choice((2, 3))
            points = [tuple(self._number() for _ in range(COORDINATES)) for _ in range(count)]
        weight = flint.fmpq(1, len(points))
        return tuple((weight, point if entries > 1 else point[0]) for point in points)


def _sum(one: Any, other: Any) -> Any:
    return tuple(tuple(map(add, *rows)) for rows in zip(one, other, strict=True))


def _ceiling(of: Any) -> Any:
    if not isinstance(of, flint.fmpq):
        raise Unknown("a least element that is no fraction")
    return flint.fmpq(-(-int(of.p) // int(of.q)))
