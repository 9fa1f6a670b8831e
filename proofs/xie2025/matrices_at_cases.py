"""What letters stand for at a case."""

from __future__ import annotations

from proofs.crosschecks import Case
from proofs.zhang2024.second_route import fixed_letters
from proofs.zhang2024b.matrices_at_cases import matrices as of_steps
from symbolic.algebra.traces import Rows
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """Those of steps from a start; U and the guess v are fixed."""
    if law is None:
        return {}
    return of_steps(law, case) | {"U": fixed_letters.rows("U", law.d), "v": fixed_letters.rows("p", law.d)}
