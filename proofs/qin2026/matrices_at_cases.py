"""What letters stand for at a case."""

from __future__ import annotations

from numeric_check.model.rational_matrices import Rows, rows_of
from proofs.crosschecks import Case
from proofs.qin2026.second_route.scores import letters
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Those of the second route."""
    return rows_of(letters(**dict(case.sizes))) if case.sizes else {}
