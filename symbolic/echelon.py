"""Linear forms in moment patterns modulo those that vanish: reduced echelon form over Q(d)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy
from sympy.polys.matrices import DomainMatrix

from symbolic.instances import ONE, Form
from symbolic.moments import Pattern
from symbolic.notation import d

FIELD = sympy.QQ.frac_field(d)


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
        table = [[FIELD.from_sympy(form.get(key, sympy.Integer(0))) for key in keys] for form in forms]
        reduced, pivots = DomainMatrix(table, (len(forms), len(keys)), FIELD).rref()
        lines = [
            {keys[n]: FIELD.to_sympy(value) for n in range(len(keys)) if (value := reduced[line, n].element) != 0}
            for line in range(len(pivots))
        ]
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
