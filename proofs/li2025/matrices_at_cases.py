"""What letters stand for at a case."""

from __future__ import annotations

from proofs.crosschecks import Case
from proofs.zhang2024.second_route import fixed_letters
from symbolic.algebra.traces import Rows
from symbolic.laws import Law


def matrices(law: Law | None, case: Case) -> dict[str, Rows]:
    """A is a fixed matrix."""
    return {} if law is None else {"A": fixed_letters.rows("U", law.d)}
