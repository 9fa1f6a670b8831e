"""Moments of `x_1` as formal unknowns, indexed by coordinate pattern, and their value at a law.

A pattern has *free* indices (the row and column of a gradient entry) and *summed* ones; all indices of a pattern are
distinct coordinates. `Pattern((2,), (4,))` is `Σ_{r ≠ j} E[x_j² x_r⁴]`, the paper's κ3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product
from math import prod
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import sympy

from symbolic.algebra.notation import FREE_INDICES, SUMMED_INDICES

if TYPE_CHECKING:
    from symbolic.laws import Law
    from symbolic.laws.coordinates import Number


ELSEWHERE = -1
"""The place of an index that is at none of the coordinates that stand out."""


@runtime_checkable
class PartlyExchangeable(Protocol):
    """A law, d being a symbol, whose first `special` coordinates stand out and whose others are exchangeable."""

    @property
    def special(self) -> int: ...
    @property
    def d(self) -> Any: ...
    @property
    def zero(self) -> Any: ...
    def partial_moment(self, first: tuple[int, ...], elsewhere: tuple[int, ...]) -> Any:
        """Moment of the special coordinates and of distinct other ones."""


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
        return f"{self._sum_text}E[{self._monomial_text}]"

    @property
    def latex(self) -> str:
        return rf"{self._sum_latex}\mathbb{{E}}\left[{self._monomial_latex}\right]"

    @property
    def polynomial_text(self) -> str:
        """What the pattern is the expectation of.

        >>> Pattern((2,), (4,)).polynomial_text
        'sum_{r} x_j^2 x_r^4'
        """
        return self._sum_text + self._monomial_text

    @property
    def polynomial_latex(self) -> str:
        return self._sum_latex + self._monomial_latex

    @property
    def _monomial_text(self) -> str:
        factors = (f"x_{index}^{power}" if power > 1 else f"x_{index}" for index, power in self._factors())
        return " ".join(factors) or "1"

    @property
    def _monomial_latex(self) -> str:
        factors = (f"x_{{{index}}}^{{{power}}}" if power > 1 else f"x_{{{index}}}" for index, power in self._factors())
        return " ".join(factors) or "1"

    @property
    def _sum_text(self) -> str:
        over = ",".join(_indices(SUMMED_INDICES, len(self.summed)))
        return f"sum_{{{over}}} " if over else ""

    @property
    def _sum_latex(self) -> str:
        if not self.summed:
            return ""
        summed, present = _indices(SUMMED_INDICES, len(self.summed)), _indices(FREE_INDICES, len(self.free))
        if len(summed) + len(present) <= 2:
            distinct = r" \neq ".join([*summed, *present])
        else:
            others = rf" \notin \{{{','.join(present)}\}}" if present else ""
            distinct = ",".join(summed) + others + (r"\text{ distinct}" if len(summed) > 1 else "")
        return rf"\sum_{{{distinct}}} "

    def _factors(self) -> Iterator[tuple[str, int]]:
        names = (*_indices(FREE_INDICES, len(self.free)), *_indices(SUMMED_INDICES, len(self.summed)))
        return ((name, power) for name, power in zip(names, self.exponents, strict=True) if power)

    def at(self, law: Law, free: tuple[int, ...]) -> Number:
        """Exact value at a law, the free indices being the given distinct coordinates (from 0).

        For an exchangeable law they do not matter, and d may be a symbol.
        """
        if law.exchangeable:
            ways = falling(law.d - len(self.free), len(self.summed))
            value = ways * law.family_moment(tuple(power for power in self.exponents if power))
            return sympy.cancel(value) if isinstance(law, PartlyExchangeable) else value
        if isinstance(law, PartlyExchangeable):
            return self._at_partly_exchangeable(law, free)
        others = [r for r in range(law.d) if r not in free]
        chosen = permutations(others, len(self.summed))
        values = (law.moment(_powers(law.d, (*free, *summed), self.exponents)) for summed in chosen)
        return sum(values, start=law.zero)

    def _at_partly_exchangeable(self, law: PartlyExchangeable, free: tuple[int, ...]) -> Number:
        """Each summed index is at a special coordinate, or at one of the others, of which there are many alike."""
        vacant = [place for place in range(law.special) if place not in free]
        left = law.d - law.special - sum(1 for place in free if place >= law.special)
        total: Number = law.zero
        for chosen in product([ELSEWHERE, *vacant], repeat=len(self.summed)):
            fixed = [place for place in chosen if place != ELSEWHERE]
            if len(set(fixed)) == len(fixed):
                total = total + falling(left, chosen.count(ELSEWHERE)) * self._placed(law, (*free, *chosen))
        return sympy.cancel(total)

    def _placed(self, law: PartlyExchangeable, places: tuple[int, ...]) -> Number:
        first, elsewhere = [0] * law.special, []
        for place, power in zip(places, self.exponents, strict=True):
            if 0 <= place < law.special:
                first[place] += power
            elif power:
                elsewhere.append(power)
        return law.partial_moment(tuple(first), tuple(elsewhere))


def _indices(letters: tuple[str, ...], count: int) -> tuple[str, ...]:
    """That many names: the letters of the papers, then the last of them with a number.

    >>> _indices(("r", "s"), 4)
    ('r', 's', 's2', 's3')
    """
    further = (f"{letters[-1]}{n}" for n in range(2, count - len(letters) + 2))
    return (*letters[:count], *further)


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

    def _hashable_content(self) -> tuple[Any, ...]:
        """Patterns that print alike are not equal: `Pattern((0,), (2,))` leaves a coordinate out of its sum."""
        return (*super()._hashable_content(), (self.pattern.free, self.pattern.summed))

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
    return places(law, len(pattern.free))


def places(law: Law, size: int) -> Iterable[tuple[int, ...]]:
    """Choices of so many distinct coordinates, one of each kind where coordinates are alike."""
    if isinstance(law, PartlyExchangeable):
        return (p for p in permutations(range(law.special + size), size) if _first_of_its_kind(p, law.special))
    if not law.exchangeable:
        return permutations(range(law.d), size)
    too_few = isinstance(law.d, int) and law.d < size
    return () if too_few else (tuple(range(size)),)


def _first_of_its_kind(chosen: tuple[int, ...], special: int) -> bool:
    """Whether the coordinates that are not special are the first of those, in order."""
    others = [place for place in chosen if place >= special]
    return others == list(range(special, special + len(others)))


def falling(n: Number, count: int) -> Number:
    """`n (n−1) ⋯ (n−count+1)`: ordered choices of distinct things; n may be a symbol."""
    return prod((n - taken for taken in range(count)), start=1)


def named(pattern: Pattern, free: tuple[int, ...]) -> str:
    """The pattern at concrete coordinates, numbered from 1 as in the papers.

    >>> named(Pattern((2,), (4,)), (0,))
    'sum_{r} E[x_1^2 x_r^4]'
    """
    text = pattern.text
    for letter, index in zip(FREE_INDICES, free, strict=False):
        text = text.replace(f"x_{letter}", f"x_{index + 1}")
    return text
