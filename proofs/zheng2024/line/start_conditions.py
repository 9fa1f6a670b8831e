"""Conditions on the start `(a_0, b_0)` of training; they say nothing of the law of `x_1`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy.core.relational import Relational

from proofs.zheng2024.notation import a0, b0
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.conditions import SideCondition

GRID = tuple(sorted((Fraction(n, 2) for n in range(-4, 5)), key=lambda x: (x.denominator, abs(x), x < 0)))
"""Values that are tried for a_0 and b_0, simplest first."""

SIGNS = {sympy.Gt: ">", sympy.Lt: "<", sympy.Ne: "!="}

Start = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class StartCondition(SideCondition):
    """A strict polynomial inequality, or `≠`, between expressions in a_0 and b_0 (`notation.a0`, `b0`).

    Given as a SymPy relation: `a0 * b0 > 0`, `sympy.Ne(a0 + b0, 0)`. Raises ValueError for anything else.

    >>> StartCondition(sympy.Ne(a0 + b0, 0)).text, StartCondition(a0 * b0 < 0).example()
    ('a_0 + b_0 != 0', (Fraction(1, 1), Fraction(-1, 1)))
    """

    relation: Relational
    about = "the start"

    def __post_init__(self) -> None:
        if isinstance(self.relation, sympy.Eq):
            raise ValueError(f"{self.relation.lhs} = {self.relation.rhs}: an equality restricts the start to a curve")
        if type(self.relation) not in SIGNS:
            given = f"not {self.relation!r}; Python's != compares expressions as written, sympy.Ne their values"
            raise ValueError(f"a start condition is a relation <, > or sympy.Ne in a_0 and b_0, {given}")
        gap = self.relation.lhs - self.relation.rhs
        if not gap.is_polynomial(a0, b0) or gap.free_symbols - {a0, b0} or gap.has(sympy.Float):
            raise ValueError(f"{gap} is not an exact polynomial in a_0 and b_0 alone")

    @property
    def text(self) -> str:
        return f"{self.relation.lhs} {SIGNS[type(self.relation)]} {self.relation.rhs}"

    @property
    def latex(self) -> str:
        return str(sympy.latex(self.relation))

    @staticmethod
    def jointly_possible(conditions: Sequence[SideCondition]) -> bool:
        return start_satisfying(*(c for c in conditions if isinstance(c, StartCondition))) is not None

    @staticmethod
    def possible_at(conditions: Sequence[SideCondition], values: Mapping[sympy.Symbol, sympy.Expr]) -> bool:
        """The letters among a_0 and b_0 that have no value may take any of the grid."""
        known = [
            c.relation.subs({a0: values.get(a0, a0), b0: values.get(b0, b0)})
            for c in conditions
            if isinstance(c, StartCondition)
        ]
        tries = ({a0: to_sympy(x), b0: to_sympy(y)} for x in GRID for y in GRID)
        return any(all(relation.subs(at) == sympy.true for relation in known) for at in tries)

    def holds_at(self, a_0: Fraction | int, b_0: Fraction | int) -> bool:
        """Whether the start at `W_KQ_32 = a_0 I`, `W_PV_12 = b_0 I` satisfies it."""
        return bool(self.relation.subs({a0: to_sympy(a_0), b0: to_sympy(b_0)}))

    def example(self) -> Start | None:
        """A start on a small grid that satisfies it."""
        return start_satisfying(self)

    @property
    def realisable(self) -> bool:
        """Whether there is an example; False says only that the grid has none."""
        return self.example() is not None


def start_satisfying(*conditions: StartCondition) -> Start | None:
    """A start on a small grid that satisfies all of the conditions, the simplest first; None where there is none."""
    starts = sorted(((x, y) for x in GRID for y in GRID), key=lambda start: sum(map(GRID.index, start)))
    return next((start for start in starts if all(c.holds_at(*start) for c in conditions)), None)


@dataclass(frozen=True)
class OnLine(SideCondition):
    """At time 0 every block is zero but `W_KQ_32 = a_0 I` and `W_PV_12 = b_0 I`.

    Source: Zheng et al. 2024, Assumption 3.1, arXiv 2405.16845.
    """

    about = "the start"
    text = "at time 0 every block is zero except W_KQ_32 = a_0 I and W_PV_12 = b_0 I"
    latex = (
        r"\text{at time } 0 \text{ every block is zero except } "
        r"W^{KQ}_{32} = a_0 I_d \text{ and } W^{PV}_{12} = b_0 I_d"
    )
