"""Gradient of every block, every entry, on the line `W_KQ_32 = aI, W_PV_12 = bI` (all other blocks zero).

The gradient is that of the individual matrix entries (`∂L/∂W[p, q]`), at which the paper's flow runs. On the line an
entry depends only on its block and on whether it lies on the diagonal: it is a polynomial in a and b whose
coefficients are exact functions of T times formal moments. Symbolic T and d, any law of `x_1`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from proofs.zheng2024.model.attention import BLOCKS, PV_BLOCKS, Term, term_with
from proofs.zheng2024.model.loss import cross, quadratic
from symbolic.algebra.partitions import Blocks, set_partitions
from symbolic.expectation.moments import Pattern, moment
from symbolic.expectation.summation import TimeSum
from symbolic.laws import Law
from symbolic.laws.coordinates import Number

if TYPE_CHECKING:
    import sympy

ON_LINE = Term(value=0, key=1, query=0)
"""The only family of monomials present on the line: `W_PV_12` with `W_KQ_32`."""


X = TypeVar("X", bound=Any)


@dataclass(frozen=True)
class Arithmetic(Generic[X]):
    """How functions of T and moments become numbers: exactly, in floats, or as SymPy expressions."""

    zero: X
    one: X
    coefficient: Callable[[TimeSum], X]
    moment: Callable[[Number], X]


def in_rationals(T: int) -> Arithmetic[Fraction]:
    """Exact rationals at an integer T."""
    return Arithmetic(Fraction(0), Fraction(1), lambda c: c.at(T), Fraction)


def in_floats(T: int) -> Arithmetic[float]:
    """Floats, in time independent of T."""
    return Arithmetic(0.0, 1.0, lambda c: c.approximately(T), float)


def in_symbols(T: Any) -> Arithmetic[Any]:
    """SymPy expressions, in a symbol T or at an integer (with `H(n)` kept where n is large)."""
    import sympy

    return Arithmetic(sympy.Integer(0), sympy.Integer(1), lambda c: c.expression(T), sympy.sympify)


class Place(StrEnum):
    """Where in a block an entry lies: at `(j, j)` or at `(j, k)` with `k ≠ j`."""

    DIAGONAL = "diagonal"
    OFF_DIAGONAL = "off-diagonal"


@dataclass(frozen=True, order=True)
class Monomial:
    """`a^a_power b^b_power` times a moment pattern."""

    a_power: int
    b_power: int
    pattern: Pattern


@dataclass(frozen=True)
class Entry:
    """Gradient of the entries of one block at one place, as a combination of monomials.

    >>> print(entry("W_KQ_22", Place.DIAGONAL).terms)
    ()
    """

    block: str
    place: Place
    terms: tuple[tuple[Monomial, TimeSum], ...]

    def expression(self, T: sympy.Expr) -> sympy.Expr:
        """The entry as a SymPy expression in a, b, T and moment symbols."""
        import sympy

        from proofs.zheng2024.notation import a, b

        return sympy.Add(*(c.expression(T) * a**m.a_power * b**m.b_power * moment(m.pattern) for m, c in self.terms))

    def value(self, arithmetic: Arithmetic[X], law: Law, a: X, b: X, free: tuple[int, ...] = (0, 1)) -> X:
        """The entry at a law and a point of the line, in the given arithmetic; `free` are its row and column."""
        total = arithmetic.zero
        for m, c in self.terms:
            if at := m.pattern.at(law, free[: len(m.pattern.free)]):
                total += arithmetic.coefficient(c) * a**m.a_power * b**m.b_power * arithmetic.moment(at)
        return total

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return tuple(sorted({monomial.pattern for monomial, _ in self.terms}))

    @property
    def name(self) -> str:
        return f"{self.block}[{'j,j' if self.place is Place.DIAGONAL else 'j,k'}]"


@cache
def entry(block: str, place: Place) -> Entry:
    """Gradient of `L` with respect to the entries of `block` at `place`, on the line."""
    parts = _pv_parts(block, place) if block in PV_BLOCKS else _kq_parts(block, place)
    total: dict[Monomial, TimeSum] = {}
    for monomial, coefficient in parts:
        total[monomial] = total.get(monomial, TimeSum()) + coefficient
    return Entry(block, place, tuple(sorted((m, c) for m, c in total.items() if c)))


def line_gradient() -> tuple[Entry, ...]:
    """All twelve kinds of entries: six blocks, on and off the diagonal."""
    return tuple(entry(block, place) for block in BLOCKS for place in Place)


def tangent(block: str, place: Place) -> bool:
    """Whether the entry belongs to the line: the diagonals of `W_PV_12` and `W_KQ_32`."""
    return block in (ON_LINE.pv_block, ON_LINE.kq_block) and place is Place.DIAGONAL


def _pv_parts(block: str, place: Place) -> Iterator[tuple[Monomial, TimeSum]]:
    """`∂/∂W_PV[p,q]`: `j = p, k = q`; the conjugate prediction has `k' = p`; `l = m`, `l' = m'`."""
    term = Term(PV_BLOCKS.index(block), ON_LINE.key, ON_LINE.query)
    for pattern in _patterns(6, equal=((1, 2), (4, 5)), pair=(3, 0), place=place):
        yield Monomial(2, 1, _moment_pattern(pattern, (3, 0), place)), quadratic(term, ON_LINE, pattern)
    for pattern in _patterns(4, equal=((2, 3),), pair=(0, 1), place=place):
        yield Monomial(1, 0, _moment_pattern(pattern, (0, 1), place)), cross(term, pattern) * -1


def _kq_parts(block: str, place: Place) -> Iterator[tuple[Monomial, TimeSum]]:
    """`∂/∂W_KQ[p,q]`: `l = p, m = q`; `k = k'` from `W_PV_12 = bI` on both sides; `l' = m'`."""
    term = term_with(block, ON_LINE.value)
    for pattern in _patterns(6, equal=((0, 3), (4, 5)), pair=(1, 2), place=place):
        yield Monomial(1, 2, _moment_pattern(pattern, (1, 2), place)), quadratic(term, ON_LINE, pattern)
    for pattern in _patterns(4, equal=((0, 1),), pair=(2, 3), place=place):
        yield Monomial(0, 1, _moment_pattern(pattern, (2, 3), place)), cross(term, pattern) * -1


def _patterns(size: int, equal: tuple[tuple[int, int], ...], pair: tuple[int, int], place: Place) -> Iterator[Blocks]:
    """Coincidence patterns in which the given labels agree and the entry's two labels agree exactly on the diagonal."""
    for pattern in set_partitions(size):
        agree = all(pattern[x] == pattern[y] for x, y in equal)
        if agree and (pattern[pair[0]] == pattern[pair[1]]) == (place is Place.DIAGONAL):
            yield pattern


def _moment_pattern(pattern: Blocks, pair: tuple[int, int], place: Place) -> Pattern:
    """Free exponents are the block sizes at the entry's row and column; every other block is summed over."""
    free = (pattern[pair[0]],) if place is Place.DIAGONAL else (pattern[pair[0]], pattern[pair[1]])
    others = sorted(set(pattern) - set(free))
    return Pattern(tuple(pattern.count(block) for block in free), tuple(pattern.count(block) for block in others))
