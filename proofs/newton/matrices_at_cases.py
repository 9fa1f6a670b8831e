"""What letters stand for at a case."""

from __future__ import annotations

from numeric_check.model.rational_matrices import Rows, rows_of
from proofs.crosschecks import Case
from proofs.newton.second_route.iterations import letters
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Those of the second route; none at a case without sizes of matrices."""
    sizes = dict(case.sizes)
    return rows_of(letters(**sizes)) if "m" in sizes else {}
