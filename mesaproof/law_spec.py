"""Law descriptions such as `gaussian(sigma=1/2)`: a small language, parsed, never evaluated.

    law        = "sparse" ["(" [["c" "="] number] ")"] | "ones" ["(" ")"] | "atoms" "(" FILE ")"
               | "iid" "(" coordinate ")" | coordinate
    coordinate = scaled ["(" [[parameter "="] number] ")"]
               | ("twopoint" | "finite") "(" number ":" number {"," number ":" number} ")"
    scaled     = "gaussian" | "laplace" | "uniform" | "rademacher" | "student" (its df may not be omitted)

A bare coordinate law is its i.i.d. lift. Space is free, names are case-insensitive, numbers are exact
(`mesaproof.exact_text`). FILE is JSON, `{"atoms": [["1", "0"], …], "weights": ["1/4", …]}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from mesaproof.errors import PATH_LENGTH, InputError, quoted
from mesaproof.exact_text import NUMBER, read_number, read_numbers, read_object, read_rows, unknown_name
from symbolic.coordinates import CoordinateLaw, Finite, Gaussian, Laplace, Student, Uniform, rademacher
from symbolic.laws import IID, Atoms, Law, LawFamily, Ones, Sparse

MAX_LENGTH = 4096
MAX_PAIRS = 64
MAX_COMMON_DENOMINATOR = 10**3000

Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class _Scaled:
    """A coordinate law with one positive parameter, 1 where it may be omitted."""

    parameter: str
    build: Callable[[Fraction], CoordinateLaw]
    required: bool = False


_SCALED: Mapping[str, _Scaled] = {
    "gaussian": _Scaled("sigma", Gaussian),
    "laplace": _Scaled("scale", Laplace),
    "uniform": _Scaled("half_width", Uniform),
    "rademacher": _Scaled("scale", rademacher),
    "student": _Scaled("df", Student, required=True),
}
_TABLES = ("twopoint", "finite")
COORDINATE_LAWS = (*_SCALED, *_TABLES)
LAWS = (*COORDINATE_LAWS, "sparse", "ones", "iid", "atoms")

_ATOMS = re.compile(r"\s*atoms\s*\((.*)\)\s*", re.DOTALL | re.IGNORECASE | re.ASCII)
_NAME = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)", re.ASCII)
_ARGUMENT = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*=", re.ASCII)
_NUMBER = re.compile(rf"\s*({NUMBER})", re.ASCII)
_END = re.compile(r"\s*(\Z)", re.ASCII)


def parse_law(text: str) -> LawFamily | Atoms:
    """The law a description stands for; `parse_law(law.description) == law`.

    Raises InputError for anything that is not a description.

    >>> parse_law("Gaussian( 0.5 )").description
    'gaussian(sigma=1/2)'
    """
    if len(text) > MAX_LENGTH:
        raise InputError(f"{len(text)} characters, {quoted(text)}", f"a law in at most {MAX_LENGTH} characters")
    if text.strip().lower().startswith("python:"):
        raise InputError(quoted(text), "a law that can be read without running code", "python: laws are not available")
    if table := _ATOMS.fullmatch(text):
        return _read_atoms(table[1].strip())
    return _Reader(text).whole_law()


def law(given: str | LawFamily | Law) -> LawFamily | Law:
    """The law a description stands for; a law object is returned as it is.

    Raises InputError for anything that is not a description.

    >>> law("twopoint(2:1/3, -1:2/3)").mixed_moment((3,), 1)
    Fraction(2, 1)
    """
    return parse_law(given) if isinstance(given, str) else given


def law_at(law: str | LawFamily | Law, d: int | None = None) -> Law:
    """The law, or the law a description stands for, in dimension d; a law whose d is fixed may omit it.

    Raises InputError where d is missing, not positive, or another than the law's own.

    >>> law_at("sparse(c=1/2)", 4).moment((2, 0, 0, 0))
    Fraction(1, 16)
    """
    if d is not None and d < 1:
        raise InputError(f"d = {d}", "a dimension d >= 1")
    found = parse_law(law) if isinstance(law, str) else law
    if hasattr(found, "at"):
        if d is None:
            raise InputError(f"{found.description} without d", "a dimension d >= 1", "this law exists for every d")
        member: Law = found.at(d)
        return member
    if d is not None and d != found.d:
        raise InputError(f"d = {d}", f"d = {found.d}, the dimension of {found.description}", "omit d or change the law")
    return found


class _Reader:
    """Recursive descent over one description; nesting ends at a coordinate law, so its depth is at most two."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def whole_law(self) -> LawFamily:
        law = self.family()
        if self.accept(_END) is None:
            raise self.expected("nothing after the law")
        return law

    def family(self) -> LawFamily:
        name = self.name(LAWS, "one of the laws")
        if name == "sparse":
            return Sparse(self.argument("sparse", "c"))
        if name == "ones":
            self.no_argument()
            return Ones()
        if name == "iid":
            self.require("(")
            law = IID(self.coordinate(self.name(COORDINATE_LAWS, "a law of one coordinate:")))
            self.require(")")
            return law
        if name == "atoms":
            raise self.expected("a file in parentheses", "write atoms(FILE)")
        return IID(self.coordinate(name))

    def coordinate(self, name: str) -> CoordinateLaw:
        if name not in _SCALED:
            return _finite(name, self.pairs(name))
        parameter = _SCALED[name].parameter
        start = self.position
        value = self.argument(name, parameter)
        if _SCALED[name].required and not any(c.isdigit() for c in self.text[start : self.position]):
            raise InputError(quoted(self.text), f"{name}({parameter}=…)", f"try {name}({parameter}=8)")
        if value <= 0:
            raise InputError(f"{parameter} = {value} in {quoted(self.text)}", "a positive number")
        return _SCALED[name].build(value)

    def no_argument(self) -> None:
        if self.accept_mark("("):
            self.require(")", "this law takes no argument")

    def argument(self, law: str, parameter: str) -> Fraction:
        """The one argument, positional or by name; 1 where it is omitted."""
        if not self.accept_mark("(") or self.accept_mark(")"):
            return Fraction(1)
        named = self.accept(_ARGUMENT)
        if named is not None and named.lower() != parameter:
            given = f"the argument {quoted(named)} in {quoted(self.text)}"
            raise InputError(given, f"the argument {parameter}", f"try {law}({parameter}=1/2)")
        value = self.number(parameter)
        self.require(")", f"{law} takes one argument, {parameter}")
        return value

    def pairs(self, law: str) -> tuple[Pair, ...]:
        self.require("(", f"write {law}(value:weight, …)")
        found = [self.pair()]
        while self.accept_mark(","):
            found.append(self.pair())
        self.require(")")
        return tuple(found)

    def pair(self) -> Pair:
        value = self.number("a value")
        self.require(":", "give each value its weight, as in 2:1/3")
        return value, self.number("a weight")

    def number(self, where: str) -> Fraction:
        literal = self.accept(_NUMBER)
        if literal is None:
            raise self.expected("a number such as 2, -1/2, 0.1 or 1e-3")
        return read_number(literal, where)

    def name(self, known: Sequence[str], kind: str) -> str:
        start = self.position
        name = self.accept(_NAME)
        if name is None:
            raise self.expected(f"{kind} {', '.join(known)}", "for example gaussian(sigma=1/2)")
        if name.lower() not in known:
            self.position = start
            raise unknown_name(f"{quoted(name)} in {quoted(self.text)}", name, known, kind)
        return name.lower()

    def accept(self, pattern: re.Pattern[str]) -> str | None:
        match = pattern.match(self.text, self.position)
        if match is None:
            return None
        self.position = match.end()
        return match[1]

    def accept_mark(self, mark: str) -> bool:
        return self.accept(re.compile(rf"\s*({re.escape(mark)})", re.ASCII)) is not None

    def require(self, mark: str, hint: str = "") -> None:
        if not self.accept_mark(mark):
            raise self.expected(f"'{mark}'", hint)

    def expected(self, expected: str, hint: str = "") -> InputError:
        rest, before = self.text[self.position :].strip(), self.text[: self.position]
        found = quoted(rest) if rest else "the end of the text" if self.text.strip() else "nothing"
        return InputError(f"{found} after {quoted(before)}" if before else found, expected, hint)


