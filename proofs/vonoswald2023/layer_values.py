"""Values of the letters at a case."""

from __future__ import annotations

import sympy

from numeric_check.model.rational_matrices import Rows
from proofs.claim import Case
from proofs.vonoswald2023.second_route.token_by_token import letters
from proofs.word_values import as_rows, with_values
from symbolic.laws import Law


def values(formal: sympy.Expr, law: Law | None, case: Case) -> sympy.Expr:
    """The expression with every trace replaced whose letters have a value at the case."""
    return with_values(formal, letters(**dict(case.sizes)))


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """The matrices that letters stand for at a case."""
    return as_rows(letters(**dict(case.sizes)))
