"""Values of the letters at a case."""

from __future__ import annotations

import sympy

from proofs.claim import Case
from proofs.vonoswald2023.second_route.token_by_token import letters
from proofs.word_values import with_values
from symbolic.laws import Law


def values(formal: sympy.Expr, law: Law | None, case: Case) -> sympy.Expr:
    """The expression with every trace replaced whose letters have a value at the case."""
    sizes = dict(case.sizes)
    return with_values(formal, letters(**sizes)) if "N" in sizes else formal
