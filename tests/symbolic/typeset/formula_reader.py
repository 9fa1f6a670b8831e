"""Reads formulas in plain text and computes what they mean, so that tests compare numbers and not characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import Any

from symbolic.algebra.harmonics import harmonic_number
from symbolic.setting.point import Matrix

TOKEN = re.compile(r"\s*(sum_\{|E\[|\d+|[^\W\dᵀ][^\Wᵀ]*|.)")
FREE = ("m", "n", "g", "h")


@dataclass(frozen=True)
class Meaning:
    """What letters mean: numbers, matrices (vectors have one column or row), laws by draw, values of open indices."""

    numbers: Mapping[str, Fraction]
    matrices: Mapping[str, Matrix]
    dimension: int
    laws: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    distinct: tuple[str, ...] = ("j", "k")

    def at(self, places: Mapping[str, int]) -> Meaning:
        return replace(self, places={**self.places, **places})


def scalar(value: Fraction) -> Matrix:
    return ((value,),)


def times(left: Matrix, right: Matrix) -> Matrix:
    if len(left) == len(left[0]) == 1:
        return tuple(tuple(left[0][0] * x for x in row) for row in right)
    if len(right) == len(right[0]) == 1 and len(left[0]) != 1:
        return times(right, left)
    assert len(left[0]) == len(right), "matrices that do not fit"
    return tuple(tuple(sum((x * y for x, y in zip(row, c, strict=True)), Fraction(0)) for c in zip(*right, strict=True))
                 for row in left)  # fmt: skip


def plus(left: Matrix, right: Matrix, sign: int = 1) -> Matrix:
    assert (len(left), len(left[0])) == (len(right), len(right[0])), "a sum of different shapes"
    return tuple(tuple(x + sign * y for x, y in zip(a, b, strict=True)) for a, b in zip(left, right, strict=True))


def value_of(text: str, meaning: Meaning) -> Matrix:
    """The right side of an equation as a matrix; numbers are 1 x 1."""
    reader = _Reader(TOKEN.findall(text), meaning)
    found = reader.sum()
    assert not reader.tokens, f"{''.join(reader.tokens)} is left over"
    return found


@dataclass
class _Reader:
    tokens: list[str]
    meaning: Meaning

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, expected: str = "") -> str:
        token = self.tokens.pop(0)
        assert expected in ("", token), f"{expected} before {token}"
        return token

    def sum(self) -> Matrix:
        sign = -1 if self.peek() == "-" and self.take() else 1
        total = times(scalar(Fraction(sign)), self.term())
        while self.peek() in ("+", "-"):
            total = plus(total, self.term(), 1) if self.take() == "+" else plus(total, self.term(), -1)
        return total

    def term(self) -> Matrix:
        found = scalar(Fraction(1))
        while self.peek() not in ("", "+", "-", ")", ",", "]", "}", "=", "!", ">"):
            found = times(found, self.index_sum() if self.peek() == "sum_{" else self.factor())
        return found

    def index_sum(self) -> Matrix:
        """The rest of the term, at every value of the letters."""
        if self.tokens[2] == "=":
            return self.time_sum()
        self.take()
        letters, others = self.names("}"), self.meaning.distinct
        if "not" in letters:
            at = letters.index("not")
            letters, others = letters[:at], tuple(letters[at + 1 :])
        rest = list(self.tokens)
        total = scalar(Fraction(0))
        for values in self.places(letters, others):
            inner = _Reader(list(rest), self.meaning.at(dict(zip(letters, values, strict=True))))
            total = plus(total, inner.term())
            self.tokens = inner.tokens
        if self.tokens == rest and not list(self.places(letters, others)):
            _Reader(self.tokens, self.meaning.at(dict.fromkeys(letters, 0))).term()
        return total

    def time_sum(self) -> Matrix:
        """The rest of the term, at every time from the first to the last."""
        self.take()
        label, _, low = self.take(), self.take("="), int(self.take())
        self.take("."), self.take(".")
        high = int(self.sum()[0][0])
        self.take("}")
        rest, total = list(self.tokens), Fraction(0)
        for n in range(low, max(high, low) + 1):
            numbers = {**self.meaning.numbers, label: Fraction(n)}
            inner = _Reader(list(rest), replace(self.meaning, numbers=numbers))
            value = inner.term()[0][0]
            total += value if n <= high else 0
            self.tokens = inner.tokens
        return scalar(total)

    def places(self, letters: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, ...]]:
        known = [self.meaning.places[other] for other in others if other in self.meaning.places]
        for values in product(range(self.meaning.dimension), repeat=len(letters)):
            if letters[0] in FREE or (len(set(values)) == len(values) and not set(values) & set(known)):
                yield values

    def names(self, end: str) -> list[str]:
        found = []
        while (token := self.take()) != end:
            found += [token] if token != "," else []
        return found

    def factor(self) -> Matrix:
        base = self.base()
        while self.peek() in ("ᵀ", "^", "/"):
            match self.take():
                case "ᵀ":
                    base = tuple(zip(*base, strict=True))
                case "/":
                    base = scalar(base[0][0] / self.base_with_power()[0][0])
                case _:
                    base = self.powered(base)
        return base

    def base_with_power(self) -> Matrix:
        base = self.base()
        while self.peek() == "^" and self.take():
            base = self.powered(base)
        return base

    def powered(self, base: Matrix) -> Matrix:
        exponent = int(self.base()[0][0])
        found = base if exponent else scalar(Fraction(1))
        for _ in range(exponent - 1):
            found = times(found, base)
        return found

    def base(self) -> Matrix:
        token = self.take()
        if token.isdigit():
            return scalar(Fraction(int(token)))
        if token == "E[":
            return scalar(self.moment()) if "_" in self.peek() else self.mean()
        if token == "[":
            return scalar(self.condition())
        if token in ("(", "tr"):
            return self.in_brackets(token)
        if token in ("I", "ones"):
            return self.constant(token)
        if token == "H" and self.peek() == "(":
            return scalar(self.harmonic())
        if token == "min":
            return scalar(self.least())
        return self.named(token)

    def in_brackets(self, token: str) -> Matrix:
        if token == "tr":
            self.take("(")
        inner = self.sum()
        self.take(")")
        if token == "tr":
            return scalar(sum((row[n] for n, row in enumerate(inner)), Fraction(0)))
        return self.entry(inner) if self.peek() == "[" and self.tokens[2] in (",", "]") else inner

    def constant(self, token: str) -> Matrix:
        d = self.meaning.dimension
        if token == "ones":
            return ((Fraction(1),),) * d
        return tuple(tuple(Fraction(int(p == q)) for q in range(d)) for p in range(d))

    def entry(self, matrix: Matrix) -> Matrix:
        self.take("[")
        where = [self.meaning.places[letter] for letter in self.names("]")]
        if len(where) == 2:
            return scalar(matrix[where[0]][where[1]])
        return scalar(matrix[where[0]][0] if len(matrix[0]) == 1 else matrix[0][where[0]])

    def named(self, token: str) -> Matrix:
        if re.fullmatch(r"m\d+", token) and self.peek() == "(":
            self.take("(")
            law = self.meaning.laws[self.names(")")[0]]
            return scalar(_moment(law, [0] * int(token[1:])))
        is_entry = self.peek() == "[" and self.tokens[2] in (",", "]")
        if token in self.meaning.numbers and not is_entry:
            return scalar(self.meaning.numbers[token])
        matrix = self.meaning.matrices[token]
        return self.entry(matrix) if is_entry else matrix

    def harmonic(self) -> Fraction:
        self.take("(")
        n, order = int(self.sum()[0][0]), 1
        if self.peek() == "," and self.take():
            order = int(self.take())
        self.take(")")
        return harmonic_number(n, order)

    def condition(self) -> Fraction:
        """`[p = q]` of open indices, `[T = 3]` and `[T - 3 >= 0]` of sizes."""
        left = self.side()
        sign = "".join(self.take() for _ in range(1 if self.peek() == "=" else 2))
        right = self.side()
        self.take("]")
        return Fraction(int({"=": left == right, "!=": left != right, ">=": left >= right}[sign]))

    def side(self) -> Fraction:
        if self.peek() in self.meaning.places:
            return Fraction(self.meaning.places[self.take()])
        return self.sum()[0][0]

    def least(self) -> Fraction:
        """`min(N, M)`."""
        self.take("(")
        found = [self.sum()[0][0]]
        while self.take() == ",":
            found.append(self.sum()[0][0])
        return min(found)

    def mean(self) -> Matrix:
        """`E[x xᵀ]` or `E[x]`."""
        draw, *second = self.names("]")
        laws, d = self.meaning.laws, self.meaning.dimension
        law = laws[draw] if draw in laws else laws[f"{draw}_1"]
        places = [[*((p, q) if second else (p,))] for p in range(d) for q in range(d if second else 1)]
        values = iter([_moment(law, place) for place in places])
        return tuple(tuple(next(values) for _ in range(d if second else 1)) for _ in range(d))

    def moment(self) -> Fraction:
        """`E[x_j^2 x_r]`, of the draw `x` or of the start `x_1`."""
        places: list[int] = []
        draw = ""
        while (token := self.take()) != "]":
            draw, _, letter = token.rpartition("_")
            power = int(self.take()) if self.peek() == "^" and self.take() else 1
            places += [self.meaning.places[letter]] * power
        laws = self.meaning.laws
        return _moment(laws[draw] if draw in laws else laws[f"{draw}_1"], places)


def _moment(law: Any, places: Sequence[int]) -> Fraction:
    return Fraction(law.moment(tuple(places.count(j) for j in range(law.d))))
