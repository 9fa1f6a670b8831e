"""Values of the letters at a case."""

from __future__ import annotations

import sympy

from proofs.claim import Case
from proofs.vonoswald2023b.second_route import ridge, sequences
from proofs.word_values import with_values
from symbolic.laws import Law


def values(formal: sympy.Expr, law: Law | None, case: Case) -> sympy.Expr:
    """The expression with every trace replaced whose letters have a value at the case."""
    sizes, given = dict(case.sizes), dict(case.parameters)
    if "s" in sizes:
        return with_values(formal, ridge.of_products(**sizes))
    if "m" in sizes:
        return with_values(formal, ridge.letters(**sizes, ridge=given["lambda"]))
    return with_values(formal, sequences.letters(**sizes)) if "t" in sizes else formal
