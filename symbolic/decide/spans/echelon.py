"""Linear forms in moment patterns modulo those that vanish: reduced echelon form over Q(d)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import sympy
from sympy.polys.domains.domain import Domain
from sympy.polys.matrices import DomainMatrix

from symbolic.algebra.notation import d
from symbolic.decide.spans.instances import ONE, Form
from symbolic.expectation.moments import Pattern

FIELD = sympy.QQ.frac_field(d)


Line = Mapping[int, sympy.Expr]
"""The entries of a row that are not zero, by column."""


def echelon(lines: Sequence[Line], width: int) -> tuple[list[dict[int, sympy.Expr]], tuple[int, ...]]:
    """Reduced rows and their pivots: over Q where all entries are rational numbers, which is faster, else over Q(d).

    >>> echelon([{0: d, 1: sympy.Integer(1)}], 2)
    ([{0: 1, 1: 1/d}], (0,))
    """
    rational = all(c.is_Rational for line in lines for c in line.values())
    field = sympy.QQ if rational else FIELD
    table = {m: {n: _element(c, field) for n, c in line.items()} for m, line in enumerate(lines)}
    reduced, pivots = DomainMatrix(table, (len(lines), width), field).rref()
    entries = reduced.to_dod()
    return [{n: field.to_sympy(c) for n, c in sorted(entries[m].items())} for m in range(len(pivots))], tuple(pivots)


@lru_cache(maxsize=8192)
def _element(value: sympy.Expr, field: Domain) -> object:
    return field.from_sympy(value)


@dataclass(frozen=True)
class Echelon:
    """The reduced basis of a span of forms: each row begins at its pivot with coefficient 1, constants come last.

    >>> p, q = Pattern((1,)), Pattern((2,))
    >>> Echelon.of([{q: sympy.Integer(2), ONE: sympy.Integer(-6)}]).remainder({p: d, q: sympy.Integer(1)})
    {Pattern(free=(1,), summed=()): d, Pattern(free=(), summed=()): 3}
    """

    rows: tuple[tuple[Pattern, Form], ...]

    @staticmethod
    def of(forms: Sequence[Form]) -> Echelon:
        keys = ordered(forms)
        if not forms or not keys:
            return Echelon(())
        column = {key: n for n, key in enumerate(keys)}
        reduced, pivots = echelon([{column[key]: c for key, c in form.items()} for form in forms], len(keys))
        lines = [{keys[n]: c for n, c in line.items()} for line in reduced]
        return Echelon(tuple(zip((keys[column] for column in pivots), lines, strict=True)))

    def remainder(self, form: Form) -> Form:
        """What is left of a form; empty exactly when it is in the span."""
        left = dict(form)
        for pivot, row in self.rows:
            if factor := left.get(pivot):
                for key, c in row.items():
                    left[key] = sympy.cancel(left.get(key, sympy.Integer(0)) - factor * c)
        return {key: c for key, c in left.items() if c != 0}

    @property
    def basis(self) -> tuple[Form, ...]:
        return tuple(row for _, row in self.rows)


def ordered(forms: Sequence[Form]) -> list[Pattern]:
    """The patterns of the forms: the longer and higher first, so that these are expressed by simpler ones."""
    found = {key for form in forms for key in form}
    return sorted(found, key=lambda p: (p != ONE, len(p.summed), p.degree, p), reverse=True)
