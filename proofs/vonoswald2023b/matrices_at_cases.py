"""What letters stand for at a case."""

from __future__ import annotations

from numeric_check.model.rational_matrices import Rational, Rows, rows_of
from proofs.crosschecks import Case
from proofs.vonoswald2023b.second_route import ridge, sequences
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Those of the second route that the case has sizes for; none where sequences are drawn in d dimensions."""
    sizes = dict(case.sizes)
    return {} if "d" in sizes else rows_of(_letters(sizes, dict(case.parameters)))


def _letters(sizes: dict[str, int], given: dict[str, float]) -> dict[str, Rational]:
    if "s" in sizes:
        return ridge.of_products(**sizes)
    if "m" in sizes:
        return ridge.letters(**sizes, ridge=given["lambda"])
    return sequences.letters(**sizes)
