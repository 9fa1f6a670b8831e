"""The words of a law description: marks, names, exact numbers and arguments, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, TypeVar

from mesaproof.errors import InputError, quoted
from mesaproof.reading.adapters.named import Parameter
from mesaproof.reading.exact_text import NUMBER, read_number, unknown_name
from symbolic.laws.coordinates.derived import SymmetryUnknown

MAX_COMMON_DENOMINATOR = 10**3000

SHOWN = "gaussian, laplace, uniform, student, exponential, gamma, poisson, twopoint, sparse, ones, mixture, product, …"

LETTERS = "a letter may stand for the one size of gaussian, laplace, uniform, rademacher, sparse or sphere by itself"

TAKEN = frozenset((*"dTabjklrtxEHIWiκ", "pi", "oo", "κ1", "κ2", "κ3", "κ4"))
"""What means something else in the formulas of an answer."""

Result = TypeVar("Result")

ARGUMENT = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*=", re.ASCII)
END = re.compile(r"\s*(\Z)", re.ASCII)

_NAME = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)", re.ASCII)
_NO_LETTER = r"(?!(?i:e\d*|nan|inf\w*|none|true|false)\b)"
_LETTER = re.compile(rf"\s*{_NO_LETTER}([A-Za-z\u0391-\u03c9][A-Za-z0-9_\u0391-\u03c9]{{0,19}})\s*(?=[,)])")
_NUMBER = re.compile(rf"\s*({NUMBER})", re.ASCII)


class Scanner:
    """A text and a position in it; every method raises InputError for what it does not find there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def arguments(self, name: str, parameters: Sequence[Parameter], example: str) -> dict[str, Any]:
        """Numbers and letters by parameter; positional ones come first and fill the parameters in order."""
        given: dict[str, Any] = {}
        if not self.accept_mark("(") or self.accept_mark(")"):
            return given
        free = [p.name for p in parameters if not p.by_name]
        while True:
            key = self.accept(ARGUMENT)
            if key is None and not free:
                raise self.expected(f"one of the arguments {', '.join(p.name for p in parameters)} by name")
            which = free[0] if key is None else self._known(key, parameters, given, example)
            free = free[1:] if key is None else []
            letter = any(p.letter for p in parameters if p.name == which) and self.takes_letters()
            given[which] = (self.letter() if letter else None) or self.number(which)
            if not self.accept_mark(","):
                break
        shown = ", ".join(p.name for p in parameters)
        self.require(")", f"{name} takes {shown}" if len(parameters) > 1 else f"{name} takes one argument, {shown}")
        return given

    def _known(self, key: str, parameters: Sequence[Parameter], given: dict[str, Fraction], example: str) -> str:
        names = [p.name for p in parameters]
        if key.lower() not in names:
            what = "the argument" if len(names) == 1 else "one of the arguments"
            raise InputError(
                f"the argument {quoted(key)} in {quoted(self.text)}", f"{what} {', '.join(names)}", f"try {example}"
            )
        if key.lower() in given:
            raise InputError(f"the argument {quoted(key)} twice in {quoted(self.text)}", "each argument once")
        return key.lower()

    def pairs(self, law: str) -> tuple[tuple[Fraction, Fraction], ...]:
        self.require("(", f"write {law}(value:weight, …)")
        found = [self.pair()]
        while self.accept_mark(","):
            found.append(self.pair())
        self.require(")")
        return tuple(found)

    def pair(self) -> tuple[Fraction, Fraction]:
        value = self.number("a value")
        self.require(":", "give each value its weight, as in 2:1/3")
        return value, self.number("a weight")

    def built(self, make: Callable[[], Result], hint: str = "") -> Result:
        """What `make` returns, its ValueError in a sentence about the text."""
        try:
            return make()
        except InputError:
            raise
        except ValueError as error:
            known = (
                "a law whose symmetry can be decided" if isinstance(error, SymmetryUnknown) else "a law that is defined"
            )
            raise InputError(quoted(self.text), known, f"{error}{f', try {hint}' if hint else ''}") from error

    def takes_letters(self) -> bool:
        """Whether a size may be a letter here."""
        return False

    def letter(self) -> Any:
        """A letter that stands for a positive number, as a symbol; None where there is none."""
        name = self.accept(_LETTER)
        if name is None:
            return None
        if name in TAKEN:
            raise InputError(f"the letter {name} in {quoted(self.text)}", "one that formulas do not use", "take s or c")
        from sympy import Symbol

        return Symbol(name, positive=True)

    def number(self, where: str) -> Fraction:
        literal = self.accept(_NUMBER)
        if literal is None:
            hint = LETTERS if _LETTER.match(self.text, self.position) else ""
            raise self.expected("a number such as 2, -1/2, 0.1 or 1e-3", hint)
        return read_number(literal, where)

    def name(self, known: Sequence[str], kind: str) -> str:
        start = self.position
        name = self.accept(_NAME)
        if name is None:
            raise self.expected(f"{kind} {SHOWN}", "for example gaussian(sigma=1/2)")
        if name.lower() not in known:
            self.position = start
            error = unknown_name(f"{quoted(name)} in {quoted(self.text)}", name, known, kind)
            raise InputError(error.given, f"{kind} {SHOWN}", error.hint or "docs/laws.md lists all names")
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


def require_distribution(weights: Sequence[Fraction], where: str) -> None:
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
