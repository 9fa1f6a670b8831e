"""Recursive descent over the description of one coordinate; nothing is evaluated, and nesting has an end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from mesaproof.errors import InputError, quoted
from mesaproof.reading.adapters.named import COORDINATES
from mesaproof.reading.law_scanner import Result, Scanner, require_distribution
from symbolic.laws.coordinates import CoordinateLaw, Finite
from symbolic.laws.coordinates.derived import affine, mixed
from symbolic.laws.coordinates.order_statistics import largest, smallest
from symbolic.laws.coordinates.truncation import truncated

MAX_PAIRS = 64
MAX_PARTS = 16
MAX_DEPTH = 12

TABLES = ("twopoint", "finite")
EXTREMES = {"largest": largest, "smallest": smallest}
OPERATIONS = ("coordinate_mixture", "truncated", "largest", "smallest", "shift", "scale", "centred")
COORDINATE_LAWS = (*COORDINATES, *TABLES, *OPERATIONS)

_INFINITE = re.compile(r"\s*([+-]?\s*(?:infinity|inf|oo))\b", re.ASCII | re.IGNORECASE)
_COPIES = re.compile(r"\s*(n\s*=)", re.ASCII | re.IGNORECASE)


class CoordinateReader(Scanner):
    """Reads the law of one coordinate; every method raises InputError for what it does not find."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def nested(self, read: Callable[[], Result]) -> Result:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise InputError(quoted(self.text), f"a law nested at most {MAX_DEPTH} deep")
        found = read()
        self.depth -= 1
        return found

    def coordinate(self) -> CoordinateLaw:
        name = self.name(COORDINATE_LAWS, "a law of one coordinate:")
        return self.nested(lambda: self.coordinate_named(name))

    def coordinate_named(self, name: str) -> CoordinateLaw:
        """What follows the name of a law of one coordinate."""
        if name in TABLES:
            return self.built(lambda: _finite(name, self.pairs(name)))
        if name == "coordinate_mixture":
            parts = self.weighted(self.coordinate, name)
            return self.built(lambda: mixed(parts))
        if name in OPERATIONS:
            return self._made_of(name)
        law = COORDINATES[name]
        given = self.arguments(name, law.parameters, law.example)
        return self.built(lambda: law.law(given), law.example)

    def _made_of(self, name: str) -> CoordinateLaw:
        """An operation on one law: restricted to an interval, an extreme of copies, or moved."""
        self.require("(")
        law = self.coordinate()
        if name == "truncated":
            low, high = self._end("-"), self._end("")
            self.require(")", "truncated(LAW, low, high) takes two ends; inf and -inf are allowed")
            return self.built(lambda: truncated(law, low, high))
        if name in EXTREMES:
            copies = self._copies(name)
            return self.built(lambda: EXTREMES[name](law, copies))
        numbers = [] if name == "centred" else [self.second_number()]
        self.require(")")
        return self.built(lambda: _moved(name, law, numbers))

    def _end(self, sign: str) -> Fraction | None:
        """An end of an interval; None for the infinite one on its side."""
        self.require(",", "truncated(LAW, low, high) takes two ends; inf and -inf are allowed")
        start = self.position
        infinite = self.accept(_INFINITE)
        if infinite is None:
            return self.number("an end of the interval")
        if infinite.startswith("-") != (sign == "-"):
            self.position = start
            raise self.expected(f"a number or {sign}inf", "an interval runs from low to high")
        return None

    def _copies(self, name: str) -> int:
        found = Fraction(2)
        if self.accept_mark(","):
            self.accept(_COPIES)
            found = self.number("the number of copies")
        self.require(")", f"write {name}(gaussian) for two copies, {name}(uniform, 3) for three")
        if found.denominator != 1:
            raise InputError(f"{found} copies in {quoted(self.text)}", "a whole number of copies")
        return int(found)

    def second_number(self) -> Fraction:
        self.require(",")
        return self.number("a number")

    def weighted(self, read: Callable[[], Result], name: str) -> list[tuple[Result, Fraction]]:
        """`weight: law` pairs in parentheses; the weights are positive and sum to 1."""
        self.require("(", f"write {name}(1/2: gaussian, 1/2: laplace)")
        parts: list[tuple[Result, Fraction]] = []
        while not parts or self.accept_mark(","):
            weight = self.number("a weight")
            self.require(":", "give each law its weight, as in 1/2: gaussian")
            parts.append((read(), weight))
        self.require(")")
        if len(parts) > MAX_PARTS:
            raise InputError(f"{len(parts)} parts of a {name}", f"at most {MAX_PARTS}")
        require_distribution([weight for _, weight in parts], name)
        return parts


def rational(mean: Any, what: str) -> Fraction:
    if not isinstance(mean, (int, Fraction)):
        raise ValueError(f"a law whose coordinates have one rational mean, which {what} has not")
    return Fraction(mean)


def _moved(name: str, law: CoordinateLaw, numbers: Sequence[Fraction]) -> CoordinateLaw:
    if name == "centred":
        return affine(law, Fraction(1), -rational(law.moment(1), law.description))
    return affine(law, *numbers) if name == "scale" else affine(law, Fraction(1), *numbers)


def _finite(name: str, pairs: tuple[tuple[Fraction, Fraction], ...]) -> Finite:
    if len(pairs) > MAX_PAIRS:
        raise InputError(f"{len(pairs)} values in {name}", f"at most {MAX_PAIRS}")
    if name == "twopoint" and len(pairs) != 2:
        raise InputError(f"{len(pairs)} value(s) in twopoint", "two", "write finite(…) for another number of values")
    values = [value for value, _ in pairs]
    if len(set(values)) < len(values):
        raise InputError(f"a value twice in {name}({_joined(pairs)})", "distinct values", "add up the weights")
    require_distribution([weight for _, weight in pairs], name)
    return Finite(pairs) if name == "twopoint" else Finite(pairs, name=f"finite({_joined(pairs)})")


def _joined(pairs: tuple[tuple[Fraction, Fraction], ...]) -> str:
    return ", ".join(f"{value}:{weight}" for value, weight in pairs)
