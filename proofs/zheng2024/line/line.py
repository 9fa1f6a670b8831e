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

from proofs.zheng2024.model.attention import BLOCKS, TERMS
from proofs.zheng2024.model.time_sums import as_time_sum
from proofs.zheng2024.setting import ZHENG
from symbolic.algebra.laurent import Atom, Laurent
from symbolic.expectation.moments import Pattern, moment
from symbolic.expectation.summation import TimeSum
from symbolic.laws import Law
from symbolic.laws.coordinates import Number
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.letters import Named
from symbolic.model.population_loss import Terms
from symbolic.model.tangency import pattern_of

if TYPE_CHECKING:
    import sympy

LINE = ZHENG.families["line"]

(ON_LINE,) = (term for term in TERMS if {term.pv_block, term.kq_block} == set(LINE.blocks))
"""The only family of monomials present on the line: `W_PV_12` with `W_KQ_32`."""

LETTERS: tuple[Atom, Atom] = Named("a"), Named("b")

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
    total: dict[Monomial, TimeSum] = {}
    for monomial, coefficient in _parts(block, place):
        total[monomial] = total.get(monomial, TimeSum()) + coefficient
    return Entry(block, place, tuple(sorted((m, c) for m, c in total.items() if c)))


def line_gradient() -> tuple[Entry, ...]:
    """All twelve kinds of entries: six blocks, on and off the diagonal."""
    return tuple(entry(block, place) for block in BLOCKS for place in Place)


def tangent(block: str, place: Place) -> bool:
    """Whether the entry belongs to the line: the diagonals of `W_PV_12` and `W_KQ_32`."""
    return block in (ON_LINE.pv_block, ON_LINE.kq_block) and place is Place.DIAGONAL


def _parts(block: str, place: Place) -> Iterator[tuple[Monomial, TimeSum]]:
    for graph, coefficient in _derivative(block).items():
        if (graph.open[0] == graph.open[1]) == (place is Place.DIAGONAL):
            pattern = pattern_of(graph)
            assert pattern is not None
            for exponents, c in coefficient.coefficients.items():
                powers = dict(exponents)
                a_power, b_power = (powers.pop(letter, 0) for letter in LETTERS)
                yield Monomial(a_power, b_power, pattern), as_time_sum(Laurent({tuple(powers.items()): c}))


@cache
def _derivative(block: str) -> Terms:
    """The gradient by a block on the line, as the engine has it."""
    return _derived().derivative(block)


@cache
def _derived() -> OnFamily:
    return Derived(ZHENG).on(LINE)
