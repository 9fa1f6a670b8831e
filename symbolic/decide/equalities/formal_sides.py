"""Two expressions in formal moments, sizes and letters, of which one is said to equal the other, or to exceed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

import sympy

from symbolic.algebra.equality import normal
from symbolic.algebra.notation import d
from symbolic.algebra.operators import resolve
from symbolic.algebra.traces import Trace
from symbolic.expectation.moments import MomentSymbol, Pattern, moments_in


class Relation(Enum):
    """What is said of the two sides."""

    EQUAL = auto()
    GREATER = auto()


@dataclass(frozen=True)
class FormalSides:
    """`left = right`, or `left > right`, for all distinct free indices of the moments and all values of the letters.

    `meaning` says which letters stand for moments. A side may hold operators that are not yet evaluated.

    >>> from symbolic.expectation.moments import moment
    >>> kappa = sympy.Symbol("kappa", positive=True)
    >>> sides = FormalSides(kappa, moment(Pattern((1, 1))), ((kappa, moment(Pattern((4,)))),))
    >>> sides.frame, [pattern.text for pattern in sides.patterns]
    (2, ['E[x_j^4]', 'E[x_j x_k]'])
    """

    left: sympy.Expr
    right: sympy.Expr
    meaning: tuple[tuple[sympy.Symbol, sympy.Expr], ...] = ()
    relation: Relation = Relation.EQUAL

    @property
    def letters(self) -> Mapping[sympy.Symbol, sympy.Expr]:
        """The letters that occur, with the moments that they stand for."""
        used = self.left.free_symbols | self.right.free_symbols
        return {letter: value for letter, value in self.meaning if letter in used}

    @cached_property
    def formal(self) -> tuple[sympy.Expr, sympy.Expr]:
        """Both sides in moments."""
        return self.left.xreplace(self.letters), self.right.xreplace(self.letters)

    @cached_property
    def difference(self) -> sympy.Expr:
        """Left minus right as one fraction; raises what evaluating an operator raises."""
        left, right = map(resolve, self.formal)
        return normal(left - right)

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return tuple(dict.fromkeys(pattern for side in self.formal for pattern in moments_in(side)))

    @property
    def frame(self) -> int:
        """How many distinct coordinates it is about, at least one."""
        return max((1, *(len(pattern.free) for pattern in self.patterns)))

    @property
    def traces(self) -> frozenset[Trace]:
        """Traces of words, which have the values that matrices give them, and no others."""
        return frozenset(symbol for symbol in self._free if isinstance(symbol, Trace))

    @property
    def symbols(self) -> frozenset[sympy.Symbol]:
        """Sizes and letters other than moments and d, which a law has."""
        return frozenset(symbol for symbol in self._free if not isinstance(symbol, MomentSymbol) and symbol != d)

    @cached_property
    def _free(self) -> frozenset[sympy.Symbol]:
        return frozenset().union(*(resolve(side).free_symbols for side in self.formal))
