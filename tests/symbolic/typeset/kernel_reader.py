"""Terms of the kernel by value, twice: from the expression, and from its text read again by another grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from math import prod
from typing import Any

from symbolic.core.expressions import Expression, Node, Sort, Variable, opened
from symbolic.core.sorts import values


@dataclass(frozen=True)
class World:
    """What free variables mean: numbers and sequences, and laws as values with their masses."""

    numbers: Mapping[str, Fraction]
    sequences: Mapping[str, tuple[Fraction, ...]]
    laws: Mapping[str, tuple[tuple[Fraction, Any], ...]]

    def with_number(self, name: str, value: Fraction) -> World:
        return replace(self, numbers={**self.numbers, name: value})

    def with_drawn(self, name: str, value: Any) -> World:
        if isinstance(value, Fraction):
            return self.with_number(name, value)
        return replace(self, sequences={**self.sequences, name: value})


def evaluated(term: Expression, world: World) -> Fraction:
    """The value of a term; bound variables are made free under names of their own."""
    if isinstance(term, Variable):
        return world.numbers[term.name]
    assert isinstance(term, Node)
    match term.head, term.parts:
        case "number", _:
            assert isinstance(term.value, Fraction)
            return term.value
        case "add", parts:
            return sum((evaluated(part, world) for part in parts), Fraction(0))
        case "multiply", parts:
            return prod((evaluated(part, world) for part in parts), start=Fraction(1))
        case "negate", (part,):
            return -evaluated(part, world)
        case "divide", (above, below):
            return evaluated(above, world) / evaluated(below, world)
        case "power", (part,):
            assert isinstance(term.value, int)
            return evaluated(part, world) ** term.value
        case "indicator", (formula,):
            return Fraction(holds(formula, world))
        case "entry", (Variable(name=name), place):
            return world.sequences[name][int(evaluated(place, world)) - 1]
        case "total", (least, greatest, _):
            ends = (int(evaluated(end, world)) for end in (least, greatest))
            return sum((_at(term, 2, Sort.REAL, Fraction(n), world) for n in _between(*ends)), Fraction(0))
        case "mean", (Variable(name=name) as law, _):
            drawn = ((mass, _at(term, 1, values(law), value, world)) for mass, value in world.laws[name])
            return sum((mass * value for mass, value in drawn), Fraction(0))
    raise AssertionError(f"no value: {term.head}")


def _between(low: int, high: int) -> range:
    return range(low, high + 1)


def _at(node: Node, part: int, sort: Sort, value: Any, world: World) -> Fraction:
    """The part of a node in which it binds, at a value."""
    name = f"bound {len(world.numbers)} {len(world.sequences)}"
    return evaluated(opened(node.parts[part], (Variable(name, sort),)), world.with_drawn(name, value))


def holds(formula: Expression, world: World) -> bool:
    """Whether a formula without quantifiers is true."""
    assert isinstance(formula, Node)
    match formula.head, formula.parts:
        case "and", parts:
            return all(holds(part, world) for part in parts)
        case "or", parts:
            return any(holds(part, world) for part in parts)
        case "not", (part,):
            return not holds(part, world)
        case ("equal" | "less" | "at_most") as relation, (left, right):
            return _compared(relation, evaluated(left, world), evaluated(right, world))
    raise AssertionError(f"no truth value: {formula.head}")


def _compared(relation: str, left: Fraction, right: Fraction) -> bool:
    return {"equal": left == right, "less": left < right, "at_most": left <= right}[relation]


TOKEN = re.compile(r"∑\[|𝔼\[|1\[|H\(|…|\d+|[A-Za-zα-ω]+\d*(?:_\d+(?![A-Za-z\d]))?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\S")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def read(text: str, world: World) -> Fraction:
    """The value of a term, from its text."""
    reader = _Reader(TOKEN.findall(text))
    found = reader.sum(world)
    assert not reader.tokens, f"{reader.tokens} is left over"
    return found


class _Reader:
    """Reads once for each value of what is bound, from the same tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, *expected: str) -> str:
        token = self.tokens.pop(0)
        assert not expected or token in expected, f"{expected} before {token}"
        return token

    def sum(self, world: World) -> Fraction:
        sign = -1 if self.peek() == "−" and self.take() else 1
        found = sign * self.product(world)
        while self.peek() in ("+", "−"):
            sign = 1 if self.take() == "+" else -1
            found += sign * self.product(world)
        return found

    def product(self, world: World) -> Fraction:
        found = self.power(world)
        while self.peek() in ("·", "/"):
            found = found * self.power(world) if self.take() == "·" else found / self.power(world)
        return found

    def power(self, world: World) -> Fraction:
        found = self.base(world)
        while self.peek()[:1] in tuple("⁰¹²³⁴⁵⁶⁷⁸⁹"):
            found **= int(self.take().translate(RAISED))
        return found

    def base(self, world: World) -> Fraction:
        match self.take():
            case "(":
                found = self.sum(world)
                self.take(")")
                return found
            case "∑[":
                return self.total(world)
            case "𝔼[":
                return self.mean(world)
            case "1[":
                found = Fraction(self.either(world))
                self.take("]")
                return found
            case "H(":
                return self.harmonic(world)
            case number if number.isdigit():
                return Fraction(number)
            case name:
                return self.named(name, world)

    def named(self, name: str, world: World) -> Fraction:
        if name not in world.sequences:
            return world.numbers[name]
        if self.take("_", "[") == "_":
            return world.sequences[name][int(world.numbers[self.take()]) - 1]
        place = self.sum(world)
        self.take("]")
        return world.sequences[name][int(place) - 1]

    def total(self, world: World) -> Fraction:
        name, _ = self.take(), self.take("=")
        low = int(self.sum(world))
        self.take(","), self.take("…"), self.take(",")
        high = int(self.sum(world))
        self.take("]")
        return self.each([(Fraction(1), Fraction(n)) for n in _between(low, high)], name, world, _Reader.product)

    def mean(self, world: World) -> Fraction:
        depths = accumulate((token[-1] in "[(") - (token in ("]", ")")) for token in self.tokens)
        end = next(
            n for n, (token, depth) in enumerate(zip(self.tokens, depths, strict=True)) if token == ";" and depth == 0
        )
        name, _, law = self.tokens[end + 1 : end + 4]
        found = self.each(list(world.laws[law]), name, world, _Reader.sum)
        self.take(";"), self.take(name), self.take("∼"), self.take(law), self.take("]")
        return found

    def each(self, drawn: list[tuple[Fraction, Any]], name: str, world: World, body: Any) -> Fraction:
        """What follows, read at each value and added with its mass; read past where there is no value."""
        rest, total = list(self.tokens), Fraction(0)
        for mass, value in drawn:
            self.tokens[:] = rest
            total += mass * body(self, world.with_drawn(name, value))
        if not drawn:
            body(self, world.with_number(name, Fraction(1)))
        return total

    def harmonic(self, world: World) -> Fraction:
        n, order = int(self.sum(world)), 1
        if self.peek() == "," and self.take():
            order = int(self.take())
        self.take(")")
        return sum((Fraction(1, i**order) for i in range(1, n + 1)), Fraction(0))

    def either(self, world: World) -> bool:
        found = self.both(world)
        while self.peek() == "∨" and self.take():
            found = self.both(world) or found
        return found

    def both(self, world: World) -> bool:
        found = self.denied(world)
        while self.peek() == "∧" and self.take():
            found = self.denied(world) and found
        return found

    def denied(self, world: World) -> bool:
        if self.peek() == "¬" and self.take() and self.take("("):
            found = not self.either(world)
            self.take(")")
            return found
        if self.peek() == "(" and self.is_formula():
            self.take("(")
            found = self.either(world)
            self.take(")")
            return found
        left, sign, right = self.sum(world), self.take("=", "≠", "<", "≤"), self.sum(world)
        return {"=": left == right, "≠": left != right, "<": left < right, "≤": left <= right}[sign]

    def is_formula(self) -> bool:
        """Whether a relation stands in the brackets that begin here, and not deeper."""
        depth = 0
        for token in self.tokens:
            depth += (token[-1] in "[(") - (token in ("]", ")"))
            if depth == 0:
                return False
            if depth == 1 and token in ("=", "≠", "<", "≤", "∧", "∨"):
                return True
        return False
