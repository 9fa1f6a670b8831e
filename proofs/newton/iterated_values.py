"""Values of the letters at a case."""

from __future__ import annotations

import sympy

from numeric_check.model.rational_matrices import Rational, Rows
from proofs.claim import Case
from proofs.newton.second_route.iterations import letters
from proofs.word_values import as_rows, with_values
from symbolic.laws import Law


def values(formal: sympy.Expr, law: Law | None, case: Case) -> sympy.Expr:
    """The expression with every trace replaced whose letters have a value at the case."""
    return with_values(formal, _letters(case))


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """The matrices that letters stand for at a case."""
    return as_rows(_letters(case))


def _letters(case: Case) -> dict[str, Rational]:
    sizes = dict(case.sizes)
    return letters(**sizes) if "m" in sizes else {}