def _finite(name: str, pairs: tuple[Pair, ...]) -> Finite:
    if len(pairs) > MAX_PAIRS:
        raise InputError(f"{len(pairs)} values in {name}", f"at most {MAX_PAIRS}")
    if name == "twopoint" and len(pairs) != 2:
        raise InputError(f"{len(pairs)} value(s) in twopoint", "two", "write finite(…) for another number of values")
    values = [value for value, _ in pairs]
    if len(set(values)) < len(values):
        raise InputError(f"a value twice in {name}({_joined(pairs)})", "distinct values", "add up the weights")
    _require_distribution([weight for _, weight in pairs], name)
    return Finite(pairs) if name == "twopoint" else Finite(pairs, name=f"finite({_joined(pairs)})")


def _joined(pairs: tuple[Pair, ...]) -> str:
    return ", ".join(f"{value}:{weight}" for value, weight in pairs)


def _require_distribution(weights: Sequence[Fraction], where: str) -> None:
    """Weights are positive and sum to 1; their common denominator is bounded, so that sums of them stay cheap."""
    common = 1
    for k, weight in enumerate(weights):
        if weight <= 0:
            raise InputError(f"weight {weight} at position {k} of {where}", "positive weights", "leave out weight 0")
        common = lcm(common, weight.denominator)
        if common > MAX_COMMON_DENOMINATOR:
            raise InputError(f"the weights of {where}", "a common denominator of at most 3000 digits")
    total = sum(weight.numerator * (common // weight.denominator) for weight in weights)
    if total != common:
        raise InputError(f"weights of {where} that sum to {Fraction(total, common)}", "weights that sum to 1")


def _read_atoms(name: str) -> Atoms:
    where = f"atoms({name})"
    if not name:
        raise InputError("atoms()", "a file in parentheses", "write atoms(FILE)")
    entry = read_object(name, ("atoms", "weights"))
    for key in ("atoms", "weights"):
        if key not in entry:
            raise InputError(
                f"no key '{key}' in the file of {quoted(where, PATH_LENGTH)}", "the keys atoms and weights"
            )
    points, weights = read_rows(entry["atoms"], "atoms"), read_numbers(entry["weights"], "weights")
    _require_same_length(points, weights, quoted(where, PATH_LENGTH))
    _require_distribution(weights, quoted(where, PATH_LENGTH))
    return Atoms.of(points, weights, name=where)


def _require_same_length(points: Sequence[Sequence[Fraction]], weights: Sequence[Fraction], where: str) -> None:
    if len(points) != len(weights):
        raise InputError(f"{len(points)} atoms but {len(weights)} weights in {where}", "one weight for each atom")
    if not points or not points[0]:
        raise InputError(f"{where} without an entry", "at least one atom with at least one coordinate")
    for k, point in enumerate(points):
        if len(point) != len(points[0]):
            raise InputError(f"{len(point)} coordinates in atoms[{k}] of {where}", f"{len(points[0])} as in atoms[0]")
