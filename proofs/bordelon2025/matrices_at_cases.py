"""What letters stand for at a case."""

from __future__ import annotations

from numeric_check.model.rational_matrices import Rows, rows_of
from proofs.bordelon2025.second_route.shared_layers import letters
from proofs.crosschecks import Case
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Those of the second route; none at a case without sizes of matrices."""
    sizes = dict(case.sizes)
    return rows_of(letters(sizes["d"], sizes["P"])) if "P" in sizes else {}
