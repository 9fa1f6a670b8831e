"""Moments of `x_1` as formal unknowns, indexed by coordinate pattern, and their value at a law.

A pattern has *free* indices (the row and column of a gradient entry) and *summed* ones; all indices of a pattern are
distinct coordinates. `Pattern((2,), (4,))` is `Σ_{r ≠ j} E[x_j² x_r⁴]`, the paper's κ3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from math import prod
from typing import TYPE_CHECKING, Any

import sympy

from symbolic.notation import FREE_INDICES, SUMMED_INDICES

if TYPE_CHECKING:
    from symbolic.coordinates import Number
    from symbolic.laws import Law


@dataclass(frozen=True, order=True)
class Pattern:
    """`Σ E[x_j^{free[0]} x_k^{free[1]} x_r^{summed[0]} …]` over summed indices, all indices being distinct.

    >>> Pattern((2,), (4,)).text
    'sum_{r} E[x_j^2 x_r^4]'
    """

    free: tuple[int, ...]
    summed: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for power in (*self.free, *self.summed):
            if not isinstance(power, int) or power < 0:
                raise ValueError(f"an exponent is a non-negative integer, not {power!r}")
        object.__setattr__(self, "summed", tuple(sorted(self.summed, reverse=True)))

    @property
    def exponents(self) -> tuple[int, ...]:
        return (*self.free, *self.summed)

    @property
    def degree(self) -> int:
        return sum(self.exponents)

    @property
    def text(self) -> str:
        factors = " ".join(f"x_{index}^{power}" if power > 1 else f"x_{index}" for index, power in self._factors())
        over = ",".join(SUMMED_INDICES[: len(self.summed)])
        return (f"sum_{{{over}}} " if over else "") + f"E[{factors or '1'}]"

    @property
    def latex(self) -> str:
        factors = " ".join(
            f"x_{{{index}}}^{{{power}}}" if power > 1 else f"x_{{{index}}}" for index, power in self._factors()
        )
        expectation = rf"\mathbb{{E}}\left[{factors or '1'}\right]"
        if not self.summed:
            return expectation
        summed = SUMMED_INDICES[: len(self.summed)]
        present = FREE_INDICES[: len(self.free)]
        distinct = (
            r" \neq ".join([*summed, *present])
            if len(self.summed) + len(present) <= 2
            else (
                rf"{','.join(summed)} \notin \{{{','.join(present)}\}}"
                + ("" if len(summed) == 1 else r"\text{ distinct}")
            )
        )
        return rf"\sum_{{{distinct}}} {expectation}"

    def _factors(self) -> Iterator[tuple[str, int]]:
        names = (*FREE_INDICES[: len(self.free)], *SUMMED_INDICES[: len(self.summed)])
        return ((name, power) for name, power in zip(names, self.exponents, strict=True) if power)

    def at(self, law: Law, free: tuple[int, ...]) -> Number:
        """Exact value at a law, the free indices being the given distinct coordinates (from 0).

        For an exchangeable law they do not matter, and d may be a symbol.
        """
        if law.exchangeable:
            return self._ways(law.d) * law.family_moment(tuple(power for power in self.exponents if power))
        others = [r for r in range(law.d) if r not in free]
        chosen = permutations(others, len(self.summed))
        values = (law.moment(_powers(law.d, (*free, *summed), self.exponents)) for summed in chosen)
        return sum(values, start=law.zero)

    def _ways(self, d: Number) -> Number:
        """How many ordered choices the summed indices have: a falling factorial."""
        return prod((d - taken for taken in range(len(self.free), len(self.exponents))), start=1)


def _powers(d: int, indices: tuple[int, ...], exponents: tuple[int, ...]) -> tuple[int, ...]:
    powers = [0] * d
    for index, power in zip(indices, exponents, strict=True):
        powers[index] += power
    return tuple(powers)


class MomentSymbol(sympy.Symbol):
    """A moment as a SymPy unknown that prints as the moment."""

    pattern: Pattern

    def __new__(cls, pattern: Pattern) -> MomentSymbol:
        even = all(power % 2 == 0 for power in pattern.exponents)
        symbol: MomentSymbol = sympy.Symbol.__xnew__(
            cls, pattern.text, real=True, **({"nonnegative": True} if even else {})
        )
        symbol.pattern = pattern
        return symbol

    def __getnewargs_ex__(self) -> tuple[tuple[Pattern], dict[str, Any]]:
        return (self.pattern,), {}

    def _latex(self, printer: Any) -> str:
        return self.pattern.latex


def moment(pattern: Pattern) -> MomentSymbol:
    """The unknown that stands for the pattern in SymPy expressions; equal patterns give equal symbols."""
    return MomentSymbol(pattern)


def moments_in(expression: sympy.Expr) -> tuple[Pattern, ...]:
    """The patterns that occur in an expression, in a fixed order."""
    return tuple(sorted(symbol.pattern for symbol in expression.atoms(MomentSymbol)))


def at_law(expression: sympy.Expr, law: Law, free: tuple[int, ...] = (0, 1)) -> sympy.Expr:
    """Replace every moment in the expression by its value at a law, free indices at the given coordinates."""
    values = {moment(p): sympy.sympify(p.at(law, free[: len(p.free)])) for p in moments_in(expression)}
    return expression.xreplace(values)


def choices(pattern: Pattern, law: Law) -> Iterable[tuple[int, ...]]:
    """Distinct coordinates for the free indices; one choice is enough for an exchangeable law (d may be a symbol)."""
    size = len(pattern.free)
    if not law.exchangeable:
        return permutations(range(law.d), size)
    too_few = isinstance(law.d, int) and law.d < size
    return () if too_few else (tuple(range(size)),)


def named(pattern: Pattern, free: tuple[int, ...]) -> str:
    """The pattern at concrete coordinates, numbered from 1 as in the papers.

    >>> named(Pattern((2,), (4,)), (0,))
    'sum_{r} E[x_1^2 x_r^4]'
    """
    text = pattern.text
    for letter, index in zip(FREE_INDICES, free, strict=False):
        text = text.replace(f"x_{letter}", f"x_{index + 1}")
    return text
